//! What is promised of placed calls and sent messages, one function each; its name is the promise.
//!
//! # Errors
//! Each function: [`Broken`].

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use numbering::DialTarget;

pub use super::messages::*;
use super::{Ear, OutgoingRig, messages::message};
use crate::{
    capability::{Operation, Support},
    cause::Cause,
    conformance::{Broken, promise},
    outgoing::{Accepted, CallOrder, CallProgress, Found, LookUp, OrderError, OrderKey, Progress, Reference, Report, Script},
};

/// `Queued` or `Ringing` may be told; `InProgress` is, then `Completed` with the time of talk. Every report bears our reference.
pub async fn an_answered_call_is_reported_until_it_is_completed(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.answering())?;

    let call = placed(rig, &order).await?;
    answered(rig, &mut ear, &call).await?;
    rig.callee_hangs_up(&call).await?;
    let end = ear.end(&call).await?;

    promise(end.progress == Progress::Call(CallProgress::Completed), || format!("the end is {end:?}"))?;
    promise(end.talk_seconds.is_some() && end.cause.is_some(), || format!("time of talk or cause is missing: {end:?}"))?;
    let mut of_it = ear.heard().iter().filter(|report| report.key == call);
    let nameless = of_it.find(|report| report.reference.as_ref() != Some(&order.reference));
    promise(nameless.is_none(), || format!("a report without our reference: {nameless:?}"))?;
    rings(rig, &order.to, 1).await
}

/// `Busy`, cause `BUSY`, nothing was answered.
pub async fn an_engaged_telephone_ends_the_call_as_busy(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.engaged())?;

    let call = placed(rig, &order).await?;
    let end = ear.end(&call).await?;

    ended_as(&end, CallProgress::Busy, Cause::Busy)?;
    never_answered(&ear, &call)
}

/// Rings as long as the order says, then `NoAnswer`.
pub async fn a_call_that_nobody_answers_ends_unanswered(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.silent())?;

    let call = placed(rig, &order).await?;
    rig.time_passes(order.ring + Duration::from_secs(1)).await?;
    let end = ear.end(&call).await?;

    ended_as(&end, CallProgress::NoAnswer, Cause::NoAnswer)?;
    never_answered(&ear, &call)?;
    rings(rig, &order.to, 1).await
}

/// Either the order is `Refused`, or the call ends as `Failed`; with a cause that says why either way.
pub async fn a_number_that_cannot_be_rung_is_refused_or_fails_with_a_cause(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.refused())?;

    let cause = match rig.provider().place(&order).await {
        Err(OrderError::Refused { cause, .. }) => Some(cause),
        Ok(Accepted { key, .. }) => {
            let end = ear.end(&key).await?;
            promise(end.progress == Progress::Call(CallProgress::Failed), || format!("the end is {end:?}"))?;
            end.cause
        }
        Err(other) => return Err(Broken::Promise(format!("the order ended in {other:?}"))),
    };

    let why = [Cause::InvalidNumber, Cause::Unreachable, Cause::Blocked, Cause::Rejected];
    promise(cause.is_some_and(|cause| why.contains(&cause)), || format!("the cause is {cause:?}"))?;
    rings(rig, &order.to, 0).await
}

/// `Canceled`, cause `CANCELLED_BY_US`.
pub async fn a_call_hung_up_while_it_rings_ends_as_called_off(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.silent())?;
    let call = placed(rig, &order).await?;
    ear.progress(&call, CallProgress::Ringing).await?;

    let done = rig.provider().hang_up(&call).await;
    let end = ear.end(&call).await?;

    promise(done.is_ok(), || format!("hanging up ended in {done:?}"))?;
    ended_as(&end, CallProgress::Canceled, Cause::CancelledByUs)
}

/// `Completed`: it was answered, whoever ended it.
pub async fn a_call_hung_up_after_the_answer_ends_as_completed(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.answering())?;
    let call = placed(rig, &order).await?;
    answered(rig, &mut ear, &call).await?;

    let done = rig.provider().hang_up(&call).await;
    let end = ear.end(&call).await?;

    promise(done.is_ok(), || format!("hanging up ended in {done:?}"))?;
    promise(end.progress == Progress::Call(CallProgress::Completed), || format!("the end is {end:?}"))
}

/// Success, whatever the call ended as.
pub async fn hanging_up_what_is_over_is_done(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.engaged())?;
    let call = placed(rig, &order).await?;
    ear.end(&call).await?;

    let done = rig.provider().hang_up(&call).await;

    promise(done.is_ok(), || format!("hanging up ended in {done:?}"))
}

