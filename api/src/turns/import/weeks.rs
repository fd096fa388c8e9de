//! Weeks of the files as timetables. They come published, or archived where the installation had put them away; a week that was
//! changed here since is left alone.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use entity::{
    id::{PersonId, TimetableId, TimetableSlotId, TurnId},
    stored::{TimetableAction, TimetableStatus},
    timetable, timetable_entry, timetable_load, timetable_slot, turn,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait},
};

use super::{
    apply::{ACTION, Work},
    folder::File,
    report::{Row, Verdict},
    roster::Roster,
    week::Week,
};
use crate::{
    error::{Fault, Refusal},
    turns::timetable::{
        credit, instants,
        write::{self, By, CellChange, Deed},
    },
};

/// A slot and who is in its lines: what two weeks are compared by.
type Shape = (NaiveDate, NaiveTime, NaiveTime);
type Cells = Vec<(Shape, Vec<Option<PersonId>>)>;

/// Takes over a week.
pub(super) async fn take(work: &mut Work<'_>, roster: &Roster, file: &File, week: &Week) -> anyhow::Result<()> {
    let place = format!("week {}", week.monday);
    let mut warnings = week.warnings.clone();
    let wanted = wanted(roster, week, &mut warnings);
    let here = timetable::Entity::find()
        .filter(timetable::Column::QueueId.eq(work.queue.id))
        .filter(timetable::Column::Week.eq(week.monday))
        .lock_exclusive()
        .one(&**work.tx)
        .await?;
    let verdict = match here {
        None => {
            create(work, roster, file, week, &wanted).await?;
            Verdict::Created
        }
        Some(here) => update(work, roster, here, week, &wanted).await?,
    };
    work.tell(Row::new(&file.path, place, verdict).warned(warnings));
    Ok(())
}

/// The cells by persons here.
fn wanted(roster: &Roster, week: &Week, warnings: &mut Vec<String>) -> Cells {
    let mut person = |name: &Option<String>| {
        let name = name.as_ref()?;
        let found = roster.person(name);
        if found.is_none() {
            warnings.push(format!("{name} was not taken over: the turn is empty"));
        }
        found
    };
    let slots = week.slots.iter();
    slots.map(|slot| ((week.day(slot), slot.starts_at, slot.ends_at), slot.cells.iter().map(&mut person).collect())).collect()
}

async fn create(work: &Work<'_>, roster: &Roster, file: &File, week: &Week, wanted: &Cells) -> anyhow::Result<()> {
    let retired = file.is_retired();
    let row = timetable::Model {
        id: TimetableId::new(),
        account_id: work.account(),
        queue_id: work.queue.id,
        week: week.monday,
        status: if retired { TimetableStatus::Archived } else { TimetableStatus::Published },
        version: 1,
        time_zone: work.zone.name().to_owned(),
        published_at: Some(work.now),
        archived_at: retired.then_some(work.now),
        created_at: work.now,
        updated_at: work.now,
    };
    timetable::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**work.tx).await?;
    let (mut slots, mut turns, mut ordinal) = (Vec::new(), Vec::new(), BTreeMap::<NaiveDate, i16>::new());
    for ((day, starts, ends), cells) in wanted {
        let place = ordinal.entry(*day).and_modify(|last| *last += 1).or_default();
        let slot = timetable_slot::Model {
            id: TimetableSlotId::new(),
            account_id: work.account(),
            timetable_id: row.id,
            day: *day,
            ordinal: *place,
            local_start: *starts,
            local_end: *ends,
            starts_at: instants::begins(work.zone, *day, *starts),
            ends_at: instants::ends(work.zone, *day, *ends),
            demand: i32::try_from(cells.len()).unwrap_or(i32::MAX),
            created_at: work.now,
            updated_at: work.now,
        };
        turns.extend((1..).zip(cells).map(|(line, person_id)| turn::Model {
            id: TurnId::new(),
            account_id: work.account(),
            timetable_id: row.id,
            slot_id: slot.id,
            queue_id: work.queue.id,
            line,
            person_id: *person_id,
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            standing: false,
            sequence: 0,
            changed_at: work.now,
            created_at: work.now,
        }));
        slots.push(slot);
    }
    for piece in slots.chunks(500) {
        let rows = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        timetable_slot::Entity::insert_many(rows).exec_without_returning(&**work.tx).await?;
    }
    for piece in turns.chunks(500) {
        let rows = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        turn::Entity::insert_many(rows).exec_without_returning(&**work.tx).await?;
    }
    loads(work, roster, row.id, week, wanted).await?;
    let given = turns.iter().filter(|turn| turn.person_id.is_some());
    let cells: Vec<CellChange> = given.map(|turn| cell(turn, None, turn.person_id)).collect();
    note(work, &row, &cells).await
}

