//! Restarts of our own process: what another finds in the database, beside a telephone system that went on meanwhile.

mod departed;
mod managed;

use std::sync::Arc;

use acceptance::{TestAccount, TestApp, extension, on_both};
use async_trait::async_trait;
use chrono::TimeDelta;
use entity::{
    call,
    id::MemberVersionId,
    person, provider, queue_member,
    stored::{CallStatus, ProviderHealth, Role},
};
use sea_orm::{EntityTrait, prelude::Uuid, sea_query::Expr};
use serde_json::{Value, json};
use switchboard::exchange::{self, Link};
use telephony::{
    capability::Capabilities,
    event::Party,
    port::{CallKey, CommandError, Provider, ProviderKind, QueueCommand, QueueKey, Signal},
    simulator::{Config, HangUp, QueueConfig, Simulator, SimulatorHandle},
};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

const BOARD: &str = "{ queues { nodes { id key mode sync { state problem } state { stale
    members { extension presence currentCall { from } paused { reason } } waiting { number ringing { name } }
    counters { waiting offered answered other averageTalkSeconds } } } } }";

const CALLS: &str = "{ calls { nodes { status queueOutcome person { name } legs { state } } } }";

/// A telephone system that outlives our processes.
struct Outside {
    simulator: Arc<Simulator>,
    system: SimulatorHandle,
}

impl Outside {
    fn new(app: &TestApp, queues: &[&str]) -> Self {
        let queues = queues.iter().map(|key| QueueConfig::new(key)).collect();
        let clock = Arc::clone(&app.clock);
        let config = Config::new(queues, vec![extension("1001"), extension("1002")]);
        let simulator = Simulator::new(config, Arc::new(move || switchboard::clock::Clock::now(&*clock)));
        Self { system: simulator.handle(), simulator: Arc::new(simulator) }
    }

    /// A telephone system with Ana's telephone in the queue `support`.
    fn with_ana(app: &TestApp) -> Self {
        let outside = Self::new(app, &["support"]);
        outside.system.console_adds(&support(), &extension("1001"), "Ana").expect("added");
        outside
    }

    fn call(&self) -> CallKey {
        let from = Party { number: Some("+34972183386".to_owned()), ..Party::default() };
        self.system.call_arrives(&support(), from).expect("the call comes in")
    }
}

fn support() -> QueueKey {
    QueueKey("support".to_owned())
}

