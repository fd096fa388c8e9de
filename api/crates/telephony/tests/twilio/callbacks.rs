//! Callbacks of whole calls: in order, repeated, shuffled, left out.

use std::collections::BTreeSet;

use telephony::{
    outgoing::{AnsweredBy, CallOrder, CallProgress, Progress, Report},
    port::{Callback, CallbackError, CallbackRead, Provider as _},
    twilio::{
        Secret,
        callback::{SIGNATURE, sign},
        fake::{Delivery, Outcome},
    },
};

use crate::world::{SOMEBODY, World, order};

fn is_end(report: &Report) -> bool {
    matches!(report.progress, Progress::Call(progress) if progress.is_final())
}

fn statuses(read: &[CallbackRead]) -> Vec<&str> {
    read.iter().map(|read| read.report.provider_status.as_str()).collect()
}

/// Where a call ends by all these reports, by rank and by nothing else.
fn folded(read: &[CallbackRead]) -> Option<CallProgress> {
    let calls = read.iter().filter_map(|read| match read.report.progress {
        Progress::Call(progress) => Some(progress),
        _ => None,
    });
    calls.reduce(|so_far, next| if next.rank() > so_far.rank() { next } else { so_far })
}

#[tokio::test]
async fn a_call_is_told_of_from_beginning_to_end() {
    let mut world = World::new().await;

    let placed = world.twilio.place(&order("att_1")).await.unwrap();
    let read = world.until(is_end).await;

    assert_eq!(statuses(&read), ["initiated", "ringing", "in-progress", "completed"]);
    assert_eq!(read.iter().filter_map(|read| read.report.sequence).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert!(read.iter().all(|read| read.report.key == placed.key && read.report.reference == Some("att_1".parse().unwrap())));
    assert_eq!(read.last().and_then(|read| read.report.talk_seconds), Some(2));
}

#[tokio::test]
async fn a_machine_is_told_of() {
    let mut world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Answers { after: 1, talks: 1, by: "machine_start" });

    world.twilio.place(&CallOrder { detect_machine: true, ..order("att_1") }).await.unwrap();
    let read = world.until(is_end).await;

    let told: Vec<_> = read.iter().filter_map(|read| read.report.answered_by).collect();
    assert_eq!(told, [AnsweredBy::Machine, AnsweredBy::Machine]);
}

#[tokio::test]
async fn a_failure_tells_the_code_of_sip() {
    let mut world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Fails { sip: 404 });

    world.twilio.place(&order("att_1")).await.unwrap();
    let read = world.until(is_end).await;

    assert_eq!(folded(&read), Some(CallProgress::Failed));
    assert_eq!(read.last().and_then(|read| read.report.provider_code.as_deref()), Some("404"));
}

#[tokio::test]
async fn what_comes_twice_bears_the_same_names() {
    let mut world = World::new().await;
    world.fake.set_delivery(Delivery { times: 2, ..Delivery::default() });

    world.twilio.place(&order("att_1")).await.unwrap();
    let mut read = world.until(is_end).await;
    read.push(world.next().await);

    assert_eq!(read.len(), 8);
    let names: BTreeSet<_> = read.iter().map(|read| read.names.clone()).collect();
    assert_eq!(names.len(), 4);
}

#[tokio::test]
async fn shuffled_and_repeated_they_come_to_the_same_end() {
    let mut world = World::new().await;
    world.fake.set_delivery(Delivery { times: 3, shuffled: true, ..Delivery::default() });

    world.twilio.place(&order("att_1")).await.unwrap();
    let mut read = Vec::new();
    while read.len() < 12 {
        read.push(world.next().await);
    }

    assert_eq!(folded(&read), Some(CallProgress::Completed));
    let ends: BTreeSet<_> = read.iter().filter(|read| is_end(&read.report)).map(|read| format!("{:?}", read.report)).collect();
    assert_eq!(ends.len(), 1);
}

#[tokio::test]
async fn what_is_left_out_does_not_change_the_end() {
    let mut world = World::new().await;
    let without = ["initiated", "ringing", "in-progress"].map(ToOwned::to_owned).to_vec();
    world.fake.set_delivery(Delivery { without, ..Delivery::default() });

    world.twilio.place(&order("att_1")).await.unwrap();
    let read = world.until(is_end).await;

    assert_eq!(statuses(&read), ["completed"]);
}

#[tokio::test]
async fn while_tokens_are_changed_callbacks_by_the_old_one_are_taken() {
    let mut world = World::with(|config| config.tokens.insert(0, Secret::new("not-yet"))).await;

    world.twilio.place(&order("att_1")).await.unwrap();
    let read = world.until(is_end).await;

    assert_eq!(folded(&read), Some(CallProgress::Completed));
}

#[tokio::test]
async fn what_another_token_signed_is_not_taken() {
    let world = World::new().await;
    let body = b"CallSid=CA1&CallStatus=completed";
    let (reference, mut headers) = ("att_1".parse().unwrap(), http::HeaderMap::new());
    let signature = sign(&format!("{}/att_1", world.callbacks), body, &Secret::new("another"));
    headers.insert(SIGNATURE, signature.parse().unwrap());

    let read = world.twilio.read_callback(&Callback { reference: &reference, query: None, headers: &headers, body });

    assert_eq!(read, Err(CallbackError::Unproved));
}
