//! A callout as clients see it.

use async_graphql::{ComplexObject, Context, ID, Json, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{callout, id::AccountId};
use sea_orm::DbErr;
use serde::de::DeserializeOwned;
use telephony::outgoing::Script;

use super::{
    cost::{CalloutCostCap, CostCap},
    loader,
    pacing::Pacing,
    participations::{input::ParticipationFilter, list, repository::Whose, types::Participation},
    policy::Policy,
    populations::{repository::Populations, types::Population},
    repository::Counted,
    retry::Retry,
    routes::{Route, Routes},
    script::CalloutScript,
    settings::{CalloutPacing, CalloutPolicy, CalloutRetry},
    statistics::CalloutStatistics,
    tally::Delta,
    words::CalloutStatus,
};
use crate::{
    auth::Operation,
    error::Fault,
    flows::{FlowVersion, loader as flows},
    graphql::{
        connection::{Connection, DEFAULT_FIRST, page_cost},
        context::ContextExt,
        rows::plain,
    },
    providers::{Provider, repository as providers},
};

/// A callout: whom to call for a purpose, how fast, how often, and how far that has come.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Callout {
    /// Id of the callout.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the callout.
    pub name: String,
    /// How far it has come.
    #[graphql(owned)]
    pub status: CalloutStatus,
    /// Which callouts call first: 9 before 0.
    pub priority: i32,
    /// Whether to find out if a machine answers.
    pub detect_machine: bool,
    /// Seconds a call may ring.
    pub ring_seconds: i32,
    /// Seconds a call may last once it was answered; null: the provider's own limit.
    pub limit_seconds: Option<i32>,
    /// Nobody is called after this.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it starts by itself.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it was first started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was last stopped.
    pub stopped_at: Option<DateTime<Utc>>,
    /// When it was completed.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it could not start by itself: `NO_SCRIPT`, `NO_PROVIDER`, `CAPABILITY_UNSUPPORTED` or `EXPIRED`.
    pub error_code: Option<String>,
    /// The same, for people.
    pub error_message: Option<String>,
    /// Counts changes to its definition: who changes it names the version that was seen.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed by hand, or has moved on.
    pub updated_at: DateTime<Utc>,
    /// The row.
    #[graphql(skip)]
    pub row: Box<callout::Model>,
    /// What is counted of it, if that was read with the row.
    #[graphql(skip)]
    pub counted: Option<Box<Delta>>,
}

plain!(Callout {
    "id" => id,
    "name" => name,
    "status" => status,
    "priority" => priority,
    "detectMachine" => detect_machine,
    "ringSeconds" => ring_seconds,
    "limitSeconds" => limit_seconds,
    "expiresAt" => expires_at,
    "startsAt" => starts_at,
    "startedAt" => started_at,
    "stoppedAt" => stopped_at,
    "completedAt" => completed_at,
    "errorCode" => error_code,
    "errorMessage" => error_message,
    "version" => version,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

impl From<callout::Model> for Callout {
    fn from(row: callout::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name.clone(),
            status: row.status.into(),
            priority: row.priority,
            detect_machine: row.detect_machine,
            ring_seconds: row.ring_seconds,
            limit_seconds: row.limit_seconds,
            expires_at: row.expires_at,
            starts_at: row.starts_at,
            started_at: row.started_at,
            stopped_at: row.stopped_at,
            completed_at: row.completed_at,
            error_code: row.error_code.clone(),
            error_message: row.error_message.clone(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            row: Box::new(row),
            counted: None,
        }
    }
}

impl From<Counted> for Callout {
    fn from(read: Counted) -> Self {
        Self { counted: Some(Box::new(read.counted)), ..read.row.into() }
    }
}

/// A column as what it holds.
pub(super) fn kept<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value.clone()).map_err(|error| DbErr::Json(error.to_string()))
}

impl Callout {
    fn cap(&self) -> Result<Option<CostCap>, Fault> {
        self.row.cost_cap.as_ref().map(kept).transpose().map_err(Fault::from)
    }
}

