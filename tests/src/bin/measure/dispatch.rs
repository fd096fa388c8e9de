//! Calls placed over what answers as Twilio, which is a process of its own: how many a second one process dials when all are due, and
//! how long after it is due a call is at Twilio while 100 000 others wait for their time.

use std::{
    collections::HashMap,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use acceptance::Backend;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{call_attempt, callout, contact, id::CalloutId, stored::Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::json;
use switchboard::{
    clock::ManualClock,
    exchange::{self, Link, dial},
};
use telephony::twilio::{
    self, Secret, Twilio,
    fake::{self, Delivery, FakeTwilio, Outcome},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{ChildStdin, ChildStdout, Command},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    backends,
    callouts::{contacts, participations},
    door::Door,
    process,
};

/// Account at Twilio.
pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// Its token.
pub(crate) const TOKEN: &str = "token";
/// Name of the provider here.
pub(crate) const NAME: &str = "twilio";
/// Calls that are all due at once.
const BURST: usize = 20_000;
/// Calls that wait, of which [`FALLING_DUE`] fall due, so many a second.
const WAITING: usize = 100_000;
const FALLING_DUE: usize = 10_000;
const A_SECOND: i64 = 500;

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        all_at_once(name, backend.clone()).await;
        as_they_fall_due(name, backend).await;
    }
}

async fn all_at_once(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let mut carrier = Carrier::start(&door).await;
    let now = door.app.now();
    let callout = ready(&door, BURST, |_| now).await;

    let (cpu, begun) = (process::processor(), Instant::now());
    start(&door, callout).await;
    until(&door, callout, BURST).await;
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), (process::processor() - cpu).as_secs_f64());

    let (placed, most) = carrier.count().await;
    assert!(placed == BURST && most == 1, "{placed} calls, one of them {most} times");
    println!("dispatch, {name}: {BURST} calls that are due at once, over what answers as Twilio");
    println!("{:>8.0}  calls a second (bar: 1000)", BURST as f64 / seconds);
    println!("{:>8.0}  µs of this process's processor a call", cpu * 1e6 / BURST as f64);
}

async fn as_they_fall_due(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let carrier = Carrier::start(&door).await;
    let stop = CancellationToken::new();
    let _stop = stop.clone().drop_guard();
    // Room to be started in; later ones only after the measurement.
    let first = door.app.now() + TimeDelta::seconds(60);
    let due = move |place: usize| {
        let place = i64::try_from(place).expect("few");
        let later = if place < FALLING_DUE as i64 { TimeDelta::zero() } else { TimeDelta::hours(1) };
        first + later + TimeDelta::milliseconds(1000 * place / A_SECOND)
    };
    let callout = ready(&door, WAITING, due).await;
    door.app.clock.advance(first - door.app.now() - TimeDelta::seconds(2));
    tokio::spawn(pass(Arc::clone(&door.app.clock), stop));
    start(&door, callout).await;
    until(&door, callout, FALLING_DUE).await;

    let mut late = lateness(&door, callout, due).await;
    late.sort_unstable();
    let at = |hundredth: usize| late[(late.len() - 1) * hundredth / 100];
    println!("dispatch, {name}: {A_SECOND} calls fall due a second while {WAITING} wait");
    println!("{:>8}  ms from due to Twilio's answer, p50", at(50));
    println!("{:>8}  ms, p99 (bar: 1000)", at(99));
    drop(carrier);
}

/// Lets time pass as fast as it does.
pub(crate) async fn pass(clock: Arc<ManualClock>, stop: CancellationToken) {
    let (mut ticks, mut before) = (tokio::time::interval(Duration::from_millis(2)), Instant::now());
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let now = Instant::now();
        clock.advance(TimeDelta::from_std(now - before).expect("a moment"));
        before = now;
    }
}

/// Places so many calls.
pub(crate) async fn place(door: &Door, count: usize) {
    let now = door.app.now();
    let callout = ready(door, count, |_| now).await;
    start(door, callout).await;
    until(door, callout, count).await;
}

/// A callout of so many contacts, ready to be started.
async fn ready(door: &Door, count: usize, due: impl Fn(usize) -> DateTime<Utc>) -> CalloutId {
    let client = door.app.as_role(Role::Coordinator).await;
    let provider = client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].clone();
    let input = json!({
        "name": "Assembly", "script": { "say": { "text": "Good day", "language": "en-GB" } }, "routes": [{ "providerId": provider }],
    });
    let callout = door.app.callout(&client, input).await;
    let contacts: Vec<contact::Model> = contacts(door, count).await;
    participations(door, callout, &contacts, due).await;
    callout
}

