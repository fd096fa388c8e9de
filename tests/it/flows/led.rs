//! Calls that are led by flows: each turn once, what was heard kept as it comes, and what follows outside of the call.

use std::time::Duration;

use acceptance::{
    SOON, TestApp,
    carrier::{Carrier, report},
    on_both,
};
use chrono::TimeDelta;
use entity::stored::Role;
use flow::voice::{Act, Heard, Joined, Prompt, RecordingKey, Then, Who};
use serde_json::{Value, json};
use telephony::{
    capability::Operation,
    conversation::ConductorError,
    outgoing::{AnsweredBy, CallProgress, Report, Script},
};

use super::desk::{CONVERSES, Desk, NUMBER, confirm, say};

const MESSAGES: &str = "{ messages { nodes { to body cause status problem { kind } } } }";

fn keys(keys: &str) -> Heard {
    Heard::Keys { keys: keys.to_owned() }
}

on_both!(a_call_is_led_from_node_to_node_and_what_was_heard_is_there_as_it_comes);
async fn a_call_is_led_from_node_to_node_and_what_was_heard_is_there_as_it_comes(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    app.contact(&desk.client, json!({ "number": NUMBER, "name": "Mary" })).await;
    let (flow, _) = desk.sealed(json!([confirm()])).await;
    let mut changes = desk.client.subscribe("subscription { flowRunChanged { kind status flowRun { turns } } }", json!({})).await;
    let call = desk.call("one", &flow, json!({})).await;

    let asked = call.turn(0, Heard::Answered { by: Some(Who::Human) }).await;
    let again = call.turn(1, keys("9")).await;
    let before = call.run().await;
    let last = call.turn(2, keys("1")).await;

    let prompt = Prompt::Say { text: "Hello Mary, press one or two.".to_owned(), language: Some("en".to_owned()) };
    let gather = Then::Gather { most: 1, finish: None, timeout: Duration::from_secs(5) };
    assert_eq!([&asked, &again], [&Act { prompts: vec![prompt], then: gather }; 2]);
    assert_eq!(last, Act { prompts: Vec::new(), then: Then::HangUp });
    assert_eq!((&before["status"], &before["results"], &before["outcome"]), (&json!("RUNNING"), &json!([]), &Value::Null));
    let confirmed = json!({ "meaning": "CONFIRMED", "own": null });
    let expected = json!({
        "status": "COMPLETED", "problem": null, "node": "confirm", "turns": 3, "outcome": confirmed,
        "results": [{ "node": "confirm", "label": "Will you come?", "kind": "ANSWER", "response": "yes", "keys": "1", "visits": 1,
            "seconds": null, "outcome": confirmed }],
        "recordings": [], "flowVersion": { "number": 1 }, "contact": { "name": "Mary" }, "callAttempt": { "id": call.id },
    });
    assert_eq!(call.run().await, expected);
    let told = [changes.next_within(SOON).await, changes.next_within(SOON).await, changes.next_within(SOON).await];
    let told: Vec<_> =
        told.iter().map(|change| (change["flowRunChanged"]["kind"].clone(), change["flowRunChanged"]["status"].clone())).collect();
    assert_eq!(
        told,
        [("CREATED", "RUNNING"), ("UPDATED", "RUNNING"), ("UPDATED", "COMPLETED")].map(|(kind, status)| (json!(kind), json!(status)))
    );
}

on_both!(a_turn_that_is_asked_again_is_answered_the_same_and_nothing_happens_twice);
async fn a_turn_that_is_asked_again_is_answered_the_same_and_nothing_happens_twice(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let nodes = json!([
        { "id": "speak", "does": { "record": { "words": say("Speak.") } }, "branches": [{ "on": "NEXT", "to": "text" }] },
        { "id": "text", "does": { "sendMessage": { "words": say("Thanks"), "message": [{ "language": "en", "text": "Thanks, {name}" }] } } }
    ]);
    let (flow, _) = desk.sealed(nodes).await;
    let call = desk.call("one", &flow, json!({ "name": "Mary" })).await;
    let recorded = || Heard::Recorded { recording: RecordingKey("RE1".to_owned()), seconds: 12 };

    let (first, second) =
        futures_util::future::join(call.turn(0, Heard::Answered { by: None }), call.turn(0, Heard::Answered { by: None })).await;
    let (third, fourth) = futures_util::future::join(call.turn(1, recorded()), call.turn(1, recorded())).await;
    // Whatever is heard then.
    let fifth = call.turn(1, Heard::NothingRecorded).await;

    assert_eq!((&first, &third, &third), (&second, &fourth, &fifth));
    for turn in [0, 3] {
        assert_eq!(call.asked(turn, recorded()).await, Err(ConductorError::WrongTurn));
    }
    let run = call.run().await;
    assert_eq!((&run["turns"], &run["results"][0]["visits"]), (&json!(2), &json!(1)));
    let recording = json!([{ "node": "speak", "seconds": 12, "status": "KEPT", "deleteAt": "2027-02-19T10:00:00+00:00" }]);
    assert_eq!(run["recordings"], recording);
    let messages = desk.client.query(MESSAGES, json!({})).await;
    // Nobody here sends messages: that is written down, and the call goes on.
    let failed = json!([{ "to": NUMBER, "body": "Thanks, Mary", "cause": "FLOW_RUN", "status": "FAILED", "problem": { "kind": "PROVIDER_FAILED" } }]);
    assert_eq!(messages["messages"]["nodes"], failed);
    assert_eq!(desk.conductor.present(&call.reference()).await, Ok(Some((1, third))));
}

