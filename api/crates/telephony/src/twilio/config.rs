//! How to reach Twilio, or another that speaks its API, and how it reaches us.

use std::time::Duration;

use numbering::{Extension, Msisdn};
use reqwest::Url;

pub use crate::secret::Secret;

const HOLE: &str = "{extension}";
const AUDIO_HOLE: &str = "{audio}";

/// One account at Twilio.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where its API is, without a path of ours: `https://api.twilio.com`. Plain `http` is for loopback and tunnels only.
    pub base_url: String,
    /// SID of the account: `AC` and 32 hexadecimal digits.
    pub account: String,
    /// Its auth tokens, the one to ask with first. More than one while they are being changed: each is accepted under a callback,
    /// and one that is refused gives way to the next.
    pub tokens: Vec<Secret>,
    /// Address of ours that Twilio can reach, to which it posts what becomes of an order. The order's reference is added as the last
    /// part of the path. Must be what Twilio sees: its signature is over the whole address.
    pub callback_url: String,
    /// Address of ours that Twilio can reach, at which it asks what comes next in a call that is led; likewise with the reference as the
    /// last part. None: no calls are led.
    pub conversation_url: Option<String>,
    /// Number that is shown where an order names none.
    pub from: Option<Msisdn>,
    /// Number, or SID of a messaging service (`MG…`), that sends where an order names none; none: as `from`.
    pub message_from: Option<String>,
    /// Address at which an extension is rung, e.g. `sip:{extension}@example.sip.twilio.com`. None: extensions cannot be rung.
    pub extension_address: Option<String>,
    /// Address of recordings that are named without one, e.g. `https://media.example.org/sounds/{audio}.wav`: by it a name means the same
    /// recording here as at an Asterisk. None: recordings are named by their addresses.
    pub audio_address: Option<String>,
    /// Certificates in PEM to trust for `base_url` and no others; none: those the machine trusts.
    pub trusted: Option<String>,
    /// Time limits.
    pub limits: Limits,
}

impl Config {
    /// Twilio's own API, nothing that may be left out, the usual limits.
    pub fn new(account: impl Into<String>, token: Secret, callback_url: impl Into<String>) -> Self {
        Self {
            base_url: "https://api.twilio.com".to_owned(),
            account: account.into(),
            tokens: vec![token],
            callback_url: callback_url.into(),
            conversation_url: None,
            from: None,
            message_from: None,
            extension_address: None,
            audio_address: None,
            trusted: None,
            limits: Limits::default(),
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let rest = self.account.strip_prefix("AC").ok_or(ConfigError::Account)?;
        if rest.len() != 32 || !rest.bytes().all(|sign| sign.is_ascii_hexdigit()) {
            return Err(ConfigError::Account);
        }
        if self.tokens.is_empty() || self.tokens.iter().any(|token| token.expose().is_empty()) {
            return Err(ConfigError::Token);
        }
        address(&self.base_url).ok_or(ConfigError::BaseUrl)?;
        address(&self.callback_url).ok_or(ConfigError::CallbackUrl)?;
        if let Some(url) = &self.conversation_url {
            address(url).ok_or(ConfigError::CallbackUrl)?;
        }
        if let Some(pattern) = &self.extension_address {
            let (before, after) = pattern.split_once(HOLE).ok_or(ConfigError::ExtensionAddress)?;
            let fits = |sign: char| sign.is_ascii_alphanumeric() || ":@.-_+".contains(sign);
            if !before.starts_with("sip:") || !after.starts_with('@') || after.len() < 2 || !pattern.replace(HOLE, "").chars().all(fits) {
                return Err(ConfigError::ExtensionAddress);
            }
        }
        if let Some(pattern) = &self.audio_address {
            let fits = |url: Url| matches!(url.scheme(), "https" | "http") && url.has_host();
            if !pattern.contains(AUDIO_HOLE) || !Url::parse(&pattern.replace(AUDIO_HOLE, "a")).is_ok_and(fits) {
                return Err(ConfigError::AudioAddress);
            }
        }
        Ok(())
    }

    /// From whom messages are that name no sender.
    pub(super) fn sender(&self) -> Option<String> {
        self.message_from.clone().or_else(|| self.from.as_ref().map(ToString::to_string))
    }

    /// The address of a recording that is named without one.
    pub(super) fn address_of_recording(&self, audio: &str) -> Option<String> {
        self.audio_address.as_deref().filter(|_| is_name(audio)).map(|pattern| pattern.replace(AUDIO_HOLE, audio))
    }

    pub(super) fn address_of(&self, extension: &Extension) -> Option<String> {
        self.extension_address.as_deref().map(|pattern| pattern.replace(HOLE, &extension.to_string()))
    }
}

/// Whether that is the name of a recording, which cannot lead elsewhere than its pattern does.
fn is_name(audio: &str) -> bool {
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || b"_./-".contains(&sign);
    !audio.is_empty() && !audio.starts_with(['/', '.', '-']) && !audio.contains("..") && audio.bytes().all(fits)
}

/// An absolute address by HTTP whose path can be added to.
pub(super) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    (matches!(url.scheme(), "https" | "http") && url.has_host() && plain).then_some(url)
}

