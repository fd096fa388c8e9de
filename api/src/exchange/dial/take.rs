//! What is to be asked of providers next: attempts that fell due, and new ones of running callouts. What is about to be asked is
//! committed here, before anybody asks.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    call_attempt,
    id::{AttemptId, CalloutId, ProviderId},
    stored::AttemptStatus,
};
use jobs::Due;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::save::{Changed, save};
use crate::{
    alarms,
    app::App,
    callouts::{
        claim::{
            self,
            again::{self, Still},
        },
        tally,
    },
    calls::attempts::{
        happening::{self, LEASE, What},
        order::Other,
        state::{self, Step},
    },
    db::Tx,
    failpoint::{self, Failpoint},
};

/// Attempts taken up in one transaction.
const MOST: u64 = 200;

/// How much earlier another order to the same party may have been wanted, and still be taken for this one.
const AROUND: TimeDelta = TimeDelta::days(1);

/// Table of attempts.
const ATTEMPTS: Due = Due::of("call_attempt");

/// Something to be asked of a provider, by whoever holds it.
pub(super) struct Errand {
    pub(super) row: call_attempt::Model,
    pub(super) ask: Ask,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// To place the call.
    Place,
    /// To end it.
    HangUp,
    /// What became of it; with what else was ordered to the same party.
    LookUp(Vec<Other>),
}

