//! A participation as clients see it.

use async_graphql::{ComplexObject, Context, ID, Json, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::callout_participation;

use crate::{
    auth::Operation,
    callouts::{loader, types::Callout, words::ParticipationStatus},
    calls::attempts::types::AttemptStatus,
    contacts::{Contact, loader as contacts},
    flows::{loader as flows, runs::types::FlowRun},
    graphql::{context::ContextExt, rows::plain},
};

/// A contact's part in a callout.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Participation {
    /// Id of the participation.
    #[graphql(owned)]
    pub id: ID,
    /// Number that is called, in E.164: the contact's when it was added.
    pub number: String,
    /// How far it has come.
    #[graphql(owned)]
    pub status: ParticipationStatus,
    /// Calls made that count; technical failures do not.
    pub attempts: i32,
    /// Technical failures: each led to the callout's next route.
    pub failures: i32,
    /// How the last call ended; null: none has.
    pub last_status: Option<AttemptStatus>,
    /// Why it is skipped, waits or was given up: a stable code.
    pub reason: Option<String>,
    /// When it is to be called; null: not for now.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The row.
    #[graphql(skip)]
    pub row: Box<callout_participation::Model>,
}

plain!(Participation {
    "id" => id,
    "number" => number,
    "status" => status,
    "attempts" => attempts,
    "failures" => failures,
    "reason" => reason,
    "dueAt" => due_at,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

impl From<callout_participation::Model> for Participation {
    fn from(row: callout_participation::Model) -> Self {
        Self {
            id: row.id.into(),
            number: row.msisdn.clone(),
            status: row.status.into(),
            attempts: row.attempts,
            failures: row.route,
            last_status: row.last_status.map(AttemptStatus::from),
            reason: row.reason.clone(),
            due_at: row.due_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            row: Box::new(row),
        }
    }
}

#[ComplexObject]
impl Participation {
    /// The callout.
    async fn callout(&self, ctx: &Context<'_>) -> Result<Option<Callout>> {
        Ok(loader::callout(ctx, self.row.account_id, self.row.callout_id).await?.map(Callout::from))
    }

    /// The contact.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        ctx.permit(Operation::Contact)?;
        Ok(contacts::contact(ctx, self.row.account_id, self.row.contact_id).await?)
    }

    /// Id of the population that added it; null: it was added by hand.
    async fn population_id(&self) -> Option<ID> {
        self.row.population_id.map(ID::from)
    }

    /// What its owner keeps beside it: an object.
    async fn metadata(&self) -> Json<serde_json::Value> {
        Json(self.row.metadata.clone())
    }

    /// How the flow went that led the last call; null where none did.
    async fn flow_run(&self, ctx: &Context<'_>) -> Result<Option<FlowRun>> {
        ctx.permit(Operation::FlowRun)?;
        let Some(attempt) = self.row.last_attempt_id else { return Ok(None) };
        Ok(flows::run_of(ctx, self.row.account_id, attempt).await?.map(FlowRun::from))
    }
}
