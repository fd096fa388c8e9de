//! The link between a simulated telephone system and whoever runs it: up or down, by the script.

use std::{collections::VecDeque, time::Duration};

use chrono::{DateTime, Utc};

use super::{
    config::Config,
    core::{Told, after},
    system::State,
};
use crate::{
    event::Snapshot,
    outgoing::Report,
    port::{DownReason, Epoch, Signal},
};

/// Something asked that is on its way: done at the system, or lost.
pub(super) type Held = Box<dyn FnOnce(Option<&mut State>) + Send>;

pub(super) struct Link {
    epoch: Epoch,
    /// Someone runs the link.
    attached: bool,
    up: bool,
    /// Why it cannot come up, as the script says.
    trouble: Option<DownReason>,
    stall: Option<Stall>,
    outbox: VecDeque<Signal>,
    /// Told while the link is up, and kept while it is not: they are of no link.
    reports: VecDeque<Report>,
    /// Reports are lost, as the script says.
    pub(super) loses_reports: bool,
    retry_in: Duration,
    stall_limit: Duration,
    backlog: usize,
}

/// The connection stands and nothing passes.
struct Stall {
    noticed_at: DateTime<Utc>,
    signals: VecDeque<Signal>,
    asked: Vec<Held>,
}

/// What may be done with a command now.
pub(super) enum Passage {
    /// The link is down.
    Closed,
    /// It passes.
    Open,
    /// It is sent, and held up on its way.
    Held,
}

impl Link {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            epoch: Epoch(0),
            attached: false,
            up: false,
            trouble: None,
            stall: None,
            outbox: VecDeque::new(),
            reports: VecDeque::new(),
            loses_reports: false,
            retry_in: config.retry_in,
            stall_limit: config.stall_limit,
            backlog: config.backlog.max(16),
        }
    }

    pub(super) fn pop(&mut self) -> Option<Signal> {
        let flows = self.up && self.stall.is_none();
        self.outbox.pop_front().or_else(|| self.reports.pop_front_if(|_| flows).map(|report| Signal::Order(Box::new(report))))
    }

    pub(super) fn is_up(&self) -> bool {
        self.up
    }

    pub(super) fn passage(&self) -> Passage {
        match (&self.stall, self.up) {
            (_, false) => Passage::Closed,
            (None, true) => Passage::Open,
            (Some(_), true) => Passage::Held,
        }
    }

    pub(super) fn hold(&mut self, asked: Held) {
        if let Some(stall) = &mut self.stall {
            stall.asked.push(asked);
        }
    }

    /// Someone begins to run the link.
    pub(super) fn attach(&mut self, at: DateTime<Utc>, truth: impl FnOnce() -> Snapshot) {
        self.attached = true;
        match self.trouble.clone() {
            None => self.come_up(at, truth),
            Some(reason) => {
                let epoch = Epoch(self.epoch.0 + 1);
                self.outbox.push_back(Signal::Down { epoch, at, reason, retry_in: Some(self.retry_in) });
            }
        }
    }

    /// Whoever ran the link stops, and hears so after everything else.
    pub(super) fn stop(&mut self, at: DateTime<Utc>) {
        let epoch = if self.up { self.epoch } else { Epoch(self.epoch.0 + 1) };
        self.give_up_stall();
        self.up = false;
        self.outbox.push_back(Signal::Down { epoch, at, reason: DownReason::Stopped, retry_in: None });
    }

    /// Whoever ran the link is gone.
    pub(super) fn detach(&mut self) {
        self.give_up_stall();
        self.up = false;
        self.attached = false;
        self.outbox.clear();
    }

    /// The link breaks, and stays broken until [`Link::restore`].
    pub(super) fn fail(&mut self, at: DateTime<Utc>, reason: DownReason) {
        self.go_down(at, reason.clone());
        self.trouble = Some(reason);
    }

    /// What was wrong with the link is no more; gives what was held up and can go on now.
    pub(super) fn restore(&mut self, at: DateTime<Utc>, truth: impl FnOnce() -> Snapshot) -> Vec<Held> {
        self.trouble = None;
        if let Some(stall) = self.stall.take() {
            self.outbox.extend(stall.signals);
            return stall.asked;
        }
        if self.attached && !self.up {
            self.come_up(at, truth);
        }
        Vec::new()
    }

    /// The other side shut down and is there again at once.
    pub(super) fn bounce(&mut self, at: DateTime<Utc>, reason: DownReason, truth: impl FnOnce() -> Snapshot) {
        if self.up {
            self.go_down(at, reason);
            self.come_up(at, truth);
        }
    }

    /// Nothing passes from now on; it is noticed later.
    pub(super) fn stall(&mut self, at: DateTime<Utc>) {
        if self.up && self.stall.is_none() {
            let noticed_at = after(at, self.stall_limit);
            self.stall = Some(Stall { noticed_at, signals: VecDeque::new(), asked: Vec::new() });
        }
    }

    /// When a stall will be noticed.
    pub(super) fn stall_due(&self) -> Option<DateTime<Utc>> {
        self.stall.as_ref().map(|stall| stall.noticed_at)
    }

    pub(super) fn notice_stall(&mut self) {
        if let Some(stall) = &self.stall {
            let (at, reason) = (stall.noticed_at, DownReason::Stalled(self.stall_limit));
            self.fail(at, reason);
        }
    }

    /// Sends what happened; with a receiver too slow to take it, the link is dropped and made anew.
    pub(super) fn tell(&mut self, at: DateTime<Utc>, told: Vec<Told>, truth: impl FnOnce() -> Snapshot) {
        if !self.up {
            return;
        }
        let epoch = self.epoch;
        let signals = told.into_iter().map(|Told { at, event }| Signal::Event { epoch, at, event });
        match &mut self.stall {
            // Held up, and bounded by the time a stall may last.
            Some(stall) => stall.signals.extend(signals),
            None => self.outbox.extend(signals),
        }
        if self.stall.is_none() && self.outbox.len() > self.backlog {
            tracing::warn!(
                link.epoch = epoch.0,
                link.backlog = self.backlog,
                "simulator: the receiver of epoch {epoch:?} does not keep up"
            );
            self.outbox.clear();
            self.bounce(at, DownReason::Overrun, truth);
        }
    }

    /// Reports what became of orders: now, or when the link is up again.
    pub(super) fn report(&mut self, reports: Vec<Report>) {
        if !self.loses_reports {
            self.reports.extend(reports);
        }
    }

    fn come_up(&mut self, at: DateTime<Utc>, truth: impl FnOnce() -> Snapshot) {
        self.epoch.0 += 1;
        self.up = true;
        let epoch = self.epoch;
        self.outbox.push_back(Signal::Up { epoch, at });
        self.outbox.push_back(Signal::Snapshot { epoch, at, snapshot: truth() });
    }

    fn go_down(&mut self, at: DateTime<Utc>, reason: DownReason) {
        self.give_up_stall();
        if self.up {
            self.up = false;
            self.outbox.push_back(Signal::Down { epoch: self.epoch, at, reason, retry_in: Some(self.retry_in) });
        }
    }

    /// What was held up is lost: who waits for an answer will not get one.
    fn give_up_stall(&mut self) {
        for asked in self.stall.take().into_iter().flat_map(|stall| stall.asked) {
            asked(None);
        }
    }
}
