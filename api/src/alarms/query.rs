//! Queries about alarms and reminders.

use async_graphql::{Context, ID, Object, Result};

use super::{
    repository::Alarms,
    types::{Alarm, Reminder},
};
use crate::{
    auth::Operation,
    calendars::repository::Calendars,
    error::Fault,
    graphql::{context::ContextExt, id},
};

/// Queries about alarms and reminders.
#[derive(Default)]
pub struct AlarmQuery;

/// Queries about alarms and reminders.
#[Object]
impl AlarmQuery {
    /// The alarm of that id; null when there is none in this account, or it is not in a calendar user's own calendars.
    async fn alarm(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the alarm.")] id: ID) -> Result<Option<Alarm>> {
        let permit = ctx.permit(Operation::Alarm)?;
        let row = Alarms(Calendars::of(&permit)).find(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Alarm::try_from).transpose().map_err(Fault::from)?)
    }

    /// The reminder of that id; null when there is none in this account, or it is not in a calendar user's own calendars.
    async fn reminder(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the reminder.")] id: ID) -> Result<Option<Reminder>> {
        let permit = ctx.permit(Operation::Reminder)?;
        let row = Alarms(Calendars::of(&permit)).reminder(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Reminder::from))
    }
}