/// Attempts that fell due: those to be made, and those of which nothing was heard.
pub(super) async fn due(app: &App, providers: &[ProviderId], most: u64, stripe: i32) -> Result<Vec<Errand>, DbErr> {
    use call_attempt::Column as C;
    if providers.is_empty() || most == 0 {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let claims = ATTEMPTS.claim(&*tx, Some(theirs(providers)), now, LEASE, most.min(MOST)).await?;
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let ids = claims.iter().map(|claim| AttemptId(claim.id));
    let rows = call_attempt::Entity::find().filter(C::Id.is_in(ids)).order_by_asc(C::Id).all(&*tx).await?;
    let (mut changed, mut errands) = (Vec::new(), Vec::new());
    let mut still = again::still(&tx, &rows, now).await?;
    let dropped = alarms::again::dropped(&tx, &rows, now).await?;
    still.extend(dropped.into_iter().map(|(id, why)| (id, Still::Dropped(why))));
    for mut row in rows {
        let (before, held) = (row.status, row.due_at);
        if let Some(row) = not_begun(&row, still.get(&row.id), now) {
            changed.push(Changed { before: Some(before), row });
            continue;
        }
        if let Some(Still::Made(proof)) = still.get(&row.id) {
            row.verdict = Some(proof.clone());
        }
        let (mut row, ask) = taken_up(row, now);
        // Held until the lease ends, whatever it has become.
        row.due_at = held;
        if row.status != before {
            changed.push(Changed { before: Some(before), row: row.clone() });
        }
        errands.push(Errand { row, ask });
    }
    with_others(&tx, &mut errands).await?;
    save(&tx, &changed, tally::Changes::default(), Vec::new(), stripe, now).await?;
    failpoint::pass(Failpoint::DueWritten, errands.len());
    tx.commit().await?;
    failpoint::pass(Failpoint::DueCommitted, errands.len());
    Ok(errands)
}

/// Adds to what is looked up without a key what else was ordered to the same parties: what a provider shows may be that.
async fn with_others(tx: &Tx, errands: &mut [Errand]) -> Result<(), DbErr> {
    use call_attempt::Column as C;
    let keyless = |errand: &&mut Errand| matches!(errand.ask, Ask::LookUp(_)) && errand.row.provider_key.is_none();
    let mut asked: Vec<&mut Errand> = errands.iter_mut().filter(keyless).collect();
    let Some(first) = asked.iter().filter_map(|errand| errand.row.dispatched_at).min() else { return Ok(()) };
    let around = call_attempt::Entity::find()
        .filter(C::AccountId.is_in(asked.iter().map(|errand| errand.row.account_id)))
        .filter(C::Target.is_in(asked.iter().map(|errand| errand.row.target.as_str())))
        .filter(C::CreatedAt.gt(first - AROUND))
        .all(&**tx)
        .await?;
    for errand in &mut asked {
        let row = &errand.row;
        let theirs = |other: &&call_attempt::Model| {
            other.id != row.id && other.provider_id == row.provider_id && other.target == row.target && other.dispatched_at.is_some()
        };
        let others = around.iter().filter(theirs).map(|other| Other {
            key: other.provider_key.clone(),
            unknown: matches!(other.status, AttemptStatus::Dispatching | AttemptStatus::Unknown) && other.provider_key.is_none(),
        });
        errand.ask = Ask::LookUp(others.collect());
    }
    Ok(())
}

/// An attempt that its provider does not have, and is not asked for now: it was to end, or the rules of its callout object, or
/// what it reminds of does not take place then.
fn not_begun(row: &call_attempt::Model, still: Option<&Still>, now: DateTime<Utc>) -> Option<call_attempt::Model> {
    let what = match still {
        _ if row.status != AttemptStatus::Created => return None,
        _ if row.hang_up_wanted => What::CalledOff,
        Some(Still::Dropped(why)) => What::NotAllowed(why),
        Some(Still::Made(_)) | None => return None,
    };
    happening::after(row, &what, now)
}

/// What is asked about an attempt that fell due.
fn taken_up(mut row: call_attempt::Model, now: DateTime<Utc>) -> (call_attempt::Model, Ask) {
    if let Some(status) = state::next(row.status, Step::Claimed) {
        row.status = status;
        row.dispatched_at = Some(now);
        row.updated_at = now;
        return (row, Ask::Place);
    }
    if row.status == AttemptStatus::Dispatching {
        row = happening::after(&row, &What::Abandoned, now).unwrap_or(row);
    }
    let end = row.hang_up_wanted && row.provider_key.is_some();
    (row, if end { Ask::HangUp } else { Ask::LookUp(Vec::new()) })
}

/// New attempts of the next running callout; and which callout that was, if any was due, and whether it was left to others.
pub(super) async fn of_callouts(
    app: &App,
    providers: &[ProviderId],
    passed: &[CalloutId],
    most: u64,
    stripe: i32,
) -> Result<(Option<(CalloutId, bool)>, Vec<Errand>), DbErr> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let claimed = claim::next(&tx, providers, passed, most, now).await?;
    let others = claimed.others;
    let Some(callout) = claimed.callout else { return Ok((None, Vec::new())) };
    failpoint::pass(Failpoint::ClaimChosen, claimed.attempts.len());
    let new = claimed.attempts.iter().map(|row| Changed { before: None, row: row.clone() }).collect::<Vec<_>>();
    save(&tx, &new, claimed.counted, claimed.told, stripe, now).await?;
    failpoint::pass(Failpoint::IntentWritten, new.len());
    tx.commit().await?;
    failpoint::pass(Failpoint::IntentCommitted, new.len());
    let errands = claimed.attempts.into_iter().map(|row| Errand { row, ask: Ask::Place }).collect();
    Ok((Some((callout, others)), errands))
}

/// When something falls due next.
pub(super) async fn next(app: &App, providers: &[ProviderId]) -> Result<Option<DateTime<Utc>>, DbErr> {
    if providers.is_empty() {
        return Ok(None);
    }
    let attempts = ATTEMPTS.next(app.db.read(), Some(theirs(providers))).await?;
    let callouts = claim::next_due(app.db.read()).await?;
    Ok(attempts.into_iter().chain(callouts).min())
}

/// Has somebody look at what is open at a provider: its link was down, and what it would have told was not heard.
///
/// # Errors
/// The database's.
pub async fn look_at_all(app: &App, provider: ProviderId) -> Result<(), DbErr> {
    use call_attempt::Column as C;
    let (now, tx) = (app.clock.now(), app.db.begin().await?);
    call_attempt::Entity::update_many()
        .col_expr(C::DueAt, sea_orm::sea_query::Expr::value(now))
        .filter(C::ProviderId.eq(provider))
        .filter(C::Status.is_in([AttemptStatus::Sent, AttemptStatus::InProgress, AttemptStatus::Unknown]))
        .filter(C::DueAt.gt(now))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

fn theirs(providers: &[ProviderId]) -> Condition {
    Condition::all().add(call_attempt::Column::ProviderId.is_in(providers.iter().copied()))
}
