//! Under a random load, what subscribers fold from the changes, what a query answers, and what is so at the telephone system
//! are the same.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::{Backend, SOON, Telephones, TestApp, extension, run};
use chrono::TimeDelta;
use entity::{
    queue_visit,
    stored::{QueueOutcome, Role, Topic},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchboard::queues::presence;
use telephony::{
    event::{LegRole, LegState, Snapshot},
    port::{CallKey, QueueKey},
    simulator::{Config, HangUp, QueueConfig, ScriptError, Strategy},
};

const BOARD: &str = "{ liveCursor queues { nodes { id key state { stale
    members { id extension presence penalty callsTaken paused { reason } }
    waiting { callId number withheld ringing { extension } }
    counters { since waiting longestWaitSince offered answered abandoned timedOut other
               serviceLevel averageWaitSeconds averageTalkSeconds longestWaitSeconds } } } } }";

const CHANGES: &str = "subscription ($after: LiveCursor) { queueChanged(after: $after) { nodeId what memberId callId
    member { id extension presence penalty callsTaken paused { reason } }
    waitingCall { callId number withheld ringing { extension } }
    counters { since waiting longestWaitSince offered answered abandoned timedOut other
               serviceLevel averageWaitSeconds averageTalkSeconds longestWaitSeconds } } }";

const TELEPHONES: [&str; 5] = ["1001", "1002", "1003", "1004", "1005"];
const STEPS: usize = 400;

#[test]
fn the_board_is_what_the_changes_add_up_to_and_the_truth_on_sqlite() {
    for seed in 0..4 {
        run(Backend::Sqlite, |app| under_load(app, seed));
    }
}

#[test]
fn the_board_is_what_the_changes_add_up_to_and_the_truth_on_postgres() {
    if let Some(backend) = Backend::postgres() {
        for seed in 4..7 {
            run(backend.clone(), |app| under_load(app, seed));
        }
    }
}

async fn under_load(app: TestApp, seed: u64) {
    for telephone in TELEPHONES {
        app.person(&format!("Person {telephone}")).extension(telephone).create().await;
    }
    let all = QueueConfig { strategy: Strategy::RingAll, wrap_up_seconds: 10, ..QueueConfig::new("all") };
    let one = QueueConfig { wait_limit: Some(std::time::Duration::from_secs(60)), room: Some(4), ..QueueConfig::new("one") };
    let telephones = app.telephones_as(Config::new(vec![all, one], TELEPHONES.map(extension).to_vec())).await;
    let viewer = app.as_role(Role::Viewer).await;
    let first = viewer.query(BOARD, json!({})).await;
    let mut folded = Folded::of(&first);

    let mut script = Script { app: &app, telephones: &telephones, dice: StdRng::seed_from_u64(seed) };
    for _ in 0..STEPS {
        script.step();
        for _ in 0..script.dice.random_range(0..20) {
            tokio::task::yield_now().await;
        }
    }
    telephones.system.link_comes_back();

    // Equal to the truth and to a recount, once all that is under way has arrived.
    let truth = truth(&telephones.system.state(), app.now());
    let (mut board, mut is_so) = (Value::Null, false);
    let waiting = async {
        while !is_so {
            let head = app.app().live.head();
            board = viewer.query(BOARD, json!({})).await;
            is_so = fresh(&board) && seen(&board) == truth && counters_are_a_recount(&app, &board).await;
            if !is_so {
                acceptance::news(app.app(), head).await;
            }
        }
    };
    let came = tokio::time::timeout(SOON, waiting).await.is_ok();
    assert!(came, "seed {seed}: the truth is\n{truth:#?}\nand the board shows\n{:#?}\n{board:#}", seen(&board));
    // Equal to what the changes add up to.
    let mut changes = viewer.subscribe(CHANGES, json!({ "after": first["liveCursor"] })).await;
    let count = changes_after(&app, &first).await;
    for _ in 0..count {
        folded.take(&changes.next_within(SOON).await["queueChanged"]);
    }
    assert!(count > STEPS / 4, "seed {seed}: something happened, {count} changes");
    assert_eq!(folded, Folded::of(&board), "seed {seed}");
}

/// Whether what is counted of each queue is what its waits come to.
async fn counters_are_a_recount(app: &TestApp, board: &Value) -> bool {
    for queue in board["queues"]["nodes"].as_array().expect("queues") {
        if counted(&queue["state"]["counters"]) != recount(app, queue).await {
            return false;
        }
    }
    true
}

/// Whether the link is up.
fn fresh(board: &Value) -> bool {
    board["queues"]["nodes"].as_array().is_some_and(|all| all.iter().all(|queue| queue["state"]["stale"] == false))
}

