//! The promises, one function each; its name is the promise.
//!
//! # Errors
//! Each function: [`Broken`].

mod calls;
mod link;
mod members;

pub use self::{calls::*, link::*, members::*};
use super::{Broken, Listener, Rig, promise};
use crate::{
    event::{Entry, Event, Party},
    port::{Endpoint, QueueCommand, QueueKey},
};

/// A caller with number and name.
fn somebody() -> Party {
    Party { number: Some("+34972183386".to_owned()), name: Some("Farigola".to_owned()), withheld: false }
}

fn add(queue: &QueueKey, extension: &numbering::Extension) -> QueueCommand {
    QueueCommand::Add { queue: queue.clone(), extension: extension.clone(), name: format!("Member {extension}"), penalty: 0, paused: None }
}

/// A command that must succeed.
async fn done(rig: &dyn Rig, command: QueueCommand) -> Result<(), Broken> {
    let outcome = rig.provider().command(command.clone()).await;
    promise(outcome.is_ok(), || format!("{command:?} ended in {outcome:?}"))
}

/// Puts a member into the rig's queue and waits until it is told.
async fn added(rig: &dyn Rig, listener: &mut Listener, extension: &numbering::Extension) -> Result<Endpoint, Broken> {
    done(rig, add(&rig.queue(), extension)).await?;
    listener.until_member("the added member", &rig.queue(), extension, |_| true).await
}

/// Somebody calls and waits in the rig's queue.
async fn joined(rig: &mut dyn Rig, listener: &mut Listener) -> Result<Entry, Broken> {
    let queue = rig.queue();
    rig.caller_joins(&queue, somebody(), None).await?;
    heard_joining(listener).await
}

async fn heard_joining(listener: &mut Listener) -> Result<Entry, Broken> {
    listener
        .hear_event("a call to join the queue", |event| match event {
            Event::QueueJoined { entry, .. } => Some(entry.clone()),
            _ => None,
        })
        .await
}

/// What the link told is what is true by another way.
async fn true_to_life(rig: &mut dyn Rig, listener: &Listener) -> Result<(), Broken> {
    let queue = rig.queue();
    let truth = rig.truth(&queue).await?;
    let told = listener.truth(&queue);
    promise(told == truth, || format!("told {told:?}, true is {truth:?}"))
}
