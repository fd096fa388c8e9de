//! Participations added and taken out by hand, and called again.

use entity::{
    callout, callout_participation, contact,
    id::{CalloutId, ContactId, ParticipationId},
    stored::{AttemptStatus, CalloutStatus, ChangeKind, ParticipationStatus},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, LockType},
};
use serde_json::{Value, json};

use super::repository::Participations;
use crate::{
    app::App,
    audit,
    auth::Permit,
    callouts::{
        news,
        participation_state::{self, Cause},
        populations::{job::wake, skip::Skip},
        service::locked,
        state::{self, Step},
        tally::{self, Delta},
        types::kept,
    },
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox::{self, News},
};

/// Why somebody is skipped who was taken out by hand.
pub const CANCELED: &str = "CANCELED";

const ID: &[&str] = &["id"];
const CALLOUT: &[&str] = &["calloutId"];
const CONTACT: &[&str] = &["contactId"];

/// Adds one contact to a callout.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a callout that was stopped, and for a contact who does not want to be called; `TAKEN` when the contact,
/// or another with the same number, takes part already.
pub async fn add(app: &App, permit: Permit<'_>, callout: CalloutId, contact: ContactId) -> Outcome<callout_participation::Model> {
    let account = permit.account_id();
    let tx = app.db.begin().await?;
    let callout = locked(&tx, &permit, callout, CALLOUT).await?;
    let found = contact::Entity::find_by_id(contact).filter(contact::Column::AccountId.eq(account));
    // Nobody deletes it meanwhile.
    let found = found.lock(LockType::KeyShare).one(&*tx).await?;
    let found = found.ok_or_else(|| Problem::not_found("contact", CONTACT))?;
    state::step(callout.status, Step::Add, CALLOUT)?;
    if let Some(known) = Participations(account).like(&*tx, callout.id, contact, &found.number).await?.first() {
        return Err(taken(known.contact_id == contact).into());
    }
    if let Some(reason) = never(&tx, &callout, contact).await? {
        return Err(Problem::new(ProblemCode::Conflict, CONTACT, format!("{reason}: This contact is not to be called.")).into());
    }
    let now = app.clock.now();
    let row = callout_participation::Model {
        id: ParticipationId::new(),
        account_id: account,
        callout_id: callout.id,
        contact_id: contact,
        population_id: None,
        msisdn: found.number,
        status: ParticipationStatus::Pending,
        attempts: 0,
        route: 0,
        last_status: None,
        last_attempt_id: None,
        reason: None,
        metadata: json!({}),
        due_at: Some(now),
        created_at: now,
        updated_at: now,
    };
    callout_participation::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(refusal)?;
    tally::add(&tx, callout.id, tally::stripe_of(row.id.0), &Delta::moved(None, row.status, 1)).await?;
    let mut told = vec![news::participation(&row, ChangeKind::Created, now)];
    told.extend(reopened(&tx, callout, now).await?);
    let after = json!({ "calloutId": row.callout_id, "contactId": row.contact_id });
    record(&tx, &permit, &row, None, Some(after)).await?;
    outbox::publish(&tx, told).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes somebody out who is not being called: skipped from now on.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one who is being called, or is done with.
pub async fn remove(app: &App, permit: Permit<'_>, id: ParticipationId) -> Outcome<callout_participation::Model> {
    let tx = app.db.begin().await?;
    let before = Participations(permit.account_id()).locked(&*tx, id).await?.ok_or_else(|| Problem::not_found("participation", ID))?;
    let Some(status) = participation_state::next(before.status, Cause::Skip) else {
        let message = format!("This participation is {}: it cannot be taken out.", before.status.as_str());
        return Err(Problem::new(ProblemCode::Conflict, ID, message).into());
    };
    let (now, was) = (app.clock.now(), before.status);
    let mut row = before.into_active_model();
    row.status = Set(status);
    row.reason = Set(Some(CANCELED.to_owned()));
    row.due_at = Set(None);
    row.updated_at = Set(now);
    let row = row.update(&*tx).await?;
    // The callout before its counters, as everybody does: two who write do not wait for each other crosswise.
    look_again(&tx, row.callout_id, now).await?;
    tally::add(&tx, row.callout_id, tally::stripe_of(row.id.0), &Delta::moved(Some(was), status, 1)).await?;
    record(&tx, &permit, &row, Some(json!({ "status": was })), Some(json!({ "status": row.status, "reason": row.reason }))).await?;
    let told = vec![news::participation(&row, ChangeKind::Updated, now), news::progress(row.account_id, row.callout_id, now)];
    outbox::publish(&tx, told).await?;
    tx.commit().await?;
    Ok(row)
}

/// Has those called again, from the beginning, who were given up and whose last call ended so; how many.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a callout that was stopped; `INVALID` without any status.
pub async fn again(app: &App, permit: Permit<'_>, id: CalloutId, statuses: Vec<AttemptStatus>) -> Outcome<(callout::Model, i64)> {
    use callout_participation::Column as C;
    let tx = app.db.begin().await?;
    let callout = locked(&tx, &permit, id, ID).await?;
    state::step(callout.status, Step::Add, ID)?;
    if statuses.is_empty() {
        return Err(Problem::invalid(&["statuses"], "Say after which ends they are to be called again.").into());
    }
    let (from, Some(to)) = (ParticipationStatus::Exhausted, participation_state::next(ParticipationStatus::Exhausted, Cause::Again)) else {
        return Ok((callout, 0));
    };
    let now = app.clock.now();
    let done = callout_participation::Entity::update_many()
        .col_expr(C::Status, Expr::value(to.as_str()))
        .col_expr(C::Attempts, Expr::value(0))
        .col_expr(C::Route, Expr::value(0))
        .col_expr(C::Reason, Expr::value(None::<String>))
        .col_expr(C::DueAt, Expr::value(Some(now)))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .filter(C::CalloutId.eq(id))
        .filter(C::Status.eq(from))
        .filter(C::LastStatus.is_in(statuses.iter().copied()))
        .exec(&*tx)
        .await?;
    let count = i64::try_from(done.rows_affected).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok((callout, 0));
    }
    tally::add(&tx, id, tally::stripe_of(id.0), &Delta::moved(Some(from), to, count)).await?;
    let mut told = vec![news::progress(callout.account_id, id, now)];
    let woken = wake(&tx, callout.clone(), now).await?;
    told.extend(woken.as_ref().map(|row| news::callout(row, ChangeKind::Updated, now)));
    let after = json!({ "statuses": statuses, "participations": count });
    let change = audit::Change { subject_id: Some(id.to_string()), after: Some(after), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, told).await?;
    tx.commit().await?;
    Ok((woken.unwrap_or(callout), count))
}

