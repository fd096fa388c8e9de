//! Use cases of contacts: each checks, then writes row, metadata, audit entry and news in one transaction.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{
    contact,
    id::{AccountId, ContactId},
    stored::{ChangeKind, TimeZoneSource, Topic},
};
use numbering::Msisdn;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};
use serde_json::{Map, Value, json};

use super::{
    fields::{Check, folded},
    in_use::in_use,
    metadata::{MetadataMode, merged},
    repository::Contacts,
    write, zone,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox::{self, News},
};

/// A contact to be, as given.
#[derive(Clone, Debug, Default)]
pub struct NewContact {
    /// Public number, as people write it.
    pub number: String,
    /// Country in which a national number is read.
    pub country: Option<String>,
    /// Shown to people.
    pub name: Option<String>,
    /// What else is known, an object.
    pub metadata: Option<Value>,
    /// Where the contact lives.
    pub time_zone: Option<Tz>,
}

/// Changes to a contact, as given: `None` keeps, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct ContactEdit {
    /// Public number; cannot be cleared.
    pub number: Option<Option<String>>,
    /// Country in which a national number is read.
    pub country: Option<String>,
    /// Shown to people.
    pub name: Option<Option<String>>,
    /// What else is known, an object.
    pub metadata: Option<Option<Value>>,
    /// How it and what is known become one.
    pub metadata_mode: MetadataMode,
    /// Where the contact lives; cleared: as the number tells.
    pub time_zone: Option<Option<Tz>>,
}

/// Adds a contact.
///
/// # Errors
/// Every field that cannot be right, and `TAKEN` for a number that another contact has.
pub async fn create(app: &App, permit: Permit<'_>, new: NewContact) -> Outcome<contact::Model> {
    let mut check = Check::default();
    let row = made(app, &permit, new, &mut check);
    if let Some(row) = &row
        && Contacts::of(app.db.read(), &permit).by_number(&row.number).await?.is_some()
    {
        check.fault(ProblemCode::Taken, "number", TAKEN);
    }
    check.done()?;
    let row = row.ok_or_else(no_number)?;

    let tx = app.db.begin().await?;
    add(&tx, &permit, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a contact. What is as it was is not written, and changes nothing.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: ContactId, edit: ContactEdit) -> Outcome<contact::Model> {
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let mut check = Check::default();
    let after = edited(before.clone(), edit, &mut check);
    if after.number != before.number && Contacts::of(&*tx, &permit).by_number(&after.number).await?.is_some() {
        check.fault(ProblemCode::Taken, "number", TAKEN);
    }
    check.done()?;
    save(app, tx, &permit, before, after).await
}

/// Changes the contact of that number, or adds one; told is whether it was added.
///
/// # Errors
/// Every field that cannot be right.
pub async fn upsert(app: &App, permit: Permit<'_>, new: NewContact, mode: MetadataMode) -> Outcome<(contact::Model, bool)> {
    let mut check = Check::default();
    let row = made(app, &permit, new.clone(), &mut check);
    check.done()?;
    let row = row.ok_or_else(no_number)?;
    // Of two who add the same number at once the second finds it there when it looks again.
    for again in [true, false] {
        let tx = app.db.begin().await?;
        if let Some(before) = Contacts::of(&*tx, &permit).locked_by_number(&row.number).await? {
            let edit = ContactEdit {
                name: new.name.map(Some),
                metadata: new.metadata.map(Some),
                metadata_mode: mode,
                time_zone: new.time_zone.map(Some),
                ..ContactEdit::default()
            };
            let mut check = Check::default();
            let after = edited(before.clone(), edit, &mut check);
            check.done()?;
            return Ok((save(app, tx, &permit, before, after).await?, false));
        }
        match add(&tx, &permit, &row).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok((row, true));
            }
            Err(Refusal::User(_)) if again => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Err(taken().into())
}

/// Deletes a contact. What it said about being reached stays with its number.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while something refers to it.
pub async fn delete(app: &App, permit: Permit<'_>, id: ContactId) -> Outcome<ContactId> {
    let tx = app.db.begin().await?;
    let row = find(&tx, &permit, id).await?;
    if let Some(reason) = in_use(&tx, id).await? {
        return Err(Problem::new(ProblemCode::Conflict, ID, format!("It cannot be deleted: {reason}.")).into());
    }
    write::delete_values(&tx, row.account_id, [id]).await?;
    contact::Entity::delete_by_id(id).exec(&*tx).await?;
    tell(&tx, &permit, &contact::Model { updated_at: app.clock.now(), ..row.clone() }, ChangeKind::Deleted, Some(described(&row)), None)
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Says that nobody may call the contact; a second time changes the reason only.
///
/// # Errors
/// `NOT_FOUND`; a reason that cannot be one.
pub async fn set_do_not_call(app: &App, permit: Permit<'_>, id: ContactId, reason: Option<String>) -> Outcome<contact::Model> {
    let mut check = Check::default();
    let do_not_call_reason = check.reason("reason", reason.as_deref());
    // The reason is an argument of its own.
    let problems = check.into_problems().into_iter().map(|problem| Problem { path: vec!["reason".to_owned()], ..problem });
    let problems: Vec<Problem> = problems.collect();
    if !problems.is_empty() {
        return Err(Refusal::User(problems));
    }
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let do_not_call_at = before.do_not_call_at.or_else(|| Some(app.clock.now()));
    let after = contact::Model { do_not_call_at, do_not_call_reason, ..before.clone() };
    save(app, tx, &permit, before, after).await
}

/// Says that the contact may be called again.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn clear_do_not_call(app: &App, permit: Permit<'_>, id: ContactId) -> Outcome<contact::Model> {
    let tx = app.db.begin().await?;
    let before = find(&tx, &permit, id).await?;
    let after = contact::Model { do_not_call_at: None, do_not_call_reason: None, ..before.clone() };
    save(app, tx, &permit, before, after).await
}

const ID: &[&str] = &["id"];
const NUMBER: &[&str] = &["input", "number"];
const TAKEN: &str = "Another contact has this number.";

async fn find(tx: &Tx, permit: &Permit<'_>, id: ContactId) -> Outcome<contact::Model> {
    Contacts::of(&**tx, permit).locked(id).await?.ok_or_else(|| Problem::not_found("contact", ID).into())
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, NUMBER, TAKEN)
}

