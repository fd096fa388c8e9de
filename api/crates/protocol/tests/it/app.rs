//! An application for the tests: sessions by token, a clock that is moved by hand, revocation, and a rate limit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::{FutureExt, future::BoxFuture};
use protocol::{Caller, Credentials, Engine, Gateway, Limits, Protocol, Refusal, RetryAfter, Session};
use tokio::sync::watch;

use crate::{log::Log, schema};

/// Tokens have the form `name` or `name:millis`, by which the session lasts; some names are special.
#[derive(Clone)]
pub struct TestSession {
    pub name: String,
    pub expires_at: Option<DateTime<Utc>>,
}

impl Session for TestSession {
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.expires_at
    }

    fn share_key(&self) -> String {
        self.name.clone()
    }

    fn holder(&self) -> Option<String> {
        (self.name != "anonymous").then(|| self.name.clone())
    }

    fn prepare(&self, request: async_graphql::Request) -> async_graphql::Request {
        request.data(self.clone())
    }
}

pub struct App {
    now: Mutex<DateTime<Utc>>,
    revoked: Mutex<HashMap<String, watch::Sender<bool>>>,
    pub spent: Mutex<u64>,
    pub log: Arc<Log>,
    pub slow: Arc<watch::Sender<Slow>>,
}

/// What slow resolvers are at.
#[derive(Default)]
pub struct Slow {
    pub waiting: usize,
    pub may_go: bool,
    pub done: Vec<&'static str>,
}

impl Default for App {
    fn default() -> Self {
        Self {
            now: Mutex::new(DateTime::UNIX_EPOCH),
            revoked: Mutex::default(),
            spent: Mutex::default(),
            log: Arc::default(),
            slow: Arc::default(),
        }
    }
}

impl App {
    pub fn advance(&self, by: Duration) {
        *self.now.lock().unwrap() += by;
    }

    pub fn revoke(&self, name: &str) {
        self.watched(name).send_replace(true);
    }

    fn watched(&self, name: &str) -> watch::Sender<bool> {
        self.revoked.lock().unwrap().entry(name.to_owned()).or_insert_with(|| watch::Sender::new(false)).clone()
    }
}

impl Gateway for App {
    type Session = TestSession;

    async fn authenticate(&self, credentials: Credentials) -> Result<TestSession, Refusal> {
        let token = credentials.bearer.unwrap_or_else(|| "anonymous".to_owned());
        let (name, millis) = token.split_once(':').map_or((token.as_str(), None), |(name, millis)| (name, millis.parse().ok()));
        match name {
            "wrong" => Err(Refusal::Unauthenticated("The token is not known.".to_owned())),
            "banned" => Err(Refusal::Forbidden("The account is locked.".to_owned())),
            "hasty" => Err(Refusal::RateLimited(RetryAfter(Duration::from_millis(2500)))),
            "offline" => Err(Refusal::Unavailable("The directory does not answer.".to_owned())),
            _ => Ok(TestSession { name: name.to_owned(), expires_at: millis.map(|millis| self.now() + Duration::from_millis(millis)) }),
        }
    }

    fn revoked(&self, session: &TestSession) -> BoxFuture<'static, String> {
        let mut revoked = self.watched(&session.name).subscribe();
        async move {
            let ended = revoked.wait_for(|revoked| *revoked).await.is_ok();
            if !ended {
                std::future::pending::<()>().await;
            }
            "logged out elsewhere".to_owned()
        }
        .boxed()
    }

    fn admit(&self, caller: Caller<'_, TestSession>, cost: u64) -> Result<(), RetryAfter> {
        *self.spent.lock().unwrap() += cost;
        if caller.session.name == "poor" { Err(RetryAfter(Duration::from_millis(1500))) } else { Ok(()) }
    }

    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }
}

pub fn protocol(limits: Limits) -> Arc<Protocol<Arc<App>>> {
    protocol_of(Arc::new(App::default()), limits)
}

pub fn protocol_of(app: Arc<App>, limits: Limits) -> Arc<Protocol<Arc<App>>> {
    let (log, slow) = (Arc::clone(&app.log), Arc::clone(&app.slow));
    let engine = Engine::new(|| schema::build().data(Arc::clone(&log)).data(Arc::clone(&slow)), &limits).unwrap();
    Arc::new(Protocol::new(app, engine, limits).with_positions(log))
}
