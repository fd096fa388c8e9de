//! How to reach an Asterisk, and how its members are called there.

use std::{fmt, str::FromStr, time::Duration};

use numbering::Extension;

use super::{ari::Ari, dial::Outgoing};
use crate::port::Endpoint;
pub use crate::secret::Secret;

const HOLE: &str = "{extension}";

/// One Asterisk and our log-in there.
///
/// Its manager.conf user needs read = `call,agent,user` and write = `call,agent,reporting`, no more; to place calls, write =
/// `originate` too; with read = `system`, a clean shutdown is told as such. `timestampevents = yes` and `writetimeout = 5000` or
/// more belong in its `[general]`.
#[derive(Clone, Debug)]
pub struct Config {
    /// `host:port` of the manager interface; 5038 is usual, 5039 with TLS.
    pub address: String,
    /// User of manager.conf.
    pub user: String,
    /// Its secret. It is never sent: the log-in proves that we know it (MD5 challenge).
    pub secret: Secret,
    /// TLS; `None` for plain TCP, which is for loopback and tunnels only.
    pub tls: Option<Tls>,
    /// Address at which an extension is rung as a queue's member, e.g. `PJSIP/{extension}`.
    pub member_interface: InterfacePattern,
    /// Device whose state is the member's, where that is another, e.g. `hint:{extension}@internal`.
    pub state_interface: Option<InterfacePattern>,
    /// Name of the user event by which the dialplan tells how a queue ended. Set it when the line is there, right after
    /// `Queue()`:
    ///
    /// ```text
    /// same => n,UserEvent(SwitchboardQueueResult,Queue: support,Result: ${QUEUESTATUS})
    /// ```
    ///
    /// Without it a time-out cannot be told from other ends: Asterisk announces both as abandoned. `None`: an event of the
    /// name above is still heard, but a call that ends without one may have ended in any way. `Some`: a call that ends
    /// right after leaving the queue and without one was hung up.
    pub queue_result_event: Option<String>,
    /// Where calls that we place go; `None`: none are placed.
    pub outgoing: Option<Outgoing>,
    /// By which calls are led that we place; `None`: none are led.
    pub ari: Option<Ari>,
    /// Time limits.
    pub limits: Limits,
}

impl Config {
    /// The name that is heard in any case.
    pub const QUEUE_RESULT_EVENT: &str = "SwitchboardQueueResult";

    /// Plain TCP, the usual limits, no word of the dialplan's.
    pub fn new(address: impl Into<String>, user: impl Into<String>, secret: Secret, member_interface: InterfacePattern) -> Self {
        Self {
            address: address.into(),
            user: user.into(),
            secret,
            tls: None,
            member_interface,
            state_interface: None,
            queue_result_event: None,
            outgoing: None,
            ari: None,
            limits: Limits::default(),
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let (host, port) = self.address.rsplit_once(':').ok_or(ConfigError::Address)?;
        if host.is_empty() || port.parse::<u16>().is_err() {
            return Err(ConfigError::Address);
        }
        if self.user.is_empty() || self.user.contains(char::is_control) {
            return Err(ConfigError::User);
        }
        if self.secret.expose().is_empty() {
            return Err(ConfigError::Secret);
        }
        self.ari.as_ref().map_or(Ok(()), Ari::check)
    }

    /// Name the other side's certificate must bear.
    pub(super) fn host(&self) -> &str {
        let host = self.address.rsplit_once(':').map_or(self.address.as_str(), |(host, _)| host);
        host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
    }
}

/// Why a configuration cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not `host:port`.
    #[error("the address of the manager interface is host:port, e.g. pbx.example.org:5038")]
    Address,
    /// No user.
    #[error("the user of the manager interface is missing or has control characters")]
    User,
    /// No secret.
    #[error("the secret of the manager interface is empty")]
    Secret,
    /// An interface pattern that is none.
    #[error("{0:?} is no interface: technology, slash, and {HOLE} once, e.g. PJSIP/{HOLE}; no blanks, commas or & signs")]
    Interface(String),
    /// A pattern for public numbers that is none.
    #[error(
        "{0:?} is no way to dial a number: technology, slash, and {{number}} once, e.g. PJSIP/+{{number}}@trunk; no blanks, commas or & signs"
    )]
    Number(String),
    /// A context's name that is none.
    #[error("{0:?} is no name of a context: letters, digits, - and _")]
    Context(String),
    /// No address of ARI.
    #[error("ari_url is like http://127.0.0.1:8088/ari, by https only with tls_ca_file")]
    AriUrl,
    /// No user of ARI, or no secret.
    #[error("ari_user and ari_secret are those of a section of Asterisk's ari.conf")]
    AriUser,
    /// A name of an application that is none.
    #[error("{0:?} is no name of an application at ARI: letters, digits, - and _")]
    AriApp(String),
    /// The certificates cannot be read.
    #[error("the trusted certificates cannot be read: {0}")]
    Certificates(String),
}

/// How the other side is known to be the right one. There is no list of public authorities: a telephone system's certificate
/// is its operator's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// Certificates in PEM. The other side's is accepted if it is one of them (whatever name it bears), or if one of them
    /// signed it and it bears the name of the address.
    pub trusted: String,
    /// Name the certificate must bear, where it is not the address's.
    pub server_name: Option<String>,
}

