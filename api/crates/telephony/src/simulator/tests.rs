//! What the simulator does beyond the promises of every provider.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use numbering::Extension;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    event::{Event, Member, Party, QueueOutcome},
    mirror::Mirror,
    port::{CallKey, DownReason, Endpoint, Epoch, QueueKey},
};

/// A simulator whose link is run, and all that it tells.
struct Scene {
    simulator: Arc<Simulator>,
    handle: SimulatorHandle,
    clock: ManualClock,
    signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
}

impl Scene {
    async fn of(config: Config) -> Self {
        let mut scene = Self::with_channel(config, 4_096);
        // Up and snapshot: from here on everything is told as an event.
        scene.signals.recv().await.unwrap();
        scene.signals.recv().await.unwrap();
        scene
    }

    fn with_channel(config: Config, capacity: usize) -> Self {
        let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
        let simulator = Arc::new(Simulator::new(config, clock.clock()));
        let (sender, signals) = mpsc::channel(capacity);
        let stop = CancellationToken::new();
        tokio::spawn({
            let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
            async move { simulator.run(sender, stop).await }
        });
        Self { handle: simulator.handle(), simulator, clock, signals, stop }
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
        self.handle.tick();
    }

    fn member(&self, queue: &str, digits: &str) -> Member {
        let state = self.handle.state();
        let queue = state.queues.into_iter().find(|known| known.key == QueueKey::from(queue)).unwrap();
        queue.members.into_iter().find(|known| known.endpoint == address(digits)).unwrap()
    }

    /// Ends the link; tells everything not heard yet.
    async fn rest(mut self) -> Vec<Signal> {
        self.stop.cancel();
        let mut rest = Vec::new();
        while let Some(signal) = self.signals.recv().await {
            rest.push(signal);
        }
        rest
    }

    async fn events(self) -> Vec<Event> {
        let events = self.rest().await.into_iter().filter_map(|signal| match signal {
            Signal::Event { event, .. } => Some(event),
            _ => None,
        });
        events.collect()
    }
}

fn extension(digits: &str) -> Extension {
    digits.parse().unwrap()
}

fn address(digits: &str) -> Endpoint {
    endpoint(&extension(digits))
}

fn support() -> QueueKey {
    "support".into()
}

fn config(queue: QueueConfig) -> Config {
    Config::new(vec![queue], ["1001", "1002", "1003"].map(extension).to_vec())
}

async fn staffed(queue: QueueConfig) -> Scene {
    let scene = Scene::of(config(queue)).await;
    for digits in ["1001", "1002", "1003"] {
        scene.handle.console_adds(&support(), &extension(digits), digits).unwrap();
    }
    scene
}

fn rung(events: &[Event]) -> Vec<Endpoint> {
    let rung = events.iter().filter_map(|event| match event {
        Event::AgentRinging { endpoint, .. } => Some(endpoint.clone()),
        _ => None,
    });
    rung.collect()
}

fn results(events: &[Event]) -> Vec<QueueOutcome> {
    let results = events.iter().filter_map(|event| match event {
        Event::QueueResult { outcome, .. } => Some(*outcome),
        _ => None,
    });
    results.collect()
}

fn arrive(scene: &Scene) -> CallKey {
    scene.handle.call_arrives(&support(), Party::default()).unwrap()
}

#[tokio::test]
async fn one_by_one_rings_who_was_not_rung_for_longest() {
    let scene = staffed(QueueConfig::new("support")).await;

    arrive(&scene);
    for _ in 0..3 {
        scene.pass(15 + 2);
    }

    let rung = rung(&scene.events().await);
    assert_eq!(rung, ["1001", "1002", "1003", "1001"].map(address));
}

