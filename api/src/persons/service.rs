//! Use cases of persons: each checks, then writes row, audit entry and news in one transaction.

use chrono_tz::Tz;
use entity::{
    id::PersonId,
    person,
    stored::{ChangeKind, Topic},
};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel, Set};
use serde_json::{Map, Value, json};

use super::{fields::Check, repository::Persons};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox::{self, News},
};

/// A person to be, as given.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// Shown to people.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Internal number.
    pub extension: Option<String>,
    /// Public numbers, the preferred first.
    pub phone_numbers: Vec<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Where the person works; none: the queue's.
    pub time_zone: Option<Tz>,
}

/// Changes to a person, as given: `None` keeps, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct PersonEdit {
    /// Shown to people; cannot be cleared.
    pub name: Option<Option<String>>,
    /// E-mail address.
    pub email: Option<Option<String>>,
    /// Internal number.
    pub extension: Option<Option<String>>,
    /// Public numbers, the preferred first.
    pub phone_numbers: Option<Option<Vec<String>>>,
    /// `#rrggbb`.
    pub colour: Option<Option<String>>,
    /// Names of groups.
    pub groups: Option<Option<Vec<String>>>,
    /// Where the person works.
    pub time_zone: Option<Option<Tz>>,
}

/// Adds a person.
///
/// # Errors
/// Every field that cannot be right, and `TAKEN` for an extension that another active person has.
pub async fn create(app: &App, permit: Permit<'_>, new: NewPerson) -> Outcome<person::Model> {
    let now = app.clock.now();
    let mut check = Check::default();
    let row = person::Model {
        id: PersonId::new(),
        account_id: permit.account_id(),
        name: check.name(&new.name),
        email: new.email.and_then(|text| check.email(&text)),
        extension: new.extension.and_then(|text| check.extension(&text)),
        phone_numbers: json!(check.phone_numbers(&new.phone_numbers)),
        colour: new.colour.and_then(|text| check.colour(&text)),
        groups: json!(check.groups(&new.groups)),
        time_zone: new.time_zone.map(|zone| zone.name().to_owned()),
        active: true,
        created_at: now,
        updated_at: now,
    };
    check_extension(&Persons::of(app.db.read(), &permit), &row, &mut check).await?;
    accept(check)?;

    let tx = app.db.begin().await?;
    let row = row.into_active_model().insert(&*tx).await.map_err(|error| refusal(error, EXTENSION))?;
    tell(&tx, &permit, &row, ChangeKind::Created, None, Some(described(&row))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a person. What is as it was is not written, and changes nothing.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: PersonId, edit: PersonEdit) -> Outcome<person::Model> {
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let mut check = Check::default();
    let after = edited(before.clone(), edit, &mut check);
    if after.extension != before.extension {
        check_extension(&Persons::of(&*tx, &permit), &after, &mut check).await?;
    }
    accept(check)?;
    save(app, tx, &permit, before, after, EXTENSION).await
}

/// Takes a person out of everything to come; the row stays, the extension is free for another.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn deactivate(app: &App, permit: Permit<'_>, id: PersonId) -> Outcome<person::Model> {
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let after = person::Model { active: false, ..before.clone() };
    save(app, tx, &permit, before, after, ID).await
}

/// Lets a person take part again.
///
/// # Errors
/// `NOT_FOUND`; `TAKEN` when another has got the extension meanwhile.
pub async fn reactivate(app: &App, permit: Permit<'_>, id: PersonId) -> Outcome<person::Model> {
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let after = person::Model { active: true, ..before.clone() };
    if Persons::of(&*tx, &permit).another_has_extension(&after).await? {
        return Err(taken(ID).into());
    }
    save(app, tx, &permit, before, after, ID).await
}

const ID: &[&str] = &["id"];
const EXTENSION: &[&str] = &["input", "extension"];

async fn find(tx: &Tx, permit: &Permit<'_>, id: PersonId) -> Outcome<person::Model> {
    let row = Persons::of(&**tx, permit).locked(id).await?;
    row.ok_or_else(|| Problem::not_found("person", ID).into())
}

