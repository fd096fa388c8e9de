//! What no recording shows, in messages written by hand.

use super::*;
use crate::{
    cause::Cause,
    event::{LegState, Party, QueueOutcome, Snapshot},
};

/// A message of `Name: value` lines.
fn message(text: &str) -> Message {
    let headers = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.trim().to_owned())
    });
    Message::new(headers.collect())
}

/// An event of a channel `Uniqueid Linkedid Channel ChannelState`, with further headers.
pub(super) fn of_channel(event: &str, channel: [&str; 4], more: &str) -> Message {
    let [uniqueid, linkedid, name, state] = channel;
    let head = format!("Event: {event}\nUniqueid: {uniqueid}\nLinkedid: {linkedid}\nChannel: {name}\nChannelState: {state}");
    message(&format!("{head}\nCallerIDNum: 5550123\nCallerIDName: Ann\nExten: 5550001\nCID-CallingPres: 0 (Allowed)\n{more}"))
}

const TRUNK: [&str; 4] = ["1.0", "1.0", "PJSIP/trunk-00000000", "4"];
const UP: [&str; 4] = ["1.0", "1.0", "PJSIP/trunk-00000000", "6"];

fn waiting() -> Vec<Message> {
    vec![
        of_channel("Newchannel", TRUNK, ""),
        of_channel("NewCallerid", TRUNK, ""),
        of_channel("Newstate", UP, ""),
        of_channel("QueueCallerJoin", UP, "Queue: support\nPosition: 1"),
    ]
}

fn given_up() -> Vec<Message> {
    vec![
        of_channel("QueueCallerAbandon", UP, "Queue: support\nPosition: 1"),
        of_channel("QueueCallerLeave", UP, "Queue: support\nPosition: 1\nCount: 0"),
    ]
}

/// Lines about the queue.
fn of_queue(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().filter(|line| line.starts_with("support: ")).collect()
}

pub(super) fn undeclared() -> Translator {
    Translator::new("Local/{extension}@agents".parse().unwrap(), ResultEvent::default())
}

#[test]
fn a_wait_given_up_with_nobody_to_say_why_is_unknown_once_the_call_is_over() {
    let story = [waiting(), given_up(), vec![of_channel("Hangup", UP, "Cause: 16")]].concat();

    let told = of_queue(told(&mut undeclared(), &story));

    assert_eq!(told, ["support: c1.1 joins at 1, 5550123 Ann", "support: c1.1 leaves", "support: c1 Unknown"]);
}

#[test]
fn a_hang_up_told_after_the_leaving_still_means_abandoned() {
    let story = [waiting(), given_up(), vec![of_channel("HangupRequest", UP, "Cause: 16")]].concat();

    let told = of_queue(told(&mut undeclared(), &story));

    assert_eq!(told.last().map(String::as_str), Some("support: c1 Abandoned"));
}

#[test]
fn a_hang_up_long_after_the_leaving_says_nothing_of_the_wait() {
    let stamp = |message: &Message, seconds: u32| {
        let mut headers = message.headers().to_vec();
        headers.push(("Timestamp".to_owned(), format!("17952311{seconds:02}.0")));
        Message::new(headers)
    };
    let left = [waiting(), given_up()].concat();
    let ended = [of_channel("HangupRequest", UP, "Cause: 16"), of_channel("Hangup", UP, "Cause: 16")];
    let story: Vec<_> = left.iter().map(|message| stamp(message, 10)).chain(ended.iter().map(|message| stamp(message, 40))).collect();

    for mut machine in [machine(), undeclared()] {
        let told = of_queue(told(&mut machine, &story));
        assert_eq!(told.last().map(String::as_str), Some("support: c1 Unknown"));
    }
}

#[test]
fn the_standard_result_event_is_heard_without_being_declared() {
    let result = of_channel("UserEvent", UP, "UserEvent: SwitchboardQueueResult\nQueue: support\nResult: TIMEOUT");
    let story = [waiting(), given_up(), vec![result]].concat();

    let told = of_queue(told(&mut undeclared(), &story));

    assert_eq!(told.last().map(String::as_str), Some("support: c1 TimedOut"));
}

#[test]
fn user_events_of_others_say_nothing() {
    let result = of_channel("UserEvent", UP, "UserEvent: LabQueueResult\nQueue: support\nResult: TIMEOUT");
    let story = [waiting(), given_up(), vec![result]].concat();

    let told = of_queue(told(&mut undeclared(), &story));

    assert_eq!(told.last().map(String::as_str), Some("support: c1.1 leaves"));
}

