//! Queries about calendars.

use async_graphql::{Context, ID, Object, Result};

use super::{
    repository::{self, Calendars, Wanted},
    types::{Calendar, CalendarSettings},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries about calendars.
#[derive(Default)]
pub struct CalendarQuery;

/// Queries about calendars.
#[Object]
impl CalendarQuery {
    /// The calendar of that id; null when there is none in this account, or it is not a calendar user's own.
    async fn calendar(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the calendar.")] id: ID) -> Result<Option<Calendar>> {
        let permit = ctx.permit(Operation::Calendar)?;
        let row = Calendars::of(&permit).find(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Calendar::try_from).transpose().map_err(Fault::from)?)
    }

    /// Calendars, the oldest first; a calendar user sees the own.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn calendars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this person's.")] owner_person_id: Option<ID>,
        #[graphql(desc = "Only this calendar user's.")] owner_user_id: Option<ID>,
        #[graphql(desc = "Calendars on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Calendar>> {
        let permit = ctx.permit(Operation::Calendars)?;
        let wanted = Wanted {
            person: owner_person_id.map(|id| id::argument(&id, "ownerPersonId")).transpose()?,
            user: owner_user_id.map(|id| id::argument(&id, "ownerUserId")).transpose()?,
        };
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Calendars::of(&permit).page(ctx.app().db.read(), wanted, &request).await.map_err(Fault::from)?;
        let rows = rows.into_iter().map(Calendar::try_from).collect::<Result<Vec<_>, _>>().map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.key, |row| row))
    }

    /// What those who own calendars may do, the oldest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn calendar_settings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Settings on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<CalendarSettings>> {
        let permit = ctx.permit(Operation::CalendarSettings)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = repository::settings_page(ctx.app().db.read(), permit.account_id(), &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id, CalendarSettings::from))
    }
}
