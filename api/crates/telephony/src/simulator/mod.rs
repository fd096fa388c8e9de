//! A telephone system that does what a script says: for tests, for the demo, and for trying the product without one.
//!
//! It keeps the promises of the conformance suite and tells things in the order Asterisk tells them. It is deterministic:
//! its time is the clock it is given, its keys are counted, and nothing happens but by a step of the script
//! ([`SimulatorHandle`]), a command, or a limit that falls due. It sleeps for nothing: with a clock on the wall, somebody
//! has to let time pass ([`keep_time`], or [`traffic::drive`] which does so too).

mod clock;
mod config;
mod core;
mod handle;
mod link;
mod system;
#[cfg(test)]
mod tests;
pub mod traffic;

use std::{fmt, future, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use flow::voice::RecordingKey;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

pub use self::{
    clock::{Clock, ManualClock, wall_clock},
    config::{Callees, Config, FixedMember, QueueConfig, Strategy, WhenEmpty, endpoint},
    core::{Arrival, Fate, HangUp, MessageArrival, Plan, ScriptError},
    handle::SimulatorHandle,
};
use self::{
    core::{Ask, check, check_order},
    system::{State, System},
};
use crate::{
    capability::{Capabilities, Capability, Operation, Outcome, Support},
    cause::Cause,
    conversation::{Conductor, ConductorError, Recording},
    outgoing::{Accepted, CallOrder, Found, LookUp, MessageOrder, OrderError, OrderKey, Script, check_body},
    port::{CommandError, Provider, ProviderKind, QueueCommand, Signal},
};

/// From whom its messages are: a name, as carriers take them.
const SENDER: &str = "Switchboard";

/// A simulated telephone system and the link to it.
pub struct Simulator {
    system: Arc<System>,
    capabilities: Capabilities,
    /// Who leads its calls.
    conductor: Option<Arc<dyn Conductor>>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("system", &self.system).finish_non_exhaustive()
    }
}

impl Simulator {
    /// A system as configured, started now by that clock.
    pub fn new(config: Config, clock: Clock) -> Self {
        Self { system: Arc::new(System::new(config, clock)), capabilities: capabilities(false), conductor: None }
    }

    /// Has its calls led so that are to be led.
    #[must_use]
    pub fn led_by(self, conductor: Arc<dyn Conductor>) -> Self {
        Self { capabilities: capabilities(true), conductor: Some(conductor), ..self }
    }

    /// The script's hand on it.
    pub fn handle(&self) -> SimulatorHandle {
        SimulatorHandle { system: Arc::clone(&self.system) }
    }
}

fn capabilities(led: bool) -> Capabilities {
    let able = Operation::ALL.into_iter().filter(|operation| led || *operation != Operation::Converse);
    Capabilities(able.map(|operation| Capability { operation, support: Support::Native, outcome: Outcome::Answer }).collect())
}

#[async_trait]
impl Provider for Simulator {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Simulator
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn sender(&self) -> Option<String> {
        Some(SENDER.to_owned())
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        let _turn = self.system.turn.lock().await;
        let mut changes = self.system.changes();
        let attached = Attached::to(&self.system);
        // Ends with the link: what was not answered then is asked by whoever runs it next.
        let mut asking = JoinSet::new();
        self.system.with(|state| state.core.ask_again());
        while !stop.is_cancelled() {
            while let Some((conductor, ask)) = self.conductor.clone().zip(self.system.with(|state| state.core.next_ask())) {
                asking.spawn(conduct(Arc::clone(&self.system), conductor, ask));
            }
            match self.system.with(|state| state.link.pop()) {
                Some(signal) => {
                    if signals.send(signal).await.is_err() {
                        return;
                    }
                }
                None => tokio::select! {
                    () = stop.cancelled() => {}
                    // The sender lives as long as the system that `self` holds.
                    _ = changes.changed() => {}
                    Some(_) = asking.join_next() => {}
                },
            }
        }
        for signal in attached.stop() {
            if signals.send(signal).await.is_err() {
                return;
            }
        }
    }

    async fn command(&self, command: QueueCommand) -> Result<(), CommandError> {
        check(&command)?;
        let (closed, lost) = (Err(CommandError::Unavailable), || Err(CommandError::OutcomeUnknown));
        self.ask(closed, lost, move |state| state.command(command)).await
    }

    async fn place(&self, order: &CallOrder) -> Result<Accepted, OrderError> {
        check_order(order)?;
        if order.script == Script::Converse && self.conductor.is_none() {
            return Err(OrderError::Unsupported);
        }
        let order = order.clone();
        self.ask(down(), unanswered, move |state| state.place(&order)).await
    }

    async fn hang_up(&self, call: &OrderKey) -> Result<(), OrderError> {
        let call = call.clone();
        let hang_up = move |state: &mut State| {
            state.core.call_off(&call);
            Ok(())
        };
        self.ask(down(), unanswered, hang_up).await
    }

