//! Use cases of limits.

use entity::{
    call_limit,
    id::{AccountId, ProviderId},
    provider,
    stored::{ChangeKind, Topic},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use super::{repository, types::CallLimits};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Db,
    error::{Fault, Outcome, Problem, Refusal},
    live::outbox::{self, News},
    providers,
};

/// Calls a second at the most that can be asked for.
const FASTEST: f64 = 1000.0;
/// Calls at once at the most that can be asked for.
const MOST: i32 = 1_000_000;

/// Limits as they shall be; what is not given does not limit.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Of which provider; none: of all of the account's together.
    pub provider: Option<ProviderId>,
    /// Calls that callouts may begin in a second.
    pub calls_per_second: Option<f64>,
    /// Calls at once.
    pub calls_at_once: Option<i32>,
}

/// The account's limits, and its providers'.
///
/// # Errors
/// The database's.
pub async fn all(db: &Db, account: AccountId) -> Result<Vec<CallLimits>, Fault> {
    let (rows, under_way) = (repository::all(db.read(), account).await?, repository::under_way(db.read(), account).await?);
    let of = |owner| rows.iter().find(|row| row.owner_id == owner);
    let whole = CallLimits::of(None, of(account.0), under_way.values().sum());
    let each = providers::repository::all(db, account)
        .await?
        .into_iter()
        .map(|provider| CallLimits::of(Some(provider.id), of(provider.id.0), under_way.get(&provider.id).copied().unwrap_or_default()));
    Ok([whole].into_iter().chain(each).collect())
}

/// Sets limits.
///
/// # Errors
/// `NOT_FOUND` for a provider; what is out of range.
pub async fn set(app: &App, permit: Permit<'_>, wanted: Wanted) -> Outcome<CallLimits> {
    check(&wanted)?;
    let (account, now) = (permit.account_id(), app.clock.now());
    let tx = app.db.begin().await?;
    let known = provider::Entity::find().filter(provider::Column::AccountId.eq(account)).all(&*tx).await?;
    let concerned: Vec<ProviderId> =
        known.into_iter().map(|row| row.id).filter(|id| wanted.provider.is_none_or(|only| only == *id)).collect();
    if wanted.provider.is_some() && concerned.is_empty() {
        return Err(Problem::not_found("provider", &["input", "providerId"]).into());
    }
    let owner = wanted.provider.map_or(account.0, |id| id.0);
    let before = repository::locked(&tx, account, wanted.provider.as_slice()).await?.into_iter().find(|row| row.owner_id == owner);
    let limits = call_limit::Model {
        owner_id: owner,
        account_id: account,
        provider_id: wanted.provider,
        calls_per_second: wanted.calls_per_second,
        calls_at_once: wanted.calls_at_once,
        // What has gathered is not lost by another pace, nor is there more than that at once.
        tokens: before.as_ref().map_or(1.0, |row| row.tokens),
        tokens_at: before.as_ref().map_or(now, |row| row.tokens_at),
        // Whoever waits for room looks again.
        ended: before.as_ref().map_or(0, |row| row.ended + 1),
        updated_at: now,
    };
    let row = match &before {
        Some(_) => limits.into_active_model().reset_all().update(&*tx).await?,
        None => limits.into_active_model().insert(&*tx).await?,
    };
    let subject = wanted.provider.map_or_else(|| account.to_string(), |id| id.to_string());
    let change =
        audit::Change { subject_id: Some(subject), reason: None, before: before.as_ref().map(described), after: Some(described(&row)) };
    audit::record(&tx, &permit, now, change).await?;
    // Told as a change of the providers: whoever dials looks again.
    let news = concerned.iter().map(|id| News::new(account, now, Topic::Provider, ChangeKind::Updated, id.0));
    outbox::publish(&tx, news.collect()).await?;
    let under_way = repository::under_way(&*tx, account).await?;
    tx.commit().await?;
    let calls = wanted.provider.map_or_else(|| under_way.values().sum(), |id| under_way.get(&id).copied().unwrap_or_default());
    Ok(CallLimits::of(wanted.provider, Some(&row), calls))
}

fn described(row: &call_limit::Model) -> Value {
    json!({ "callsPerSecond": row.calls_per_second, "callsAtOnce": row.calls_at_once })
}

fn check(wanted: &Wanted) -> Outcome<()> {
    let mut problems = Vec::new();
    // Written so that what is no number fails, too.
    if let Some(rate) = wanted.calls_per_second.filter(|rate| !(*rate > 0.0 && *rate <= FASTEST)) {
        problems.push(Problem::invalid(&["input", "callsPerSecond"], format!("{rate} is not more than 0 and at most {FASTEST}.")));
    }
    if let Some(calls) = wanted.calls_at_once.filter(|calls| !(1..=MOST).contains(calls)) {
        problems.push(Problem::invalid(&["input", "callsAtOnce"], format!("{calls} is not within 1 to {MOST}.")));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::User(problems)) }
}
