//! Calls placed at the simulator: what it does beyond the promises of every provider.

#![expect(clippy::unwrap_used, reason = "a test tells of a broken expectation by failing")]

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use numbering::DialTarget;
use telephony::{
    cause::Cause,
    outgoing::{AnsweredBy, CallOrder, CallProgress, Found, LookUp, OrderError, Progress, Report, Script},
    port::{Provider as _, Signal},
    simulator::{Config, Fate, ManualClock, Plan, QueueConfig, Simulator, SimulatorHandle},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

struct Scene {
    simulator: Arc<Simulator>,
    handle: SimulatorHandle,
    clock: ManualClock,
    signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
}

impl Scene {
    /// A simulator whose link is up.
    async fn new() -> Self {
        let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
        let simulator = Arc::new(Simulator::new(Config::new(vec![QueueConfig::new("support")], Vec::new()), clock.clock()));
        let (sender, mut signals) = mpsc::channel(4_096);
        let stop = CancellationToken::new();
        tokio::spawn({
            let (simulator, stop) = (Arc::clone(&simulator), stop.clone());
            async move { simulator.run(sender, stop).await }
        });
        assert!(matches!(signals.recv().await, Some(Signal::Up { .. })));
        Self { handle: simulator.handle(), simulator, clock, signals, stop }
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
        self.handle.tick();
    }

    /// Ends the link; tells what was reported.
    async fn reports(mut self) -> Vec<Report> {
        let mut reports = Vec::new();
        // What is on the link has been there since the step that caused it; the stop goes out last.
        tokio::task::yield_now().await;
        self.stop.cancel();
        while let Some(signal) = self.signals.recv().await {
            if let Signal::Order(report) = signal {
                reports.push(*report);
            }
        }
        reports
    }

    /// The next report.
    async fn report(&mut self) -> Report {
        loop {
            if let Signal::Order(report) = self.signals.recv().await.unwrap() {
                return *report;
            }
        }
    }
}

fn order(reference: &str) -> CallOrder {
    CallOrder {
        reference: reference.parse().unwrap(),
        to: DialTarget::Number("+12025550101".parse().unwrap()),
        from: None,
        ring: Duration::from_secs(20),
        limit: None,
        detect_machine: true,
        script: Script::Play { audio: "announcement".to_owned() },
    }
}

fn look_up(order: &CallOrder, scene: &Scene) -> LookUp {
    LookUp {
        reference: order.reference.clone(),
        key: None,
        to: order.to.clone(),
        from: None,
        body: None,
        ordered_at: scene.clock.now(),
        asked_at: scene.clock.now(),
        others: Vec::new(),
        rivals: false,
    }
}

fn story(reports: &[Report]) -> Vec<(Progress, Option<Cause>)> {
    reports.iter().map(|report| (report.progress, report.cause)).collect()
}

#[tokio::test]
async fn a_planned_call_goes_by_the_clock() {
    let mut scene = Scene::new().await;
    scene.handle.plan_next(Plan { fate: Fate::Machine, ring: Duration::from_secs(4), talk: Duration::from_secs(30) });

    scene.simulator.place(&order("att_1")).await.unwrap();

    assert_eq!(scene.report().await.progress, Progress::Call(CallProgress::Ringing));
    scene.pass(4);
    assert_eq!(scene.report().await.progress, Progress::Call(CallProgress::InProgress));
    scene.pass(2);
    assert_eq!(scene.report().await.answered_by, Some(AnsweredBy::Machine));
    scene.pass(28);
    let end = scene.report().await;
    assert_eq!((end.progress, end.talk_seconds), (Progress::Call(CallProgress::Completed), Some(30)));
}

#[tokio::test]
async fn each_fate_has_its_end() {
    let table = [
        (Fate::Answers, CallProgress::Completed, Cause::Normal),
        (Fate::Machine, CallProgress::Completed, Cause::Normal),
        (Fate::Busy, CallProgress::Busy, Cause::Busy),
        (Fate::Silent, CallProgress::NoAnswer, Cause::NoAnswer),
        (Fate::Rejects, CallProgress::Busy, Cause::Rejected),
        (Fate::Unallocated, CallProgress::Failed, Cause::InvalidNumber),
        (Fate::Unreachable, CallProgress::Failed, Cause::Unreachable),
    ];
    let mut scene = Scene::new().await;

    for (fate, progress, cause) in table {
        scene.handle.plan_next(Plan::of(fate));
        scene.simulator.place(&order("att_1")).await.unwrap();
        scene.pass(60);

        let end = loop {
            let report = scene.report().await;
            if matches!(report.progress, Progress::Call(progress) if progress.is_final()) {
                break report;
            }
        };
        assert_eq!((end.progress, end.cause), (Progress::Call(progress), Some(cause)), "{fate:?}");
    }
}

#[tokio::test]
async fn an_unplanned_call_goes_by_its_reference_whenever_it_comes() {
    let (first, second) = (Scene::new().await, Scene::new().await);
    let references = ["att_1", "att_2", "att_3", "att_4", "att_5", "att_6"];

    for reference in references {
        first.simulator.place(&order(reference)).await.unwrap();
    }
    for reference in references.iter().rev() {
        second.simulator.place(&order(reference)).await.unwrap();
    }
    [&first, &second].into_iter().for_each(|scene| scene.pass(3_600));

    for reference in references {
        let (one, other) = (look_up(&order(reference), &first), look_up(&order(reference), &second));
        let (Ok(Found::Here(one)), Ok(Found::Here(other))) =
            (first.simulator.look_up_call(&one).await, second.simulator.look_up_call(&other).await)
        else {
            panic!("{reference} is not known");
        };
        assert_eq!((one.progress, one.talk_seconds), (other.progress, other.talk_seconds), "{reference}");
    }
}

#[tokio::test]
async fn what_happens_while_the_link_is_down_is_reported_when_it_is_back() {
    let scene = Scene::new().await;
    scene.handle.plan_next(Plan::of(Fate::Answers));
    scene.simulator.place(&order("att_1")).await.unwrap();

    scene.handle.link_drops();
    scene.pass(60);
    assert!(matches!(scene.simulator.place(&order("att_2")).await, Err(OrderError::NotSent(_))));
    scene.handle.link_comes_back();

    let reports = scene.reports().await;
    let end = reports.last().unwrap();
    assert_eq!((end.progress, end.talk_seconds), (Progress::Call(CallProgress::Completed), Some(30)), "{:?}", story(&reports));
}

#[tokio::test]
async fn an_order_on_a_stalled_link_is_held_up_and_its_outcome_unknown_if_the_link_falls() {
    let scene = Scene::new().await;
    scene.handle.link_stalls();

    let asked = tokio::spawn({
        let simulator = Arc::clone(&scene.simulator);
        async move { simulator.place(&order("att_1")).await }
    });
    let mut changes = scene.handle.changes();
    tokio::task::yield_now().await;
    scene.pass(60);
    changes.changed().await.unwrap();

    assert!(matches!(asked.await.unwrap(), Err(OrderError::OutcomeUnknown(_))));
    assert_eq!(scene.handle.rings(), BTreeMap::new());
}

#[tokio::test]
async fn a_reference_ordered_twice_is_seen_to_ring_twice() {
    let scene = Scene::new().await;
    scene.handle.plan_for(order("att_1").to, Plan::of(Fate::Silent));
    scene.handle.lose_next_answer();

    let lost = scene.simulator.place(&order("att_1")).await;
    scene.simulator.place(&order("att_1")).await.unwrap();
    scene.simulator.place(&order("att_2")).await.unwrap();

    assert!(matches!(lost, Err(OrderError::OutcomeUnknown(_))));
    let rings = [("att_1".parse().unwrap(), 2), ("att_2".parse().unwrap(), 1)];
    assert_eq!(scene.handle.rings(), BTreeMap::from(rings));
    assert_eq!(scene.handle.rings_at(&order("att_1").to), 3);
}

#[tokio::test]
async fn reports_that_are_lost_can_be_looked_up() {
    let scene = Scene::new().await;
    scene.handle.plan_next(Plan::of(Fate::Busy));
    scene.handle.lose_reports(true);

    scene.simulator.place(&order("att_1")).await.unwrap();

    let found = scene.simulator.look_up_call(&look_up(&order("att_1"), &scene)).await;
    assert!(matches!(found, Ok(Found::Here(report)) if report.progress == Progress::Call(CallProgress::Busy)));
    assert_eq!(scene.simulator.look_up_call(&look_up(&order("att_2"), &scene)).await, Ok(Found::Never));
    assert_eq!(scene.reports().await, []);
}

#[tokio::test]
async fn a_refused_order_rings_nobody() {
    let scene = Scene::new().await;
    let refusal = OrderError::RateLimited { retry_after: None };
    scene.handle.refuse_next_order(refusal.clone());

    assert_eq!(scene.simulator.place(&order("att_1")).await, Err(refusal));

    assert_eq!(scene.handle.rings(), BTreeMap::new());
}

#[tokio::test]
async fn a_restart_ends_calls_unseen() {
    let mut scene = Scene::new().await;
    scene.handle.plan_next(Plan::of(Fate::Answers));
    scene.simulator.place(&order("att_1")).await.unwrap();
    scene.report().await;

    scene.handle.restarts();

    let end = scene.report().await;
    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Failed), Some(Cause::Unknown)));
}
