//! Another program that webhooks are posted to, and a process that posts them.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;
use switchboard::{
    config::{secret::Secret, webhooks::Webhooks},
    webhooks::dispatch,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{account::TestAccount, telephones::SOON};

/// How a post is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// With this status.
    Status(u16),
    /// With this status, and when it is to be asked again, in seconds.
    Later(u16, u32),
    /// With a redirect to another place of the same program.
    Elsewhere,
    /// Not before it is told to, and then with success.
    Hold,
}

/// A post as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Got {
    /// Path it came to.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl Got {
    /// A header's text; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a body of JSON")
    }

    /// Whether a secret, as it was shown, signed it: by the specification, with nothing of what signs.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret of webhooks")).expect("a secret in base 64");
        let signed = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        self.header("webhook-signature").split(' ').any(|one| {
            let signature = one.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok()).expect("a signature of version 1");
            let mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key").chain_update(&signed);
            mac.verify_slice(&signature).is_ok()
        })
    }
}

#[derive(Clone)]
struct Desk {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    got: watch::Sender<Vec<Got>>,
    held: watch::Sender<bool>,
}

/// Another program, which keeps what it gets. Gone when dropped.
pub struct Listener {
    address: SocketAddr,
    desk: Desk,
    _stop: DropGuard,
}

impl Listener {
    /// One that takes everything until it is told otherwise.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let desk = Desk { replies: Arc::default(), got: watch::Sender::default(), held: watch::Sender::new(true) };
        let router = Router::new().fallback(take).with_state(desk.clone());
        let stop = CancellationToken::new();
        let ended = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = axum::serve(listener, router) => {}
                () = ended.cancelled() => {}
            }
        });
        Self { address, desk, _stop: stop.drop_guard() }
    }

    /// Where it is, by a name that leads to this machine.
    pub fn url(&self) -> String {
        format!("http://localhost:{}/hooks", self.address.port())
    }

    /// Answers the next posts so, in this order; then takes them.
    pub fn replies(&self, replies: impl IntoIterator<Item = Reply>) {
        self.desk.replies().extend(replies);
    }

    /// Answers what it holds.
    pub fn lets_go(&self) {
        self.desk.held.send_replace(false);
    }

    /// What it got so far.
    pub fn got(&self) -> Vec<Got> {
        self.desk.got.borrow().clone()
    }

    /// What it got, once it is so much.
    pub async fn until_got(&self, count: usize) -> Vec<Got> {
        let mut got = self.desk.got.subscribe();
        let came = tokio::time::timeout(SOON, got.wait_for(|posts| posts.len() >= count)).await.is_ok();
        assert!(came, "{count} posts never came; these did: {:#?}", self.got());
        self.got()
    }

    /// Settings under which posts come here: by plain http, and to this machine.
    pub fn settings() -> Webhooks {
        let secret = Some(Secret::new("what webhooks of the acceptance tests are signed with"));
        Webhooks { secret, allow_http: true, allow_private: true, timeout_seconds: 20, ..Webhooks::default() }
    }
}

impl Desk {
    fn replies(&self) -> MutexGuard<'_, VecDeque<Reply>> {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn take(State(desk): State<Desk>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let got = Got { path: uri.path().to_owned(), headers, body: String::from_utf8_lossy(&body).into_owned() };
    let reply = desk.replies().pop_front().unwrap_or(Reply::Status(204));
    desk.got.send_modify(|all| all.push(got));
    let status = |number| StatusCode::from_u16(number).expect("a status");
    match reply {
        Reply::Status(number) => status(number).into_response(),
        Reply::Later(number, seconds) => (status(number), [("retry-after", seconds.to_string())]).into_response(),
        Reply::Elsewhere => (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
        Reply::Hold => {
            let mut held = desk.held.subscribe();
            held.wait_for(|held| !held).await.ok();
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

impl TestAccount {
    /// The process posts webhooks from now on.
    pub fn posts_webhooks(&self) -> Poster {
        let app = self.process.app.clone();
        let poster = dispatch::poster(&app).expect("settings of webhooks");
        let stop = CancellationToken::new();
        let task = tokio::spawn(dispatch::run(app, poster, stop.clone()));
        Poster { stop, task, _account: self.clone() }
    }
}

/// A process that posts webhooks.
pub struct Poster {
    stop: CancellationToken,
    task: JoinHandle<()>,
    // Its process lives as long.
    _account: TestAccount,
}

impl Poster {
    /// Ends it as a process ends that was told to.
    pub async fn ends(mut self) {
        self.stop.cancel();
        (&mut self.task).await.expect("it ends");
    }

    /// Ends it as one that is killed: whatever it was about to do is not done.
    pub async fn is_killed(mut self) {
        self.task.abort();
        assert!((&mut self.task).await.is_err_and(|error| error.is_cancelled()), "it was under way");
    }
}

impl Drop for Poster {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
