//! The runner: it does what is due as soon as a hand is free, wakes when it should, is not stopped by what fails, and ends in order.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by it")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{Claim, Runner, Work};
use sea_orm::prelude::Uuid;
use tokio::{
    sync::{Notify, Semaphore, mpsc, watch},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// How long a test waits for what must come.
const SOON: Duration = Duration::from_secs(30);
/// Longer than any test waits.
const NEVER: Duration = Duration::from_secs(3_600);

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

/// What becomes of a task.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Done,
    Errs,
    Panics,
    /// Ends when the test lets it.
    Waits,
}

/// Tasks in memory, and a clock that is moved by hand.
struct Tasks {
    open: Mutex<Vec<(DateTime<Utc>, Uuid, Fate)>>,
    claimed: Mutex<Vec<(Uuid, Fate)>>,
    begun: mpsc::UnboundedSender<Uuid>,
    looked: watch::Sender<u32>,
    gate: Semaphore,
    clock: watch::Sender<DateTime<Utc>>,
    broken: Mutex<bool>,
}

impl Tasks {
    fn add(&self, due_at: DateTime<Utc>, fate: Fate) -> Uuid {
        let id = Uuid::now_v7();
        self.open.lock().unwrap().push((due_at, id, fate));
        id
    }
}

impl Work for Tasks {
    type Error = &'static str;

    fn name(&self) -> &str {
        "tasks"
    }

    fn now(&self) -> DateTime<Utc> {
        *self.clock.borrow()
    }

    async fn reached(&self, at: DateTime<Utc>) {
        let mut hand = self.clock.subscribe();
        hand.wait_for(|now| *now >= at).await.unwrap();
    }

    async fn claim(&self, most: u64) -> Result<Vec<Claim>, &'static str> {
        self.looked.send_modify(|looks| *looks += 1);
        if std::mem::take(&mut *self.broken.lock().unwrap()) {
            return Err("the database is away");
        }
        let (mut open, now) = (self.open.lock().unwrap(), self.now());
        let due: Vec<_> = open.iter().copied().filter(|(due_at, ..)| *due_at <= now).take(usize::try_from(most).unwrap()).collect();
        open.retain(|task| !due.contains(task));
        self.claimed.lock().unwrap().extend(due.iter().map(|(_, id, fate)| (*id, *fate)));
        Ok(due.into_iter().map(|(_, id, _)| Claim { id, fence: 1, until: now }).collect())
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>, &'static str> {
        Ok(self.open.lock().unwrap().iter().map(|(due_at, ..)| *due_at).min())
    }

    async fn work(&self, claim: Claim) -> Result<(), &'static str> {
        let fate = self.claimed.lock().unwrap().iter().find(|(id, _)| *id == claim.id).unwrap().1;
        self.begun.send(claim.id).unwrap();
        match fate {
            Fate::Done => Ok(()),
            Fate::Errs => Err("it cannot be done"),
            Fate::Panics => panic!("it went wrong"),
            Fate::Waits => self.gate.acquire().await.map(|permit| permit.forget()).map_err(|_| "the test is over"),
        }
    }
}

/// A runner under way.
struct Bench {
    tasks: Arc<Tasks>,
    begun: mpsc::UnboundedReceiver<Uuid>,
    bell: Arc<Notify>,
    stop: CancellationToken,
    runs: JoinHandle<()>,
}

impl Bench {
    /// With so many hands, over the tasks that `fill` makes.
    fn with(hands: usize, fill: impl FnOnce(&Tasks)) -> Self {
        let (sender, begun) = mpsc::unbounded_channel();
        let tasks = Arc::new(Tasks {
            open: Mutex::default(),
            claimed: Mutex::default(),
            begun: sender,
            looked: watch::Sender::new(0),
            gate: Semaphore::new(0),
            clock: watch::Sender::new(at(10)),
            broken: Mutex::default(),
        });
        fill(&tasks);
        let (bell, stop) = (Arc::new(Notify::new()), CancellationToken::new());
        let runner = Runner { hands, look: NEVER, bell: Arc::clone(&bell) };
        let (work, told) = (Arc::clone(&tasks), stop.clone());
        let runs = tokio::spawn(async move { runner.run(work, told).await });
        Self { tasks, begun, bell, stop, runs }
    }

    async fn next(&mut self) -> Uuid {
        timeout(SOON, self.begun.recv()).await.unwrap().unwrap()
    }

    /// Once it has looked at the tasks so often.
    async fn looked(&self, times: u32) {
        timeout(SOON, self.tasks.looked.subscribe().wait_for(|looks| *looks >= times)).await.unwrap().unwrap();
    }

    async fn ends(self) -> Arc<Tasks> {
        self.stop.cancel();
        timeout(SOON, self.runs).await.unwrap().unwrap();
        self.tasks
    }
}

#[tokio::test]
async fn no_more_is_in_hand_than_there_are_hands() {
    let mut bench = Bench::with(2, |tasks| {
        for _ in 0..5 {
            tasks.add(at(1), Fate::Waits);
        }
    });

    let _begun = [bench.next().await, bench.next().await];
    let waiting = bench.tasks.open.lock().unwrap().len();
    bench.tasks.gate.add_permits(1);
    bench.next().await;

    assert_eq!(waiting, 3);
    assert_eq!(bench.tasks.open.lock().unwrap().len(), 2, "each hand takes up one when it is free");
    bench.tasks.gate.add_permits(10);
    bench.ends().await;
}

#[tokio::test]
async fn what_errs_or_panics_does_not_stop_the_rest() {
    let mut bench = Bench::with(1, |tasks| {
        for fate in [Fate::Errs, Fate::Panics, Fate::Done] {
            tasks.add(at(1), fate);
        }
    });

    for _ in 0..3 {
        bench.next().await;
    }

    bench.ends().await;
}

#[tokio::test]
async fn it_wakes_when_the_next_task_falls_due() {
    let mut bench = Bench::with(1, |tasks| {
        tasks.add(at(60), Fate::Done);
    });
    bench.looked(1).await;
    let early = bench.begun.try_recv();

    bench.tasks.clock.send_replace(at(60));

    assert!(early.is_err());
    bench.next().await;
    bench.ends().await;
}

#[tokio::test]
async fn it_wakes_at_the_bell() {
    let mut bench = Bench::with(1, |_| {});
    bench.looked(1).await;

    let id = bench.tasks.add(at(1), Fate::Done);
    bench.bell.notify_one();

    assert_eq!(bench.next().await, id);
    bench.ends().await;
}

#[tokio::test]
async fn a_failure_to_look_is_made_good_by_the_next_look() {
    let mut bench = Bench::with(1, |tasks| {
        *tasks.broken.lock().unwrap() = true;
        tasks.add(at(1), Fate::Done);
    });

    bench.next().await;

    bench.ends().await;
}

#[tokio::test]
async fn told_to_stop_it_ends_what_is_in_hand_and_takes_up_nothing_more() {
    let mut bench = Bench::with(1, |tasks| {
        tasks.add(at(1), Fate::Waits);
        tasks.add(at(1), Fate::Done);
    });
    bench.next().await;

    bench.stop.cancel();
    bench.tasks.gate.add_permits(1);
    let tasks = bench.ends().await;

    assert_eq!(tasks.open.lock().unwrap().len(), 1);
    assert_eq!(tasks.gate.available_permits(), 0, "what was in hand came to its end");
}