on_both!(who_hangs_up_ends_the_run_and_what_was_heard_before_is_kept);
async fn who_hangs_up_ends_the_run_and_what_was_heard_before_is_kept(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let mut first = confirm();
    first["branches"] = json!([{ "on": "ANY", "to": "more" }]);
    let more = json!({ "id": "more", "does": { "rating": { "ask": { "words": say("How was it?") } } }, "branches": [{ "on": "ANY" }] });
    let (flow, _) = desk.sealed(json!([first, more])).await;
    let call = desk.call("one", &flow, json!({})).await;

    call.presses(&["2"]).await;
    for _ in 0..2 {
        assert_eq!(desk.conductor.over(&call.reference()).await, Ok(()));
    }
    let late = call.turn(2, keys("5")).await;

    let run = call.run().await;
    assert_eq!(
        (&run["status"], run["results"].as_array().map(Vec::len), &run["outcome"]["own"]),
        (&json!("HUNG_UP"), Some(1), &json!("calls back"))
    );
    assert_eq!(late.then, Then::HangUp);
}

on_both!(a_number_that_is_not_to_be_called_any_more_is_in_the_ledger_at_once);
async fn a_number_that_is_not_to_be_called_any_more_is_in_the_ledger_at_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let (flow, _) = desk.sealed(json!([{ "id": "never", "does": { "doNotCall": { "words": say("Goodbye") } } }])).await;
    let call = desk.call("one", &flow, json!({})).await;

    let act = call.turn(0, Heard::Answered { by: None }).await;
    let again = desk.originate(json!({ "requestId": "two", "flow": { "id": flow } })).await;

    assert_eq!((act.then, act.prompts.len()), (Then::HangUp, 1));
    assert_eq!(again, json!({ "callAttempt": null, "replayed": null, "userErrors": [{ "code": "OPTED_OUT", "path": ["input", "to"] }] }));
}

on_both!(a_room_is_the_accounts_own_and_transfers_are_told);
async fn a_room_is_the_accounts_own_and_transfers_are_told(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let nodes = json!([
        { "id": "desk", "does": { "transfer": { "to": "{desk}" } }, "branches": [{ "on": "UNREACHED", "to": "room" }] },
        { "id": "room", "does": { "conference": { "room": "team" } } }
    ]);
    let (flow, _) = desk.sealed(nodes).await;
    let call = desk.call("one", &flow, json!({ "desk": "1001" })).await;

    call.turn(0, Heard::Answered { by: None }).await;
    let joined = call.turn(1, Heard::Joined { outcome: Joined::Busy }).await;
    call.turn(2, Heard::Left { seconds: 30 }).await;

    assert_eq!(joined.then, Then::Conference { room: format!("{}-team", app.account().id) });
    let run = call.run().await;
    let told: Vec<_> = run["results"]
        .as_array()
        .expect("results")
        .iter()
        .map(|result| (&result["node"], &result["kind"], &result["response"], &result["seconds"]))
        .collect();
    let expected = [("desk", "NOT_JOINED", json!("1001"), json!(null)), ("room", "CONFERENCE", json!(null), json!(30))];
    assert_eq!(json!(told), json!(expected));
}