/// The address for callbacks of the provider of that name, below our public address.
///
/// # Errors
/// [`ConfigError::CallbackUrl`] when that is none.
pub fn callback_url(public: &str, name: &str) -> Result<String, ConfigError> {
    below(public, "callbacks", name)
}

/// The address at which the provider of that name asks what comes next in a call, below our public address.
///
/// # Errors
/// [`ConfigError::CallbackUrl`] when that is none.
pub fn conversation_url(public: &str, name: &str) -> Result<String, ConfigError> {
    below(public, "conversations", name)
}

fn below(public: &str, room: &str, name: &str) -> Result<String, ConfigError> {
    let mut url = address(public).ok_or(ConfigError::CallbackUrl)?;
    url.path_segments_mut().map_err(|()| ConfigError::CallbackUrl)?.pop_if_empty().extend([room, name]);
    Ok(url.into())
}

/// Why a configuration cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No SID of an account.
    #[error("the account is AC and 32 hexadecimal digits, as Twilio's console shows it")]
    Account,
    /// No token.
    #[error("the auth token is missing or empty")]
    Token,
    /// No address of the API.
    #[error("the base address is like https://api.twilio.com, without question mark")]
    BaseUrl,
    /// No address for callbacks.
    #[error("the public address, to which callbacks are posted, is like https://switchboard.example.org, without question mark")]
    CallbackUrl,
    /// No pattern for extensions.
    #[error("the address of extensions is like sip:{{extension}}@example.sip.twilio.com")]
    ExtensionAddress,
    /// No pattern for recordings.
    #[error("the address of recordings is like https://media.example.org/sounds/{{audio}}.wav")]
    AudioAddress,
    /// The certificates cannot be read.
    #[error("the trusted certificates cannot be read: {0}")]
    Certificates(String),
}

