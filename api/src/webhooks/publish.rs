//! Events become deliveries, in the transaction of what happened.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, WebhookDeliveryId, WebhookEndpointId},
    stored::{WebhookDeliveryStatus, WebhookEndpointStatus, WebhookKind},
    webhook_delivery, webhook_endpoint,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::{news, repository::kinds, types::name};
use crate::{db::Tx, live::outbox};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub kind: WebhookKind,
    /// Id of what it happened to, with its kind, e.g. `occ_…`.
    pub subject_id: String,
    /// What there is to be told of it: an object, shaped as the schema says of the kind.
    pub data: Value,
}

/// Has an event posted to each enabled endpoint of the account that gets its kind, and to those of `also` that are enabled, whatever they
/// get; to each once. Posted is what is committed; nothing is asked of anybody here. How many endpoints there are.
///
/// # Errors
/// The database's.
pub async fn publish(
    tx: &Tx,
    account_id: AccountId,
    event: &Event,
    also: &[WebhookEndpointId],
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let enabled = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::AccountId.eq(account_id))
        .filter(webhook_endpoint::Column::Status.eq(WebhookEndpointStatus::Enabled))
        .order_by_asc(webhook_endpoint::Column::Id)
        .all(&**tx)
        .await?;
    let mut endpoints = Vec::new();
    for endpoint in enabled {
        if also.contains(&endpoint.id) || kinds(&endpoint)?.contains(&event.kind) {
            endpoints.push(endpoint.id);
        }
    }
    deliver(tx, account_id, event, &endpoints, now).await?;
    Ok(endpoints.len())
}

/// Has an event posted to these endpoints, which are the account's. The deliveries, in the order of the endpoints.
pub(super) async fn deliver(
    tx: &Tx,
    account_id: AccountId,
    event: &Event,
    endpoints: &[WebhookEndpointId],
    now: DateTime<Utc>,
) -> Result<Vec<webhook_delivery::Model>, DbErr> {
    let rows: Vec<_> = endpoints.iter().map(|endpoint| row(account_id, event, *endpoint, now)).collect();
    let Some(first) = rows.first() else { return Ok(rows) };
    let news = news::due(account_id, first.id.0, now);
    let written = rows.iter().map(|row| row.clone().into_active_model());
    webhook_delivery::Entity::insert_many(written).exec_without_returning(&**tx).await?;
    outbox::publish(tx, vec![news]).await?;
    Ok(rows)
}

fn row(account_id: AccountId, event: &Event, endpoint_id: WebhookEndpointId, now: DateTime<Utc>) -> webhook_delivery::Model {
    let id = WebhookDeliveryId::new();
    let body = json!({
        "id": id,
        "type": name(event.kind),
        "timestamp": now,
        "account": account_id,
        "subject": event.subject_id,
        "data": event.data,
    });
    webhook_delivery::Model {
        id,
        account_id,
        endpoint_id,
        kind: event.kind,
        subject_id: Some(event.subject_id.clone()),
        body: body.to_string(),
        status: WebhookDeliveryStatus::Pending,
        problem: None,
        attempts: 0,
        tries: json!([]),
        delivered_at: None,
        due_at: Some(now),
        fence: 0,
        created_at: now,
        updated_at: now,
    }
}
