//! What a rule would give, without an event.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    definition::{TimesWish, wished},
    times::Times,
};
use crate::{
    auth::Operation,
    calendars::check::Check,
    error::{Fault, Outcome, Problem},
    graphql::{
        context::ContextExt,
        local::LocalDateTime,
        scalars::TimeZone,
        user_error::{UserError, split},
    },
};

/// Occurrences of a preview at the most.
const MOST: i32 = 100;

/// A time at which an event of that rule would happen.
#[derive(Clone, Debug, SimpleObject)]
pub struct PreviewedOccurrence {
    /// When it would begin.
    pub starts_at: DateTime<Utc>,
    /// What the clock would show then. In the hour over which it is put forward: later than the rule says.
    pub local_start: LocalDateTime,
}

/// What a rule would give.
#[derive(Clone, Debug, SimpleObject)]
pub struct RecurrencePreview {
    /// The next times; empty: none is to come.
    pub occurrences: Vec<PreviewedOccurrence>,
    /// The rule as it is kept; null: it cannot be one.
    pub rule: Option<String>,
    /// What is wrong with it; empty: nothing.
    pub user_errors: Vec<UserError>,
}

/// What a rule would give, without an event.
#[derive(Default)]
pub struct PreviewQuery;

/// What a rule would give, without an event.
#[Object]
impl PreviewQuery {
    /// The next times that a rule gives, from now on or, if it begins later, from its beginning: what an event of it would be refused
    /// for is told, and nothing is kept.
    #[graphql(complexity = "usize::try_from(count.unwrap_or(10)).unwrap_or_default() * child_complexity + 10")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn recurrence_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rule by RFC 5545, e.g. `FREQ=MONTHLY;BYDAY=-1FR`.")] rule: String,
        #[graphql(desc = "What the clock shows when it begins.")] start: LocalDateTime,
        #[graphql(desc = "Time zone of that clock.")] zone: TimeZone,
        #[graphql(desc = "How many times, 1 to 100.", default_with = "Some(10)")] count: Option<i32>,
        #[graphql(desc = "Local times besides.")] besides: Option<Vec<LocalDateTime>>,
        #[graphql(desc = "Local times that are left out.")] left_out: Option<Vec<LocalDateTime>>,
    ) -> Result<RecurrencePreview> {
        ctx.permit(Operation::RecurrencePreview)?;
        let count = count.unwrap_or(10);
        if !(1..=MOST).contains(&count) {
            return Err(Fault::BadRequest(format!("`count` is {count}; it must be 1 to {MOST}.")).into());
        }
        let (times, user_errors) = split(read(rule, &start, zone.0, besides.as_deref(), left_out.as_deref()))?;
        let now = ctx.app().clock.now();
        let most = usize::try_from(count).unwrap_or_default();
        Ok(RecurrencePreview {
            occurrences: times.as_ref().map(|times| next(times, now, most)).unwrap_or_default(),
            rule: times.and_then(|times| times.rule).map(|rule| rule.to_string()),
            user_errors,
        })
    }
}

fn read(
    rule: String,
    start: &LocalDateTime,
    zone: Tz,
    besides: Option<&[LocalDateTime]>,
    left_out: Option<&[LocalDateTime]>,
) -> Outcome<Times> {
    let locals = |given: Option<&[LocalDateTime]>, field: &str| -> Result<Vec<_>, Problem> {
        given.unwrap_or_default().iter().map(|local| local.parse(&[field])).collect()
    };
    let wish = TimesWish {
        start: Some(start.parse(&["start"])?),
        rule: Some(Some(rule)),
        besides: Some(locals(besides, "besides")?),
        left_out: Some(locals(left_out, "leftOut")?),
        ..TimesWish::default()
    };
    let mut check = Check::at(&[]);
    let times = wished(None, zone, wish, &mut check);
    check.done()?;
    times.ok_or_else(|| Problem::invalid(&["rule"], "It cannot be read when it happens.").into())
}

fn next(times: &Times, now: DateTime<Utc>, most: usize) -> Vec<PreviewedOccurrence> {
    let Ok(series) = times.series() else { return Vec::new() };
    let shown = |at: DateTime<Utc>| at.with_timezone(&times.zone).naive_local().into();
    series.from(now).take(most).map(|next| PreviewedOccurrence { starts_at: next.at, local_start: shown(next.at) }).collect()
}
