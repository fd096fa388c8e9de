//! From an alarm and its reminders.
//!
//! An API key sees calls and messages only with the scopes for them: an edge asks the policy as the root field does.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    alarms::{Alarm, Reminder, loader, repository, types::ReminderStatus},
    auth::Operation,
    calls::attempts::CallAttempt,
    error::Fault,
    events::{Event, Occurrence, loader as events},
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
    },
    messages::Message,
};

/// From an alarm.
#[ComplexObject]
impl Alarm {
    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        let row = events::event(ctx, self.account_id, self.event_id).await?;
        let row = row.ok_or_else(|| Fault::from(anyhow::anyhow!("the event {} of an alarm is gone", self.event_id)))?;
        Ok(row.try_into().map_err(Fault::from)?)
    }

    /// Its reminders, the newest first: one for each occurrence.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn reminders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that have come so far.")] statuses: Option<Vec<ReminderStatus>>,
        #[graphql(desc = "Reminders on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Reminder>> {
        ctx.permit(Operation::Reminder)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let statuses = statuses.map(|statuses| statuses.into_iter().map(Into::into).collect());
        let rows = repository::reminders(ctx.app().db.read(), self.key, statuses, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, Reminder::from))
    }

    /// How many of its reminders reached whom they were for.
    async fn notify_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(loader::notified(ctx, self.key).await?)
    }
}

/// From a reminder.
#[ComplexObject]
impl Reminder {
    /// The alarm.
    async fn alarm(&self, ctx: &Context<'_>) -> Result<Alarm> {
        let row = loader::alarm(ctx, self.account_id, self.alarm_id).await?;
        let row = row.ok_or_else(|| Fault::from(anyhow::anyhow!("the alarm {} of a reminder is gone", self.alarm_id)))?;
        Ok(row.try_into().map_err(Fault::from)?)
    }

    /// What it reminds of.
    async fn occurrence(&self, ctx: &Context<'_>) -> Result<Occurrence> {
        let row = events::occurrence(ctx, self.account_id, self.occurrence_id).await?;
        let row = row.ok_or_else(|| Fault::from(anyhow::anyhow!("the occurrence {} of a reminder is gone", self.occurrence_id)))?;
        Ok(row.into())
    }

    /// Calls that were wanted for it, the first first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn calls(&self, ctx: &Context<'_>) -> Result<Vec<CallAttempt>> {
        as_root(ctx, Operation::CallAttempt)?;
        Ok(loader::calls(ctx, self.key).await?)
    }

    /// Messages that were wanted for it, with the one that tells that all was in vain, the first first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn messages(&self, ctx: &Context<'_>) -> Result<Vec<Message>> {
        as_root(ctx, Operation::Message)?;
        Ok(loader::messages(ctx, self.account_id, self.key).await?)
    }
}

/// A calendar user sees what was done for the own calendars; others what they may ask for elsewhere.
fn as_root(ctx: &Context<'_>, operation: Operation) -> Result<()> {
    if ctx.permit(Operation::Reminder)?.only_calendars_of().is_none() {
        ctx.permit(operation)?;
    }
    Ok(())
}
