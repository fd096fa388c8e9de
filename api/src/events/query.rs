//! Queries about events and their occurrences.

use async_graphql::{Context, ID, Object, Result};

use super::{
    input::{EventFilter, OccurrenceFilter},
    list,
    repository::Events,
    types::{Event, Occurrence},
};
use crate::{
    auth::Operation,
    calendars::repository::Calendars,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries about events and their occurrences.
#[derive(Default)]
pub struct EventQuery;

/// Queries about events and their occurrences.
#[Object]
impl EventQuery {
    /// The event of that id; null when there is none in this account, or it is not in a calendar user's own calendars.
    async fn event(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the event.")] id: ID) -> Result<Option<Event>> {
        let permit = ctx.permit(Operation::Event)?;
        let events = Events(Calendars::of(&permit));
        let row = events.find(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Event::try_from).transpose().map_err(Fault::from)?)
    }

    /// Events, the newest first; a calendar user sees those of the own calendars.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events; all when absent.")] filter: Option<EventFilter>,
        #[graphql(desc = "Events on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Event>> {
        let permit = ctx.permit(Operation::Events)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let wanted = filter.unwrap_or_default().read()?;
        let rows = Events(Calendars::of(&permit)).page(ctx.app().db.read(), wanted, &request).await.map_err(Fault::from)?;
        let rows = rows.into_iter().map(Event::try_from).collect::<Result<Vec<_>, _>>().map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.key, |row| row))
    }

    /// The occurrence of that id; null when there is none in this account, or it is not in a calendar user's own calendars.
    async fn occurrence(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the occurrence.")] id: ID) -> Result<Option<Occurrence>> {
        let permit = ctx.permit(Operation::Occurrence)?;
        let events = Events(Calendars::of(&permit));
        let row = events.occurrence(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Occurrence::from))
    }

    /// Occurrences of whatever events, by when they begin, as far as they are made; a calendar user sees those of the own calendars.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn occurrences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which occurrences; all when absent.")] filter: Option<OccurrenceFilter>,
        #[graphql(desc = "Occurrences on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Occurrence>> {
        let permit = ctx.permit(Operation::Occurrences)?;
        let wanted = filter.unwrap_or_default().read()?;
        list::of(ctx, Events(Calendars::of(&permit)), wanted, first, after).await
    }
}
