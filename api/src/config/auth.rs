//! How people and programs get in.

use std::path::PathBuf;

use serde::Deserialize;

use crate::config::secret::{self, Secret};

/// Bytes of a signing secret at the least: as many as HS256 gives out (RFC 7518, section 3.2).
pub const SECRET_BYTES: usize = 32;

/// `[auth]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// File that holds the secret access tokens are signed with: 32 bytes or more. `SWITCHBOARD_AUTH__SECRET_FILE`.
    pub secret_file: Option<PathBuf>,
    /// The same, itself; for environments that mount no files. `SWITCHBOARD_AUTH__SECRET`.
    pub secret: Option<Secret>,
    /// Former secret whose tokens are still taken, during a rotation. `SWITCHBOARD_AUTH__FORMER_SECRET`.
    pub former_secret: Option<Secret>,
    /// File that holds the former secret. `SWITCHBOARD_AUTH__FORMER_SECRET_FILE`.
    pub former_secret_file: Option<PathBuf>,
    /// Life of an access token, in seconds. Default 600.
    pub access_token_seconds: u32,
    /// Life of a refresh token, in hours. Default 336, two weeks.
    pub refresh_token_hours: u32,
    /// Failed log-ins a minute for one e-mail address, and from one IP address (IPv6: one /64). Default 10.
    pub failed_log_ins_per_minute: u32,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            secret_file: None,
            secret: None,
            former_secret: None,
            former_secret_file: None,
            access_token_seconds: 600,
            refresh_token_hours: 336,
            failed_log_ins_per_minute: 10,
        }
    }
}

impl Auth {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        let secrets = [
            ("secret", &self.secret, "secret_file", &self.secret_file),
            ("former_secret", &self.former_secret, "former_secret_file", &self.former_secret_file),
        ];
        secret::check_file("auth.secret_file", self.secret_file.as_deref(), faults);
        secret::check_file("auth.former_secret_file", self.former_secret_file.as_deref(), faults);
        for (name, secret, file_name, file) in secrets {
            if secret.is_some() && file.is_some() {
                faults.push(format!("auth.{name} and auth.{file_name} are both given; give one"));
            }
            if let Some(secret) = secret
                && secret.reveal().len() < SECRET_BYTES
            {
                faults.push(format!("auth.{name} has fewer than {SECRET_BYTES} bytes"));
            }
        }
        if !(30..=86_400).contains(&self.access_token_seconds) {
            faults.push(format!("auth.access_token_seconds is {}; it must be 30 to 86400", self.access_token_seconds));
        }
        if !(1..=8_760).contains(&self.refresh_token_hours) {
            faults.push(format!("auth.refresh_token_hours is {}; it must be 1 to 8760", self.refresh_token_hours));
        }
        if self.failed_log_ins_per_minute == 0 {
            faults.push("auth.failed_log_ins_per_minute is 0; it must be 1 or more".to_owned());
        }
    }
}
