//! From a queue to its rota, its state and its past; from that, its members and its waiting calls to persons and calls.
//!
//! An API key sees persons and calls only with the scopes for them: an edge asks the policy as the root field does.

use async_graphql::{ComplexObject, Context, Result};
use chrono::{DateTime, Utc};

use crate::{
    auth::Operation,
    calls::{Call, loader as calls},
    error::Fault,
    graphql::{
        actor::Actor,
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        interval::IntervalInput,
    },
    persons::{Person, loader::person},
    providers::Provider,
    queues::{
        Queue, QueueHistoryEntry, QueueMember, WaitingCall, loader,
        member::{MemberDrift, MemberSource},
        repository::Queues,
        state::{QueueCounters, QueueState},
    },
    turns::{
        shape::{
            loader as shape,
            types::{RotaSettings, ServiceSlot},
        },
        timetable::{Turns, loader as timetables},
    },
};

/// From a queue.
#[ComplexObject]
impl Queue {
    /// Telephone system the queue is at.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        ctx.permit(Operation::Providers)?;
        let row = loader::provider(ctx, self.row.account_id, self.row.provider_id).await?;
        Ok(row.map(|row| Provider::at(row, ctx.app().clock.now())))
    }

    /// Live state of the queue: as it is now, or as it was at an instant.
    async fn state(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Past instant; absent: now. Of before the queue was found, or before the past that is kept (400 days by default), nothing is known: `BAD_REQUEST`."
        )]
        at: Option<DateTime<Utc>>,
    ) -> Result<QueueState> {
        Ok(QueueState::read(ctx, self.row.clone(), at).await?)
    }

    /// What changed in the queue, by whom, when and why; newest first, as far back as the past is kept (400 days by default).
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what happened in this stretch of time.")] between: Option<IntervalInput>,
        #[graphql(desc = "Entries of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry before the page.")] after: Option<String>,
    ) -> Result<Connection<QueueHistoryEntry>> {
        let between = between.map(IntervalInput::check).transpose()?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Queues(self.row.account_id).history(ctx.app().db.read(), self.row.id, between, &request).await?;
        Ok(page(&request, rows, |row| (row.occurred_at, row.id), QueueHistoryEntry::from))
    }

    /// Turns that somebody has at an instant, by line; without those of drafts.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn on_duty(&self, ctx: &Context<'_>, #[graphql(desc = "The instant; absent: now.")] at: Option<DateTime<Utc>>) -> Result<Turns> {
        ctx.permit(Operation::Turns)?;
        let at = at.unwrap_or_else(|| ctx.app().clock.now());
        Ok(timetables::on_duty(ctx, self.row.account_id, self.row.id, at).await?.into())
    }

    /// Hours at which the queue is answered, in the order of the week.
    async fn service_hours(&self, ctx: &Context<'_>) -> Result<Vec<ServiceSlot>> {
        ctx.permit(Operation::Rota)?;
        let slots = shape::hours(ctx, self.row.account_id, self.row.id).await?;
        Ok(slots.into_iter().map(ServiceSlot::try_from).collect::<Result<_, _>>().map_err(Fault::from)?)
    }

    /// How the queue's rota is made and kept.
    async fn rota(&self, ctx: &Context<'_>) -> Result<RotaSettings> {
        ctx.permit(Operation::Rota)?;
        let row = shape::settings(ctx, self.row.account_id, self.row.id).await?;
        Ok(row.try_into().map_err(Fault::from)?)
    }
}

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