/// Time limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To make a connection, TLS included. 5 s.
    pub connect: Duration,
    /// For an answer, once connected. 15 s.
    pub answer: Duration,
    /// Between two proofs that the account may be used. 60 s.
    pub check: Duration,
    /// Before what may be asked again is asked again, twice at most. Also the first wait after the account could not be proved, doubled
    /// each time. 0.5 s.
    pub retry_first: Duration,
    /// Longest wait before the account is proved again. 30 s.
    pub retry_longest: Duration,
    /// Wait after the account or its token was refused. 60 s.
    pub retry_refused: Duration,
    /// How long after it was ordered a call that is nowhere to be found has never been placed. Longer than any answer may take, and than
    /// lists need to show what there is. 5 min.
    pub settle: Duration,
    /// How far Twilio's clock and ours may be apart. 1 min.
    pub clocks: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(15),
            check: Duration::from_secs(60),
            retry_first: Duration::from_millis(500),
            retry_longest: Duration::from_secs(30),
            retry_refused: Duration::from_secs(60),
            settle: Duration::from_secs(300),
            clocks: Duration::from_secs(60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("hush\n"), "https://switchboard.example.org/callbacks/twilio")
    }

    #[test]
    fn tokens_show_nowhere() {
        let mut config = config();
        config.tokens.push(Secret::new("elder"));

        let shown = format!("{config:?}");

        assert!(!shown.contains("hush") && !shown.contains("elder"), "{shown}");
        assert_eq!(config.check(), Ok(()));
    }

    #[test]
    fn what_cannot_work_is_refused() {
        type Spoil = fn(&mut Config);
        let table: [(Spoil, ConfigError); 9] = [
            (|config| config.account = "AC12".to_owned(), ConfigError::Account),
            (|config| config.account = "XX0123456789abcdef0123456789abcdef".to_owned(), ConfigError::Account),
            (|config| config.tokens.clear(), ConfigError::Token),
            (|config| config.tokens.push(Secret::new("\n")), ConfigError::Token),
            (|config| config.base_url = "api.twilio.com".to_owned(), ConfigError::BaseUrl),
            (|config| config.base_url = "ftp://api.twilio.com".to_owned(), ConfigError::BaseUrl),
            (|config| config.callback_url = "https://a.example/?x=1".to_owned(), ConfigError::CallbackUrl),
            (|config| config.callback_url = "https://user:pass@a.example/".to_owned(), ConfigError::CallbackUrl),
            (|config| config.extension_address = Some("sip:{extension}".to_owned()), ConfigError::ExtensionAddress),
        ];

        for (spoil, error) in table {
            let mut config = config();
            spoil(&mut config);
            assert_eq!(config.check(), Err(error), "{config:?}");
        }
    }

    #[test]
    fn callbacks_come_to_an_address_of_the_providers_own() {
        let table = [
            ("https://switchboard.example.org", "outside", "https://switchboard.example.org/callbacks/outside"),
            ("https://example.org/switchboard/", "two words", "https://example.org/switchboard/callbacks/two%20words"),
            ("https://example.org:8443/", "a/b", "https://example.org:8443/callbacks/a%2Fb"),
        ];

        for (public, name, url) in table {
            assert_eq!(callback_url(public, name).as_deref(), Ok(url));
        }
        assert_eq!(callback_url("switchboard.example.org", "outside"), Err(ConfigError::CallbackUrl));
    }

    #[test]
    fn a_recording_that_is_named_is_fetched_at_its_address() {
        let mut config = config();
        assert_eq!(config.address_of_recording("custom/hello"), None);

        config.audio_address = Some("https://media.example.org/{audio}.wav".to_owned());

        assert_eq!(config.check(), Ok(()));
        assert_eq!(config.address_of_recording("custom/hello").as_deref(), Some("https://media.example.org/custom/hello.wav"));
        for audio in ["", "../secret", "/etc/passwd", "https://a.example/b.mp3", "a b", "a?b"] {
            assert_eq!(config.address_of_recording(audio), None, "{audio}");
        }
        for pattern in ["https://media.example.org/hello.wav", "{audio}", "ftp://a.example/{audio}"] {
            config.audio_address = Some(pattern.to_owned());
            assert_eq!(config.check(), Err(ConfigError::AudioAddress), "{pattern}");
        }
    }

    #[test]
    fn an_extension_is_rung_at_its_address() {
        let mut config = config();
        let extension = "1001".parse().unwrap();
        assert_eq!(config.address_of(&extension), None);

        config.extension_address = Some("sip:{extension}@example.sip.twilio.com".to_owned());

        assert_eq!(config.check(), Ok(()));
        assert_eq!(config.address_of(&extension).as_deref(), Some("sip:1001@example.sip.twilio.com"));
    }
}
