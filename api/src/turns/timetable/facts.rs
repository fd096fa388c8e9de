//! What an edit of turns is judged by, read at one instant: nothing is asked while it is judged.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    busy_entry,
    id::{AccountId, PersonId, TimetableId, TimetableSlotId, TurnId},
    person, person_rota, queue,
    stored::RotaRuleKind,
    timetable, timetable_load, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::turns::{shape::repository::Shape, span::Span, weekday::Weekday};

/// Timetables with all that an edit of their turns is judged by.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Their slots.
    pub slots: HashMap<TimetableSlotId, Slot>,
    /// All their turns, in the order of slots and lines.
    pub cells: Vec<Cell>,
    /// Everybody of the account. By id, so that what is told comes in the same order each time.
    pub persons: BTreeMap<PersonId, Person>,
    /// The timetables' own.
    pub weeks: HashMap<TimetableId, Week>,
}

/// A slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Of which timetable.
    pub timetable: TimetableId,
    /// For people, e.g. `2026-11-23 09:00`.
    pub label: String,
    /// Local day.
    pub day: NaiveDate,
    /// On the wall's clock.
    pub span: Span,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// A turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub turn: TurnId,
    /// In which slot.
    pub slot: TimetableSlotId,
    /// Whose; none: empty.
    pub person: Option<PersonId>,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// For people.
    pub name: String,
    /// Whether the person takes part.
    pub active: bool,
    /// Turns of a week, over all queues; none: does not attend.
    pub ideal_load: Option<i32>,
    /// Turns of a day at the most; none: as the queue says.
    pub max_per_day: Option<i32>,
    /// Groups.
    pub groups: Vec<String>,
    /// Where the person sits.
    pub room: Option<String>,
    /// When the person cannot, or would rather not.
    pub busy: Vec<Busy>,
    /// Turns in other timetables about that time.
    pub elsewhere: Vec<Elsewhere>,
}

/// When somebody is busy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// Every such day of the week, from 1; none, as `on_date`: every day.
    pub weekday: Option<i16>,
    /// Only that day.
    pub on_date: Option<NaiveDate>,
    /// Part of the day.
    pub span: Span,
    /// Whether the person cannot.
    pub required: bool,
    /// Whether it is a day off.
    pub day_off: bool,
    /// Why.
    pub reason: String,
}

impl Busy {
    /// Whether it concerns that local day at all.
    pub fn is_on(&self, day: NaiveDate) -> bool {
        match (self.on_date, self.weekday) {
            (Some(only), _) => only == day,
            (None, Some(weekday)) => weekday == Weekday::of(day).number(),
            (None, None) => true,
        }
    }

    /// Whether it concerns a slot.
    pub fn meets(&self, slot: &Slot) -> bool {
        self.is_on(slot.day) && self.span.overlaps(slot.span)
    }
}

/// A turn in another timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The day it begins on, in this timetable's zone.
    pub day: NaiveDate,
    /// Name of its queue.
    pub queue: String,
}

/// What holds in one timetable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Cells of a slot that may be left empty by hand.
    pub max_empty_per_slot: i32,
    /// Turns of a person a day, unless the person has a limit of its own.
    pub max_per_day: i32,
    /// Rules about groups and rooms.
    pub rules: Vec<Rule>,
    /// Turns that each should carry.
    pub loads: HashMap<PersonId, i32>,
}

/// A rule about a group or a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it limits.
    pub kind: RotaRuleKind,
    /// Which group, or which room; none: each room.
    pub group: Option<String>,
    /// How many.
    pub limit: i32,
    /// Whether it must hold.
    pub required: bool,
}

impl Facts {
    /// What holds in the timetable of a slot.
    pub fn week_of(&self, slot: TimetableSlotId) -> Option<&Week> {
        self.weeks.get(&self.slots.get(&slot)?.timetable)
    }

