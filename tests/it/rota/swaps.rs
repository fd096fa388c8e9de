//! Turns offered to others: accepted, declined, withdrawn, expired.

use acceptance::{Client, SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};
use switchboard::turns::swap;

use super::desk::{Desk, MONDAY, holder, refused, told, turn};

const OFFER: &str = "mutation ($turn: ID!, $to: ID, $wanted: ID) {
    done: swapRequestOffer(turnId: $turn, toPersonId: $to, wantedTurnId: $wanted, message: \"please\") {
        swapRequest { id status expiresAt message toPerson { name } fromPerson { name } } userErrors { code path } } }";

/// What `swapRequestOffer` answers.
async fn offers(client: &Client, turn: &Value, to: &Value, wanted: &Value) -> Value {
    client.query(OFFER, json!({ "turn": turn, "to": to, "wanted": wanted })).await["done"].take()
}

/// What an answer to an offer answers: `Accept`, `Decline`, `Withdraw`.
async fn answers(client: &Client, what: &str, offer: &Value) -> Value {
    let more = if what == "Accept" { "turns { id personId } warnings { kind }" } else { "" };
    let ignore = if what == "Accept" { ", ignoreWarnings: true" } else { "" };
    let document = format!(
        "mutation ($id: ID!) {{ done: swapRequest{what}(id: $id{ignore}) {{
            swapRequest {{ status decidedAt decidedBy {{ name }} }} {more} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "id": offer["swapRequest"]["id"] })).await["done"].take()
}

async fn statuses(client: &Client, status: &str) -> usize {
    let ask = "query ($status: SwapStatus) { swapRequests(status: $status) { nodes { id } } }";
    client.query(ask, json!({ "status": status })).await["swapRequests"]["nodes"].as_array().map_or(0, Vec::len)
}

on_both!(an_offered_turn_is_somebody_elses_once_accepted);
async fn an_offered_turn_is_somebody_elses_once_accepted(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let (anas, bertas) = (app.as_agent(&ana).await, app.as_agent(&berta).await);
    let watch = "subscription { timetableChanged { what swapRequestId turns { personId } } }";
    app.app().live.catch_up().await.expect("the outbox is read");
    let mut changes = app.as_role(Role::Viewer).await.subscribe(watch, json!({})).await;

    let offer = offers(&anas, &turn(&timetable, 0, 0), &json!(berta.id), &Value::Null).await;
    let own = answers(&anas, "Accept", &offer).await;
    let accepted = answers(&bertas, "Accept", &offer).await;
    let again = answers(&bertas, "Accept", &offer).await;

    assert_eq!(offer["userErrors"], json!([]));
    assert_eq!(
        (&offer["swapRequest"]["status"], &offer["swapRequest"]["expiresAt"]),
        (&json!("OPEN"), &json!("2026-11-23T08:00:00+00:00"))
    );
    assert_eq!(told(&own), refused("FORBIDDEN", "id"));
    assert_eq!((&accepted["swapRequest"]["status"], &accepted["swapRequest"]["decidedBy"]["name"]), (&json!("ACCEPTED"), &json!("Berta")));
    assert_eq!(accepted["turns"][0]["personId"], json!(berta.id));
    assert_eq!(told(&again), refused("CONFLICT", "id"));
    let entry = desk.history(&timetable).await[0].take();
    assert_eq!(
        (&entry["what"], &entry["reason"], &entry["cells"][0]["after"]["name"]),
        (&json!("REASSIGNED"), &json!("please"), &json!("Berta"))
    );
    let first = changes.next_within(SOON).await["timetableChanged"].take();
    let second = changes.next_within(SOON).await["timetableChanged"].take();
    assert_eq!((&first["what"], &first["swapRequestId"]), (&json!("SWAP_OFFERED"), &offer["swapRequest"]["id"]));
    assert_eq!((&second["what"], &second["turns"]), (&json!("REASSIGNED"), &json!([{ "personId": berta.id }])));
    let actions: Vec<String> = app.audit_log().await.into_iter().rev().take(3).map(|entry| entry.action).collect();
    assert_eq!(actions, ["swapRequestAccept", "swapRequestAccept", "swapRequestOffer"]);
}