#[test]
fn a_key_the_caller_pressed_takes_the_call_out_of_the_queue() {
    let left = of_channel("QueueCallerLeave", UP, "Queue: support\nPosition: 1\nCount: 0");
    let result = of_channel("UserEvent", UP, "UserEvent: SwitchboardQueueResult\nQueue: support\nResult: ");
    let story = [waiting(), vec![left, result]].concat();

    let told = of_queue(told(&mut undeclared(), &story));

    assert_eq!(told.last().map(String::as_str), Some("support: c1 Withdrawn"));
}

#[test]
fn an_event_told_twice_is_told_once() {
    let twice: Vec<_> = waiting().into_iter().flat_map(|message| [message.clone(), message]).collect();

    assert_eq!(told(&mut machine(), &twice), told(&mut machine(), &waiting()));
}

#[test]
fn a_done_without_channels_is_matched_by_queue_and_member() {
    let connect = of_channel("AgentConnect", UP, "Queue: support\nInterface: Local/1001@agents\nHoldTime: 1\nRingTime: 1");
    let leave = of_channel("QueueCallerLeave", UP, "Queue: support\nPosition: 1\nCount: 0");
    let hangup = of_channel("Hangup", UP, "Cause: 16");
    let done = message("Event: AgentComplete\nQueue: support\nInterface: Local/1001@agents\nTalkTime: 7\nReason: caller");
    let story = [waiting(), vec![leave, connect, hangup, done]].concat();

    let told = told(&mut machine(), &story);

    assert_eq!(told.last().map(String::as_str), Some("support: Local/1001@agents done with c1 after 7 s"));
}

#[test]
fn a_done_of_a_talk_nobody_saw_begin_names_no_call() {
    let variants = recording("s22-agentcomplete-variants");

    let told = told(&mut machine(), &variants);

    assert_eq!(told.len(), variants.len());
    assert!(told.iter().all(|line| line.contains(" done with ")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("done with a call")), "{told:?}");
}

#[test]
fn telephones_behind_a_members_local_channel_are_no_legs_of_their_own() {
    let begin = |uniqueid, name| of_channel("Newchannel", [uniqueid, "1.0", name, "0"], "");
    let dial = |from: &str, to: &str| message(&format!("Event: DialBegin\nUniqueid: {from}\nDestUniqueid: {to}"));
    let state = |uniqueid, name, state| of_channel("Newstate", [uniqueid, "1.0", name, state], "");
    let (first, second) = ("Local/1001@agents-00000001;1", "Local/1001@agents-00000001;2");
    let called = of_channel("AgentCalled", UP, "Queue: support\nInterface: Local/1001@agents\nDestUniqueid: 1.1");
    let rung = vec![
        begin("1.1", first),
        begin("1.2", second),
        called,
        dial("1.0", "1.1"),
        begin("1.3", "PJSIP/6001-00000003"),
        dial("1.2", "1.3"),
        state("1.3", "PJSIP/6001-00000003", "5"),
        state("1.1", first, "5"),
        state("1.3", "PJSIP/6001-00000003", "6"),
        state("1.1", first, "6"),
        // Asterisk takes the Local channel out; the telephone stays.
        of_channel("Hangup", ["1.2", "1.0", second, "6"], "Cause: 16"),
        of_channel("Hangup", ["1.1", "1.0", first, "6"], "Cause: 16"),
        of_channel("HangupRequest", ["1.3", "1.0", "PJSIP/6001-00000003", "6"], ""),
        of_channel("Hangup", ["1.3", "1.0", "PJSIP/6001-00000003", "6"], "Cause: 16"),
    ];
    let mut machine = machine();
    let before = waiting();
    told(&mut machine, &before);

    let told = told(&mut machine, &rung);

    let expected = [
        "c1.1 Agent Local/1001@agents Started",
        "support: Local/1001@agents rings for c1",
        "c1.1 Agent Local/1001@agents Ringing",
        "c1.1 Agent Local/1001@agents Answered",
        "c1.1 Agent Local/1001@agents Ended, CalleeHangup (16)",
    ];
    assert_eq!(told, expected);
}

