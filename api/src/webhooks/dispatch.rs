//! Deliveries that are due are posted: by whichever process has a hand free, each under a claim of its own.
//!
//! That one is being posted is committed before anybody outside hears of it, and what came of it afterwards; no transaction is open in
//! between. One whose holder did not live to tell is posted again, under the same id: at least once, and known again by whoever gets it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    stored::{WebhookDeliveryStatus, WebhookEndpointStatus, WebhookProblem},
    webhook_delivery, webhook_endpoint,
};
use jobs::{Claim, Due};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::LockType};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use webhook::{Post, Secret, Sender};

use super::{
    news,
    outcome::{self, Said},
    service, tries,
};
use crate::{
    app::App,
    audit,
    auth::Actor,
    config::webhooks::Keys,
    db::Tx,
    desk::{self, Desk},
    live::Change,
};

/// How long a lease outlasts what an answer is waited for.
const SPARE: TimeDelta = TimeDelta::seconds(30);
/// When a delivery is looked at again while webhooks are not set up.
const NOT_SET_UP: TimeDelta = TimeDelta::minutes(5);

/// What posts, if anything can.
#[derive(Clone, Debug)]
pub struct Poster {
    sender: Sender,
    keys: Keys,
}

/// What posts, by the configuration; none: webhooks are not set up.
///
/// # Errors
/// Why nothing can be posted.
pub fn poster(app: &App) -> anyhow::Result<Option<Poster>> {
    let settings = &app.config.webhooks;
    let Some(keys) = settings.keys()? else { return Ok(None) };
    Ok(Some(Poster { sender: settings.sender()?, keys }))
}

/// Posts what is due until `stop`.
pub async fn run(app: App, poster: Option<Poster>, stop: CancellationToken) {
    desk::run(Dispatch { app, poster }, stop).await;
}

struct Dispatch {
    app: App,
    poster: Option<Poster>,
}

/// A delivery that is being posted.
struct Begun {
    row: webhook_delivery::Model,
    url: String,
    secrets: Vec<Secret>,
}

impl Desk for Dispatch {
    const NAME: &'static str = "webhooks";
    const ROWS: Due = Due::of("webhook_delivery");
    const HANDS: usize = 32;
    const LOOK: Duration = Duration::from_secs(15);

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        TimeDelta::seconds(self.app.config.webhooks.timeout_seconds.into()) + SPARE
    }

    fn concerns(change: &Change) -> bool {
        news::is_due(change)
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        let Some(Begun { row, url, secrets }) = self.begin(&claim).await? else { return Ok(()) };
        let Some(poster) = &self.poster else { return Ok(()) };
        let (id, at) = (row.id.to_string(), self.app.clock.now().timestamp());
        let post = Post { address: &url, id: &id, at, body: &row.body, secrets: &secrets };
        let said = poster.sender.post(&post).await;
        self.end(&claim, row, &said).await
    }
}

impl Dispatch {
    /// Commits that the delivery is being posted. None: it is not to be, and what it is instead was written.
    async fn begin(&self, claim: &Claim) -> Result<Option<Begun>, DbErr> {
        use WebhookDeliveryStatus as S;
        let tx = self.app.db.begin().await?;
        let now = self.app.clock.now();
        let found = webhook_delivery::Entity::find().filter(webhook_delivery::Column::Id.eq(claim.id)).filter(claim.held());
        let Some(row) = found.lock(LockType::NoKeyUpdate).one(&*tx).await? else { return Ok(None) };
        let endpoint = webhook_endpoint::Entity::find_by_id(row.endpoint_id).one(&*tx).await?;
        let (row, begun) = match (endpoint, &self.poster) {
            (None, _) => (outcome::ended(row, S::Canceled, Some(WebhookProblem::EndpointDeleted), now), None),
            (Some(endpoint), _) if endpoint.status != WebhookEndpointStatus::Enabled => {
                (outcome::ended(row, S::Canceled, Some(WebhookProblem::EndpointDisabled), now), None)
            }
            (Some(_), None) => {
                let problem = Some(WebhookProblem::NotSetUp);
                (webhook_delivery::Model { problem, due_at: Some(now + NOT_SET_UP), ..row }, None)
            }
            (Some(endpoint), Some(poster)) => match outcome::begun(row.clone(), tries::read(&row.tries)?, now) {
                Some(row) => (row, Some((endpoint.url.clone(), service::secrets(&poster.keys, &endpoint, now)))),
                None => (outcome::ended(row, S::Failed, Some(WebhookProblem::Interrupted), now), None),
            },
        };
        save(&tx, claim, &row).await?;
        tx.commit().await?;
        Ok(begun.map(|(url, secrets)| Begun { row, url, secrets }))
    }