on_both!(turns_of_two_weeks_are_exchanged);
async fn turns_of_two_weeks_are_exchanged(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let first = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let second = desk.published("2026-11-30", &[(2, 1, &berta)]).await;

    let offer = offers(&app.as_agent(&ana).await, &turn(&first, 0, 0), &Value::Null, &turn(&second, 2, 1)).await;
    let accepted = answers(&app.as_agent(&berta).await, "Accept", &offer).await;
    let (first, second) = (desk.sees(&first).await, desk.sees(&second).await);
    let undone = desk.undoes(&first).await;

    assert_eq!(offer["swapRequest"]["toPerson"]["name"], "Berta", "who has the wanted turn");
    assert_eq!(accepted["userErrors"], json!([]));
    assert_eq!([holder(&first, 0, 0), holder(&second, 2, 1)], [json!(berta.id), json!(ana.id)]);
    assert_eq!(desk.history(&second).await[0]["what"], "SWAPPED");
    assert_eq!(told(&undone), refused("CONFLICT", "id"), "half of it cannot be undone");
}

on_both!(of_two_who_accept_one_gets_the_turn);
async fn of_two_who_accept_one_gets_the_turn(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta, carla) = (app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let offer = offers(&app.as_agent(&ana).await, &turn(&timetable, 0, 0), &Value::Null, &Value::Null).await;
    let (bertas, carlas) = (app.as_agent(&berta).await, app.as_agent(&carla).await);

    let (one, other) = tokio::join!(answers(&bertas, "Accept", &offer), answers(&carlas, "Accept", &offer));

    let mut outcomes = [told(&one), told(&other)];
    outcomes.sort();
    assert_eq!(outcomes, [Vec::new(), refused("CONFLICT", "id")]);
    assert_eq!(desk.sees(&timetable).await["version"], json!(timetable["version"].as_i64().map(|version| version + 1)));
}

on_both!(agents_offer_and_answer_only_for_themselves);
async fn agents_offer_and_answer_only_for_themselves(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta, carla) = (app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let (anas, bertas, carlas) = (app.as_agent(&ana).await, app.as_agent(&berta).await, app.as_agent(&carla).await);
    let first = turn(&timetable, 0, 0);

    let anothers = offers(&bertas, &first, &Value::Null, &Value::Null).await;
    let offer = offers(&anas, &first, &json!(berta.id), &Value::Null).await;

    assert_eq!(told(&anothers), refused("FORBIDDEN", "turnId"));
    for what in ["Accept", "Decline", "Withdraw"] {
        assert_eq!(told(&answers(&carlas, what, &offer).await), refused("FORBIDDEN", "id"), "{what}");
    }
    assert_eq!(told(&answers(&bertas, "Withdraw", &offer).await), refused("FORBIDDEN", "id"));
    assert_eq!(told(&answers(&anas, "Decline", &offer).await), refused("FORBIDDEN", "id"));
    let declined = answers(&bertas, "Decline", &offer).await;
    assert_eq!(declined["swapRequest"]["status"], "DECLINED");
    let again = offers(&desk.coordinator, &first, &Value::Null, &Value::Null).await;
    assert_eq!(told(&answers(&bertas, "Decline", &again).await), refused("CONFLICT", "id"), "it was made to anybody");
    assert_eq!(answers(&anas, "Withdraw", &again).await["swapRequest"]["status"], "WITHDRAWN");
}

on_both!(what_cannot_be_offered_is_refused);
async fn what_cannot_be_offered_is_refused(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta, gone) =
        (app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").inactive().create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana), (2, 0, &berta)]).await;
    let draft = desk.made("2026-11-30").await;
    let draft = desk.gives(&draft, 0, 0, Some(&ana)).await["timetable"].take();
    let (anas, none) = (turn(&timetable, 0, 0), Value::Null);
    let table = [
        (turn(&timetable, 0, 1), none.clone(), none.clone(), "CONFLICT", "turnId"),
        (turn(&draft, 0, 0), none.clone(), none.clone(), "CONFLICT", "turnId"),
        (anas.clone(), json!(ana.id), none.clone(), "INVALID", "toPersonId"),
        (anas.clone(), json!(gone.id), none.clone(), "INVALID", "toPersonId"),
        (anas.clone(), json!(ana.id), turn(&timetable, 2, 0), "INVALID", "toPersonId"),
        (anas.clone(), none.clone(), turn(&timetable, 2, 1), "CONFLICT", "wantedTurnId"),
        (anas.clone(), none.clone(), turn(&draft, 0, 0), "INVALID", "wantedTurnId"),
    ];

    for (offered, to, wanted, code, path) in table {
        assert_eq!(told(&offers(&desk.coordinator, &offered, &to, &wanted).await), refused(code, path));
    }
    assert_eq!(offers(&desk.coordinator, &anas, &none, &none).await["userErrors"], json!([]));
    assert_eq!(told(&offers(&desk.coordinator, &anas, &none, &none).await), refused("TAKEN", "turnId"));
    app.clock.advance(TimeDelta::days(3));
    assert_eq!(told(&offers(&desk.coordinator, &anas, &none, &none).await), refused("CONFLICT", "turnId"), "it has begun");
}