#[test]
fn members_rung_together_stop_ringing_when_one_answers() {
    let ring = |number: u8| {
        let (uniqueid, name) = (format!("1.{number}"), format!("PJSIP/600{number}-0000000{number}"));
        let called = format!("Queue: support\nInterface: PJSIP/600{number}\nDestUniqueid: {uniqueid}");
        [
            of_channel("Newchannel", [&uniqueid, "1.0", &name, "0"], ""),
            of_channel("AgentCalled", UP, &called),
            of_channel("Newstate", [&uniqueid, "1.0", &name, "5"], ""),
        ]
    };
    let answered = of_channel("Newstate", ["1.1", "1.0", "PJSIP/6001-00000001", "6"], "");
    let stopped = of_channel("Hangup", ["1.2", "1.0", "PJSIP/6002-00000002", "5"], "Cause: 26");
    let story = [waiting(), ring(1).to_vec(), ring(2).to_vec(), vec![answered, stopped]].concat();
    let mut machine = Translator::new("PJSIP/{extension}".parse().unwrap(), ResultEvent::default());

    let told = told(&mut machine, &story);

    assert_eq!(told.last().map(String::as_str), Some("c1.3 Agent PJSIP/6002 Ended, AnsweredElsewhere (26)"));
}

#[test]
fn a_withheld_number_is_not_told_whatever_comes_later() {
    let withheld = Party { withheld: true, ..Party::default() };
    let mut machine = machine();
    let begin = of_channel("Newchannel", TRUNK, "");
    assert_eq!(machine.wants_presentation(&begin), Some("PJSIP/trunk-00000000"));
    machine.note_presentation(&begin, Presentation::Withheld);

    let events: Vec<_> = [begin, of_channel("Newstate", UP, ""), of_channel("QueueCallerJoin", UP, "Queue: support\nPosition: 1")]
        .iter()
        .flat_map(|message| machine.translate(message, DateTime::UNIX_EPOCH))
        .collect();

    let parties: Vec<_> = events
        .iter()
        .map(|event| match event {
            Event::CallStarted { from, .. } => from,
            Event::Leg { party, .. } => party,
            Event::QueueJoined { entry, .. } => &entry.caller,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(parties.len(), 4);
    assert!(parties.into_iter().all(|party| *party == withheld), "{events:?}");
}

/// Channels as CoreShowChannels lists them, queues as QueueStatus does.
fn picture(queues: &[&str], channels: &[Message]) -> Picture {
    let at = DateTime::from_timestamp(1_795_231_172, 0).unwrap();
    Picture { at, place: 1, queues: queues.iter().map(|text| message(text)).collect(), channels: channels.to_vec() }
}

fn talking() -> Picture {
    let application = "Application: Queue\nApplicationData: support,tT,,,60\nBridgeId: b1\nDuration: 00:01:07";
    let agent = "Application: AppQueue\nApplicationData: (Outgoing Line)\nBridgeId: b1\nDuration: 00:01:02";
    let channels = [
        of_channel("CoreShowChannel", ["1.2", "1.0", "Local/1001@agents-00000001;2", "6"], "BridgeId: b2\nDuration: 00:01:02"),
        of_channel("CoreShowChannel", ["1.1", "1.0", "Local/1001@agents-00000001;1", "6"], agent),
        of_channel("CoreShowChannel", ["1.3", "1.0", "PJSIP/6001-00000003", "6"], "BridgeId: b2\nDuration: 00:01:01"),
        of_channel("CoreShowChannel", UP, application),
    ];
    let queues = [
        "Event: QueueParams\nQueue: support",
        "Event: QueueMember\nQueue: support\nName: Ann\nLocation: Local/1001@agents\nMembership: dynamic\nStatus: 2\nInCall: 1\nPaused: 0",
        "Event: QueueParams\nQueue: sales",
    ];
    picture(&queues, &channels)
}

#[test]
fn a_picture_tells_each_party_once_and_the_queue_that_connected_them() {
    let mut machine = machine();
    let picture = talking();
    for message in machine.wants_presentations(&picture).into_iter().cloned().collect::<Vec<_>>() {
        machine.note_presentation(&message, Presentation::Allowed);
    }

    machine.take_over(&picture);

    let Snapshot { queues, calls, .. } = machine.snapshot();
    assert_eq!(queues.iter().map(|queue| queue.key.0.as_str()).collect::<Vec<_>>(), ["sales", "support"]);
    assert_eq!(queues[1].members[0].extension, "1001".parse().ok());
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].queue, Some("support".into()));
    let legs: Vec<_> = calls[0].legs.iter().map(|leg| (leg.leg.0.as_str(), leg.endpoint.clone(), leg.state)).collect();
    assert_eq!(legs.len(), 2, "{legs:?}");
    assert!(legs.contains(&("1.0", None, LegState::Answered)));
    assert!(legs.contains(&("1.1", Some("Local/1001@agents".into()), LegState::Answered)));
}

