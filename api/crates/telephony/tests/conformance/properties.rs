//! Whatever happens, and whenever the link is lost: what the mirror folds is what is true.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use numbering::Extension;
use proptest::prelude::*;
use telephony::{
    event::{DeviceState, Event, Party, QueueOutcome},
    mirror::{Freshness, Mirror},
    port::{CallKey, CommandError, Endpoint, Provider, QueueCommand, QueueKey, Signal},
    simulator::{
        Config, FixedMember, HangUp, ManualClock, QueueConfig, Simulator, SimulatorHandle, Strategy as Ringing, WhenEmpty, endpoint,
    },
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const QUEUES: [&str; 3] = ["all", "one", "picky"];
const EXTENSIONS: [&str; 4] = ["1001", "1002", "1003", "1004"];

/// One step of a random script; a number stands for a queue, an extension or one of the calls in progress.
#[derive(Clone, Debug)]
enum Step {
    Arrive(usize),
    Answer(usize),
    Decline(usize),
    HangUp(usize, HangUp),
    TimeOut(usize),
    Withdraw(usize),
    Empty(usize),
    Phone(usize, bool),
    PauseByHand(Option<usize>, usize),
    ResumeByHand(Option<usize>, usize),
    ConsoleAdd(usize, usize),
    ConsoleRemove(usize, usize),
    Add(usize, usize, u32, bool),
    Remove(usize, usize),
    Pause(usize, usize, u8),
    Resume(usize, usize),
    Penalty(usize, usize, u32),
    Refuse,
    LoseAnswer,
    TimePasses(i64),
    Drop,
    Stall,
    ComeBack,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let queue = || 0..QUEUES.len();
    let phone = || 0..EXTENSIONS.len();
    let call = || 0..6_usize;
    prop_oneof![
        6 => queue().prop_map(Step::Arrive),
        6 => phone().prop_map(Step::Answer),
        2 => phone().prop_map(Step::Decline),
        3 => (call(), prop_oneof![Just(HangUp::ByCaller), Just(HangUp::ByAgent)]).prop_map(|(call, by)| Step::HangUp(call, by)),
        1 => call().prop_map(Step::TimeOut),
        1 => call().prop_map(Step::Withdraw),
        1 => queue().prop_map(Step::Empty),
        2 => (phone(), any::<bool>()).prop_map(|(phone, on)| Step::Phone(phone, on)),
        1 => (proptest::option::of(queue()), phone()).prop_map(|(queue, phone)| Step::PauseByHand(queue, phone)),
        2 => (proptest::option::of(queue()), phone()).prop_map(|(queue, phone)| Step::ResumeByHand(queue, phone)),
        1 => (queue(), phone()).prop_map(|(queue, phone)| Step::ConsoleAdd(queue, phone)),
        1 => (queue(), phone()).prop_map(|(queue, phone)| Step::ConsoleRemove(queue, phone)),
        5 => (queue(), phone(), 0..3_u32, any::<bool>()).prop_map(|(q, p, penalty, paused)| Step::Add(q, p, penalty, paused)),
        1 => (queue(), phone()).prop_map(|(queue, phone)| Step::Remove(queue, phone)),
        1 => (queue(), phone(), 0..3_u8).prop_map(|(queue, phone, reason)| Step::Pause(queue, phone, reason)),
        2 => (queue(), phone()).prop_map(|(queue, phone)| Step::Resume(queue, phone)),
        1 => (queue(), phone(), 0..3_u32).prop_map(|(queue, phone, penalty)| Step::Penalty(queue, phone, penalty)),
        1 => Just(Step::Refuse),
        1 => Just(Step::LoseAnswer),
        6 => (0..40_i64).prop_map(Step::TimePasses),
        1 => Just(Step::Drop),
        1 => Just(Step::Stall),
        2 => Just(Step::ComeBack),
        1 => Just(Step::Restart),
    ]
}

fn extension(index: usize) -> Extension {
    EXTENSIONS[index].parse().unwrap()
}

fn queue(index: usize) -> QueueKey {
    QUEUES[index].into()
}

fn address(index: usize) -> Endpoint {
    endpoint(&extension(index))
}

fn simulator(clock: &ManualClock, keeps_members: bool) -> Simulator {
    let all = QueueConfig { strategy: Ringing::RingAll, wrap_up_seconds: 10, ..QueueConfig::new("all") };
    let fixed = FixedMember { extension: extension(3), name: "Fixed".to_owned(), penalty: 1 };
    let one = QueueConfig {
        ring_limit: Duration::from_secs(8),
        wait_limit: Some(Duration::from_secs(60)),
        room: Some(2),
        fixed: vec![fixed],
        ..QueueConfig::new("one")
    };
    let picky = QueueConfig { when_empty: WhenEmpty::SendAway, ..QueueConfig::new("picky") };
    // The last extension of the queues has no telephone.
    let extensions = (0..3).map(extension).collect();
    let config = Config { keeps_members, stall_limit: Duration::from_secs(20), ..Config::new(vec![all, one, picky], extensions) };
    Simulator::new(config, clock.clock())
}

async fn play(step: Step, simulator: &Arc<Simulator>, handle: &SimulatorHandle, clock: &ManualClock) {
    let some_call =
        |index: usize| -> CallKey { handle.state().calls.get(index).map_or_else(|| CallKey::from("none"), |call| call.call.clone()) };
    // A step that makes no sense now (nobody rings there) is refused, and that is part of the script.
    match step {
        Step::Arrive(at) => drop(handle.call_arrives(&queue(at), Party { name: Some("Menta".to_owned()), ..Party::default() })),
        Step::Answer(at) => drop(handle.agent_answers(&extension(at))),
        Step::Decline(at) => drop(handle.agent_declines(&extension(at))),
        Step::HangUp(call, by) => drop(handle.hang_up(&some_call(call), by)),
        Step::TimeOut(call) => drop(handle.caller_times_out(&some_call(call))),
        Step::Withdraw(call) => drop(handle.call_is_withdrawn(&some_call(call))),
        Step::Empty(at) => drop(handle.queue_empties(&queue(at))),
        Step::Phone(at, registered) => drop(handle.phone_goes(&extension(at), registered)),
        Step::PauseByHand(from, who) => drop(handle.pause_at_phone(from.map(queue).as_ref(), &extension(who), "Coffee")),
        Step::ResumeByHand(from, who) => drop(handle.resume_at_phone(from.map(queue).as_ref(), &extension(who))),
        Step::ConsoleAdd(to, who) => drop(handle.console_adds(&queue(to), &extension(who), "By hand")),
        Step::ConsoleRemove(from, who) => drop(handle.console_removes(&queue(from), &extension(who))),
        Step::Add(to, who, penalty, paused) => {
            let paused = paused.then(|| "Not yet".to_owned());
            let name = format!("Member {who}");
            ask(simulator, QueueCommand::Add { queue: queue(to), extension: extension(who), name, penalty, paused }).await;
        }
        Step::Remove(from, who) => ask(simulator, QueueCommand::Remove { queue: queue(from), endpoint: address(who) }).await,
        Step::Pause(from, who, reason) => {
            let reason = format!("Reason, {reason}");
            ask(simulator, QueueCommand::Pause { queue: queue(from), endpoint: address(who), reason }).await;
        }
        Step::Resume(from, who) => ask(simulator, QueueCommand::Resume { queue: queue(from), endpoint: address(who) }).await,
        Step::Penalty(at, who, penalty) => {
            ask(simulator, QueueCommand::SetPenalty { queue: queue(at), endpoint: address(who), penalty }).await;
        }
        Step::Refuse => handle.refuse_next_command(CommandError::Rejected("not today".to_owned())),
        Step::LoseAnswer => handle.lose_next_answer(),
        Step::TimePasses(seconds) => clock.advance(TimeDelta::seconds(seconds)),
        Step::Drop => handle.link_drops(),
        Step::Stall => handle.link_stalls(),
        Step::ComeBack => handle.link_comes_back(),
        Step::Restart => handle.restarts(),
    }
}

/// Asks without waiting: over a stalled link the answer comes when the script says so.
async fn ask(simulator: &Arc<Simulator>, command: QueueCommand) {
    let simulator = Arc::clone(simulator);
    tokio::spawn(async move { simulator.command(command).await });
    tokio::task::yield_now().await;
}

/// Plays a script on a running link, brings the link back, stops it; tells what was heard and what was true at the end.
async fn played(steps: Vec<Step>, keeps_members: bool) -> (Vec<Signal>, telephony::event::Snapshot) {
    let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
    let simulator = Arc::new(simulator(&clock, keeps_members));
    let handle = simulator.handle();
    let (sender, mut receiver) = mpsc::channel(8);
    let stop = CancellationToken::new();
    let running = {
        let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
        tokio::spawn(async move { simulator.run(sender, stop).await })
    };
    let hearing = tokio::spawn(async move {
        let mut heard = Vec::new();
        while let Some(signal) = receiver.recv().await {
            heard.push(signal);
        }
        heard
    });
    let mut changes = handle.changes();
    changes.wait_for(|_| handle.is_linked()).await.unwrap();

    for step in steps {
        play(step, &simulator, &handle, &clock).await;
    }
    handle.link_comes_back();
    let truth = handle.state();
    stop.cancel();
    running.await.unwrap();
    (hearing.await.unwrap(), truth)
}

fn folded(heard: &[Signal]) -> Mirror {
    let mut mirror = Mirror::new();
    for signal in heard {
        mirror.apply(signal);
    }
    mirror
}

fn with_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn the_mirror_is_the_truth_after_any_script(steps in proptest::collection::vec(step(), 0..80), keeps in any::<bool>()) {
        let (heard, truth) = with_runtime(played(steps, keeps));

        let mirror = folded(&heard);
        prop_assert_eq!(mirror.state(), Some(&truth));
        prop_assert!(matches!(mirror.freshness(), Freshness::Stale { .. }), "the link was stopped");
    }

    #[test]
    fn the_same_script_tells_the_same_signals(steps in proptest::collection::vec(step(), 0..60)) {
        let (first, _) = with_runtime(played(steps.clone(), true));
        let (second, _) = with_runtime(played(steps, true));

        prop_assert_eq!(first, second);
    }

    #[test]
    fn within_a_link_every_wait_ends_as_often_as_it_began(steps in proptest::collection::vec(step(), 0..80)) {
        let (heard, truth) = with_runtime(played(steps, true));

        let waiting: usize = truth.queues.iter().map(|queue| queue.entries.len()).sum();
        let (mut joined, mut ended, mut unseen) = (0, 0, 0);
        let mut mirror = Mirror::new();
        for signal in &heard {
            let before: usize = mirror.state().map_or(0, |state| state.queues.iter().map(|queue| queue.entries.len()).sum());
            mirror.apply(signal);
            match signal {
                Signal::Event { event: Event::QueueJoined { .. }, .. } => joined += 1,
                Signal::Event { event: Event::QueueLeft { .. }, .. } => ended += 1,
                Signal::Snapshot { snapshot, .. } => {
                    unseen += before as i64 - snapshot.queues.iter().map(|queue| queue.entries.len()).sum::<usize>() as i64;
                }
                _ => {}
            }
        }
        prop_assert_eq!(joined - ended - unseen, waiting as i64);
    }

    #[test]
    fn no_telephone_rings_for_two_calls_and_no_paused_member_is_rung(steps in proptest::collection::vec(step(), 0..80)) {
        let (heard, _) = with_runtime(played(steps, true));

        let mut mirror = Mirror::new();
        for signal in &heard {
            if let Signal::Event { event: Event::AgentRinging { queue, endpoint, .. }, .. } = signal {
                let member = mirror.member(queue, endpoint).cloned();
                let free = member.as_ref().is_some_and(|member| member.device == DeviceState::Idle && member.paused.is_none());
                prop_assert!(free, "rung though {member:?}");
            }
            mirror.apply(signal);
        }
    }

    #[test]
    fn an_answer_names_a_member_and_nothing_else_does(steps in proptest::collection::vec(step(), 0..80)) {
        let (heard, _) = with_runtime(played(steps, true));

        for signal in &heard {
            if let Signal::Event { event: Event::QueueResult { outcome, answered_by, .. }, .. } = signal {
                prop_assert_eq!(*outcome == QueueOutcome::Answered, answered_by.is_some());
            }
        }
    }
}
