//! What a run found, written into a timetable: all of it, or nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    id::{PersonId, TimetableSlotId, TurnId},
    stored::{TimetableAction, TimetableStatus},
    timetable, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::finish::GivenTurn;
use crate::{
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::{
        shape::repository::Shape,
        timetable::{
            check::Edit,
            service::{judge, problems},
            write::{By, Deed, Written, hand_over},
        },
        weekday::Weekday,
    },
};

/// Gives the turns of a timetable, which is locked, to those who were found for them. In a week that people go by, turns that have
/// begun stay as they are.
///
/// # Errors
/// `CONFLICT` for people without a line; what speaks against it, as at `turnAssign`, with the path `id`.
pub(super) async fn write(tx: &Tx, by: By<'_>, timetable: timetable::Model, found: &[GivenTurn], now: DateTime<Utc>) -> Outcome<Written> {
    let slots = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.eq(timetable.id)).all(&**tx).await?;
    let slots: HashMap<TimetableSlotId, timetable_slot::Model> = slots.into_iter().map(|slot| (slot.id, slot)).collect();
    let changes = changes(tx, &timetable, &slots, found, now).await?;
    if changes.is_empty() {
        return Ok(Written { timetable, turns: Vec::new() });
    }
    let edit = Edit { changes: changes.iter().map(|(row, person)| (row.id, *person)).collect(), limit_empty: false };
    let refusals = judge(tx, &[&timetable], &edit).await?.refusals;
    if !refusals.is_empty() {
        return Err(Refusal::User(problems(&refusals, &["id"])));
    }
    let standing = standing(tx, &timetable, &slots, &changes).await?;
    let deed = Deed { standing, ..Deed::new(TimetableAction::Solved, None) };
    hand_over(tx, by, timetable, changes, &[], deed, now).await
}

type Changes = Vec<(turn::Model, Option<PersonId>)>;

/// The turns that change hands: who stays in a slot stays on the line, the others come in by id.
async fn changes(
    tx: &Tx,
    timetable: &timetable::Model,
    slots: &HashMap<TimetableSlotId, timetable_slot::Model>,
    found: &[GivenTurn],
    now: DateTime<Utc>,
) -> Outcome<Changes> {
    let is_open =
        |slot: &TimetableSlotId| timetable.status == TimetableStatus::Draft || slots.get(slot).is_none_or(|slot| slot.starts_at > now);
    let mut wanted: BTreeMap<TimetableSlotId, BTreeSet<PersonId>> = BTreeMap::new();
    for turn in found.iter().filter(|turn| is_open(&turn.slot)) {
        wanted.entry(turn.slot).or_default().insert(turn.person);
    }
    let rows = turn::Entity::find().filter(turn::Column::TimetableId.eq(timetable.id));
    let rows = rows.order_by_asc(turn::Column::SlotId).order_by_asc(turn::Column::Line).all(&**tx).await?;
    let mut free = Vec::new();
    for row in rows.into_iter().filter(|row| is_open(&row.slot_id)) {
        let stays = row.person_id.is_some_and(|person| wanted.get_mut(&row.slot_id).is_some_and(|persons| persons.remove(&person)));
        if !stays {
            free.push(row);
        }
    }
    let mut given = Changes::new();
    for row in free {
        let person = wanted.get_mut(&row.slot_id).and_then(BTreeSet::pop_first);
        given.push((row, person));
    }
    let crowded = wanted.iter().filter(|(_, persons)| !persons.is_empty());
    let crowded: Vec<Problem> = crowded.map(|(slot, persons)| without_line(slots.get(slot), persons.len())).collect();
    if !crowded.is_empty() {
        return Err(Refusal::User(crowded));
    }
    Ok(given.into_iter().filter(|(row, person)| row.person_id != *person).collect())
}

fn without_line(slot: Option<&timetable_slot::Model>, persons: usize) -> Problem {
    let message = match slot {
        Some(slot) => format!("On {} {} there is no line for {persons} of those found.", slot.day, slot.local_start.format("%H:%M")),
        None => "A slot is there no more.".to_owned(),
    };
    Problem::new(ProblemCode::Conflict, &["id"], message)
}

/// Of these changes, the turns that go to those whose standing turns they are.
async fn standing(
    tx: &Tx,
    timetable: &timetable::Model,
    slots: &HashMap<TimetableSlotId, timetable_slot::Model>,
    changes: &Changes,
) -> Result<HashSet<TurnId>, DbErr> {
    let rows = Shape(timetable.account_id).standing_turns(&**tx, timetable.queue_id).await?;
    let is_standing = |turn: &turn::Model, person: PersonId| {
        let Some(slot) = slots.get(&turn.slot_id) else { return false };
        let weekday = Weekday::of(slot.day).number();
        rows.iter().any(|row| row.person_id == person && row.weekday == weekday && row.starts_at == slot.local_start)
    };
    let theirs = changes.iter().filter(|(turn, person)| person.is_some_and(|person| is_standing(turn, person)));
    Ok(theirs.map(|(turn, _)| turn.id).collect())
}
