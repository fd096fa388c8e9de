//! A callout over Twilio, or what answers as it does: its answers get lost, its callbacks come twice and in any order.

use std::{sync::Arc, time::Duration};

use acceptance::{Client, SOON, TestApp, news, on_both};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use chrono::TimeDelta;
use entity::{provider_callback, stored::Role};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use switchboard::{
    clock::Clock,
    exchange::{self, Link, callbacks::Callbacks, dial},
    web,
};
use telephony::twilio::{
    self, Secret, Twilio,
    fake::{Delivery, FakeTwilio, Odds},
};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "a-token-that-nobody-sees";
const CALLOUT: &str = "query ($id: ID!) { callout(id: $id) { status statistics {
    calloutParticipations calloutParticipationsAnswered calloutParticipationsExhausted calls callsCompleted callsBusy } } }";

/// A fake Twilio that is linked, dialled over, and lets us know what becomes of calls.
struct World {
    fake: FakeTwilio,
    router: Router,
    client: Client,
    _stop: DropGuard,
}

impl World {
    async fn of(app: &TestApp) -> Self {
        let clock = Arc::clone(&app.clock);
        let fake = twilio::fake::Config { clock: Arc::new(move || clock.now()), ..twilio::fake::Config::new(ACCOUNT, TOKEN) };
        let fake = FakeTwilio::start(fake).await.expect("a fake Twilio");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/callbacks/twilio", listener.local_addr().expect("an address"));
        let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), address);
        config.base_url = fake.url();
        config.from = Some("+34872202550".parse().expect("a number"));
        config.limits.check = Duration::from_millis(100);
        config.limits.settle = Duration::from_secs(10);
        let provider = Arc::new(Twilio::new(config).expect("settings that hold together"));
        let link = Link { name: "twilio".to_owned(), account: Some(app.account().name().await), country: None, provider };
        let callbacks = Callbacks::new(app.app().clone(), app.outgoing().book, std::iter::once(&link));
        let router = web::Server::with_callbacks(app.access().clone(), Some(callbacks)).expect("a server").router();
        let stop = CancellationToken::new();
        let (served, ended) = (router.clone(), stop.clone());
        tokio::spawn(async move { axum::serve(listener, served).with_graceful_shutdown(ended.cancelled_owned()).await });
        tokio::spawn(exchange::run(app.app().clone(), link, "test".to_owned(), app.outgoing(), stop.clone()));
        tokio::spawn(dial::run(app.app().clone(), app.outgoing(), stop.clone()));
        let client = app.as_role(Role::Coordinator).await;
        app.until(&client, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;
        Self { fake, router, client, _stop: stop.drop_guard() }
    }

    /// A callout that is started, to so many contacts; its id, and their numbers.
    async fn callout(&self, app: &TestApp, count: usize) -> (Value, Vec<String>) {
        let provider = self.client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].clone();
        let input = json!({
            "name": "Assembly", "script": { "say": { "text": "Good day", "language": "en-GB" } },
            "routes": [{ "providerId": provider }], "retry": { "maxAttempts": 1 },
        });
        let callout = app.callout(&self.client, input).await;
        let mut numbers = Vec::new();
        for place in 0..count {
            let number = format!("+349721{:05}", 80_000 + place);
            let contact = app.contact(&self.client, json!({ "number": number })).await;
            let add = "mutation ($callout: ID!, $contact: ID!) {
                participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
            self.client.query(add, json!({ "callout": callout, "contact": contact.id })).await;
            numbers.push(number);
        }
        let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
        let started = self.client.query(start, json!({ "id": callout })).await;
        assert_eq!(started["calloutStart"]["userErrors"], json!([]));
        (json!(callout), numbers)
    }

    /// Lets time pass until the callout is completed, and returns it.
    async fn completed(&self, app: &TestApp, callout: &Value) -> Value {
        let passing = async {
            loop {
                let head = app.app().live.head();
                let answer = self.client.query(CALLOUT, json!({ "id": callout })).await["callout"].take();
                if answer["status"] == "COMPLETED" {
                    return answer;
                }
                app.clock.advance(TimeDelta::seconds(1));
                news(app.app(), head).await;
            }
        };
        tokio::time::timeout(2 * SOON, passing).await.expect("the callout is completed in time")
    }

    async fn post(&self, path: &str, signature: &str) -> StatusCode {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-twilio-signature", signature)
            .body(Body::from(format!("AccountSid={ACCOUNT}&CallSid=CA1&CallStatus=completed")))
            .expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer").status()
    }
}

async fn kept(app: &TestApp) -> u64 {
    provider_callback::Entity::find().count(app.app().db.read()).await.expect("a count")
}

on_both!(whatever_gets_lost_or_repeated_on_the_way_each_contact_rings_once_and_the_statistics_are_right);
async fn whatever_gets_lost_or_repeated_on_the_way_each_contact_rings_once_and_the_statistics_are_right(app: TestApp) {
    let world = World::of(&app).await;
    world.fake.set_odds(Odds { lose_reply: 150, lose_request: 50, too_many: 100, fail_after: 50, busy: 200, ..Odds::default() });
    world.fake.set_delivery(Delivery { times: 2, shuffled: true, without: Vec::new() });

    let (callout, numbers) = world.callout(&app, 30).await;
    let done = world.completed(&app, &callout).await;

    let rings: Vec<usize> = numbers.iter().map(|number| world.fake.rings_of(number)).collect();
    assert_eq!((rings, world.fake.most_rings()), (vec![1; 30], 1));
    let statistics = &done["statistics"];
    let number = |name: &str| statistics[name].as_u64().expect("a number");
    assert_eq!(number("calloutParticipationsAnswered") + number("calloutParticipationsExhausted"), 30);
    assert_eq!(number("callsCompleted") + number("callsBusy"), number("calls"));
    assert!(number("callsBusy") > 0 && number("callsCompleted") > 0, "{statistics}");
}

on_both!(what_is_not_proved_to_be_the_providers_leaves_no_row);
async fn what_is_not_proved_to_be_the_providers_leaves_no_row(app: TestApp) {
    let world = World::of(&app).await;
    let attempt = "att_01M7ZRHHY2ET19PPRGWTWA8HA4";

    let forged = world.post(&format!("/callbacks/twilio/{attempt}"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=").await;
    let elsewhere = world.post(&format!("/callbacks/nobody/{attempt}"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=").await;
    let damaged = world.post("/callbacks/twilio/not-a-reference", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=").await;

    assert_eq!((forged, elsewhere, damaged), (StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(kept(&app).await, 0);
}
