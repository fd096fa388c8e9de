//! Placing, hanging up, looking up, over a link that is up.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use chrono::Utc;
use tokio::time::timeout;

use super::{
    Ledger, action, key,
    ledger::{News, Ordered},
    reference,
};
use crate::{
    asterisk::{
        client::{AskError, Client},
        config::Config,
        message::Action,
    },
    cause::Cause,
    outgoing::{Accepted, CallOrder, Found, LookUp, OrderError, OrderKey, Reference},
};

/// What Asterisk says of a channel that is gone.
const NO_CHANNEL: &str = "No such channel";

/// So many times as long as an answer may take, it is listened for. An order is not said never to have been there before twice that.
const PATIENCE: u32 = 12;

/// Places a call. One that Asterisk has already is not placed again.
pub(in crate::asterisk) async fn place(
    order: &CallOrder,
    config: &Config,
    ledger: &Arc<Mutex<Ledger>>,
    client: impl FnOnce() -> Option<Client>,
) -> Result<Accepted, OrderError> {
    let originate = action::originate(order, config)?;
    // Noted before the link is taken: if that is another one by then, the order counts as not watched all the while.
    match locked(ledger).order(&order.reference, &order.to, Instant::now()) {
        Ordered::New => {}
        Ordered::Known(report) => return Ok(Accepted { key: key(&order.reference), report: Some(*report) }),
        Ordered::Open => return Err(OrderError::OutcomeUnknown("it was ordered before".to_owned())),
    }
    let Some(client) = client() else {
        locked(ledger).forget(&order.reference);
        return Err(down());
    };
    let limit = client.limit();
    // Goes on when nobody waits any more: an answer that comes late still tells what is to be known when the order is looked up.
    let sending = tokio::spawn(send(client, originate, order.reference.clone(), Arc::clone(ledger)));
    let Ok(Ok(outcome)) = timeout(limit, sending).await else {
        return Err(OrderError::OutcomeUnknown("no answer in time".to_owned()));
    };
    if matches!(outcome, Err(OrderError::NotSent(_) | OrderError::Refused { .. })) {
        locked(ledger).forget(&order.reference);
    }
    outcome
}

async fn send(client: Client, originate: Action, reference: Reference, ledger: Arc<Mutex<Ledger>>) -> Result<Accepted, OrderError> {
    let key = key(&reference);
    let error = match client.ask_so(key.0.clone(), originate, client.limit() * PATIENCE).await {
        Ok(_) => return Ok(Accepted { key, report: locked(&ledger).taken(&reference) }),
        Err(error @ (AskError::Lost | AskError::TimedOut | AskError::TooLong)) => {
            return Err(OrderError::OutcomeUnknown(error.to_string()));
        }
        Err(AskError::NotSent) => down(),
        Err(AskError::Denied) => refused("our log-in may not place calls".to_owned()),
        Err(AskError::Refused(said)) => refused(said),
    };
    locked(&ledger).refused(&reference);
    Err(error)
}

/// Ends a call of ours by its exact name.
pub(in crate::asterisk) async fn hang_up(call: &OrderKey, ledger: &Mutex<Ledger>, client: Option<Client>) -> Result<(), OrderError> {
    // A channel's name could be anybody's, and one in slashes many.
    let reference = reference(&call.0).ok_or_else(|| OrderError::UnsafeValue("it is no call of ours".to_owned()))?;
    let client = client.ok_or_else(down)?;
    // One that has not begun yet is hung up when it does.
    locked(ledger).call_off(&reference);
    match client.ask(hanging_up(call)?).await {
        Ok(_) => Ok(()),
        Err(AskError::Refused(said)) if said.starts_with(NO_CHANNEL) => Ok(()),
        Err(AskError::Refused(said)) => Err(refused(said)),
        Err(AskError::Denied) => Err(refused("our log-in may not hang up".to_owned())),
        Err(AskError::NotSent) => Err(down()),
        Err(error @ (AskError::Lost | AskError::TimedOut | AskError::TooLong)) => Err(OrderError::OutcomeUnknown(error.to_string())),
    }
}

/// The action that ends a call, as one ends that nobody wants any more.
pub(in crate::asterisk) fn hanging_up(call: &OrderKey) -> Result<Action, OrderError> {
    Ok(Action::new("Hangup").with("Channel", call.0.as_str())?.with("Cause", "16")?)
}

/// Asks what became of a call.
pub(in crate::asterisk) async fn look_up(order: &LookUp, ledger: &Mutex<Ledger>, client: Option<Client>) -> Result<Found, OrderError> {
    let client = client.ok_or_else(down)?;
    let patience = client.limit() * PATIENCE * 2;
    let known = || locked(ledger).report(&order.reference).map(|report| Found::Here(Box::new(report)));
    if let Some(found) = known() {
        return Ok(found);
    }
    let status = Action::new("Status").with("Channel", key(&order.reference).0)?;
    match client.ask(status).await {
        Ok(answer) => {
            let found: Vec<News> = answer.items.iter().flat_map(|channel| locked(ledger).found(channel, Utc::now())).collect();
            for news in found {
                // How far it is, is what this answers; but a call that was called off before it began has to end.
                if let News::HangUp(call) = news {
                    hang_up(&call, ledger, Some(client.clone())).await?;
                }
            }
        }
        Err(AskError::Refused(said)) if said.starts_with(NO_CHANNEL) => {}
        Err(AskError::Refused(said)) => return Err(refused(said)),
        Err(AskError::Denied) => return Err(refused("our log-in may not ask for calls".to_owned())),
        Err(_) => return Err(OrderError::NotSent("no answer".to_owned())),
    }
    if let Some(found) = known() {
        return Ok(found);
    }
    let mut ledger = locked(ledger);
    // It was told its name here, so it was there.
    if order.key.is_some()
        && let Some(News::Report(report)) = ledger.lost(&order.reference, Utc::now())
    {
        return Ok(Found::Here(report));
    }
    if ledger.never_was(&order.reference, patience, Instant::now()) {
        ledger.forget(&order.reference);
        return Ok(Found::Never);
    }
    Ok(Found::NotYet)
}

pub(in crate::asterisk) fn locked(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

fn down() -> OrderError {
    OrderError::NotSent("the link is down".to_owned())
}

/// What Asterisk refuses at once is not about whom we call: no such context, no right to place calls.
fn refused(message: String) -> OrderError {
    OrderError::Refused { cause: Cause::ProviderError, code: None, message }
}
