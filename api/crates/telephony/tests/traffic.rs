//! The simulator's traffic: the same seed does the same, and a day looks like a day.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use numbering::Extension;
use telephony::{
    event::{Event, QueueOutcome},
    port::{Provider, QueueCommand, Signal},
    simulator::{
        Config, ManualClock, QueueConfig, Simulator, endpoint,
        traffic::{Action, Profile, Team, Traffic, drive, play_until},
        wall_clock,
    },
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const QUEUES: [&str; 2] = ["support", "sales"];

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_442_000, 0).unwrap_or_default()
}

fn extensions() -> Vec<Extension> {
    (1001..1007).filter_map(|number| number.to_string().parse().ok()).collect()
}

fn config() -> Config {
    let queue = |key| QueueConfig { wait_limit: Some(Duration::from_secs(300)), wrap_up_seconds: 15, ..QueueConfig::new(key) };
    Config::new(QUEUES.map(queue).to_vec(), extensions())
}

fn traffic(seed: u64) -> Traffic {
    let queues = vec![("support".into(), 3), ("sales".into(), 1)];
    Traffic::new(seed, Profile::default(), Team { queues, extensions: extensions() })
}

/// Everyone is in both queues; the day runs for eight hours.
fn day(seed: u64) -> (Vec<(DateTime<Utc>, Action)>, Simulator) {
    let clock = ManualClock::new(start());
    let simulator = Simulator::new(config(), clock.clock());
    let handle = simulator.handle();
    for queue in QUEUES {
        for extension in extensions() {
            assert_eq!(handle.console_adds(&queue.into(), &extension, "Somebody"), Ok(()));
        }
    }

    let played = play_until(&handle, &mut traffic(seed), &clock, start() + TimeDelta::hours(8));
    (played, simulator)
}

#[test]
fn the_same_seed_does_the_same_and_another_does_not() {
    let (first, _) = day(1);
    let (again, _) = day(1);
    let (other, _) = day(2);

    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[test]
fn callers_are_the_same_people_however_many_members_answer() {
    let (full, _) = day(1);
    let clock = ManualClock::new(start());
    let simulator = Simulator::new(config(), clock.clock());

    let empty = play_until(&simulator.handle(), &mut traffic(1), &clock, start() + TimeDelta::hours(8));

    let arrivals = |played: &[(DateTime<Utc>, Action)]| -> Vec<_> {
        played.iter().filter(|(_, action)| matches!(action, Action::CallArrives { .. })).cloned().collect()
    };
    assert_eq!(arrivals(&full), arrivals(&empty));
}

#[tokio::test]
async fn a_day_holds_answers_abandons_time_outs_misses_and_breaks() {
    let clock = ManualClock::new(start());
    let simulator = Arc::new(Simulator::new(config(), clock.clock()));
    let handle = simulator.handle();
    let (sender, mut signals) = mpsc::channel(64);
    let stop = CancellationToken::new();
    let running = {
        let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
        tokio::spawn(async move { simulator.run(sender, stop).await })
    };
    let mut changes = handle.changes();
    assert!(changes.wait_for(|_| handle.is_linked()).await.is_ok());
    for extension in extensions() {
        assert_eq!(handle.console_adds(&"support".into(), &extension, "Somebody"), Ok(()));
    }

    let played = play_until(&handle, &mut traffic(3), &clock, start() + TimeDelta::hours(4));
    stop.cancel();
    let mut events = Vec::new();
    while let Some(signal) = signals.recv().await {
        if let Signal::Event { event, .. } = signal {
            events.push(event);
        }
    }

    assert!(running.await.is_ok());
    let results = |wanted| events.iter().filter(|event| matches!(event, Event::QueueResult { outcome, .. } if *outcome == wanted)).count();
    let (answered, abandoned, timed_out) =
        (results(QueueOutcome::Answered), results(QueueOutcome::Abandoned), results(QueueOutcome::TimedOut));
    let missed = events.iter().filter(|event| matches!(event, Event::AgentMissed { .. })).count();
    let withheld = events.iter().filter(|event| matches!(event, Event::CallStarted { from, .. } if from.withheld)).count();
    let breaks = played.iter().filter(|(_, action)| matches!(action, Action::BreakBegins { .. })).count();
    let told =
        format!("answered {answered}, abandoned {abandoned}, timed out {timed_out}, missed {missed}, withheld {withheld}, breaks {breaks}");
    assert!(answered > abandoned && abandoned > timed_out && timed_out > 0, "{told}");
    assert!(missed > 0 && withheld > 0 && breaks > 0, "{told}");
}

#[test]
fn a_break_that_somebody_else_ended_is_not_ended_again() {
    let clock = ManualClock::new(start());
    let simulator = Simulator::new(config(), clock.clock());
    let handle = simulator.handle();
    let mut traffic = traffic(1);
    for extension in extensions() {
        assert_eq!(handle.console_adds(&"support".into(), &extension, "Somebody"), Ok(()));
    }
    let mut played = Vec::new();
    let away = loop {
        played.extend(play_until(&handle, &mut traffic, &clock, clock.now() + TimeDelta::minutes(1)));
        let begun = played.iter().find_map(|(_, action)| match action {
            Action::BreakBegins { extension, .. } => Some(extension.clone()),
            _ => None,
        });
        if let Some(extension) = begun {
            break extension;
        }
    };

    assert_eq!(handle.pause_at_phone(None, &away, "Sent home"), Ok(()));
    let later = play_until(&handle, &mut traffic, &clock, clock.now() + TimeDelta::minutes(20));

    assert!(!later.iter().any(|(_, action)| *action == Action::BreakEnds { extension: away.clone() }));
    let state = handle.state();
    let member = state.queues.iter().flat_map(|queue| &queue.members).find(|member| member.endpoint == endpoint(&away));
    assert_eq!(member.and_then(|member| member.paused.clone()), Some("Sent home".to_owned()));
}

#[tokio::test]
async fn driven_in_real_time_members_added_by_command_answer() {
    let simulator = Arc::new(Simulator::new(config(), wall_clock()));
    let profile = Profile {
        calls_per_hour: 60 * 60 * 20,
        reaction: Duration::from_millis(20),
        talk: Duration::from_millis(50),
        unheard_percent: 0,
        ..Profile::default()
    };
    let team = Team { queues: vec![("support".into(), 1)], extensions: extensions() };
    let stop = CancellationToken::new();
    let (sender, mut signals) = mpsc::channel(64);
    let driving = tokio::spawn(drive(simulator.handle(), Traffic::new(1, profile, team), stop.clone()));
    let running = {
        let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
        tokio::spawn(async move { simulator.run(sender, stop).await })
    };
    let mut answered = BTreeSet::new();

    let lively = async {
        while let Some(signal) = signals.recv().await {
            match signal {
                Signal::Snapshot { .. } => {
                    for extension in extensions() {
                        let name = "Somebody".to_owned();
                        let add = QueueCommand::Add { queue: "support".into(), extension, name, penalty: 0, paused: None };
                        assert_eq!(simulator.command(add).await, Ok(()));
                    }
                }
                Signal::Event { event: Event::QueueResult { answered_by: Some(who), .. }, .. } => {
                    answered.insert(who);
                    if answered.len() >= 3 {
                        return;
                    }
                }
                _ => {}
            }
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(30), lively).await;
    stop.cancel();
    drop(signals);

    assert!(seen.is_ok(), "answered so far: {answered:?}");
    assert!(driving.await.is_ok() && running.await.is_ok());
}
