//! A telephone system that takes orders for calls and does with each what the test says: answers or loses the answer, tells what
//! becomes of a call when it is told to, and counts how often each order rang.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::Utc;
use entity::{provider, stored::Role};
use flow::voice::RecordingKey;
use serde_json::{Value, json};
use switchboard::exchange::{
    self, Link,
    dial::{
        self,
        lines::{Held, Line},
    },
};
use telephony::{
    capability::{Capabilities, Capability, Operation, Outcome, Support},
    cause::Cause,
    conversation::Recording,
    event::Snapshot,
    outgoing::{Accepted, CallOrder, CallProgress, Found, LookUp, OrderError, OrderKey, Progress, Reference, Report},
    port::{CommandError, Epoch, Provider, ProviderKind, QueueCommand, Signal},
};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{SOON, account::TestAccount};

/// What is done with an order.
#[derive(Clone, Debug)]
pub enum Plan {
    /// It is taken, and rings.
    Take,
    /// It is taken, and rings, and the answer is lost.
    LoseAnswer,
    /// It is taken, and rings, and never answered.
    Hold,
    /// It is lost on the way: nothing rings, and nobody knows.
    LoseOrder,
    /// It is answered so, and nothing rings.
    Answer(OrderError),
}

/// What the telephone system knows and is told.
#[derive(Default)]
struct State {
    plans: VecDeque<Plan>,
    rings: HashMap<Reference, u32>,
    orders: Vec<CallOrder>,
    reports: HashMap<Reference, Report>,
    looked_up: Vec<LookUp>,
    hung_up: Vec<OrderKey>,
    deleted: Vec<RecordingKey>,
    signals: Option<mpsc::Sender<Signal>>,
    /// Whether it can say nothing yet of what it is asked about.
    knows_nothing: bool,
}

/// The script's hand on the telephone system.
#[derive(Clone)]
pub struct Carrier {
    state: Arc<Mutex<State>>,
    changed: watch::Sender<()>,
    capabilities: Arc<Capabilities>,
    /// Whether any process can give it orders.
    shared: bool,
}

/// A telephone system that is linked. Unlinked when dropped.
pub struct CarrierLink {
    _open: Option<Held>,
    _stop: DropGuard,
}

impl Carrier {
    /// One that takes every order until it is told otherwise.
    pub fn new() -> Self {
        let able = [
            Operation::PlaceCall,
            Operation::HangUp,
            Operation::Play,
            Operation::Say,
            Operation::Connect,
            Operation::Converse,
            Operation::DetectMachine,
        ];
        let capability = |operation| Capability { operation, support: Support::Native, outcome: Outcome::Event };
        Self {
            state: Arc::default(),
            changed: watch::Sender::new(()),
            capabilities: Arc::new(Capabilities(able.map(capability).to_vec())),
            shared: false,
        }
    }

    /// One to which any process can give orders, not only the one that holds the link.
    pub fn shared() -> Self {
        Self { shared: true, ..Self::new() }
    }

    /// Links it to the account's process, and has that process dial.
    pub async fn link(&self, account: &TestAccount, name: &str) -> CarrierLink {
        let link = Link { name: name.to_owned(), account: Some(account.name().await), country: None, provider: Arc::new(self.clone()) };
        let (app, stop) = (account.access().app().clone(), CancellationToken::new());
        tokio::spawn(exchange::run(
            app.clone(),
            link,
            format!("test {name} {}", sea_orm::prelude::Uuid::now_v7()),
            account.outgoing(),
            stop.clone(),
        ));
        tokio::spawn(dial::run(app, account.outgoing(), stop.clone()));
        let viewer = account.as_role(Role::Viewer).await;
        let up = |answer: &Value| {
            let all = answer["providers"].as_array().map_or(&[][..], Vec::as_slice);
            all.iter().any(|provider| provider["name"] == name && provider["health"] == "UP")
        };
        account.until(&viewer, "{ providers { name health } }", json!({}), up).await;
        CarrierLink { _open: None, _stop: stop.drop_guard() }
    }

    /// Has the account's process dial over it as `provider`, which nobody needs to hold the link of.
    pub fn dials(&self, account: &TestAccount, provider: &provider::Model) -> CarrierLink {
        let line = Line { id: provider.id, account_id: provider.account_id, provider: Arc::new(self.clone()) };
        let stop = CancellationToken::new();
        let open = account.outgoing().lines.open(line);
        tokio::spawn(dial::run(account.app_behind().clone(), account.outgoing(), stop.clone()));
        CarrierLink { _open: Some(open), _stop: stop.drop_guard() }
    }

