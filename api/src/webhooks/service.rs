//! Use cases of endpoints: each checks, then writes row and audit entry in one transaction.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{AccountId, WebhookEndpointId},
    stored::{WebhookDeliveryStatus, WebhookEndpointStatus as Status, WebhookKind, WebhookProblem},
    webhook_delivery, webhook_endpoint,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::{Value, json};
use webhook::Secret;

use super::{check, repository::Webhooks};
use crate::{
    app::App,
    audit,
    auth::Permit,
    config::webhooks::Keys,
    db::Tx,
    error::{Fault, Outcome, Problem, ProblemCode},
};

/// Endpoints of an account at the most.
const MOST: u64 = 50;
/// Hours for which posts are signed by the secret of before as well.
const FORMER_HOURS: std::ops::RangeInclusive<i32> = 0..=168;

/// An endpoint about to be.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// For people.
    pub name: String,
    /// Where posts go.
    pub url: String,
    /// Kinds of events that it gets.
    pub kinds: Vec<WebhookKind>,
}

/// Changes to an endpoint: `None` keeps.
#[derive(Clone, Debug, Default)]
pub struct EndpointEdit {
    /// For people.
    pub name: Option<String>,
    /// Where posts go.
    pub url: Option<String>,
    /// Kinds of events that it gets.
    pub kinds: Option<Vec<WebhookKind>>,
    /// Whether it gets anything.
    pub enabled: Option<bool>,
}

/// Makes an endpoint. Its secret is given out here, and never again.
///
/// # Errors
/// `INVALID`, `LIMIT_REACHED`; [`Fault::Unavailable`] while webhooks are not set up.
pub async fn create(app: &App, permit: Permit<'_>, new: NewEndpoint) -> Outcome<(webhook_endpoint::Model, Secret)> {
    let (keys, now) = (keys(app)?, app.clock.now());
    let mut faults = Vec::new();
    let row = webhook_endpoint::Model {
        id: WebhookEndpointId::new(),
        account_id: permit.account_id(),
        name: check::name(&new.name, &mut faults),
        url: check::url(app, &new.url, &mut faults),
        kinds: check::kinds(new.kinds, &mut faults),
        status: Status::Enabled,
        generation: 1,
        former_until: None,
        created_at: now,
        updated_at: now,
    };
    done(faults)?;
    let tx = app.db.begin().await?;
    if Webhooks(row.account_id).endpoints().count(&*tx).await? >= MOST {
        let message = format!("There are {MOST} endpoints already.");
        return Err(Problem::new(ProblemCode::LimitReached, &[], message).into());
    }
    webhook_endpoint::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    let secret = present(&keys, &row);
    Ok((row, secret))
}

/// Changes an endpoint. What waits for one that is disabled is called off.
///
/// # Errors
/// `NOT_FOUND`, `INVALID`.
pub async fn update(app: &App, permit: Permit<'_>, id: WebhookEndpointId, edit: EndpointEdit) -> Outcome<webhook_endpoint::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = locked(&tx, permit.account_id(), id).await?;
    let (mut after, mut faults) = (before.clone(), Vec::new());
    if let Some(name) = edit.name {
        after.name = check::name(&name, &mut faults);
    }
    if let Some(url) = edit.url {
        after.url = check::url(app, &url, &mut faults);
    }
    if let Some(kinds) = edit.kinds {
        after.kinds = check::kinds(kinds, &mut faults);
    }
    match edit.enabled {
        Some(true) => after.status = Status::Enabled,
        Some(false) if after.status == Status::Enabled => after.status = Status::Disabled,
        _ => {}
    }
    done(faults)?;
    if after == before {
        return Ok(before);
    }
    after.updated_at = now;
    after.clone().into_active_model().reset_all().update(&*tx).await?;
    if after.status != Status::Enabled {
        call_off(&tx, id, WebhookProblem::EndpointDisabled, now).await?;
    }
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(described(&before)),
        after: Some(described(&after)),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(after)
}

