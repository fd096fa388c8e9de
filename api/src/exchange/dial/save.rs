//! What became of attempts, written down: the rows, what it means for callouts, reminders, counters and news, in the caller's transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{AccountId, CalloutId},
    stored::{AttemptStatus, ChangeKind},
};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel, Iterable, sea_query::OnConflict};

use crate::{
    alarms,
    callouts::{self, outcome, tally},
    calls::{attempts::news, limits},
    db::Tx,
    flows::runs::turn,
    live::outbox::{self, News},
};

/// Attempts of one INSERT: 30 values each, far below the databases' limits on bound values.
const CHUNK: usize = 200;

/// An attempt as it was, if it was, and as it is.
pub(super) struct Changed {
    pub(super) before: Option<AttemptStatus>,
    pub(super) row: call_attempt::Model,
}

/// Writes attempts that changed, and all that follows from it. `stripe`: which counters this writer keeps.
///
/// `counted` and `told` are what else there is to be counted and told in this transaction.
pub(super) async fn save(
    tx: &Tx,
    changed: &[Changed],
    mut counted: tally::Changes,
    mut told: Vec<News>,
    stripe: i32,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use call_attempt::Column as C;
    for chunk in changed.chunks(CHUNK) {
        let rows = chunk.iter().map(|changed| changed.row.clone().into_active_model());
        let known = OnConflict::column(C::Id).update_columns(C::iter().filter(|column| !matches!(column, C::Id))).to_owned();
        call_attempt::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&**tx).await?;
    }
    for Changed { before, row } in changed.iter().filter(|changed| changed.before != Some(changed.row.status)) {
        if let Some(callout) = row.callout_id {
            counted.of(callout).move_attempts(*before, row.status, 1);
            counted.of(callout).talk(row);
        }
        let kind = if before.is_none() { ChangeKind::Created } else { ChangeKind::Updated };
        told.push(news::told(row, kind, now));
    }
    // One word a transaction and callout, however much of it is different.
    let callouts: BTreeMap<CalloutId, AccountId> =
        changed.iter().filter_map(|changed| Some((changed.row.callout_id?, changed.row.account_id))).collect();
    told.extend(callouts.into_iter().map(|(callout, account)| callouts::news::progress(account, callout, now)));
    let over: Vec<&call_attempt::Model> = changed.iter().map(|changed| &changed.row).filter(|row| outcome::is_over(row)).collect();
    let led = over.iter().filter(|row| row.order.get("flow").is_some()).map(|row| row.id);
    turn::over(tx, &led.collect::<Vec<_>>(), now).await?;
    outcome::settle(tx, &over, &mut counted, &mut told, now).await?;
    alarms::outcome::settle(tx, &over, &mut told, now).await?;
    limits::repository::freed(tx, &over).await?;
    counted.write(tx, stripe).await?;
    outbox::publish(tx, told).await
}
