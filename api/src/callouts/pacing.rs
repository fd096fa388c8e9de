//! How fast a callout calls. Pure: what there is, and the instant, are arguments.

use chrono::{DateTime, TimeDelta, Utc};
use entity::stored::AttemptStatus;
use serde::{Deserialize, Serialize};

use super::check::Check;

/// Calls a second at the most that can be asked for.
const FASTEST: f64 = 1000.0;
/// Calls at once, in a run or in a period at the most that can be asked for.
const MOST: i32 = 1_000_000;
/// Seconds of a period at the most: 31 days.
const LONGEST: i32 = 31 * 86_400;

/// How many calls are begun when others are waiting already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Strategy {
    /// As many as a run may begin, whatever waits.
    #[default]
    Optimistic,
    /// As many less as are waiting at the provider.
    Pessimistic,
}

/// By which of its instants an attempt belongs to a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PeriodTimestamp {
    /// When it was wanted.
    Created,
    /// When the provider was about to be asked.
    #[default]
    Dispatched,
    /// When the provider took it.
    Sent,
    /// When it was last changed.
    Updated,
}

/// So many calls in so long, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PeriodCap {
    /// Calls in the period.
    pub max: i32,
    /// Seconds of the period.
    #[serde(default = "day")]
    pub seconds: i32,
    /// Attempts that count, by status; none given: all.
    #[serde(default)]
    pub statuses: Option<Vec<AttemptStatus>>,
    /// By which instant.
    #[serde(default)]
    pub timestamp: PeriodTimestamp,
}

/// Seconds of a day.
pub(super) fn day() -> i32 {
    86_400
}

/// How fast a callout calls. What is not given does not limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pacing {
    /// Calls that may be begun in a second, on the average.
    #[serde(default)]
    pub calls_per_second: Option<f64>,
    /// Calls at once.
    #[serde(default)]
    pub max_concurrent: Option<i32>,
    /// Calls that one look for whom to call may begin.
    #[serde(default)]
    pub max_per_run: Option<i32>,
    /// What is done about those that are waiting.
    #[serde(default)]
    pub strategy: Strategy,
    /// Calls that one look may begin however many are waiting; only with [`Strategy::Pessimistic`].
    #[serde(default = "one")]
    pub min_per_run: i32,
    /// So many in so long.
    #[serde(default)]
    pub period_cap: Option<PeriodCap>,
}

fn one() -> i32 {
    1
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            calls_per_second: None,
            max_concurrent: None,
            max_per_run: None,
            strategy: Strategy::default(),
            min_per_run: one(),
            period_cap: None,
        }
    }
}

/// How it stands with a callout when somebody looks whom to call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Participations that are due.
    pub candidates: u64,
    /// Calls that are wanted, or that a provider has, or may have: until they are over, or given up.
    pub waiting: u64,
    /// Calls that count towards the period, see [`PeriodCap::counts`].
    pub in_period: u64,
}

/// One of a callout's limits, the rate left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Of a run.
    Run,
    /// Of a period.
    Period,
    /// Of calls at once.
    AtOnce,
}

impl Pacing {
    /// Calls that may be begun now, what the rate allows left aside; nothing: no limit.
    ///
    /// The smallest of all limits holds. So the cap of a period, and that of calls at once, beat the minimum of a pessimistic run.
    pub fn limit(&self, load: &Load) -> Option<u64> {
        self.limits(load).map(|(_, calls)| calls).min()
    }

    /// The same by each of the limits that there are.
    pub fn limits(&self, load: &Load) -> impl Iterator<Item = (Limit, u64)> + use<> {
        let left = |cap: i32, used: u64| natural(cap).saturating_sub(used);
        let by_run = match self.strategy {
            Strategy::Optimistic => self.max_per_run.map(natural),
            Strategy::Pessimistic => {
                let most = self.max_per_run.map_or(load.candidates, natural);
                Some(most.saturating_sub(load.waiting).max(natural(self.min_per_run)))
            }
        };
        let by_period = self.period_cap.as_ref().map(|cap| left(cap.max, load.in_period));
        let at_once = self.max_concurrent.map(|cap| left(cap, load.waiting));
        let limits = [(Limit::Run, by_run), (Limit::Period, by_period), (Limit::AtOnce, at_once)];
        limits.into_iter().filter_map(|(limit, calls)| Some((limit, calls?)))
    }

