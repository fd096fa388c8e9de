//! Limits that callouts share, and what one may cost.

use acceptance::{
    SOON, TestApp,
    callouts::PLAYS,
    carrier::{Carrier, report},
    on_both,
};
use chrono::TimeDelta;
use entity::{call_limit, contact, id::CalloutId, stored::Role};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchboard::callouts::claim;
use telephony::outgoing::{CallOrder, CallProgress, Report};

use super::desk::Desk;

const SET: &str = "mutation ($input: CallLimitsInput!) { callLimitsSet(input: $input) {
    callLimits { providerId callsPerSecond callsAtOnce callsUnderWay } userErrors { code path } } }";
const LIMITS: &str = "{ callLimits { providerId callsPerSecond callsAtOnce callsUnderWay } }";
const WHY: &str = "query ($contact: ID!, $callout: ID!) { whyNotCalled(contactId: $contact, calloutId: $callout) {
    standing obstacles { code text until } } }";
const COST: &str = "query ($id: ID!) { callout(id: $id) { status costCap { amount currency perCall perMinute }
    statistics { costEstimated costCapReached callsCompleted callsCanceled calls } } }";

async fn set(app: &TestApp, input: Value) -> Value {
    app.as_role(Role::Admin).await.query(SET, json!({ "input": input })).await["callLimitsSet"].take()
}

async fn why(desk: &Desk, contact: &contact::Model, callout: CalloutId) -> Vec<String> {
    let asked = desk.client.query(WHY, json!({ "contact": contact.id, "callout": callout })).await;
    let all = asked["whyNotCalled"]["obstacles"].as_array().expect("obstacles").clone();
    all.iter().filter_map(|obstacle| obstacle["code"].as_str().map(str::to_owned)).collect()
}

/// Waits until these callouts wait for a call to end, all that have ended counted.
async fn until_held(app: &TestApp, callouts: &[CalloutId]) {
    let held = async |id: CalloutId| {
        let row = app.callout_row(id).await;
        let limit = call_limit::Entity::find_by_id(row.held_by?).one(app.app().db.read()).await.expect("it is read")?;
        (limit.ended == row.held_ended).then_some(())
    };
    let looking = async {
        for id in callouts {
            while held(*id).await.is_none() {
                tokio::task::yield_now().await;
            }
        }
    };
    tokio::time::timeout(SOON, looking).await.expect("they wait");
}

/// In which of two lists each order's number stands: `a` in the first.
fn whose(orders: &[CallOrder], first: &[contact::Model]) -> String {
    orders.iter().map(|order| if first.iter().any(|contact| contact.number == order.to.to_string()) { 'a' } else { 'b' }).collect()
}

