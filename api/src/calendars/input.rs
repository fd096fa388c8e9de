//! Inputs of the calendars' fields.

use std::str::FromStr;

use async_graphql::{ID, InputObject, MaybeUndefined};
use entity::id::IdError;

use super::{
    service::{CalendarEdit, NewCalendar},
    settings::Wish,
    types::MachineBehavior,
    users::NewCalendarUser,
};
use crate::{
    error::Problem,
    graphql::{id, scalars::TimeZone},
};

/// New settings.
#[derive(Clone, Debug, InputObject)]
pub struct CalendarSettingsCreateInput {
    /// Name, 1 to 80 characters; no two of an account have the same.
    pub name: String,
    /// Number with country code that is shown to whoever is called; absent: the provider's own.
    pub caller_id: Option<String>,
    /// How long a telephone rings, 5 to 120 seconds.
    #[graphql(default = 45)]
    pub ring_seconds: i32,
    /// What becomes of a call that a machine answers.
    #[graphql(default_with = "MachineBehavior::Always")]
    pub machine_behavior: MachineBehavior,
    /// Ids of the providers that may be called over, at most 20; absent or empty: all.
    pub provider_ids: Option<Vec<ID>>,
    /// Ids of the flows by which calls may be led, each with a sealed version, at most 50; absent or empty: all.
    pub flow_ids: Option<Vec<ID>>,
}

/// Changes to settings: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct CalendarSettingsUpdateInput {
    /// Name, 1 to 80 characters; no two of an account have the same.
    pub name: Option<String>,
    /// Number with country code that is shown to whoever is called; null: the provider's own.
    pub caller_id: MaybeUndefined<String>,
    /// How long a telephone rings, 5 to 120 seconds.
    pub ring_seconds: Option<i32>,
    /// What becomes of a call that a machine answers.
    pub machine_behavior: Option<MachineBehavior>,
    /// Ids of the providers that may be called over, at most 20; null or empty: all.
    pub provider_ids: MaybeUndefined<Vec<ID>>,
    /// Ids of the flows by which calls may be led, each with a sealed version, at most 50; null or empty: all.
    pub flow_ids: MaybeUndefined<Vec<ID>>,
}

/// A new calendar user.
#[derive(Clone, Debug, InputObject)]
pub struct CalendarUserCreateInput {
    /// E-mail address to log in with; unique in the installation.
    pub email: String,
    /// First password, of 12 to 128 characters.
    pub password: String,
    /// Id of the settings that count for the user's calendars.
    pub settings_id: ID,
}

/// A new calendar, of a person or of a calendar user.
#[derive(Clone, Debug, InputObject)]
pub struct CalendarCreateInput {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// Time zone by whose clock its events are told.
    pub time_zone: TimeZone,
    /// Id of the person whose it is.
    pub owner_person_id: Option<ID>,
    /// Id of the calendar user whose it is.
    pub owner_user_id: Option<ID>,
    /// Id of the settings that count for it; of a calendar user's calendar the user's count.
    pub settings_id: Option<ID>,
    /// Calls at once for its events, 1 to 1000; absent: as many as there are.
    pub max_concurrent: Option<i32>,
}

/// Changes to a calendar: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct CalendarUpdateInput {
    /// Name, 1 to 200 characters.
    pub name: Option<String>,
    /// Time zone of events that are made from now on; those that are there keep theirs.
    pub time_zone: Option<TimeZone>,
    /// Id of the settings that count for it.
    pub settings_id: MaybeUndefined<ID>,
    /// Calls at once for its events, 1 to 1000; null: as many as there are.
    pub max_concurrent: MaybeUndefined<i32>,
}

fn ids<T: FromStr<Err = IdError>>(ids: &[ID], field: &str) -> Result<Vec<T>, Problem> {
    ids.iter().map(|id| id::parse(id, &["input", field])).collect()
}

/// Ids that are wished: `None` keeps.
fn wished<T: FromStr<Err = IdError>>(given: MaybeUndefined<Vec<ID>>, field: &str) -> Result<Option<Vec<T>>, Problem> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(Vec::new())),
        MaybeUndefined::Value(given) => ids(&given, field).map(Some),
    }
}

impl CalendarSettingsCreateInput {
    pub(super) fn read(self) -> Result<Wish, Problem> {
        Ok(Wish {
            name: Some(self.name),
            caller_id: Some(self.caller_id),
            ring_seconds: Some(self.ring_seconds),
            machine_behavior: Some(self.machine_behavior.into()),
            providers: Some(ids(&self.provider_ids.unwrap_or_default(), "providerIds")?),
            flows: Some(ids(&self.flow_ids.unwrap_or_default(), "flowIds")?),
        })
    }
}

impl CalendarSettingsUpdateInput {
    pub(super) fn read(self) -> Result<Wish, Problem> {
        Ok(Wish {
            name: self.name,
            caller_id: self.caller_id.into(),
            ring_seconds: self.ring_seconds,
            machine_behavior: self.machine_behavior.map(Into::into),
            providers: wished(self.provider_ids, "providerIds")?,
            flows: wished(self.flow_ids, "flowIds")?,
        })
    }
}

impl CalendarUserCreateInput {
    pub(super) fn read(self) -> Result<NewCalendarUser, Problem> {
        let settings_id = id::parse(&self.settings_id, &["input", "settingsId"])?;
        Ok(NewCalendarUser { email: self.email, password: self.password, settings_id })
    }
}

impl CalendarCreateInput {
    pub(super) fn read(self) -> Result<NewCalendar, Problem> {
        Ok(NewCalendar {
            name: self.name,
            time_zone: self.time_zone.0,
            owner_person: self.owner_person_id.map(|id| id::parse(&id, &["input", "ownerPersonId"])).transpose()?,
            owner_user: self.owner_user_id.map(|id| id::parse(&id, &["input", "ownerUserId"])).transpose()?,
            settings: self.settings_id.map(|id| id::parse(&id, &["input", "settingsId"])).transpose()?,
            max_concurrent: self.max_concurrent,
        })
    }
}

impl CalendarUpdateInput {
    pub(super) fn read(self) -> Result<CalendarEdit, Problem> {
        let settings = match self.settings_id {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(id) => Some(Some(id::parse(&id, &["input", "settingsId"])?)),
        };
        Ok(CalendarEdit {
            name: self.name,
            time_zone: self.time_zone.map(|zone| zone.0),
            settings,
            max_concurrent: self.max_concurrent.into(),
        })
    }
}
