//! The mail server, by which notices are sent.

use std::path::PathBuf;

use anyhow::Context;
use mail::Sender;
use serde::Deserialize;

use super::secret::{self, Secret};

/// `[mail]`. Without an address there is no mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Host and port of the mail server, e.g. `mail.example.org:587`. Default none: no mail is sent.
    pub address: Option<String>,
    /// How the connection is secured. Default `starttls`.
    pub security: Security,
    /// File with certificates of authorities in PEM, to be trusted besides the system's.
    pub tls_ca_file: Option<PathBuf>,
    /// Name of the user to log in as; none: without.
    pub user: Option<String>,
    /// The user's password. `SWITCHBOARD_MAIL__PASSWORD`.
    pub password: Option<Secret>,
    /// File that holds it.
    pub password_file: Option<PathBuf>,
    /// Who mails come from, e.g. `Switchboard <switchboard@example.org>`.
    pub from: Option<String>,
    /// How long the server may take to be ready for a mail, and once more how long to answer it, in seconds. Default 30.
    pub timeout_seconds: u32,
}

/// How the connection is secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Not at all: only within a network that is trusted.
    None,
    /// By TLS after STARTTLS; usually at port 587.
    #[default]
    Starttls,
    /// By TLS from the beginning; usually at port 465.
    Tls,
}

impl From<Security> for mail::Security {
    fn from(security: Security) -> Self {
        match security {
            Security::None => Self::None,
            Security::Starttls => Self::Starttls,
            Security::Tls => Self::Tls,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            address: None,
            security: Security::default(),
            tls_ca_file: None,
            user: None,
            password: None,
            password_file: None,
            from: None,
            timeout_seconds: 30,
        }
    }
}

/// Where mails go, and who they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name or address of the mail server's machine.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Who mails come from.
    pub sender: Sender,
}

impl Mail {
    /// Whether mails can be sent.
    pub fn is_on(&self) -> bool {
        self.address.is_some()
    }

    /// Where mails go; none: mail is not set up.
    ///
    /// # Errors
    /// What the settings lack.
    pub fn place(&self) -> anyhow::Result<Option<Place>> {
        let Some(address) = &self.address else { return Ok(None) };
        let (host, port) = host_and_port(address).context("mail.address is no host and port, such as mail.example.org:587")?;
        let from = self.from.as_deref().context("mail.from is needed: who do mails come from?")?;
        let sender = from.parse().map_err(|error| anyhow::anyhow!("mail.from is {error}"))?;
        Ok(Some(Place { host, port, sender }))
    }

    /// The password, wherever it is given.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn password(&self) -> anyhow::Result<Option<Secret>> {
        match (&self.password, &self.password_file) {
            (Some(password), _) => Ok(Some(password.clone())),
            (None, Some(file)) => Ok(Some(Secret::from_file(file).with_context(|| format!("mail.password_file is {}", file.display()))?)),
            (None, None) => Ok(None),
        }
    }

    pub(super) fn check(&self, faults: &mut Vec<String>) {
        secret::check_file("mail.password_file", self.password_file.as_deref(), faults);
        if let Err(fault) = self.place() {
            faults.push(format!("{fault:#}"));
        }
        if self.password.is_some() && self.password_file.is_some() {
            faults.push("mail.password and mail.password_file are both given; give one".to_owned());
        }
        if self.user.is_some() != (self.password.is_some() || self.password_file.is_some()) {
            faults.push("mail.user and mail.password_file (or mail.password) are given together, or neither".to_owned());
        }
        if let Some(file) = self.tls_ca_file.as_ref().filter(|file| !file.is_file()) {
            faults.push(format!("mail.tls_ca_file is {}: no such file", file.display()));
        }
        if !(1..=600).contains(&self.timeout_seconds) {
            faults.push(format!("mail.timeout_seconds is {}; it must be 1 to 600", self.timeout_seconds));
        }
    }
}

/// `mail.example.org:587`, or `[::1]:25`.
fn host_and_port(text: &str) -> Option<(String, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).or(Some(host).filter(|host| !host.contains(':')))?;
    let port: u16 = port.parse().ok().filter(|port| *port != 0)?;
    let fits = !host.is_empty() && host.chars().all(|sign| sign.is_ascii_graphic() && sign != '/');
    fits.then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_a_port_are_told_apart() {
        let table = [
            ("mail.example.org:587", Some(("mail.example.org", 587))),
            ("127.0.0.1:25", Some(("127.0.0.1", 25))),
            ("[::1]:25", Some(("::1", 25))),
            ("mail.example.org", None),
            (":25", None),
            ("::1:25", None),
            ("mail.example.org:0", None),
            ("mail.example.org:smtp", None),
            ("smtp://mail.example.org:25", None),
        ];

        for (text, expected) in table {
            assert_eq!(host_and_port(text), expected.map(|(host, port)| (host.to_owned(), port)), "{text}");
        }
    }

    #[test]
    fn what_is_half_set_up_is_told() {
        let mail =
            Mail { address: Some("mail.example.org:587".to_owned()), user: Some("we".to_owned()), timeout_seconds: 0, ..Mail::default() };
        let mut faults = Vec::new();

        mail.check(&mut faults);

        assert_eq!(
            faults,
            [
                "mail.from is needed: who do mails come from?",
                "mail.user and mail.password_file (or mail.password) are given together, or neither",
                "mail.timeout_seconds is 0; it must be 1 to 600",
            ]
        );
    }
}