    /// Whether it has to be known how many are due.
    pub fn counts_candidates(&self) -> bool {
        self.strategy == Strategy::Pessimistic && self.max_per_run.is_none()
    }

    /// What is wrong with it.
    pub(super) fn check(&self, check: &mut Check) {
        if let Some(rate) = self.calls_per_second {
            // Written so that what is no number fails, too.
            if !(rate > 0.0 && rate <= FASTEST) {
                check.invalid("callsPerSecond", format!("{rate} is not more than 0 and at most {FASTEST}."));
            }
        }
        for (field, value) in [("maxConcurrent", self.max_concurrent), ("maxPerRun", self.max_per_run)] {
            if let Some(value) = value {
                check.number(field, value, 1..=MOST);
            }
        }
        check.number("minPerRun", self.min_per_run, 0..=MOST);
        if let Some(cap) = &self.period_cap {
            check.below("periodCap", |check| {
                check.number("max", cap.max, 1..=MOST);
                check.number("seconds", cap.seconds, 1..=LONGEST);
                if cap.statuses.as_ref().is_some_and(Vec::is_empty) {
                    check.invalid("statuses", "Without any status nothing would count: leave the field out to count all.");
                }
            });
        }
    }
}

impl PeriodCap {
    /// Whether an attempt of that status and instant counts at `now`: strictly newer than the period is long.
    pub fn counts(&self, status: AttemptStatus, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        at > self.since(now) && self.statuses.as_ref().is_none_or(|statuses| statuses.contains(&status))
    }

    /// Instant after which attempts count.
    pub fn since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::seconds(self.seconds.into())
    }
}

/// Calls that may be begun at once, by a rate: a bucket that fills as time passes, and holds what a second brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// What is in it.
    pub tokens: f64,
    /// When it was looked into.
    pub at: DateTime<Utc>,
}

impl Bucket {
    /// As it is at `now`, by so many calls a second. A clock that was set back takes nothing away.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>, rate: f64) -> Self {
        let passed = (now - self.at).num_microseconds().unwrap_or(i64::MAX).max(0);
        #[expect(clippy::cast_precision_loss, reason = "microseconds of more than a century may be rounded")]
        let seconds = passed as f64 / 1e6;
        Self { tokens: (self.tokens + seconds * rate).clamp(0.0, rate.max(1.0)), at: now }
    }

    /// Whole calls in it.
    pub fn calls(self) -> u64 {
        // A hair below a whole is that whole: tenths do not add up exactly.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the fastest rate")]
        let calls = (self.tokens + 1e-9).max(0.0) as u64;
        calls
    }

    /// After so many calls were begun.
    #[must_use]
    pub fn without(self, calls: u64) -> Self {
        let taken = u32::try_from(calls).map_or(f64::INFINITY, f64::from);
        Self { tokens: (self.tokens - taken).max(0.0), ..self }
    }

    /// When there is a whole call in it, by so many calls a second.
    pub fn next(self, rate: f64) -> DateTime<Utc> {
        let seconds = ((1.0 - self.tokens) / rate).max(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "beyond the range the cast takes the nearest, which is far enough")]
        let microseconds = (seconds * 1e6).ceil() as i64;
        self.at.checked_add_signed(TimeDelta::microseconds(microseconds)).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

