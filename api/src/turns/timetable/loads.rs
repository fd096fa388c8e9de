//! What each person should carry in a week, and does: kept in the transaction of each edit, and in drafts made to follow whatever
//! else it depends on ([`drafts`](super::drafts)).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{PersonId, TimetableId},
    stored::TimetableStatus,
    timetable, timetable_load, timetable_slot, turn,
};
use rota::load::{Day, Member, Tenths, Week, WeeklyLoad};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    credit,
    facts::{self, Person, Slot},
};
use crate::{
    db::Tx,
    turns::{
        shape::repository::Shape,
        solve::{Options, Runs},
    },
};

/// Finds what each should carry in a timetable by who is there this week and by what everybody is owed, and writes it. Says whether
/// anything was different.
///
/// # Errors
/// The database's.
pub async fn aim(tx: &Tx, timetable: &timetable::Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let differences = differences(&**tx, timetable, now).await?;
    let different = !differences.is_empty();
    for (row, is_new) in differences {
        write(tx, row, is_new).await?;
    }
    Ok(different)
}

/// Rows that would be written by [`aim`], each with whether it is new; none, if all are as they should be.
///
/// # Errors
/// The database's.
pub(super) async fn differences(
    db: &impl ConnectionTrait,
    timetable: &timetable::Model,
    now: DateTime<Utc>,
) -> Result<Vec<(timetable_load::Model, bool)>, DbErr> {
    let slots = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.eq(timetable.id));
    let slots = slots.order_by_asc(timetable_slot::Column::Day).order_by_asc(timetable_slot::Column::Ordinal).all(db).await?;
    let found = read(db, timetable, &slots).await?.found()?;
    let known = rows(db, timetable.id).await?;
    let assigned = assigned(db, timetable.id).await?;
    let everybody: BTreeSet<PersonId> = found.keys().chain(known.keys()).chain(assigned.keys()).copied().collect();
    let row = |person: PersonId| {
        let (ideal, load, credit) = found.get(&person).copied().unwrap_or_default();
        let (has, before) = (assigned.get(&person).copied().unwrap_or_default(), known.get(&person));
        let row = timetable_load::Model {
            timetable_id: timetable.id,
            person_id: person,
            account_id: timetable.account_id,
            ideal_tenths: credit::tenths(ideal),
            load,
            decided: before.and_then(|row| row.decided),
            assigned: has,
            overload_tenths: has * 10 - credit::tenths(ideal),
            credit_before_tenths: credit::tenths(credit),
            created_at: before.map_or(now, |row| row.created_at),
            updated_at: before.map_or(now, |row| row.updated_at),
        };
        (before != Some(&row)).then(|| (timetable_load::Model { updated_at: now, ..row }, before.is_none()))
    };
    Ok(everybody.into_iter().filter_map(row).collect())
}

/// How many lines of every slot nobody would fill, by the loads of the week; none if the queue's settings keep such lines open.
/// One line stays, so that it can be seen that somebody is missing.
///
/// # Errors
/// The database's.
pub(super) async fn lines_too_many(tx: &Tx, timetable: &timetable::Model, slots: &[timetable_slot::Model]) -> Result<i32, DbErr> {
    if !Shape(timetable.account_id).settings(&**tx, timetable.queue_id).await?.close_lines {
        return Ok(0);
    }
    let closed = read(&**tx, timetable, slots).await?.loads(true)?.closed_lines;
    let spare = slots.iter().map(|slot| slot.demand - 1).min().unwrap_or_default();
    Ok(i32::try_from(closed).unwrap_or(i32::MAX).min(spare))
}

