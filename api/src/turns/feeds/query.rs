//! Queries of feeds.

use async_graphql::{Context, ID, Object, Result};

use super::{
    service::{self, Wanted},
    types::Feed,
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries of feeds.
#[derive(Default)]
pub struct FeedsQuery;

/// Queries of feeds.
#[Object]
impl FeedsQuery {
    /// Calendar feeds, the newest first; revoked ones, too. Agents see those of the person they are, calendar users those of their
    /// calendars.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn feeds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this person's turns.")] person_id: Option<ID>,
        #[graphql(desc = "Only of this queue's turns.")] queue_id: Option<ID>,
        #[graphql(desc = "Only of this calendar's events.")] calendar_id: Option<ID>,
        #[graphql(desc = "Feeds wanted, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the feed before those wanted.")] after: Option<String>,
    ) -> Result<Connection<Feed>> {
        let permit = ctx.permit(Operation::Feeds)?;
        let wanted = Wanted {
            person_id: person_id.map(|id| id::argument(&id, "personId")).transpose()?,
            calendar_id: calendar_id.map(|id| id::argument(&id, "calendarId")).transpose()?,
            queue_id: queue_id.map(|id| id::argument(&id, "queueId")).transpose()?,
        };
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = service::page(ctx.app(), permit, wanted, &request).await?;
        Ok(page(&request, rows, |row| row.id, Feed::from))
    }
}
