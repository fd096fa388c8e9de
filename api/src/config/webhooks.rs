//! Posts to other programs, and where they may go.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, ensure};
use serde::Deserialize;
use webhook::{Allowed, MasterKey, Sender};

use super::secret::{self, Secret};

/// Bytes of the secret at the least: as many as HMAC-SHA256 gives out.
const SECRET_BYTES: usize = 32;

/// `[webhooks]`. Without a secret there are none.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// File that holds what the endpoints' secrets are made of: 32 random bytes or more. `SWITCHBOARD_WEBHOOKS__SECRET_FILE`.
    pub secret_file: Option<PathBuf>,
    /// The same, itself; for environments that mount no files. `SWITCHBOARD_WEBHOOKS__SECRET`.
    pub secret: Option<Secret>,
    /// What they were made of before: posts are signed by those, too, while it is given. `SWITCHBOARD_WEBHOOKS__FORMER_SECRET`.
    pub former_secret: Option<Secret>,
    /// File that holds it. `SWITCHBOARD_WEBHOOKS__FORMER_SECRET_FILE`.
    pub former_secret_file: Option<PathBuf>,
    /// Whether posts may go by plain http, too. Default no.
    pub allow_http: bool,
    /// Whether posts may go to addresses of this machine and its network, too. Default no.
    pub allow_private: bool,
    /// How long an answer is waited for, in seconds. Default 10.
    pub timeout_seconds: u32,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self {
            secret_file: None,
            secret: None,
            former_secret: None,
            former_secret_file: None,
            allow_http: false,
            allow_private: false,
            timeout_seconds: 10,
        }
    }
}

/// What the endpoints' secrets are made of.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Now.
    pub present: MasterKey,
    /// And before, while that is given.
    pub former: Option<MasterKey>,
}

impl Webhooks {
    /// What the endpoints' secrets are made of; none: webhooks are not set up.
    ///
    /// # Errors
    /// When what is given cannot be used.
    pub fn keys(&self) -> anyhow::Result<Option<Keys>> {
        let present = read("secret", self.secret.as_ref(), self.secret_file.as_ref())?;
        let former = read("former_secret", self.former_secret.as_ref(), self.former_secret_file.as_ref())?;
        ensure!(present.is_some() || former.is_none(), "webhooks.former_secret is given, and no webhooks.secret");
        Ok(present.map(|present| Keys { present, former }))
    }

    /// Where posts may go.
    pub fn allowed(&self) -> Allowed {
        Allowed { http: self.allow_http, private: self.allow_private }
    }

    /// What posts.
    ///
    /// # Errors
    /// When the machine's authorities cannot be used.
    pub fn sender(&self) -> anyhow::Result<Sender> {
        Ok(Sender::new(self.allowed(), Duration::from_secs(self.timeout_seconds.into()))?)
    }

    pub(super) fn check(&self, faults: &mut Vec<String>) {
        secret::check_file("webhooks.secret_file", self.secret_file.as_deref(), faults);
        secret::check_file("webhooks.former_secret_file", self.former_secret_file.as_deref(), faults);
        let pairs = [("secret", &self.secret, &self.secret_file), ("former_secret", &self.former_secret, &self.former_secret_file)];
        for (name, secret, file) in pairs {
            if secret.is_some() && file.is_some() {
                faults.push(format!("webhooks.{name} and webhooks.{name}_file are both given; give one"));
            }
        }
        // What a file lacks is told already.
        if faults.iter().all(|fault| !fault.starts_with("webhooks."))
            && let Err(fault) = self.keys()
        {
            faults.push(format!("{fault:#}"));
        }
        if !(1..=60).contains(&self.timeout_seconds) {
            faults.push(format!("webhooks.timeout_seconds is {}; it must be 1 to 60", self.timeout_seconds));
        }
    }
}

/// The secret `name`, from the configuration itself or from its file.
fn read(name: &str, secret: Option<&Secret>, file: Option<&PathBuf>) -> anyhow::Result<Option<MasterKey>> {
    let secret = match (secret, file) {
        (Some(secret), _) => secret.clone(),
        (None, Some(file)) => Secret::from_file(file).with_context(|| format!("webhooks.{name}_file is {}", file.display()))?,
        (None, None) => return Ok(None),
    };
    ensure!(secret.reveal().len() >= SECRET_BYTES, "webhooks.{name} has fewer than {SECRET_BYTES} bytes");
    Ok(Some(MasterKey::new(secret.reveal())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_half_set_up_is_told_and_none_of_the_secrets() {
        let secret = |text: &str| Some(Secret::new(text));
        let table = [
            (Webhooks { secret: secret("hunter2"), ..Webhooks::default() }, "webhooks.secret has fewer than 32 bytes"),
            (
                Webhooks { former_secret: secret(&"x".repeat(32)), ..Webhooks::default() },
                "webhooks.former_secret is given, and no webhooks.secret",
            ),
            (Webhooks { timeout_seconds: 0, ..Webhooks::default() }, "webhooks.timeout_seconds is 0; it must be 1 to 60"),
        ];

        for (webhooks, fault) in table {
            let mut faults = Vec::new();
            webhooks.check(&mut faults);
            assert_eq!(faults, [fault]);
        }
    }

    #[test]
    fn without_a_secret_there_are_no_webhooks() {
        let keys = |secret: Option<Secret>| Webhooks { secret, ..Webhooks::default() }.keys().map(|keys| keys.is_some()).ok();

        assert_eq!((keys(None), keys(Some(Secret::new("x".repeat(32))))), (Some(false), Some(true)));
    }
}