/// Time limits of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To make the connection, TLS and greeting included. 5 s.
    pub connect: Duration,
    /// For the answer to one action, and for a whole list. 5 s.
    pub answer: Duration,
    /// Between two pings; a link is stalled when one is not answered for twice as long. 10 s.
    pub ping: Duration,
    /// Between two checks of what we hold against what is there. 60 s.
    pub check: Duration,
    /// Before a difference found by a check is looked at again: what is still on its way is none. 2 s.
    pub recheck: Duration,
    /// First wait before connecting again; doubled each time. 0.2 s.
    pub retry_first: Duration,
    /// Longest wait before connecting again. 10 s.
    pub retry_longest: Duration,
    /// Wait after the log-in was refused, or does not suffice: repeating it quickly may get us locked out. 30 s.
    pub retry_refused: Duration,
    /// Messages kept for a slow receiver; with more, the link is dropped and made anew. 20,000.
    pub backlog: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(5),
            ping: Duration::from_secs(10),
            check: Duration::from_secs(60),
            recheck: Duration::from_secs(2),
            retry_first: Duration::from_millis(200),
            retry_longest: Duration::from_secs(10),
            retry_refused: Duration::from_secs(30),
            backlog: 20_000,
        }
    }
}

/// An Asterisk interface with a hole for the extension, e.g. `PJSIP/{extension}` or `Local/{extension}@agents`.
///
/// It is the only way interfaces are made here: an interface from a text could ring several telephones (`&`) or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfacePattern {
    before: String,
    after: String,
}

impl InterfacePattern {
    /// The interface of that extension.
    pub fn endpoint(&self, extension: &Extension) -> Endpoint {
        Endpoint(format!("{}{extension}{}", self.before, self.after))
    }

    /// The extension whose interface this is.
    pub fn extension(&self, interface: &str) -> Option<Extension> {
        self.hole(interface, &self.after)
    }

    /// The extension whose interface the channel was made for. The channel's name lacks the interface's options (`/n`).
    pub(super) fn extension_of_channel(&self, interface: &str) -> Option<Extension> {
        let without_options = self.after.split_once('/').map_or(self.after.as_str(), |(after, _)| after);
        self.hole(interface, without_options)
    }

    fn hole(&self, interface: &str, after: &str) -> Option<Extension> {
        let extension = interface.strip_prefix(&self.before)?.strip_suffix(after)?;
        // `Extension` would forgive blanks; Asterisk does not.
        extension.bytes().all(|byte| byte.is_ascii_digit()).then(|| extension.parse().ok())?
    }
}

impl FromStr for InterfacePattern {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ConfigError::Interface(text.to_owned());
        let (before, after) = text.split_once(HOLE).ok_or_else(wrong)?;
        let technology = before.split_once(['/', ':']).map(|(technology, _)| technology).ok_or_else(wrong)?;
        let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '@' | '-' | '_' | '.' | ':' | '+');
        if technology.is_empty() || !before.chars().chain(after.chars()).all(fits) {
            return Err(wrong());
        }
        Ok(Self { before: before.to_owned(), after: after.to_owned() })
    }
}

impl fmt::Display for InterfacePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{HOLE}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_makes_interfaces_and_reads_them_back() {
        let table = [
            ("PJSIP/{extension}", "PJSIP/6001"),
            ("Local/{extension}@agents", "Local/6001@agents"),
            ("Local/{extension}@agents/n", "Local/6001@agents/n"),
            ("hint:{extension}@internal", "hint:6001@internal"),
            ("Custom:a{extension}", "Custom:a6001"),
        ];
        let extension: Extension = "6001".parse().unwrap();

        for (pattern, interface) in table {
            let pattern: InterfacePattern = pattern.parse().unwrap();
            assert_eq!(pattern.endpoint(&extension), Endpoint::from(interface));
            assert_eq!(pattern.extension(interface), Some(extension.clone()), "{interface}");
        }
    }

    #[test]
    fn a_pattern_that_could_ring_something_else_is_refused() {
        for text in [
            "",
            "PJSIP/6001",
            "{extension}",
            "PJSIP/{extension}&PJSIP/1",
            "PJSIP/{extension},1",
            "PJSIP/{extension} ",
            "PJSIP/{extension}\r\n",
            "Local/{extension}@{extension}",
            "/{extension}",
            "Local/${X}{extension}",
        ] {
            assert_eq!(text.parse::<InterfacePattern>(), Err(ConfigError::Interface(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn interfaces_of_others_have_no_extension() {
        let pattern: InterfacePattern = "Local/{extension}@agents".parse().unwrap();

        for interface in ["PJSIP/6001", "Local/6001@callers", "Local/wait@agents", "Local/ 6001@agents", "Local/6@agents", ""] {
            assert_eq!(pattern.extension(interface), None, "{interface:?}");
        }
    }

    #[test]
    fn a_secret_shows_nowhere() {
        let config = Config::new("localhost:5038", "switchboard", Secret::new("hush\n"), "PJSIP/{extension}".parse().unwrap());

        assert!(!format!("{config:?}").contains("hush"));
        assert_eq!(config.secret.expose(), "hush");
    }

    #[test]
    fn an_address_is_a_host_and_a_port() {
        let config = |address: &str| Config::new(address, "u", Secret::new("s"), "PJSIP/{extension}".parse().unwrap());

        assert_eq!(config("pbx.example.org:5038").check(), Ok(()));
        assert_eq!(config("[::1]:5038").host(), "::1");
        for address in ["pbx.example.org", "pbx.example.org:", ":5038", "pbx:manager"] {
            assert_eq!(config(address).check(), Err(ConfigError::Address), "{address:?}");
        }
    }
}
