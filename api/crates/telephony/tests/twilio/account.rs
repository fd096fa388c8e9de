//! Whether the account may be used: told as the life of a link.

use std::sync::Arc;

use telephony::{
    event::Snapshot,
    port::{CommandError, DownReason, Endpoint, Epoch, Provider as _, QueueCommand, QueueKey, Signal},
    twilio::{Secret, Twilio},
};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::world::World;

struct Link {
    signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

fn run(twilio: &Arc<Twilio>) -> Link {
    let (sender, signals) = mpsc::channel(16);
    let (stop, twilio) = (CancellationToken::new(), Arc::clone(twilio));
    let stopped = stop.clone();
    Link { signals, stop, running: tokio::spawn(async move { twilio.run(sender, stopped).await }) }
}

impl Link {
    async fn next(&mut self) -> Signal {
        let limit = std::time::Duration::from_secs(30);
        tokio::time::timeout(limit, self.signals.recv()).await.expect("a signal comes").expect("the link goes on")
    }
}

#[tokio::test]
async fn an_account_that_may_be_used_is_up_and_shows_no_queues() {
    let world = World::new().await;

    let mut link = run(&world.twilio);

    assert!(matches!(link.next().await, Signal::Up { epoch: Epoch(1), .. }));
    assert!(matches!(link.next().await, Signal::Snapshot { epoch: Epoch(1), snapshot, .. } if snapshot == Snapshot::default()));
}

#[tokio::test]
async fn a_wrong_token_is_told_as_a_refused_log_in_and_shows_nowhere() {
    let world = World::with(|config| config.tokens = vec![Secret::new("wrong-secret")]).await;

    let down = run(&world.twilio).next().await;

    let Signal::Down { epoch, reason, retry_in, .. } = &down else { panic!("{down:?}") };
    assert_eq!((*epoch, reason.code(), retry_in.is_some()), (Epoch(1), "AUTHENTICATION_FAILED", true));
    assert!(!format!("{down:?}").contains("wrong-secret"));
}

#[tokio::test]
async fn who_cannot_be_reached_is_down_and_up_again_with_the_next_epoch() {
    let world = World::new().await;
    let mut link = run(&world.twilio);
    link.next().await;
    link.next().await;

    world.fake.go_away().await;
    let down = link.next().await;
    world.fake.come_back().await.unwrap();
    let up = loop {
        if let Signal::Up { epoch, .. } = link.next().await {
            break epoch;
        }
    };

    assert!(matches!(down, Signal::Down { epoch: Epoch(1), reason: DownReason::Unreachable(_), retry_in: Some(_), .. }), "{down:?}");
    assert_eq!(up, Epoch(2));
}

#[tokio::test]
async fn a_stop_is_heard_at_once() {
    let world = World::with(|config| config.limits.check = std::time::Duration::from_secs(86_400)).await;
    let mut link = run(&world.twilio);
    link.next().await;
    link.next().await;

    link.stop.cancel();

    assert!(matches!(link.next().await, Signal::Down { reason: DownReason::Stopped, retry_in: None, .. }));
    link.running.await.unwrap();
}

#[tokio::test]
async fn there_are_no_queues_to_change() {
    let world = World::new().await;
    let command = QueueCommand::Remove { queue: QueueKey::from("support"), endpoint: Endpoint::from("PJSIP/1001") };

    assert_eq!(world.twilio.command(command).await, Err(CommandError::Unsupported));
}
