//! The link as it should go: log-in, picture, events, commands, checks.

use std::time::Duration;

use telephony::{
    event::{Event, Party},
    port::{CommandError, DownReason, Epoch, Provider as _, QueueCommand, Signal},
};

use crate::{
    SECRET, add, config,
    fake::{Fake, Otherwise},
    hearer::{Hearer, extensions},
    pause,
};

const ADDED: &str = "Event: QueueMemberAdded\nTimestamp: 1795233860.0\nQueue: support\nMemberName: Bea\nInterface: PJSIP/6002\n\
                     Membership: dynamic\nStatus: 1\nPaused: 0\n\n";

#[tokio::test]
async fn a_link_tells_that_it_is_up_then_its_snapshot_then_what_happens() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);

    let mut hearer = Hearer::start(config(fake.address), 100);

    assert!(matches!(hearer.next().await, Signal::Up { epoch: Epoch(1), .. }));
    let (epoch, snapshot) = hearer.snapshot().await;
    assert_eq!((epoch, extensions(&snapshot)), (Epoch(1), vec!["6001"]));
    // Local time of a zone an hour ahead.
    assert_eq!(snapshot.provider_started_at, "2026-11-21T03:03:38Z".parse().ok());
    fake.say(ADDED);
    assert!(matches!(hearer.event().await, Event::MemberChanged { member, .. } if member.name == "Bea"));
}

#[tokio::test]
async fn the_secret_is_never_sent_and_events_come_before_the_picture_is_taken() {
    let fake = Fake::start().await;

    let _hearer = Hearer::live(config(fake.address)).await;

    let login = fake.received("Login").remove(0);
    assert_eq!((login.get("AuthType"), login.get("Events")), ("MD5", "off"));
    // printf '573550873a secret that is never sent' | md5sum
    assert_eq!(login.get("Key"), "708889af7b793e3da86794fd63b4bd3a");
    let everything = fake.everything();
    assert!(!everything.contains(SECRET));
    let place = |what: &str| everything.find(what).unwrap();
    assert!(place("EventMask") < place("\"Ping\"") && place("\"Ping\"") < place("QueueStatus"));
}

#[tokio::test]
async fn what_the_snapshot_contains_is_not_told_as_news() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);
    let mut hearer = Hearer::live(config(fake.address)).await;

    fake.say("Event: QueueMemberRemoved\nTimestamp: 1795233858.4\nQueue: support\nInterface: PJSIP/6001\n\n");
    fake.say(ADDED);

    assert!(matches!(hearer.event().await, Event::MemberChanged { member, .. } if member.name == "Bea"));
}

#[tokio::test]
async fn a_trunks_withheld_number_is_asked_about_before_the_call_is_told() {
    let fake = Fake::start().await;
    let mut hearer = Hearer::live(config(fake.address)).await;
    fake.otherwise("Getvar", Otherwise::Answer("Response: Success\nValue: prohib_not_screened"));

    fake.say(
        "Event: Newchannel\nTimestamp: 1795233860.0\nChannel: PJSIP/trunk-00000001\nChannelState: 4\nCallerIDNum: 5550123\n\
         CallerIDName: Ann\nExten: 5550001\nUniqueid: 1.0\nLinkedid: 1.0\n\n",
    );

    let withheld = Party { withheld: true, ..Party::default() };
    assert!(matches!(hearer.event().await, Event::CallStarted { from, .. } if from == withheld));
    assert_eq!(fake.received("Getvar").pop().unwrap().get("Channel"), "PJSIP/trunk-00000001");
}

#[tokio::test]
async fn a_command_is_done_when_asterisk_says_so() {
    let fake = Fake::start().await;
    let hearer = Hearer::live(config(fake.address)).await;

    assert_eq!(hearer.asterisk.command(add("6001")).await, Ok(()));

    assert_eq!(fake.received("QueueAdd").remove(0).get("Interface"), "PJSIP/6001");
}

