//! Calendars and their settings as clients see them.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    calendar, calendar_settings,
    id::{AccountId, CalendarId, CalendarSettingsId, PersonId},
};

use super::loader;
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, rows::Plain, scalars::TimeZone},
    persons::{Person, loader as persons},
};

/// What becomes of a call for an event that a machine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::MachineBehavior")]
pub enum MachineBehavior {
    /// It goes on as with anybody.
    Always,
    /// It is hung up, and counts as not answered.
    HumanOnly,
    /// Only a machine is told anything, after its greeting; a human is not.
    VoicemailOnly,
}

/// Events that belong together, of a person or of a calendar user, and the clock by which they are told.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Calendar {
    /// Id of the calendar.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the calendar.
    pub name: String,
    /// Time zone by whose clock its events are told, where they do not say another.
    pub time_zone: TimeZone,
    /// Id of the calendar user whose it is; null: it is a person's.
    pub owner_user_id: Option<ID>,
    /// Calls at once for its events, at the most; null: as many as there are.
    pub max_concurrent: Option<i32>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: CalendarId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// The person whose it is.
    #[graphql(skip)]
    pub owner_person_id: Option<PersonId>,
}

impl Plain for Calendar {}

/// Events that belong together, of a person or of a calendar user, and the clock by which they are told.
#[ComplexObject]
impl Calendar {
    /// The person whose it is; null: it is a calendar user's, or the caller sees no persons.
    async fn owner_person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(id) = self.owner_person_id else { return Ok(None) };
        ctx.permit(Operation::Person)?;
        Ok(persons::person(ctx, self.account_id, id).await?)
    }

    /// What it may do: its own settings, or those of its calendar user; null: nothing is settled.
    async fn settings(&self, ctx: &Context<'_>) -> Result<Option<CalendarSettings>> {
        Ok(loader::settings_of(ctx, self.account_id, self.key).await?.map(CalendarSettings::from))
    }
}

impl TryFrom<calendar::Model> for Calendar {
    type Error = sea_orm::DbErr;

    fn try_from(row: calendar::Model) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            time_zone: zone(&row.time_zone)?,
            owner_user_id: row.owner_user_id.map(ID::from),
            max_concurrent: row.max_concurrent,
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
            account_id: row.account_id,
            owner_person_id: row.owner_person_id,
        })
    }
}

/// A zone as it is stored.
///
/// # Errors
/// When what is stored is none.
pub fn zone(name: &str) -> Result<TimeZone, sea_orm::DbErr> {
    name.parse().map(TimeZone).map_err(|_| sea_orm::DbErr::Type(format!("`{name}` is stored as a time zone and is none")))
}

/// What those who own calendars may do, and how calls for their events are made.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CalendarSettings {
    /// Id of the settings.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the settings; no two of an account have the same.
    pub name: String,
    /// Number in E.164 that is shown to whoever is called; null: the provider's own.
    pub caller_id: Option<String>,
    /// How long a telephone rings, in seconds.
    pub ring_seconds: i32,
    /// What becomes of a call that a machine answers.
    pub machine_behavior: MachineBehavior,
    /// When they were made.
    pub created_at: DateTime<Utc>,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: CalendarSettingsId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
}

impl Plain for CalendarSettings {}

impl From<calendar_settings::Model> for CalendarSettings {
    fn from(row: calendar_settings::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            caller_id: row.caller_id,
            ring_seconds: row.ring_seconds,
            machine_behavior: row.machine_behavior.into(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
            account_id: row.account_id,
        }
    }
}
