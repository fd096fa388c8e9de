//! From a queue's live state, its members and its waiting calls to persons and calls.
//!
//! An API key sees persons and calls only with the scopes for them: an edge asks the policy as the root field does.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::{Call, loader as calls},
    graphql::{actor::Actor, context::ContextExt},
    persons::{Person, loader::person},
    queues::{
        Queue, QueueMember, WaitingCall, loader,
        member::{MemberDrift, MemberSource},
        state::{QueueCounters, QueueState},
    },
};

/// From a queue's live state.
#[ComplexObject]
impl QueueState {
    /// Who is in the queue, by name; now also who is wanted in it and not there yet.
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<QueueMember>> {
        Ok(self.who_is_in(ctx).await?)
    }

    /// Calls waiting in the queue, the first in line first.
    async fn waiting(&self, ctx: &Context<'_>) -> Result<Vec<WaitingCall>> {
        Ok(self.line(ctx).await?)
    }

    /// Calls of the queue that are being answered: somebody talks, the longest conversation first.
    async fn answering(&self, ctx: &Context<'_>) -> Result<Vec<Call>> {
        ctx.permit(Operation::Calls)?;
        let queue = &self.queue;
        Ok(match self.at {
            None => calls::answering(ctx, queue.account_id, queue.id).await?,
            Some(at) => calls::answering_at(ctx, queue.account_id, queue.id, at).await?,
        })
    }

    /// What was counted since midnight in the queue's time zone.
    async fn counters(&self, ctx: &Context<'_>) -> Result<QueueCounters> {
        Ok(self.count(ctx).await?)
    }
}

/// From a member of a queue.
#[ComplexObject]
impl QueueMember {
    /// Queue the member answers.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        Ok(loader::queue(ctx, self.account_id, self.queue_id).await?.map(Queue::from))
    }

    /// Person whose extension is rung; null when nobody has it.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id() else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Call of a queue that the member's telephone rings for, or that the member talks in.
    async fn current_call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        ctx.permit(Operation::Call)?;
        let Some(id) = self.row.as_ref().and_then(|row| row.call_id) else { return Ok(None) };
        Ok(calls::call(ctx, self.account_id, id).await?)
    }

    /// Who wants the member in the queue.
    async fn source(&self, ctx: &Context<'_>) -> Result<MemberSource> {
        Ok(self.wanted_by(ctx).await?)
    }

    /// Differences between wanted and actual; empty when there are none.
    async fn drift(&self, ctx: &Context<'_>) -> Result<Vec<MemberDrift>> {
        Ok(self.differences(ctx).await?)
    }

    /// Who made the member what it is: added, paused or resumed it last.
    async fn changed_by(&self) -> Actor {
        self.last_actor().into()
    }
}

/// From a call that waits.
#[ComplexObject]
impl WaitingCall {
    /// The call itself.
    async fn call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        ctx.permit(Operation::Call)?;
        Ok(calls::call(ctx, self.visit.account_id, self.visit.call_id).await?)
    }

    /// Persons whose telephones ring for the call now; empty for a past instant.
    async fn ringing(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(self.ringing_persons(ctx).await?)
    }
}
