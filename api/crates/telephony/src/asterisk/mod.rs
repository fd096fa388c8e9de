//! Asterisk over its manager interface (AMI): queues, members and calls as they happen, changes to membership, calls placed.
//!
//! | file | what |
//! | --- | --- |
//! | `config` | how to reach it, how members are called |
//! | `message`, `codec` | the text on the wire |
//! | `connect`, `client`, `log_in` | socket and TLS; questions and answers; the log-in |
//! | `session` | one link's life: picture, events, checks |
//! | `translate` | messages to neutral events, pure |
//! | `commands` | commands to actions, answers to outcomes |
//! | `dial`, `orders` | how numbers are dialled; calls that we place |
//! | `ari` | calls that are led, turn by turn |
//! | `phones` | the telephones themselves, as a text for its configuration |
//!
//! The periodic check sends a further snapshot only when what is held differs from what Asterisk lists, twice in a row.
//! Realtime members have no events in Asterisk; a queue that uses them is only as fresh as that check.

mod ari;
mod client;
mod codec;
mod commands;
mod config;
mod connect;
mod dial;
mod log_in;
mod message;
mod orders;
pub mod phones;
mod session;
mod translate;

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use flow::voice::RecordingKey;
use rand::Rng as _;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

pub use self::{
    ari::Ari,
    config::{Config, ConfigError, InterfacePattern, Limits, Secret, Tls},
    dial::{NumberPattern, Outgoing},
};
use self::{
    ari::Leader,
    client::{Client, Stopped},
    log_in::Failure,
    orders::Ledger,
    session::{Session, Slot},
    translate::{ResultEvent, Translator},
};
use crate::{
    capability::{Capabilities, Capability, Operation, Outcome, Support},
    conversation::{Conductor, Recording},
    outgoing::{Accepted, CallOrder, Found, LookUp, OrderError, OrderKey, Script},
    port::{CommandError, DownReason, Epoch, Provider, ProviderKind, QueueCommand, Signal},
};

/// One Asterisk.
pub struct Asterisk {
    config: Config,
    tls: Option<TlsConnector>,
    capabilities: Capabilities,
    /// The link, while it is up. A std lock: it is held for a clone only, never over an await.
    slot: Slot,
    /// Calls that were placed; outlives links. Likewise held for a moment only.
    orders: Arc<Mutex<Ledger>>,
    /// Who leads calls, where any are.
    leader: Option<Arc<Leader>>,
}

impl fmt::Debug for Asterisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asterisk").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Asterisk {
    /// An Asterisk that is not connected yet; [`Provider::run`] connects.
    ///
    /// # Errors
    /// [`ConfigError`]: nothing was tried.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        config.check()?;
        let tls = config.tls.as_ref().map(connect::connector).transpose()?;
        let capabilities = capabilities(&config, false);
        Ok(Self { config, tls, capabilities, slot: Mutex::new(None), orders: Arc::default(), leader: None })
    }

    /// Has its calls led so that are to be led, if the configuration says how.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn led_by(mut self, conductor: Arc<dyn Conductor>) -> Result<Self, ConfigError> {
        self.leader = Leader::new(&self.config, conductor)?;
        self.capabilities = capabilities(&self.config, self.leader.is_some());
        Ok(self)
    }

    /// The link, if it is up.
    fn client(&self) -> Option<Client> {
        self.slot.lock().ok().and_then(|slot| slot.clone())
    }

    fn translator(&self) -> Translator {
        let results = ResultEvent { declared: self.config.queue_result_event.clone() };
        Translator::new(self.config.member_interface.clone(), results)
    }

    /// One link from the first byte to the last.
    async fn link(&self, epoch: &mut Epoch, translator: &mut Translator, signals: &mpsc::Sender<Signal>) -> DownReason {
        let connection = match connect::connect(&self.config, self.tls.as_ref()).await {
            Ok(connection) => connection,
            Err(reason) => return reason,
        };
        let limits = &self.config.limits;
        let (client, pump, heard) = client::client(connection.frames, connection.output, limits.answer, limits.backlog);
        let session = Session {
            config: &self.config,
            client,
            heard,
            signals,
            slot: &self.slot,
            orders: &self.orders,
            epoch,
            translator,
            since: DateTime::UNIX_EPOCH,
            contained_before: 0,
            ahead: TimeDelta::zero(),
            suspects: std::collections::BTreeSet::new(),
            awaited: std::collections::VecDeque::new(),
        };
        let _closed_after = CloseSlot(&self.slot);
        both(session, pump).await
    }
}

/// Runs session and pump side by side; tells why the first of them ended.
async fn both<S: tokio::io::AsyncRead + tokio::io::AsyncWrite>(session: Session<'_>, pump: client::Pump<S>) -> DownReason {
    let slot = session.slot;
    let session = session.run();
    tokio::pin!(session);
    let stopped = tokio::select! {
        biased;
        failure = &mut session => return match failure {
            Failure::Down(reason) => reason,
            Failure::Lost => DownReason::Unreachable("the connection was lost".to_owned()),
        },
        stopped = pump.run() => stopped,
    };
    drop(CloseSlot(slot));
    match stopped {
        Stopped::Overflow => DownReason::Overrun,
        // What came before the end is still taken: a refusal, a shutdown, the last events.
        Stopped::Closed(why) => match session.await {
            Failure::Down(reason) => reason,
            Failure::Lost => DownReason::Unreachable(why),
        },
    }
}

/// Takes the link away from commands, also when the task that runs it is dropped.
struct CloseSlot<'a>(&'a Slot);

