//! Service hours, busy times, days without service, standing turns: what is here already is left as it is, what is not is added.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveTime;
use entity::{
    busy_entry, closed_day,
    id::{BusyEntryId, ClosedDayId, PersonId, ServiceSlotId, StandingTurnId},
    service_slot, standing_turn,
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{
    apply::Work,
    busy,
    folder::File,
    holidays,
    report::{Row, Verdict},
    roster::Roster,
    week::{self, Slot, Week},
};

/// Gives a queue without service hours those of the newest weeks, each day as it was last open.
pub(super) async fn service_hours(work: &mut Work<'_>, weeks: &[(&File, Week)]) -> Result<(), DbErr> {
    let mut days: BTreeMap<u8, (&File, Vec<&Slot>)> = BTreeMap::new();
    for (file, week) in weeks.iter().rev() {
        let mut fresh: BTreeMap<u8, Vec<&Slot>> = BTreeMap::new();
        for slot in week.slots.iter().filter(|slot| !days.contains_key(&slot.day)) {
            fresh.entry(slot.day).or_default().push(slot);
        }
        days.extend(fresh.into_iter().map(|(day, slots)| (day, (*file, slots))));
    }
    let Some((newest, _)) = weeks.last().filter(|_| !days.is_empty()) else { return Ok(()) };
    let here = service_slot::Entity::find().filter(service_slot::Column::QueueId.eq(work.queue.id)).count(&**work.tx).await?;
    if here > 0 {
        let why = "the queue has some already".to_owned();
        work.tell(Row::new(&newest.path, "service hours", Verdict::Skipped(why)));
        return Ok(());
    }
    let slots = days.values().flat_map(|(_, slots)| slots.iter().copied());
    let rows: Vec<service_slot::Model> = slots.map(|slot| service_slot(work, slot)).collect();
    let told: Vec<_> = rows.iter().map(|row| json!([row.weekday, row.starts_at, row.ends_at, row.demand])).collect();
    service_slot::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model)).exec_without_returning(&**work.tx).await?;
    work.audit(work.queue.id, None, Some(json!({ "serviceHours": told }))).await?;
    work.tell(Row::new(&newest.path, "service hours", Verdict::Created));
    Ok(())
}

fn service_slot(work: &Work<'_>, slot: &Slot) -> service_slot::Model {
    service_slot::Model {
        id: ServiceSlotId::new(),
        account_id: work.account(),
        queue_id: work.queue.id,
        weekday: i16::from(slot.day) + 1,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        demand: i32::try_from(slot.cells.len()).unwrap_or(i32::MAX),
        created_at: work.now,
        updated_at: work.now,
    }
}

/// Adds busy times. In a list of `absences` a date is a day off.
pub(super) async fn busy(work: &mut Work<'_>, roster: &Roster, file: &File, hours: &[NaiveTime], absences: bool) -> Result<(), DbErr> {
    let known = busy_entry::Entity::find().filter(busy_entry::Column::AccountId.eq(work.account())).all(&**work.tx).await?;
    let mut known: HashSet<_> = known.iter().map(key).collect();
    for line in busy::read(&file.text, hours) {
        let place = format!("line {}", line.number);
        let entry = match line.read {
            Ok(entry) => entry,
            Err(why) => {
                work.refuse(&file.path, &place, why);
                continue;
            }
        };
        let place = format!("{place} ({})", entry.nickname);
        let skipped = match roster.person(&entry.nickname) {
            None => Some("nobody of that name was taken over"),
            _ if absences && entry.on_date.is_none() => Some("it is of some one week, and does not say which"),
            _ if entry.on_date.is_some_and(|day| day < work.today()) => Some("it is over"),
            _ => None,
        };
        let (Some(person), None) = (roster.person(&entry.nickname), skipped) else {
            work.tell(Row::new(&file.path, place, Verdict::Skipped(skipped.unwrap_or_default().to_owned())));
            continue;
        };
        let mut fresh = Vec::new();
        for row in rows(work, person, &entry, absences) {
            if known.insert(key(&row)) {
                fresh.push(row);
            }
        }
        let verdict = if fresh.is_empty() { Verdict::Unchanged } else { Verdict::Created };
        for row in fresh {
            let shown = json!({ "weekday": row.weekday, "date": row.on_date, "startsAt": row.starts_at, "endsAt": row.ends_at, "required": row.required });
            work.audit(row.id, None, Some(shown)).await?;
            busy_entry::Entity::insert(row.into_active_model()).exec_without_returning(&**work.tx).await?;
        }
        work.tell(Row::new(&file.path, place, verdict));
    }
    Ok(())
}

