//! What holds for all calls, whatever the document says and whatever is heard.

use std::collections::BTreeMap;

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::{
    Answered, Ask, Branches, Conference, Digits, DoNotCall, HangUp, MultipleChoice, Node, Play, Rating, Record, SendMessage, Voicemail,
    Words, check,
};

fn node_id() -> impl Strategy<Value = NodeId> {
    select(vec!["a", "b", "c", "d", "e", "f"]).prop_map(|id| id.parse().expect("a node"))
}

fn words() -> impl Strategy<Value = Words> {
    prop_oneof![Just(Words::say("en", "Hello {name}")), Just(Words::default())]
}

fn ask() -> impl Strategy<Value = Ask> {
    (words(), words(), 0..4_u8, 0..6_u8, any::<bool>(), any::<bool>()).prop_map(
        |(words, invalid, retries, timeout_seconds, speech_off, uninterrupted)| Ask {
            words,
            invalid,
            retries,
            timeout_seconds,
            speech_off,
            uninterrupted,
            outcomes: BTreeMap::from([("1".to_owned(), Outcome::Confirmed)]),
        },
    )
}

fn does() -> impl Strategy<Value = Does> {
    let choices = BTreeMap::from([('1', "one".to_owned()), ('2', "two".to_owned())]);
    prop_oneof![
        words().prop_map(|words| Does::PlayMessage(Play { words })),
        ask().prop_map(move |ask| Does::MultipleChoice(MultipleChoice { ask, choices: choices.clone(), languages: BTreeMap::new() })),
        (ask(), 0..30_u8).prop_map(|(ask, highest)| Does::Rating(Rating { ask, highest })),
        (ask(), 0..40_u8, option::of(0..60_u64)).prop_map(|(ask, most, minimum)| Does::CaptureDigits(Digits {
            ask,
            most,
            minimum,
            maximum: None
        })),
        words().prop_map(|words| Does::Record(Record { words, longest_seconds: 9, silence_seconds: 0 })),
        (words(), select(vec!["1001", "{name}", "x"])).prop_map(|(words, to)| {
            let to = to.to_owned();
            Does::Transfer(Transfer { words, to, from: None, ring_seconds: 9, headers: BTreeMap::new(), confirmation: None })
        }),
        words().prop_map(|words| Does::HangUp(HangUp { words })),
        words().prop_map(|words| Does::Conference(Conference { words, room: "{name}".to_owned() })),
        words().prop_map(|words| Does::DoNotCall(DoNotCall { words })),
        (words(), words()).prop_map(|(words, message)| Does::SendMessage(SendMessage { words, message, to: None })),
        Just(Does::Answered(Answered {})),
        words().prop_map(|words| Does::VoicemailDrop(Voicemail { words, longest_greeting_seconds: 5 })),
    ]
}

fn branches() -> impl Strategy<Value = Branches> {
    let on = select(vec!["1", "2", "any", "invalid", "timeout", "next", "unreached", "human", "machine", "fax", "unknown"]);
    proptest::collection::btree_map(on.prop_map(|on| on.parse().expect("a branch")), option::weighted(0.8, node_id()), 0..8)
        .prop_map(Branches)
}

fn any_document() -> impl Strategy<Value = Document> {
    let node = (does(), branches()).prop_map(|(does, branches)| Node { label: None, does, branches });
    let nodes = proptest::collection::btree_map(node_id(), node, 1..6);
    (nodes, node_id()).prop_map(|(nodes, start)| Document { languages: vec!["en".to_owned()], start: Some(start), nodes })
}

fn any_heard() -> impl Strategy<Value = Heard> {
    prop_oneof![
        4 => "[0-9*#]{0,3}".prop_map(|keys| Heard::Keys { keys }),
        4 => Just(Heard::Played),
        1 => option::of(select(vec![Who::Human, Who::Machine, Who::Fax, Who::Unknown])).prop_map(|by| Heard::Answered { by }),
        1 => Just(Heard::NothingRecorded),
        1 => Just(Heard::Joined { outcome: Joined::Busy }),
        1 => Just(Heard::Left { seconds: 3 }),
        1 => Just(Heard::GreetingOver),
        1 => "\\PC{0,9}".prop_map(|why| Heard::Failed { why }),
        1 => "\\PC{0,9}".prop_map(|keys| Heard::Keys { keys }),
    ]
}

