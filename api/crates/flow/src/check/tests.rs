//! What is found in documents that are not right.

use serde_json::{Value, json};

use super::*;

/// A document whose nodes are these, after one right one of each kind that they may lead to.
fn document(nodes: Value) -> Document {
    let mut all = json!({ "bye": { "kind": "HANG_UP" } });
    for (id, node) in nodes.as_object().cloned().unwrap_or_default() {
        all[id] = node;
    }
    serde_json::from_value(json!({ "languages": ["en", "es-ES"], "start": "a", "nodes": all })).expect("a document")
}

fn say(text: &str) -> Value {
    json!({ "en": { "kind": "SAY", "text": text }, "es-ES": { "kind": "SAY", "text": text } })
}

fn ask() -> Value {
    json!({ "words": say("Press one."), "retries": 1, "timeout_seconds": 5 })
}

fn found(document: &Document) -> Vec<(Code, String)> {
    check(document).into_iter().map(|finding| (finding.code, finding.path.join("."))).collect()
}

#[test]
fn a_document_with_all_kinds_of_nodes_has_nothing_wrong() {
    let nodes = json!({
        "a": { "kind": "ANSWERED", "branches": { "human": "hello", "machine": "drop", "fax": null } },
        "drop": { "kind": "VOICEMAIL_DROP", "words": say("Call us."), "longest_greeting_seconds": 30 },
        "hello": { "label": "Greeting", "kind": "PLAY_MESSAGE", "words": say("Hello {name}."), "branches": { "next": "choose" } },
        "choose": {
            "kind": "MULTIPLE_CHOICE", "ask": { "words": say("One or two?"), "retries": 2, "timeout_seconds": 5, "outcomes": { "1": "CONFIRMED" } },
            "choices": { "1": "yes", "2": "no" }, "languages": { "2": "es-ES" },
            "branches": { "1": "rate", "2": "code", "invalid": "choose", "timeout": "bye" }
        },
        "rate": { "kind": "RATING", "ask": ask(), "highest": 5, "branches": { "1": "sorry", "any": "record" } },
        "sorry": { "kind": "TRANSFER", "words": {}, "to": "+34972183386", "ring_seconds": 30, "branches": { "next": null, "unreached": "record" } },
        "code": { "kind": "CAPTURE_DIGITS", "ask": ask(), "most": 4, "minimum": 1000, "maximum": 9999, "branches": { "any": "text", "invalid": "room" } },
        "record": { "kind": "RECORD", "words": say("Speak."), "longest_seconds": 120, "silence_seconds": 5, "branches": { "next": "bye" } },
        "room": { "kind": "CONFERENCE", "room": "team-1" },
        "text": { "kind": "SEND_MESSAGE", "message": say("Your code is {answer.code}."), "branches": { "next": "never" } },
        "never": { "kind": "DO_NOT_CALL", "words": say("Goodbye.") }
    });

    assert_eq!(found(&document(nodes)), []);
}

#[test]
fn a_document_without_anything_says_what_is_missing() {
    assert_eq!(found(&Document::default()), [(Code::NoLanguage, "languages".to_owned()), (Code::NoStart, "start".to_owned())]);
}

