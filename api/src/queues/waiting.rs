//! A call that waits in a queue, as clients see it.

use async_graphql::{Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{id::PersonId, queue_visit};

use super::{loader, present::ringing, repository::Queues};
use crate::{
    error::Fault,
    graphql::context::ContextExt,
    persons::{Person, loader::person},
};

/// A call that waits in a queue.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct WaitingCall {
    /// Id of the call.
    #[graphql(owned)]
    pub call_id: ID,
    /// Place in the line, from 1.
    pub position: i32,
    /// Number of the caller, in E.164 where it could be read so; null when withheld or unknown.
    pub number: Option<String>,
    /// Name of the caller as the provider tells it.
    pub name: Option<String>,
    /// Whether the caller withheld the number.
    pub withheld: bool,
    /// Since when the call waits.
    pub since: DateTime<Utc>,
    /// The wait.
    #[graphql(skip)]
    pub visit: queue_visit::Model,
    /// Whose telephones ring for it; `None`: not read yet.
    #[graphql(skip)]
    pub rung: Option<Vec<PersonId>>,
}

impl WaitingCall {
    pub(super) fn new(position: i32, visit: queue_visit::Model, rung: Option<Vec<PersonId>>) -> Self {
        Self {
            call_id: visit.call_id.into(),
            position,
            number: visit.number.clone(),
            name: visit.name.clone(),
            withheld: visit.withheld,
            since: visit.joined_at,
            visit,
            rung,
        }
    }

    /// A wait as a change left it; its position is counted now.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn placed(ctx: &Context<'_>, visit: queue_visit::Model) -> Result<Self, Fault> {
        let now = ctx.app().clock.now();
        let line = Queues(visit.account_id).waiting(ctx.app().db.read(), visit.queue_id, now).await?;
        let before = line.iter().filter(|other| (other.joined_at, other.id) < (visit.joined_at, visit.id)).count();
        Ok(Self::new(i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1), visit, None))
    }

    /// Persons whose telephones ring for the call now; none for a past instant.
    ///
    /// # Errors
    /// The database's.
    pub async fn ringing_persons(&self, ctx: &Context<'_>) -> Result<Vec<Person>, Fault> {
        let rung = match &self.rung {
            Some(rung) => rung.clone(),
            None => ringing(&loader::members(ctx, self.visit.account_id, self.visit.queue_id).await?, &self.visit),
        };
        let persons = rung.into_iter().map(|id| person(ctx, self.visit.account_id, id));
        Ok(futures_util::future::try_join_all(persons).await?.into_iter().flatten().collect())
    }
}
