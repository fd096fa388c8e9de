//! The link in trouble: refused, stalled, lost, fed with nonsense, not listened to.

use std::time::Duration;

use telephony::{
    event::Event,
    port::{CommandError, DownReason, Epoch, Provider as _, Signal},
};

use crate::{
    add, config, extension,
    fake::{Fake, Otherwise},
    hearer::{Hearer, extensions},
};

fn member(digits: &str) -> String {
    format!(
        "Event: QueueMemberAdded\nTimestamp: 1795233860.0\nQueue: support\nMemberName: Ann\nInterface: PJSIP/{digits}\n\
         Membership: dynamic\nStatus: 1\nPaused: 0\n\n"
    )
}

#[tokio::test]
async fn a_refused_log_in_is_told_and_not_repeated_soon() {
    let fake = Fake::start().await;
    fake.otherwise("Login", Otherwise::Answer("Response: Error\nMessage: Authentication failed"));

    let mut hearer = Hearer::start(config(fake.address), 100);

    let (epoch, reason, retry_in) = hearer.down().await;
    assert_eq!((epoch, reason), (Epoch(1), DownReason::AuthenticationFailed("Authentication failed".to_owned())));
    assert!(retry_in.unwrap() >= Duration::from_secs(30), "{retry_in:?}");
    assert_eq!(fake.received("Login").len(), 1);
}

#[tokio::test]
async fn a_log_in_that_does_not_suffice_is_told_and_not_repeated_soon() {
    let fake = Fake::start().await;
    fake.otherwise("CoreShowChannels", Otherwise::Answer("Response: Error\nMessage: Permission denied"));

    let mut hearer = Hearer::start(config(fake.address), 100);

    let (epoch, reason, retry_in) = hearer.down().await;
    assert_eq!((epoch, reason), (Epoch(1), DownReason::PermissionDenied("CoreShowChannels".to_owned())));
    assert!(retry_in.unwrap() >= Duration::from_secs(30), "{retry_in:?}");
}

#[tokio::test]
async fn a_link_that_no_longer_answers_is_stalled_and_made_anew() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);
    let mut hearer = Hearer::live(config(fake.address)).await;

    fake.deaf(true);

    let (epoch, reason, _) = hearer.down().await;
    assert_eq!((epoch, reason), (Epoch(1), DownReason::Stalled(Duration::from_millis(600))));
    fake.deaf(false);
    fake.members(&["6001", "6002"]);
    let (epoch, snapshot) = hearer.snapshot().await;
    assert_eq!((epoch, extensions(&snapshot)), (Epoch(2), vec!["6001", "6002"]));
}

#[tokio::test]
async fn a_lost_answer_leaves_the_outcome_unknown_and_coming_late_it_is_nobodys() {
    let fake = Fake::start().await;
    let mut hearer = Hearer::live(config(fake.address)).await;
    fake.otherwise("QueueAdd", Otherwise::Silence);

    let outcome = hearer.asterisk.command(add("6001")).await;

    assert_eq!(outcome, Err(CommandError::OutcomeUnknown));
    let id = fake.received("QueueAdd").remove(0).get("ActionID").to_owned();
    fake.say(&format!("Response: Error\nActionID: {id}\nMessage: Unable to add interface: No such queue\n\n"));
    fake.as_usual("QueueAdd");
    assert_eq!(hearer.asterisk.command(add("6001")).await, Ok(()));
    fake.say(&member("6001"));
    assert!(matches!(hearer.event().await, Event::MemberChanged { .. }));
}

#[tokio::test]
async fn a_link_that_breaks_while_a_command_waits_leaves_its_outcome_unknown() {
    let fake = Fake::start().await;
    let mut config = config(fake.address);
    config.limits.answer = Duration::from_secs(60);
    let hearer = Hearer::live(config).await;
    fake.otherwise("QueueAdd", Otherwise::Silence);

    let asterisk = hearer.asterisk.clone();
    let command = tokio::spawn(async move { asterisk.command(add("6001")).await });
    fake.until_received("QueueAdd", 1).await;
    fake.hang_up();

    assert_eq!(command.await.unwrap(), Err(CommandError::OutcomeUnknown));
}

#[tokio::test]
async fn a_broken_link_is_made_anew_with_the_next_epoch_and_a_full_snapshot() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);
    let mut hearer = Hearer::live(config(fake.address)).await;

    fake.members(&["6002"]);
    fake.hang_up();

    let (epoch, reason, retry_in) = hearer.down().await;
    assert_eq!((epoch, reason.code()), (Epoch(1), "UNREACHABLE"));
    assert!(retry_in.unwrap() <= Duration::from_millis(40), "{retry_in:?}");
    assert!(matches!(hearer.next().await, Signal::Up { epoch: Epoch(2), .. }));
    let (epoch, snapshot) = hearer.snapshot().await;
    assert_eq!((epoch, extensions(&snapshot)), (Epoch(2), vec!["6002"]));
}

#[tokio::test]
async fn an_announced_shutdown_is_told_as_such() {
    let fake = Fake::start().await;
    let mut hearer = Hearer::live(config(fake.address)).await;

    fake.say("Event: Shutdown\nShutdown: Cleanly\nRestart: False\n\n");
    fake.hang_up();

    assert_eq!(hearer.down().await.1, DownReason::ShutDown);
}

#[tokio::test]
async fn nonsense_between_messages_does_not_end_the_link() {
    let fake = Fake::start().await;
    let mut hearer = Hearer::live(config(fake.address)).await;

    fake.say("\n\n\u{0}\u{1} nonsense\n\nno header\nat all\n\n");
    fake.say(&format!("Event: QueueMemberAdded\nX: {}\n\n", "x".repeat(200_000)));
    fake.say(&member("6001"));

    assert!(matches!(hearer.event().await, Event::MemberChanged { member, .. } if member.extension == Some(extension("6001"))));
}

#[tokio::test]
async fn whoever_is_no_asterisk_is_told_apart() {
    let fake = Fake::serve("SSH-2.0-OpenSSH_9.9", None).await;

    let mut hearer = Hearer::start(config(fake.address), 100);

    assert_eq!(hearer.down().await.1.code(), "PROTOCOL_ERROR");
}

#[tokio::test]
async fn an_address_where_nobody_is_is_tried_again_and_again() {
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = unused.local_addr().unwrap();
    drop(unused);

    let mut hearer = Hearer::start(config(address), 100);

    for _ in 0..3 {
        let (epoch, reason, retry_in) = hearer.down().await;
        assert_eq!((epoch, reason.code()), (Epoch(1), "UNREACHABLE"));
        assert!(retry_in.unwrap() >= Duration::from_millis(10));
    }
}

#[tokio::test]
async fn a_receiver_too_slow_hears_of_the_break_and_then_the_truth() {
    let fake = Fake::start().await;
    let mut config = config(fake.address);
    config.limits.backlog = 50;
    let mut hearer = Hearer::start(config, 1);
    hearer.snapshot().await;

    // Nobody listens while more comes than is kept.
    let members: Vec<_> = (1_000..1_500).map(|number| number.to_string()).collect();
    let named: Vec<_> = members.iter().map(String::as_str).collect();
    fake.members(&named);
    members.iter().for_each(|digits| fake.say(&member(digits)));

    let (_, reason, _) = hearer.down().await;
    assert_eq!(reason.code(), "OVERRUN");
    let (epoch, snapshot) = hearer.snapshot().await;
    assert_eq!((epoch, extensions(&snapshot)), (Epoch(2), named));
}