/// Deletes an endpoint. What waits for it is called off; what was posted is kept as long as all of it.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn delete(app: &App, permit: Permit<'_>, id: WebhookEndpointId) -> Outcome<WebhookEndpointId> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = locked(&tx, permit.account_id(), id).await?;
    call_off(&tx, id, WebhookProblem::EndpointDeleted, now).await?;
    webhook_endpoint::Entity::delete_by_id(id).exec(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(id)
}

/// Renews an endpoint's secret, which is given out here, and never again. For `hours` posts are signed by the former one, too.
///
/// # Errors
/// `NOT_FOUND`, `INVALID`; [`Fault::Unavailable`] while webhooks are not set up.
pub async fn rotate(app: &App, permit: Permit<'_>, id: WebhookEndpointId, hours: i32) -> Outcome<(webhook_endpoint::Model, Secret)> {
    let (keys, now) = (keys(app)?, app.clock.now());
    if !FORMER_HOURS.contains(&hours) {
        let message = format!("{hours} is not within {} to {}.", FORMER_HOURS.start(), FORMER_HOURS.end());
        return Err(Problem::invalid(&["formerHours"], message).into());
    }
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, permit.account_id(), id).await?;
    row.generation += 1;
    row.former_until = (hours > 0).then(|| now + TimeDelta::hours(hours.into()));
    row.updated_at = now;
    let row = row.into_active_model().reset_all().update(&*tx).await?;
    let after = Some(json!({ "formerSecretUntil": row.former_until }));
    let change = audit::Change { subject_id: Some(id.to_string()), after, ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    let secret = present(&keys, &row);
    Ok((row, secret))
}

/// What posts to an endpoint are signed with at `now`: its secret, and those of before that are still good.
pub(super) fn secrets(keys: &Keys, row: &webhook_endpoint::Model, now: DateTime<Utc>) -> Vec<Secret> {
    let former = row.former_until.filter(|until| *until > now).map(|_| row.generation - 1);
    let masters = [Some(&keys.present), keys.former.as_ref()];
    let generations = [Some(row.generation), former];
    let each = |master: &webhook::MasterKey, generation: i32| master.secret(&row.id.to_string(), generation.unsigned_abs());
    let all = masters.into_iter().flatten().flat_map(|master| generations.into_iter().flatten().map(move |number| each(master, number)));
    all.collect()
}

fn present(keys: &Keys, row: &webhook_endpoint::Model) -> Secret {
    keys.present.secret(&row.id.to_string(), row.generation.unsigned_abs())
}

/// Calls off what waits for an endpoint. Whoever is just posting one has nothing to write any more.
pub(super) async fn call_off(tx: &Tx, id: WebhookEndpointId, why: WebhookProblem, now: DateTime<Utc>) -> Result<(), DbErr> {
    use webhook_delivery::Column as C;
    webhook_delivery::Entity::update_many()
        .col_expr(C::Status, Expr::value(WebhookDeliveryStatus::Canceled))
        .col_expr(C::Problem, Expr::value(why))
        .col_expr(C::DueAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .col_expr(C::Fence, Expr::col(C::Fence).add(1))
        .filter(C::EndpointId.eq(id))
        .filter(C::Status.eq(WebhookDeliveryStatus::Pending))
        .exec(&**tx)
        .await?;
    Ok(())
}

fn keys(app: &App) -> Result<Keys, Fault> {
    let lack = "Webhooks are not set up: there is no secret in [webhooks] of the configuration.";
    app.config.webhooks.keys()?.ok_or_else(|| Fault::Unavailable(lack.to_owned()))
}

async fn locked(tx: &Tx, account: AccountId, id: WebhookEndpointId) -> Outcome<webhook_endpoint::Model> {
    let found = Webhooks(account).locked_endpoint(&**tx, id).await?;
    found.ok_or_else(|| Problem::not_found("endpoint", &["id"]).into())
}

fn done(faults: Vec<Problem>) -> Outcome<()> {
    if faults.is_empty() { Ok(()) } else { Err(crate::error::Refusal::User(faults)) }
}

/// An endpoint as the audit log keeps it: the schema's names, without the secret.
fn described(row: &webhook_endpoint::Model) -> Value {
    json!({ "name": row.name, "url": row.url, "kinds": row.kinds, "status": row.status })
}
