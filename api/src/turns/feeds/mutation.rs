//! Mutations of feeds.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::{
    service::{self, NewFeed},
    types::Feed,
};
use crate::{
    auth::Operation,
    error::Problem,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// A new calendar feed: of a person's turns, of a queue's, or of a calendar's events, so give one of the three ids.
#[derive(Clone, Debug, InputObject)]
pub struct FeedCreateInput {
    /// Person whose turns are in it.
    pub person_id: Option<ID>,
    /// Queue whose turns are in it, everybody's.
    pub queue_id: Option<ID>,
    /// Calendar whose events are in it.
    pub calendar_id: Option<ID>,
    /// Name that calendars show, 1 to 100 characters; absent: the person's, the queue's or the calendar's.
    pub name: Option<String>,
}

impl FeedCreateInput {
    fn read(self) -> Result<NewFeed, Problem> {
        Ok(NewFeed {
            person_id: self.person_id.map(|id| id::parse(&id, &["input", "personId"])).transpose()?,
            queue_id: self.queue_id.map(|id| id::parse(&id, &["input", "queueId"])).transpose()?,
            calendar_id: self.calendar_id.map(|id| id::parse(&id, &["input", "calendarId"])).transpose()?,
            name: self.name,
        })
    }
}

/// Outcome of `feedCreate`.
#[derive(SimpleObject)]
pub struct FeedCreatePayload {
    /// The feed.
    pub feed: Option<Feed>,
    /// Where calendar programs read it, below the server's own address: `/feeds/….ics`. It is a secret, shown here and never again;
    /// whoever has it reads the feed. `?alarm=30` lets events ring 30 minutes before, `?alarm=0` not at all.
    pub path: Option<String>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `feedRevoke`.
#[derive(SimpleObject)]
pub struct FeedRevokePayload {
    /// The feed, as it is now.
    pub feed: Option<Feed>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Mutations of feeds.
#[derive(Default)]
pub struct FeedsMutation;

/// Mutations of feeds.
#[Object]
impl FeedsMutation {
    /// Creates a calendar feed. Agents may for the person they are and that person's calendars, calendar users for their calendars.
    async fn feed_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The feed.")] input: FeedCreateInput,
    ) -> Result<Option<FeedCreatePayload>> {
        let permit = ctx.permit(Operation::FeedCreate)?;
        let outcome = match input.read() {
            Ok(new) => service::create(ctx.app(), permit, new).await,
            Err(problem) => Err(problem.into()),
        };
        let (made, user_errors) = split(outcome)?;
        let (feed, path) = made.unzip();
        Ok(Some(FeedCreatePayload { feed: feed.map(Feed::from), path, user_errors }))
    }

    /// Ends a calendar feed at once: its address leads nowhere from now on. Agents may for the person they are and that person's calendars,
    /// calendar users for their calendars.
    async fn feed_revoke(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the feed.")] id: ID) -> Result<Option<FeedRevokePayload>> {
        let permit = ctx.permit(Operation::FeedRevoke)?;
        let outcome = match id::parse(&id, &["id"]) {
            Ok(id) => service::revoke(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        };
        let (feed, user_errors) = split(outcome)?;
        Ok(Some(FeedRevokePayload { feed: feed.map(Feed::from), user_errors }))
    }
}
