//! Use cases of deliveries: tried again, and made to try an endpoint.

use entity::{
    id::{WebhookDeliveryId, WebhookEndpointId},
    stored::{WebhookDeliveryStatus, WebhookEndpointStatus, WebhookKind},
    webhook_delivery,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::{
    news,
    publish::{Event, deliver},
    repository::Webhooks,
    tries,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    live::outbox,
};

/// Tries a delivery again, now: with all its tries before it, if it had ended.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while it is being posted, and when its endpoint is not to get anything.
pub(super) async fn retry(app: &App, permit: Permit<'_>, id: WebhookDeliveryId) -> Outcome<webhook_delivery::Model> {
    let (account, now) = (permit.account_id(), app.clock.now());
    let tx = app.db.begin().await?;
    let found = Webhooks(account).locked_delivery(&*tx, id).await?;
    let mut row = found.ok_or_else(|| Problem::not_found("delivery", &["id"]))?;
    must_be_enabled(&tx, &permit, row.endpoint_id, "id").await?;
    let before = row.status;
    if before == WebhookDeliveryStatus::Pending {
        let under_way = tries::read(&row.tries)?.last().is_some_and(|last| last.ended_at.is_none());
        if under_way && row.due_at.is_some_and(|lease_ends| lease_ends > now) {
            return Err(Problem::new(ProblemCode::Conflict, &["id"], "The delivery is just being posted.").into());
        }
    } else {
        row.attempts = 0;
        row.status = WebhookDeliveryStatus::Pending;
    }
    (row.due_at, row.updated_at, row.delivered_at) = (Some(now), now, None);
    let row = row.into_active_model().reset_all().update(&*tx).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(json!({ "status": before })),
        after: Some(json!({ "status": row.status })),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, vec![news::due(account, row.id.0, now)]).await?;
    tx.commit().await?;
    Ok(row)
}

/// Posts something to an endpoint, to see whether it gets it.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is not to get anything.
pub(super) async fn test(app: &App, permit: Permit<'_>, id: WebhookEndpointId) -> Outcome<Option<webhook_delivery::Model>> {
    let (account, now) = (permit.account_id(), app.clock.now());
    let tx = app.db.begin().await?;
    if Webhooks(account).endpoint(&*tx, id).await?.is_none() {
        return Err(Problem::not_found("endpoint", &["endpointId"]).into());
    }
    must_be_enabled(&tx, &permit, id, "endpointId").await?;
    let event = Event { kind: WebhookKind::WebhookTest, subject_id: id.to_string(), data: json!({}) };
    let row = deliver(&tx, account, &event, &[id], now).await?.pop();
    let change = audit::Change { subject_id: Some(id.to_string()), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

async fn must_be_enabled(tx: &Tx, permit: &Permit<'_>, id: WebhookEndpointId, field: &str) -> Outcome<()> {
    let why = match Webhooks(permit.account_id()).endpoint(&**tx, id).await?.map(|row| row.status) {
        Some(WebhookEndpointStatus::Enabled) => return Ok(()),
        Some(_) => "The endpoint is not enabled.",
        None => "The endpoint was deleted.",
    };
    Err(Problem::new(ProblemCode::Conflict, &[field], why).into())
}
