//! Mutations of webhooks.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::webhook_endpoint;
use webhook::Secret;

use super::{
    deliveries,
    input::{WebhookEndpointCreateInput, WebhookEndpointUpdateInput},
    service::{self, EndpointEdit, NewEndpoint},
    types::{WebhookDelivery, WebhookEndpoint},
};
use crate::{
    auth::Operation,
    error::{Fault, Outcome},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of `webhookEndpointCreate`.
#[derive(SimpleObject)]
pub struct WebhookEndpointCreatePayload {
    /// The endpoint; null when nothing was done.
    pub endpoint: Option<WebhookEndpoint>,
    /// What posts to it are signed with: `whsec_…`. It is shown here and never again.
    pub secret: Option<String>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `webhookEndpointUpdate`.
#[derive(SimpleObject)]
pub struct WebhookEndpointUpdatePayload {
    /// The endpoint as it is now; null when nothing was done.
    pub endpoint: Option<WebhookEndpoint>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `webhookEndpointDelete`.
#[derive(SimpleObject)]
pub struct WebhookEndpointDeletePayload {
    /// Id of the endpoint that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `webhookEndpointRotateSecret`.
#[derive(SimpleObject)]
pub struct WebhookEndpointRotateSecretPayload {
    /// The endpoint as it is now; null when nothing was done.
    pub endpoint: Option<WebhookEndpoint>,
    /// What posts to it are signed with from now on: `whsec_…`. It is shown here and never again.
    pub secret: Option<String>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `webhookDeliveryRetry`.
#[derive(SimpleObject)]
pub struct WebhookDeliveryRetryPayload {
    /// The delivery as it is now; null when nothing was done.
    pub delivery: Option<WebhookDelivery>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `webhookTest`.
#[derive(SimpleObject)]
pub struct WebhookTestPayload {
    /// The delivery; null when nothing was done.
    pub delivery: Option<WebhookDelivery>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of webhooks.
#[derive(Default)]
pub struct WebhooksMutation;

/// Mutations of webhooks.
#[Object]
impl WebhooksMutation {
    /// Makes an endpoint, and gives out its secret, this once. `UNAVAILABLE` while there is no secret in `[webhooks]` of the configuration.
    async fn webhook_endpoint_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new endpoint.")] input: WebhookEndpointCreateInput,
    ) -> Result<Option<WebhookEndpointCreatePayload>> {
        let permit = ctx.permit(Operation::WebhookEndpointCreate)?;
        let kinds = input.kinds.into_iter().map(Into::into).collect();
        let new = NewEndpoint { name: input.name, url: input.url, kinds };
        let (endpoint, secret, user_errors) = with_secret(service::create(ctx.app(), permit, new).await)?;
        Ok(Some(WebhookEndpointCreatePayload { endpoint, secret, user_errors }))
    }

    /// Changes an endpoint: absent fields keep their values. What waits for one that is disabled is called off.
    async fn webhook_endpoint_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the endpoint.")] id: ID,
        #[graphql(desc = "What to change.")] input: WebhookEndpointUpdateInput,
    ) -> Result<Option<WebhookEndpointUpdatePayload>> {
        let permit = ctx.permit(Operation::WebhookEndpointUpdate)?;
        let kinds = input.kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
        let edit = EndpointEdit { name: input.name, url: input.url, kinds, enabled: input.enabled };
        let done = async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, edit).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(WebhookEndpointUpdatePayload { endpoint: shown(row)?, user_errors }))
    }

    /// Deletes an endpoint. What waits for it is called off; deliveries are kept as long as all of them.
    async fn webhook_endpoint_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the endpoint.")] id: ID,
    ) -> Result<Option<WebhookEndpointDeletePayload>> {
        let permit = ctx.permit(Operation::WebhookEndpointDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(WebhookEndpointDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Renews an endpoint's secret, and gives it out, this once. For some hours posts are signed by the former one as well.
    async fn webhook_endpoint_rotate_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the endpoint.")] id: ID,
        #[graphql(desc = "Hours for which the former secret is good as well, 0 to 168.", default = 24)] former_hours: i32,
    ) -> Result<Option<WebhookEndpointRotateSecretPayload>> {
        let permit = ctx.permit(Operation::WebhookEndpointRotateSecret)?;
        let done = async { service::rotate(ctx.app(), permit, id::parse(&id, &["id"])?, former_hours).await };
        let (endpoint, secret, user_errors) = with_secret(done.await)?;
        Ok(Some(WebhookEndpointRotateSecretPayload { endpoint, secret, user_errors }))
    }

    /// Tries a delivery again, now, whatever became of it, under the same `webhook-id`; one that had ended has all its tries before it again.
    /// Refused with `CONFLICT` while it is being posted, or when its endpoint is not enabled.
    async fn webhook_delivery_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery.")] id: ID,
    ) -> Result<Option<WebhookDeliveryRetryPayload>> {
        let permit = ctx.permit(Operation::WebhookDeliveryRetry)?;
        let done = async { deliveries::retry(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        let delivery = row.map(WebhookDelivery::try_from).transpose().map_err(Fault::from)?;
        Ok(Some(WebhookDeliveryRetryPayload { delivery, user_errors }))
    }

    /// Posts a `webhook.test` to an endpoint. The answer says that it is asked for; `webhookDelivery` tells what comes of it.
    async fn webhook_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the endpoint.")] endpoint_id: ID,
    ) -> Result<Option<WebhookTestPayload>> {
        let permit = ctx.permit(Operation::WebhookTest)?;
        let done = async { deliveries::test(ctx.app(), permit, id::parse(&endpoint_id, &["endpointId"])?).await };
        let (row, user_errors) = split(done.await)?;
        let delivery = row.flatten().map(WebhookDelivery::try_from).transpose().map_err(Fault::from)?;
        Ok(Some(WebhookTestPayload { delivery, user_errors }))
    }
}

type WithSecret = (Option<WebhookEndpoint>, Option<String>, Vec<UserError>);

fn with_secret(outcome: Outcome<(webhook_endpoint::Model, Secret)>) -> Result<WithSecret, Fault> {
    let (made, user_errors) = split(outcome)?;
    let (row, secret) = made.unzip();
    Ok((shown(row)?, secret.map(|secret| secret.shown()), user_errors))
}

fn shown(row: Option<webhook_endpoint::Model>) -> Result<Option<WebhookEndpoint>, Fault> {
    Ok(row.map(WebhookEndpoint::try_from).transpose()?)
}