/// Brings a week that is here to what the file has, if nobody changed it here.
async fn update(work: &Work<'_>, roster: &Roster, here: timetable::Model, week: &Week, wanted: &Cells) -> anyhow::Result<Verdict> {
    let rows = rows(work, here.id).await?;
    let shown: Cells = rows.iter().map(|(shape, turns)| (*shape, turns.iter().map(|turn| turn.person_id).collect())).collect();
    if shown == *wanted {
        return Ok(Verdict::Unchanged);
    }
    if here.status == TimetableStatus::Draft || changed_here(work, here.id).await? {
        return Ok(Verdict::Refused("it was made or changed here: delete it first, or leave it out".to_owned()));
    }
    let shape = |cells: &Cells| cells.iter().map(|(shape, cells)| (*shape, cells.len())).collect::<Vec<_>>();
    if shape(&shown) != shape(wanted) {
        return Ok(Verdict::Refused("its hours or lines are others than when it was taken over".to_owned()));
    }
    let pairs = rows.iter().flat_map(|(_, turns)| turns).zip(wanted.iter().flat_map(|(_, cells)| cells));
    let mut cells = Vec::new();
    for (turn, person) in pairs.filter(|(turn, person)| turn.person_id != **person) {
        turn::Entity::update_many()
            .col_expr(turn::Column::PersonId, Expr::value(*person))
            .col_expr(turn::Column::Sequence, Expr::col(turn::Column::Sequence).add(1))
            .col_expr(turn::Column::ChangedAt, Expr::value(work.now))
            .filter(turn::Column::Id.eq(turn.id))
            .exec(&**work.tx)
            .await?;
        cells.push(cell(turn, turn.person_id, *person));
    }
    timetable_load::Entity::delete_many().filter(timetable_load::Column::TimetableId.eq(here.id)).exec(&**work.tx).await?;
    loads(work, roster, here.id, week, wanted).await?;
    let version = here.version + 1;
    let mut row = here.into_active_model();
    (row.version, row.updated_at) = (Set(version), Set(work.now));
    let row = row.update(&**work.tx).await?;
    note(work, &row, &cells).await?;
    Ok(Verdict::Updated)
}

/// The slots of a timetable in order, each with its turns in order.
async fn rows(work: &Work<'_>, id: TimetableId) -> Result<Vec<(Shape, Vec<turn::Model>)>, DbErr> {
    let slots = timetable_slot::Entity::find()
        .filter(timetable_slot::Column::TimetableId.eq(id))
        .order_by_asc(timetable_slot::Column::Day)
        .order_by_asc(timetable_slot::Column::Ordinal)
        .all(&**work.tx)
        .await?;
    let turns = turn::Entity::find().filter(turn::Column::TimetableId.eq(id)).order_by_asc(turn::Column::Line).all(&**work.tx).await?;
    let mut of_slot: BTreeMap<TimetableSlotId, Vec<turn::Model>> = BTreeMap::new();
    for turn in turns {
        of_slot.entry(turn.slot_id).or_default().push(turn);
    }
    let shape = |slot: &timetable_slot::Model| (slot.day, slot.local_start, slot.local_end);
    Ok(slots.iter().map(|slot| (shape(slot), of_slot.remove(&slot.id).unwrap_or_default())).collect())
}

/// Whether its history has anything but being taken over, published, archived.
async fn changed_here(work: &Work<'_>, id: TimetableId) -> Result<bool, DbErr> {
    let ours = [TimetableAction::Imported, TimetableAction::Published, TimetableAction::Archived];
    let others = timetable_entry::Entity::find()
        .filter(timetable_entry::Column::TimetableId.eq(id))
        .filter(timetable_entry::Column::What.is_not_in(ours))
        .count(&**work.tx)
        .await?;
    Ok(others > 0)
}

/// What each carries: the file tells who carried how much beyond the ideal.
async fn loads(work: &Work<'_>, roster: &Roster, id: TimetableId, week: &Week, wanted: &Cells) -> Result<(), DbErr> {
    let mut assigned: BTreeMap<PersonId, i32> = BTreeMap::new();
    for person in wanted.iter().flat_map(|(_, cells)| cells).flatten() {
        *assigned.entry(*person).or_default() += 1;
    }
    let mut overload: BTreeMap<PersonId, i32> = BTreeMap::new();
    for (nickname, figure) in &week.overload {
        if let Some(person) = roster.person(nickname) {
            overload.insert(person, *figure);
            assigned.entry(person).or_default();
        }
    }
    let credits = credit::before(&**work.tx, work.account(), week.monday).await?;
    let rows = assigned.iter().map(|(person, assigned)| {
        let overload_tenths = overload.get(person).copied().unwrap_or_default();
        let credit = credits.get(person).map_or(0, |credit| credit.0);
        timetable_load::Model {
            timetable_id: id,
            person_id: *person,
            account_id: work.account(),
            ideal_tenths: Ord::max(assigned * 10 - overload_tenths, 0),
            load: *assigned,
            decided: None,
            assigned: *assigned,
            overload_tenths,
            credit_before_tenths: i32::try_from(credit).unwrap_or_default(),
            created_at: work.now,
            updated_at: work.now,
        }
        .into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        timetable_load::Entity::insert_many(rows).exec_without_returning(&**work.tx).await?;
    }
    Ok(())
}

fn cell(turn: &turn::Model, before: Option<PersonId>, after: Option<PersonId>) -> CellChange {
    CellChange { turn: turn.id, slot: turn.slot_id, line: turn.line, before, after, sequence: None }
}

async fn note(work: &Work<'_>, row: &timetable::Model, cells: &[CellChange]) -> anyhow::Result<()> {
    let deed = Deed::new(TimetableAction::Imported, None);
    let noted = write::note(work.tx, By::Job(&work.actor, ACTION), row, None, Vec::new(), cells, deed, work.now).await;
    noted.map_err(|refusal| match refusal {
        Refusal::Fault(Fault::Internal(error)) => error,
        Refusal::Fault(fault) => anyhow::anyhow!(fault.message()),
        Refusal::User(_) => anyhow::anyhow!("the history of week {} was refused", row.week),
    })
}
