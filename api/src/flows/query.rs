//! Queries about flows.

use async_graphql::{Context, ID, Object, Result};

use super::{
    document::{self, FlowDocument},
    finding::FlowFinding,
    repository::Flows,
    types::{Flow, FlowVersion},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
        user_error::UserError,
    },
};

/// Characters of a search at the most: as many as a name has.
const SEARCH_LENGTH: usize = 90;

/// What is wrong with a document.
#[derive(Clone, Debug, async_graphql::SimpleObject)]
pub struct FlowChecked {
    /// What stands in the way of sealing it.
    pub findings: Vec<FlowFinding>,
    /// What of it cannot be read at all.
    pub user_errors: Vec<UserError>,
}

/// Queries about flows.
#[derive(Default)]
pub struct FlowQuery;

/// Queries about flows.
#[Object]
impl FlowQuery {
    /// The flow of that id; null when there is none in this account.
    async fn flow(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the flow.")] id: ID) -> Result<Option<Flow>> {
        let permit = ctx.permit(Operation::Flow)?;
        let id = id::argument(&id, "id")?;
        Ok(Flows::of(&permit).find(ctx.app().db.read(), id).await.map_err(Fault::from)?.map(Flow::from))
    }

    /// Flows, the newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn flows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Part of the name, in upper or lower case of the letters a to z; at most 90 characters.")] search: Option<String>,
        #[graphql(desc = "Flows on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Flow>> {
        let permit = ctx.permit(Operation::Flows)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        if search.as_ref().is_some_and(|text| text.chars().count() > SEARCH_LENGTH) {
            return Err(Fault::BadRequest(format!("`search` has at most {SEARCH_LENGTH} characters.")).into());
        }
        let rows = Flows::of(&permit).page(ctx.app().db.read(), search.as_deref(), &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, Flow::from))
    }

    /// The sealed version of that id; null when there is none in this account.
    async fn flow_version(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the version.")] id: ID) -> Result<Option<FlowVersion>> {
        let permit = ctx.permit(Operation::FlowVersion)?;
        let id = id::argument(&id, "id")?;
        Ok(Flows::of(&permit).version(ctx.app().db.read(), id).await.map_err(Fault::from)?.map(FlowVersion::from))
    }

    /// What is wrong with a document, before it is saved.
    async fn flow_check(&self, ctx: &Context<'_>, #[graphql(desc = "The document.")] document: FlowDocument) -> Result<FlowChecked> {
        ctx.permit(Operation::FlowCheck)?;
        let (document, unread) = document::read(document, &["document"]);
        let findings = flow::check(&document).into_iter().map(FlowFinding::from).collect();
        Ok(FlowChecked { findings, user_errors: unread.into_iter().map(UserError::from).collect() })
    }
}
