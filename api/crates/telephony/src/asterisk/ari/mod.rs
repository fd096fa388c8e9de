//! Calls that are led: over Asterisk's REST interface (ARI), by which an application plays, listens and joins.
//!
//! | file | what |
//! | --- | --- |
//! | `http`, `socket`, `event` | commands; the socket by which events come; what they say |
//! | `session` | one socket's life: calls that go on, calls that begin |
//! | `call` | one call, turn by turn |
//! | `listen` | what is heard in it: prompts, keys, recordings, greetings |
//! | `join` | others in it: a party that is rung, a room |
//!
//! AMI places the call, as any other, and its dialplan hands whoever answered over to the application (`deploy/asterisk/outgoing.conf`).
//! Each call is a task of its own, so that whoever reads the events waits for none. A call stays with the application while there is no
//! socket; when there is one again, here or in another process, it goes on with the turn at which it is, from the beginning of that turn.

mod call;
mod event;
mod http;
mod join;
mod listen;
mod session;
mod socket;

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use flow::voice::RecordingKey;
use reqwest::Url;
use tokio_util::sync::CancellationToken;

use self::http::{Http, Refusal};
use super::config::{Config, ConfigError, Secret};
use crate::{
    cause::Cause,
    conversation::{Conductor, Recording},
    outgoing::{OrderError, Reference},
};

/// How Asterisk's REST interface is reached.
#[derive(Clone, Debug)]
pub struct Ari {
    /// Its address, e.g. `http://127.0.0.1:8088/ari`. `https` is for an Asterisk that is reached by TLS at its manager interface as
    /// well: the same certificates are trusted.
    pub url: String,
    /// User of ari.conf.
    pub user: String,
    /// Its password.
    pub secret: Secret,
    /// Name of our application there: each Switchboard at one Asterisk has its own. `switchboard`.
    pub app: String,
}

impl Ari {
    /// With the usual name of the application.
    pub fn new(url: impl Into<String>, user: impl Into<String>, secret: Secret) -> Self {
        Self { url: url.into(), user: user.into(), secret, app: "switchboard".to_owned() }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.address().map(drop)?;
        if self.user.is_empty() || self.user.contains([':', '\r', '\n']) || self.secret.expose().is_empty() {
            return Err(ConfigError::AriUser);
        }
        let fits = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_');
        if self.app.is_empty() || self.app.len() > 40 || !self.app.bytes().all(fits) {
            return Err(ConfigError::AriApp(self.app.clone()));
        }
        Ok(())
    }

    fn address(&self) -> Result<Url, ConfigError> {
        let url = Url::parse(&self.url).map_err(|_| ConfigError::AriUrl)?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        if matches!(url.scheme(), "http" | "https") && url.has_host() && plain { Ok(url) } else { Err(ConfigError::AriUrl) }
    }
}

/// Who leads the calls of one Asterisk.
pub(super) struct Leader {
    ari: Ari,
    config: Config,
    http: Http,
    conductor: Arc<dyn Conductor>,
    /// Whether the application is there, so that a call can be handed over.
    up: AtomicBool,
    /// Calls that were led, and of which it was not told yet that they are over.
    open: Mutex<HashSet<Reference>>,
}

impl Leader {
    pub(super) fn new(config: &Config, conductor: Arc<dyn Conductor>) -> Result<Option<Arc<Self>>, ConfigError> {
        let Some(ari) = config.ari.clone() else { return Ok(None) };
        let http = Http::new(&ari, config)?;
        let (config, up, open) = (config.clone(), AtomicBool::new(false), Mutex::default());
        Ok(Some(Arc::new(Self { ari, config, http, conductor, up, open })))
    }

    /// Whether a call that is placed now can be led.
    pub(super) fn is_up(&self) -> bool {
        self.up.load(Ordering::Relaxed)
    }

    /// Leads calls until `stop`. Those that go on then wait for whoever leads them next.
    pub(super) async fn run(self: &Arc<Self>, stop: &CancellationToken) {
        let limits = &self.config.limits;
        let mut wait = limits.retry_first;
        loop {
            let began = tokio::time::Instant::now();
            let why = tokio::select! {
                why = session::run(self) => why,
                () = stop.cancelled() => "stopped".to_owned(),
            };
            self.up.store(false, Ordering::Relaxed);
            if stop.is_cancelled() {
                return;
            }
            if began.elapsed() > limits.retry_longest {
                wait = limits.retry_first;
            }
            tracing::warn!(link.reason = why, "asterisk: calls cannot be led: {why}");
            tokio::select! {
                () = tokio::time::sleep(super::jittered(wait)) => {}
                () = stop.cancelled() => return,
            }
            wait = (wait * 2).min(limits.retry_longest);
        }
    }

    /// What was recorded.
    pub(super) async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        self.http.file(&["recordings", "stored", name(key)?, "file"]).await.map_err(as_order)
    }

    pub(super) async fn delete_recording(&self, key: &RecordingKey) -> Result<(), OrderError> {
        match self.http.delete(&["recordings", "stored", name(key)?]).await {
            Ok(()) | Err(Refusal::NotThere) => Ok(()),
            Err(refusal) => Err(as_order(refusal)),
        }
    }

    fn open(&self) -> MutexGuard<'_, HashSet<Reference>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A recording of ours by its name, and nothing else that is stored there.
fn name(key: &RecordingKey) -> Result<&str, OrderError> {
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_');
    let ours = key.0.starts_with(call::RECORDING) && key.0.len() <= 100 && key.0.bytes().all(fits);
    if ours { Ok(&key.0) } else { Err(OrderError::UnsafeValue("no recording of ours".to_owned())) }
}

fn as_order(refusal: Refusal) -> OrderError {
    match refusal {
        Refusal::NotThere => {
            OrderError::Refused { cause: Cause::ProviderError, code: Some("404".to_owned()), message: "not there".to_owned() }
        }
        Refusal::Said(message) => OrderError::Refused { cause: Cause::ProviderError, code: None, message },
        Refusal::Unreachable(why) => OrderError::NotSent(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_reached_or_logged_in_to_is_refused() {
        let ari = |url: &str, user: &str, secret: &str| Ari::new(url, user, Secret::new(secret)).check();

        assert_eq!(ari("http://127.0.0.1:8088/ari", "switchboard", "s"), Ok(()));
        for url in ["", "127.0.0.1:8088", "ws://a/ari", "http://u:p@a/ari", "http://a/ari?app=x"] {
            assert_eq!(ari(url, "switchboard", "s"), Err(ConfigError::AriUrl), "{url}");
        }
        assert_eq!(ari("http://a/ari", "", "s"), Err(ConfigError::AriUser));
        assert_eq!(ari("http://a/ari", "a:b", "s"), Err(ConfigError::AriUser));
        assert_eq!(ari("http://a/ari", "a", ""), Err(ConfigError::AriUser));
        let named = Ari { app: "a,b".to_owned(), ..Ari::new("http://a/ari", "a", Secret::new("s")) };
        assert_eq!(named.check(), Err(ConfigError::AriApp("a,b".to_owned())));
    }

    #[test]
    fn only_recordings_of_ours_are_asked_for() {
        assert!(name(&RecordingKey("switchboard-rec-att_1-3".to_owned())).is_ok());
        for key in ["", "mailbox", "switchboard-rec-../../x", "switchboard-rec-a/b"] {
            assert!(name(&RecordingKey(key.to_owned())).is_err(), "{key}");
        }
    }
}