/// Has a callout that runs looked at: there is somebody new, or nobody is left.
async fn look_again(tx: &Tx, id: CalloutId, now: chrono::DateTime<chrono::Utc>) -> Result<(), DbErr> {
    callout::Entity::update_many()
        .col_expr(callout::Column::DueAt, Expr::value(Some(now)))
        .filter(callout::Column::Id.eq(id))
        .filter(callout::Column::Status.eq(CalloutStatus::Running))
        .exec(&**tx)
        .await
        .map(drop)
}

/// What is told of a callout to which somebody was added: that it runs again, if it was completed, and what is counted.
async fn reopened(tx: &Tx, row: callout::Model, now: chrono::DateTime<chrono::Utc>) -> Result<Vec<News>, DbErr> {
    let progress = news::progress(row.account_id, row.id, now);
    let woken = wake(tx, row, now).await?.map(|row| news::callout(&row, ChangeKind::Updated, now));
    Ok([Some(progress), woken].into_iter().flatten().collect())
}

#[derive(FromQueryResult)]
struct Never {
    reason: Option<String>,
}

/// Why a contact is not to be called for a callout, if so.
async fn never(tx: &Tx, callout: &callout::Model, id: ContactId) -> Result<Option<String>, DbErr> {
    let routes = kept(&callout.routes)?;
    let skip = Skip { backend: tx.get_database_backend(), account: callout.account_id, callout: callout.id, routes: &routes };
    let asked = contact::Entity::find().select_only().expr_as(skip.newcomer(), "reason").filter(contact::Column::Id.eq(id));
    Ok(asked.into_model::<Never>().one(&**tx).await?.and_then(|row| row.reason))
}

fn taken(same_contact: bool) -> Problem {
    let message = if same_contact {
        "This contact takes part in the callout already."
    } else {
        "Another contact takes part in the callout with the same number."
    };
    Problem::new(ProblemCode::Taken, CONTACT, message)
}

/// Of two who add the same contact at once, the index lets one through.
fn refusal(error: DbErr) -> Refusal {
    let indexes = [
        ("callout_participation_contact_key", "callout_participation.callout_id, callout_participation.contact_id", true),
        ("callout_participation_msisdn_key", "callout_participation.callout_id, callout_participation.msisdn", false),
    ];
    let found = indexes.into_iter().find(|(name, columns, _)| is_taken(&error, name, columns));
    found.map_or_else(|| error.into(), |(_, _, same)| taken(same).into())
}

async fn record(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &callout_participation::Model,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbErr> {
    let change = audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after };
    audit::record(tx, permit, row.updated_at, change).await
}
