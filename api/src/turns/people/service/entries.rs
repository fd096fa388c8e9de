//! Busy times: added, changed, removed, replaced.

use chrono::{DateTime, Utc};
use entity::{
    busy_entry,
    id::{AccountId, BusyEntryId, PersonId},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use super::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    turns::{
        check::Check,
        people::{
            busy::{self, Fields},
            input::{BusyInput, BusyUpdateInput},
            repository::People,
        },
    },
};

/// Entries of a person at the most.
const MOST_ENTRIES: usize = 500;

/// Adds a busy time.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`; every field that cannot be; `LIMIT_REACHED`.
pub async fn add(app: &App, permit: Permit<'_>, person: PersonId, input: &BusyInput) -> Outcome<busy_entry::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    locked(&tx, &permit, person, &["personId"]).await?;
    let mut check = Check::at(&["input"]);
    let fields = busy::read(input, &mut check);
    check.done()?;
    if People(permit.account_id()).busy(&*tx, person).await?.len() >= MOST_ENTRIES {
        return Err(too_many(&["personId"]).into());
    }

    let row = row(permit.account_id(), person, fields, now);
    busy_entry::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    tell(&tx, &permit, person, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a busy time: what is absent is kept, null clears. What is as it was is not written.
///
/// # Errors
/// As [`add`].
pub async fn update(app: &App, permit: Permit<'_>, id: BusyEntryId, input: &BusyUpdateInput) -> Outcome<busy_entry::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let mut check = Check::at(&["input"]);
    let given = busy::edited(&before, input, &mut check)?;
    let fields = busy::read(&given, &mut check);
    check.done()?;
    if fields == Fields::of(&before) {
        return Ok(before);
    }

    let after = busy_entry::Model { id, created_at: before.created_at, ..row(before.account_id, before.person_id, fields, now) };
    after.clone().into_active_model().reset_all().update(&*tx).await?;
    let change =
        audit::Change { subject_id: Some(id.to_string()), reason: None, before: Some(described(&before)), after: Some(described(&after)) };
    tell(&tx, &permit, after.person_id, now, change).await?;
    tx.commit().await?;
    Ok(after)
}

/// Removes a busy time; gives it as it was.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`.
pub async fn remove(app: &App, permit: Permit<'_>, id: BusyEntryId) -> Outcome<busy_entry::Model> {
    let tx = app.db.begin().await?;
    let entry = find(&tx, &permit, id).await?;
    busy_entry::Entity::delete_by_id(id).exec(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&entry)), ..audit::Change::default() };
    tell(&tx, &permit, entry.person_id, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(entry)
}

/// Makes `entries` all the busy times of a person; all of them or none. One that says what one said before is that one.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`; every field that cannot be, with its place; `LIMIT_REACHED`.
pub async fn replace(app: &App, permit: Permit<'_>, person: PersonId, entries: &[BusyInput]) -> Outcome<Vec<busy_entry::Model>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    locked(&tx, &permit, person, &["personId"]).await?;
    if entries.len() > MOST_ENTRIES {
        return Err(too_many(&["entries"]).into());
    }
    let mut check = Check::at(&[]);
    let mut wanted = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        check.go(&["entries", &place.to_string()]);
        wanted.push(busy::read(entry, &mut check));
    }
    check.done()?;

    let people = People(permit.account_id());
    let before = people.busy(&*tx, person).await?;
    let mut gone = before.clone();
    let mut new = Vec::new();
    for fields in wanted {
        match gone.iter().position(|entry| Fields::of(entry) == fields) {
            Some(place) => drop(gone.remove(place)),
            None => new.push(row(permit.account_id(), person, fields, now).into_active_model()),
        }
    }
    if gone.is_empty() && new.is_empty() {
        return Ok(before);
    }
    let gone = gone.iter().map(|entry| entry.id);
    busy_entry::Entity::delete_many().filter(busy_entry::Column::Id.is_in(gone)).exec(&*tx).await?;
    if !new.is_empty() {
        busy_entry::Entity::insert_many(new).exec_without_returning(&*tx).await?;
    }
    let after = people.busy(&*tx, person).await?;
    let all = |entries: &[busy_entry::Model]| Some(json!({ "busy": entries.iter().map(described).collect::<Vec<_>>() }));
    let change = audit::Change { subject_id: Some(person.to_string()), reason: None, before: all(&before), after: all(&after) };
    tell(&tx, &permit, person, now, change).await?;
    tx.commit().await?;
    Ok(after)
}

/// The entry, if the caller may change it. Its person is locked, so that nobody else changes it meanwhile.
async fn find(tx: &Tx, permit: &Permit<'_>, id: BusyEntryId) -> Outcome<busy_entry::Model> {
    let missing = || Problem::not_found("busy time", &["id"]);
    let people = People(permit.account_id());
    let person = people.entry(&**tx, id).await?.ok_or_else(missing)?.person_id;
    locked(tx, permit, person, &["id"]).await?;
    // Read again under the lock: who held it before may have changed or removed it.
    people.entry(&**tx, id).await?.ok_or_else(|| missing().into())
}

fn row(account_id: AccountId, person_id: PersonId, fields: Fields, now: DateTime<Utc>) -> busy_entry::Model {
    busy_entry::Model {
        id: BusyEntryId::new(),
        account_id,
        person_id,
        weekday: fields.weekday,
        on_date: fields.on_date,
        starts_at: fields.starts_at,
        ends_at: fields.ends_at,
        required: fields.required,
        day_off: fields.day_off,
        reason: fields.reason,
        created_at: now,
        updated_at: now,
    }
}

fn too_many(path: &[&str]) -> Problem {
    Problem::new(ProblemCode::LimitReached, path, format!("A person has at most {MOST_ENTRIES} busy times: remove those that are over."))
}

fn described(row: &busy_entry::Model) -> Value {
    json!({
        "personId": row.person_id,
        "weekday": row.weekday,
        "date": row.on_date,
        "startsAt": row.starts_at.map(|time| time.format("%H:%M").to_string()),
        "endsAt": row.ends_at.map(|time| time.format("%H:%M").to_string()),
        "required": row.required,
        "dayOff": row.day_off,
        "reason": row.reason,
    })
}
