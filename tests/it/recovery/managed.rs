//! Managed queues over a restart of our own process: commands, wishes, and whose telephone is whose.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use acceptance::{TestApp, extension, on_both};
use async_trait::async_trait;
use entity::{
    id::{CommandId, QueueId},
    queue, queue_command,
    stored::{CommandStatus, QueueMode, Role},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use telephony::{
    capability::Capabilities,
    port::{CommandError, Provider, ProviderKind, QueueCommand, QueueKey, Signal},
    simulator::Simulator,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{BOARD, Linked, Outside, ana};

async fn manage(linked: &Linked, queue: &Value, mode: &str) {
    let admin = linked.account.as_role(Role::Admin).await;
    let manage =
        "mutation ($queue: ID!, $mode: QueueMode!) { queueUpdate(id: $queue, input: { mode: $mode }) { userErrors { code message } } }";
    let done = admin.query(manage, json!({ "queue": queue, "mode": mode })).await;
    assert_eq!(done["queueUpdate"]["userErrors"], json!([]));
}

on_both!(a_command_that_a_process_took_with_it_has_an_unknown_outcome);
async fn a_command_that_a_process_took_with_it_has_an_unknown_outcome(app: TestApp) {
    ana(&app).await;
    let pau = app.person("Pau").extension("1002").create().await;
    let outside = Outside::with_ana(&app);
    Linked::up(&app, &outside).await.ends().await;
    let queue = queue::Entity::find().one(app.app().db.read()).await.expect("an answer").expect("a queue");
    let sending = queue_command::Model {
        id: CommandId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        person_id: None,
        command: json!({}),
        status: CommandStatus::Sending,
        error: None,
        fence: 1,
        created_at: app.now(),
        finished_at: None,
    };
    sending.into_active_model().insert(app.app().db.admin()).await.expect("written");

    let linked = Linked::up(&app, &outside).await;
    // What it does next comes after.
    let queue = linked.board(|_| true).await["id"].clone();
    manage(&linked, &queue, "MANAGED").await;
    let admin = linked.account.as_role(Role::Admin).await;
    let add = "mutation ($queue: ID!, $person: ID!) { queueMemberAdd(queueId: $queue, personId: $person) { userErrors { code } } }";
    admin.query(add, json!({ "queue": queue, "person": pau.id })).await;
    linked.board(|queue| members(queue).contains(&"1002".to_owned())).await;

    let command = app.commands().await.remove(0);
    assert_eq!((command.status, command.finished_at), (CommandStatus::Unknown, Some(app.now())));
}

/// A telephone system during whose first command someone releases another queue.
struct Meddled {
    simulator: Arc<Simulator>,
    app: switchboard::app::App,
    once: AtomicBool,
}

#[async_trait]
impl Provider for Meddled {
    fn kind(&self) -> ProviderKind {
        self.simulator.kind()
    }

    fn capabilities(&self) -> &Capabilities {
        self.simulator.capabilities()
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        self.simulator.run(signals, stop).await;
    }

    async fn command(&self, command: QueueCommand) -> Result<(), CommandError> {
        if !self.once.swap(true, Ordering::SeqCst) {
            release_all_but(&self.app, command.queue()).await;
        }
        self.simulator.command(command).await
    }
}

/// What `queueUpdate` writes when a queue becomes observed.
async fn release_all_but(app: &switchboard::app::App, key: &QueueKey) {
    let tx = app.db.begin().await.expect("a transaction");
    let others = queue::Entity::find().filter(queue::Column::Key.ne(&key.0)).all(&*tx).await.expect("queues");
    let others: Vec<QueueId> = others.into_iter().map(|queue| queue.id).collect();
    let of = entity::queue_assignment::Column::QueueId.is_in(others.clone());
    entity::queue_assignment::Entity::delete_many().filter(of).exec(&*tx).await.expect("released");
    queue::Entity::update_many()
        .col_expr(queue::Column::Mode, Expr::value(QueueMode::Observed))
        .filter(queue::Column::Id.is_in(others))
        .exec(&*tx)
        .await
        .expect("observed");
    tx.commit().await.expect("committed");
}

on_both!(a_queue_released_while_others_are_being_mended_is_not_emptied);
async fn a_queue_released_while_others_are_being_mended_is_not_emptied(app: TestApp) {
    ana(&app).await;
    let outside = Outside::new(&app, &["first", "second"]);
    let queues = [QueueKey("first".to_owned()), QueueKey("second".to_owned())];
    for queue in &queues {
        outside.system.console_adds(queue, &extension("1001"), "Ana").expect("added");
    }
    let linked = Linked::up(&app, &outside).await;
    let nodes = linked.until(BOARD, |_| true).await["queues"]["nodes"].clone();
    for queue in [0, 1] {
        manage(&linked, &nodes[queue]["id"], "MANAGED").await;
    }
    linked.ends().await;
    for queue in &queues {
        outside.system.console_adds(queue, &extension("1002"), "A stranger").expect("added");
    }

    let meddled = Meddled { simulator: Arc::clone(&outside.simulator), app: app.app().clone(), once: AtomicBool::new(false) };
    let linked = Linked::anew(&app, Arc::new(meddled)).await;
    let in_mode = |board: &Value, mode: &str| board["queues"]["nodes"].as_array()?.iter().find(|queue| queue["mode"] == mode).cloned();
    let mended = |board: &Value| {
        in_mode(board, "OBSERVED").is_some()
            && in_mode(board, "MANAGED").is_some_and(|queue| queue["sync"]["state"] == "IN_SYNC" && members(&queue) == ["1001"])
    };
    let board = linked.until(BOARD, mended).await;

    let observed = in_mode(&board, "OBSERVED").expect("the released queue");
    assert_eq!(members(&observed), ["1002", "1001"], "nothing was sent to it any more");
}

/// The extensions in a queue.
fn members(queue: &Value) -> Vec<String> {
    let members = queue["state"]["members"].as_array().into_iter().flatten();
    members.filter_map(|member| member["extension"].as_str().map(str::to_owned)).collect()
}

on_both!(who_is_deactivated_leaves_the_managed_queues_and_comes_back_only_when_asked);
async fn who_is_deactivated_leaves_the_managed_queues_and_comes_back_only_when_asked(app: TestApp) {
    let ana = ana(&app).await;
    let outside = Outside::with_ana(&app);
    let linked = Linked::up(&app, &outside).await;
    let queue = linked.board(|_| true).await["id"].clone();
    manage(&linked, &queue, "MANAGED").await;
    let admin = linked.account.as_role(Role::Admin).await;

    admin.query("mutation ($id: ID!) { personDeactivate(id: $id) { userErrors { code } } }", json!({ "id": ana.id })).await;
    linked.board(|queue| queue["state"]["members"] == json!([]) && queue["sync"]["state"] == "IN_SYNC").await;
    admin.query("mutation ($id: ID!) { personReactivate(id: $id) { userErrors { code } } }", json!({ "id": ana.id })).await;
    let history =
        "query ($queue: ID!) { queue(id: $queue) { history(first: 50) { nodes { what reason person { name } actor { kind } } } } }";
    let history = admin.query(history, json!({ "queue": queue })).await;

    assert_eq!(outside.system.state().queues[0].members, []);
    let why =
        json!({ "what": "WANTED", "reason": "The person was deactivated.", "person": { "name": "Ana" }, "actor": { "kind": "SYSTEM" } });
    assert!(history["queue"]["history"]["nodes"].as_array().expect("entries").contains(&why), "{history:#}");
}

on_both!(an_extension_that_becomes_anothers_is_not_rung_for_the_queue_of_the_first);
async fn an_extension_that_becomes_anothers_is_not_rung_for_the_queue_of_the_first(app: TestApp) {
    let ana = ana(&app).await;
    let outside = Outside::with_ana(&app);
    let linked = Linked::up(&app, &outside).await;
    let queue = linked.board(|_| true).await["id"].clone();
    manage(&linked, &queue, "MANAGED").await;
    let admin = linked.account.as_role(Role::Admin).await;
    let update =
        "mutation ($id: ID!, $extension: String) { personUpdate(id: $id, input: { extension: $extension }) { userErrors { code } } }";

    admin.query(update, json!({ "id": ana.id, "extension": "1002" })).await;
    app.person("Pau").extension("1001").create().await;

    let moved = |queue: &Value| queue["sync"]["state"] == "IN_SYNC" && queue["state"]["members"][0]["extension"] == "1002";
    let board = linked.board(moved).await;
    assert_eq!(board["state"]["members"].as_array().map(Vec::len), Some(1));
}