/// The document, with what is taken without a key leading only to nodes that come later by name, and nothing to none.
fn with_a_way_out(mut document: Document) -> Document {
    let known: Vec<NodeId> = document.nodes.keys().cloned().collect();
    for (id, node) in &mut document.nodes {
        for (on, to) in &mut node.branches.0 {
            let by_itself = !matches!(on, On::Keys(_) | On::Any | On::Invalid);
            *to = to.take().filter(|to| known.contains(to) && (!by_itself || *to > *id));
        }
    }
    document.start = document.start.filter(|start| known.contains(start));
    document
}

/// What a provider tells of an act when whoever answered presses `keys` and says nothing.
fn reply(then: &Then, keys: &str) -> Heard {
    match then {
        Then::Gather { .. } => Heard::Keys { keys: keys.to_owned() },
        Then::Record { .. } => Heard::NothingRecorded,
        Then::Connect { .. } => Heard::Joined { outcome: Joined::NoAnswer },
        Then::Conference { .. } => Heard::Left { seconds: 0 },
        Then::AwaitGreetingEnd { .. } => Heard::GreetingOver,
        Then::Go => Heard::Played,
        Then::HangUp => Heard::HungUp,
    }
}

proptest! {
    #[test]
    fn whatever_is_heard_nothing_panics_the_same_follows_and_a_state_reads_back(document in any_document(), heard in vec(any_heard(), 0..30)) {
        let mut state = begin(&document, None, Variables::of(&json!({ "name": "Mary" })));

        for heard in &heard {
            let text = serde_json::to_string(&state).expect("JSON");
            let read: State = serde_json::from_str(&text).expect("a state");
            let once = step(&document, &state, heard);

            prop_assert_eq!(&read, &state);
            prop_assert_eq!(&step(&document, &read, heard), &once);
            prop_assert!(once.state.ending.is_none() || once.act.then == Then::HangUp);
            state = once.state;
        }
    }

    #[test]
    fn every_call_ends_within_its_steps_whatever_the_document_says(document in any_document(), keys in "[0-9]{0,1}") {
        let mut state = begin(&document, None, Variables::default());
        let mut heard = Heard::Answered { by: Some(Who::Machine) };

        let mut turns = 0;
        while state.ending.is_none() {
            let done = step(&document, &state, &heard);
            heard = reply(&done.act.then, &keys);
            state = done.state;
            turns += 1;
            prop_assert!(turns <= u32::from(MOST_STEPS) + 1, "{turns}");
        }
    }

    #[test]
    fn a_document_with_nothing_wrong_comes_to_its_end_by_itself_when_nobody_presses_anything(document in any_document(), by in select(vec![None, Some(Who::Machine), Some(Who::Fax)])) {
        let document = with_a_way_out(document);
        let wrong = check(&document).into_iter().find(|finding| matches!(finding.code, crate::Code::Endless | crate::Code::UnknownNode));
        prop_assert_eq!(wrong, None);
        let mut state = begin(&document, None, Variables::default());
        let mut heard = Heard::Answered { by };

        while state.ending.is_none() {
            let done = step(&document, &state, &heard);
            heard = reply(&done.act.then, "");
            state = done.state;
        }

        // Six nodes, each asked four times at the most, with a step to come to it and two for each time.
        prop_assert_eq!((state.ending, state.steps <= 54), (Some(Ending::Completed), true));
    }

    #[test]
    fn a_document_reads_back_from_its_text(document in any_document()) {
        let text = serde_json::to_string(&document).expect("JSON");

        prop_assert_eq!(serde_json::from_str::<Document>(&text).expect("a document"), document);
    }
}
