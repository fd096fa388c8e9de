//! A fake Twilio that is linked, and lets us know what becomes of calls and messages.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use entity::{provider_callback, stored::Role};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use switchboard::{
    clock::Clock,
    exchange::{self, Link, callbacks::Callbacks, conversations::Conversations, converse::Leader, dial, send},
    web,
};
use telephony::twilio::{
    self, Secret, Twilio,
    callback::sign,
    fake::{self, FakeTwilio},
};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

use crate::{app::TestApp, client::Client};

/// Its one account.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// The number from which it calls and writes.
pub const FROM: &str = "+34872202550";
const TOKEN: &str = "a-token-that-nobody-sees";

/// A fake Twilio, and our side of it.
pub struct TwilioWorld {
    /// The script's hand on it.
    pub fake: FakeTwilio,
    /// A coordinator.
    pub client: Client,
    leader: Leader,
    router: Router,
    callbacks: String,
    _stop: DropGuard,
}

impl TwilioWorld {
    /// One that is linked, dialled over and written over by the application's process.
    pub async fn of(app: &TestApp) -> Self {
        let world = Self::that_has_only_begun(app).await;
        world.leader.begin(app.app());
        world
    }

    /// The same in a process that does not lead calls yet.
    pub async fn that_has_only_begun(app: &TestApp) -> Self {
        let clock = Arc::clone(&app.clock);
        let fake = fake::Config { clock: Arc::new(move || clock.now()), ..fake::Config::new(ACCOUNT, TOKEN) };
        let fake = FakeTwilio::start(fake).await.expect("a fake Twilio");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let callbacks = format!("http://{}/callbacks/twilio", listener.local_addr().expect("an address"));
        let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), callbacks.clone());
        config.conversation_url = Some(callbacks.replace("/callbacks/", "/conversations/"));
        config.audio_address = Some("https://media.example.org/{audio}.wav".to_owned());
        config.base_url = fake.url();
        config.from = Some(FROM.parse().expect("a number"));
        config.limits.check = Duration::from_millis(100);
        config.limits.settle = Duration::from_secs(10);
        let provider = Arc::new(Twilio::new(config).expect("settings that hold together"));
        let link = Link { name: "twilio".to_owned(), account: Some(app.account().name().await), country: None, provider };
        let taking = Callbacks::new(app.app().clone(), app.outgoing().book, std::iter::once(&link));
        let leader = Leader::later();
        let answering = Conversations::new(leader.conductor(), std::iter::once(&link));
        let router = web::Server::with_posts(app.access().clone(), Some((taking, answering))).expect("a server").router();
        let stop = CancellationToken::new();
        let (served, ended) = (router.clone(), stop.clone());
        tokio::spawn(async move { axum::serve(listener, served).with_graceful_shutdown(ended.cancelled_owned()).await });
        tokio::spawn(exchange::run(app.app().clone(), link, "test".to_owned(), app.outgoing(), stop.clone()));
        tokio::spawn(dial::run(app.app().clone(), app.outgoing(), stop.clone()));
        tokio::spawn(send::run(app.app().clone(), app.outgoing(), stop.clone()));
        let client = app.as_role(Role::Coordinator).await;
        app.until(&client, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;
        Self { fake, client, leader, router, callbacks, _stop: stop.drop_guard() }
    }

    /// Posts that to a path, signed so.
    pub async fn post(&self, path: &str, signature: &str, body: &str) -> StatusCode {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-twilio-signature", signature)
            .body(Body::from(body.to_owned()))
            .expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer").status()
    }

    /// The signature of that body, posted to the address of that order.
    pub fn signature(&self, reference: &str, body: &str) -> String {
        sign(&format!("{}/{reference}", self.callbacks), body.as_bytes(), &Secret::new(TOKEN))
    }

    /// The signature of that body, posted to that path and query.
    pub fn signature_at(&self, path: &str, body: &str) -> String {
        let public = self.callbacks.trim_end_matches("/callbacks/twilio");
        sign(&format!("{public}{path}"), body.as_bytes(), &Secret::new(TOKEN))
    }
}

/// How many callbacks were kept.
pub async fn kept(app: &TestApp) -> u64 {
    provider_callback::Entity::find().count(app.app().db.read()).await.expect("a count")
}