/// What is told twice, in whatever order, tells of one end; and asking tells the same.
pub async fn the_end_is_the_same_however_often_it_is_told(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.answering())?;
    let call = placed(rig, &order).await?;
    answered(rig, &mut ear, &call).await?;
    rig.callee_hangs_up(&call).await?;
    let first = ear.end(&call).await?;

    let asked = rig.provider().look_up_call(&look_up(rig, &order, Some(&call))).await;

    let same = |report: &Report| report.progress == first.progress && report.talk_seconds == first.talk_seconds;
    promise(matches!(&asked, Ok(Found::Here(report)) if same(report)), || format!("told {first:?}, asked {asked:?}"))?;
    let other = ear.ends(&call, 1).await?.into_iter().find(|end| !same(end));
    promise(other.is_none(), || format!("told {first:?} and {other:?}"))?;
    rig.repeat_reports(&call).await?;
    let other = ear.ends(&call, 2).await?.into_iter().find(|end| !same(end));
    promise(other.is_none(), || format!("told {first:?} and {other:?}"))
}

/// [`OrderError::OutcomeUnknown`]; the look-up finds the call by what we know of it, and it has rung once.
pub async fn a_lost_answer_leaves_the_outcome_unknown_and_the_call_is_found(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.silent())?;
    let looked_for = look_up(rig, &order, None);
    rig.lose_next_answer().await?;

    let outcome = rig.provider().place(&order).await;
    rig.restore_link().await?;

    promise(matches!(outcome, Err(OrderError::OutcomeUnknown(_))), || format!("the order ended in {outcome:?}"))?;
    let found = found(rig, &looked_for).await?;
    promise(matches!(found.progress, Progress::Call(_)), || format!("found is {found:?}"))?;
    let reported = ear.report(&found.key, "a report of the call that was found", |_| true).await?;
    promise(reported.reference.as_ref() == Some(&order.reference), || format!("found {found:?}, reported {reported:?}"))?;
    rings(rig, &order.to, 1).await?;
    let done = rig.provider().hang_up(&found.key).await;
    promise(done.is_ok(), || format!("hanging up what was found ended in {done:?}"))?;
    ear.end(&found.key).await.map(drop)
}

/// `NotYet`, or `Never`; not somebody else's call, and no error.
pub async fn an_order_that_was_never_placed_is_not_found(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let (never, other) = (order(rig, &rig.silent())?, order(rig, &rig.silent())?);
    let placed = placed(rig, &other).await?;
    ear.progress(&placed, CallProgress::Ringing).await?;

    let mut looked_for = look_up(rig, &never, None);
    looked_for.others = vec![placed.clone()];
    let found = rig.provider().look_up_call(&looked_for).await;

    promise(matches!(found, Ok(Found::NotYet | Found::Never)), || format!("found is {found:?}"))?;
    let done = rig.provider().hang_up(&placed).await;
    promise(done.is_ok(), || format!("hanging up ended in {done:?}"))
}

/// [`OrderError::NotSent`], and nobody rings, neither then nor when the provider is back.
pub async fn an_order_while_the_provider_is_down_is_not_sent(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = Ear::live(rig).await?;
    let order = order(rig, &rig.silent())?;
    rig.drop_link().await?;
    ear.until_down().await?;

    let outcome = rig.provider().place(&order).await;

    promise(matches!(outcome, Err(OrderError::NotSent(_))), || format!("the order ended in {outcome:?}"))?;
    rig.restore_link().await?;
    ear.until_up().await?;
    rings(rig, &order.to, 0).await
}

/// [`OrderError::UnsafeValue`].
pub async fn a_recording_whose_name_cannot_be_sent_safely_rings_nobody(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    if !can(rig, Operation::Play) {
        return Err(Broken::NotTried("it plays no recordings"));
    }
    let ear = Ear::live(rig).await?;
    let to = rig.silent();

    for audio in ["", "beep\r\nAction: Originate", "beep\0", "beep&SIP/1,g(2)", "</Play><Dial>+34600000000</Dial>", "javascript:alert(1)"] {
        let mut order = order(rig, &to)?;
        order.script = Script::Play { audio: audio.to_owned() };
        let outcome = rig.provider().place(&order).await;
        promise(matches!(outcome, Err(OrderError::UnsafeValue(_))), || format!("{audio:?} ended in {outcome:?}"))?;
    }

    rings(rig, &to, 0).await?;
    ear.stop().await
}

