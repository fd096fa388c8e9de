//! What people are owed over the weeks: the ledger is `timetable_load`, and a week's entry in it its overload.
//!
//! Who carries more than the ideal of a week has credit after it, who carries less is in debt. Drafts do not count: they may
//! yet become anything.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{AccountId, PersonId, TimetableId},
    stored::TimetableStatus,
    timetable, timetable_load,
};
use rota::load::{Ledger, Tenths};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::db::Tx;

/// What everybody is owed before the week that begins on `week`: the overloads of all earlier weeks that were published, in all
/// queues; negative: owes.
///
/// # Errors
/// The database's.
pub async fn before(db: &impl ConnectionTrait, account: AccountId, week: NaiveDate) -> Result<BTreeMap<PersonId, Tenths>, DbErr> {
    use timetable_load::Column as L;
    let published: Vec<(TimetableId, NaiveDate)> = timetable::Entity::find()
        .select_only()
        .columns([timetable::Column::Id, timetable::Column::Week])
        .filter(timetable::Column::AccountId.eq(account))
        .filter(timetable::Column::Week.lt(week))
        .filter(timetable::Column::Status.ne(TimetableStatus::Draft))
        .into_tuple()
        .all(db)
        .await?;
    // By week and queue: a ledger's week has its overloads once.
    let mut ledger: Ledger<(NaiveDate, TimetableId), PersonId> = Ledger::new();
    let mut overloads: BTreeMap<TimetableId, Vec<(PersonId, Tenths)>> = BTreeMap::new();
    let rows: Vec<(TimetableId, PersonId, i32)> = timetable_load::Entity::find()
        .select_only()
        .columns([L::TimetableId, L::PersonId, L::OverloadTenths])
        .filter(L::AccountId.eq(account))
        .filter(L::TimetableId.is_in(published.iter().map(|(id, _)| *id)))
        .into_tuple()
        .all(db)
        .await?;
    for (timetable, person, overload) in rows {
        overloads.entry(timetable).or_default().push((person, Tenths(overload.into())));
    }
    for (timetable, week) in published {
        ledger.note((week, timetable), overloads.remove(&timetable).unwrap_or_default());
    }
    let last = (week, TimetableId(sea_orm::prelude::Uuid::nil()));
    Ok(ledger.credits_before(last))
}

/// Writes what is owed before each week after `week` that is not archived: an earlier one has become final, or known.
///
/// # Errors
/// The database's.
pub(super) async fn carry_forward(tx: &Tx, account: AccountId, week: NaiveDate, now: DateTime<Utc>) -> Result<(), DbErr> {
    let later = timetable::Entity::find()
        .filter(timetable::Column::AccountId.eq(account))
        .filter(timetable::Column::Week.gt(week))
        .filter(timetable::Column::Status.ne(TimetableStatus::Archived))
        .order_by_asc(timetable::Column::Id)
        .all(&**tx)
        .await?;
    for timetable in later {
        let credits = before(&**tx, account, timetable.week).await?;
        // In the order in which edits write them, so that nobody waits for one who waits.
        let loads = timetable_load::Entity::find().filter(timetable_load::Column::TimetableId.eq(timetable.id));
        for load in loads.order_by_asc(timetable_load::Column::PersonId).all(&**tx).await? {
            let credit = tenths(credits.get(&load.person_id).copied().unwrap_or_default());
            if credit != load.credit_before_tenths {
                let mut row = load.into_active_model();
                row.credit_before_tenths = Set(credit);
                row.updated_at = Set(now);
                row.update(&**tx).await?;
            }
        }
    }
    Ok(())
}

/// As a row keeps it.
pub(super) fn tenths(value: Tenths) -> i32 {
    i32::try_from(value.0).unwrap_or(if value.0 < 0 { i32::MIN } else { i32::MAX })
}
