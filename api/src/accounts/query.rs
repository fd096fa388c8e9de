//! Queries of accounts.

use async_graphql::{Context, Object, Result};

use super::{
    input::AuditFilter,
    service,
    types::{ApiKey, AuditEntry, User, Viewer},
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page_cost},
        context::ContextExt,
    },
};

/// Queries of accounts.
#[derive(Default)]
pub struct AccountsQuery;

#[Object]
impl AccountsQuery {
    /// Who is asking.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        let permit = ctx.permit(Operation::Viewer)?;
        Ok(service::viewer(ctx.app(), permit.caller()).await?)
    }

    /// Users of the account, by e-mail address. For admins.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Users wanted, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the user before those wanted.")] after: Option<String>,
    ) -> Result<Connection<User>> {
        let permit = ctx.permit(Operation::Users)?;
        Ok(service::users(ctx.app(), permit, PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?).await?)
    }

    /// API keys of the account, the newest first; those that ended, too. For admins.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn api_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Keys wanted, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the key before those wanted.")] after: Option<String>,
    ) -> Result<Connection<ApiKey>> {
        let permit = ctx.permit(Operation::ApiKeys)?;
        Ok(service::api_keys(ctx.app(), permit, PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?).await?)
    }

    /// Who changed what, when and why, the newest first. For admins.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entries; absent: all.")] filter: Option<AuditFilter>,
        #[graphql(desc = "Entries wanted, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry before those wanted.")] after: Option<String>,
    ) -> Result<Connection<AuditEntry>> {
        let permit = ctx.permit(Operation::AuditEntries)?;
        let wanted = filter.unwrap_or_default().read()?;
        Ok(service::audit_entries(ctx.app(), permit, wanted, PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?).await?)
    }
}
