//! One change to thousands of identical subscriptions of the wallboard's, over real sockets.
//!
//! The server runs in this process; the subscribers in a child, so that memory and processor time are the server's alone.

use std::{
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use acceptance::{Backend, extension};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{ChildStdout, Command},
    sync::Semaphore,
};

use crate::{
    door::{self, Door, Heard},
    process,
};

/// Subscribers, unless said otherwise.
pub(crate) const SUBSCRIBERS: u32 = 5_000;
const CHANGES: usize = 20;

/// Measures with so many subscribers.
pub(crate) async fn measure(count: u32) {
    let door = Door::open(Backend::Sqlite).await;
    let telephones = door.telephones(&["1001".to_owned()], &[]).await;
    let cursor = door.cursor().await;
    // A few first, so that what is allocated once does not count; one change, so that all have gone the whole way.
    let mut few = Child::start(&door, &cursor, 20);
    few.line("ready").await;
    telephones.system.pause_at_phone(None, &extension("1001"), "warming up").expect("a member");
    few.line("1").await;
    drop(few);
    let cursor = door.cursor().await;
    let before = process::resident();
    let mut all = Child::start(&door, &cursor, count);
    all.line("ready").await;
    let idle = process::resident();

    let (cpu, mut longest, mut sum) = (process::processor(), Duration::ZERO, Duration::ZERO);
    for change in 1..=CHANGES {
        let started = Instant::now();
        telephones.system.pause_at_phone(None, &extension("1001"), &format!("change {change}")).expect("a member");
        all.line(&change.to_string()).await;
        longest = longest.max(started.elapsed());
        sum += started.elapsed();
    }
    let cpu = process::processor() - cpu;
    let deliveries = CHANGES as f64 * f64::from(count);
    println!("fan-out: {count} identical subscriptions, {CHANGES} changes one after another");
    println!("{:>8.1}  ms from the change to the last subscriber, on average", sum.as_secs_f64() * 1e3 / CHANGES as f64);
    println!("{:>8.1}  ms at the most", longest.as_secs_f64() * 1e3);
    println!("{:>8.1}  µs of processor a delivery, the change itself with it", cpu.as_secs_f64() * 1e6 / deliveries);
    println!("{:>8.1}  KiB of memory a connection, subscribed (bar: 20)", (idle - before) as f64 / f64::from(count));
    println!("{:>8.1}  KiB of memory a connection, after the changes", (process::resident() - before) as f64 / f64::from(count));
}

struct Child {
    _process: tokio::process::Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Child {
    fn start(door: &Door, cursor: &str, count: u32) -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .args(["subscribers", &door.address, &door.token, cursor, &count.to_string()])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a child");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        Self { _process: process, lines }
    }

    async fn line(&mut self, expected: &str) {
        let line = tokio::time::timeout(Duration::from_secs(120), self.lines.next_line()).await;
        let line = line.unwrap_or_else(|_| panic!("the subscribers never said `{expected}`")).expect("a line");
        assert_eq!(line.as_deref(), Some(expected));
    }
}

/// The child's part: subscribes `count` times; says `ready`, and the number of each change that all of them have.
pub(crate) async fn subscribe_all(address: &str, token: &str, cursor: &str, count: u32) {
    let ready = Arc::new(Semaphore::new(0));
    let received: Arc<Vec<AtomicU32>> = Arc::new((0..=CHANGES).map(|_| AtomicU32::new(0)).collect());
    for _ in 0..count {
        let mut socket = door::subscribe(address, token, cursor).await;
        let (ready, received) = (Arc::clone(&ready), Arc::clone(&received));
        tokio::spawn(async move {
            let mut changes = 0;
            while let Some(heard) = door::next(&mut socket).await {
                match heard {
                    Heard::Pong => ready.add_permits(1),
                    Heard::Event(_) => {
                        changes += 1;
                        if received[changes].fetch_add(1, Ordering::Relaxed) + 1 == count {
                            println!("{changes}");
                        }
                    }
                }
            }
        });
        tokio::task::yield_now().await;
    }
    ready.acquire_many(count).await.expect("all are there").forget();
    println!("ready");
    std::future::pending::<()>().await;
}