    /// Reads what concerns these timetables of an account.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(db: &impl ConnectionTrait, account: AccountId, timetables: &[timetable::Model]) -> Result<Self, DbErr> {
        let ids: Vec<TimetableId> = timetables.iter().map(|row| row.id).collect();
        let mut facts = Self::default();
        let slots = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.is_in(ids.iter().copied()));
        for row in slots.all(db).await? {
            facts.slots.insert(row.id, slot(&row)?);
        }
        let turns = turn::Entity::find().filter(turn::Column::TimetableId.is_in(ids.iter().copied()));
        for row in
            turns.order_by_asc(turn::Column::StartsAt).order_by_asc(turn::Column::SlotId).order_by_asc(turn::Column::Line).all(db).await?
        {
            facts.cells.push(Cell { turn: row.id, slot: row.slot_id, person: row.person_id });
        }
        for row in timetables {
            facts.weeks.insert(row.id, week(db, account, row).await?);
        }
        facts.persons = people(db, account, timetables).await?;
        facts.elsewhere(db, account, timetables).await?;
        Ok(facts)
    }

    /// Turns in other timetables about the time of these.
    async fn elsewhere(&mut self, db: &impl ConnectionTrait, account: AccountId, timetables: &[timetable::Model]) -> Result<(), DbErr> {
        use turn::Column as C;
        let (Some(from), Some(until)) =
            (self.slots.values().map(|slot| slot.starts_at).min(), self.slots.values().map(|slot| slot.ends_at).max())
        else {
            return Ok(());
        };
        let zone: Tz = timetables.first().and_then(|row| row.time_zone.parse().ok()).unwrap_or(Tz::UTC);
        let rows = turn::Entity::find()
            .filter(C::AccountId.eq(account))
            .filter(C::PersonId.is_not_null())
            .filter(C::TimetableId.is_not_in(timetables.iter().map(|row| row.id)))
            .filter(C::StartsAt.lt(until + TimeDelta::days(1)))
            .filter(C::EndsAt.gt(from - TimeDelta::days(1)))
            .all(db)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let queues = queue::Entity::find().filter(queue::Column::AccountId.eq(account)).all(db).await?;
        let names: HashMap<_, _> = queues.into_iter().map(|row| (row.id, row.name)).collect();
        for row in rows {
            let Some(person) = row.person_id.and_then(|id| self.persons.get_mut(&id)) else { continue };
            person.elsewhere.push(Elsewhere {
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                day: row.starts_at.with_timezone(&zone).date_naive(),
                queue: names.get(&row.queue_id).cloned().unwrap_or_default(),
            });
        }
        Ok(())
    }
}

/// A slot as it is judged.
///
/// # Errors
/// When it ends before it begins: nobody here stored that.
pub(super) fn slot(row: &timetable_slot::Model) -> Result<Slot, DbErr> {
    let span = Span::new(row.local_start, row.local_end).ok_or_else(|| DbErr::Type(format!("{} ends before it begins", row.id)))?;
    Ok(Slot {
        timetable: row.timetable_id,
        label: format!("{} {}", row.day, row.local_start.format("%H:%M")),
        day: row.day,
        span,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
    })
}

async fn week(db: &impl ConnectionTrait, account: AccountId, row: &timetable::Model) -> Result<Week, DbErr> {
    let shape = Shape(account);
    let settings = shape.settings(db, row.queue_id).await?;
    let rules = shape.rules(db, row.queue_id).await?;
    let rule = |row: entity::rota_rule::Model| Rule { kind: row.kind, group: row.group_name, limit: row.limit, required: row.required };
    let loads = timetable_load::Entity::find().filter(timetable_load::Column::TimetableId.eq(row.id)).all(db).await?;
    Ok(Week {
        max_empty_per_slot: settings.max_empty_per_slot,
        max_per_day: settings.max_per_day,
        rules: rules.into_iter().map(rule).collect(),
        // Who has no load and was given turns nonetheless has a row, too: with nothing aimed at and no ideal.
        loads: loads.into_iter().filter(|row| row.load > 0 || row.ideal_tenths > 0).map(|row| (row.person_id, row.load)).collect(),
    })
}

/// Everybody of an account with what concerns these weeks.
///
/// # Errors
/// The database's.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    account: AccountId,
    timetables: &[timetable::Model],
) -> Result<BTreeMap<PersonId, Person>, DbErr> {
    use busy_entry::Column as C;
    let mut people = BTreeMap::new();
    for row in person::Entity::find().filter(person::Column::AccountId.eq(account)).all(db).await? {
        let groups = serde_json::from_value(row.groups).map_err(|error| DbErr::Json(error.to_string()))?;
        people.insert(row.id, Person { name: row.name, active: row.active, groups, ..Person::default() });
    }
    for row in person_rota::Entity::find().filter(person_rota::Column::AccountId.eq(account)).all(db).await? {
        if let Some(person) = people.get_mut(&row.person_id) {
            (person.ideal_load, person.max_per_day, person.room) = (row.ideal_load, row.max_per_day, row.room);
        }
    }
    let dated = timetables.iter().fold(Condition::any().add(C::OnDate.is_null()), |either, row| {
        either.add(C::OnDate.between(row.week, row.week + TimeDelta::days(6)))
    });
    let busy = busy_entry::Entity::find().filter(C::AccountId.eq(account)).filter(dated);
    for row in busy.order_by_asc(C::Id).all(db).await? {
        let Some(person) = people.get_mut(&row.person_id) else { continue };
        let span = match (row.starts_at, row.ends_at) {
            (Some(from), Some(until)) => Span::new(from, until).unwrap_or(Span::DAY),
            _ => Span::DAY,
        };
        person.busy.push(Busy {
            weekday: row.weekday,
            on_date: row.on_date,
            span,
            required: row.required,
            day_off: row.day_off,
            reason: row.reason,
        });
    }
    Ok(people)
}
