//! What is made of orders that are lost, delayed, refused: one POST each, whatever happens.

use std::{collections::BTreeMap, time::Duration};

use telephony::{
    cause::Cause,
    outgoing::{Accepted, CallProgress, Found, MessageProgress, OrderError, Progress},
    port::Provider as _,
    twilio::{Secret, fake::Arrival, fake::Odds, fake::Outcome, fake::Trouble},
};

use crate::world::{SOMEBODY, World, key, message, order, question};

/// Places a call that the trouble befalls.
async fn befallen(world: &World, trouble: Trouble) -> Result<Accepted, OrderError> {
    world.fake.befall_next(trouble);
    world.twilio.place(&order("att_1")).await
}

fn is_open<T>(outcome: &Result<T, OrderError>) -> bool {
    matches!(outcome, Err(OrderError::OutcomeUnknown(_)))
}

#[tokio::test]
async fn a_lost_reply_leaves_the_outcome_open_and_the_order_is_not_repeated() {
    let world = World::new().await;

    let outcome = befallen(&world, Trouble::LoseReply).await;

    assert!(is_open(&outcome), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, 1));
}

#[tokio::test]
async fn a_lost_reply_on_a_connection_that_was_used_before_is_not_repeated_either() {
    let world = World::new().await;
    for reference in ["att_2", "att_3", "att_4"] {
        world.twilio.place(&order(reference)).await.unwrap();
    }

    let outcome = befallen(&world, Trouble::LoseReply).await;

    assert!(is_open(&outcome), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.calls().len()), (4, 4));
}

#[tokio::test]
async fn a_lost_request_looks_as_a_lost_reply_does() {
    let world = World::new().await;

    let outcome = befallen(&world, Trouble::LoseRequest).await;

    assert!(is_open(&outcome), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, 0));
}

#[tokio::test]
async fn an_answer_that_never_comes_leaves_the_outcome_open() {
    let world = World::with(|config| {
        config.limits.connect = Duration::from_secs(1);
        config.limits.answer = Duration::from_millis(50);
    })
    .await;

    let outcome = befallen(&world, Trouble::NeverAnswer { carried_out: true }).await;

    assert!(is_open(&outcome), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, 1));
}

#[tokio::test]
async fn a_server_that_fails_leaves_the_outcome_open_whether_it_rang_or_not() {
    for (trouble, calls) in [(Trouble::FailBefore, 0), (Trouble::FailAfter, 1)] {
        let world = World::new().await;

        let outcome = befallen(&world, trouble).await;

        assert!(is_open(&outcome), "{outcome:?}");
        assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, calls));
    }
}

#[tokio::test]
async fn too_many_requests_rang_nobody_and_say_when_to_come_again() {
    for (retry_after, wait) in [(Some(7), Some(Duration::from_secs(7))), (None, None)] {
        let world = World::new().await;

        let outcome = befallen(&world, Trouble::TooMany { retry_after }).await;

        assert_eq!(outcome, Err(OrderError::RateLimited { retry_after: wait }));
        assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, 0));
    }
}

#[tokio::test]
async fn a_refusal_tells_its_cause_and_its_code() {
    let world = World::new().await;

    let outcome = befallen(&world, Trouble::Refuse { status: 400, code: 21215 }).await;

    let refused = OrderError::Refused { cause: Cause::Blocked, code: Some("21215".to_owned()), message: "Refused as asked".to_owned() };
    assert_eq!(outcome, Err(refused));
}

#[tokio::test]
async fn a_late_answer_is_an_answer() {
    let world = World::new().await;

    let outcome = befallen(&world, Trouble::Delay(Duration::from_millis(50))).await;

    let accepted = outcome.unwrap();
    assert_eq!(accepted.report.map(|report| report.progress), Some(Progress::Call(CallProgress::Queued)));
}

#[tokio::test]
async fn what_cannot_be_reached_got_nothing() {
    let world = World::new().await;
    world.fake.go_away().await;

    let outcome = world.twilio.place(&order("att_1")).await;

    assert!(matches!(outcome, Err(OrderError::NotSent(_))), "{outcome:?}");
}

#[tokio::test]
async fn an_order_on_a_connection_that_was_closed_meanwhile_is_placed_once() {
    let world = World::new().await;
    world.twilio.place(&order("att_1")).await.unwrap();
    world.fake.go_away().await;
    world.fake.come_back().await.unwrap();

    // Whether the client has noticed by then or not: never twice, and once if it says so.
    let outcome = world.twilio.place(&order("att_2")).await;

    let placed = world.fake.calls().iter().filter(|call| call.reference.as_deref() == Some("att_2")).count();
    match outcome {
        Ok(_) => assert_eq!(placed, 1),
        Err(OrderError::OutcomeUnknown(_)) => assert!(placed <= 1),
        Err(OrderError::NotSent(_)) => assert_eq!(placed, 0),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refused_token_gives_way_to_the_next_and_the_order_is_placed_once() {
    let world = World::with(|config| config.tokens.insert(0, Secret::new("not-any-more"))).await;

    let outcome = world.twilio.place(&order("att_1")).await;

    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.calls().len()), (1, 1));
}

