//! Calls placed from here: how those who are called behave, step by step, and what is reported of it.
//!
//! Each order is a call of its own, one with a reference that was used before too: whoever orders twice rings twice, and is seen to.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use flow::voice::{Heard, Who};
use numbering::DialTarget;

use super::{Core, after};
use crate::{
    cause::Cause,
    outgoing::{Accepted, AnsweredBy, CallOrder, CallProgress, OrderError, OrderKey, Progress, Reference, Report, Script},
    simulator::traffic::callees,
};

/// How long it takes to hear who answered.
const LISTENING: Duration = Duration::from_secs(2);

/// How long a call may last that is led, unless its order says.
const LONGEST: Duration = Duration::from_secs(3600);

/// What somebody does who is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Answers.
    Answers,
    /// A machine answers.
    Machine,
    /// Is engaged.
    Busy,
    /// Lets it ring.
    Silent,
    /// Rejects the call.
    Rejects,
    /// Is no number in use.
    Unallocated,
    /// Cannot be reached.
    Unreachable,
}

/// How one placed call goes, if nobody interferes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What whoever is called does.
    pub fate: Fate,
    /// How long it rings until then; with [`Fate::Silent`] as long as the order says.
    pub ring: Duration,
    /// How long the call lasts once answered; no longer than the order says.
    pub talk: Duration,
}

impl Plan {
    /// A plan with that outcome: five seconds of ringing, thirty of talk.
    pub fn of(fate: Fate) -> Self {
        Self { fate, ring: Duration::from_secs(5), talk: Duration::from_secs(30) }
    }
}

/// Calls placed, and what is planned for those to come.
#[derive(Debug, Default)]
pub(super) struct Placed {
    calls: BTreeMap<OrderKey, Call>,
    /// The newest last.
    of_reference: BTreeMap<Reference, Vec<OrderKey>>,
    /// What happens by itself.
    due: BTreeSet<(DateTime<Utc>, OrderKey)>,
    for_next: VecDeque<Plan>,
    for_target: BTreeMap<DialTarget, Plan>,
    reports: Vec<Report>,
}

#[derive(Debug)]
struct Call {
    order: CallOrder,
    plan: Plan,
    stage: Stage,
    /// Whether anybody's telephone rang, or was found engaged.
    rang: bool,
    report: Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ringing { until: DateTime<Utc> },
    Talking { since: DateTime<Utc>, heard_at: Option<DateTime<Utc>>, until: DateTime<Utc> },
    Over,
}

impl Stage {
    fn due(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Ringing { until } => Some(until),
            Self::Talking { heard_at, until, .. } => Some(heard_at.map_or(until, |heard| heard.min(until))),
            Self::Over => None,
        }
    }
}

/// Refuses what no provider could be sent safely.
pub(crate) fn check_order(order: &CallOrder) -> Result<(), OrderError> {
    let Script::Play { audio } = &order.script else { return Ok(()) };
    let fits = |sign: char| sign.is_ascii_alphanumeric() || "_./:?=%~-".contains(sign);
    let address = audio.starts_with("https://") || audio.starts_with("http://");
    if audio.is_empty() || !audio.chars().all(fits) || (audio.contains(':') && !address) {
        return Err(OrderError::UnsafeValue("a recording is the name of a file, or an address".to_owned()));
    }
    Ok(())
}

impl Core {
    /// The next order that comes goes by this plan, whoever it is for.
    pub(crate) fn plan_next(&mut self, plan: Plan) {
        self.placed.for_next.push_back(plan);
    }

    /// Every order for that target goes by this plan.
    pub(crate) fn plan_for(&mut self, target: DialTarget, plan: Plan) {
        self.placed.for_target.insert(target, plan);
    }