#[test]
fn after_a_picture_the_same_call_is_not_told_again_and_its_end_is() {
    let mut machine = machine();
    machine.take_over(&talking());
    let story = [
        of_channel("Newchannel", TRUNK, ""),
        of_channel("Newstate", UP, ""),
        of_channel("AgentConnect", UP, "Queue: support\nInterface: Local/1001@agents"),
        message("Event: AgentComplete\nQueue: support\nInterface: Local/1001@agents\nTalkTime: 70\nReason: caller"),
        of_channel("Hangup", ["1.1", "1.0", "Local/1001@agents-00000001;1", "6"], "Cause: 16"),
        of_channel("Hangup", ["1.3", "1.0", "PJSIP/6001-00000003", "6"], "Cause: 16"),
        of_channel("Hangup", UP, "Cause: 16"),
    ];

    let told = told(&mut machine, &story);

    let expected = [
        "support: Local/1001@agents done with c1 after 70 s",
        "support: Local/1001@agents InUse, penalty 0, 0 calls",
        "c1.1 Agent Local/1001@agents Ended, CallerHangup (16)",
        "c1.2 Caller nobody Ended, CallerHangup (16)",
        "c1 ends, CallerHangup (16)",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_picture_keeps_what_was_known_of_calls_that_are_still_there() {
    let mut machine = machine();
    let begin = of_channel("Newchannel", TRUNK, "");
    machine.note_presentation(&begin, Presentation::Withheld);
    for message in [begin, of_channel("Newstate", UP, "")] {
        machine.translate(&message, DateTime::UNIX_EPOCH);
    }
    let held = machine.snapshot();

    let picture = picture(&["Event: QueueParams\nQueue: support"], &[of_channel("CoreShowChannel", UP, "Duration: 00:00:02")]);
    assert!(machine.wants_presentations(&picture).is_empty());
    machine.take_over(&picture);

    assert_eq!(machine.snapshot().calls, held.calls);
    assert_eq!(held.calls[0].dialled.as_deref(), Some("5550001"));
    assert!(held.calls[0].legs[0].party.withheld);
}

#[test]
fn a_number_found_in_a_picture_is_not_told_unless_it_may_be() {
    let mut machine = machine();
    let picture = picture(&[], &[of_channel("CoreShowChannel", UP, "Duration: 00:00:02")]);
    let wanted: Vec<_> = machine.wants_presentations(&picture).iter().map(|message| message.text("Channel").to_owned()).collect();
    assert_eq!(wanted, ["PJSIP/trunk-00000000"]);

    machine.take_over(&picture);

    assert_eq!(machine.snapshot().calls[0].legs[0].party, Party::default());
}

#[test]
fn a_restart_of_asterisk_forgets_everything() {
    let mut machine = machine();
    told(&mut machine, &waiting());
    let started = DateTime::from_timestamp(1_795_231_172, 0);

    machine.started(started);

    assert_eq!(machine.snapshot(), Snapshot { provider_started_at: started, ..Snapshot::default() });
}

#[test]
fn only_what_lasts_or_matters_is_a_difference() {
    let mut held = machine();
    told(&mut held, &waiting());
    let mut moved = held.clone();
    assert_eq!(differences(&held.snapshot(), &moved.snapshot()), Vec::<String>::new());

    told(&mut moved, &given_up());
    told(&mut moved, &[message("Event: QueueMemberAdded\nQueue: sales\nInterface: Local/1001@agents\nStatus: 1")]);

    let expected = ["member Local/1001@agents of sales", "queue sales", "wait of 1.0 in support"];
    assert_eq!(differences(&held.snapshot(), &moved.snapshot()), expected);
}

#[test]
fn an_end_that_the_queue_decided_is_the_calls_cause() {
    let result = of_channel("UserEvent", UP, "UserEvent: SwitchboardQueueResult\nQueue: support\nResult: TIMEOUT");
    let story = [waiting(), given_up(), vec![result, of_channel("Hangup", UP, "Cause: 16")]].concat();
    let mut machine = machine();

    let events: Vec<_> = story.iter().flat_map(|message| machine.translate(message, DateTime::UNIX_EPOCH)).collect();

    let results = events.iter().filter(|event| matches!(event, Event::QueueResult { outcome: QueueOutcome::TimedOut, .. }));
    assert_eq!(results.count(), 1);
    assert!(matches!(events.last(), Some(Event::CallEnded { cause: Cause::QueueTimeout, .. })), "{events:?}");
}
