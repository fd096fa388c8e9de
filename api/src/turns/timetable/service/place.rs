//! Who is in a new timetable from the beginning: those whose standing turns are in it, and those who had the turns of another week.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use entity::{
    id::{AccountId, PersonId, TimetableSlotId, TurnId},
    standing_turn, timetable, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    db::Tx,
    turns::{
        shape::repository::Shape,
        timetable::{
            check::{Edit, check},
            facts::{Cell, Facts},
            repository::Timetables,
        },
    },
};

/// A turn that somebody should have and has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Whose account.
    pub account: AccountId,
    /// Who.
    pub person: PersonId,
    /// The day on which it would have been.
    pub day: NaiveDate,
    /// When its slot begins, as the clock on the wall says.
    pub starts_at: NaiveTime,
    /// Why, for people.
    pub why: String,
}

/// Puts people on the lines of a new timetable: first whose standing turns there are, then those of `copied`, in the same slots of
/// the week and on the same lines, if these are free. Gives what could not be: of standing turns, and of those copied.
///
/// # Errors
/// The database's.
pub(super) async fn people(
    tx: &Tx,
    timetable: &timetable::Model,
    slots: &[timetable_slot::Model],
    turns: &mut [turn::Model],
    copied: Option<&timetable::Model>,
) -> Result<(Vec<Missed>, Vec<Missed>), DbErr> {
    let account = timetable.account_id;
    let standing = Shape(account).standing_turns(&**tx, timetable.queue_id).await?;
    let copies = match copied {
        Some(from) => copies(tx, from, timetable.week).await?,
        None => Vec::new(),
    };
    let mut persons: Vec<PersonId> = standing.iter().map(|row| row.person_id).chain(copies.iter().map(|copy| copy.person)).collect();
    persons.sort_unstable();
    persons.dedup();
    Timetables(account).hold_persons(tx, &persons).await?;
    let mut facts = Facts::read(&**tx, account, std::slice::from_ref(timetable)).await?;
    facts.cells = turns.iter().map(|row| Cell { turn: row.id, slot: row.slot_id, person: None }).collect();
    let mut placing = Placing { account, slots, turns, facts };
    let skipped = standing.iter().filter_map(|row| placing.standing(row, timetable.week)).collect();
    let not_copied = copies.iter().filter_map(|copy| placing.copy(copy)).collect();
    Ok((skipped, not_copied))
}

/// A turn of another week, as it would be in this one.
struct Copy {
    person: PersonId,
    day: NaiveDate,
    starts_at: NaiveTime,
    line: i32,
}

/// Turns of a timetable that somebody has, as they would be in the week that begins on `week`.
async fn copies(tx: &Tx, from: &timetable::Model, week: NaiveDate) -> Result<Vec<Copy>, DbErr> {
    use timetable_slot::Column as S;
    let slots = timetable_slot::Entity::find().filter(S::TimetableId.eq(from.id));
    let slots = slots.order_by_asc(S::Day).order_by_asc(S::Ordinal).all(&**tx).await?;
    let rows = turn::Entity::find().filter(turn::Column::TimetableId.eq(from.id)).order_by_asc(turn::Column::Line).all(&**tx).await?;
    let mut copies = Vec::new();
    for slot in slots {
        for row in rows.iter().filter(|row| row.slot_id == slot.id) {
            let Some(person) = row.person_id else { continue };
            copies.push(Copy { person, day: week + (slot.day - from.week), starts_at: slot.local_start, line: row.line });
        }
    }
    Ok(copies)
}

/// A new timetable that is being filled.
struct Placing<'a> {
    account: AccountId,
    slots: &'a [timetable_slot::Model],
    turns: &'a mut [turn::Model],
    facts: Facts,
}

impl Placing<'_> {
    fn standing(&mut self, row: &standing_turn::Model, week: NaiveDate) -> Option<Missed> {
        let day = week + TimeDelta::days(i64::from(row.weekday) - 1);
        let found = self.slot(day, row.starts_at).and_then(|slot| {
            let free = self.free(slot, None);
            free.ok_or_else(|| "All lines of the slot are standing turns of others.".to_owned())
        });
        let done = found.and_then(|turn| self.give(turn, row.person_id, true));
        done.err().map(|why| self.missed(row.person_id, day, row.starts_at, why))
    }

    fn copy(&mut self, copy: &Copy) -> Option<Missed> {
        let found = self.slot(copy.day, copy.starts_at).and_then(|slot| {
            if self.turns.iter().any(|row| row.slot_id == slot && row.person_id == Some(copy.person)) {
                return Ok(None);
            }
            self.free(slot, Some(copy.line)).map(Some).ok_or_else(|| "All lines of the slot are taken.".to_owned())
        });
        let done = found.and_then(|turn| turn.map_or(Ok(()), |turn| self.give(turn, copy.person, false)));
        done.err().map(|why| self.missed(copy.person, copy.day, copy.starts_at, why))
    }

    fn slot(&self, day: NaiveDate, starts_at: NaiveTime) -> Result<TimetableSlotId, String> {
        let slot = self.slots.iter().find(|slot| slot.day == day && slot.local_start == starts_at);
        slot.map(|slot| slot.id).ok_or_else(|| format!("There is no slot on {day} at {}.", starts_at.format("%H:%M")))
    }

    /// An empty turn of the slot: on that line, or else the first.
    fn free(&self, slot: TimetableSlotId, line: Option<i32>) -> Option<TurnId> {
        let mut empty: Vec<&turn::Model> = self.turns.iter().filter(|row| row.slot_id == slot && row.person_id.is_none()).collect();
        empty.sort_by_key(|row| (Some(row.line) != line, row.line));
        empty.first().map(|row| row.id)
    }

    fn give(&mut self, turn: TurnId, person: PersonId, standing: bool) -> Result<(), String> {
        let verdict = check(&Edit { changes: vec![(turn, Some(person))], limit_empty: false }, &self.facts);
        if let Some(refusal) = verdict.refusals.into_iter().next() {
            return Err(refusal.message);
        }
        if let Some(cell) = self.facts.cells.iter_mut().find(|cell| cell.turn == turn) {
            cell.person = Some(person);
        }
        if let Some(row) = self.turns.iter_mut().find(|row| row.id == turn) {
            (row.person_id, row.standing) = (Some(person), standing);
        }
        Ok(())
    }

    fn missed(&self, person: PersonId, day: NaiveDate, starts_at: NaiveTime, why: String) -> Missed {
        Missed { account: self.account, person, day, starts_at, why }
    }
}