#[test]
fn each_thing_that_is_wrong_is_told_with_its_path() {
    let play = |branches: Value| json!({ "kind": "PLAY_MESSAGE", "words": say("x"), "branches": branches });
    let choose =
        |choices: Value, branches: Value| json!({ "kind": "MULTIPLE_CHOICE", "ask": ask(), "choices": choices, "branches": branches });
    let table = [
        (play(json!({ "next": "flw_other" })), vec![(Code::UnknownNode, "nodes.a.branches.next"), (Code::Unreachable, "nodes.bye")]),
        (play(json!({ "next": "bye", "timeout": "bye" })), vec![(Code::BranchInvalid, "nodes.a.branches.timeout")]),
        (play(json!({ "next": "bye", "1": "bye" })), vec![(Code::BranchInvalid, "nodes.a.branches.1")]),
        (play(json!({ "next": "a" })), vec![(Code::Unreachable, "nodes.bye"), (Code::NoWayOut, "nodes.a"), (Code::Endless, "nodes.a")]),
        (
            json!({ "kind": "PLAY_MESSAGE", "words": { "en": { "kind": "SAY", "text": " " }, "fr": { "kind": "PLAY", "audio": "x" } }, "branches": { "next": "bye" } }),
            vec![
                (Code::TextMissing, "nodes.a.words.es-ES"),
                (Code::TextInvalid, "nodes.a.words.en"),
                (Code::LanguageUnknown, "nodes.a.words.fr"),
            ],
        ),
        (
            choose(json!({ "1": "yes", "x": "no" }), json!({ "1": "bye", "2": "bye" })),
            vec![
                (Code::BranchInvalid, "nodes.a.branches.2"),
                (Code::KeyInvalid, "nodes.a.choices.x"),
                (Code::KeyWithoutBranch, "nodes.a.branches.x"),
            ],
        ),
        (choose(json!({}), json!({ "any": "bye" })), vec![(Code::KeyInvalid, "nodes.a.choices")]),
        (choose(json!({ "1": "yes" }), json!({ "1": "bye", "timeout": "a" })), vec![(Code::Endless, "nodes.a")]),
        (
            json!({ "kind": "RATING", "ask": { "words": say("x"), "retries": 10, "timeout_seconds": 0, "outcomes": { "6": "CONFIRMED" } }, "highest": 5, "branches": { "any": "bye", "0": "bye" } }),
            vec![
                (Code::BranchInvalid, "nodes.a.branches.0"),
                (Code::OutOfRange, "nodes.a.retries"),
                (Code::OutOfRange, "nodes.a.timeoutSeconds"),
                (Code::KeyInvalid, "nodes.a.outcomes.6"),
            ],
        ),
        (
            json!({ "kind": "CAPTURE_DIGITS", "ask": ask(), "most": 2, "minimum": 100, "maximum": 50, "branches": { "invalid": "bye" } }),
            vec![
                (Code::OutOfRange, "nodes.a.minimum"),
                (Code::OutOfRange, "nodes.a.minimum"),
                (Code::KeyWithoutBranch, "nodes.a.branches.any"),
            ],
        ),
        (
            json!({ "kind": "TRANSFER", "words": {}, "to": "nobody", "from": "1001", "ring_seconds": 900, "headers": { "Via": "x" },
                "confirmation": { "words": {}, "key": "a" }, "branches": { "next": "bye" } }),
            vec![
                (Code::TextMissing, "nodes.a.confirmation.en"),
                (Code::TextMissing, "nodes.a.confirmation.es-ES"),
                (Code::OutOfRange, "nodes.a.ringSeconds"),
                (Code::TargetInvalid, "nodes.a.to"),
                (Code::TargetInvalid, "nodes.a.from"),
                (Code::TextInvalid, "nodes.a.headers.Via"),
                (Code::KeyInvalid, "nodes.a.confirmation.key"),
            ],
        ),
        (json!({ "kind": "CONFERENCE", "room": "", "branches": { "next": "bye" } }), vec![(Code::TargetInvalid, "nodes.a.room")]),
        (
            json!({ "kind": "SEND_MESSAGE", "message": { "en": { "kind": "PLAY", "audio": "x" } }, "to": "12", "branches": { "next": "bye" } }),
            vec![
                (Code::TextMissing, "nodes.a.message.es-ES"),
                (Code::TextInvalid, "nodes.a.message.en"),
                (Code::TargetInvalid, "nodes.a.to"),
            ],
        ),
    ];

    for (node, expected) in table {
        let expected: Vec<_> = expected.into_iter().map(|(code, path)| (code, path.to_owned())).collect();
        assert_eq!(found(&document(json!({ "a": node.clone() }))), expected, "{node}");
    }
}

#[test]
fn what_may_only_be_missing_yet_does_not_stand_in_the_way_of_saving() {
    let unfinished =
        document(json!({ "a": { "kind": "PLAY_MESSAGE", "words": {}, "branches": { "next": "a" } }, "b": { "kind": "HANG_UP" } }));

    assert!(check(&unfinished).iter().all(|finding| finding.code.may_stand_in_a_draft()), "{:?}", check(&unfinished));
    assert!(!Code::UnknownNode.may_stand_in_a_draft() && !Code::OutOfRange.may_stand_in_a_draft());
}

#[test]
fn languages_have_the_shape_of_languages() {
    let table = [
        ("es", true),
        ("es-ES", true),
        ("zh-Hant-TW", true),
        ("de-CH-1996", true),
        ("e", false),
        ("es_ES", false),
        ("es-", false),
        ("1a", false),
    ];

    for (language, expected) in table {
        assert_eq!(is_language(language), expected, "{language}");
    }
}