fn natural(value: i32) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    fn cap(max: i32) -> Option<PeriodCap> {
        Some(PeriodCap { max, seconds: day(), statuses: None, timestamp: PeriodTimestamp::default() })
    }

    fn load(candidates: u64, waiting: u64, in_period: u64) -> Load {
        Load { candidates, waiting, in_period }
    }

    #[test]
    fn limits_are_by_the_formulas() {
        use Strategy::{Optimistic, Pessimistic};
        // Strategy, max and min per run, cap of the period, calls at once; how it stands; limit.
        let table = [
            (Optimistic, None, 1, None, None, load(100, 50, 0), None),
            (Optimistic, Some(30), 1, None, None, load(100, 50, 0), Some(30)),
            (Optimistic, Some(30), 1, cap(20), None, load(100, 0, 5), Some(15)),
            (Optimistic, None, 1, cap(20), None, load(100, 0, 25), Some(0)),
            (Pessimistic, Some(30), 1, None, None, load(100, 10, 0), Some(20)),
            (Pessimistic, None, 1, None, None, load(100, 10, 0), Some(90)),
            (Pessimistic, Some(30), 1, None, None, load(100, 50, 0), Some(1)),
            (Pessimistic, Some(30), 5, None, None, load(100, 28, 0), Some(5)),
            (Pessimistic, Some(30), 0, None, None, load(100, 50, 0), Some(0)),
            // The cap of the period beats the minimum.
            (Pessimistic, Some(30), 5, cap(20), None, load(100, 50, 18), Some(2)),
            (Pessimistic, Some(30), 1, cap(20), None, load(100, 50, 20), Some(0)),
            // So do calls at once.
            (Pessimistic, Some(30), 5, None, Some(50), load(100, 50, 0), Some(0)),
            (Optimistic, Some(30), 1, None, Some(60), load(100, 50, 0), Some(10)),
            (Optimistic, None, 1, None, Some(60), load(0, 0, 0), Some(60)),
        ];

        for (strategy, max_per_run, min_per_run, period_cap, max_concurrent, load, expected) in table {
            let pacing = Pacing { strategy, max_per_run, min_per_run, period_cap, max_concurrent, ..Pacing::default() };
            assert_eq!(pacing.limit(&load), expected, "{pacing:?} {load:?}");
        }
    }

    #[test]
    fn what_is_exactly_as_old_as_the_period_does_not_count() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let all = cap(1).unwrap();
        let answered = PeriodCap { statuses: Some(vec![AttemptStatus::Completed]), ..all };
        let table = [(TimeDelta::hours(24), false), (TimeDelta::hours(24) - TimeDelta::microseconds(1), true), (TimeDelta::zero(), true)];

        for (age, counts) in table {
            assert_eq!(all.counts(AttemptStatus::Errored, now - age, now), counts, "{age}");
            assert_eq!(answered.counts(AttemptStatus::Completed, now - age, now), counts, "{age}");
            assert!(!answered.counts(AttemptStatus::Errored, now - age, now), "{age}");
        }
    }

    #[test]
    fn a_bucket_fills_as_time_passes_and_holds_a_second() {
        let start = DateTime::UNIX_EPOCH;
        let after = |tokens, milliseconds, rate| Bucket { tokens, at: start }.at(start + TimeDelta::milliseconds(milliseconds), rate);
        let table = [
            (0.0, 1_000, 10.0, 10),
            (0.0, 100, 10.0, 1),
            (0.0, 99, 10.0, 0),
            (0.0, 60_000, 10.0, 10),
            (0.9, 10, 10.0, 1),
            (0.0, 1_000, 0.5, 0),
            (0.0, 2_000, 0.5, 1),
            // However slow, a whole call can gather.
            (0.0, 600_000, 0.5, 1),
            (3.0, -5_000, 10.0, 3),
        ];

        for (tokens, milliseconds, rate, calls) in table {
            assert_eq!(after(tokens, milliseconds, rate).calls(), calls, "{tokens} {milliseconds} {rate}");
        }
        assert_eq!(after(0.0, 1_000, 10.0).without(4).calls(), 6);
        assert_eq!(Bucket { tokens: 0.5, at: start }.next(0.5), start + TimeDelta::seconds(1));
        assert_eq!(Bucket { tokens: 2.0, at: start }.next(0.5), start);
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let read: Pacing = serde_json::from_value(serde_json::json!({ "periodCap": { "max": 7 } })).unwrap();

        assert_eq!(read, Pacing { period_cap: cap(7), ..Pacing::default() });
        assert_eq!(serde_json::from_value::<Pacing>(serde_json::json!({})).unwrap(), Pacing::default());
    }

    #[test]
    fn every_number_that_cannot_be_is_told() {
        let wrong = Pacing {
            calls_per_second: Some(f64::NAN),
            max_concurrent: Some(0),
            max_per_run: Some(MOST + 1),
            min_per_run: -1,
            period_cap: Some(PeriodCap { max: 0, seconds: 0, statuses: Some(Vec::new()), timestamp: PeriodTimestamp::Sent }),
            strategy: Strategy::Pessimistic,
        };
        let mut check = Check::at(&["pacing"]);

        wrong.check(&mut check);

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
        assert_eq!(
            paths.join(" "),
            "pacing.callsPerSecond pacing.maxConcurrent pacing.maxPerRun pacing.minPerRun pacing.periodCap.max \
             pacing.periodCap.seconds pacing.periodCap.statuses"
        );
    }
}