/// Writes what each has now, after turns have changed hands.
///
/// # Errors
/// The database's.
pub(super) async fn recount(tx: &Tx, timetable: &timetable::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let known = rows(&**tx, timetable.id).await?;
    let assigned = assigned(&**tx, timetable.id).await?;
    let strangers = assigned.keys().any(|person| !known.contains_key(person));
    let credits = if strangers { credit::before(&**tx, timetable.account_id, timetable.week).await? } else { BTreeMap::new() };
    for person in known.keys().chain(assigned.keys()).copied().collect::<BTreeSet<_>>() {
        let has = assigned.get(&person).copied().unwrap_or_default();
        let before = known.get(&person);
        let row = match before {
            Some(row) if row.assigned == has => continue,
            Some(row) => {
                timetable_load::Model { assigned: has, overload_tenths: has * 10 - row.ideal_tenths, updated_at: now, ..row.clone() }
            }
            None => timetable_load::Model {
                timetable_id: timetable.id,
                person_id: person,
                account_id: timetable.account_id,
                ideal_tenths: 0,
                load: 0,
                decided: None,
                assigned: has,
                overload_tenths: has * 10,
                credit_before_tenths: credit::tenths(credits.get(&person).copied().unwrap_or_default()),
                created_at: now,
                updated_at: now,
            },
        };
        write(tx, row, before.is_none()).await?;
    }
    Ok(())
}

async fn write(tx: &Tx, row: timetable_load::Model, is_new: bool) -> Result<(), DbErr> {
    if is_new {
        return timetable_load::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await.map(drop);
    }
    let mut change = row.clone().into_active_model().reset_all();
    change.created_at = sea_orm::ActiveValue::Unchanged(row.created_at);
    change.update(&**tx).await.map(drop)
}

async fn rows(db: &impl ConnectionTrait, timetable: TimetableId) -> Result<HashMap<PersonId, timetable_load::Model>, DbErr> {
    let rows = timetable_load::Entity::find().filter(timetable_load::Column::TimetableId.eq(timetable)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row)).collect())
}

async fn assigned(db: &impl ConnectionTrait, timetable: TimetableId) -> Result<HashMap<PersonId, i32>, DbErr> {
    let counts: Vec<(PersonId, i64)> = turn::Entity::find()
        .select_only()
        .column(turn::Column::PersonId)
        .column_as(turn::Column::Id.count(), "turns")
        .filter(turn::Column::TimetableId.eq(timetable))
        .filter(turn::Column::PersonId.is_not_null())
        .group_by(turn::Column::PersonId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().map(|(person, turns)| (person, i32::try_from(turns).unwrap_or(i32::MAX))).collect())
}

/// What a week's loads are found by.
struct Asked {
    days: BTreeMap<NaiveDate, Vec<(Slot, u32)>>,
    whole_week: u32,
    max_overload: Tenths,
    /// Whether what is owed is ignored: as the timetable's last run was told, or else as the queue's settings say.
    forgive: bool,
    max_per_day: i32,
    people: BTreeMap<PersonId, Person>,
    credits: BTreeMap<PersonId, Tenths>,
    /// Loads that somebody has decided.
    decided: HashMap<PersonId, i32>,
    /// What each should carry in other queues this week: ideals are meant for all queues together.
    elsewhere: HashMap<PersonId, i32>,
}

async fn read(db: &impl ConnectionTrait, timetable: &timetable::Model, slots: &[timetable_slot::Model]) -> Result<Asked, DbErr> {
    let account = timetable.account_id;
    let shape = Shape(account);
    let settings = shape.settings(db, timetable.queue_id).await?;
    let mut days: BTreeMap<NaiveDate, Vec<(Slot, u32)>> = BTreeMap::new();
    for row in slots {
        days.entry(row.day).or_default().push((facts::slot(row)?, row.demand.unsigned_abs()));
    }
    let whole_week: BTreeSet<i16> = shape.hours(db, timetable.queue_id).await?.into_iter().map(|row| row.weekday).collect();
    let told = Runs(account).latest(db, timetable.id).await?.map(|run| Options::of(&run)).transpose()?;
    let known = rows(db, timetable.id).await?;
    Ok(Asked {
        // A week without hours any more has the days it has.
        whole_week: u32::try_from(whole_week.len().max(days.len()).max(1)).unwrap_or(u32::MAX),
        days,
        max_overload: Tenths::turns(settings.max_overload.into()),
        forgive: told.and_then(|options| options.forgive_credit).unwrap_or(settings.forgive_credit),
        max_per_day: settings.max_per_day,
        people: facts::people(db, account, std::slice::from_ref(timetable)).await?,
        credits: credit::before(db, account, timetable.week).await?,
        decided: known.into_values().filter_map(|row| Some((row.person_id, row.decided?))).collect(),
        elsewhere: elsewhere(db, timetable).await?,
    })
}

