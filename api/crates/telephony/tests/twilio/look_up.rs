//! An order whose answer was lost is found, or it is said that it cannot be told.

use chrono::TimeDelta;
use telephony::{
    outgoing::{CallProgress, Found, LookUp, MessageProgress, Progress},
    port::Provider as _,
    twilio::fake::{Delivery, Outcome, Trouble},
};

use crate::world::{SOMEBODY, World, key, message, order, question};

/// A world in which telephones ring, callbacks are lost, and one reply was, too.
async fn lost(reference: &str) -> (World, LookUp) {
    let world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Held);
    world.fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    world.fake.befall_next(Trouble::LoseReply);
    let order = order(reference);
    let question = question(&order);
    assert!(world.twilio.place(&order).await.is_err());
    world.fake.until(|calls| calls.iter().all(|call| call.status == "ringing")).await;
    (world, question)
}

fn here(found: &Found) -> Option<&str> {
    match found {
        Found::Here(report) => Some(&report.key.0),
        _ => None,
    }
}

#[tokio::test]
async fn the_only_call_to_that_party_is_the_one_that_was_lost() {
    let (world, question) = lost("att_1").await;

    let found = world.look_up(&question).await;

    let sid = world.fake.calls()[0].sid.clone();
    assert_eq!(here(&found), Some(sid.as_str()));
    let Found::Here(report) = found else { return };
    assert_eq!(report.progress, Progress::Call(CallProgress::Ringing));
    assert_eq!(report.reference, Some("att_1".parse().unwrap()));
}

#[tokio::test]
async fn a_call_of_another_order_is_left_out() {
    let (world, mut question) = lost("att_1").await;
    let other = world.twilio.place(&order("att_2")).await.unwrap();

    question.others = vec![other.key.clone()];
    let found = world.look_up(&question).await;

    assert_eq!(here(&found), Some(world.fake.calls()[0].sid.as_str()));
}

#[tokio::test]
async fn of_two_lost_orders_each_finds_its_own_by_the_addresses_that_were_called_back() {
    let (world, mut first) = lost("att_1").await;
    world.fake.befall_next(Trouble::LoseReply);
    assert!(world.twilio.place(&order("att_2")).await.is_err());
    world.fake.until(|calls| calls.len() == 2 && calls.iter().all(|call| call.status == "ringing")).await;
    let mut second = question(&order("att_2"));
    (first.rivals, second.rivals) = (true, true);

    let (found_first, found_second) = (world.look_up(&first).await, world.look_up(&second).await);

    let calls = world.fake.calls();
    assert_eq!(here(&found_first), Some(calls[0].sid.as_str()));
    assert_eq!(here(&found_second), Some(calls[1].sid.as_str()));
}

#[tokio::test]
async fn of_two_lost_orders_neither_takes_a_call_that_could_be_the_others() {
    let (world, mut first) = lost("att_1").await;
    world.fake.set_shows_events(false);
    world.fake.befall_next(Trouble::LoseRequest);
    assert!(world.twilio.place(&order("att_2")).await.is_err());
    let mut second = question(&order("att_2"));
    (first.rivals, second.rivals) = (true, true);

    let found = (world.look_up(&first).await, world.look_up(&second).await);

    assert_eq!(found, (Found::NotYet, Found::NotYet));
}

#[tokio::test]
async fn somebody_elses_call_is_not_taken_for_ours_while_a_rival_is_looked_for() {
    let (world, _) = lost("att_1").await;
    let mut never_placed = question(&order("att_2"));
    never_placed.rivals = true;

    let found = world.look_up(&never_placed).await;

    assert_eq!(found, Found::NotYet);
}

#[tokio::test]
async fn what_was_never_placed_is_not_known_at_first_and_never_had_later() {
    let world = World::new().await;
    world.fake.befall_next(Trouble::LoseRequest);
    let mut question = question(&order("att_1"));
    assert!(world.twilio.place(&order("att_1")).await.is_err());

    let at_first = world.look_up(&question).await;
    question.asked_at = question.ordered_at + TimeDelta::minutes(5);
    let later = world.look_up(&question).await;

    assert_eq!((at_first, later), (Found::NotYet, Found::Never));
}

#[tokio::test]
async fn with_its_key_an_order_is_asked_for_by_it() {
    let world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Busy);
    let placed = world.twilio.place(&order("att_1")).await.unwrap();
    world.fake.until(|calls| calls.iter().all(|call| call.status == "busy")).await;

    let found = world.look_up(&LookUp { key: Some(placed.key), ..question(&order("att_1")) }).await;

    assert!(matches!(found, Found::Here(report) if report.progress == Progress::Call(CallProgress::Busy)));
}

#[tokio::test]
async fn a_key_that_is_not_there_is_no_proof_that_it_never_was() {
    let world = World::new().await;
    let gone = LookUp { key: Some(key("CA00000000000000000000000000000001")), ..question(&order("att_1")) };

    let found = world.twilio.look_up_call(&gone).await;

    assert!(found.is_err(), "{found:?}");
}

#[tokio::test]
async fn a_lost_message_is_known_by_its_text() {
    let world = World::new().await;
    world.twilio.send(&message("msg_1", "Good day")).await.unwrap();
    world.fake.befall_next(Trouble::LoseReply);
    assert!(world.twilio.send(&message("msg_2", "Good night")).await.is_err());
    let asked = |body: &str| LookUp { body: Some(body.to_owned()), ..question(&order("msg_2")) };

    let found = world.twilio.look_up_message(&asked("Good night")).await.unwrap();
    let other = world.twilio.look_up_message(&asked("Good grief")).await.unwrap();

    assert_eq!(here(&found), Some(world.fake.messages()[1].sid.as_str()));
    assert_eq!(other, Found::NotYet);
}

#[tokio::test]
async fn a_message_with_its_key_is_asked_for_by_it() {
    let mut world = World::new().await;
    let sent = world.twilio.send(&message("msg_1", "Good day")).await.unwrap();
    world.until(|report| report.progress == Progress::Message(MessageProgress::Delivered)).await;

    let asked = LookUp { key: Some(sent.key), ..question(&order("msg_1")) };
    let found = world.twilio.look_up_message(&asked).await.unwrap();

    assert!(matches!(found, Found::Here(report) if report.progress == Progress::Message(MessageProgress::Delivered)));
}