impl Drop for CloseSlot<'_> {
    fn drop(&mut self) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = None;
        }
    }
}

#[async_trait]
impl Provider for Asterisk {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Asterisk
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        let leading = async {
            if let Some(leader) = &self.leader {
                leader.run(&stop).await;
            }
        };
        tokio::join!(self.keep_link(signals, &stop), leading);
    }

    async fn watch(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        // Whoever leads calls there takes the application from whoever led them before.
        self.keep_link(signals, &stop).await;
    }

    async fn check_leading(&self) -> Option<Result<String, String>> {
        Some(self.leader.as_ref()?.check().await)
    }

    async fn command(&self, command: QueueCommand) -> Result<(), CommandError> {
        let action = commands::action(&command, &self.config)?;
        let client = self.client().ok_or(CommandError::Unavailable)?;
        commands::carry_out(&client, &command, action).await
    }

    async fn place(&self, order: &CallOrder) -> Result<Accepted, OrderError> {
        if order.script == Script::Converse {
            // Whoever answers would be handed over to nobody.
            let leader = self.leader.as_ref().ok_or(OrderError::Unsupported)?;
            if !leader.is_up() {
                return Err(OrderError::NotSent("calls cannot be led: ARI cannot be reached".to_owned()));
            }
        }
        orders::ask::place(order, &self.config, &self.orders, || self.client()).await
    }

    async fn hang_up(&self, call: &OrderKey) -> Result<(), OrderError> {
        orders::ask::hang_up(call, &self.orders, self.client()).await
    }

    async fn look_up_call(&self, order: &LookUp) -> Result<Found, OrderError> {
        orders::ask::look_up(order, &self.orders, self.client()).await
    }

    async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        self.leader.as_ref().ok_or(OrderError::Unsupported)?.recording(key).await
    }

    async fn delete_recording(&self, key: &RecordingKey) -> Result<(), OrderError> {
        self.leader.as_ref().ok_or(OrderError::Unsupported)?.delete_recording(key).await
    }
}

impl Asterisk {
    /// Keeps the link up until `stop`.
    async fn keep_link(&self, signals: mpsc::Sender<Signal>, stop: &CancellationToken) {
        let (mut epoch, mut translator, mut failures) = (Epoch(0), self.translator(), 0_u32);
        loop {
            let (last, began) = (epoch, Instant::now());
            let reason = tokio::select! {
                biased;
                () = stop.cancelled() => DownReason::Stopped,
                reason = self.link(&mut epoch, &mut translator, &signals) => reason,
            };
            let came_up = epoch > last;
            // A link that fell as soon as it was up is no success: something there starts and ends all the time.
            failures = if came_up && began.elapsed() > self.config.limits.retry_longest { 0 } else { failures.saturating_add(1) };
            let of = if came_up { epoch } else { Epoch(epoch.0 + 1) };
            let wait = (reason != DownReason::Stopped).then(|| self.wait(&reason, failures));
            tell_down(&signals, of, reason, wait).await;
            let Some(wait) = wait else { return };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => return tell_down(&signals, Epoch(epoch.0 + 1), DownReason::Stopped, None).await,
            }
        }
    }

    /// How long until the next attempt: doubled each time up to the limit, and a part of it by chance, lest everybody
    /// comes back at once.
    fn wait(&self, reason: &DownReason, failures: u32) -> Duration {
        let limits = &self.config.limits;
        let wait = match reason {
            DownReason::AuthenticationFailed(_) | DownReason::PermissionDenied(_) => return jittered(limits.retry_refused * 3 / 2),
            _ => limits.retry_first.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX)),
        };
        jittered(wait.min(limits.retry_longest)).max(limits.retry_first.min(limits.retry_longest))
    }
}

/// From two thirds of the wait to the whole.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::rng().random_range(2.0 / 3.0..=1.0))
}

async fn tell_down(signals: &mpsc::Sender<Signal>, epoch: Epoch, reason: DownReason, retry_in: Option<Duration>) {
    tracing::warn!(
        link.epoch = epoch.0,
        link.reason = reason.code(),
        link.retry_in_ms = retry_in.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        "asterisk: link {} is down: {reason}",
        epoch.0
    );
    // Nobody may listen any more; then nobody needs to know.
    let _ = signals.send(Signal::Down { epoch, at: Utc::now(), reason, retry_in }).await;
}

/// Calls are placed only where the configuration says what is done with whoever answers.
fn capabilities(config: &Config, led: bool) -> Capabilities {
    let placed = if config.outgoing.is_some() { Support::Native } else { Support::None };
    let capability = |operation| {
        let (support, outcome) = match operation {
            Operation::WatchCalls | Operation::WatchQueues => (Support::Native, Outcome::Event),
            Operation::QueueAdd
            | Operation::QueueRemove
            | Operation::QueuePause
            | Operation::QueuePauseReason
            | Operation::QueuePenalty => (Support::Native, Outcome::Answer),
            Operation::PlaceCall | Operation::Play | Operation::Connect => (placed, Outcome::Event),
            Operation::Converse if led => (placed, Outcome::Event),
            Operation::HangUp => (placed, Outcome::Answer),
            // By the dialplan, which listens for a while.
            Operation::DetectMachine if placed == Support::Native => (Support::Emulated, Outcome::Event),
            Operation::DetectMachine | Operation::Say | Operation::Converse | Operation::SendMessage => (Support::None, Outcome::Event),
        };
        Capability { operation, support, outcome }
    };
    Capabilities(Operation::ALL.into_iter().map(capability).collect())
}
