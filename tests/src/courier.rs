//! A provider of messages that does with each what the test says: takes it or loses the answer, tells what becomes of it when it is told
//! to, and keeps all that was really sent.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::Utc;
use entity::stored::Role;
use serde_json::{Value, json};
use switchboard::exchange::{self, Link, send};
use telephony::{
    capability::{Capabilities, Capability, Operation, Outcome, Support},
    cause::Cause,
    event::Snapshot,
    outgoing::{Accepted, Found, LookUp, MessageOrder, MessageProgress, OrderError, OrderKey, Progress, Reference, Report},
    port::{CommandError, Epoch, Provider, ProviderKind, QueueCommand, Signal},
};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{SOON, account::TestAccount};

/// From whom its messages are that name nobody.
pub const SENDER: &str = "+34872202550";

/// What is done with an order.
#[derive(Clone, Debug)]
pub enum Plan {
    /// It is taken, and sent.
    Take,
    /// It is taken, and sent, and the answer is lost.
    LoseAnswer,
    /// It is taken, and sent, and never answered.
    Hold,
    /// It is lost on the way: nothing is sent, and nobody knows.
    LoseOrder,
    /// It is answered so, and nothing is sent.
    Answer(OrderError),
}

#[derive(Default)]
struct State {
    plans: VecDeque<Plan>,
    orders: Vec<MessageOrder>,
    sent: Vec<MessageOrder>,
    reports: HashMap<Reference, Report>,
    looked_up: Vec<LookUp>,
    signals: Option<mpsc::Sender<Signal>>,
}

/// The script's hand on the provider.
#[derive(Clone)]
pub struct Courier {
    state: Arc<Mutex<State>>,
    changed: watch::Sender<()>,
    capabilities: Arc<Capabilities>,
}

/// A provider that is linked, and a process that sends over it. Unlinked when dropped.
pub struct CourierLink {
    sending: JoinHandle<()>,
    _stop: DropGuard,
}

impl CourierLink {
    /// Ends whoever sends as one that is killed: whatever it was about to do is not done.
    pub async fn is_killed(&mut self) {
        self.sending.abort();
        let ended = (&mut self.sending).await;
        assert!(ended.is_err(), "it ended by itself");
    }
}

impl Courier {
    /// One that takes every order until it is told otherwise; any process can give it orders.
    pub fn new() -> Self {
        let native = Capability { operation: Operation::SendMessage, support: Support::Native, outcome: Outcome::Event };
        Self { state: Arc::default(), changed: watch::Sender::new(()), capabilities: Arc::new(Capabilities(vec![native])) }
    }

    /// Links it to the account's process, and has that process send.
    pub async fn link(&self, account: &TestAccount, name: &str) -> CourierLink {
        let link = Link { name: name.to_owned(), account: Some(account.name().await), country: None, provider: Arc::new(self.clone()) };
        let (app, stop) = (account.access().app().clone(), CancellationToken::new());
        let holder = format!("test {name} {}", sea_orm::prelude::Uuid::now_v7());
        tokio::spawn(exchange::run(app.clone(), link, holder, account.outgoing(), stop.clone()));
        let sending = tokio::spawn(send::run(app, account.outgoing(), stop.clone()));
        let viewer = account.as_role(Role::Viewer).await;
        let up = |answer: &Value| {
            let all = answer["providers"].as_array().map_or(&[][..], Vec::as_slice);
            all.iter().any(|provider| provider["name"] == name && provider["health"] == "UP")
        };
        account.until(&viewer, "{ providers { name health } }", json!({}), up).await;
        CourierLink { sending, _stop: stop.drop_guard() }
    }

