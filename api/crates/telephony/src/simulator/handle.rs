//! The script's hand on a simulated telephone system.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use numbering::{DialTarget, Extension, Msisdn};
use tokio::sync::watch;

use super::{
    core::{Arrival, HangUp, MessageArrival, Plan, ScriptError},
    system::System,
};
use crate::{
    Deed,
    event::{Party, QueueOutcome, Snapshot},
    outgoing::{OrderError, OrderKey, Reference},
    port::{CallKey, CommandError, DownReason, QueueKey},
};

/// Makes things happen at a simulated telephone system. Cheap to clone; each step is done when it returns, and what it
/// caused is on the link.
///
/// Every step first lets time pass until the clock's now: limits that fell due meanwhile have happened before it.
#[derive(Clone, Debug)]
pub struct SimulatorHandle {
    pub(super) system: Arc<System>,
}

impl SimulatorHandle {
    /// The time by the simulator's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.system.now()
    }

    /// All that is true now, in the mirror's order: what a [`Mirror`](crate::mirror::Mirror) must equal.
    pub fn state(&self) -> Snapshot {
        self.system.with(|state| state.core.snapshot())
    }

    /// Lets time pass until the clock's now.
    pub fn tick(&self) {
        self.system.with(|_| ());
    }

    /// When something happens by itself next: a limit, the end of a wrap-up, a stall noticed.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.system.with(|state| state.next_due())
    }

    /// Counts up whenever something may have happened, by script, by command or by time.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.system.changes()
    }

    /// Whether somebody runs the link and it is up.
    pub fn is_linked(&self) -> bool {
        self.system.with(|state| state.link.is_up())
    }

    /// A call comes in for a queue: it waits there, or is refused and over when this returns.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`].
    pub fn call_arrives(&self, queue: &QueueKey, from: Party) -> Result<CallKey, ScriptError> {
        self.call_arrives_as(queue, Arrival { from, ..Arrival::default() })
    }

    /// As [`SimulatorHandle::call_arrives`], with what was dialled and the caller's own limit.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`].
    pub fn call_arrives_as(&self, queue: &QueueKey, arrival: Arrival) -> Result<CallKey, ScriptError> {
        self.system.with(|state| state.core.arrive(queue, arrival))
    }

    /// The member at that extension answers; tells which call.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchPhone`], [`ScriptError::NotRinging`].
    pub fn agent_answers(&self, extension: &Extension) -> Result<CallKey, ScriptError> {
        self.system.with(|state| state.core.answer(extension))
    }

    /// The member at that extension refuses; tells which call.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchPhone`], [`ScriptError::NotRinging`].
    pub fn agent_declines(&self, extension: &Extension) -> Result<CallKey, ScriptError> {
        self.system.with(|state| state.core.decline(extension))
    }

    /// One side hangs up; a waiting caller abandons by it.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchCall`]; [`ScriptError::NotAnswered`] when no agent is there to hang up.
    pub fn hang_up(&self, call: &CallKey, by: HangUp) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.hang_up(call, by))
    }

    /// A waiting caller has waited as long as the queue allows, whatever the clock says.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchCall`], [`ScriptError::NotWaiting`].
    pub fn caller_times_out(&self, call: &CallKey) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.stop_waiting(call, QueueOutcome::TimedOut))
    }

    /// Someone takes a waiting call out of its queue, and it ends.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchCall`], [`ScriptError::NotWaiting`].
    pub fn call_is_withdrawn(&self, call: &CallKey) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.stop_waiting(call, QueueOutcome::Withdrawn))
    }

    /// Everyone who waits in a queue is sent away, as when the last member has left.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`].
    pub fn queue_empties(&self, queue: &QueueKey) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.send_away(queue))
    }

    /// A telephone registers, or can be reached no more; a call in progress goes on.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchPhone`].
    pub fn phone_goes(&self, extension: &Extension, registered: bool) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.set_registered(extension, registered))
    }

    /// A member pauses by a code dialled at the telephone, in one queue or in all of its queues.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`], [`ScriptError::NoSuchMember`].
    pub fn pause_at_phone(&self, queue: Option<&QueueKey>, extension: &Extension, reason: &str) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.pause_at_phone(queue, extension, Some(reason)))
    }

    /// A member ends its pause at the telephone, in one queue or in all of its queues.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`], [`ScriptError::NoSuchMember`].
    pub fn resume_at_phone(&self, queue: Option<&QueueKey>, extension: &Extension) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.pause_at_phone(queue, extension, None))
    }

    /// Someone at the provider's console puts a member in; already in it changes nothing.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`].
    pub fn console_adds(&self, queue: &QueueKey, extension: &Extension, name: &str) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.console_adds(queue, extension, name))
    }

    /// Someone at the provider's console takes a member out.
    ///
    /// # Errors
    /// [`ScriptError::NoSuchQueue`], [`ScriptError::NoSuchMember`], [`ScriptError::MemberFixed`].
    pub fn console_removes(&self, queue: &QueueKey, extension: &Extension) -> Result<(), ScriptError> {
        self.system.with(|state| state.core.console_removes(queue, extension))
    }

    /// The connection breaks, and stays broken until [`SimulatorHandle::link_comes_back`]; the system itself goes on.
    pub fn link_drops(&self) {
        self.link_fails(DownReason::Unreachable("connection reset".to_owned()));
    }

    /// As [`SimulatorHandle::link_drops`], for that reason, e.g. a secret that is no longer accepted.
    pub fn link_fails(&self, reason: DownReason) {
        self.system.with_link(|state| {
            let at = state.core.now();
            state.link.fail(at, reason);
        });
    }

    /// The connection stands and nothing passes: signals and commands are held up. After the configured limit it is
    /// noticed, and the link is down until [`SimulatorHandle::link_comes_back`]; the system itself goes on.
    pub fn link_stalls(&self) {
        self.system.with_link(|state| {
            let at = state.core.now();
            state.link.stall(at);
        });
    }

    /// The link is made anew, or a stall that nobody noticed yet is over and what was held up passes.
    pub fn link_comes_back(&self) {
        self.system.with_link(|state| {
            let core = &state.core;
            let held = state.link.restore(core.now(), || core.snapshot());
            for asked in held {
                asked(Some(state));
            }
        });
    }

    /// The system shuts down and starts again: calls and counters are forgotten, and nothing tells of their end.
    pub fn restarts(&self) {
        self.system.with_link(|state| {
            state.core.restart();
            let core = &state.core;
            state.link.bounce(core.now(), DownReason::ShutDown, || core.snapshot());
        });
    }

    /// The next command that reaches the system is refused so, and not carried out.
    pub fn refuse_next_command(&self, error: CommandError) {
        self.system.with(|state| state.refusal = Some(error));
    }

    /// The next command or order that reaches the system is carried out, and its answer lost.
    pub fn lose_next_answer(&self) {
        self.system.with(|state| state.loses_answer = true);
    }

    /// Every order for that target goes by this plan from now on.
    pub fn plan_for(&self, target: DialTarget, plan: Plan) {
        self.system.with(|state| state.core.plan_for(target, plan));
    }

    /// The next order goes by this plan, whoever it is for; several wait in line.
    pub fn plan_next(&self, plan: Plan) {
        self.system.with(|state| state.core.plan_next(plan));
    }

    /// Whoever answers there does so in calls that are led, each time it is listened to, and then nothing any more. Of whom nothing is
    /// said the last digit decides: 0 does nothing, 4 speaks, 5 presses 1, 6 presses 2, 7 hangs up, 8 presses 12#, the others press
    /// themselves.
    pub fn plan_deeds(&self, target: DialTarget, deeds: impl IntoIterator<Item = Deed>) {
        self.system.with(|state| state.core.plan_deeds(target, deeds.into_iter().collect()));
    }

    /// Whoever is rung by that call answers, whatever was planned.
    ///
    /// # Errors
    /// [`ScriptError::NotThere`].
    pub fn callee_answers(&self, call: &OrderKey) -> Result<(), ScriptError> {
        let done = self.system.with(|state| state.core.callee_answers(call));
        if done { Ok(()) } else { Err(ScriptError::NotThere(call.clone())) }
    }

    /// Whoever answered that call hangs up.
    ///
    /// # Errors
    /// [`ScriptError::NotThere`].
    pub fn callee_hangs_up(&self, call: &OrderKey) -> Result<(), ScriptError> {
        let done = self.system.with(|state| state.core.callee_hangs_up(call));
        if done { Ok(()) } else { Err(ScriptError::NotThere(call.clone())) }
    }

    /// How often each reference has rung somebody, or found them engaged: more than once only if it was ordered more than once.
    pub fn rings(&self) -> BTreeMap<Reference, usize> {
        self.system.with(|state| state.core.rings())
    }

    /// How often that telephone has rung, or been found engaged.
    pub fn rings_at(&self, target: &DialTarget) -> usize {
        self.system.with(|state| state.core.rings_at(target))
    }

    /// So it goes with every message to that number from now on.
    pub fn plan_messages(&self, to: Msisdn, arrival: MessageArrival) {
        self.system.with(|state| state.core.plan_messages(to, arrival));
    }

    /// What was sent to that number, the first first.
    pub fn texts_to(&self, to: &Msisdn) -> Vec<String> {
        self.system.with(|state| state.core.texts_to(to))
    }

    /// The next order that reaches the system is refused so, and not carried out.
    pub fn refuse_next_order(&self, error: OrderError) {
        self.system.with(|state| state.order_refusal = Some(error));
    }

    /// From now on reports of orders are lost on their way, or not any more. Looking up still tells.
    pub fn lose_reports(&self, lost: bool) {
        self.system.with(|state| state.link.loses_reports = lost);
    }

    /// The last report of a call is told again, and after it that it rings.
    pub fn repeat_reports(&self, call: &OrderKey) {
        self.system.with(|state| state.core.repeat_reports(call));
    }
}