#[tokio::test]
async fn with_no_good_token_nothing_is_ordered() {
    let world = World::with(|config| config.tokens = vec![Secret::new("not-any-more")]).await;

    let outcome = world.twilio.place(&order("att_1")).await;

    assert!(matches!(outcome, Err(OrderError::NotSent(_))), "{outcome:?}");
    assert!(!outcome.unwrap_err().to_string().contains("not-any-more"));
    assert_eq!(world.fake.orders(), 0);
}

#[tokio::test]
async fn hanging_up_what_nobody_knows_is_refused() {
    let world = World::new().await;

    let outcome = world.twilio.hang_up(&key("CA00000000000000000000000000000001")).await;

    assert!(matches!(outcome, Err(OrderError::Refused { code: Some(ref code), .. }) if code == "20404"), "{outcome:?}");
}

#[tokio::test]
async fn a_message_is_sent_once_and_a_lost_reply_leaves_it_open() {
    let world = World::new().await;
    world.fake.befall_next(Trouble::LoseReply);

    let outcome = world.twilio.send(&message("msg_1", "Good day")).await;

    assert!(is_open(&outcome), "{outcome:?}");
    assert_eq!((world.fake.orders(), world.fake.messages().len()), (1, 1));
}

#[tokio::test]
async fn a_message_that_does_not_arrive_says_why() {
    for (arrival, progress, cause, code) in [
        (Arrival::Undelivered { code: 30_003 }, MessageProgress::Undelivered, Cause::Unreachable, "30003"),
        (Arrival::Failed { code: 21_610 }, MessageProgress::Failed, Cause::OptedOut, "21610"),
    ] {
        let mut world = World::new().await;
        world.fake.set_arrival(SOMEBODY, arrival);

        let sent = world.twilio.send(&message("msg_1", "Good day")).await.unwrap();

        let told = world.until(|report| report.progress == Progress::Message(progress)).await.pop().unwrap().report;
        assert_eq!((told.key, told.cause, told.provider_code.as_deref()), (sent.key, Some(cause), Some(code)));
    }
}

#[tokio::test]
async fn whatever_befalls_two_hundred_orders_nobody_is_rung_twice_and_each_answer_is_true() {
    let world = World::new().await;
    world.fake.set_odds(Odds {
        lose_reply: 100,
        lose_request: 100,
        too_many: 100,
        fail_before: 100,
        fail_after: 100,
        busy: 200,
        ..Odds::default()
    });
    let references: Vec<String> = (0..200).map(|number| format!("att_{number}")).collect();

    let mut outcomes = BTreeMap::new();
    for piece in references.chunks(20) {
        let placing = piece.iter().map(|reference| {
            let (twilio, order) = (world.twilio.clone(), order(reference));
            tokio::spawn(async move { twilio.place(&order).await })
        });
        let placing: Vec<_> = placing.collect();
        for (reference, placed) in piece.iter().zip(placing) {
            outcomes.insert(reference.clone(), placed.await.unwrap());
        }
    }

    assert_eq!(world.fake.orders(), references.len());
    let calls = world.fake.calls();
    for (reference, outcome) in &outcomes {
        let placed = calls.iter().filter(|call| call.reference.as_deref() == Some(reference)).count();
        match outcome {
            Ok(_) => assert_eq!(placed, 1, "{reference}"),
            Err(OrderError::RateLimited { .. }) => assert_eq!(placed, 0, "{reference}"),
            Err(OrderError::OutcomeUnknown(_)) => assert!(placed <= 1, "{reference}"),
            Err(other) => panic!("{reference}: {other:?}"),
        }
        assert!(world.fake.rings(reference) <= 1, "{reference}");
    }
    assert!(outcomes.values().any(Result::is_ok) && outcomes.values().any(is_open));
}

#[tokio::test]
async fn asking_goes_on_when_a_connection_breaks() {
    let world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Held);
    let placed = world.twilio.place(&order("att_1")).await.unwrap();
    world.fake.go_away().await;
    world.fake.come_back().await.unwrap();

    let mut asked = question(&order("att_1"));
    asked.key = Some(placed.key.clone());
    let found = world.look_up(&asked).await;

    assert!(matches!(found, Found::Here(report) if report.key == placed.key));
}