#[tokio::test]
async fn ring_all_rings_everyone_and_the_others_stop_when_one_answers() {
    let scene = staffed(QueueConfig { strategy: Strategy::RingAll, ..QueueConfig::new("support") }).await;

    arrive(&scene);
    scene.handle.agent_answers(&extension("1002")).unwrap();

    assert!(scene.member("support", "1002").in_call);
    assert_eq!(scene.handle.agent_answers(&extension("1001")), Err(ScriptError::NotRinging(extension("1001"))));
    let events = scene.events().await;
    assert_eq!(rung(&events), ["1001", "1002", "1003"].map(address));
    assert_eq!(results(&events), [QueueOutcome::Answered]);
}

#[tokio::test]
async fn a_higher_penalty_is_rung_only_when_nobody_lower_is_free() {
    let scene = staffed(QueueConfig { strategy: Strategy::RingAll, ..QueueConfig::new("support") }).await;
    for digits in ["1001", "1002"] {
        let penalty = QueueCommand::SetPenalty { queue: support(), endpoint: address(digits), penalty: 1 };
        scene.simulator.command(penalty).await.unwrap();
    }

    arrive(&scene);
    arrive(&scene);

    assert_eq!(rung(&scene.events().await), ["1003", "1001", "1002"].map(address));
}

#[tokio::test]
async fn a_member_is_not_rung_while_wrapping_up() {
    let scene = Scene::of(config(QueueConfig { wrap_up_seconds: 30, ..QueueConfig::new("support") })).await;
    scene.handle.console_adds(&support(), &extension("1001"), "Ana").unwrap();
    let first = arrive(&scene);
    scene.handle.agent_answers(&extension("1001")).unwrap();
    scene.handle.hang_up(&first, HangUp::ByAgent).unwrap();

    arrive(&scene);

    assert_eq!(scene.handle.agent_answers(&extension("1001")), Err(ScriptError::NotRinging(extension("1001"))));
    scene.pass(29);
    assert!(scene.handle.agent_answers(&extension("1001")).is_err());
    scene.pass(1);
    assert!(scene.handle.agent_answers(&extension("1001")).is_ok());
}

#[tokio::test]
async fn a_full_queue_refuses_without_a_join() {
    let scene = Scene::of(config(QueueConfig { room: Some(1), ..QueueConfig::new("support") })).await;
    arrive(&scene);

    let refused = arrive(&scene);

    assert_eq!(scene.handle.hang_up(&refused, HangUp::ByCaller), Err(ScriptError::NoSuchCall(refused)));
    let events = scene.events().await;
    assert_eq!(results(&events), [QueueOutcome::Full]);
    assert_eq!(events.iter().filter(|event| matches!(event, Event::QueueJoined { .. })).count(), 1);
}

#[tokio::test]
async fn callers_are_sent_away_when_the_last_member_pauses() {
    let scene = Scene::of(config(QueueConfig { when_empty: WhenEmpty::SendAway, ..QueueConfig::new("support") })).await;
    arrive(&scene);
    scene.handle.console_adds(&support(), &extension("1001"), "Ana").unwrap();
    arrive(&scene);

    scene.handle.pause_at_phone(None, &extension("1001"), "Lunch").unwrap();

    assert_eq!(scene.handle.state().calls, []);
    assert_eq!(results(&scene.events().await), [QueueOutcome::NoAgents, QueueOutcome::NoAgents]);
}

#[tokio::test]
async fn a_telephone_out_of_reach_is_not_rung_and_stops_ringing() {
    let scene = staffed(QueueConfig::new("support")).await;
    arrive(&scene);

    scene.handle.phone_goes(&extension("1001"), false).unwrap();
    scene.pass(2);

    let events = scene.events().await;
    assert_eq!(rung(&events), ["1001", "1002"].map(address));
    let missed = events.iter().filter(|event| matches!(event, Event::AgentMissed { endpoint, .. } if *endpoint == address("1001")));
    assert_eq!(missed.count(), 1);
}