/// Changes of queues after the board's cursor.
async fn changes_after(app: &TestApp, board: &Value) -> usize {
    let live = &app.app().live;
    let after = live.position(board["liveCursor"].as_str().expect("a cursor")).expect("ours");
    let changes = live.log().after(after, 100_000).await.expect("the outbox is read");
    changes.iter().filter(|change| change.topic == Topic::Queue).count()
}

/// What one can make of a board and the changes after it, as a wallboard does: queues by id.
#[derive(Debug, Default, PartialEq)]
struct Folded(BTreeMap<String, Queue>);

#[derive(Debug, Default, PartialEq)]
struct Queue {
    members: BTreeMap<String, Value>,
    /// The first in line first.
    waiting: Vec<Value>,
    counters: Value,
}

impl Folded {
    fn of(board: &Value) -> Self {
        let queue = |queue: &Value| {
            let state = &queue["state"];
            let members = state["members"].as_array().expect("members").iter();
            let members = members.map(|member| (text(&member["id"]), member.clone())).collect();
            let waiting = state["waiting"].as_array().expect("calls").iter().map(sorted).collect();
            (text(&queue["id"]), Queue { members, waiting, counters: state["counters"].clone() })
        };
        Self(board["queues"]["nodes"].as_array().expect("queues").iter().map(queue).collect())
    }

    fn take(&mut self, change: &Value) {
        let queue = self.0.entry(text(&change["nodeId"])).or_default();
        if change["what"] == "MEMBER_REMOVED" {
            queue.members.remove(&text(&change["memberId"]));
        } else if !change["member"].is_null() {
            queue.members.insert(text(&change["memberId"]), change["member"].clone());
        }
        if !change["callId"].is_null() {
            let place = queue.waiting.iter().position(|call| call["callId"] == change["callId"]);
            match (place, &change["waitingCall"]) {
                (Some(place), Value::Null) => drop(queue.waiting.remove(place)),
                (None, Value::Null) => {}
                (Some(place), call) => queue.waiting[place] = sorted(call),
                (None, call) => queue.waiting.push(sorted(call)),
            }
        }
        if !change["counters"].is_null() {
            queue.counters = change["counters"].clone();
        }
    }
}

/// A waiting call with the telephones that ring for it in order.
fn sorted(call: &Value) -> Value {
    let mut call = call.clone();
    if let Some(ringing) = call["ringing"].as_array_mut() {
        ringing.sort_by_key(|person| text(&person["extension"]));
    }
    call
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Queue and extension, presence, pause, penalty, calls taken.
type Member = (String, String, String, Option<String>, u64, u64);
/// Number, and who rings for it.
type Waiting = (Option<String>, BTreeSet<String>);

/// A board, as far as the telephone system knows it too.
#[derive(Debug, PartialEq)]
struct Seen {
    members: BTreeSet<Member>,
    /// By queue, the first in line first.
    waiting: BTreeMap<String, Vec<Waiting>>,
}

fn seen(board: &Value) -> Seen {
    let mut seen = Seen { members: BTreeSet::new(), waiting: BTreeMap::new() };
    for queue in board["queues"]["nodes"].as_array().expect("queues") {
        let key = text(&queue["key"]);
        for member in queue["state"]["members"].as_array().expect("members") {
            let paused = member["paused"]["reason"].as_str().map(str::to_owned);
            let [penalty, taken] = ["penalty", "callsTaken"].map(|name| member[name].as_u64().expect("a number"));
            seen.members.insert((key.clone(), text(&member["extension"]), text(&member["presence"]), paused, penalty, taken));
        }
        let call = |call: &Value| {
            let ringing = call["ringing"].as_array().expect("persons").iter();
            (call["number"].as_str().map(str::to_owned), ringing.map(|person| text(&person["extension"])).collect())
        };
        seen.waiting.insert(key, queue["state"]["waiting"].as_array().expect("calls").iter().map(call).collect());
    }
    seen
}

fn truth(state: &Snapshot, now: chrono::DateTime<chrono::Utc>) -> Seen {
    let mut truth = Seen { members: BTreeSet::new(), waiting: BTreeMap::new() };
    for queue in &state.queues {
        let key = queue.key.0.clone();
        for member in &queue.members {
            let telephone = member.extension.as_ref().expect("an extension").to_string();
            let presence = presence::of(member, now).as_str().to_owned();
            truth.members.insert((
                key.clone(),
                telephone,
                presence,
                member.paused.clone(),
                member.penalty.into(),
                member.calls_taken.into(),
            ));
        }
        let ringing = |call: &CallKey| {
            let legs = state.calls.iter().filter(|other| other.call == *call).flat_map(|call| &call.legs);
            let ringing = legs.filter(|leg| leg.role == LegRole::Agent && leg.state == LegState::Ringing);
            ringing.filter_map(|leg| leg.extension.as_ref()).map(ToString::to_string).collect()
        };
        truth.waiting.insert(key, queue.entries.iter().map(|entry| (entry.caller.number.clone(), ringing(&entry.call))).collect());
    }
    truth
}

const COUNTED: [&str; 9] =
    ["waiting", "offered", "answered", "abandoned", "timedOut", "other", "averageWaitSeconds", "averageTalkSeconds", "longestWaitSeconds"];

fn counted(counters: &Value) -> Vec<Option<f64>> {
    COUNTED.iter().map(|name| counters[name].as_f64()).collect()
}

/// The same from the waits themselves.
async fn recount(app: &TestApp, queue: &Value) -> Vec<Option<f64>> {
    let visits = queue_visit::Entity::find().all(app.app().db.read()).await.expect("the waits are read");
    let visits: Vec<_> = visits.into_iter().filter(|visit| queue["id"] == visit.queue_id.to_string()).collect();
    let count = |wanted: &dyn Fn(&queue_visit::Model) -> bool| visits.iter().filter(|visit| wanted(visit)).count() as f64;
    let ended = |outcome: QueueOutcome| count(&|visit| visit.outcome == Some(outcome));
    let mean = |values: Vec<i32>| (!values.is_empty()).then(|| values.iter().sum::<i32>() as f64 / values.len() as f64);
    let offered = count(&|visit| visit.outcome.is_some());
    let known = ended(QueueOutcome::Answered) + ended(QueueOutcome::Abandoned) + ended(QueueOutcome::TimedOut);
    let answered = visits.iter().filter(|visit| visit.outcome == Some(QueueOutcome::Answered));
    vec![
        Some(count(&|visit| visit.left_at.is_none())),
        Some(offered),
        Some(ended(QueueOutcome::Answered)),
        Some(ended(QueueOutcome::Abandoned)),
        Some(ended(QueueOutcome::TimedOut)),
        Some(offered - known),
        mean(answered.filter_map(|visit| visit.wait_seconds).collect()),
        mean(visits.iter().filter_map(|visit| visit.talk_seconds).collect()),
        visits.iter().filter(|visit| visit.outcome.is_some()).filter_map(|visit| visit.wait_seconds).max().map(f64::from),
    ]
}

/// Does things at random, as telephones, callers and a console would.
struct Script<'a> {
    app: &'a TestApp,
    telephones: &'a Telephones,
    dice: StdRng,
}