on_both!(limits_are_set_shown_and_refused_when_they_cannot_be);
async fn limits_are_set_shown_and_refused_when_they_cannot_be(app: TestApp) {
    let desk = Desk::new(&app).await;
    let provider = desk.provider("carrier").await;
    let foreign = app.other_account().await.able_provider("theirs", &[]).await;

    let account = set(&app, json!({ "callsPerSecond": 2.5 })).await;
    let line = set(&app, json!({ "providerId": provider, "callsAtOnce": 7 })).await;
    let wrong = set(&app, json!({ "callsPerSecond": 0, "callsAtOnce": 0 })).await;
    let theirs = set(&app, json!({ "providerId": foreign.id, "callsAtOnce": 7 })).await;
    let cleared = set(&app, json!({})).await;
    let shown = desk.client.query(LIMITS, json!({})).await["callLimits"].take();

    assert_eq!(account["callLimits"], json!({ "providerId": null, "callsPerSecond": 2.5, "callsAtOnce": null, "callsUnderWay": 0 }));
    assert_eq!(line["callLimits"]["callsAtOnce"], 7);
    let paths = json!([["input", "callsPerSecond"], ["input", "callsAtOnce"]]);
    assert_eq!(json!([wrong["userErrors"][0]["path"], wrong["userErrors"][1]["path"]]), paths);
    assert_eq!(theirs["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(cleared["callLimits"]["callsPerSecond"], Value::Null);
    assert_eq!(
        shown,
        json!([
            { "providerId": null, "callsPerSecond": null, "callsAtOnce": null, "callsUnderWay": 0 },
            { "providerId": provider, "callsPerSecond": null, "callsAtOnce": 7, "callsUnderWay": 0 },
        ])
    );
    let log = app.audit_log().await;
    assert_eq!(log.iter().filter(|entry| entry.action == "callLimitsSet").count(), 3);
}

on_both!(callouts_that_share_a_rate_take_turns);
async fn callouts_that_share_a_rate_take_turns(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(8).await;
    set(&app, json!({ "callsPerSecond": 1 })).await;

    let hungry = desk.started("Hungry", json!({}), &contacts[..5]).await;
    desk.carrier.orders(1).await;
    let other = desk.started("Other", json!({}), &contacts[5..]).await;
    let held = [why(&desk, &contacts[4], hungry).await, why(&desk, &contacts[7], other).await];
    for begun in 2..=7 {
        app.clock.advance(TimeDelta::seconds(1));
        desk.carrier.orders(begun).await;
    }

    let orders = desk.carrier.orders(7).await;
    assert_eq!(whose(&orders, &contacts[..5]), "abababa");
    assert_eq!(held, [["ACCOUNT_RATE"], ["ACCOUNT_RATE"]]);
}

on_both!(of_callouts_that_share_a_line_the_one_of_higher_priority_calls_first);
async fn of_callouts_that_share_a_line_the_one_of_higher_priority_calls_first(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(5).await;
    set(&app, json!({ "providerId": desk.provider("carrier").await, "callsAtOnce": 1 })).await;

    let low = desk.started("Low", json!({}), &contacts[..2]).await;
    desk.carrier.orders(1).await;
    let high = desk.started("High", json!({ "priority": 9 }), &contacts[2..]).await;
    let held = why(&desk, &contacts[2], high).await;
    for begun in 1..=5 {
        let orders = desk.carrier.orders(begun).await;
        assert_eq!(orders.len(), begun, "one at a time");
        // Who has just been called by is looked at again: until then it is not known to wait.
        let waiting: &[CalloutId] = if begun < 4 { &[low, high] } else { &[low] };
        until_held(&app, if begun < 5 { waiting } else { &[] }).await;
        desk.tell_all(&orders[begun - 1..], CallProgress::Completed).await;
    }

    for callout in [low, high] {
        desk.until_status(callout, "COMPLETED").await;
    }
    assert_eq!(whose(&desk.carrier.orders(5).await, &contacts[..2]), "abbba");
    assert_eq!(held, ["PROVIDER_CALLS_AT_ONCE"]);
}

on_both!(no_process_lets_more_calls_be_under_way_over_a_line_than_it_takes);
async fn no_process_lets_more_calls_be_under_way_over_a_line_than_it_takes(app: TestApp) {
    let (carrier, client) = (Carrier::shared(), app.as_role(Role::Coordinator).await);
    let other = app.another_process().await;
    let link = carrier.link(&app, "carrier").await;
    let _other = carrier.link(&other, "carrier").await;
    let desk = Desk { account: app.account().clone(), client, carrier, _link: link };
    let contacts = desk.contacts(24).await;
    set(&app, json!({ "providerId": desk.provider("carrier").await, "callsAtOnce": 3 })).await;

    let callouts = [desk.started("One", json!({}), &contacts[..12]).await, desk.started("Other", json!({}), &contacts[12..]).await];
    let mut orders = Vec::new();
    while orders.len() < 24 {
        let told = orders.len();
        orders = desk.carrier.orders(told + 1).await;
        assert!(orders.len() - told <= 3, "{} at once", orders.len() - told);
        desk.tell_all(&orders[told..], CallProgress::Completed).await;
    }

    for callout in callouts {
        desk.until_status(callout, "COMPLETED").await;
    }
    assert_eq!(desk.carrier.rings_in_all(), 24);
}

on_both!(a_call_by_hand_counts_among_those_at_once_and_waits_for_none);
async fn a_call_by_hand_counts_among_those_at_once_and_waits_for_none(app: TestApp) {
    let desk = Desk::new(&app).await;
    let ana = app.person("Ana").extension("1001").create().await;
    let contacts = desk.contacts(2).await;
    set(&app, json!({ "callsAtOnce": 1 })).await;
    let callout = desk.started("Assembly", json!({}), &contacts).await;
    let first = desk.carrier.orders(1).await;
    let originate = "mutation ($person: ID!) { callOriginate(input: { requestId: \"one\", personId: $person, to: \"+34972183386\" }) {
        userErrors { code message } } }";

    let asked = desk.client.query(originate, json!({ "person": ana.id })).await;
    let by_hand = desk.carrier.orders(2).await;
    desk.tell_all(&first, CallProgress::Completed).await;
    desk.until(callout, |callout| callout["statistics"]["callsCompleted"] == 1).await;
    let waiting = contacts.iter().find(|contact| contact.number != first[0].to.to_string()).expect("another");
    let held = why(&desk, waiting, callout).await;
    let rung = desk.carrier.rings_in_all();
    desk.tell_all(&by_hand[1..], CallProgress::Completed).await;

    desk.carrier.orders(3).await;
    assert_eq!(asked["callOriginate"]["userErrors"], json!([]));
    assert_eq!((held, rung), (vec!["ACCOUNT_CALLS_AT_ONCE".to_owned()], 2));
}