async fn check_extension<C: sea_orm::ConnectionTrait>(
    persons: &Persons<'_, C>,
    row: &person::Model,
    check: &mut Check,
) -> Result<(), DbErr> {
    if persons.another_has_extension(row).await? {
        check.fault(ProblemCode::Taken, "extension", TAKEN);
    }
    Ok(())
}

fn accept(check: Check) -> Outcome<()> {
    let problems = check.into_problems();
    if problems.is_empty() { Ok(()) } else { Err(Refusal::User(problems)) }
}

fn edited(mut row: person::Model, edit: PersonEdit, check: &mut Check) -> person::Model {
    match edit.name {
        None => {}
        Some(None) => check.fault(ProblemCode::Invalid, "name", "A person always has a name."),
        Some(Some(text)) => row.name = check.name(&text),
    }
    if let Some(email) = edit.email {
        row.email = email.and_then(|text| check.email(&text));
    }
    if let Some(extension) = edit.extension {
        row.extension = extension.and_then(|text| check.extension(&text));
    }
    if let Some(numbers) = edit.phone_numbers {
        row.phone_numbers = json!(check.phone_numbers(&numbers.unwrap_or_default()));
    }
    if let Some(colour) = edit.colour {
        row.colour = colour.and_then(|text| check.colour(&text));
    }
    if let Some(groups) = edit.groups {
        row.groups = json!(check.groups(&groups.unwrap_or_default()));
    }
    if let Some(zone) = edit.time_zone {
        row.time_zone = zone.map(|zone| zone.name().to_owned());
    }
    row
}

/// Writes what became of a person; `taken_path` is the argument to blame when the extension is another's.
async fn save(
    app: &App,
    tx: Tx,
    permit: &Permit<'_>,
    before: person::Model,
    mut after: person::Model,
    taken_path: &[&str],
) -> Outcome<person::Model> {
    if after == before {
        return Ok(before);
    }
    after.updated_at = app.clock.now();
    let changed = person::ActiveModel {
        id: Set(after.id),
        name: Set(after.name.clone()),
        email: Set(after.email.clone()),
        extension: Set(after.extension.clone()),
        phone_numbers: Set(after.phone_numbers.clone()),
        colour: Set(after.colour.clone()),
        groups: Set(after.groups.clone()),
        time_zone: Set(after.time_zone.clone()),
        active: Set(after.active),
        updated_at: Set(after.updated_at),
        ..Default::default()
    };
    let after = changed.update(&*tx).await.map_err(|error| refusal(error, taken_path))?;
    let (was, is) = difference(described(&before), described(&after));
    tell(&tx, permit, &after, ChangeKind::Updated, Some(was), Some(is)).await?;
    tx.commit().await?;
    Ok(after)
}

async fn tell(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &person::Model,
    kind: ChangeKind,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbErr> {
    let at = row.updated_at;
    let subject_id = Some(row.id.to_string());
    audit::record(tx, permit, at, audit::Change { subject_id, reason: None, before, after }).await?;
    let news = News { person_id: Some(row.id), ..News::new(row.account_id, at, Topic::Person, kind, row.id.0) };
    outbox::publish(tx, vec![news]).await
}

const TAKEN: &str = "Another active person has this extension.";

fn taken(path: &[&str]) -> Problem {
    Problem::new(ProblemCode::Taken, path, TAKEN)
}

/// Of two who write the same extension at once, the index lets one through.
fn refusal(error: DbErr, path: &[&str]) -> Refusal {
    if is_taken(&error, "person_extension_key", "person.account_id, person.extension") { taken(path).into() } else { error.into() }
}

/// A person as the audit log keeps it: the schema's names.
fn described(row: &person::Model) -> Value {
    json!({
        "name": row.name,
        "email": row.email,
        "extension": row.extension,
        "phoneNumbers": row.phone_numbers,
        "colour": row.colour,
        "groups": row.groups,
        "timeZone": row.time_zone,
        "active": row.active,
    })
}

/// The fields of two objects that differ, on either side.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return (Value::Null, Value::Null) };
    let side = |one: &Map<String, Value>, other: &Map<String, Value>| {
        one.iter().filter(|(name, value)| other.get(*name) != Some(value)).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    (side(&before, &after), side(&after, &before))
}
