//! What is promised of sent messages, one function each; its name is the promise.
//!
//! # Errors
//! Each function: [`Broken`].

use std::time::Duration;

use numbering::{DialTarget, Msisdn};

use super::{
    Ear, OutgoingRig,
    promises::{can, reference},
};
use crate::{
    capability::Operation,
    conformance::{Broken, promise},
    outgoing::{Accepted, Found, LONGEST_BODY, LookUp, MessageOrder, MessageProgress, OrderError, Progress, Report},
};

/// `Delivered`, with our reference; asking tells the same.
pub async fn a_message_is_reported_until_it_has_arrived(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = writing(rig).await?;
    let order = message()?;

    let accepted = rig.provider().send(&order).await;

    let Ok(Accepted { key, .. }) = accepted else { return Err(Broken::Promise(format!("the message ended in {accepted:?}"))) };
    rig.time_passes(Duration::from_secs(10)).await?;
    let report = ear.report(&key, "the message to arrive", has_arrived).await?;
    promise(report.reference.as_ref() == Some(&order.reference), || format!("reported {report:?}"))?;
    let asked = rig.provider().look_up_message(&LookUp { key: Some(key), ..look_up(rig, &order) }).await;
    promise(matches!(&asked, Ok(Found::Here(report)) if has_arrived(report)), || format!("told {report:?}, asked {asked:?}"))
}

/// [`OrderError::OutcomeUnknown`]; the look-up finds the message by what we know of it, and it was sent once.
pub async fn a_lost_answer_leaves_the_outcome_unknown_and_the_message_is_found(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = writing(rig).await?;
    let order = message()?;
    let looked_for = look_up(rig, &order);
    rig.lose_next_answer().await?;

    let outcome = rig.provider().send(&order).await;

    promise(matches!(outcome, Err(OrderError::OutcomeUnknown(_))), || format!("the message ended in {outcome:?}"))?;
    let asked = rig.provider().look_up_message(&LookUp { asked_at: rig.now(), ..looked_for }).await;
    let Ok(Found::Here(found)) = asked else { return Err(Broken::Promise(format!("the look-up ended in {asked:?}"))) };
    rig.time_passes(Duration::from_secs(10)).await?;
    let report = ear.report(&found.key, "the message that was found to arrive", has_arrived).await?;
    promise(report.reference.as_ref() == Some(&order.reference), || format!("found {found:?}, reported {report:?}"))?;
    let sent = rig.texts(&order.to).await?;
    promise(sent == 1, || format!("it was sent {sent} times"))
}

/// `NotYet`, or `Never`; not another message to the same number, and no error.
pub async fn a_message_that_was_never_sent_is_not_found(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let ear = writing(rig).await?;
    let (never, other) = (message()?, message()?);
    let sent = rig.provider().send(&other).await;
    let Ok(Accepted { key, .. }) = sent else { return Err(Broken::Promise(format!("the message ended in {sent:?}"))) };

    let found = rig.provider().look_up_message(&LookUp { others: vec![key], ..look_up(rig, &never) }).await;

    promise(matches!(found, Ok(Found::NotYet | Found::Never)), || format!("found is {found:?}"))?;
    ear.stop().await
}

/// [`OrderError::NotSent`], and nothing is sent, neither then nor when the provider is back.
pub async fn a_message_while_the_provider_is_down_is_not_sent(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let mut ear = writing(rig).await?;
    let order = message()?;
    rig.drop_link().await?;
    ear.until_down().await?;

    let outcome = rig.provider().send(&order).await;

    promise(matches!(outcome, Err(OrderError::NotSent(_))), || format!("the message ended in {outcome:?}"))?;
    rig.restore_link().await?;
    ear.until_up().await?;
    let sent = rig.texts(&order.to).await?;
    promise(sent == 0, || format!("it was sent {sent} times"))
}

/// [`OrderError::UnsafeValue`] for nothing, for too much, and for control characters.
pub async fn a_text_that_cannot_be_sent_is_refused_before_it_is_sent(rig: &mut dyn OutgoingRig) -> Result<(), Broken> {
    let ear = writing(rig).await?;
    let order = message()?;

    for body in [String::new(), " \n".to_owned(), "a".repeat(LONGEST_BODY + 1), "a\0b".to_owned()] {
        let outcome = rig.provider().send(&MessageOrder { body, ..order.clone() }).await;
        promise(matches!(outcome, Err(OrderError::UnsafeValue(_))), || format!("it ended in {outcome:?}"))?;
    }

    let sent = rig.texts(&order.to).await?;
    promise(sent == 0, || format!("it was sent {sent} times"))?;
    ear.stop().await
}

/// An ear at a provider that sends messages.
async fn writing(rig: &mut dyn OutgoingRig) -> Result<Ear, Broken> {
    if !can(rig, Operation::SendMessage) {
        return Err(Broken::NotTried("it sends no messages"));
    }
    Ear::live(rig).await
}

fn has_arrived(report: &Report) -> bool {
    report.progress == Progress::Message(MessageProgress::Delivered)
}

pub(super) fn message() -> Result<MessageOrder, Broken> {
    let to: Msisdn = "+34972183386".parse().map_err(|error| Broken::Rig(format!("{error}")))?;
    Ok(MessageOrder { reference: reference()?, to, from: None, body: "Tomorrow at ten <&> \"ñ\"".to_owned() })
}

fn look_up(rig: &dyn OutgoingRig, order: &MessageOrder) -> LookUp {
    LookUp {
        reference: order.reference.clone(),
        key: None,
        to: DialTarget::Number(order.to.clone()),
        from: None,
        body: Some(order.body.clone()),
        ordered_at: rig.now(),
        asked_at: rig.now(),
        others: Vec::new(),
        rivals: false,
    }
}
