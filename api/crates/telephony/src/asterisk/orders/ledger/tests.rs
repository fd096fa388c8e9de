//! What the ledger makes of an order's messages, in whatever order they come.

use super::*;

fn message(text: &str) -> Message {
    let headers = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.trim().to_owned())
    });
    Message::new(headers.collect())
}

fn channel(event: &str, state: u8, more: &str) -> Message {
    let words = ["Down", "", "", "", "Ring", "Ringing", "Up"][usize::from(state)];
    message(&format!("Event: {event}\nUniqueid: switchboard-order-att_1\nChannelState: {state}\nChannelStateDesc: {words}\n{more}"))
}

fn response(more: &str) -> Message {
    message(&format!("Event: OriginateResponse\nActionID: switchboard-order-att_1\nUniqueid: <null>\n{more}"))
}

fn dialplan(name: &str, status: &str) -> Message {
    message(&format!("Event: UserEvent\nUserEvent: {name}\nReference: att_1\nStatus: {status}"))
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
}

fn att_1() -> Reference {
    "att_1".parse().unwrap()
}

fn to() -> DialTarget {
    DialTarget::Extension("1001".parse().unwrap())
}

/// A ledger on its first link, with one order that Asterisk took.
fn ordered() -> Ledger {
    let mut ledger = asked();
    ledger.taken(&att_1());
    ledger
}

/// The same, before Asterisk answered.
fn asked() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.begin_link();
    assert_eq!(ledger.order(&att_1(), &to(), Instant::now()), Ordered::New);
    ledger
}

fn line(news: &News) -> String {
    match news {
        News::HangUp(key) => format!("hang up {key}"),
        News::Await(reference) => format!("await {reference}"),
        News::Report(report) => {
            let Progress::Call(progress) = report.progress else { panic!("{report:?}") };
            let mut line = format!("{progress:?}");
            line += &report.cause.map_or_else(String::new, |cause| format!(" {cause:?}"));
            line += &report.provider_code.as_ref().map_or_else(String::new, |code| format!(" code {code}"));
            line += &report.answered_by.map_or_else(String::new, |who| format!(" by {who:?}"));
            line + &report.talk_seconds.map_or_else(String::new, |talk| format!(" talked {talk}"))
        }
    }
}

fn told(ledger: &mut Ledger, messages: &[Message]) -> Vec<String> {
    let news = (0..).zip(messages).flat_map(|(second, message)| ledger.take(message, at(second)));
    news.map(|news| line(&news)).collect()
}

#[test]
fn a_call_is_told_from_ringing_to_its_end() {
    let story = [
        channel("Newchannel", 0, ""),
        channel("Newstate", 5, ""),
        channel("Newstate", 6, ""),
        response("Response: Success\nReason: 4"),
        dialplan(ANSWERED_BY, "HUMAN"),
        dialplan(PLAYED, "SUCCESS"),
        channel("Hangup", 6, "Cause: 16\nCause-txt: Normal Clearing"),
    ];

    let told = told(&mut ordered(), &story);

    let expected = ["Ringing", "InProgress", "InProgress by Human", "Completed Normal code 16 by Human talked 4"];
    assert_eq!(told, expected);
}

#[test]
fn the_cause_of_the_end_decides_whether_the_answer_to_the_order_comes_before_or_after_it() {
    let begins = [channel("Newchannel", 0, ""), channel("Newstate", 5, "")];
    let (failure, end) = (response("Response: Failure\nReason: 0"), channel("Hangup", 5, "Cause: 17"));

    for ends in [[failure.clone(), end.clone()], [end, failure]] {
        let told = told(&mut ordered(), &[begins.as_slice(), &ends].concat());

        assert_eq!(told, ["Ringing", "Busy Busy code 17"]);
    }
}

#[test]
fn a_call_without_a_channel_ends_by_the_answer_to_its_order_after_a_while() {
    let mut ledger = ordered();

    let told = told(&mut ledger, &[response("Response: Failure\nReason: 0")]);

    assert_eq!(told, ["await att_1"]);
    assert_eq!(ledger.unheard(&att_1(), at(5)).as_ref().map(line).as_deref(), Some("Failed Unreachable"));
    assert_eq!(ledger.unheard(&att_1(), at(6)), None);
}

#[test]
fn a_channel_that_is_told_later_than_the_answer_to_its_order_decides_all_the_same() {
    let mut ledger = ordered();
    let story = [response("Response: Failure\nReason: 0"), channel("Newchannel", 0, ""), channel("Newstate", 5, "")];

    assert_eq!(told(&mut ledger, &story), ["await att_1", "Ringing"]);

    assert_eq!(ledger.unheard(&att_1(), at(5)), None);
    assert_eq!(told(&mut ledger, &[channel("Hangup", 5, "Cause: 17")]), ["Busy Busy code 17"]);
}

#[test]
fn an_end_is_told_once() {
    let end = channel("Hangup", 5, "Cause: 19");
    let story = [channel("Newstate", 5, ""), end.clone(), end, channel("Newstate", 6, ""), response("Response: Failure\nReason: 3")];

    assert_eq!(told(&mut ordered(), &story), ["Ringing", "NoAnswer NoAnswer code 19"]);
}