fn no_number() -> Problem {
    Problem::invalid(NUMBER, "A contact always has a number.")
}

/// A contact made of what was given; none when it has no number.
fn made(app: &App, permit: &Permit<'_>, new: NewContact, check: &mut Check) -> Option<contact::Model> {
    let now = app.clock.now();
    let country = check.country(new.country.as_deref());
    let number = check.number(&new.number, country);
    let name = new.name.map(|text| check.name(&text)).unwrap_or_default();
    let metadata = new.metadata.filter(|value| !value.is_null()).map(|value| check.metadata(&value)).unwrap_or_default();
    let mut row = blank(permit.account_id(), number?, now);
    row.name_folded = folded(&name);
    row.name = name;
    row.metadata = Value::Object(metadata);
    if let Some(zone) = new.time_zone {
        row.time_zone = Some(zone.name().to_owned());
        row.time_zone_source = Some(TimeZoneSource::Given);
    }
    Some(row)
}

/// A contact of which nothing is known but its number, and what that tells.
pub(super) fn blank(account_id: AccountId, number: Msisdn, now: DateTime<Utc>) -> contact::Model {
    let mut row = contact::Model {
        id: ContactId::new(),
        account_id,
        number: String::new(),
        name: String::new(),
        name_folded: String::new(),
        metadata: Value::Object(Map::new()),
        time_zone: None,
        time_zone_source: None,
        do_not_call_at: None,
        do_not_call_reason: None,
        created_at: now,
        updated_at: now,
    };
    renumber(&mut row, number);
    row
}

/// Gives the contact a number, and the time zone that it tells, where none was given.
fn renumber(row: &mut contact::Model, number: Msisdn) {
    if row.time_zone_source != Some(TimeZoneSource::Given) {
        let zone = zone::derived(&number);
        row.time_zone = zone.map(|zone| zone.name().to_owned());
        row.time_zone_source = zone.map(|_| TimeZoneSource::Number);
    }
    row.number = number.into();
}

