//! How calls go through documents: each kind of node, each rule for keys, and what holds for all calls whatever is heard.

mod properties;
mod walks;

use serde_json::{Value, json};

use super::*;
use crate::voice::RecordingKey;

/// A document of these nodes; every `end_…` that is named is one that hangs up.
pub(super) fn document(nodes: &Value) -> Document {
    let mut all = nodes.clone();
    for id in ["end_one", "end_two", "end_any", "end_invalid", "end_timeout", "end_next", "end_unreached"] {
        all[id] = json!({ "kind": "HANG_UP" });
    }
    serde_json::from_value(json!({ "languages": ["en", "es"], "start": "a", "nodes": all })).expect("a document")
}

pub(super) fn say(text: &str) -> Value {
    json!({ "en": { "kind": "SAY", "text": text }, "es": { "kind": "SAY", "text": format!("{text} es") } })
}

/// A call, with all that came of it.
pub(super) struct Call<'a> {
    document: &'a Document,
    pub(super) state: State,
    pub(super) acts: Vec<Act>,
    pub(super) results: Vec<NodeResult>,
    pub(super) effects: Vec<Effect>,
}

impl<'a> Call<'a> {
    pub(super) fn begun(document: &'a Document, variables: &Value) -> Self {
        let state = begin(document, None, Variables::of(variables));
        Self { document, state, acts: Vec::new(), results: Vec::new(), effects: Vec::new() }
    }

    pub(super) fn hears(&mut self, heard: &Heard) -> &mut Self {
        let done = step(self.document, &self.state, heard);
        self.state = done.state;
        self.acts.push(done.act);
        self.results.extend(done.results);
        self.effects.extend(done.effects);
        self
    }

    pub(super) fn answered(document: &'a Document) -> Self {
        let mut call = Self::begun(document, &json!({ "name": "Mary", "number": "+34972183386" }));
        call.hears(&Heard::Answered { by: None });
        call
    }

    pub(super) fn presses(&mut self, keys: &str) -> &mut Self {
        self.hears(&Heard::Keys { keys: keys.to_owned() })
    }

    /// Node that it stands at.
    pub(super) fn at(&self) -> &str {
        self.state.at.as_ref().map_or("", NodeId::as_str)
    }

    pub(super) fn act(&self) -> &Act {
        self.acts.last().expect("something was heard")
    }

    /// What was said by the last act.
    pub(super) fn said(&self) -> Vec<&str> {
        self.act()
            .prompts
            .iter()
            .filter_map(|prompt| if let Prompt::Say { text, .. } = prompt { Some(text.as_str()) } else { None })
            .collect()
    }
}

fn asking(kind: &Value, retries: u8, branches: &Value) -> Document {
    let mut node = json!({
        "ask": { "words": say("Ask"), "invalid": say("No"), "retries": retries, "timeout_seconds": 7, "outcomes": { "1": "CONFIRMED", "3": "calls back" } },
        "branches": branches
    });
    for (key, value) in kind.as_object().cloned().unwrap_or_default() {
        node[key] = value;
    }
    document(&json!({ "a": node }))
}

fn choice() -> Value {
    json!({ "kind": "MULTIPLE_CHOICE", "choices": { "1": "yes", "2": "no", "3": "later" } })
}

fn rating() -> Value {
    json!({ "kind": "RATING", "highest": 5 })
}

fn digits() -> Value {
    json!({ "kind": "CAPTURE_DIGITS", "most": 2, "minimum": 1, "maximum": 50 })
}

#[test]
fn after_keys_the_rules_hold_in_their_order_for_all_that_ask() {
    let all = json!({ "1": "end_one", "any": "end_any", "invalid": "end_invalid", "timeout": "end_timeout" });
    let without_invalid = json!({ "1": "end_one", "any": "end_any", "timeout": "end_timeout" });
    let exact_only = json!({ "1": "end_one" });
    let table = [
        // Exact keys go before any.
        ("1", &all, "end_one"),
        ("2", &all, "end_any"),
        // What is not asked for is invalid, and any only where there is no branch for that.
        ("0", &all, "end_invalid"),
        ("*", &all, "end_invalid"),
        ("0", &without_invalid, "end_any"),
        ("", &all, "end_timeout"),
        ("", &without_invalid, "end_timeout"),
        // Without a branch the call ends at the node.
        ("2", &exact_only, "a"),
        ("0", &exact_only, "a"),
        ("", &exact_only, "a"),
    ];

    for kind in [choice(), rating(), digits()] {
        for (keys, branches, expected) in &table {
            let document = asking(&kind, 0, branches);

            let mut call = Call::answered(&document);
            call.presses(keys);

            assert_eq!((call.at(), call.state.ending.clone()), (*expected, Some(Ending::Completed)), "{kind} `{keys}` {branches}");
        }
    }
}

#[test]
fn it_is_asked_as_often_as_retries_and_one_whatever_is_pressed() {
    let branches = json!({ "any": "end_any", "invalid": "end_invalid", "timeout": "end_timeout" });
    for kind in [choice(), rating(), digits()] {
        for (heard, expected) in
            [(["", "", ""], "end_timeout"), (["0", "", "*"], "end_invalid"), (["", "0", ""], "end_timeout"), (["0", "*", "1"], "end_any")]
        {
            let document = asking(&kind, 2, &branches);

            let mut call = Call::answered(&document);
            for keys in heard {
                assert!(matches!(call.act().then, Then::Gather { .. }), "{kind}");
                call.presses(keys);
            }

            assert_eq!((call.at(), call.results.len()), (expected, 1), "{kind} {heard:?}");
        }
    }
}

