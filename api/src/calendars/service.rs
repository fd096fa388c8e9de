//! Use cases of calendars: each checks, then writes row and audit entry in one transaction.

use chrono_tz::Tz;
use entity::{
    calendar, event, feed,
    id::{CalendarId, CalendarSettingsId, PersonId, UserId},
    person,
    stored::Role,
    user,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{check::Check, repository, repository::Calendars};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
};

/// Characters of a name at the most.
const NAME: usize = 200;
/// Calls at once at the most.
const CONCURRENT: std::ops::RangeInclusive<i32> = 1..=1_000;

/// A calendar about to be.
#[derive(Clone, Debug)]
pub struct NewCalendar {
    /// Shown to people.
    pub name: String,
    /// By whose clock its events are told.
    pub time_zone: Tz,
    /// The person whose it is.
    pub owner_person: Option<PersonId>,
    /// The calendar user whose it is.
    pub owner_user: Option<UserId>,
    /// What it may do.
    pub settings: Option<CalendarSettingsId>,
    /// Calls at once at the most.
    pub max_concurrent: Option<i32>,
}

/// Changes to a calendar, as given: `None` keeps, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct CalendarEdit {
    /// Shown to people.
    pub name: Option<String>,
    /// By whose clock its events are told, from now on: events that are there keep theirs.
    pub time_zone: Option<Tz>,
    /// What it may do.
    pub settings: Option<Option<CalendarSettingsId>>,
    /// Calls at once at the most.
    pub max_concurrent: Option<Option<i32>>,
}

/// Makes a calendar. Of an agent it is the person's, of a calendar user it is the user's.
///
/// # Errors
/// Every field that cannot be right; `FORBIDDEN` for another's.
pub async fn create(app: &App, permit: Permit<'_>, new: NewCalendar) -> Outcome<calendar::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let mut row = calendar::Model {
        id: CalendarId::new(),
        account_id: permit.account_id(),
        name: String::new(),
        time_zone: new.time_zone.name().to_owned(),
        owner_person_id: new.owner_person,
        owner_user_id: new.owner_user,
        settings_id: None,
        max_concurrent: None,
        created_at: now,
        updated_at: now,
    };
    own(&permit, &mut row)?;
    let edit = CalendarEdit {
        name: Some(new.name),
        time_zone: None,
        settings: new.settings.map(Some),
        max_concurrent: new.max_concurrent.map(Some),
    };
    applied(&tx, &permit, &mut row, edit).await?;
    check_owner(&tx, &row).await?;
    calendar::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a calendar. Whose it is cannot be changed.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: CalendarId, edit: CalendarEdit) -> Outcome<calendar::Model> {
    let tx = app.db.begin().await?;
    let before = Calendars::of(&permit).locked(&*tx, id).await?.ok_or_else(no_calendar)?;
    let mut after = before.clone();
    applied(&tx, &permit, &mut after, edit).await?;
    if after == before {
        return Ok(before);
    }
    after.updated_at = app.clock.now();
    after.clone().into_active_model().reset_all().update(&*tx).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(described(&before)),
        after: Some(described(&after)),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, after.updated_at, change).await?;
    tx.commit().await?;
    Ok(after)
}

/// Deletes a calendar without events, and its feeds with it.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while there are events in it.
pub async fn delete(app: &App, permit: Permit<'_>, id: CalendarId) -> Outcome<CalendarId> {
    let tx = app.db.begin().await?;
    let row = Calendars::of(&permit).locked(&*tx, id).await?.ok_or_else(no_calendar)?;
    let events = event::Entity::find().filter(event::Column::CalendarId.eq(id)).count(&*tx).await?;
    if events > 0 {
        let message = format!("It cannot be deleted: there are {events} events in it, and what became of them.");
        return Err(Problem::new(ProblemCode::Conflict, &["id"], message).into());
    }
    feed::Entity::delete_many().filter(feed::Column::CalendarId.eq(id)).exec(&*tx).await?;
    calendar::Entity::delete_by_id(id).exec(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(id)
}

fn no_calendar() -> Problem {
    Problem::not_found("calendar", &["id"])
}

/// Sees to it that the calendar is the caller's own, where the caller has no others.
fn own(permit: &Permit<'_>, row: &mut calendar::Model) -> Result<(), Problem> {
    let foreign = |field: &str| Problem::new(ProblemCode::Forbidden, &["input", field], "This can be nobody's calendar but your own.");
    match (permit.held_to(), permit.only_calendars_of()) {
        (Some(person), _) => {
            if row.owner_user_id.is_some() {
                return Err(foreign("ownerUserId"));
            }
            if row.owner_person_id.is_some_and(|owner| owner != person) {
                return Err(foreign("ownerPersonId"));
            }
            row.owner_person_id = Some(person);
        }
        (None, Some(user)) => {
            if row.owner_person_id.is_some() {
                return Err(foreign("ownerPersonId"));
            }
            if row.owner_user_id.is_some_and(|owner| owner != user) {
                return Err(foreign("ownerUserId"));
            }
            row.owner_user_id = Some(user);
        }
        (None, None) => {}
    }
    Ok(())
}

async fn check_owner(tx: &Tx, row: &calendar::Model) -> Outcome<()> {
    match (row.owner_person_id, row.owner_user_id) {
        (Some(id), None) => {
            let found = person::Entity::find_by_id(id).filter(person::Column::AccountId.eq(row.account_id)).one(&**tx).await?;
            found.map(drop).ok_or_else(|| Problem::not_found("person", &["input", "ownerPersonId"]).into())
        }
        (None, Some(id)) => {
            let found = user::Entity::find_by_id(id).filter(user::Column::AccountId.eq(row.account_id)).one(&**tx).await?;
            let found = found.filter(|user| user.role == Role::CalendarUser);
            found.map(drop).ok_or_else(|| Problem::not_found("calendar user", &["input", "ownerUserId"]).into())
        }
        _ => Err(Problem::invalid(&["input"], "Give `ownerPersonId` or `ownerUserId`: a calendar is of one of them.").into()),
    }
}

/// Writes what is wished into the row.
async fn applied(tx: &Tx, permit: &Permit<'_>, row: &mut calendar::Model, edit: CalendarEdit) -> Outcome<()> {
    let mut check = Check::at(&["input"]);
    if let Some(name) = edit.name {
        row.name = check.line("name", &name, NAME);
    }
    if let Some(zone) = edit.time_zone {
        row.time_zone = zone.name().to_owned();
    }
    if let Some(most) = edit.max_concurrent {
        row.max_concurrent = most.map(|most| check.number("maxConcurrent", most, CONCURRENT));
    }
    if let Some(settings) = edit.settings {
        if settings != row.settings_id && Calendars::of(permit).is_limited() {
            check.fault(ProblemCode::Forbidden, "settingsId", "What a calendar may do is not its owner's to say.");
        } else if row.owner_user_id.is_some() && settings.is_some() {
            check.invalid("settingsId", "A calendar user's settings count for all calendars of that user.");
        } else if let Some(id) = settings
            && repository::settings(&**tx, row.account_id, id).await?.is_none()
        {
            check.fault(ProblemCode::NotFound, "settingsId", "There are no such settings.");
        }
        row.settings_id = settings;
    }
    check.done()
}

/// A calendar as the audit log keeps it: the schema's names.
fn described(row: &calendar::Model) -> Value {
    json!({
        "name": row.name,
        "timeZone": row.time_zone,
        "ownerPersonId": row.owner_person_id,
        "ownerUserId": row.owner_user_id,
        "settingsId": row.settings_id,
        "maxConcurrent": row.max_concurrent,
    })
}