on_both!(a_callout_begins_no_more_than_it_can_pay_and_goes_on_when_it_may_cost_more);
async fn a_callout_begins_no_more_than_it_can_pay_and_goes_on_when_it_may_cost_more(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(5).await;
    let cap = |amount: &str| json!({ "amount": amount, "currency": "EUR", "perCall": "0.05", "perMinute": "0.1" });
    let callout = desk.started("Assembly", json!({ "costCap": cap("0.50") }), &contacts).await;
    let first = desk.carrier.orders(3).await;
    let cost = async || desk.client.query(COST, json!({ "id": callout })).await["callout"].take();
    let reserved = cost().await;

    // Each talks for two minutes, as they are charged.
    for order in &first {
        desk.carrier.tell_report(Report { talk_seconds: Some(61), ..report(&order.reference, CallProgress::Completed) }).await;
    }
    desk.until(callout, |callout| callout["statistics"]["callsCompleted"] == 3).await;
    let spent = cost().await;
    let rest: Vec<&contact::Model> =
        contacts.iter().filter(|contact| first.iter().all(|order| order.to.to_string() != contact.number)).collect();
    let held = why(&desk, rest[0], callout).await;
    let rung = desk.carrier.rings_in_all();
    let update = "mutation ($id: ID!, $cap: CalloutCostCapInput!) {
        calloutUpdate(id: $id, version: 1, input: { costCap: $cap }) { userErrors { code } } }";
    desk.client.query(update, json!({ "id": callout, "cap": cap("1.10") })).await;

    let orders = desk.carrier.orders(5).await;
    desk.tell_all(&orders[3..], CallProgress::Busy).await;
    desk.until(callout, |callout| callout["statistics"]["callsBusy"] == 2).await;
    let money = |callout: &Value| json!([callout["statistics"]["costEstimated"], callout["statistics"]["costCapReached"]]);
    assert_eq!((money(&reserved), &reserved["status"]), (json!(["0.45", true]), &json!("RUNNING")));
    assert_eq!((money(&spent), held, rung), (json!(["0.75", true]), vec!["COST_CAP".to_owned()], 3));
    assert_eq!(money(&cost().await), json!(["0.85", false]));
}