    /// Commits what came of it, if the claim still holds.
    async fn end(&self, claim: &Claim, row: webhook_delivery::Model, said: &Said) -> Result<(), DbErr> {
        let now = self.app.clock.now();
        let tries = tries::read(&row.tries)?;
        let row = outcome::after(row, tries, said, now);
        let tx = self.app.db.begin().await?;
        // Before the delivery: so do those who change an endpoint and what waits for it.
        let gone = if row.problem == Some(WebhookProblem::Gone) { held(&tx, &row).await? } else { None };
        let kept = save(&tx, claim, &row).await?;
        if let Some(endpoint) = gone.filter(|_| kept) {
            is_gone(&tx, endpoint, now).await?;
        }
        if kept {
            tx.commit().await?;
        }
        let (id, endpoint) = (row.id, row.endpoint_id);
        match row.problem.map(WebhookProblem::as_str) {
            _ if !kept => {
                tracing::warn!(webhook.delivery = %id, "webhooks: what came of a post came after its lease, or after it was called off");
            }
            None => tracing::debug!(webhook.delivery = %id, webhook.endpoint = %endpoint, "webhooks: one was taken"),
            Some(problem) if row.status == WebhookDeliveryStatus::Pending => {
                tracing::info!(webhook.delivery = %id, webhook.endpoint = %endpoint, "webhooks: one is tried again later: {problem}");
            }
            Some(problem) => {
                tracing::warn!(webhook.delivery = %id, webhook.endpoint = %endpoint, "webhooks: one was given up: {problem}");
            }
        }
        Ok(())
    }
}

/// Writes the row, if the claim still holds. Whether it was.
async fn save(tx: &Tx, claim: &Claim, row: &webhook_delivery::Model) -> Result<bool, DbErr> {
    let mut changed = row.clone().into_active_model().reset_all();
    // The fence is whoever's who claims.
    changed.not_set(webhook_delivery::Column::Fence);
    let update = webhook_delivery::Entity::update_many().set(changed).filter(claim.held());
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}

/// The delivery's endpoint, if it is enabled; nobody else changes it until the transaction ends.
async fn held(tx: &Tx, row: &webhook_delivery::Model) -> Result<Option<webhook_endpoint::Model>, DbErr> {
    let enabled = webhook_endpoint::Column::Status.eq(WebhookEndpointStatus::Enabled);
    webhook_endpoint::Entity::find_by_id(row.endpoint_id).filter(enabled).lock(LockType::NoKeyUpdate).one(&**tx).await
}

/// The endpoint wants nothing any more: it gets nothing, and what waits for it is called off.
async fn is_gone(tx: &Tx, before: webhook_endpoint::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let after = webhook_endpoint::Model { status: WebhookEndpointStatus::Gone, updated_at: now, ..before.clone() };
    let after = after.into_active_model().reset_all().update(&**tx).await?;
    service::call_off(tx, after.id, WebhookProblem::EndpointDisabled, now).await?;
    let change = audit::Change {
        subject_id: Some(after.id.to_string()),
        reason: Some("It answered 410 Gone.".to_owned()),
        before: Some(json!({ "status": before.status })),
        after: Some(json!({ "status": after.status })),
    };
    audit::record_as(tx, after.account_id, Actor::system(), "webhookEndpointGone", now, change).await
}