#[tokio::test]
async fn limits_fall_due_at_their_own_instant_however_late_somebody_looks() {
    let scene = Scene::of(config(QueueConfig { wait_limit: Some(Duration::from_secs(60)), ..QueueConfig::new("support") })).await;
    arrive(&scene);

    scene.pass(3_600);

    let ended = scene.rest().await.into_iter().find_map(|signal| match signal {
        Signal::Event { at, event: Event::QueueResult { outcome: QueueOutcome::TimedOut, .. }, .. } => Some(at),
        _ => None,
    });
    assert_eq!(ended, "2026-03-02T09:01:00Z".parse().ok());
}

#[tokio::test]
async fn a_restart_forgets_counters_and_calls_and_keeps_members_and_pauses() {
    let scene = staffed(QueueConfig::new("support")).await;
    let call = arrive(&scene);
    scene.handle.agent_answers(&extension("1001")).unwrap();
    scene.handle.hang_up(&call, HangUp::ByCaller).unwrap();
    scene.handle.pause_at_phone(None, &extension("1001"), "Lunch").unwrap();
    arrive(&scene);
    assert_eq!(scene.member("support", "1001").calls_taken, 1);

    scene.handle.restarts();

    let member = scene.member("support", "1001");
    assert_eq!((member.calls_taken, member.last_call_at, member.paused.as_deref()), (0, None, Some("Lunch")));
    assert_eq!(scene.handle.state().calls, []);
    let rest = scene.rest().await;
    assert!(rest.iter().any(|signal| matches!(signal, Signal::Down { reason: DownReason::ShutDown, .. })));
}

#[tokio::test]
async fn a_restart_loses_dynamic_members_where_so_configured() {
    let fixed = FixedMember { extension: extension("1003"), name: "Fixed".to_owned(), penalty: 0 };
    let queue = QueueConfig { fixed: vec![fixed], ..QueueConfig::new("support") };
    let scene = Scene::of(Config { keeps_members: false, ..config(queue) }).await;
    scene.handle.console_adds(&support(), &extension("1001"), "Ana").unwrap();

    scene.handle.restarts();

    let members: Vec<_> = scene.handle.state().queues[0].members.iter().map(|member| member.endpoint.clone()).collect();
    assert_eq!(members, [address("1003")]);
}

#[tokio::test]
async fn keys_of_calls_stay_unique_over_a_restart() {
    let scene = Scene::of(config(QueueConfig::new("support"))).await;
    let before = arrive(&scene);

    scene.handle.restarts();

    assert!(arrive(&scene) > before);
}

#[tokio::test]
async fn a_command_held_up_by_a_stall_is_done_when_the_stall_ends_unnoticed() {
    let scene = staffed(QueueConfig::new("support")).await;
    scene.handle.link_stalls();
    let command = QueueCommand::Remove { queue: support(), endpoint: address("1001") };
    let (simulator, held) = (Arc::clone(&scene.simulator), command.clone());
    let asked = tokio::spawn(async move { simulator.command(held).await });
    tokio::task::yield_now().await;
    assert_eq!(scene.handle.state().queues[0].members.len(), 3);

    scene.handle.link_comes_back();

    assert_eq!(asked.await.unwrap(), Ok(()));
    assert_eq!(scene.handle.state().queues[0].members.len(), 2);
}

#[tokio::test]
async fn a_command_held_up_by_a_stall_ends_unknown_when_the_stall_is_noticed() {
    let scene = staffed(QueueConfig::new("support")).await;
    scene.handle.link_stalls();
    let simulator = Arc::clone(&scene.simulator);
    let command = QueueCommand::Remove { queue: support(), endpoint: address("1001") };
    let asked = tokio::spawn(async move { simulator.command(command).await });
    tokio::task::yield_now().await;

    scene.pass(20);

    assert_eq!(asked.await.unwrap(), Err(CommandError::OutcomeUnknown));
    assert!(!scene.handle.is_linked());
}

