//! Queries about webhooks.

use async_graphql::{Context, ID, Object, Result};

use super::{
    input::WebhookDeliveryFilter,
    repository::{Wanted, Webhooks},
    types::{WebhookDelivery, WebhookEndpoint},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries about webhooks.
#[derive(Default)]
pub struct WebhooksQuery;

/// Queries about webhooks.
#[Object]
impl WebhooksQuery {
    /// The endpoint of that id; null when there is none in this account.
    async fn webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the endpoint.")] id: ID,
    ) -> Result<Option<WebhookEndpoint>> {
        let permit = ctx.permit(Operation::WebhookEndpoint)?;
        let row = Webhooks(permit.account_id()).endpoint(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(WebhookEndpoint::try_from).transpose().map_err(Fault::from)?)
    }

    /// Endpoints, the oldest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Endpoints on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<WebhookEndpoint>> {
        let permit = ctx.permit(Operation::WebhookEndpoints)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Webhooks(permit.account_id()).endpoint_page(ctx.app().db.read(), &request).await.map_err(Fault::from)?;
        let rows = rows.into_iter().map(WebhookEndpoint::try_from).collect::<Result<Vec<_>, _>>().map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.key, |row| row))
    }

    /// The delivery of that id; null when there is none in this account, or none any more.
    async fn webhook_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery.")] id: ID,
    ) -> Result<Option<WebhookDelivery>> {
        let permit = ctx.permit(Operation::WebhookDelivery)?;
        let row = Webhooks(permit.account_id()).delivery(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(WebhookDelivery::try_from).transpose().map_err(Fault::from)?)
    }

    /// Deliveries, newest first, as long as they are kept (`retention.webhooks_days`).
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deliveries; all when absent.")] filter: Option<WebhookDeliveryFilter>,
        #[graphql(desc = "Deliveries on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<WebhookDelivery>> {
        let permit = ctx.permit(Operation::WebhookDeliveries)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let filter = filter.unwrap_or_default();
        let wanted = Wanted {
            endpoint_id: filter.endpoint_id.map(|id| id::argument(&id, "filter.endpointId")).transpose()?,
            status: filter.status.map(|status| status.into_iter().map(Into::into).collect()),
            kind: filter.kind.map(Into::into),
        };
        let rows = Webhooks(permit.account_id()).delivery_page(ctx.app().db.read(), wanted, &request).await.map_err(Fault::from)?;
        let rows = rows.into_iter().map(|row| Ok((row.id, row.try_into()?))).collect::<Result<Vec<_>, sea_orm::DbErr>>();
        Ok(page(&request, rows.map_err(Fault::from)?, |(id, _)| *id, |(_, node): (_, WebhookDelivery)| node))
    }
}
