//! A telephone system whose events come late, or whose link breaks in the middle of a command: nothing is lost, and nothing
//! is taken for a hand at the telephone that was ours.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use acceptance::{SOON, TestApp, extension, news, on_both};
use async_trait::async_trait;
use entity::{
    person,
    stored::{CommandStatus, Role},
};
use serde_json::{Value, json};
use switchboard::{
    clock::Clock,
    exchange::{self, Link},
};
use telephony::{
    capability::Capabilities,
    port::{CommandError, Provider, ProviderKind, QueueCommand, Signal},
    simulator::{Config, QueueConfig, Simulator, SimulatorHandle},
};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{ADD, BOARD, MANAGE, PAUSE, REMOVE, RESUME};

/// A simulated telephone system whose signals are held back while the gate is closed; its answers are not.
struct Late {
    simulator: Simulator,
    open: watch::Receiver<bool>,
    /// The next command makes the task that sends it panic.
    panics: AtomicBool,
}

#[async_trait]
impl Provider for Late {
    fn kind(&self) -> ProviderKind {
        self.simulator.kind()
    }

    fn capabilities(&self) -> &Capabilities {
        self.simulator.capabilities()
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        let (sender, mut held) = mpsc::channel(64);
        let passing = async {
            let mut open = self.open.clone();
            while let Some(signal) = held.recv().await {
                if open.wait_for(|open| *open).await.is_err() || signals.send(signal).await.is_err() {
                    return;
                }
            }
        };
        tokio::join!(self.simulator.run(sender, stop), passing);
    }

    async fn command(&self, command: QueueCommand) -> Result<(), CommandError> {
        assert!(!self.panics.swap(false, Ordering::SeqCst), "a fault of ours");
        self.simulator.command(command).await
    }
}

/// A managed queue at such a telephone system.
struct Desk {
    system: SimulatorHandle,
    gate: watch::Sender<bool>,
    queue: Value,
    ana: person::Model,
    pau: person::Model,
    _stop: DropGuard,
}

impl Desk {
    async fn open(app: &TestApp, panics: bool) -> Self {
        let ana = app.person("Ana").extension("1001").create().await;
        let pau = app.person("Pau").extension("1002").create().await;
        let clock = Arc::clone(&app.clock);
        let config = Config::new(vec![QueueConfig::new("support")], vec![extension("1001"), extension("1002")]);
        let simulator = Simulator::new(config, Arc::new(move || clock.now()));
        let system = simulator.handle();
        let gate = watch::Sender::new(true);
        let late = Late { simulator, open: gate.subscribe(), panics: AtomicBool::new(panics) };
        let link = Link { name: "pbx".to_owned(), account: None, country: None, provider: Arc::new(late) };
        let stop = CancellationToken::new();
        tokio::spawn(exchange::run(app.app().clone(), link, "test".to_owned(), app.outgoing(), stop.clone()));
        let admin = app.as_role(Role::Admin).await;
        app.until(&admin, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;
        let queue = admin.query(BOARD, json!({})).await["queues"]["nodes"][0]["id"].clone();
        admin.query(MANAGE, json!({ "queue": queue })).await;
        Self { system, gate, queue, ana, pau, _stop: stop.drop_guard() }
    }

    async fn with_ana(app: &TestApp) -> Self {
        let desk = Self::open(app, false).await;
        app.as_role(Role::Coordinator).await.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
        desk.in_sync(app, |members| members == [("1001".to_owned(), None)]).await;
        desk
    }

    /// Waits until the queue is in sync and that is who is shown in it, and with which pause.
    async fn in_sync(&self, app: &TestApp, holds: impl Fn(&[(String, Option<String>)]) -> bool) {
        let viewer = app.as_role(Role::Viewer).await;
        let settled = |answer: &Value| {
            let queue = &answer["queues"]["nodes"][0];
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let members = queue["state"]["members"].as_array().into_iter().flatten();
            let mut members: Vec<_> =
                members.map(|member| (text(&member["extension"]).unwrap_or_default(), text(&member["paused"]["reason"]))).collect();
            members.sort();
            queue["sync"]["state"] == "IN_SYNC" && holds(&members)
        };
        app.until(&viewer, BOARD, json!({}), settled).await;
    }

    /// Waits until the provider has carried out so many commands.
    async fn carried_out(&self, app: &TestApp, count: usize) {
        let carried_out = async {
            loop {
                let head = app.app().live.head();
                let done = app.commands().await.into_iter().filter(|command| command.status == CommandStatus::Succeeded).count();
                if done >= count {
                    return;
                }
                news(app.app(), head).await;
            }
        };
        tokio::time::timeout(SOON, carried_out).await.expect("the commands are carried out");
    }

    fn truth(&self) -> Vec<(String, Option<String>)> {
        let members = self.system.state().queues.remove(0).members;
        members.into_iter().map(|member| (member.extension.expect("an extension").to_string(), member.paused)).collect()
    }
}

on_both!(a_resume_before_the_pause_has_shown_is_not_lost);
async fn a_resume_before_the_pause_has_shown_is_not_lost(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.gate.send_replace(false);
    lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "lunch" })).await;
    desk.carried_out(&app, 2).await;

    lead.query(RESUME, json!({ "person": desk.ana.id })).await;
    // Once this is sent, the resume has been compared.
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    desk.carried_out(&app, 3).await;
    desk.gate.send_replace(true);

    desk.in_sync(&app, |members| members == [("1001".to_owned(), None), ("1002".to_owned(), None)]).await;
    assert_eq!(desk.truth(), [("1001".to_owned(), None), ("1002".to_owned(), None)]);
    let taken_over = app.audit_log().await.into_iter().filter(|entry| entry.action == "pausedAtProvider").count();
    assert_eq!(taken_over, 0, "our own pause is no fact made at the telephone");
}

