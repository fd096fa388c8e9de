//! What a callout calls with, as clients give and see it: over which providers, how fast, how often, and when.

use async_graphql::{ID, InputObject, SimpleObject};
use entity::id::ProviderId;

use super::{
    check::Check,
    pacing::{self, Pacing, PeriodCap},
    policy::{Frequency, Policy, Window},
    retry::Retry,
    routes::{self, Route, Routes},
    script::number,
    words::{CalloutPeriodTimestamp, CalloutStrategy},
};
use crate::{
    calls::attempts::types::AttemptStatus,
    error::ProblemCode,
    graphql::{local::LocalTime, scalars::TimeZone},
    turns::weekday::Weekday,
};

/// A provider that a callout calls over.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutRouteInput {
    /// Id of the provider.
    pub provider_id: ID,
    /// Public number shown to those who are called; absent: the provider's default.
    pub from: Option<String>,
}

/// Routes that are meant; those of which the provider is known by its id alone.
pub(super) fn read_routes(given: Vec<CalloutRouteInput>, check: &mut Check) -> Routes {
    if given.len() > routes::MOST {
        check.fault(ProblemCode::LimitReached, "routes", format!("There are at most {} routes.", routes::MOST));
        return Routes::default();
    }
    let read = |check: &mut Check, route: CalloutRouteInput| {
        let from = route.from.and_then(|from| number(check, "from", &from)).map(String::from);
        match route.provider_id.parse::<ProviderId>() {
            Ok(provider) => Some(Route { provider, from }),
            Err(error) => {
                check.invalid("providerId", format!("Not such an id: {error}."));
                None
            }
        }
    };
    let each = |check: &mut Check| {
        let given = given.into_iter().enumerate();
        given.filter_map(|(place, route)| check.below(&place.to_string(), |check| read(check, route))).collect()
    };
    Routes(check.below("routes", each))
}

/// So many calls in so long, and no more.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "CalloutPeriodCapInput")]
pub struct CalloutPeriodCap {
    /// Calls in the period, at least 1.
    pub max: i32,
    /// Seconds of the period, at most 31 days.
    #[graphql(default_with = "pacing::day()")]
    pub seconds: i32,
    /// Calls that count, by status; null: all.
    pub statuses: Option<Vec<AttemptStatus>>,
    /// By which instant a call belongs to the period. One that is exactly as old as the period does not count.
    #[graphql(default_with = "CalloutPeriodTimestamp::Dispatched")]
    pub timestamp: CalloutPeriodTimestamp,
}

/// How fast a callout calls; the smallest of all limits holds.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "CalloutPacingInput")]
pub struct CalloutPacing {
    /// Calls begun in a second on the average, more than 0 and at most 1000; null: no limit.
    pub calls_per_second: Option<f64>,
    /// Calls at once; null: no limit.
    pub max_concurrent: Option<i32>,
    /// Calls that one look for whom to call may begin; null: no limit.
    pub max_per_run: Option<i32>,
    /// What is done about calls that are waiting.
    #[graphql(default_with = "CalloutStrategy::Optimistic")]
    pub strategy: CalloutStrategy,
    /// Calls that one look may begin however many are waiting; only with `PESSIMISTIC`.
    #[graphql(default = 1)]
    pub min_per_run: i32,
    /// So many calls in so long; null: no limit. It holds even where `minPerRun` would allow more.
    pub period_cap: Option<CalloutPeriodCap>,
}

impl From<CalloutPacing> for Pacing {
    fn from(given: CalloutPacing) -> Self {
        let cap = |cap: CalloutPeriodCap| PeriodCap {
            max: cap.max,
            seconds: cap.seconds,
            statuses: cap.statuses.map(|statuses| statuses.into_iter().map(Into::into).collect()),
            timestamp: cap.timestamp.into(),
        };
        Self {
            calls_per_second: given.calls_per_second,
            max_concurrent: given.max_concurrent,
            max_per_run: given.max_per_run,
            strategy: given.strategy.into(),
            min_per_run: given.min_per_run,
            period_cap: given.period_cap.map(cap),
        }
    }
}

impl From<Pacing> for CalloutPacing {
    fn from(kept: Pacing) -> Self {
        let cap = |cap: PeriodCap| CalloutPeriodCap {
            max: cap.max,
            seconds: cap.seconds,
            statuses: cap.statuses.map(|statuses| statuses.into_iter().map(Into::into).collect()),
            timestamp: cap.timestamp.into(),
        };
        Self {
            calls_per_second: kept.calls_per_second,
            max_concurrent: kept.max_concurrent,
            max_per_run: kept.max_per_run,
            strategy: kept.strategy.into(),
            min_per_run: kept.min_per_run,
            period_cap: kept.period_cap.map(cap),
        }
    }
}

/// How often, and when, somebody is called again.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutRetry {
    /// Ends of a call after which there is another.
    pub statuses: Vec<AttemptStatus>,
    /// Calls at the most, however they end: one budget over all ends.
    pub max_attempts: i32,
    /// Seconds after the first call.
    pub delay_seconds: i32,
    /// How many times longer each wait is than the one before.
    pub factor: f64,
    /// No wait is longer, in seconds.
    pub longest_seconds: i32,
    /// Technical failures at the most: they go to the next route, and do not count as calls.
    pub max_failures: i32,
}

