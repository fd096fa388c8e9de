//! Calendar users: a user and what the user's calendars may do, made at once or not at all.

use entity::{
    calendar_user,
    id::{CalendarSettingsId, UserId},
    stored::Role,
    user,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use serde_json::{Value, json};

use super::repository;
use crate::{
    accounts::service::{self as accounts, NewUser},
    audit,
    auth::{Access, Permit},
    db::Tx,
    error::{Outcome, Problem},
};

/// A calendar user about to be.
#[derive(Clone, Debug)]
pub struct NewCalendarUser {
    /// To log in with.
    pub email: String,
    /// The first password.
    pub password: String,
    /// What the user's calendars may do.
    pub settings_id: CalendarSettingsId,
}

/// Makes a user who sees nothing but the own calendars.
///
/// # Errors
/// `INVALID` address or password, `TAKEN` address, `NOT_FOUND` settings: then there is no user either.
pub async fn create(access: &Access, permit: Permit<'_>, new: NewCalendarUser) -> Outcome<user::Model> {
    let NewCalendarUser { email, password, settings_id } = new;
    let wanted = NewUser { email, password, role: Role::CalendarUser, person_id: None };
    let row = accounts::new_user(access, permit.account_id(), &wanted).await?;
    let tx = access.app().db.begin().await?;
    check_settings(&tx, &permit, settings_id, &["input", "settingsId"]).await?;
    user::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(accounts::user_taken)?;
    let settled = calendar_user::Model { user_id: row.id, account_id: row.account_id, settings_id };
    calendar_user::Entity::insert(settled.into_active_model()).exec_without_returning(&*tx).await?;
    let change =
        audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row, settings_id)), ..audit::Change::default() };
    audit::record(&tx, &permit, row.created_at, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Gives a calendar user other settings.
///
/// # Errors
/// `NOT_FOUND` user or settings.
pub async fn update(access: &Access, permit: Permit<'_>, id: UserId, settings_id: CalendarSettingsId) -> Outcome<user::Model> {
    let app = access.app();
    let tx = app.db.begin().await?;
    check_settings(&tx, &permit, settings_id, &["settingsId"]).await?;
    let known = calendar_user::Entity::find_by_id(id).filter(calendar_user::Column::AccountId.eq(permit.account_id()));
    let before = known.lock_exclusive().one(&*tx).await?.ok_or_else(no_user)?;
    let row = user::Entity::find_by_id(id).one(&*tx).await?.ok_or_else(no_user)?;
    if before.settings_id == settings_id {
        return Ok(row);
    }
    let changed = calendar_user::ActiveModel { user_id: Set(id), settings_id: Set(settings_id), ..Default::default() };
    changed.update(&*tx).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(json!({ "settingsId": before.settings_id })),
        after: Some(json!({ "settingsId": settings_id })),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(row)
}

fn no_user() -> Problem {
    Problem::not_found("calendar user", &["id"])
}

async fn check_settings(tx: &Tx, permit: &Permit<'_>, id: CalendarSettingsId, path: &[&str]) -> Outcome<()> {
    match repository::settings(&**tx, permit.account_id(), id).await? {
        Some(_) => Ok(()),
        None => Err(Problem::not_found("settings", path).into()),
    }
}

fn described(row: &user::Model, settings_id: CalendarSettingsId) -> Value {
    let mut shown = accounts::shown_user(row);
    shown["settingsId"] = json!(settings_id);
    shown
}