    /// Does so with the next orders, in this order; then takes them.
    pub fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.state().plans.extend(plans);
    }

    /// Can say nothing yet of any order it is asked about from now on.
    pub fn know_nothing(&self) {
        self.state().knows_nothing = true;
    }

    /// Waits for so many orders to have come in all, and returns them.
    pub async fn orders(&self, count: usize) -> Vec<CallOrder> {
        self.until("orders", |state| state.orders.len() >= count).await;
        self.state().orders.clone()
    }

    /// Waits for so many questions about orders.
    pub async fn look_ups(&self, count: usize) -> Vec<LookUp> {
        self.until("look-ups", |state| state.looked_up.len() >= count).await;
        self.state().looked_up.clone()
    }

    /// Waits for so many calls to have been hung up.
    pub async fn hung_up(&self, count: usize) -> Vec<OrderKey> {
        self.until("calls hung up", |state| state.hung_up.len() >= count).await;
        self.state().hung_up.clone()
    }

    /// Recordings that it was told to delete.
    pub fn deleted_recordings(&self) -> Vec<RecordingKey> {
        self.state().deleted.clone()
    }

    /// How often an order has rung.
    pub fn rings(&self, order: &CallOrder) -> u32 {
        self.state().rings.get(&order.reference).copied().unwrap_or_default()
    }

    /// How often anything has rung.
    pub fn rings_in_all(&self) -> u32 {
        self.state().rings.values().sum()
    }

    /// Tells how far an order's call is.
    pub async fn tell(&self, order: &CallOrder, progress: CallProgress) {
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

/// A report of an order: that it has come so far.
pub fn report(reference: &Reference, progress: CallProgress) -> Report {
    let cause = match progress {
        CallProgress::Queued | CallProgress::Ringing | CallProgress::InProgress => None,
        CallProgress::Completed => Some(Cause::Normal),
        CallProgress::Busy => Some(Cause::Busy),
        CallProgress::NoAnswer => Some(Cause::NoAnswer),
        CallProgress::Failed => Some(Cause::Unreachable),
        CallProgress::Canceled => Some(Cause::CancelledByUs),
    };
    Report {
        reference: Some(reference.clone()),
        key: OrderKey(format!("key of {reference}")),
        progress: Progress::Call(progress),
        provider_status: format!("{progress:?}").to_lowercase(),
        sequence: None,
        at: None,
        cause,
        provider_code: None,
        answered_by: None,
        talk_seconds: None,
    }
}

#[async_trait]
impl Provider for Carrier {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Simulator
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn orders_need_the_link(&self) -> bool {
        !self.shared
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

    async fn place(&self, order: &CallOrder) -> Result<Accepted, OrderError> {
        let plan = {
            let mut state = self.state();
            let plan = state.plans.pop_front().unwrap_or(Plan::Take);
            state.orders.push(order.clone());
            if matches!(plan, Plan::Take | Plan::LoseAnswer | Plan::Hold) {
                *state.rings.entry(order.reference.clone()).or_default() += 1;
                state.reports.insert(order.reference.clone(), report(&order.reference, CallProgress::Ringing));
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

    async fn hang_up(&self, call: &OrderKey) -> Result<(), OrderError> {
        self.state().hung_up.push(call.clone());
        self.changed.send_replace(());
        Ok(())
    }

    async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        Ok(Recording { content_type: "audio/wav".to_owned(), body: format!("what was said in {key}").into_bytes() })
    }

    async fn delete_recording(&self, key: &RecordingKey) -> Result<(), OrderError> {
        self.state().deleted.push(key.clone());
        self.changed.send_replace(());
        Ok(())
    }

    async fn look_up_call(&self, order: &LookUp) -> Result<Found, OrderError> {
        let found = {
            let mut state = self.state();
            state.looked_up.push(order.clone());
            if state.knows_nothing {
                Some(Found::NotYet)
            } else {
                state.reports.get(&order.reference).map(|report| Found::Here(Box::new(report.clone())))
            }
        };
        self.changed.send_replace(());
        Ok(found.unwrap_or(Found::Never))
    }
}

impl Default for Carrier {
    fn default() -> Self {
        Self::new()
    }
}