/// What each should carry in other queues in the week of a timetable. Drafts made after it do not count: they go by it, and would
/// otherwise go by each other for ever.
async fn elsewhere(db: &impl ConnectionTrait, timetable: &timetable::Model) -> Result<HashMap<PersonId, i32>, DbErr> {
    use timetable::Column as C;
    let same_week: Vec<TimetableId> = timetable::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::AccountId.eq(timetable.account_id))
        .filter(C::Week.eq(timetable.week))
        .filter(C::Id.ne(timetable.id))
        .filter(Condition::any().add(C::Status.ne(TimetableStatus::Draft)).add(C::Id.lt(timetable.id)))
        .into_tuple()
        .all(db)
        .await?;
    let mut elsewhere = HashMap::new();
    for row in timetable_load::Entity::find().filter(timetable_load::Column::TimetableId.is_in(same_week)).all(db).await? {
        *elsewhere.entry(row.person_id).or_default() += row.load;
    }
    Ok(elsewhere)
}

/// Ideal for the days that are there, turns aimed at, credit before.
type Found = (Tenths, i32, Tenths);

impl Asked {
    fn found(&self) -> Result<BTreeMap<PersonId, Found>, DbErr> {
        let found = self.attending().zip(self.loads(false)?.persons).map(|((id, ..), load)| {
            let aimed = i32::try_from(load.load).unwrap_or(i32::MAX);
            (id, (load.ponderated, aimed, self.credit(id)))
        });
        Ok(found.collect())
    }

    /// Whoever takes part, with the ideal that is left for this queue.
    fn attending(&self) -> impl Iterator<Item = (PersonId, &Person, u32)> {
        self.people.iter().filter_map(|(id, person)| Some((*id, person, self.ideal(*id, person)?)))
    }

    /// The loads of those who attend, in their order.
    fn loads(&self, close_lines: bool) -> Result<WeeklyLoad, DbErr> {
        let week = Week {
            lines: self.days.values().map(|slots| slots.iter().map(|(_, lines)| *lines).collect()).collect(),
            whole_week: self.whole_week,
            max_overload: self.max_overload,
            close_lines,
            forgive: self.forgive,
            members: self.attending().map(|(id, person, ideal)| self.member(id, person, ideal)).collect(),
        };
        week.loads().map_err(|fault| DbErr::Custom(fault.to_string()))
    }

    fn ideal(&self, id: PersonId, person: &Person) -> Option<u32> {
        // Whose load was decided takes part, also without an ideal.
        let ideal = person.ideal_load.or_else(|| self.decided.contains_key(&id).then_some(0)).filter(|_| person.active)?;
        u32::try_from(ideal - self.elsewhere.get(&id).copied().unwrap_or_default()).ok().or(Some(0))
    }

    fn credit(&self, id: PersonId) -> Tenths {
        self.credits.get(&id).copied().unwrap_or_default()
    }

    fn member(&self, id: PersonId, person: &Person, ideal: u32) -> Member {
        let day = |(day, slots): (&NaiveDate, &Vec<(Slot, u32)>)| {
            if person.busy.iter().any(|entry| entry.day_off && entry.is_on(*day)) {
                return Day::Off;
            }
            Day::There(slots.iter().map(|(slot, _)| !person.busy.iter().any(|entry| entry.required && entry.meets(slot))).collect())
        };
        Member {
            // Two people may have one name; ties are broken by it all the same.
            name: format!("{} {id}", person.name),
            ideal,
            max_per_day: person.max_per_day.unwrap_or(self.max_per_day).unsigned_abs(),
            days: self.days.iter().map(day).collect(),
            credit: self.credit(id),
            decided: self.decided.get(&id).map(|load| load.unsigned_abs()),
        }
    }
}