/// [`OrderError::Unsupported`] for whatever the capabilities do not name.
pub async fn what_the_provider_cannot_do_rings_nobody(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let ear = Ear::live(rig).await?;
    let to = rig.silent();
    let say = Script::Say { text: "Hello".to_owned(), language: None };
    let play = Script::Play { audio: "beep".to_owned() };
    let connect = Script::Connect { to: rig.answering(), from: None };

    for (operation, script) in [(Operation::Say, say), (Operation::Play, play), (Operation::Connect, connect)] {
        if !can(rig, operation) {
            let order = CallOrder { script, ..order(rig, &to)? };
            unsupported(operation, rig.provider().place(&order).await)?;
        }
    }
    if !can(rig, Operation::DetectMachine) {
        let order = CallOrder { detect_machine: true, ..order(rig, &to)? };
        unsupported(Operation::DetectMachine, rig.provider().place(&order).await)?;
    }
    if !can(rig, Operation::SendMessage) {
        unsupported(Operation::SendMessage, rig.provider().send(&message()?).await)?;
    }

    rings(rig, &to, 0).await?;
    ear.stop().await
}

pub(super) fn can(rig: &dyn OutgoingRig, operation: Operation) -> bool {
    rig.provider().capabilities().support(operation) != Support::None
}

pub(super) fn unsupported(operation: Operation, outcome: Result<Accepted, OrderError>) -> Result<(), Broken> {
    promise(outcome == Err(OrderError::Unsupported), || format!("{operation:?} ended in {outcome:?}"))
}

/// A reference that no other order of this process has.
pub(super) fn reference() -> Result<Reference, Broken> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("att_{}x{number}", std::process::id()).parse().map_err(|error| Broken::Rig(format!("{error}")))
}

/// An order with the shortest ringing there is.
fn order(rig: &dyn OutgoingRig, to: &DialTarget) -> Result<CallOrder, Broken> {
    Ok(CallOrder {
        reference: reference()?,
        to: to.clone(),
        from: None,
        ring: Duration::from_secs(5),
        limit: Some(Duration::from_secs(60)),
        detect_machine: false,
        script: rig.script(),
    })
}

fn look_up(rig: &dyn OutgoingRig, order: &CallOrder, key: Option<&OrderKey>) -> LookUp {
    LookUp {
        reference: order.reference.clone(),
        key: key.cloned(),
        to: order.to.clone(),
        from: order.from.clone(),
        body: None,
        ordered_at: rig.now(),
        asked_at: rig.now(),
        others: Vec::new(),
        rivals: false,
    }
}

async fn placed(rig: &dyn OutgoingRig, order: &CallOrder) -> Result<OrderKey, Broken> {
    let outcome = rig.provider().place(order).await;
    outcome.map(|accepted| accepted.key).map_err(|error| Broken::Promise(format!("{order:?} ended in {error:?}")))
}

async fn answered(rig: &mut dyn OutgoingRig, ear: &mut Ear, call: &OrderKey) -> Result<(), Broken> {
    rig.callee_answers(call).await?;
    ear.progress(call, CallProgress::InProgress).await.map(drop)
}

/// Asks until it is found: what a provider shows may come later than what it did.
async fn found(rig: &dyn OutgoingRig, order: &LookUp) -> Result<Report, Broken> {
    let asked = async {
        loop {
            match rig.provider().look_up_call(&LookUp { asked_at: rig.now(), ..order.clone() }).await {
                Ok(Found::Here(report)) => return Ok(*report),
                // Down until the link has been made anew.
                Ok(Found::NotYet) | Err(OrderError::NotSent(_)) => tokio::task::yield_now().await,
                other => return Err(Broken::Promise(format!("the look-up of a call that was placed ended in {other:?}"))),
            }
        }
    };
    let limited = tokio::time::timeout(Duration::from_secs(30), asked).await;
    limited.unwrap_or_else(|_| Err(Broken::Promise("the call whose answer was lost is not found".to_owned())))
}

fn ended_as(end: &Report, progress: CallProgress, cause: Cause) -> Result<(), Broken> {
    promise(end.progress == Progress::Call(progress) && end.cause == Some(cause), || format!("the end is {end:?}"))
}

fn never_answered(ear: &Ear, call: &OrderKey) -> Result<(), Broken> {
    let answer = Progress::Call(CallProgress::InProgress);
    let answered = ear.heard().iter().find(|report| report.key == *call && report.progress == answer);
    promise(answered.is_none(), || format!("told as answered: {answered:?}"))
}

async fn rings(rig: &mut dyn OutgoingRig, to: &DialTarget, times: usize) -> Result<(), Broken> {
    let rung = rig.rings(to).await?;
    promise(rung == times, || format!("it has rung {rung} times, not {times}"))
}