pub(super) fn edited(mut row: contact::Model, edit: ContactEdit, check: &mut Check) -> contact::Model {
    let country = check.country(edit.country.as_deref());
    match edit.number {
        None => {}
        Some(None) => check.fault(ProblemCode::Invalid, "number", "A contact always has a number."),
        Some(Some(text)) => {
            if let Some(number) = check.number(&text, country) {
                renumber(&mut row, number);
            }
        }
    }
    if let Some(name) = edit.name {
        row.name = name.map(|text| check.name(&text)).unwrap_or_default();
        row.name_folded = folded(&row.name);
    }
    if let Some(given) = edit.metadata {
        let after = match given.filter(|given| !given.is_null()) {
            None => Map::new(),
            Some(given) => {
                let known = row.metadata.as_object().cloned().unwrap_or_default();
                // What is given may be within the limits, and the two together not.
                let given = check.metadata(&given);
                let both = merged(&known, given, edit.metadata_mode);
                check.metadata(&Value::Object(both))
            }
        };
        row.metadata = Value::Object(after);
    }
    if let Some(zone) = edit.time_zone {
        row.time_zone = zone.map(|zone| zone.name().to_owned());
        row.time_zone_source = zone.map(|_| TimeZoneSource::Given);
        if let Ok(number) = row.number.parse() {
            renumber(&mut row, number);
        }
    }
    row
}

async fn add(tx: &Tx, permit: &Permit<'_>, row: &contact::Model) -> Outcome<()> {
    write::insert(tx, std::slice::from_ref(row)).await.map_err(refusal)?;
    tell(tx, permit, row, ChangeKind::Created, None, Some(described(row))).await?;
    Ok(())
}

async fn save(app: &App, tx: Tx, permit: &Permit<'_>, before: contact::Model, mut after: contact::Model) -> Outcome<contact::Model> {
    if after == before {
        return Ok(before);
    }
    after.updated_at = app.clock.now();
    changed(&after).update(&*tx).await.map_err(refusal)?;
    if after.metadata != before.metadata {
        write::replace_values(&tx, after.account_id, std::slice::from_ref(&after)).await?;
    }
    let (was, is) = difference(described(&before), described(&after));
    tell(&tx, permit, &after, ChangeKind::Updated, Some(was), Some(is)).await?;
    tx.commit().await?;
    Ok(after)
}

/// What may change of a contact.
pub(super) fn changed(row: &contact::Model) -> contact::ActiveModel {
    contact::ActiveModel {
        id: Set(row.id),
        number: Set(row.number.clone()),
        name: Set(row.name.clone()),
        name_folded: Set(row.name_folded.clone()),
        metadata: Set(row.metadata.clone()),
        time_zone: Set(row.time_zone.clone()),
        time_zone_source: Set(row.time_zone_source),
        do_not_call_at: Set(row.do_not_call_at),
        do_not_call_reason: Set(row.do_not_call_reason.clone()),
        updated_at: Set(row.updated_at),
        ..Default::default()
    }
}

/// That something became of a contact.
pub(super) fn news(row: &contact::Model, kind: ChangeKind) -> News {
    News::new(row.account_id, row.updated_at, Topic::Contact, kind, row.id.0)
}

async fn tell(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &contact::Model,
    kind: ChangeKind,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbErr> {
    let change = audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after };
    audit::record(tx, permit, row.updated_at, change).await?;
    outbox::publish(tx, vec![news(row, kind)]).await
}

/// Of two who write the same number at once, the index lets one through.
fn refusal(error: DbErr) -> Refusal {
    if is_taken(&error, "contact_number_key", "contact.account_id, contact.number") { taken().into() } else { error.into() }
}

/// A contact as the audit log keeps it: the schema's names.
fn described(row: &contact::Model) -> Value {
    json!({
        "number": row.number,
        "name": row.name,
        "metadata": row.metadata,
        "timeZone": row.time_zone,
        "timeZoneSource": row.time_zone_source,
        "doNotCallSince": row.do_not_call_at,
        "doNotCallReason": row.do_not_call_reason,
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