/// The rows that a line makes: one for each stretch.
fn rows(work: &Work<'_>, person_id: PersonId, entry: &busy::Busy, absences: bool) -> Vec<busy_entry::Model> {
    let spans = match &entry.spans {
        None => vec![(None, None)],
        Some(spans) => spans.iter().map(|(from, to)| (Some(*from), Some(*to))).collect(),
    };
    let row = |(starts_at, ends_at): (Option<NaiveTime>, Option<NaiveTime>)| busy_entry::Model {
        id: BusyEntryId::new(),
        account_id: work.account(),
        person_id,
        weekday: entry.weekday,
        on_date: entry.on_date,
        starts_at,
        ends_at,
        required: entry.required,
        day_off: absences && entry.required && entry.on_date.is_some() && starts_at.is_none(),
        reason: entry.reason.clone(),
        created_at: work.now,
        updated_at: work.now,
    };
    spans.into_iter().map(row).collect()
}

/// What makes two entries the same.
fn key(row: &busy_entry::Model) -> impl std::hash::Hash + Eq + use<> {
    (row.person_id, row.weekday, row.on_date, row.starts_at, row.ends_at, row.required, row.day_off, row.reason.clone())
}

/// Adds days without service, for the queue.
pub(super) async fn holidays(work: &mut Work<'_>, file: &File) -> Result<(), DbErr> {
    use closed_day::Column as C;
    let ours = Condition::any().add(C::QueueId.is_null()).add(C::QueueId.eq(work.queue.id));
    let known = closed_day::Entity::find().filter(C::AccountId.eq(work.account())).filter(ours).all(&**work.tx).await?;
    let mut known: HashSet<_> = known.into_iter().map(|day| day.closed_on).collect();
    for (number, read) in holidays::read(&file.text) {
        let place = format!("line {number}");
        let (closed_on, reason) = match read {
            Ok(day) => day,
            Err(why) => {
                work.refuse(&file.path, &place, why);
                continue;
            }
        };
        let place = format!("{place} ({closed_on})");
        if !known.insert(closed_on) {
            work.tell(Row::new(&file.path, place, Verdict::Unchanged));
            continue;
        }
        let row = closed_day::Model {
            id: ClosedDayId::new(),
            account_id: work.account(),
            queue_id: Some(work.queue.id),
            closed_on,
            reason,
            created_at: work.now,
            updated_at: work.now,
        };
        work.audit(row.id, None, Some(json!({ "date": row.closed_on, "reason": row.reason }))).await?;
        closed_day::Entity::insert(row.into_active_model()).exec_without_returning(&**work.tx).await?;
        work.tell(Row::new(&file.path, place, Verdict::Created));
    }
    Ok(())
}

/// Adds standing turns.
pub(super) async fn standing(work: &mut Work<'_>, roster: &Roster, file: &File, hours: &[NaiveTime]) -> Result<(), DbErr> {
    let slots = match week::standing(&file.text, hours) {
        Ok(slots) => slots,
        Err(why) => {
            work.refuse(&file.path, "the file", why);
            return Ok(());
        }
    };
    let known = standing_turn::Entity::find().filter(standing_turn::Column::QueueId.eq(work.queue.id)).all(&**work.tx).await?;
    let mut known: HashSet<_> = known.into_iter().map(|turn| (turn.person_id, turn.weekday, turn.starts_at)).collect();
    for slot in slots {
        for nickname in slot.cells.iter().flatten() {
            let weekday = i16::from(slot.day) + 1;
            let place = format!("{} {} ({nickname})", week::DAYS[usize::from(slot.day)], slot.starts_at.format("%H:%M"));
            let Some(person_id) = roster.person(nickname) else {
                let why = "nobody of that name was taken over".to_owned();
                work.tell(Row::new(&file.path, place, Verdict::Skipped(why)));
                continue;
            };
            if !known.insert((person_id, weekday, slot.starts_at)) {
                work.tell(Row::new(&file.path, place, Verdict::Unchanged));
                continue;
            }
            let row = standing_turn::Model {
                id: StandingTurnId::new(),
                account_id: work.account(),
                queue_id: work.queue.id,
                person_id,
                weekday,
                starts_at: slot.starts_at,
                created_at: work.now,
                updated_at: work.now,
            };
            work.audit(row.id, None, Some(json!({ "personId": person_id, "weekday": weekday, "startsAt": slot.starts_at }))).await?;
            standing_turn::Entity::insert(row.into_active_model()).exec_without_returning(&**work.tx).await?;
            work.tell(Row::new(&file.path, place, Verdict::Created));
        }
    }
    Ok(())
}
