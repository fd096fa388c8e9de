//! What nodes do that ask for no keys.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::voice::{Confirm, Destination};

#[test]
fn a_message_is_said_in_the_language_of_whoever_is_called_with_what_is_known() {
    let document = document(
        &json!({ "a": { "kind": "PLAY_MESSAGE", "words": say("Hello {name} {nobody}at {number}"), "branches": { "next": "end_next" } } }),
    );
    let variables = Variables::of(&json!({ "name": "Mary", "number": "+34972183386" }));
    let state = begin(&document, Some("es-MX"), variables);

    let first = step(&document, &state, &Heard::Answered { by: None });
    let then = step(&document, &first.state, &Heard::Played);

    let text = "Hello Mary at 3 4 9 7 2 1 8 3 3 8 6 es".to_owned();
    assert_eq!(first.act, Act { prompts: vec![Prompt::Say { text, language: Some("es".to_owned()) }], then: Then::Go });
    assert_eq!((then.act.then, then.state.ending), (Then::HangUp, Some(Ending::Completed)));
}

#[test]
fn a_key_can_change_the_language_and_an_answer_can_be_said_again() {
    let nodes = json!({
        "a": { "kind": "MULTIPLE_CHOICE", "ask": { "words": say("Ask"), "retries": 0, "timeout_seconds": 5 }, "choices": { "1": "here", "2": "there" }, "languages": { "2": "es" }, "branches": { "any": "b" } },
        "b": { "kind": "HANG_UP", "words": say("You said {answer.a}") }
    });
    let document = document(&nodes);

    let said: Vec<String> = ["1", "2"].map(|keys| Call::answered(&document).presses(keys).said().join(" ")).into();

    assert_eq!(said, ["You said here", "You said there es"]);
}

#[test]
fn a_transfer_rings_whom_the_document_or_what_is_known_names() {
    let node = |to: &str| {
        json!({
            "kind": "TRANSFER", "words": say("Wait"), "to": to, "from": "{number}", "ring_seconds": 40, "headers": { "X-Ref": "{ref}" },
            "confirmation": { "words": say("Take it?"), "key": "1" }, "branches": { "next": "end_next", "unreached": "end_unreached" }
        })
    };
    let number = Destination::Number("+34972183386".parse().expect("a number"));
    let table = [
        ("+34 972 183 386", number.clone()),
        ("{desk}", number),
        ("1001", Destination::Extension("1001".parse().expect("an extension"))),
        ("sip:desk@example.org", Destination::Sip("sip:desk@example.org".to_owned())),
    ];

    for (to, expected) in table {
        let document = document(&json!({ "a": node(to) }));
        let mut call = Call::begun(&document, &json!({ "desk": "+34972183386", "number": "+34931234567", "ref": "R 7" }));
        call.hears(&Heard::Answered { by: Some(Who::Human) });

        let confirm = Confirm { prompts: vec![Prompt::Say { text: "Take it?".to_owned(), language: Some("en".to_owned()) }], key: '1' };
        let then = Then::Connect {
            to: expected,
            from: Some("+34931234567".parse().expect("a number")),
            ring: Duration::from_secs(40),
            headers: BTreeMap::from([("X-Ref".to_owned(), "R 7".to_owned())]),
            confirm: Some(confirm),
        };
        assert_eq!(call.act().then, then, "{to}");
    }
}

#[test]
fn what_becomes_of_a_transfer_is_told_and_decides_where_it_goes_on() {
    let nodes = json!({ "a": { "kind": "TRANSFER", "words": {}, "to": "1001", "ring_seconds": 30, "branches": { "next": "end_next", "unreached": "end_unreached" } } });
    let document = document(&nodes);
    let table = [
        (Joined::Answered { seconds: 61 }, "end_next"),
        (Joined::Busy, "end_unreached"),
        (Joined::NoAnswer, "end_unreached"),
        (Joined::Failed, "end_unreached"),
        (Joined::Declined, "end_unreached"),
    ];

    for (outcome, expected) in table {
        let mut call = Call::answered(&document);

        call.hears(&Heard::Joined { outcome });

        let told: Vec<_> = call.results.iter().map(|result| result.response.clone()).collect();
        assert_eq!((call.at(), told), (expected, vec![Response::Transfer { to: "1001".to_owned(), outcome }]));
    }
}

#[test]
fn nobody_is_rung_where_nobody_is_named() {
    let document = document(
        &json!({ "a": { "kind": "TRANSFER", "words": say("Wait"), "to": "{desk}", "ring_seconds": 30, "branches": { "next": "end_next", "unreached": "end_unreached" } } }),
    );

    let call = Call::answered(&document);

    assert_eq!((call.at(), call.results.len(), &call.act().then), ("end_unreached", 1, &Then::HangUp));
}

#[test]
fn a_room_is_joined_and_left() {
    let document = document(&json!({ "a": { "kind": "CONFERENCE", "room": "team-{name}", "branches": { "next": "end_next" } } }));
    let mut call = Call::answered(&document);
    assert_eq!(call.act().then, Then::Conference { room: "team-Mary".to_owned() });

    call.hears(&Heard::Left { seconds: 30 });

    assert_eq!((call.at(), call.results.len()), ("end_next", 1));
}

