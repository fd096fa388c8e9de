//! A process that was held up past its lease: what it has to say counts no more.

use acceptance::{
    TestApp,
    callouts::PLAYS,
    carrier::{Carrier, Plan},
    on_both,
};
use chrono::TimeDelta;
use entity::{call_attempt, outbox, stored::Role};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use switchboard::{
    calls::attempts::happening::{LEASE, What},
    exchange::dial::book::{Happening, Whose, Written},
};
use telephony::{
    cause::Cause,
    outgoing::{Accepted, OrderError, OrderKey},
};

async fn attempt(app: &TestApp) -> call_attempt::Model {
    let row = call_attempt::Entity::find().one(app.app().db.read()).await.expect("it is read");
    row.expect("there is one")
}

on_both!(one_that_was_held_up_past_its_lease_writes_nothing);
async fn one_that_was_held_up_past_its_lease_writes_nothing(app: TestApp) {
    let (carrier, client) = (Carrier::shared(), app.as_role(Role::Coordinator).await);
    carrier.plan([Plan::Hold]);
    let provider = app.able_provider("carrier", &PLAYS).await;
    let _first = carrier.dials(&app, &provider);
    let input = json!({ "name": "Assembly", "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": provider.id }] });
    let callout = app.callout(&client, input).await;
    app.crowd(callout, 1, app.now()).await;
    let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
    client.query(start, json!({ "id": callout })).await;
    carrier.orders(1).await;
    let held = attempt(&app).await;

    // The one that asked still waits when another looks what became of it.
    let other = app.another_process().await;
    let _second = carrier.dials(&other, &provider);
    app.clock.advance(LEASE + TimeDelta::seconds(1));
    carrier.look_ups(1).await;
    let status = "query ($id: ID!) { callout(id: $id) { statistics { callsInProgress } } }";
    let found = |answer: &serde_json::Value| answer["callout"]["statistics"]["callsInProgress"] == 1;
    app.until(&client, status, json!({ "id": callout }), found).await;
    let taken_over = attempt(&app).await;
    let told = outbox::Entity::find().count(app.app().db.read()).await.expect("a count");
    let answers = [
        Ok(Accepted { key: OrderKey("another".to_owned()), report: None }),
        Err(OrderError::NotSent("it was never asked".to_owned())),
        Err(OrderError::OutcomeUnknown("no answer".to_owned())),
        Err(OrderError::Refused { cause: Cause::Busy, code: None, message: "no".to_owned() }),
    ];
    let mut written = Vec::new();
    for answer in answers {
        let (of, what) = (Whose::Attempt(held.id), What::Answered(answer));
        let late = Happening { of, what, fence: Some(held.fence), from: held.provider_id, callback: None };
        written.push(app.outgoing().book.write(late).await.expect("it is looked at"));
    }

    assert_eq!(written, [Written::Stale; 4]);
    assert_eq!(attempt(&app).await, taken_over);
    assert!(taken_over.fence > held.fence, "{taken_over:?}");
    assert_eq!(outbox::Entity::find().count(app.app().db.read()).await.expect("a count"), told);
    assert_eq!(carrier.rings_in_all(), 1);
}