on_both!(an_offer_expires_when_its_turn_begins_whether_that_is_written_or_not);
async fn an_offer_expires_when_its_turn_begins_whether_that_is_written_or_not(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let offer = offers(&desk.coordinator, &turn(&timetable, 0, 0), &json!(berta.id), &Value::Null).await;
    let early = swap::expire(app.app()).await.map_err(|fault| fault.message());
    let before = [statuses(&desk.coordinator, "OPEN").await, statuses(&desk.coordinator, "EXPIRED").await];
    app.clock.advance(TimeDelta::hours(46));

    let read = [statuses(&desk.coordinator, "OPEN").await, statuses(&desk.coordinator, "EXPIRED").await];
    let late = answers(&app.as_agent(&berta).await, "Accept", &offer).await;
    let swept = swap::expire(app.app()).await.map_err(|fault| fault.message());
    let again = swap::expire(app.app()).await.map_err(|fault| fault.message());

    assert_eq!((before, read), ([1, 0], [0, 1]));
    assert_eq!(told(&late), refused("CONFLICT", "id"));
    assert_eq!((early, swept, again), (Ok(0), Ok(1), Ok(0)));
    let entry = app.audit_log().await.pop().expect("an entry");
    assert_eq!((entry.action.as_str(), entry.actor_name.as_str()), ("swapRequestExpire", "Switchboard"));
    assert_eq!(statuses(&desk.coordinator, "EXPIRED").await, 1);
}

on_both!(who_keeps_duty_writes_down_that_an_offer_has_expired);
async fn who_keeps_duty_writes_down_that_an_offer_has_expired(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    let offer = offers(&desk.coordinator, &turn(&timetable, 0, 0), &Value::Null, &Value::Null).await;
    let watch = "subscription { timetableChanged { what swapRequestId actor { kind } } }";
    app.app().live.catch_up().await.expect("the outbox is read");
    let mut changes = desk.coordinator.subscribe(watch, json!({})).await;
    let duty = app.keeps_duty("one");

    app.clock.advance(TimeDelta::hours(46));

    let change = changes.next_within(SOON).await["timetableChanged"].take();
    assert_eq!(change, json!({ "what": "SWAP_DECIDED", "swapRequestId": offer["swapRequest"]["id"], "actor": { "kind": "SYSTEM" } }));
    duty.ends().await;
}

on_both!(an_offer_is_checked_when_it_is_accepted);
async fn an_offer_is_checked_when_it_is_accepted(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta, carla) = (app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana), (2, 0, &ana)]).await;
    let offer = offers(&desk.coordinator, &turn(&timetable, 0, 0), &json!(berta.id), &Value::Null).await;
    let other = offers(&desk.coordinator, &turn(&timetable, 2, 0), &json!(berta.id), &Value::Null).await;
    desk.busy(&berta, json!({ "weekday": "MONDAY", "required": true, "reason": "at school" })).await;

    let busy = answers(&app.as_agent(&berta).await, "Accept", &offer).await;
    desk.gives(&timetable, 2, 0, Some(&carla)).await;
    let gone = answers(&app.as_agent(&berta).await, "Accept", &other).await;

    assert_eq!(told(&busy), refused("CONFLICT", "id"));
    assert_eq!(told(&gone), refused("CONFLICT", "id"));
    assert_eq!([statuses(&desk.coordinator, "OPEN").await, statuses(&desk.coordinator, "WITHDRAWN").await], [1, 1]);
}
