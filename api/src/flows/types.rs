//! Flows and their versions as clients see them.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::flow_version;
use flow::check;

use super::{
    document::FlowDocument,
    finding::FlowFinding,
    loader,
    pick::{document, draft},
    repository::Flows,
    runs::{list, results::FlowResults, types::FlowRun},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        rows::plain,
    },
};

/// A voice application: what is said and asked in a call, and what follows. It is a draft, of which versions are sealed.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Flow {
    /// Id of the flow.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the flow.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Counts changes to the draft: who changes it names the version that was seen.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, or sealed.
    pub updated_at: DateTime<Utc>,
    /// The row.
    #[graphql(skip)]
    pub row: Box<entity::flow::Model>,
}

plain!(Flow {
    "id" => id,
    "name" => name,
    "description" => description,
    "version" => version,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

impl From<entity::flow::Model> for Flow {
    fn from(row: entity::flow::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name.clone(),
            description: row.description.clone(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            row: Box::new(row),
        }
    }
}

#[ComplexObject]
impl Flow {
    /// The draft.
    async fn document(&self) -> Result<FlowDocument> {
        Ok(draft(&self.row)?.into())
    }

    /// All that is wrong with the draft; empty: it can be sealed.
    async fn findings(&self) -> Result<Vec<FlowFinding>> {
        Ok(check(&draft(&self.row)?).into_iter().map(FlowFinding::from).collect())
    }

    /// The version that was sealed last; null: none was.
    async fn latest_version(&self, ctx: &Context<'_>) -> Result<Option<FlowVersion>> {
        let row = Flows(self.row.account_id).latest(ctx.app().db.read(), self.row.id).await.map_err(Fault::from)?;
        Ok(row.map(FlowVersion::from))
    }

    /// Sealed versions, the newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Versions on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<FlowVersion>> {
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Flows(self.row.account_id).versions_of(ctx.app().db.read(), self.row.id, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.number, FlowVersion::from))
    }
}

/// A sealed version of a flow: it leads calls, and is never changed.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct FlowVersion {
    /// Id of the version.
    #[graphql(owned)]
    pub id: ID,
    /// How many-eth version of its flow it is, from 1.
    pub number: i32,
    /// Name given to it beside the number.
    pub name: Option<String>,
    /// Who sealed it: a user's or program's name.
    pub sealed_by: String,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
    /// The row.
    #[graphql(skip)]
    pub row: Box<flow_version::Model>,
}

plain!(FlowVersion {
    "id" => id,
    "number" => number,
    "name" => name,
    "sealedBy" => sealed_by,
    "sealedAt" => sealed_at,
});

impl From<flow_version::Model> for FlowVersion {
    fn from(row: flow_version::Model) -> Self {
        Self {
            id: row.id.into(),
            number: row.number,
            name: row.name.clone(),
            sealed_by: row.actor_name.clone(),
            sealed_at: row.sealed_at,
            row: Box::new(row),
        }
    }
}

#[ComplexObject]
impl FlowVersion {
    /// What was sealed.
    async fn document(&self) -> Result<FlowDocument> {
        Ok(document(&self.row).map_err(Fault::from)?.into())
    }

    /// The flow.
    async fn flow(&self, ctx: &Context<'_>) -> Result<Option<Flow>> {
        Ok(loader::flow(ctx, self.row.account_id, self.row.flow_id).await?.map(Flow::from))
    }

    /// What was counted of all calls that it led.
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn results(&self, ctx: &Context<'_>) -> Result<FlowResults> {
        ctx.permit(Operation::FlowRun)?;
        Ok(FlowResults::read(ctx.app().db.read(), &self.row).await.map_err(Fault::from)?)
    }

    /// Calls that it led, or leads, the newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Runs on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<FlowRun>> {
        ctx.permit(Operation::FlowRun)?;
        list::runs(ctx, &self.row, first, after).await
    }
}
