//! Inputs of a queue's week.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::{notice_by_mail::NoticeByMailInput, types::RotaRuleKind, weights::RotaWeightsInput};
use crate::{
    graphql::local::{Date, LocalTime},
    turns::weekday::Weekday,
};

/// Hours at which a queue is to be answered, week after week, in the queue's time zone.
#[derive(Clone, Debug, InputObject)]
pub struct ServiceSlotInput {
    /// Day of the week.
    pub weekday: Weekday,
    /// When it begins.
    pub starts_at: LocalTime,
    /// When it ends; `00:00` is midnight at the end of the day. Slots of a day do not overlap.
    pub ends_at: LocalTime,
    /// Persons wanted, 1 to 50: the lines that are open.
    pub demand: i32,
}

/// A day without service.
#[derive(Clone, Debug, InputObject)]
pub struct ClosedDayAddInput {
    /// Id of the queue that is closed; absent: all of the account.
    pub queue_id: Option<ID>,
    /// The day, in the years 2000 to 2100.
    pub date: Date,
    /// Why, 1 to 200 characters.
    pub reason: String,
}

/// Changes to a queue's rota: an absent field keeps its value, null gives it its default.
#[derive(Clone, Debug, Default, InputObject)]
pub struct RotaSettingsUpdateInput {
    /// Whether those on duty, and nobody else by the rota, are wanted in the queue. False by default.
    pub duty_driven: MaybeUndefined<bool>,
    /// Turns a weekly load may go beyond the ideal, 0 to 40. 0 by default.
    pub max_overload: MaybeUndefined<i32>,
    /// Whether lines that nobody would fill all week, by everybody's loads, are left out of a timetable when it is made; one stays.
    /// False by default.
    pub close_lines: MaybeUndefined<bool>,
    /// Cells of a slot that may be left empty by hand, 0 to 50. 2 by default.
    pub max_empty_per_slot: MaybeUndefined<i32>,
    /// Turns of a person a day at the most, 1 to 32, unless the person has a limit of its own. 2 by default.
    pub max_per_day: MaybeUndefined<i32>,
    /// Whether credit and debt of past weeks are ignored. False by default.
    pub forgive_credit: MaybeUndefined<bool>,
    /// What each wish is worth; null gives all their defaults.
    pub weights: MaybeUndefined<RotaWeightsInput>,
    /// What each changed cell costs when a published week is planned anew, 0 to 1000000. 15 by default.
    pub change_weight: MaybeUndefined<i32>,
    /// Minutes before an uncovered slot at which it is told, 0 (not at all) to 1440. 30 by default.
    pub warn_minutes: MaybeUndefined<i32>,
    /// Who is told what by mail; null: nobody. Refused with `CAPABILITY_UNSUPPORTED` while mail is not set up.
    pub notice_by_mail: MaybeUndefined<NoticeByMailInput>,
}

/// A rule about a group or a room.
#[derive(Clone, Debug, InputObject)]
pub struct RotaRuleAddInput {
    /// Id of the queue.
    pub queue_id: ID,
    /// What is limited.
    pub kind: RotaRuleKind,
    /// Name of the group, or for `ROOM_LIMIT` of the room; absent: each room.
    pub group: Option<String>,
    /// How many, 0 to 200.
    pub limit: i32,
    /// Whether it must hold; otherwise it may be broken at a price.
    #[graphql(default = true)]
    pub required: bool,
    /// That price, 0 to 1000000: what each person too many or too few in each slot costs.
    #[graphql(default = 10)]
    pub weight: i32,
}

/// A turn that is to belong to somebody week after week.
#[derive(Clone, Debug, InputObject)]
pub struct StandingTurnAddInput {
    /// Id of the queue.
    pub queue_id: ID,
    /// Id of the person; active, with an ideal load.
    pub person_id: ID,
    /// Day of the week.
    pub weekday: Weekday,
    /// When a service slot of that day begins.
    pub starts_at: LocalTime,
}