    /// Places a call: it rings, or is over, when this returns.
    pub(crate) fn place(&mut self, order: &CallOrder) -> Accepted {
        let plan = self.placed.for_next.pop_front().or_else(|| self.placed.for_target.get(&order.to).copied());
        let plan = plan.unwrap_or_else(|| callees::plan(&self.config.callees, order));
        let serial = self.next_serial();
        let key = OrderKey(format!("{}.{serial:08}", self.birth));
        let report = Report {
            reference: Some(order.reference.clone()),
            key: key.clone(),
            progress: Progress::Call(CallProgress::Queued),
            provider_status: "queued".to_owned(),
            sequence: None,
            at: Some(self.now),
            cause: None,
            provider_code: None,
            answered_by: None,
            talk_seconds: None,
        };
        let accepted = Accepted { key: key.clone(), report: Some(report.clone()) };
        let rung = !matches!(plan.fate, Fate::Unallocated | Fate::Unreachable);
        self.placed.of_reference.entry(order.reference.clone()).or_default().push(key.clone());
        self.placed.calls.insert(key.clone(), Call { order: order.clone(), plan, stage: Stage::Over, rang: rung, report });
        match plan.fate {
            Fate::Busy => self.conclude(&key, CallProgress::Busy, Cause::Busy, Some(17)),
            Fate::Unallocated => self.conclude(&key, CallProgress::Failed, Cause::InvalidNumber, Some(1)),
            Fate::Unreachable => self.conclude(&key, CallProgress::Failed, Cause::Unreachable, Some(20)),
            Fate::Answers | Fate::Machine | Fate::Silent | Fate::Rejects => self.ring_callee(&key),
        }
        accepted
    }

    fn ring_callee(&mut self, key: &OrderKey) {
        let now = self.now;
        self.change(key, |call| {
            let ring = if call.plan.fate == Fate::Silent { call.order.ring } else { call.plan.ring.min(call.order.ring) };
            call.stage = Stage::Ringing { until: after(now, ring) };
            call.report.progress = Progress::Call(CallProgress::Ringing);
            call.report.provider_status = "ringing".to_owned();
        });
    }

    /// Somebody who rings answers; says whether anybody rang.
    pub(crate) fn callee_answers(&mut self, key: &OrderKey) -> bool {
        let ringing = self.placed.calls.get(key).filter(|call| matches!(call.stage, Stage::Ringing { .. }));
        let Some((plan, order)) = ringing.map(|call| (call.plan, call.order.clone())) else { return false };
        let now = self.now;
        let led = order.script == Script::Converse;
        let machine = plan.fate == Fate::Machine;
        self.change(key, |call| {
            let plan = if led { LONGEST } else { plan.talk };
            let talk = call.order.limit.map_or(plan, |limit| limit.min(plan));
            let heard_at = (call.order.detect_machine && !led).then(|| after(now, LISTENING));
            if call.order.detect_machine && led {
                call.report.answered_by = Some(if machine { AnsweredBy::Machine } else { AnsweredBy::Human });
            }
            call.stage = Stage::Talking { since: now, heard_at, until: after(now, talk) };
            call.report.progress = Progress::Call(CallProgress::InProgress);
            call.report.provider_status = "in-progress".to_owned();
        });
        if led {
            let by = order.detect_machine.then_some(if machine { Who::Machine } else { Who::Human });
            self.begin_to_lead(key, &order.reference, &order.to, Heard::Answered { by });
        }
        true
    }

    /// What somebody does who is rung during a call.
    pub(super) fn fate_of(&self, to: &DialTarget) -> Fate {
        self.placed.for_target.get(to).map_or(Fate::Answers, |plan| plan.fate)
    }

    /// Somebody who answered hangs up; says whether anybody had.
    pub(crate) fn callee_hangs_up(&mut self, key: &OrderKey) -> bool {
        let talks = self.placed.calls.get(key).is_some_and(|call| matches!(call.stage, Stage::Talking { .. }));
        if talks {
            self.conclude(key, CallProgress::Completed, Cause::CalleeHangup, Some(16));
        }
        talks
    }

    /// We end a call; over already is done too.
    pub(crate) fn call_off(&mut self, key: &OrderKey) {
        match self.placed.calls.get(key).map(|call| call.stage) {
            Some(Stage::Ringing { .. }) => self.conclude(key, CallProgress::Canceled, Cause::CancelledByUs, Some(16)),
            Some(Stage::Talking { .. }) => self.conclude(key, CallProgress::Completed, Cause::CancelledByUs, Some(16)),
            Some(Stage::Over) | None => {}
        }
    }

    /// How far the newest call of that reference is.
    pub(crate) fn placed_report(&self, reference: &Reference) -> Option<Report> {
        let key = self.placed.of_reference.get(reference)?.last()?;
        self.placed.calls.get(key).map(|call| call.report.clone())
    }

    /// How often each reference has rung somebody.
    pub(crate) fn rings(&self) -> BTreeMap<Reference, usize> {
        let rung = |keys: &Vec<OrderKey>| keys.iter().filter(|key| self.placed.calls.get(key).is_some_and(|call| call.rang)).count();
        self.placed.of_reference.iter().map(|(reference, keys)| (reference.clone(), rung(keys))).collect()
    }