#[test]
fn a_message_is_sent_to_the_called_number_or_another_and_the_call_goes_on() {
    let node = |to: serde_json::Value| json!({ "kind": "SEND_MESSAGE", "message": say("Hi {name}, {number}"), "to": to, "branches": { "next": "end_next" } });
    let table = [
        (json!(null), None),
        (json!("+34931234567"), Some("+34931234567")),
        (json!("{number}"), Some("+34972183386")),
        (json!("{nobody}"), None),
    ];

    for (to, expected) in table {
        let document = document(&json!({ "a": node(to.clone()) }));

        let call = Call::answered(&document);

        let text = "Hi Mary, +34972183386".to_owned();
        let effect = Effect::SendMessage { node: "a".parse().expect("a node"), to: expected.map(str::to_owned), text };
        assert_eq!((call.at(), &call.effects), ("end_next", &vec![effect]), "{to}");
    }
}

#[test]
fn who_does_not_want_to_be_called_any_more_is_told_so_and_the_call_ends() {
    let document = document(&json!({ "a": { "kind": "DO_NOT_CALL", "words": say("Goodbye") } }));

    let call = Call::answered(&document);

    assert_eq!(call.effects, [Effect::DoNotCall { node: "a".parse().expect("a node") }]);
    assert_eq!((call.said(), &call.act().then, call.state.ending.clone()), (vec!["Goodbye"], &Then::HangUp, Some(Ending::Completed)));
}

#[test]
fn it_goes_by_who_answered() {
    let nodes = json!({ "a": { "kind": "ANSWERED", "branches": { "human": "end_one", "machine": "end_two" } } });
    let with_unknown = json!({ "a": { "kind": "ANSWERED", "branches": { "human": "end_one", "unknown": "end_any" } } });
    let table = [
        (&nodes, None, "end_one"),
        (&nodes, Some(Who::Human), "end_one"),
        (&nodes, Some(Who::Machine), "end_two"),
        (&nodes, Some(Who::Fax), "a"),
        // Who is not known is taken for somebody.
        (&nodes, Some(Who::Unknown), "end_one"),
        (&with_unknown, Some(Who::Unknown), "end_any"),
        (&with_unknown, Some(Who::Machine), "a"),
    ];

    for (nodes, by, expected) in table {
        let document = document(nodes);
        let mut call = Call::begun(&document, &json!({}));

        call.hears(&Heard::Answered { by });

        assert_eq!((call.at(), &call.act().then), (expected, &Then::HangUp), "{by:?}");
    }
}

#[test]
fn a_message_is_left_after_a_machines_greeting_and_told_to_people_at_once() {
    let document = document(
        &json!({ "a": { "kind": "VOICEMAIL_DROP", "words": say("Call us"), "longest_greeting_seconds": 20, "branches": { "next": "end_next" } } }),
    );

    let mut machine = Call::begun(&document, &json!({}));
    machine.hears(&Heard::Answered { by: Some(Who::Machine) });
    assert_eq!(machine.acts, [Act { prompts: Vec::new(), then: Then::AwaitGreetingEnd { longest: Duration::from_secs(20) } }]);
    machine.hears(&Heard::GreetingOver);
    assert_eq!((machine.said(), &machine.act().then), (vec!["Call us"], &Then::Go));
    machine.hears(&Heard::Played);
    let told: Vec<_> = machine.results.iter().map(|result| result.response.clone()).collect();
    assert_eq!((machine.at(), told), ("end_next", vec![Response::MessageLeft]));

    let mut human = Call::begun(&document, &json!({}));
    human.hears(&Heard::Answered { by: Some(Who::Human) });
    assert_eq!(human.said(), ["Call us"]);
}

#[test]
fn who_hangs_up_ends_the_call_and_what_was_heard_is_kept() {
    let nodes = json!({
        "a": { "kind": "MULTIPLE_CHOICE", "ask": { "words": say("Ask"), "retries": 0, "timeout_seconds": 5 }, "choices": { "1": "yes" }, "branches": { "1": "b" } },
        "b": { "kind": "PLAY_MESSAGE", "words": say("Thanks"), "branches": { "next": "end_next" } }
    });
    let document = document(&nodes);
    let mut call = Call::answered(&document);

    call.presses("1").hears(&Heard::HungUp).hears(&Heard::Played);

    assert_eq!((call.results.len(), &call.state.ending, &call.act().then), (1, &Some(Ending::HungUp), &Then::HangUp));
}

#[test]
fn what_a_provider_cannot_do_or_tells_out_of_place_ends_the_call() {
    let document = document(&json!({ "a": { "kind": "PLAY_MESSAGE", "words": say("Hello"), "branches": { "next": "end_next" } } }));
    for heard in [Heard::Failed { why: "no such voice".to_owned() }, Heard::Keys { keys: "1".to_owned() }, Heard::Answered { by: None }] {
        let mut call = Call::answered(&document);

        call.hears(&heard);

        assert!(matches!(call.state.ending, Some(Ending::Failed { .. })), "{heard:?}");
    }
}