#[ComplexObject]
impl Callout {
    /// What its owner keeps beside it: an object.
    async fn metadata(&self) -> Json<serde_json::Value> {
        Json(self.row.metadata.clone())
    }

    /// What happens once somebody answers; null: it cannot be started yet.
    async fn script(&self) -> Result<Option<CalloutScript>> {
        let script: Option<Script> = self.row.script.as_ref().map(kept).transpose().map_err(Fault::from)?;
        let flow_version_id = self.row.flow_version_id.map(ID::from);
        Ok(script.map(|script| CalloutScript { flow_version_id, ..script.into() }))
    }

    /// Sealed version of the flow that leads its calls; null: none does.
    async fn flow_version(&self, ctx: &Context<'_>) -> Result<Option<FlowVersion>> {
        ctx.permit(Operation::FlowVersion)?;
        let Some(id) = self.row.flow_version_id else { return Ok(None) };
        Ok(flows::version(ctx, self.row.account_id, id).await?.map(FlowVersion::from))
    }

    /// Providers in the order in which they are tried.
    async fn routes(&self) -> Result<Vec<CalloutRoute>> {
        let routes: Routes = kept(&self.row.routes).map_err(Fault::from)?;
        Ok(routes.0.into_iter().map(|route| CalloutRoute { account_id: self.row.account_id, route }).collect())
    }

    /// How fast it calls.
    async fn pacing(&self) -> Result<CalloutPacing> {
        Ok(kept::<Pacing>(&self.row.pacing).map_err(Fault::from)?.into())
    }

    /// How often, and when, somebody is called again.
    async fn retry(&self) -> Result<CalloutRetry> {
        Ok(kept::<Retry>(&self.row.retry).map_err(Fault::from)?.into())
    }

    /// When somebody may be called, and how often over all callouts.
    async fn policy(&self) -> Result<CalloutPolicy> {
        Ok(kept::<Policy>(&self.row.policy).map_err(Fault::from)?.into())
    }

    /// What it may cost; null: whatever it costs.
    async fn cost_cap(&self) -> Result<Option<CalloutCostCap>> {
        Ok(self.cap()?.map(CalloutCostCap::from))
    }

    /// What is counted of it.
    async fn statistics(&self, ctx: &Context<'_>) -> Result<CalloutStatistics> {
        let counted = match &self.counted {
            Some(counted) => **counted,
            None => loader::counted(ctx, self.row.account_id, self.row.id).await?,
        };
        Ok(CalloutStatistics::of(self.status, &counted, self.cap()?.as_ref()))
    }

    /// Its populations, the oldest first.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn populations(&self, ctx: &Context<'_>) -> Result<Vec<Population>> {
        ctx.permit(Operation::Population)?;
        let rows = Populations(self.row.account_id).of_callout(ctx.app().db.read(), self.row.id).await.map_err(Fault::from)?;
        Ok(rows.into_iter().map(Population::from).collect())
    }

    /// Its participations, the oldest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which participations; all when absent.")] filter: Option<ParticipationFilter>,
        #[graphql(desc = "Participations on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Participation>> {
        list::participations(ctx, self.row.account_id, Whose::Callout(self.row.id), filter, first, after).await
    }
}

/// A provider that a callout calls over.
#[derive(Clone, Debug)]
pub struct CalloutRoute {
    account_id: AccountId,
    route: Route,
}

/// A provider that a callout calls over.
#[async_graphql::Object]
impl CalloutRoute {
    /// Id of the provider.
    async fn provider_id(&self) -> ID {
        self.route.provider.into()
    }

    /// The provider.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        let app = ctx.app();
        let found = providers::by_ids(&app.db, self.account_id, &[self.route.provider]).await.map_err(Fault::from)?;
        Ok(found.into_values().next().map(|row| Provider::at(row, app.clock.now())))
    }

    /// Public number shown to those who are called; null: the provider's default.
    async fn from(&self) -> Option<&str> {
        self.route.from.as_deref()
    }
}