    async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        // Nobody spoke in earnest: a second of silence.
        let ours = key.0.starts_with("simulated-");
        let refused = OrderError::Refused { cause: Cause::ProviderError, code: None, message: "not there".to_owned() };
        if ours { Ok(Recording { content_type: "audio/wav".to_owned(), body: silence() }) } else { Err(refused) }
    }

    async fn delete_recording(&self, _: &RecordingKey) -> Result<(), OrderError> {
        Ok(())
    }

    async fn send(&self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        check_body(&order.body)?;
        let order = order.clone();
        self.ask(down(), unanswered, move |state| state.send(&order)).await
    }

    async fn look_up_message(&self, order: &LookUp) -> Result<Found, OrderError> {
        let reference = order.reference.clone();
        let look = move |state: &mut State| {
            let report = state.core.sent_report(&reference);
            Ok(report.map_or(Found::Never, |report| Found::Here(Box::new(report))))
        };
        self.ask(down(), unanswered, look).await
    }

    async fn look_up_call(&self, order: &LookUp) -> Result<Found, OrderError> {
        let reference = order.reference.clone();
        // It forgets nothing, so what it does not know was never there.
        let look = move |state: &mut State| {
            let report = state.core.placed_report(&reference);
            Ok(report.map_or(Found::Never, |report| Found::Here(Box::new(report))))
        };
        self.ask(down(), unanswered, look).await
    }
}

impl Simulator {
    /// Asks over the link: `closed` while it is down, `lost` when it fell before the answer came.
    async fn ask<T: Send + 'static>(&self, closed: T, lost: fn() -> T, ask: impl FnOnce(&mut State) -> T + Send + 'static) -> T {
        let (answer, answered) = oneshot::channel();
        match self.system.with(|state| state.submit(closed, lost, answer, ask)) {
            Some(outcome) => outcome,
            None => answered.await.unwrap_or_else(|_| lost()),
        }
    }
}

/// How long whoever leads calls is not asked again who could not answer.
const PAUSE: Duration = Duration::from_millis(200);
/// How often it is asked before a call is given up.
const TRIES: usize = 100;

/// Asks whoever leads the calls, and has the answer carried out.
async fn conduct(system: Arc<System>, conductor: Arc<dyn Conductor>, ask: Ask) {
    for _ in 0..TRIES {
        let outcome = match &ask {
            Ask::Turn { reference, turn, heard, .. } => conductor.next(reference, *turn, heard.clone()).await.map(Some),
            Ask::Over(reference) => conductor.over(reference).await.map(|()| None),
        };
        match (outcome, &ask) {
            (Ok(Some(act)), Ask::Turn { key, turn, .. }) => return system.with_link(|state| state.core.carry_out(key, *turn, &act)),
            (Err(ConductorError::Unavailable(_)), _) => tokio::time::sleep(PAUSE).await,
            (Err(error), Ask::Turn { key, reference, .. }) => {
                tracing::error!(call.reference = %reference, error = %error, "simulator: a call is led no further: {error}");
                return system.with_link(|state| state.core.call_off(key));
            }
            (Ok(_) | Err(_), _) => return,
        }
    }
    if let Ask::Turn { key, .. } = &ask {
        system.with_link(|state| state.core.call_off(key));
    }
}

/// A second of it, as a file.
fn silence() -> Vec<u8> {
    const SAMPLES: u32 = 8000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + SAMPLES * 2).to_le_bytes());
    file.extend(b"WAVEfmt ");
    for (number, bytes) in [(16, 4), (1, 2), (1, 2), (SAMPLES, 4), (SAMPLES * 2, 4), (2, 2), (16, 2)] {
        file.extend(&u32::to_le_bytes(number)[..bytes]);
    }
    file.extend(b"data");
    file.extend((SAMPLES * 2).to_le_bytes());
    file.resize(file.len() + 16_000, 0);
    file
}

fn down<T>() -> Result<T, OrderError> {
    Err(OrderError::NotSent("the link is down".to_owned()))
}

fn unanswered<T>() -> Result<T, OrderError> {
    Err(OrderError::OutcomeUnknown("the link fell before the answer came".to_owned()))
}

/// The link while somebody runs it; dropped with the task that ran it, it leaves the link down.
struct Attached<'a>(&'a System);

impl<'a> Attached<'a> {
    fn to(system: &'a System) -> Self {
        system.with_link(|state| {
            let core = &state.core;
            state.link.attach(core.now(), || core.snapshot());
        });
        Self(system)
    }

    /// What is left to tell, ending with the stop.
    fn stop(self) -> Vec<Signal> {
        self.0.with_link(|state| {
            let at = state.core.now();
            state.link.stop(at);
            std::iter::from_fn(|| state.link.pop()).collect()
        })
    }
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        self.0.with_link(|state| state.link.detach());
    }
}

/// Lets time pass at a simulator whose clock is the wall's, until `stop`: sleeps until something falls due, or changes.
pub async fn keep_time(handle: SimulatorHandle, stop: CancellationToken) {
    let mut changes = handle.changes();
    loop {
        handle.tick();
        tokio::select! {
            () = stop.cancelled() => return,
            () = until(handle.next_due(), handle.now()) => {}
            _ = changes.changed() => {}
        }
    }
}

/// Sleeps until `due`; for ever when nothing is.
async fn until(due: Option<DateTime<Utc>>, now: DateTime<Utc>) {
    match due {
        Some(due) => tokio::time::sleep((due - now).to_std().unwrap_or_default()).await,
        None => future::pending().await,
    }
}
