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

    /// What answers there, if we are let in.
    pub(super) async fn check(&self) -> Result<String, String> {
        let info = self.http.get(&["asterisk", "info"]).await.map_err(|refusal| refusal.to_string())?;
        let version = info["system"]["version"].as_str().ok_or("what answers is no Asterisk")?;
        Ok(format!("Asterisk {version}, user `{}`, application `{}`", self.ari.user, self.ari.app))
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
    use flow::voice::{Act, Heard};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;
    use crate::{asterisk::config::InterfacePattern, conversation::ConductorError};

    struct Nobody;

    #[async_trait::async_trait]
    impl Conductor for Nobody {
        async fn next(&self, _: &Reference, _: u32, _: Heard) -> Result<Act, ConductorError> {
            Err(ConductorError::NoSuchCall)
        }

        async fn present(&self, _: &Reference) -> Result<Option<(u32, Act)>, ConductorError> {
            Err(ConductorError::NoSuchCall)
        }

        async fn over(&self, _: &Reference) -> Result<(), ConductorError> {
            Err(ConductorError::NoSuchCall)
        }
    }

    /// What is found where a server answers so; with what was asked.
    async fn found(status: &str, body: &str) -> (Result<String, String>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/ari", listener.local_addr().unwrap());
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 4096];
            let length = stream.read(&mut asked).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        let pattern: InterfacePattern = "PJSIP/{extension}".parse().unwrap();
        let mut config = Config::new("127.0.0.1:5038", "switchboard", Secret::new("s"), pattern);
        config.ari = Some(Ari::new(url, "switchboard", Secret::new("hunter2")));
        let leader = Leader::new(&config, Arc::new(Nobody)).unwrap().unwrap();
        (leader.check().await, serving.await.unwrap())
    }

    #[tokio::test]
    async fn a_look_says_what_answers_or_why_it_lets_us_not_in() {
        let (good, asked) = found("200 OK", r#"{ "system": { "version": "22.5.0" } }"#).await;
        let (refused, _) = found("401 Unauthorized", r#"{ "error": "Unauthorized" }"#).await;
        let (other, _) = found("200 OK", "{}").await;

        assert_eq!(good, Ok("Asterisk 22.5.0, user `switchboard`, application `switchboard`".to_owned()));
        assert!(asked.starts_with("GET /ari/asterisk/info HTTP/1.1"), "{asked}");
        assert_eq!(refused, Err("401 Unauthorized".to_owned()));
        assert_eq!(other, Err("what answers is no Asterisk".to_owned()));
    }

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