impl Script<'_> {
    fn step(&mut self) {
        let done = self.try_step();
        // What makes no sense now, such as answering a telephone that does not ring, is refused and changes nothing.
        if let Err(error) = done {
            assert!(!matches!(error, ScriptError::NoSuchQueue(_)), "{error}");
        }
    }

    fn try_step(&mut self) -> Result<(), ScriptError> {
        let system = &self.telephones.system;
        let telephone = extension(TELEPHONES.choose(&mut self.dice).expect("a telephone"));
        let queue = QueueKey(["all", "one"].choose(&mut self.dice).expect("a queue").to_string());
        let calls = system.state().calls;
        let call = calls.choose(&mut self.dice).map(|call| call.call.clone());
        match self.dice.random_range(0..100) {
            0..18 => {
                let number = format!("+34972{:06}", self.dice.random_range(0..1_000_000));
                let withheld = self.dice.random_range(0..5) == 0;
                self.telephones.call(&queue.0, (!withheld).then_some(&number));
            }
            18..40 => drop(system.agent_answers(&telephone)?),
            40..45 => drop(system.agent_declines(&telephone)?),
            45..58 => {
                let by = if self.dice.random() { HangUp::ByCaller } else { HangUp::ByAgent };
                call.map_or(Ok(()), |call| system.hang_up(&call, by))?;
            }
            58..60 => call.map_or(Ok(()), |call| system.caller_times_out(&call))?,
            60 => call.map_or(Ok(()), |call| system.call_is_withdrawn(&call))?,
            61 => system.queue_empties(&queue)?,
            62..70 => system.pause_at_phone(self.dice.random::<bool>().then_some(&queue), &telephone, "tea")?,
            70..77 => system.resume_at_phone(self.dice.random::<bool>().then_some(&queue), &telephone)?,
            77..84 => system.console_adds(&queue, &telephone, "Somebody")?,
            84..87 => system.console_removes(&queue, &telephone)?,
            87..90 => system.phone_goes(&telephone, self.dice.random_range(0..3) > 0)?,
            90 => system.link_drops(),
            91 => system.link_stalls(),
            92..94 => system.link_comes_back(),
            94 => system.restarts(),
            _ => {
                self.app.clock.advance(TimeDelta::seconds(self.dice.random_range(1..20)));
                system.tick();
            }
        }
        Ok(())
    }
}
