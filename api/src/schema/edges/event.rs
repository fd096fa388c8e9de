//! From an event and its occurrences.

use async_graphql::{ComplexObject, Context, Result};
use entity::id::{AccountId, CalendarId};

use crate::{
    alarms::{Alarm, Reminder, loader as alarms},
    auth::Operation,
    calendars::{Calendar, loader as calendars},
    error::Fault,
    events::{Event, Occurrence, list, loader, repository::OccurrencesWanted, types::OccurrenceState},
    flows::{document::FlowOutcome, runs::types::outcome},
    graphql::{
        connection::{Connection, DEFAULT_FIRST, page_cost},
        context::ContextExt,
        interval::IntervalInput,
    },
};

/// What happens in a calendar: once, or again and again.
#[ComplexObject]
impl Event {
    /// The calendar it is in.
    async fn calendar(&self, ctx: &Context<'_>) -> Result<Calendar> {
        Ok(calendar(ctx, self.account_id, self.calendar_id).await?)
    }

    /// The times at which it happens, by when they begin, as far as they are made: the next one, and those of the next 60 days, 500 at
    /// the most; and those that were.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn occurrences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of these states.")] states: Option<Vec<OccurrenceState>>,
        #[graphql(desc = "Only those that begin within this time.")] between: Option<IntervalInput>,
        #[graphql(desc = "Occurrences on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Occurrence>> {
        let states = states.map(|states| states.into_iter().map(Into::into).collect());
        let wanted = OccurrencesWanted { event: Some(self.key), states, between, ..OccurrencesWanted::default() };
        list::occurrences(ctx, self.account_id, wanted, first, after).await
    }

    /// The occurrence that began last, whatever became of it; null: none has begun yet.
    async fn last_occurrence(&self, ctx: &Context<'_>) -> Result<Option<Occurrence>> {
        Ok(loader::last(ctx, self.key).await?.map(Occurrence::from))
    }

    /// The occurrence that begins next, if it is not canceled; null: none is to come.
    async fn next_occurrence(&self, ctx: &Context<'_>) -> Result<Option<Occurrence>> {
        Ok(loader::next(ctx, self.key).await?.map(Occurrence::from))
    }

    /// How somebody is reminded of it, the oldest alarm first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn alarms(&self, ctx: &Context<'_>) -> Result<Vec<Alarm>> {
        ctx.permit(Operation::Alarm)?;
        let rows = alarms::of_event(ctx, self.key).await?;
        Ok(rows.into_iter().map(Alarm::try_from).collect::<Result<_, _>>().map_err(Fault::from)?)
    }
}

async fn calendar(ctx: &Context<'_>, account_id: AccountId, id: CalendarId) -> Result<Calendar, Fault> {
    let row = calendars::calendar(ctx, account_id, id).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("the calendar {id} of an event is gone"))?.try_into()?)
}

/// One time at which an event happens.
#[ComplexObject]
impl Occurrence {
    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        let row = loader::event(ctx, self.account_id, self.event_id).await?;
        let row = row.ok_or_else(|| Fault::from(anyhow::anyhow!("the event {} of an occurrence is gone", self.event_id)))?;
        Ok(row.try_into().map_err(Fault::from)?)
    }

    /// What reminds of it, in the order of the alarms.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn reminders(&self, ctx: &Context<'_>) -> Result<Vec<Reminder>> {
        ctx.permit(Operation::Reminder)?;
        Ok(alarms::of_occurrence(ctx, self.key).await?.into_iter().map(Reminder::from).collect())
    }

    /// What was said last by whoever was reminded of it; null: nothing that means anything.
    async fn answer(&self, ctx: &Context<'_>) -> Result<Option<FlowOutcome>> {
        ctx.permit(Operation::Reminder)?;
        let rows = alarms::of_occurrence(ctx, self.key).await?;
        let last = rows.into_iter().filter(|row| row.answer.is_some()).max_by_key(|row| (row.ended_at, row.id));
        Ok(last.and_then(|row| outcome(row.answer.as_deref())))
    }
}