#[tokio::test]
async fn what_is_so_already_is_success_and_other_refusals_have_their_names() {
    let fake = Fake::start().await;
    let hearer = Hearer::live(config(fake.address)).await;
    let table = [
        (add("6001"), "QueueAdd", "Unable to add interface: Already there", Ok(())),
        (add("6001"), "QueueAdd", "Unable to add interface to queue: No such queue", Err(CommandError::NoSuchQueue)),
        (add("6001"), "QueueAdd", "Permission denied", Err(CommandError::PermissionDenied)),
        (add("6001"), "QueueAdd", "Out of memory", Err(CommandError::Rejected("Out of memory".to_owned()))),
        (pause("x"), "QueuePause", "Interface not found", Err(CommandError::NoSuchQueue)),
    ];

    for (command, action, said, expected) in table {
        fake.otherwise(action, Otherwise::Answer(Box::leak(format!("Response: Error\nMessage: {said}").into_boxed_str())));
        assert_eq!(hearer.asterisk.command(command).await, expected, "{said}");
    }

    fake.list("QueueSummary", "Event: QueueSummary\nQueue: support\n\n");
    assert_eq!(hearer.asterisk.command(pause("x")).await, Err(CommandError::NoSuchMember));
}

#[tokio::test]
async fn a_value_that_would_smuggle_in_an_action_is_not_sent() {
    let fake = Fake::start().await;
    let hearer = Hearer::live(config(fake.address)).await;
    let smuggled = "x\r\n\r\nAction: QueueRemove\r\nQueue: support";

    let commands = [pause(smuggled), QueueCommand::Remove { queue: smuggled.into(), endpoint: "PJSIP/6001".into() }];
    for command in commands {
        assert!(matches!(hearer.asterisk.command(command).await, Err(CommandError::UnsafeValue(_))));
    }

    assert_eq!(hearer.asterisk.command(add("6001")).await, Ok(()));
    assert!(fake.received("QueuePause").is_empty() && fake.received("QueueRemove").is_empty());
}

#[tokio::test]
async fn a_command_without_a_link_is_refused_at_once() {
    let fake = Fake::start().await;
    let mut config = config(fake.address);
    config.limits.answer = Duration::from_secs(60);
    let hearer = Hearer::live(config).await;
    let asterisk = hearer.asterisk.clone();
    hearer.stop().await;

    assert_eq!(asterisk.command(add("6001")).await, Err(CommandError::Unavailable));
}

#[tokio::test]
async fn a_stopped_link_says_so_last() {
    let fake = Fake::start().await;
    let hearer = Hearer::live(config(fake.address)).await;

    let rest = hearer.stop().await;

    assert!(matches!(rest.last(), Some(Signal::Down { epoch: Epoch(1), reason: DownReason::Stopped, retry_in: None, .. })), "{rest:?}");
}

#[tokio::test]
async fn a_lasting_difference_is_put_right_by_a_further_snapshot_of_the_same_link() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);
    let mut config = config(fake.address);
    (config.limits.check, config.limits.recheck) = (Duration::from_millis(50), Duration::from_millis(20));
    let mut hearer = Hearer::live(config).await;

    // Realtime members come and go without a word.
    fake.members(&["6001", "6003"]);

    let (epoch, snapshot) = hearer.snapshot().await;
    assert_eq!((epoch, extensions(&snapshot)), (Epoch(1), vec!["6001", "6003"]));
}

#[tokio::test]
async fn checks_that_find_nothing_tell_nothing() {
    let fake = Fake::start().await;
    fake.members(&["6001"]);
    let mut config = config(fake.address);
    (config.limits.check, config.limits.recheck) = (Duration::from_millis(20), Duration::from_millis(20));
    let hearer = Hearer::live(config).await;

    fake.until_received("QueueStatus", 6).await;

    let rest = hearer.stop().await;
    assert!(matches!(rest.as_slice(), [Signal::Down { .. }]), "{rest:?}");
}