async fn start(door: &Door, callout: CalloutId) {
    let client = door.app.as_role(Role::Coordinator).await;
    let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
    let started = client.query(start, json!({ "id": callout })).await;
    assert_eq!(started["calloutStart"]["userErrors"], json!([]));
}

/// Waits until Twilio has so many calls. Looked at seldom: each look is work for the same machine.
async fn until(door: &Door, callout: CalloutId, count: usize) {
    use call_attempt::Column as C;
    let count = u64::try_from(count).expect("few");
    let deadline = Instant::now() + Duration::from_secs(300);
    let sent = call_attempt::Entity::find().filter(C::CalloutId.eq(callout)).filter(C::SentAt.is_not_null());
    loop {
        let there = sent.clone().count(door.app.app().db.read()).await.expect("a count");
        if there >= count {
            return;
        }
        assert!(Instant::now() < deadline, "only {there} of {count} calls were placed in time");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Milliseconds from when each call was due to when Twilio had it.
async fn lateness(door: &Door, callout: CalloutId, due: impl Fn(usize) -> DateTime<Utc>) -> Vec<i64> {
    use call_attempt::Column as C;
    let db = door.app.app().db.read();
    let numbers = contact::Entity::find().select_only().column(contact::Column::Number).into_tuple::<String>();
    let mut numbers = numbers.all(db).await.expect("numbers");
    numbers.sort_unstable();
    let place: HashMap<String, usize> = numbers.into_iter().enumerate().map(|(place, number)| (number, place)).collect();
    let calls = call_attempt::Entity::find().filter(C::CalloutId.eq(callout)).filter(C::SentAt.is_not_null());
    let calls = calls.select_only().columns([C::Target, C::SentAt]).into_tuple::<(String, DateTime<Utc>)>().all(db).await.expect("calls");
    assert!(callout::Entity::find_by_id(callout).one(db).await.expect("a callout").is_some_and(|row| row.error_code.is_none()));
    calls.into_iter().map(|(target, sent)| (sent - due(place[&target])).num_milliseconds()).collect()
}

/// Who answers as Twilio, in a process of its own; linked, and dialled over.
pub(crate) struct Carrier {
    _process: tokio::process::Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    /// As which it is linked here.
    pub(crate) link: Link,
    _stop: DropGuard,
}

impl Carrier {
    /// Starts it. It posts nothing.
    pub(crate) async fn start(door: &Door) -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .arg("carrier")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a child");
        let input = process.stdin.take().expect("its input");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let url = lines.next_line().await.expect("a line").expect("its address");

        let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), format!("http://{}/callbacks/{NAME}", door.address));
        config.base_url = url;
        config.from = Some("+34872202550".parse().expect("a number"));
        let provider = Arc::new(Twilio::new(config).expect("settings that hold together"));
        let link = Link { name: NAME.to_owned(), account: Some(door.app.account().name().await), country: None, provider };
        let (app, stop) = (door.app.app(), CancellationToken::new());
        tokio::spawn(exchange::run(app.clone(), link.clone(), "measure".to_owned(), door.app.outgoing(), stop.clone()));
        tokio::spawn(dial::run(app.clone(), door.app.outgoing(), stop.clone()));
        let client = door.app.as_role(Role::Coordinator).await;
        door.app.until(&client, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;
        Self { _process: process, input, lines, link, _stop: stop.drop_guard() }
    }

    /// Calls it has taken, and how often the one rang that rang most often.
    async fn count(&mut self) -> (usize, usize) {
        self.input.write_all(b"count\n").await.expect("it is asked");
        let line = self.lines.next_line().await.expect("a line").expect("its answer");
        let (placed, most) = line.split_once(' ').expect("two numbers");
        (placed.parse().expect("a number"), most.parse().expect("a number"))
    }
}

/// The child's part: says where it answers as Twilio, and with each line it reads, what it has taken.
pub(crate) async fn carrier() {
    let fake = FakeTwilio::start(fake::Config::new(ACCOUNT, TOKEN)).await.expect("a fake Twilio");
    fake.set_usual(Outcome::Held);
    fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    println!("{}", fake.url());
    let asked = move || {
        for _ in std::io::stdin().lines() {
            println!("{} {}", fake.placed(), fake.most_rings());
        }
    };
    tokio::task::spawn_blocking(asked).await.expect("it is asked");
}
