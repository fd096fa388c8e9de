//! A real Asterisk, for what the conformance suite does not play there: TLS, refusals, little rights.
//!
//! Needs the variables that `tests/asterisk-lab/asterisk-lab env` prints; without them each test says that it is skipped.

use std::{collections::HashMap, env, time::Duration};

use telephony::{
    asterisk::{Config, Limits, Secret, Tls},
    event::{Event, QueueOutcome},
    mirror::Mirror,
    port::{CallKey, CommandError, DownReason, Epoch, Provider as _, QueueCommand, Signal},
};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{SECRET, add, extension, hearer::Hearer};

struct Lab {
    address: String,
    address_tls: String,
    certificate: String,
    secret: String,
}

#[expect(clippy::print_stdout, reason = "a test that tries nothing has to say so")]
fn lab() -> Option<Lab> {
    let named = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    let lab = || {
        Some(Lab {
            address: named("SWITCHBOARD_LAB_AMI")?,
            address_tls: named("SWITCHBOARD_LAB_AMI_TLS")?,
            certificate: named("SWITCHBOARD_LAB_AMI_CA")?,
            secret: named("SWITCHBOARD_LAB_AMI_SECRET")?,
        })
    };
    let lab = lab();
    if lab.is_none() {
        println!("skipped: no Asterisk, SWITCHBOARD_LAB_AMI and those beside it are not all set");
    }
    lab
}

fn config(address: &str, user: &str, secret: &str) -> Config {
    let pattern = "Local/{extension}@agents".parse().unwrap();
    Config { limits: Limits::default(), ..Config::new(address, user, Secret::new(secret), pattern) }
}

#[tokio::test]
async fn the_lab_is_reached_over_tls_by_its_certificate() {
    let Some(lab) = lab() else { return };
    let tls = Tls { trusted: std::fs::read_to_string(&lab.certificate).unwrap(), server_name: None };
    let mut hearer = Hearer::start(Config { tls: Some(tls), ..config(&lab.address_tls, "operator", &lab.secret) }, 100);

    let (epoch, snapshot) = hearer.snapshot().await;

    assert_eq!(epoch, Epoch(1));
    assert!(snapshot.queues.iter().any(|queue| queue.key.0 == "support"));
    assert!(snapshot.provider_started_at.is_some());
}

#[tokio::test]
async fn a_wrong_secret_is_refused_by_the_lab() {
    let Some(lab) = lab() else { return };

    let mut hearer = Hearer::start(config(&lab.address, "operator", SECRET), 100);

    assert_eq!(hearer.down().await.1, DownReason::AuthenticationFailed("Authentication failed".to_owned()));
}

#[tokio::test]
async fn a_user_who_may_only_read_hears_and_cannot_change() {
    let Some(lab) = lab() else { return };
    // Room for all that other tests have the lab tell meanwhile: a link that is not listened to is dropped.
    let mut hearer = Hearer::start(config(&lab.address, "viewer", &lab.secret), 100_000);
    hearer.snapshot().await;

    let outcome = hearer.asterisk.command(add("7009")).await;

    assert_eq!(outcome, Err(CommandError::PermissionDenied));
}

/// Calls at once; each hangs up by itself after one or two seconds.
const BURST: usize = 60;

#[tokio::test]
async fn a_burst_of_calls_is_told_without_loss_or_repeat() {
    let Some(lab) = lab() else { return };
    let mut config = config(&lab.address, "operator", &lab.secret);
    config.queue_result_event = Some(Config::QUEUE_RESULT_EVENT.to_owned());
    (config.limits.check, config.limits.recheck) = (Duration::from_millis(200), Duration::from_millis(300));
    let mut hearer = Hearer::start(config, 1_000);
    let mut signals = vec![hearer.next().await, hearer.next().await];
    let members = (3_001..=3_010).map(|number| number.to_string()).collect::<Vec<_>>();
    for digits in &members {
        let add =
            QueueCommand::Add { queue: "ringall".into(), extension: extension(digits), name: digits.clone(), penalty: 0, paused: None };
        assert_eq!(hearer.asterisk.command(add).await, Ok(()));
    }

    let mut manager = TcpStream::connect(&lab.address).await.unwrap();
    manager.write_all(originations(&lab.secret).as_bytes()).await.unwrap();
    let mut ended = 0;
    while ended < BURST {
        let signal = hearer.next().await;
        ended += usize::from(matches!(signal, Signal::Event { event: Event::CallEnded { .. }, .. }));
        signals.push(signal);
    }
    for digits in &members {
        let remove = QueueCommand::Remove { queue: "ringall".into(), endpoint: format!("Local/{digits}@agents").as_str().into() };
        assert_eq!(hearer.asterisk.command(remove).await, Ok(()));
    }
    signals.extend(hearer.stop().await);

    let (mut mirror, mut joins, mut results) = (Mirror::new(), 0, HashMap::<CallKey, Vec<QueueOutcome>>::new());
    for signal in &signals {
        mirror.apply(signal);
        match signal {
            Signal::Event { event: Event::QueueJoined { .. }, .. } => joins += 1,
            Signal::Event { event: Event::QueueResult { call, outcome, .. }, .. } => {
                results.entry(call.clone()).or_default().push(*outcome);
            }
            _ => {}
        }
    }
    // Not one check found anything to put right.
    assert_eq!(signals.iter().filter(|signal| matches!(signal, Signal::Snapshot { .. })).count(), 1);
    assert_eq!((joins, results.len()), (BURST, BURST));
    assert!(results.keys().all(|call| mirror.call(call).is_none()));
    let clear = |outcomes: &Vec<QueueOutcome>| matches!(outcomes.as_slice(), [QueueOutcome::Answered | QueueOutcome::Abandoned]);
    assert!(results.values().all(clear), "{results:?}");
}

fn originations(secret: &str) -> String {
    let calls = (0..BURST).map(|number| {
        format!(
            "Action: Originate\r\nChannel: Local/quit{}@callers\r\nContext: to-queue\r\nExten: ringall\r\nPriority: 1\r\n\
             CallerID: \"Caller {number}\" <555{number:04}>\r\nAsync: true\r\n\r\n",
            1 + number % 2
        )
    });
    let login = format!("Action: Login\r\nUsername: lab\r\nSecret: {secret}\r\nEvents: off\r\n\r\n");
    login + &calls.collect::<String>()
}