on_both!(what_cannot_be_led_is_refused_with_its_path);
async fn what_cannot_be_led_is_refused_with_its_path(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (flow, version) = desk.sealed(json!([confirm()])).await;
    let draft = desk.create(super::desk::document(json!([confirm()]))).await["flow"]["id"].clone();
    let unable = desk.originate(json!({ "flow": { "id": flow } })).await;
    app.able_provider("deaf", &[Operation::PlaceCall, Operation::Converse]).await;
    let looks = desk.sealed(json!([{ "id": "who", "does": { "answered": true } }])).await.0;
    let ana = app.person("Ana").extension("1001").create().await;

    assert_eq!(unable["userErrors"][0]["code"], "NOT_FOUND");
    let table = [
        (json!({ "flow": { "id": draft } }), "CONFLICT", json!(["input", "flow", "id"])),
        (json!({ "flow": { "id": "flw_06BWF3M2K8Q4T0A1S5Z7XYVN9C" } }), "NOT_FOUND", json!(["input", "flow", "id"])),
        (json!({ "flow": { "id": ana.id } }), "INVALID", json!(["input", "flow", "id"])),
        (json!({ "flow": { "id": flow }, "personId": ana.id }), "INVALID", json!(["input", "personId"])),
        (json!({}), "INVALID", json!(["input", "personId"])),
        (json!({ "flow": { "id": flow, "variables": [] } }), "INVALID", json!(["input", "flow", "variables"])),
        (json!({ "flow": { "id": flow }, "to": "12" }), "INVALID", json!(["input", "to"])),
        // Who answers matters to it, and this telephone system does not look.
        (json!({ "flow": { "id": looks } }), "CAPABILITY_UNSUPPORTED", json!(["input"])),
    ];
    for (input, code, path) in table {
        assert_eq!(desk.originate(input.clone()).await["userErrors"], json!([{ "code": code, "path": path }]), "{input}");
    }
    assert_eq!(desk.originate(json!({ "flow": { "id": version } })).await["userErrors"], json!([]));
    let agent = app.as_agent(&ana).await;
    let wish = json!({ "requestId": "x", "to": NUMBER, "flow": { "id": flow } });
    let refused = agent
        .query("mutation ($input: CallOriginateInput!) { callOriginate(input: $input) { userErrors { code } } }", json!({ "input": wish }))
        .await;
    assert_eq!(refused["callOriginate"]["userErrors"], json!([{ "code": "FORBIDDEN" }]));
}

const CALLOUT: &str = "query ($id: ID!) { callout(id: $id) { detectMachine script { kind flowVersionId } flowVersion { number }
    participations { nodes { status flowRun { status outcome { meaning } results { response kind } } } } } }";

on_both!(a_callout_calls_by_the_version_that_was_sealed_when_it_was_given_and_shows_how_each_call_went);
async fn a_callout_calls_by_the_version_that_was_sealed_when_it_was_given_and_shows_how_each_call_went(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (carrier, (flow, version)) = (Carrier::new(), desk.sealed(json!([confirm()])).await);
    let _link = carrier.link(&app, "carrier").await;
    let provider = desk.client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].clone();
    let input = json!({ "name": "Reminders", "script": { "flow": { "id": flow } }, "routes": [{ "providerId": provider }] });
    let callout = app.callout(&desk.client, input).await;
    let contact = app.contact(&desk.client, json!({ "number": NUMBER, "metadata": { "name": "Marta" } })).await;
    let add =
        "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
    desk.client.query(add, json!({ "callout": callout, "contact": contact.id })).await;
    // Sealed later, it leads no call that was ordered before.
    desk.update(&flow, 1, json!({ "document": super::desk::document(json!([{ "id": "bye", "does": { "hangUp": {} } }])) })).await;
    desk.seal(&flow, 2).await;

    desk.client.query("mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code } } }", json!({ "id": callout })).await;
    let orders = carrier.orders(1).await;
    carrier.tell(&orders[0], CallProgress::InProgress).await;
    let asked = desk.conductor.next(&orders[0].reference, 0, Heard::Answered { by: Some(Who::Human) }).await.expect("an act");
    desk.conductor.next(&orders[0].reference, 1, keys("1")).await.expect("an act");
    carrier.tell(&orders[0], CallProgress::Completed).await;

    let over = |answer: &Value| answer["callout"]["participations"]["nodes"][0]["status"] == "ANSWERED";
    let seen = app.until(&desk.client, CALLOUT, json!({ "id": callout }), over).await;
    assert_eq!(orders[0].script, Script::Converse);
    assert!(matches!(&asked.prompts[0], Prompt::Say { text, .. } if text.starts_with("Hello Marta")), "{asked:?}");
    assert_eq!(seen["callout"]["script"], json!({ "kind": "FLOW", "flowVersionId": version }));
    assert_eq!(seen["callout"]["flowVersion"]["number"], 1);
    let run = json!({ "status": "COMPLETED", "outcome": { "meaning": "CONFIRMED" }, "results": [{ "response": "yes", "kind": "ANSWER" }] });
    assert_eq!(seen["callout"]["participations"]["nodes"][0]["flowRun"], run);
}