#[tokio::test]
async fn a_refused_command_changes_nothing_and_the_next_one_passes() {
    let scene = staffed(QueueConfig::new("support")).await;
    scene.handle.refuse_next_command(CommandError::PermissionDenied);
    let remove = QueueCommand::Remove { queue: support(), endpoint: address("1001") };

    let refused = scene.simulator.command(remove.clone()).await;

    assert_eq!(refused, Err(CommandError::PermissionDenied));
    assert_eq!(scene.handle.state().queues[0].members.len(), 3);
    assert_eq!(scene.simulator.command(remove).await, Ok(()));
}

#[tokio::test]
async fn a_receiver_too_slow_gets_a_new_link_whose_snapshot_is_true() {
    let mut scene = Scene::with_channel(Config { backlog: 50, ..config(QueueConfig::new("support")) }, 1);
    scene.signals.recv().await.unwrap();

    for _ in 0..100 {
        let call = arrive(&scene);
        scene.handle.hang_up(&call, HangUp::ByCaller).unwrap();
    }
    arrive(&scene);

    let truth = scene.handle.state();
    let (mut mirror, mut fell) = (Mirror::new(), Vec::new());
    for signal in scene.rest().await {
        mirror.apply(&signal);
        if let Signal::Down { reason, .. } = signal {
            fell.push(reason);
        }
    }
    assert!(mirror.epoch() > Epoch(1));
    assert_eq!(mirror.state(), Some(&truth));
    assert_eq!(fell.first(), Some(&DownReason::Overrun));
}

#[tokio::test]
async fn a_link_run_again_has_the_next_epoch() {
    let scene = Scene::of(config(QueueConfig::new("support"))).await;
    let simulator = Arc::clone(&scene.simulator);
    scene.rest().await;

    let (sender, mut signals) = mpsc::channel(4);
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { simulator.run(sender, stop).await }
    });

    let first = signals.recv().await;
    assert!(matches!(first, Some(Signal::Up { epoch: Epoch(2), .. })), "{first:?}");
    stop.cancel();
    drop(signals);
    running.await.unwrap();
}

#[tokio::test]
async fn a_refused_log_in_is_told_as_such_when_the_link_is_begun() {
    let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
    let simulator = Arc::new(Simulator::new(config(QueueConfig::new("support")), clock.clock()));
    simulator.handle().link_fails(DownReason::AuthenticationFailed("wrong secret".to_owned()));

    let (sender, mut signals) = mpsc::channel(4);
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
        async move { simulator.run(sender, stop).await }
    });

    let first = signals.recv().await;
    assert!(matches!(first, Some(Signal::Down { epoch: Epoch(1), reason: DownReason::AuthenticationFailed(_), .. })), "{first:?}");
    simulator.handle().link_comes_back();
    let second = signals.recv().await;
    assert!(matches!(second, Some(Signal::Up { epoch: Epoch(1), .. })), "{second:?}");
    stop.cancel();
    drop(signals);
    running.await.unwrap();
}

#[tokio::test]
async fn time_kept_by_the_wall_ends_what_falls_due() {
    let queue = QueueConfig { wait_limit: Some(Duration::from_millis(50)), ..QueueConfig::new("support") };
    let simulator = Simulator::new(config(queue), wall_clock());
    let handle = simulator.handle();
    let stop = CancellationToken::new();
    let keeping = tokio::spawn(keep_time(handle.clone(), stop.clone()));
    let mut changes = handle.changes();
    handle.call_arrives(&support(), Party::default()).unwrap();
    changes.mark_unchanged();

    // The caller's end is the next thing to happen, and nobody but the keeper looks at the clock.
    let ended = tokio::time::timeout(Duration::from_secs(10), changes.changed()).await;

    assert!(matches!(ended, Ok(Ok(()))));
    assert_eq!(handle.state().calls, []);
    stop.cancel();
    keeping.await.unwrap();
}