/// A process's link.
struct Linked {
    account: TestAccount,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Linked {
    /// Links from another process than the test's own, one that starts now.
    async fn anew(app: &TestApp, provider: Arc<dyn Provider>) -> Self {
        let account = app.another_process().await;
        let link = Link { name: "pbx".to_owned(), account: None, country: None, provider };
        let stop = CancellationToken::new();
        let task = tokio::spawn(exchange::run(account.access().app().clone(), link, "test".to_owned(), account.outgoing(), stop.clone()));
        Self { account, stop, task }
    }

    async fn up(app: &TestApp, outside: &Outside) -> Self {
        let linked = Self::anew(app, Arc::clone(&outside.simulator) as _).await;
        linked.until("{ providers { health } }", |answer| answer["providers"][0]["health"] == "UP").await;
        linked
    }

    async fn until(&self, document: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let admin = self.account.as_role(Role::Admin).await;
        self.account.until(&admin, document, json!({}), holds).await
    }

    async fn board(&self, holds: impl Fn(&Value) -> bool) -> Value {
        self.until(BOARD, |answer| holds(&answer["queues"]["nodes"][0])).await["queues"]["nodes"][0].clone()
    }

    async fn ends(self) {
        self.stop.cancel();
        self.task.await.expect("it ends");
    }
}

async fn ana(app: &TestApp) -> person::Model {
    app.person("Ana").extension("1001").create().await
}

on_both!(a_call_answered_between_two_processes_is_in_progress_and_ends_completed);
async fn a_call_answered_between_two_processes_is_in_progress_and_ends_completed(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let before = Linked::up(&app, &outside).await;
    let call = outside.call();
    before.board(|queue| queue["state"]["members"][0]["presence"] == "RINGING").await;
    before.ends().await;
    outside.system.agent_answers(&extension("1001")).expect("answered unseen");

    let after = Linked::up(&app, &outside).await;
    let talking = after.until(CALLS, |_| true).await;
    let board = after.board(|_| true).await;
    outside.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    let over = after.until(CALLS, |calls| calls["calls"]["nodes"][0]["legs"][0]["state"] == "ENDED").await;

    let call = &talking["calls"]["nodes"][0];
    assert_eq!((&call["status"], &call["person"]["name"]), (&json!("IN_PROGRESS"), &json!("Ana")));
    assert_eq!(call["queueOutcome"], "UNKNOWN", "how long it waited was not seen");
    assert_eq!(board["state"]["waiting"], json!([]));
    after.until(CALLS, |calls| calls["calls"]["nodes"][0]["status"] == "COMPLETED").await;
    assert_ne!(over["calls"]["nodes"][0]["status"], "NO_ANSWER");
}

on_both!(a_conversation_that_outlives_a_process_is_counted_by_the_next);
async fn a_conversation_that_outlives_a_process_is_counted_by_the_next(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let before = Linked::up(&app, &outside).await;
    let call = outside.call();
    outside.system.agent_answers(&extension("1001")).expect("answered");
    before.board(|queue| queue["state"]["counters"]["answered"] == 1 && queue["state"]["members"][0]["currentCall"] != json!(null)).await;
    before.ends().await;
    app.clock.advance(TimeDelta::seconds(40));

    let after = Linked::up(&app, &outside).await;
    outside.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    let over = after.board(|queue| queue["state"]["members"][0]["presence"] == "AVAILABLE").await;

    assert_eq!(over["state"]["counters"]["averageTalkSeconds"], 40.0);
}

on_both!(a_telephone_that_rang_for_the_process_before_rings_no_more);
async fn a_telephone_that_rang_for_the_process_before_rings_no_more(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let before = Linked::up(&app, &outside).await;
    outside.call();
    before.board(|queue| queue["state"]["waiting"][0]["ringing"] == json!([{ "name": "Ana" }])).await;
    before.ends().await;
    outside.system.pause_at_phone(None, &extension("1001"), "enough").expect("paused");
    outside.system.agent_declines(&extension("1001")).expect("declined unseen");

    let after = Linked::up(&app, &outside).await;
    let board = after.board(|queue| queue["state"]["members"][0]["presence"] == "PAUSED").await;

    assert_eq!(board["state"]["waiting"], json!([{ "number": "+34972183386", "ringing": [] }]));
    assert_eq!(board["state"]["members"][0]["currentCall"], json!(null));
    let legs = after.until(CALLS, |_| true).await["calls"]["nodes"][0]["legs"].clone();
    let open = legs.as_array().expect("legs").iter().filter(|leg| leg["state"] != "ENDED").count();
    assert_eq!(open, 1, "only the caller is still there: {legs}");
}

on_both!(a_call_that_was_thought_to_be_over_does_not_stop_the_link);
async fn a_call_that_was_thought_to_be_over_does_not_stop_the_link(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let before = Linked::up(&app, &outside).await;
    outside.call();
    before.board(|queue| queue["state"]["counters"]["waiting"] == 1).await;
    before.ends().await;
    call::Entity::update_many()
        .col_expr(call::Column::Status, Expr::value(CallStatus::Unknown))
        .col_expr(call::Column::EndedAt, Expr::value(app.now()))
        .exec(app.app().db.admin())
        .await
        .expect("the call is over");

    let after = Linked::up(&app, &outside).await;
    let calls = after.until(CALLS, |_| true).await;

    assert_eq!(calls["calls"]["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(calls["calls"]["nodes"][0]["status"], "UNKNOWN", "what is over stays over");
}

on_both!(a_member_changes_also_after_a_process_whose_clock_was_ahead);
async fn a_member_changes_also_after_a_process_whose_clock_was_ahead(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    Linked::up(&app, &outside).await.ends().await;
    let ahead = MemberVersionId(Uuid::from_u128(Uuid::now_v7().as_u128() + (3_600_000_u128 << 80)));
    queue_member::Entity::update_many()
        .col_expr(queue_member::Column::Id, Expr::value(ahead))
        .exec(app.app().db.admin())
        .await
        .expect("an id of a clock that is ahead");

    let linked = Linked::up(&app, &outside).await;
    outside.system.pause_at_phone(None, &extension("1001"), "tea").expect("paused");
    let board = linked.board(|queue| queue["state"]["members"][0]["paused"]["reason"] == "tea").await;

    assert_eq!(board["state"]["members"].as_array().map(Vec::len), Some(1));
}

/// A telephone system that takes the connection and says nothing.
struct Mute(Capabilities);

#[async_trait]
impl Provider for Mute {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Simulator
    }

    fn capabilities(&self) -> &Capabilities {
        &self.0
    }

    async fn run(&self, _signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        stop.cancelled().await;
    }

    async fn command(&self, _command: QueueCommand) -> Result<(), CommandError> {
        Err(CommandError::Unavailable)
    }
}

on_both!(a_link_is_not_called_up_by_a_process_that_has_only_read_so);
async fn a_link_is_not_called_up_by_a_process_that_has_only_read_so(app: TestApp) {
    let outside = Outside::with_ana(&app);
    Linked::up(&app, &outside).await.ends().await;
    // As a process leaves it that was killed.
    provider::Entity::update_many()
        .col_expr(provider::Column::Health, Expr::value(ProviderHealth::Up))
        .col_expr(provider::Column::LastHeardAt, Expr::value(app.now()))
        .exec(app.app().db.admin())
        .await
        .expect("killed");

    let linked = Linked::anew(&app, Arc::new(Mute(Capabilities::default()))).await;
    let health = linked.until("{ providers { health } }", |answer| answer["providers"][0]["health"] != "UP").await;

    assert_eq!(health["providers"][0]["health"], "CONNECTING");
    assert_eq!(linked.board(|_| true).await["state"]["stale"], true);
}
