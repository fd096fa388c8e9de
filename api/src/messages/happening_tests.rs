//! What becomes of a message, whatever its provider says and in whatever order.

use std::time::Duration;

use entity::{
    id::{AccountId, MessageId, ProviderId},
    stored::{MessageCause, MessageChannel},
};
use proptest::prelude::*;
use sea_orm::Iterable;
use telephony::outgoing::Accepted;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn in_status(status: MessageStatus) -> Model {
    Model {
        id: MessageId::new(),
        account_id: AccountId::new(),
        channel: MessageChannel::Sms,
        status,
        cause: MessageCause::Request,
        cause_id: None,
        dedupe_key: String::new(),
        person_id: None,
        contact_id: None,
        provider_id: Some(ProviderId::new()),
        provider_key: None,
        sender: Some("+34872202550".to_owned()),
        recipient: "+34972183386".to_owned(),
        subject: None,
        body: "Good day".to_owned(),
        attempts: 1,
        begun_at: Some(at(0)),
        problem: None,
        problem_code: None,
        problem_message: None,
        expires_at: None,
        due_at: Some(at(60)),
        fence: 1,
        created_at: at(0),
        updated_at: at(0),
        sent_at: None,
    }
}

fn report(progress: MessageProgress, code: Option<(Cause, &str)>) -> Report {
    Report {
        reference: None,
        key: OrderKey("SM1".to_owned()),
        progress: Progress::Message(progress),
        provider_status: format!("{progress:?}").to_lowercase(),
        sequence: None,
        at: None,
        cause: code.map(|(cause, _)| cause),
        provider_code: code.map(|(_, code)| code.to_owned()),
        answered_by: None,
        talk_seconds: None,
    }
}

fn accepted() -> What {
    What::Answered(Ok(Accepted { key: OrderKey("SM1".to_owned()), report: Some(report(MessageProgress::Queued, None)) }))
}

/// What a provider tells of one message, and how it ends.
fn lives() -> Vec<(Vec<What>, MessageStatus)> {
    use MessageProgress as P;
    let unreachable = Some((Cause::Unreachable, "30003"));
    let opted_out = Some((Cause::OptedOut, "21610"));
    let told = |progress, code| What::Reported(report(progress, code));
    vec![
        (vec![accepted(), told(P::Queued, None), told(P::Sent, None), told(P::Delivered, None)], MessageStatus::Delivered),
        (vec![accepted(), told(P::Sent, None), told(P::Undelivered, unreachable)], MessageStatus::Undelivered),
        (vec![accepted(), told(P::Failed, opted_out)], MessageStatus::Failed),
        (vec![accepted(), told(P::Queued, None), told(P::Canceled, None)], MessageStatus::Canceled),
    ]
}

/// The same things in every order.
fn permutations(things: &[What]) -> Vec<Vec<What>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for place in 0..things.len() {
        let mut rest = things.to_vec();
        let first = rest.remove(place);
        all.extend(permutations(&rest).into_iter().map(|mut rest| {
            rest.insert(0, first.clone());
            rest
        }));
    }
    all
}

fn lived(from: &Model, all: &[What]) -> Model {
    all.iter().fold(from.clone(), |row, what| after(&row, what, at(5)).unwrap_or(row))
}

#[test]
fn what_a_provider_tells_ends_in_one_row_in_whatever_order_it_comes_and_however_often() {
    for (told, end) in lives() {
        let row = in_status(MessageStatus::Sending);
        let expected = lived(&row, &told);

        for order in permutations(&told) {
            let once = lived(&row, &order);
            let twice = lived(&once, &order);

            assert_eq!((&once, &twice), (&expected, &expected), "{order:?}");
        }
        assert_eq!((expected.status, expected.due_at, expected.provider_key.as_deref()), (end, None, Some("SM1")));
    }
}