on_both!(who_gets_a_message_on_a_machine_was_reached_and_a_call_that_ends_early_ends_its_run);
async fn who_gets_a_message_on_a_machine_was_reached_and_a_call_that_ends_early_ends_its_run(app: TestApp) {
    let desk = Desk::new(&app).await;
    let nodes = json!([
        { "id": "who", "does": { "answered": true }, "branches": [{ "on": "MACHINE", "to": "drop" }, { "on": "HUMAN", "to": "confirm" }] },
        { "id": "drop", "does": { "voicemailDrop": { "words": say("Call us") } } },
        confirm()
    ]);
    let (carrier, (flow, _)) = (Carrier::new(), desk.sealed(nodes).await);
    let _link = carrier.link(&app, "carrier").await;
    let provider = desk.client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].clone();
    let input = json!({ "name": "Reminders", "script": { "flow": { "id": flow } }, "routes": [{ "providerId": provider }] });
    let callout = app.callout(&desk.client, input).await;
    let add =
        "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
    for number in [NUMBER, "+34972183387"] {
        let contact = app.contact(&desk.client, json!({ "number": number })).await;
        desk.client.query(add, json!({ "callout": callout, "contact": contact.id })).await;
    }

    desk.client.query("mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code } } }", json!({ "id": callout })).await;
    let orders = carrier.orders(2).await;
    let turns = [
        vec![Heard::Answered { by: Some(Who::Machine) }, Heard::GreetingOver, Heard::Played],
        vec![Heard::Answered { by: Some(Who::Human) }],
    ];
    for (order, heard) in orders.iter().zip(turns) {
        for (turn, heard) in (0..).zip(heard) {
            desk.conductor.next(&order.reference, turn, heard).await.expect("an act");
        }
    }
    let completed = report(&orders[0].reference, CallProgress::Completed);
    let machine = Report { answered_by: Some(AnsweredBy::Machine), ..completed };
    carrier.tell_report(machine).await;
    carrier.tell(&orders[1], CallProgress::Completed).await;

    let over = |answer: &Value| {
        answer["callout"]["participations"]["nodes"].as_array().is_some_and(|parts| parts.iter().all(|part| part["status"] == "ANSWERED"))
    };
    let seen = app.until(&desk.client, CALLOUT, json!({ "id": callout }), over).await;
    assert!(orders.iter().all(|order| order.detect_machine) && seen["callout"]["detectMachine"] == true);
    let mut statuses: Vec<_> = seen["callout"]["participations"]["nodes"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| part["flowRun"]["status"].to_string())
        .collect();
    statuses.sort();
    assert_eq!(statuses, ["\"COMPLETED\"", "\"HUNG_UP\""]);
}

on_both!(a_recording_is_deleted_when_somebody_says_so);
async fn a_recording_is_deleted_when_somebody_says_so(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let (flow, _) = desk.sealed(json!([{ "id": "speak", "does": { "record": { "words": say("Speak.") } } }])).await;
    let call = desk.call("one", &flow, json!({})).await;
    call.turn(0, Heard::Answered { by: None }).await;
    call.turn(1, Heard::Recorded { recording: RecordingKey("RE1".to_owned()), seconds: 3 }).await;
    let read = "query ($id: ID!) { callAttempt(id: $id) { flowRun { recordings { id deleteAt } } } }";
    let recording = desk.client.query(read, json!({ "id": call.id })).await["callAttempt"]["flowRun"]["recordings"][0].take();
    app.clock.advance(TimeDelta::hours(1));

    let delete = "mutation ($id: ID!) { flowRecordingDelete(id: $id) { recording { deleteAt } userErrors { code path } } }";
    let answer = desk.client.query(delete, json!({ "id": recording["id"] })).await["flowRecordingDelete"].take();
    let viewer = app.as_role(Role::Viewer).await;
    let refused = viewer.error(delete, json!({ "id": recording["id"] })).await;

    assert_eq!(answer, json!({ "recording": { "deleteAt": "2026-11-21T11:00:00+00:00" }, "userErrors": [] }));
    assert_eq!(refused.code, "FORBIDDEN");
}