    /// Does so with the next orders, in this order; then takes them.
    pub fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.state().plans.extend(plans);
    }

    /// Waits for so many orders to have come in all, and returns them.
    pub async fn orders(&self, count: usize) -> Vec<MessageOrder> {
        self.until("orders", |state| state.orders.len() >= count).await;
        self.state().orders.clone()
    }

    /// Waits for so many questions about orders.
    pub async fn look_ups(&self, count: usize) -> Vec<LookUp> {
        self.until("look-ups", |state| state.looked_up.len() >= count).await;
        self.state().looked_up.clone()
    }

    /// All that was really sent.
    pub fn sent(&self) -> Vec<MessageOrder> {
        self.state().sent.clone()
    }

    /// Tells how far an order's message is.
    pub async fn tell(&self, order: &MessageOrder, progress: MessageProgress) {
        self.tell_report(report(&order.reference, progress)).await;
    }

    /// Tells a report as it is.
    pub async fn tell_report(&self, report: Report) {
        let signals = {
            let mut state = self.state();
            if let Some(reference) = &report.reference {
                state.reports.insert(reference.clone(), report.clone());
            }
            state.signals.clone()
        };
        signals.expect("it is linked").send(Signal::Order(Box::new(report))).await.expect("it is heard");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn until(&self, what: &str, holds: impl Fn(&State) -> bool) {
        let mut changed = self.changed.subscribe();
        let waiting = async {
            while !holds(&self.state()) {
                changed.changed().await.expect("the sender is here");
            }
        };
        tokio::time::timeout(SOON, waiting).await.unwrap_or_else(|_| panic!("{what} never came"));
    }
}

impl Default for Courier {
    fn default() -> Self {
        Self::new()
    }
}

/// A report of an order: that it has come so far.
pub fn report(reference: &Reference, progress: MessageProgress) -> Report {
    let (cause, code) = match progress {
        MessageProgress::Queued | MessageProgress::Sent => (None, None),
        MessageProgress::Delivered => (Some(Cause::Normal), None),
        MessageProgress::Undelivered => (Some(Cause::Unreachable), Some("30003")),
        MessageProgress::Failed => (Some(Cause::ProviderError), Some("30034")),
        MessageProgress::Canceled => (Some(Cause::CancelledByUs), None),
    };
    Report {
        reference: Some(reference.clone()),
        key: OrderKey(format!("key of {reference}")),
        progress: Progress::Message(progress),
        provider_status: format!("{progress:?}").to_lowercase(),
        sequence: None,
        at: None,
        cause,
        provider_code: code.map(ToOwned::to_owned),
        answered_by: None,
        talk_seconds: None,
    }
}

#[async_trait]
impl Provider for Courier {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Simulator
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn orders_need_the_link(&self) -> bool {
        false
    }

    fn sender(&self) -> Option<String> {
        Some(SENDER.to_owned())
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        let (epoch, at) = (Epoch(1), Utc::now());
        signals.send(Signal::Up { epoch, at }).await.expect("it is heard");
        signals.send(Signal::Snapshot { epoch, at, snapshot: Snapshot::default() }).await.expect("it is heard");
        self.state().signals = Some(signals);
        self.changed.send_replace(());
        stop.cancelled().await;
        self.state().signals = None;
    }

    async fn command(&self, _: QueueCommand) -> Result<(), CommandError> {
        Err(CommandError::Unsupported)
    }

    async fn send(&self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        let plan = {
            let mut state = self.state();
            let plan = state.plans.pop_front().unwrap_or(Plan::Take);
            state.orders.push(order.clone());
            if matches!(plan, Plan::Take | Plan::LoseAnswer | Plan::Hold) {
                state.sent.push(order.clone());
                state.reports.insert(order.reference.clone(), report(&order.reference, MessageProgress::Sent));
            }
            plan
        };
        self.changed.send_replace(());
        match plan {
            Plan::Take => Ok(Accepted { key: OrderKey(format!("key of {}", order.reference)), report: None }),
            Plan::Hold => std::future::pending().await,
            Plan::LoseAnswer | Plan::LoseOrder => Err(OrderError::OutcomeUnknown("no answer".to_owned())),
            Plan::Answer(error) => Err(error),
        }
    }

    async fn look_up_message(&self, order: &LookUp) -> Result<Found, OrderError> {
        let found = {
            let mut state = self.state();
            state.looked_up.push(order.clone());
            state.reports.get(&order.reference).cloned()
        };
        self.changed.send_replace(());
        Ok(found.map_or(Found::Never, |report| Found::Here(Box::new(report))))
    }
}