#[test]
fn keys_that_were_not_asked_for_are_told_so_before_it_is_asked_again_and_silence_is_not() {
    let document = asking(&choice(), 2, &json!({ "any": null }));
    let mut call = Call::answered(&document);

    let first = call.said().join(" ");
    let after_nine = call.presses("9").said().join(" ");
    let after_silence = call.presses("").said().join(" ");

    assert_eq!([first, after_nine, after_silence], ["Ask", "No Ask", "Ask"]);
}

#[test]
fn an_answer_is_told_with_its_label_its_keys_and_what_it_means() {
    let branches = json!({ "any": null });
    let table = [
        (choice(), "1", "yes", Some(Outcome::Confirmed)),
        (choice(), "2", "no", None),
        (choice(), "3", "later", Some(Outcome::Other("calls back".to_owned()))),
        (rating(), "3", "3", Some(Outcome::Other("calls back".to_owned()))),
        (digits(), "07", "07", None),
    ];

    for (kind, keys, response, outcome) in table {
        let document = asking(&kind, 0, &branches);
        let mut call = Call::answered(&document);

        call.presses(keys);

        let answer = Response::Answer { keys: keys.to_owned(), response: response.to_owned() };
        assert_eq!(
            call.results,
            [NodeResult { node: "a".parse().expect("a node"), response: answer, outcome: outcome.clone() }],
            "{kind} {keys}"
        );
        assert_eq!(call.state.outcome, outcome);
    }
}

#[test]
fn a_number_is_an_answer_within_its_bounds_only_for_rating_and_digits_alike() {
    let ten = json!({ "kind": "RATING", "highest": 10 });
    let free = json!({ "kind": "CAPTURE_DIGITS", "most": 32 });
    let long = "9".repeat(32);
    let table = [
        (rating(), "0", false),
        (rating(), "5", true),
        (rating(), "6", false),
        (ten.clone(), "10", true),
        (ten.clone(), "11", false),
        (ten, "1", true),
        (digits(), "0", false),
        (digits(), "50", true),
        (digits(), "51", false),
        (digits(), "1*", false),
        (free.clone(), long.as_str(), true),
        (free, "000", true),
    ];

    for (kind, keys, answers) in table {
        let document = asking(&kind, 0, &json!({ "any": null }));
        let mut call = Call::answered(&document);

        call.presses(keys);

        let answered = matches!(call.results.first().map(|result| &result.response), Some(Response::Answer { .. }));
        assert_eq!(answered, answers, "{kind} {keys}");
    }
}

#[test]
fn as_many_keys_are_waited_for_as_an_answer_can_have() {
    let table = [
        (choice(), 1, None),
        (rating(), 1, None),
        (json!({ "kind": "RATING", "highest": 12 }), 2, Some('#')),
        (json!({ "kind": "CAPTURE_DIGITS", "most": 6 }), 6, Some('#')),
    ];

    for (kind, most, finish) in table {
        let document = asking(&kind, 0, &json!({ "any": null }));
        let call = Call::answered(&document);

        assert_eq!(call.act().then, Then::Gather { most, finish, timeout: Duration::from_secs(7) }, "{kind}");
    }
}

#[test]
fn with_speech_off_nothing_is_said_and_what_is_not_to_be_interrupted_is_said_first() {
    let mut silent = asking(&choice(), 1, &json!({ "any": null }));
    let mut patient = silent.clone();
    let ask = |document: &mut Document, change: fn(&mut crate::Ask)| {
        for node in document.nodes.values_mut() {
            if let Does::MultipleChoice(does) = &mut node.does {
                change(&mut does.ask);
            }
        }
    };
    ask(&mut silent, |ask| ask.speech_off = true);
    ask(&mut patient, |ask| ask.uninterrupted = true);

    let mut call = Call::answered(&silent);
    assert!(call.said().is_empty() && matches!(call.act().then, Then::Gather { .. }));
    assert!(call.presses("9").said().is_empty());

    let mut call = Call::answered(&patient);
    assert_eq!((call.said(), &call.act().then), (vec!["Ask"], &Then::Go));
    call.hears(&Heard::Played);
    assert!(call.said().is_empty() && matches!(call.act().then, Then::Gather { .. }));
}

#[test]
fn a_recording_is_named_by_its_provider() {
    let document = document(
        &json!({ "a": { "kind": "RECORD", "words": say("Speak"), "longest_seconds": 90, "silence_seconds": 3, "branches": { "next": "end_next" } } }),
    );
    let recording = RecordingKey("RE1".to_owned());
    let table = [
        (Heard::Recorded { recording: recording.clone(), seconds: 12 }, Response::Recording { recording, seconds: 12 }),
        (Heard::NothingRecorded, Response::Silence),
        (Heard::Failed { why: "disk".to_owned() }, Response::Silence),
    ];

    for (heard, response) in table {
        let mut call = Call::answered(&document);
        let then = Then::Record { longest: Duration::from_secs(90), silence: Duration::from_secs(3), finish: Some('#') };
        assert_eq!(call.act().then, then);

        call.hears(&heard);

        let told: Vec<_> = call.results.iter().map(|result| result.response.clone()).collect();
        assert_eq!((call.at(), told), ("end_next", vec![response]), "{heard:?}");
    }
}