on_both!(a_callout_that_is_stopped_hangs_up_only_if_that_is_wanted);
async fn a_callout_that_is_stopped_hangs_up_only_if_that_is_wanted(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(4).await;
    let stop = "mutation ($id: ID!, $hangUp: Boolean) { calloutStop(id: $id, hangUp: $hangUp) { callout { status } userErrors { code } } }";

    let gentle = desk.started("Gentle", json!({}), &contacts[..2]).await;
    let first = desk.carrier.orders(2).await;
    desk.until(gentle, |callout| callout["statistics"]["calloutParticipationsInFlight"] == 2).await;
    let stopped = desk.client.query(stop, json!({ "id": gentle })).await;
    let harsh = desk.started("Harsh", json!({}), &contacts[2..]).await;
    let orders = desk.carrier.orders(4).await;
    let cut = desk.client.query(stop, json!({ "id": harsh, "hangUp": true })).await;
    let hung_up = desk.carrier.hung_up(2).await;
    desk.tell_all(&orders[2..], CallProgress::Canceled).await;
    desk.tell_all(&first, CallProgress::Completed).await;

    desk.until(gentle, |callout| callout["statistics"]["calloutParticipationsAnswered"] == 2).await;
    desk.until(harsh, |callout| callout["statistics"]["calloutParticipationsExhausted"] == 2).await;
    let mut ended: Vec<String> = hung_up.into_iter().map(|key| key.0).collect();
    let mut wanted: Vec<String> = orders[2..].iter().map(|order| format!("key of {}", order.reference)).collect();
    ended.sort();
    wanted.sort();
    assert_eq!(ended, wanted);
    for answer in [stopped, cut] {
        assert_eq!(answer["calloutStop"], json!({ "callout": { "status": "STOPPED" }, "userErrors": [] }));
    }
}

on_both!(a_call_that_its_provider_does_not_have_yet_is_called_off_when_its_callout_is_cut_short);
async fn a_call_that_its_provider_does_not_have_yet_is_called_off_when_its_callout_is_cut_short(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(1).await;
    desk.carrier.plan([acceptance::carrier::Plan::Answer(telephony::outgoing::OrderError::NotSent("refused".to_owned()))]);
    let callout = desk.started("Assembly", json!({}), &contacts).await;
    desk.carrier.orders(1).await;
    let initialized = "query ($id: ID!) { callout(id: $id) { statistics { callsInitialized } } }";
    app.until(&desk.client, initialized, json!({ "id": callout }), |answer| answer["callout"]["statistics"]["callsInitialized"] == 1).await;

    let stop = "mutation ($id: ID!) { calloutStop(id: $id, hangUp: true) { userErrors { code } } }";
    desk.client.query(stop, json!({ "id": callout })).await;

    let ended =
        app.until(&desk.client, COST, json!({ "id": callout }), |answer| answer["callout"]["statistics"]["callsCanceled"] == 1).await;
    assert_eq!((ended["callout"]["status"].clone(), desk.carrier.rings_in_all()), (json!("STOPPED"), 0));
}

on_both!(a_look_asks_as_many_statements_however_many_are_due);
async fn a_look_asks_as_many_statements_however_many_are_due(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let provider = app.able_provider("carrier", &PLAYS).await;
    set(&app, json!({ "callsPerSecond": 1000, "callsAtOnce": 1000 })).await;
    set(&app, json!({ "providerId": provider.id, "callsPerSecond": 1000, "callsAtOnce": 1000 })).await;
    let mut looks = Vec::new();
    for count in [1_usize, 20] {
        let input = json!({
            "name": format!("To {count}"), "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": provider.id }],
        });
        let callout = app.callout(&client, input).await;
        for place in 0..count {
            let contact = app.contact(&client, json!({ "number": format!("+34972{:06}", count * 1000 + place) })).await;
            let add = "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) {
                userErrors { code } } }";
            client.query(add, json!({ "callout": callout, "contact": contact.id })).await;
        }
        client.query("mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code } } }", json!({ "id": callout })).await;
        // A bucket that began with one call fills.
        app.clock.advance(TimeDelta::seconds(1));
        let look = async {
            let tx = app.app().db.begin().await.expect("a transaction");
            let claimed = claim::next(&tx, &[provider.id], &[], 500, app.now()).await.expect("a look");
            tx.commit().await.expect("it is kept");
            claimed
        };
        let (claimed, statements) = app.statements(Box::pin(look)).await;
        assert_eq!((claimed.callout, claimed.attempts.len()), (Some(callout), count));
        looks.push(statements);
    }

    assert_eq!(looks[0], looks[1]);
    assert!(looks[0].len() <= 16, "{} statements: {:?}", looks[0].len(), looks[0]);
}
