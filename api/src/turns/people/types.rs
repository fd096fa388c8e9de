//! What persons bring to the rota, as clients see it.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use entity::{busy_entry, person_rota};
use sea_orm::DbErr;

use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        local::{Date, LocalTime},
    },
    persons::{Person, loader::person},
    turns::weekday::Weekday,
};

/// A person's part in the rota.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct PersonRota {
    /// Turns of a whole week the person should carry, over all queues; null: takes no part.
    pub ideal_load: Option<i32>,
    /// Turns of a day at the most; null: as the queue's rota says.
    pub max_per_day: Option<i32>,
    /// Where the person sits: people of one room disturb each other.
    pub room: Option<String>,
    /// Whether the person wants no notices of the rota by mail.
    pub no_mail: bool,
}

impl From<person_rota::Model> for PersonRota {
    fn from(row: person_rota::Model) -> Self {
        Self { ideal_load: row.ideal_load, max_per_day: row.max_per_day, room: row.room, no_mail: row.no_mail }
    }
}

/// Time at which a person cannot be on duty, or would rather not. Without `weekday` and `date`: every day.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct BusyEntry {
    /// Id of the entry.
    #[graphql(owned)]
    pub id: ID,
    /// Every such day of the week.
    #[graphql(owned)]
    pub weekday: Option<Weekday>,
    /// Only that day.
    pub date: Option<Date>,
    /// From when, in the time zone of the queue whose slots it is compared with; null, as `endsAt`: the whole day.
    pub starts_at: Option<LocalTime>,
    /// Until when; `00:00` is midnight at the end of the day.
    pub ends_at: Option<LocalTime>,
    /// Whether the person cannot; otherwise would rather not.
    pub required: bool,
    /// Whether it is a day off, which lowers the load of its week.
    pub day_off: bool,
    /// Why.
    pub reason: String,
    /// The row.
    #[graphql(skip)]
    pub row: busy_entry::Model,
}

impl TryFrom<busy_entry::Model> for BusyEntry {
    type Error = DbErr;

    fn try_from(row: busy_entry::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            weekday: row.weekday.map(Weekday::of_row).transpose()?,
            date: row.on_date.map(Date::from),
            starts_at: row.starts_at.map(LocalTime::from),
            ends_at: row.ends_at.map(LocalTime::from),
            required: row.required,
            day_off: row.day_off,
            reason: row.reason.clone(),
            row,
        })
    }
}

#[ComplexObject]
impl BusyEntry {
    /// Who is busy.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.row.account_id, self.row.person_id).await?)
    }
}
