//! A population as clients see it.

use async_graphql::{ComplexObject, Context, ID, Json, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::callout_population;

use super::preview::PopulationPreview;
use crate::{
    callouts::{
        loader,
        statistics::int,
        types::{Callout, kept},
        words::PopulationStatus,
    },
    error::Fault,
    graphql::context::ContextExt,
};

/// Contacts by a filter, who are looked at first and then added to a callout.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Population {
    /// Id of the population.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    #[graphql(owned)]
    pub status: PopulationStatus,
    /// Contacts looked at since it was queued, that match.
    pub matched: i32,
    /// Participations it has added.
    pub added: i32,
    /// Why it failed: `CALLOUT_STOPPED` or `FILTER_UNREADABLE`.
    pub error_code: Option<String>,
    /// The same, for people.
    pub error_message: Option<String>,
    /// When it was made.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[graphql(owned)]
    pub updated_at: DateTime<Utc>,
    /// When everybody was added.
    pub finished_at: Option<DateTime<Utc>>,
    /// The row.
    #[graphql(skip)]
    row: Box<callout_population::Model>,
}

impl From<callout_population::Model> for Population {
    fn from(row: callout_population::Model) -> Self {
        Self {
            id: row.id.into(),
            status: row.status.into(),
            matched: int(row.matched),
            added: int(row.added),
            error_code: row.error_code.clone(),
            error_message: row.error_message.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            finished_at: row.finished_at,
            row: Box::new(row),
        }
    }
}

#[ComplexObject]
impl Population {
    /// The callout.
    async fn callout(&self, ctx: &Context<'_>) -> Result<Option<Callout>> {
        Ok(loader::callout(ctx, self.row.account_id, self.row.callout_id).await?.map(Callout::from))
    }

    /// Which contacts, as it is kept.
    async fn filter(&self) -> Json<serde_json::Value> {
        Json(self.row.filter.clone())
    }

    /// Copied to each participation: an object.
    async fn metadata(&self) -> Json<serde_json::Value> {
        Json(self.row.metadata.clone())
    }

    /// What adding it would do now; null when the callout is gone.
    #[graphql(complexity = "100 + child_complexity")]
    async fn preview(&self, ctx: &Context<'_>) -> Result<Option<PopulationPreview>> {
        let Some(callout) = loader::callout(ctx, self.row.account_id, self.row.callout_id).await? else { return Ok(None) };
        let filter = kept(&self.row.filter).map_err(Fault::from)?;
        Ok(Some(PopulationPreview::of(ctx.app().db.read(), callout, filter).await.map_err(Fault::from)?))
    }
}
