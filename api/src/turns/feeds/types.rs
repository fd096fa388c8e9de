//! A calendar feed as clients see it; its secret never.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    feed,
    id::{AccountId, CalendarId, PersonId, QueueId},
};

use crate::{
    auth::{self, Operation},
    calendars::{Calendar, loader as calendars},
    error::Fault,
    graphql::{actor::Actor, context::ContextExt, rows::Plain},
    persons::{Person, loader::person},
    queues::{Queue, loader::queue},
};

/// Calendar of published turns, or of a calendar's events, that other programs read by a secret address, e.g. the one of a telephone. The address is shown
/// once, when the feed is created.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Feed {
    /// Id of the feed.
    #[graphql(owned)]
    pub id: ID,
    /// Name, for people: what calendars call it.
    pub name: String,
    /// Who created it.
    pub created_by: Actor,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last read, to the hour; null: never.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked; null: it was not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Whose turns.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
    /// Which queue's turns.
    #[graphql(skip)]
    pub queue_id: Option<QueueId>,
    /// Which calendar's events.
    #[graphql(skip)]
    pub calendar_id: Option<CalendarId>,
}

impl Plain for Feed {}

/// From a feed.
#[ComplexObject]
impl Feed {
    /// Person whose turns are in it; null: they are a team's, or there are none.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Calendar whose events are in it; null: turns are.
    async fn calendar(&self, ctx: &Context<'_>) -> Result<Option<Calendar>> {
        ctx.permit(Operation::Calendar)?;
        let Some(id) = self.calendar_id else { return Ok(None) };
        let row = calendars::calendar(ctx, self.account_id, id).await?;
        Ok(row.map(Calendar::try_from).transpose().map_err(Fault::from)?)
    }

    /// Queue whose turns are in it, everybody's; null: they are a person's, or there are none.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        let Some(id) = self.queue_id else { return Ok(None) };
        Ok(queue(ctx, self.account_id, id).await?.map(Queue::from))
    }
}

impl From<feed::Model> for Feed {
    fn from(row: feed::Model) -> Self {
        let actor = auth::Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
        Self {
            id: ID(row.id.to_string()),
            name: row.name,
            created_by: actor.into(),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            account_id: row.account_id,
            person_id: row.person_id,
            queue_id: row.queue_id,
            calendar_id: row.calendar_id,
        }
    }
}
