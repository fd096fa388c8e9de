//! What the end of an attempt does to the participation it was made for.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    call_attempt, callout, callout_participation,
    id::{CalloutId, ParticipationId},
    stored::{AnsweredBy, AttemptStatus, CalloutStatus, ChangeKind},
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde::de::DeserializeOwned;

use super::{
    news,
    participation_state::{self, Cause},
    retry::{Ended, Meaning, Retry, Verdict},
    routes::Routes,
    tally,
};
use crate::{calls::attempts::state, db::Tx, flows::runs::turn, live::outbox::News};

/// Why somebody was given up whose call may or may not have been made.
const OUTCOME_UNKNOWN: &str = "OUTCOME_UNKNOWN";
/// Why somebody was given up who was called as often as may be.
const NO_MORE_ATTEMPTS: &str = "NO_MORE_ATTEMPTS";
/// Why somebody was given up at whose number nobody can be reached.
const UNREACHABLE_NUMBER: &str = "UNREACHABLE_NUMBER";

/// Rows of one INSERT: 16 values each.
const CHUNK: usize = 500;

/// Whether nothing more is done about an attempt by itself, so that its participation goes on.
pub fn is_over(row: &call_attempt::Model) -> bool {
    let given_up = row.status == AttemptStatus::Unknown && row.due_at.is_none();
    state::is_final(row.status) || row.status == AttemptStatus::Expired || given_up
}

/// How often, and over how many providers.
struct Rules {
    retry: Retry,
    routes: usize,
}

/// Lets the participations of attempts that are over go on: they are reached, wait to be called again, or are given up. Counters and
/// news are added to the caller's, to be written with them.
///
/// # Errors
/// The database's.
pub async fn settle(
    tx: &Tx,
    over: &[&call_attempt::Model],
    counted: &mut tally::Changes,
    told: &mut Vec<News>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use callout_participation::Column as C;
    let mut of: BTreeMap<ParticipationId, Vec<&call_attempt::Model>> = BTreeMap::new();
    for attempt in over {
        if let Some(participation) = attempt.participation_id {
            of.entry(participation).or_default().push(attempt);
        }
    }
    if of.is_empty() {
        return Ok(());
    }
    let parts = callout_participation::Entity::find()
        .filter(C::Id.is_in(of.keys().copied()))
        .order_by_asc(C::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let rules = rules(tx, parts.iter().map(|part| part.callout_id)).await?;
    let machines = over.iter().filter(|attempt| attempt.answered_by == Some(AnsweredBy::Machine) && attempt.order.get("flow").is_some());
    let told_machine = turn::messages_left(tx, machines.map(|attempt| attempt.id)).await?;
    let mut changed = Vec::new();
    for part in parts {
        let Some(rules) = rules.get(&part.callout_id) else { continue };
        let mut new = part.clone();
        for attempt in of.get(&part.id).into_iter().flatten() {
            // A flow that left its message on a machine has reached whom it was for.
            let answered_by = attempt.answered_by.filter(|_| !told_machine.contains(&attempt.id));
            let ended = Ended { status: attempt.status, cause: attempt.cause, answered_by };
            new = after(&new, attempt, &ended, rules, now).unwrap_or(new);
        }
        if new != part {
            counted.of(new.callout_id).move_participations(Some(part.status), new.status, 1);
            changed.push(new);
        }
    }
    let callouts: Vec<CalloutId> = counted.callouts().collect();
    look_again(tx, &callouts, now).await?;
    told.extend(changed.iter().map(|part| news::participation(part, ChangeKind::Updated, now)));
    save(tx, changed).await
}

/// A participation after an attempt of it is over; `None`: as it was.
fn after(
    part: &callout_participation::Model,
    attempt: &call_attempt::Model,
    ended: &Ended,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<callout_participation::Model> {
    let meaning = ended.meaning();
    // Of an earlier attempt only that somebody was reached after all still matters.
    if meaning != Meaning::Reached && part.last_attempt_id != Some(attempt.id) {
        return None;
    }
    let mut new = part.clone();
    match meaning {
        Meaning::Technical => new.route += 1,
        Meaning::Reached | Meaning::InVain | Meaning::Hopeless => new.attempts += 1,
        Meaning::NotOver | Meaning::NotMade => {}
    }
    let (cause, due_at, reason) = match rules.retry.verdict(ended, new.attempts, new.route, rules.routes) {
        Verdict::Answered => (Cause::Answer, None, None),
        Verdict::Again(delay) | Verdict::NextRoute(delay) => (Cause::Retry, Some(now + delay), None),
        Verdict::GiveUp if meaning == Meaning::Hopeless => (Cause::GiveUp, None, Some(UNREACHABLE_NUMBER)),
        Verdict::GiveUp => (Cause::GiveUp, None, Some(NO_MORE_ATTEMPTS)),
        // Never called again by itself: the call that may have been made would be the first of two.
        Verdict::Wait => (Cause::GiveUp, None, Some(OUTCOME_UNKNOWN)),
    };
    new.status = participation_state::next(part.status, cause)?;
    new.due_at = due_at;
    new.reason = reason.map(str::to_owned);
    new.last_status = Some(attempt.status);
    new.updated_at = now;
    Some(new)
}

async fn rules(tx: &Tx, callouts: impl Iterator<Item = CalloutId>) -> Result<HashMap<CalloutId, Rules>, DbErr> {
    let ids: std::collections::BTreeSet<CalloutId> = callouts.collect();
    let rows = callout::Entity::find().filter(callout::Column::Id.is_in(ids)).all(&**tx).await?;
    let read = |row: callout::Model| {
        let routes: Routes = stored(row.id, row.routes)?;
        Ok((row.id, Rules { retry: stored(row.id, row.retry)?, routes: routes.0.len() }))
    };
    rows.into_iter().map(read).collect()
}

/// A column of a callout as what it holds.
pub(super) fn stored<T: DeserializeOwned>(id: CalloutId, value: serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value).map_err(|error| DbErr::Json(format!("{id}: {error}")))
}

/// Has somebody look at callouts again: a call is over, so others may begin, or nobody is left.
///
/// Written whatever it was before: whoever looks at one now has not seen what is written here, and this waits for that look to end.
async fn look_again(tx: &Tx, callouts: &[CalloutId], now: DateTime<Utc>) -> Result<(), DbErr> {
    use callout::Column as C;
    callout::Entity::update_many()
        .col_expr(C::DueAt, Expr::value(now))
        .filter(C::Id.is_in(callouts.iter().copied()))
        .filter(C::Status.eq(CalloutStatus::Running))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Writes participations that are there already.
pub(super) async fn save(tx: &Tx, changed: Vec<callout_participation::Model>) -> Result<(), DbErr> {
    use callout_participation::Column as C;
    for chunk in changed.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        let told = OnConflict::column(C::Id).update_columns(C::iter().filter(|column| !matches!(column, C::Id))).to_owned();
        callout_participation::Entity::insert_many(rows).on_conflict(told).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