#[test]
fn a_missing_recording_is_told_as_the_providers_fault() {
    let story = [channel("Newstate", 6, ""), dialplan(PLAYED, "FAILED"), channel("Hangup", 6, "Cause: 16")];

    assert_eq!(told(&mut ordered(), &story), ["InProgress", "Completed ProviderError code 16 talked 2"]);
}

#[test]
fn whoever_hangs_up_after_the_answer_is_told() {
    let story = [channel("Newstate", 6, ""), channel("HangupRequest", 6, ""), channel("Hangup", 6, "Cause: 16")];

    assert_eq!(told(&mut ordered(), &story), ["InProgress", "Completed CalleeHangup code 16 talked 2"]);
}

#[test]
fn a_call_that_is_called_off_before_it_begins_is_hung_up_when_it_does() {
    let mut ledger = ordered();

    ledger.call_off(&att_1());

    let story = [channel("Newchannel", 0, ""), channel("Newstate", 5, ""), channel("Hangup", 5, "Cause: 16")];
    assert_eq!(told(&mut ledger, &story), ["hang up switchboard-order-att_1", "Ringing", "Canceled CancelledByUs code 16"]);
}

#[test]
fn other_channels_and_second_halves_are_not_ours() {
    let second = "Event: Hangup\nUniqueid: switchboard-order-att_1-2\nCause: 17";
    let other = "Event: Hangup\nUniqueid: 1795283748.30\nCause: 17";

    assert!(told(&mut ordered(), &[message(second), message(other)]).is_empty());
}

#[test]
fn a_call_that_another_process_placed_is_followed_too() {
    let story = [channel("Newchannel", 0, ""), channel("Newstate", 5, ""), channel("Hangup", 5, "Cause: 21")];

    assert_eq!(told(&mut Ledger::default(), &story), ["Ringing", "Busy Rejected code 21"]);
}

#[test]
fn a_call_that_is_still_there_after_a_lost_link_goes_on_being_told() {
    let mut ledger = ordered();
    told(&mut ledger, &[channel("Newstate", 5, "")]);

    ledger.begin_link();
    let news = ledger.listed(&[channel("CoreShowChannel", 6, "")], at(30));

    assert_eq!(news.iter().map(line).collect::<Vec<_>>(), ["InProgress"]);
    // When it was answered was not seen, so nobody knows how long they talked.
    assert_eq!(told(&mut ledger, &[channel("Hangup", 6, "Cause: 16")]), ["Completed Normal code 16"]);
}

#[test]
fn a_call_that_is_gone_after_a_lost_link_ended_unseen() {
    for (state, expected) in [(5, "Failed Unknown"), (6, "Completed Unknown")] {
        let mut ledger = ordered();
        told(&mut ledger, &[channel("Newstate", state, "")]);

        ledger.begin_link();

        let news = ledger.listed(&[], at(30));
        assert_eq!(news.iter().map(line).collect::<Vec<_>>(), [expected]);
        assert!(ledger.listed(&[], at(31)).is_empty());
    }
}

#[test]
fn a_call_whose_end_has_been_heard_over_the_new_link_did_not_end_unseen() {
    let mut ledger = ordered();
    told(&mut ledger, &[channel("Newstate", 5, "")]);

    ledger.begin_link();
    let told = told(&mut ledger, &[channel("Hangup", 5, "Cause: 17")]);

    assert_eq!(told, ["Busy Busy code 17"]);
    assert!(ledger.listed(&[], at(30)).is_empty());
}

#[test]
fn an_order_never_was_if_nothing_came_of_it_while_the_link_held_and_time_passed() {
    let (patience, later) = (Duration::from_secs(10), Instant::now() + Duration::from_secs(11));

    assert!(!asked().never_was(&att_1(), patience, Instant::now()));
    assert!(asked().never_was(&att_1(), patience, later));
    assert!(!ordered().never_was(&att_1(), patience, later));

    let mut refused = asked();
    refused.refused(&att_1());
    assert!(refused.never_was(&att_1(), patience, Instant::now()));
    assert_eq!(refused.order(&att_1(), &to(), Instant::now()), Ordered::New);

    let mut lost = asked();
    lost.begin_link();
    assert!(lost.listed(&[], at(1)).is_empty());
    assert!(!lost.never_was(&att_1(), patience, later));

    let mut seen = asked();
    told(&mut seen, &[channel("Newchannel", 0, "")]);
    assert!(!seen.never_was(&att_1(), patience, later));
}

#[test]
fn an_order_is_not_sent_twice() {
    assert_eq!(asked().order(&att_1(), &to(), Instant::now()), Ordered::Open);
    assert!(matches!(ordered().order(&att_1(), &to(), Instant::now()), Ordered::Known(_)));

    let mut forgotten = asked();
    forgotten.forget(&att_1());
    assert_eq!(forgotten.order(&att_1(), &to(), Instant::now()), Ordered::New);
}

#[test]
fn calls_long_over_are_forgotten() {
    let mut ledger = Ledger::default();

    for number in 0..=MOST_OVER {
        let uniqueid = format!("Event: Hangup\nUniqueid: switchboard-order-{number}\nCause: 17");
        ledger.take(&message(&uniqueid), at(0));
    }

    assert_eq!(ledger.calls.len(), MOST_OVER);
    assert!(ledger.report(&"0".parse().unwrap()).is_none());
}