/// How often, and when, somebody is called again; what is absent has its default.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutRetryInput {
    /// Ends of a call after which there is another: of `FAILED`, `BUSY`, `NOT_ANSWERED`, `CANCELED`, `EXPIRED`. By default the first
    /// three. A machine that answered is `NOT_ANSWERED`, where somebody looked. Who cannot be reached at all is not called again.
    pub statuses: Option<Vec<AttemptStatus>>,
    /// Calls at the most, however they end, 1 to 20: one budget over all ends. By default 3.
    pub max_attempts: Option<i32>,
    /// Seconds after the first call, at most 7 days. By default 900.
    pub delay_seconds: Option<i32>,
    /// How many times longer each wait is than the one before, 1 to 10. By default 2.
    pub factor: Option<f64>,
    /// No wait is longer, in seconds, at most 7 days. By default a day.
    pub longest_seconds: Option<i32>,
    /// Technical failures at the most, 0 to 100: they go to the next route, and do not count as calls. By default 10.
    pub max_failures: Option<i32>,
}

impl From<CalloutRetryInput> for Retry {
    fn from(given: CalloutRetryInput) -> Self {
        let default = Self::default();
        Self {
            statuses: given.statuses.map_or(default.statuses, |statuses| statuses.into_iter().map(Into::into).collect()),
            max_attempts: given.max_attempts.unwrap_or(default.max_attempts),
            delay_seconds: given.delay_seconds.unwrap_or(default.delay_seconds),
            factor: given.factor.unwrap_or(default.factor),
            longest_seconds: given.longest_seconds.unwrap_or(default.longest_seconds),
            max_failures: given.max_failures.unwrap_or(default.max_failures),
        }
    }
}

impl From<Retry> for CalloutRetry {
    fn from(kept: Retry) -> Self {
        Self {
            statuses: kept.statuses.into_iter().map(Into::into).collect(),
            max_attempts: kept.max_attempts,
            delay_seconds: kept.delay_seconds,
            factor: kept.factor,
            longest_seconds: kept.longest_seconds,
            max_failures: kept.max_failures,
        }
    }
}

/// Hours of some weekdays.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "CalloutHoursInput")]
pub struct CalloutHours {
    /// Days of the week, at least one.
    pub weekdays: Vec<Weekday>,
    /// From this time of day on, by the clock of the place where who is called lives.
    pub from: LocalTime,
    /// Until before this time of day; `00:00`: until the day's end.
    pub to: LocalTime,
}

/// So many calls to one number in so long, over all callouts of the account.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "CalloutFrequencyInput")]
pub struct CalloutFrequency {
    /// Calls, 1 to 1000.
    pub max: i32,
    /// Seconds, 60 to 92 days.
    pub seconds: i32,
}

/// When somebody may be called, and how often over all callouts.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutPolicy {
    /// When somebody may be called, by the clock of the place where they live.
    pub hours: Vec<CalloutHours>,
    /// Zone taken for that of a number which tells none; null: such numbers are not called.
    pub unknown_zone: Option<TimeZone>,
    /// How often a number may be called over all callouts; null: as often as the callouts say.
    pub frequency: Option<CalloutFrequency>,
}

/// When somebody may be called, and how often over all callouts.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutPolicyInput {
    /// When somebody may be called, by the clock of the place where they live. Absent: every day from 8 to 21 o'clock.
    pub hours: Option<Vec<CalloutHours>>,
    /// Zone taken for that of a number which tells none; absent: such numbers are not called.
    pub unknown_zone: Option<TimeZone>,
    /// How often a number may be called over all callouts; absent: as often as the callouts say.
    pub frequency: Option<CalloutFrequency>,
}

impl CalloutPolicyInput {
    /// The policy that is meant.
    pub(super) fn read(self, check: &mut Check) -> Policy {
        let time = |check: &mut Check, field: &str, given: &LocalTime| {
            given.parse(&[]).map_err(|problem| check.invalid(field, problem.message)).unwrap_or_default()
        };
        let window = |check: &mut Check, given: CalloutHours| Window {
            weekdays: given.weekdays.into_iter().map(|day| day.number().unsigned_abs().into()).collect(),
            from: time(check, "from", &given.from),
            to: time(check, "to", &given.to),
        };
        let default = Policy::default();
        let read = |check: &mut Check, (place, given): (usize, CalloutHours)| check.below(&place.to_string(), |check| window(check, given));
        let hours =
            self.hours.map(|hours| check.below("hours", |check| hours.into_iter().enumerate().map(|each| read(check, each)).collect()));
        let policy = Policy {
            hours: hours.unwrap_or(default.hours),
            unknown_zone: self.unknown_zone.map(|zone| zone.0),
            frequency: self.frequency.map(|cap| Frequency { max: cap.max, seconds: cap.seconds }),
        };
        policy.check(check);
        policy
    }
}

impl From<Policy> for CalloutPolicy {
    fn from(kept: Policy) -> Self {
        let hours = |window: Window| CalloutHours {
            weekdays: window.weekdays.into_iter().filter_map(|day| Weekday::of_row(i16::try_from(day).ok()?).ok()).collect(),
            from: window.from.into(),
            to: window.to.into(),
        };
        Self {
            hours: kept.hours.into_iter().map(hours).collect(),
            unknown_zone: kept.unknown_zone.map(TimeZone),
            frequency: kept.frequency.map(|cap| CalloutFrequency { max: cap.max, seconds: cap.seconds }),
        }
    }
}
