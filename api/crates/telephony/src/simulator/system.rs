//! Core and link under one lock: whatever happens at one reaches the other in the same step.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::sync::{oneshot, watch};

use super::{
    clock::Clock,
    config::Config,
    core::Core,
    link::{Link, Passage},
};
use crate::{
    outgoing::{Accepted, CallOrder, MessageOrder, OrderError},
    port::{CommandError, QueueCommand},
};

pub(super) struct System {
    clock: Clock,
    // A std mutex: nothing is awaited under it.
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    /// A link is run by one task at a time; the next one waits here.
    pub(super) turn: tokio::sync::Mutex<()>,
}

pub(super) struct State {
    pub(super) core: Core,
    pub(super) link: Link,
    /// The next command is refused so.
    pub(super) refusal: Option<CommandError>,
    /// The next order is refused so.
    pub(super) order_refusal: Option<OrderError>,
    /// The next command or order is carried out and its answer lost.
    pub(super) loses_answer: bool,
}

impl System {
    pub(super) fn new(config: Config, clock: Clock) -> Self {
        let link = Link::new(&config);
        let core = Core::new(config, clock());
        let state = State { core, link, refusal: None, order_refusal: None, loses_answer: false };
        Self { clock, state: Mutex::new(state), changes: watch::Sender::new(0), turn: tokio::sync::Mutex::new(()) }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Counts up whenever something may have happened.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Lets time pass until now, then does `step`; what is told meanwhile is on the link before this returns.
    pub(super) fn with<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        let (result, changed) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let moved = state.let_time_pass(self.now());
            let result = step(&mut state);
            (result, state.flush() | moved)
        };
        if changed {
            self.changes.send_modify(|count| *count += 1);
        }
        result
    }

    /// As [`System::with`], for steps that touch the link: everyone who waits for news looks.
    pub(super) fn with_link<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        let result = self.with(step);
        self.changes.send_modify(|count| *count += 1);
        result
    }
}

impl fmt::Debug for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("System").finish_non_exhaustive()
    }
}

impl State {
    /// When something happens by itself next.
    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.core.next_due().into_iter().chain(self.link.stall_due()).min()
    }

    /// Puts what the core told on the link; says whether there was anything.
    pub(super) fn flush(&mut self) -> bool {
        let (told, reports) = (self.core.drain(), self.core.drain_reports());
        let any = !told.is_empty() || !reports.is_empty() || self.core.has_asks();
        if !told.is_empty() {
            let core = &self.core;
            self.link.tell(core.now(), told, || core.snapshot());
        }
        self.link.report(reports);
        any
    }

    pub(super) fn command(&mut self, command: QueueCommand) -> Result<(), CommandError> {
        if let Some(refusal) = self.refusal.take() {
            return Err(refusal);
        }
        let outcome = self.core.command(command);
        if std::mem::take(&mut self.loses_answer) { Err(CommandError::OutcomeUnknown) } else { outcome }
    }

    pub(super) fn place(&mut self, order: &CallOrder) -> Result<Accepted, OrderError> {
        self.ordered(|core| Ok(core.place(order)))
    }

    pub(super) fn send(&mut self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        self.ordered(|core| core.send(order))
    }

    fn ordered(&mut self, order: impl FnOnce(&mut Core) -> Result<Accepted, OrderError>) -> Result<Accepted, OrderError> {
        if let Some(refusal) = self.order_refusal.take() {
            return Err(refusal);
        }
        let accepted = order(&mut self.core)?;
        if std::mem::take(&mut self.loses_answer) {
            return Err(OrderError::OutcomeUnknown("the answer was lost".to_owned()));
        }
        Ok(accepted)
    }

    /// Does what is asked, if the link lets it pass now; what is held is answered through `answer`, with `lost` if it never passes.
    pub(super) fn submit<T: Send + 'static>(
        &mut self,
        closed: T,
        lost: fn() -> T,
        answer: oneshot::Sender<T>,
        ask: impl FnOnce(&mut Self) -> T + Send + 'static,
    ) -> Option<T> {
        match self.link.passage() {
            Passage::Closed => Some(closed),
            Passage::Open => Some(ask(self)),
            Passage::Held => {
                self.link.hold(Box::new(move |state| {
                    // Whoever asked may be gone; then nobody needs to know.
                    let _ = answer.send(state.map_or_else(lost, ask));
                }));
                None
            }
        }
    }

    fn let_time_pass(&mut self, now: DateTime<Utc>) -> bool {
        let mut moved = false;
        if let Some(noticed) = self.link.stall_due().filter(|noticed| *noticed <= now) {
            self.core.advance(noticed);
            self.flush();
            self.link.notice_stall();
            moved = true;
        }
        self.core.advance(now);
        self.flush() | moved
    }
}
