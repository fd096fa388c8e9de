//! Two states of timetables told apart: of one week at two versions, or of two weeks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveTime;
use entity::{
    id::{PersonId, TimetableSlotId, TurnId},
    timetable, timetable_entry, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::turns::{timetable::write::CellChange, weekday::Weekday};

/// A slot as all weeks have it: day of the week, and when it begins.
type Place = (Weekday, NaiveTime);
/// Who is where.
pub type Holders = BTreeMap<Place, BTreeSet<PersonId>>;

/// A slot in which people differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotChange {
    /// Day of the week, and when the slot begins.
    pub place: Place,
    /// Who is only in the first.
    pub out: Vec<PersonId>,
    /// Who is only in the second.
    pub into: Vec<PersonId>,
}

/// Who had which turns at a version of a timetable: what was done since is taken back.
///
/// # Errors
/// The database's.
pub async fn holders(db: &impl ConnectionTrait, timetable: &timetable::Model, version: i32) -> Result<Holders, DbErr> {
    let slots = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.eq(timetable.id)).all(db).await?;
    let places: HashMap<TimetableSlotId, Place> = slots.iter().map(|slot| (slot.id, (Weekday::of(slot.day), slot.local_start))).collect();
    let turns = turn::Entity::find().filter(turn::Column::TimetableId.eq(timetable.id)).all(db).await?;
    let mut cells: HashMap<TurnId, (TimetableSlotId, Option<PersonId>)> =
        turns.into_iter().map(|row| (row.id, (row.slot_id, row.person_id))).collect();
    let since = timetable_entry::Entity::find()
        .filter(timetable_entry::Column::TimetableId.eq(timetable.id))
        .filter(timetable_entry::Column::Version.gt(version));
    for entry in since.order_by_desc(timetable_entry::Column::Version).all(db).await? {
        let changes: Vec<CellChange> = serde_json::from_value(entry.cells).map_err(|error| DbErr::Json(error.to_string()))?;
        for change in changes {
            cells.insert(change.turn, (change.slot, change.before));
        }
    }
    let mut holders = Holders::new();
    for (slot, person) in cells.into_values() {
        // Turns of another timetable, with which one was exchanged, have no place here.
        if let (Some(place), Some(person)) = (places.get(&slot), person) {
            holders.entry(*place).or_default().insert(person);
        }
    }
    Ok(holders)
}

/// The slots in which people differ, in the order of the week.
pub fn differences(from: &Holders, to: &Holders) -> Vec<SlotChange> {
    let places: BTreeSet<&Place> = from.keys().chain(to.keys()).collect();
    let nobody = BTreeSet::new();
    let changes = places.into_iter().map(|place| {
        let (before, after) = (from.get(place).unwrap_or(&nobody), to.get(place).unwrap_or(&nobody));
        SlotChange { place: *place, out: before.difference(after).copied().collect(), into: after.difference(before).copied().collect() }
    });
    changes.filter(|change| !change.out.is_empty() || !change.into.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slots_in_which_people_differ_are_told_in_the_order_of_the_week() {
        let (ana, pau, rita) = (PersonId::new(), PersonId::new(), PersonId::new());
        let place = |weekday, hour| (weekday, NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
        let holders = |slots: &[(Place, &[PersonId])]| -> Holders {
            slots.iter().map(|(place, persons)| (*place, persons.iter().copied().collect())).collect()
        };
        let (same, changed, new) = (place(Weekday::Monday, 9), place(Weekday::Monday, 11), place(Weekday::Friday, 9));

        let from = holders(&[(same, &[ana]), (changed, &[ana, pau])]);
        let to = holders(&[(same, &[ana]), (changed, &[ana, rita]), (new, &[pau])]);

        assert_eq!(
            differences(&from, &to),
            [SlotChange { place: changed, out: vec![pau], into: vec![rita] }, SlotChange { place: new, out: vec![], into: vec![pau] },]
        );
    }
}
