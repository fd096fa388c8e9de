//! From an event at the telephone system to a subscriber's socket.
//!
//! Each second 440 pauses are made at telephones, each with a reason of its own by which its delivery is known, and 20 calls
//! come in, are answered and hung up, which is 8 signals each: some 600 events in all. Everything is in one process, the
//! subscriber, too.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use acceptance::{Backend, Telephones};
use serde_json::Value;
use telephony::{port::CallKey, simulator::HangUp};

use crate::{
    backends,
    door::{self, Door, Heard, Socket},
    process,
};

/// Steps of the script a second.
const STEPS: u32 = 500;
const SECONDS: u32 = 20;
/// How long a delivery may take before it counts as lost.
const LOST: Duration = Duration::from_secs(10);

type Sent = Arc<Mutex<Timed>>;

/// Events under way, by what they are known by, and how long those took that arrived.
#[derive(Default)]
struct Timed {
    under_way: HashMap<String, Instant>,
    took: Vec<Duration>,
}

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let support: Vec<String> = (1001..1041).map(|number| number.to_string()).collect();
    let sales: Vec<String> = (2001..2021).map(|number| number.to_string()).collect();
    let telephones = door.telephones(&support, &sales).await;
    let cursor = door.cursor().await;
    let sent = Sent::default();
    let hearing = tokio::spawn(hear(door::subscribe(&door.address, &door.token, &cursor).await, Arc::clone(&sent)));
    let (before, cpu) = (door.app.news().await.len(), process::processor());

    let took = Script { telephones, support, sales, talking: VecDeque::new(), sent: Arc::clone(&sent) }.play().await;
    let cpu = (process::processor() - cpu).as_secs_f64() / took.as_secs_f64();
    let arrived = async {
        while !lock(&sent).under_way.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let lost = tokio::time::timeout(LOST, arrived).await.is_err();
    hearing.abort();
    assert!(!lost, "{} events were not delivered", lock(&sent).under_way.len());

    let told = (door.app.news().await.len() - before) as f64 / took.as_secs_f64();
    let mut latencies = std::mem::take(&mut lock(&sent).took);
    latencies.sort_unstable();
    let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!("live, {name}: {told:.0} changes told a second for {SECONDS} s, {} of them timed", latencies.len());
    println!("{:>8.1}  ms p50", at(50));
    println!("{:>8.1}  ms p99 (bar: 50)", at(99));
    println!("{:>8.1}  ms at the most", at(100));
    println!("{cpu:>8.2}  processors busy, the subscriber and the script with it");
}

struct Script {
    telephones: Telephones,
    support: Vec<String>,
    sales: Vec<String>,
    talking: VecDeque<CallKey>,
    sent: Sent,
}

impl Script {
    /// Tells how long it took.
    async fn play(mut self) -> Duration {
        let mut beat = tokio::time::interval(Duration::from_secs(1) / STEPS);
        let started = Instant::now();
        for step in 0..STEPS * SECONDS {
            beat.tick().await;
            // Of 50 steps 2 bring a call, 2 answer one, 2 end one.
            match step % 25 {
                5 => self.call(step),
                10 => self.answer(),
                15 => self.hang_up(),
                _ => self.pause(step),
            }
        }
        started.elapsed()
    }

    fn pause(&self, step: u32) {
        let telephone = &self.support[step as usize % self.support.len()];
        let reason = format!("pause {step}");
        self.note(&reason);
        self.telephones.system.pause_at_phone(None, &acceptance::extension(telephone), &reason).expect("a member");
    }

    fn call(&self, step: u32) {
        let number = format!("+34690{step:06}");
        self.note(&number);
        self.telephones.call("sales", Some(&number));
    }

    fn answer(&mut self) {
        let system = &self.telephones.system;
        let answered = self.sales.iter().find_map(|telephone| system.agent_answers(&acceptance::extension(telephone)).ok());
        self.talking.extend(answered);
    }

    fn hang_up(&mut self) {
        if let Some(call) = self.talking.pop_front() {
            self.telephones.system.hang_up(&call, HangUp::ByCaller).expect("the call was under way");
        }
    }

    fn note(&self, known_by: &str) {
        lock(&self.sent).under_way.insert(known_by.to_owned(), Instant::now());
    }
}

/// Times events as they arrive.
async fn hear(mut socket: Socket, sent: Sent) {
    while let Some(heard) = door::next(&mut socket).await {
        let now = Instant::now();
        let Heard::Event(text) = heard else { continue };
        let event: Value = serde_json::from_str(&text).expect("an event");
        let change = &event["payload"]["data"]["queueChanged"];
        assert!(change["cursor"].is_string(), "an error came: {text}");
        let known_by = change["member"]["paused"]["reason"].as_str().or_else(|| change["waitingCall"]["number"].as_str());
        let mut sent = lock(&sent);
        let started = known_by.and_then(|known_by| sent.under_way.remove(known_by));
        sent.took.extend(started.map(|started| now - started));
    }
}

fn lock(sent: &Sent) -> MutexGuard<'_, Timed> {
    sent.lock().unwrap_or_else(PoisonError::into_inner)
}