proptest! {
    #[test]
    fn repeats_between_and_an_answer_that_was_lost_change_nothing_of_the_end(
        life in 0..4_usize,
        picks in proptest::collection::vec(0..4_usize, 0..12),
        lost in any::<bool>(),
    ) {
        let (told, end) = lives().swap_remove(life);
        let row = in_status(MessageStatus::Sending);
        let row = if lost { after(&row, &What::Answered(Err(OrderError::OutcomeUnknown(String::new()))), at(1)).unwrap() } else { row };
        let told: Vec<What> = if lost { told.into_iter().skip(1).collect() } else { told };
        let mixed: Vec<What> = picks.into_iter().map(|pick| told[pick % told.len()].clone()).chain(told.clone()).collect();

        let row = lived(&row, &mixed);

        prop_assert_eq!((row.status, row.due_at), (end, None));
    }
}

#[test]
fn what_is_final_stays_whatever_is_told_afterwards() {
    let finals = MessageStatus::iter().filter(|status| {
        use MessageStatus as S;
        matches!(status, S::Delivered | S::Undelivered | S::Failed | S::Canceled | S::Expired)
    });
    for status in finals {
        for (told, _) in lives() {
            let row = Model { due_at: None, ..in_status(status) };

            let end = lived(&row, &told);

            assert_eq!((end.status, end.due_at, end.problem), (status, None, None));
        }
    }
}

#[test]
fn what_was_not_sent_waits_and_is_tried_again() {
    let later = OrderError::RateLimited { retry_after: Some(Duration::from_secs(900)) };

    let away = after(&in_status(MessageStatus::Sending), &What::Answered(Err(OrderError::NotSent(String::new()))), at(0)).unwrap();
    let limited = after(&in_status(MessageStatus::Sending), &What::Answered(Err(later)), at(0)).unwrap();

    assert_eq!((away.status, away.problem), (MessageStatus::Queued, Some(Kind::Unreachable)));
    assert!((at(24)..=at(30)).contains(&away.due_at.unwrap()));
    assert_eq!((limited.status, limited.problem, limited.due_at), (MessageStatus::Queued, Some(Kind::PutOff), Some(at(900))));
}

#[test]
fn what_nobody_answered_is_looked_for_and_in_the_end_stays_unknown() {
    let lost = after(&in_status(MessageStatus::Sending), &What::Answered(Err(OrderError::OutcomeUnknown(String::new()))), at(0)).unwrap();
    let abandoned = after(&in_status(MessageStatus::Sending), &What::Abandoned, at(0)).unwrap();

    let again = after(&lost, &What::LookedUp(Ok(Found::NotYet)), at(20)).unwrap();
    let given_up = after(&lost, &What::LookedUp(Ok(Found::NotYet)), at(3_601)).unwrap();
    let never = after(&lost, &What::LookedUp(Ok(Found::Never)), at(400)).unwrap();

    assert_eq!((lost.status, lost.problem, lost.due_at), (MessageStatus::Unknown, Some(Kind::Lost), Some(at(2))));
    assert_eq!((abandoned.status, abandoned.problem), (MessageStatus::Unknown, Some(Kind::Interrupted)));
    assert_eq!((again.status, again.due_at), (MessageStatus::Unknown, Some(at(40))));
    assert_eq!((given_up.status, given_up.due_at), (MessageStatus::Unknown, None));
    assert_eq!(never.status, MessageStatus::Queued);
    assert!(never.due_at.is_some());
}

#[test]
fn a_message_of_which_nothing_is_heard_is_asked_for_later_and_later_and_then_left_as_sent() {
    let sent = lived(&in_status(MessageStatus::Sending), &[accepted()]);
    let found = What::LookedUp(Ok(Found::Here(Box::new(report(MessageProgress::Sent, None)))));
    let next = |hours: i64| after(&sent, &found, at(hours * 3_600)).unwrap();

    assert_eq!(sent.due_at, Some(at(5 + 600)));
    assert_eq!((next(1).due_at, next(24).due_at), (Some(at(2 * 3_600)), Some(at(30 * 3_600))));
    assert_eq!((next(49).status, next(49).due_at), (MessageStatus::Sent, None));
}

#[test]
fn a_report_for_what_waits_again_proves_that_it_was_sent() {
    let waiting = in_status(MessageStatus::Queued);

    let told = after(&waiting, &What::Reported(report(MessageProgress::Sent, None)), at(9)).unwrap();

    assert_eq!((told.status, told.provider_key.as_deref()), (MessageStatus::Sent, Some("SM1")));
}