on_both!(a_removal_before_the_addition_has_shown_is_not_lost);
async fn a_removal_before_the_addition_has_shown_is_not_lost(app: TestApp) {
    let desk = Desk::open(&app, false).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.gate.send_replace(false);
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.carried_out(&app, 1).await;

    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    desk.carried_out(&app, 2).await;
    let meanwhile = lead.query(BOARD, json!({})).await;
    desk.gate.send_replace(true);

    assert_eq!(meanwhile["queues"]["nodes"][0]["sync"]["state"], "CHANGING");
    desk.in_sync(&app, |members| members == [("1002".to_owned(), None)]).await;
    assert_eq!(desk.truth(), [("1002".to_owned(), None)]);
}

on_both!(one_who_is_paused_before_the_addition_has_shown_is_not_added_twice);
async fn one_who_is_paused_before_the_addition_has_shown_is_not_added_twice(app: TestApp) {
    let desk = Desk::open(&app, false).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.gate.send_replace(false);
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.carried_out(&app, 1).await;

    lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "lunch" })).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    desk.carried_out(&app, 2).await;
    desk.gate.send_replace(true);

    desk.in_sync(&app, |members| members.first() == Some(&("1001".to_owned(), Some("lunch".to_owned())))).await;
    assert_eq!(app.commands().await.len(), 3, "Ana added, Pau added, Ana paused");
}

on_both!(a_panic_while_a_command_is_sent_is_noticed_at_once_and_the_queue_becomes_as_wanted);
async fn a_panic_while_a_command_is_sent_is_noticed_at_once_and_the_queue_becomes_as_wanted(app: TestApp) {
    let desk = Desk::open(&app, true).await;
    let lead = app.as_role(Role::Coordinator).await;

    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;

    desk.in_sync(&app, |members| members == [("1001".to_owned(), None)]).await;
    let outcomes: Vec<CommandStatus> = app.commands().await.into_iter().map(|command| command.status).collect();
    assert_eq!(outcomes, [CommandStatus::Unknown, CommandStatus::Succeeded]);
}