    /// How often that telephone has rung, or been found engaged.
    pub(crate) fn rings_at(&self, target: &DialTarget) -> usize {
        self.placed.calls.values().filter(|call| call.rang && call.order.to == *target).count() + self.rung_in_calls(target)
    }

    /// Tells all that was told of a call once more, its end first.
    pub(crate) fn repeat_reports(&mut self, key: &OrderKey) {
        let Some(report) = self.placed.calls.get(key).map(|call| call.report.clone()) else { return };
        let ringing = Report {
            progress: Progress::Call(CallProgress::Ringing),
            provider_status: "ringing".to_owned(),
            cause: None,
            provider_code: None,
            talk_seconds: None,
            ..report.clone()
        };
        self.placed.reports.extend([report, ringing]);
    }

    /// What was reported since the last time this was asked.
    pub(crate) fn drain_reports(&mut self) -> Vec<Report> {
        let mut reports = std::mem::take(&mut self.placed.reports);
        reports.extend(self.drain_sent());
        reports
    }

    pub(super) fn placed_due(&self) -> Option<DateTime<Utc>> {
        self.placed.due.first().map(|(due, _)| *due)
    }

    /// What is due by now happens.
    pub(super) fn step_placed(&mut self) {
        while let Some((_, key)) = self.placed.due.first().filter(|(due, _)| *due <= self.now).cloned() {
            let Some(call) = self.placed.calls.get(&key) else { return };
            let fate = call.plan.fate;
            match call.stage {
                Stage::Ringing { .. } if call.plan.ring > call.order.ring || fate == Fate::Silent => {
                    self.conclude(&key, CallProgress::NoAnswer, Cause::NoAnswer, Some(19));
                }
                Stage::Ringing { .. } if fate == Fate::Rejects => self.conclude(&key, CallProgress::Busy, Cause::Rejected, Some(21)),
                Stage::Ringing { .. } => {
                    self.callee_answers(&key);
                }
                Stage::Talking { since, heard_at: Some(heard), until } if heard < until => self.change(&key, |call| {
                    call.stage = Stage::Talking { since, heard_at: None, until };
                    let machine = fate == Fate::Machine;
                    call.report.answered_by = Some(if machine { AnsweredBy::Machine } else { AnsweredBy::Human });
                }),
                Stage::Talking { .. } => self.conclude(&key, CallProgress::Completed, Cause::Normal, Some(16)),
                Stage::Over => return,
            }
        }
    }

    /// The system starts again: nobody saw how its calls ended.
    pub(super) fn forget_placed(&mut self) {
        let open: Vec<_> = self.placed.calls.iter().filter(|(_, call)| call.stage != Stage::Over).map(|(key, _)| key.clone()).collect();
        for key in open {
            let answered = self.placed.calls.get(&key).is_some_and(|call| matches!(call.stage, Stage::Talking { .. }));
            let progress = if answered { CallProgress::Completed } else { CallProgress::Failed };
            self.conclude(&key, progress, Cause::Unknown, None);
        }
    }

    pub(super) fn conclude(&mut self, key: &OrderKey, progress: CallProgress, cause: Cause, code: Option<u8>) {
        let now = self.now;
        self.change(key, |call| {
            if let Stage::Talking { since, .. } = call.stage
                && code.is_some()
            {
                call.report.talk_seconds = u32::try_from((now - since).max(TimeDelta::zero()).num_seconds()).ok();
            }
            call.stage = Stage::Over;
            call.report.progress = Progress::Call(progress);
            call.report.cause = Some(cause);
            call.report.provider_code = code.map(|code| code.to_string());
            call.report.provider_status = format!("{progress:?}").to_lowercase();
        });
        self.end_leading(key);
    }

    /// Changes a call and tells it.
    fn change(&mut self, key: &OrderKey, change: impl FnOnce(&mut Call)) {
        let Some(call) = self.placed.calls.get_mut(key) else { return };
        if let Some(due) = call.stage.due() {
            self.placed.due.remove(&(due, key.clone()));
        }
        change(call);
        call.report.at = Some(self.now);
        if let Some(due) = call.stage.due() {
            self.placed.due.insert((due, key.clone()));
        }
        self.placed.reports.push(call.report.clone());
    }
}
