//! Inputs of what persons bring to the rota.

use async_graphql::{InputObject, MaybeUndefined};

use crate::{
    graphql::local::{Date, LocalTime},
    turns::weekday::Weekday,
};

/// Changes to a person's part in the rota: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PersonRotaUpdateInput {
    /// Turns of a whole week the person should carry, 0 to 40, over all queues; null: takes no part.
    pub ideal_load: MaybeUndefined<i32>,
    /// Turns of a day at the most, 1 to 32; null: as the queue's rota says.
    pub max_per_day: MaybeUndefined<i32>,
    /// Where the person sits, 1 to 120 characters: people of one room disturb each other. Null: nobody is disturbed.
    pub room: MaybeUndefined<String>,
}

/// A time at which a person cannot be on duty, or would rather not. Without `weekday` and `date`: every day.
#[derive(Clone, Debug, InputObject)]
pub struct BusyInput {
    /// Every such day of the week; not together with `date`.
    pub weekday: Option<Weekday>,
    /// Only that day, in the years 2000 to 2100; not together with `weekday`.
    pub date: Option<Date>,
    /// From when, in the time zone of the queue whose slots it is compared with; absent, as `endsAt`: the whole day.
    pub starts_at: Option<LocalTime>,
    /// Until when; `00:00` is midnight at the end of the day.
    pub ends_at: Option<LocalTime>,
    /// Whether the person cannot; otherwise would rather not.
    pub required: bool,
    /// Whether it is a day off, which lowers the load of its week: a required whole day with a date.
    #[graphql(default)]
    pub day_off: bool,
    /// Why, 1 to 200 characters; everybody can see it.
    pub reason: String,
}

/// Changes to a busy time: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct BusyUpdateInput {
    /// Every such day of the week; not together with `date`.
    pub weekday: MaybeUndefined<Weekday>,
    /// Only that day, in the years 2000 to 2100; not together with `weekday`.
    pub date: MaybeUndefined<Date>,
    /// From when; null, as `endsAt`: the whole day.
    pub starts_at: MaybeUndefined<LocalTime>,
    /// Until when; `00:00` is midnight at the end of the day.
    pub ends_at: MaybeUndefined<LocalTime>,
    /// Whether the person cannot; cannot be cleared.
    pub required: MaybeUndefined<bool>,
    /// Whether it is a day off; null: it is not.
    pub day_off: MaybeUndefined<bool>,
    /// Why, 1 to 200 characters; cannot be cleared.
    pub reason: MaybeUndefined<String>,
}
