//! Who may be called now: one pure engine, asked when it is planned and again at the moment of dialling. Facts come in, a verdict goes
//! out; both are kept with the attempt, so that it can be told afterwards why somebody was called, or was not.
//!
//! Rules are asked in one order, and the first that objects is told: what is for ever before what passes by itself.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::check::Check;

/// Which rules these are: counted up when a rule is added or means something else, since verdicts are kept.
pub const RULE_SET: u32 = 1;

/// Windows that can be given.
const MOST_WINDOWS: usize = 50;
/// Seconds over which calls to one number are counted at the most: 92 days.
const LONGEST: i32 = 92 * 86_400;
/// Days looked ahead for the next window: a week and a day, for one that has begun.
const AHEAD: u64 = 8;

/// Rules of a callout, as they are stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Policy {
    /// When somebody may be called, by the clock of the place where they live. None: never.
    pub hours: Vec<Window>,
    /// Zone taken for that of a number which tells none; none: such numbers are not called.
    pub unknown_zone: Option<Tz>,
    /// How often a number may be called, over all callouts of the account; none: as often as the callouts say.
    pub frequency: Option<Frequency>,
}

/// Hours of some weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// Days of the week, 1 for Monday to 7 for Sunday.
    pub weekdays: Vec<u32>,
    /// From this local time on.
    pub from: NaiveTime,
    /// Until before this one; midnight: until the day's end.
    pub to: NaiveTime,
}

/// So many calls to one number in so long, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequency {
    /// Calls.
    pub max: i32,
    /// Seconds.
    pub seconds: i32,
}

impl Default for Policy {
    /// Every day from 8 to 21 o'clock, which no law known to us is stricter than for calls that are wanted.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self { hours: vec![Window { weekdays: (1..=7).collect(), from: hour(8), to: hour(21) }], unknown_zone: None, frequency: None }
    }
}

/// What is known of somebody who is to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The present instant.
    pub now: DateTime<Utc>,
    /// Zones in which they may live: the one that is known, or all that the number leaves open. Empty: it tells none.
    pub zones: Vec<Tz>,
    /// Whether they are not to be called at all.
    pub do_not_call: bool,
    /// Whether they do not want calls from the number that would be shown.
    pub opted_out: bool,
    /// Calls to the number within the time of [`Frequency`].
    pub recent: i32,
    /// When the oldest of those was.
    pub oldest_recent: Option<DateTime<Utc>>,
    /// After which nobody is called for the callout.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why somebody is not called: stable words, kept and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// They are on the do-not-call list.
    DoNotCall,
    /// They opted out of calls.
    OptedOut,
    /// The time of the request is over.
    RequestExpired,
    /// Nobody knows by which clock they live.
    TimeZoneUnknown,
    /// There is no hour at which they may be called.
    NoHours,
    /// It is too early or too late where they live.
    OutsideHours,
    /// They were called as often as they may be.
    FrequencyCap,
}

impl Reason {
    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DoNotCall => "DO_NOT_CALL",
            Self::OptedOut => "OPTED_OUT",
            Self::RequestExpired => "REQUEST_EXPIRED",
            Self::TimeZoneUnknown => "TIME_ZONE_UNKNOWN",
            Self::NoHours => "NO_HOURS",
            Self::OutsideHours => "OUTSIDE_HOURS",
            Self::FrequencyCap => "FREQUENCY_CAP",
        }
    }
}

/// Whether somebody may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// Now.
    Allowed,
    /// Not before an instant; then it is asked again.
    Later {
        /// When.
        at: DateTime<Utc>,
        /// Why not now.
        reason: Reason,
    },
    /// Not for this callout.
    Never {
        /// Why.
        reason: Reason,
    },
}

/// A verdict with what it was found from, as it is kept with an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// See [`RULE_SET`].
    pub rule_set: u32,
    /// The rules that were asked.
    pub policy: Policy,
    /// What was known.
    pub facts: Facts,
    /// What was found.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Proof {
    /// Asks the rules.
    pub fn of(policy: &Policy, facts: Facts) -> Self {
        let verdict = policy.verdict(&facts);
        Self { rule_set: RULE_SET, policy: policy.clone(), facts, verdict }
    }

    /// As it is stored.
    pub fn to_json(&self) -> serde_json::Value {
        // A struct of plain values: it always serialises.
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Facts {
    fn is_over(&self, at: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|end| end <= at)
    }

    /// Not before an instant; never, if nobody wants it any more by then.
    fn later(&self, at: DateTime<Utc>, reason: Reason) -> Verdict {
        if self.is_over(at) { Verdict::Never { reason: Reason::RequestExpired } } else { Verdict::Later { at, reason } }
    }
}

impl Policy {
    /// Whether somebody of whom that is known may be called: what the first rule says that objects.
    pub fn verdict(&self, facts: &Facts) -> Verdict {
        self.objections(facts).next().unwrap_or(Verdict::Allowed)
    }

    /// What each rule says that objects, in their order.
    pub fn objections<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = Verdict> + 'a {
        let rules: [fn(&Self, &Facts) -> Option<Verdict>; 6] = [
            |_, facts| facts.do_not_call.then_some(Verdict::Never { reason: Reason::DoNotCall }),
            |_, facts| facts.opted_out.then_some(Verdict::Never { reason: Reason::OptedOut }),
            |_, facts| facts.is_over(facts.now).then_some(Verdict::Never { reason: Reason::RequestExpired }),
            |policy, facts| policy.zones(facts).is_empty().then_some(Verdict::Never { reason: Reason::TimeZoneUnknown }),
            |policy, facts| policy.free_at(facts).map(|at| facts.later(at, Reason::FrequencyCap)),
            |policy, facts| match policy.opening(&policy.zones(facts), facts.now) {
                None => Some(Verdict::Never { reason: Reason::NoHours }),
                Some(at) => (at > facts.now).then(|| facts.later(at, Reason::OutsideHours)),
            },
        ];
        rules.into_iter().filter_map(move |rule| rule(self, facts))
    }

    /// By which clocks they may live; none: nobody knows.
    pub fn zones(&self, facts: &Facts) -> Vec<Tz> {
        if facts.zones.is_empty() { self.unknown_zone.into_iter().collect() } else { facts.zones.clone() }
    }

    /// When the oldest of too many calls is long enough ago; none: there are not too many.
    fn free_at(&self, facts: &Facts) -> Option<DateTime<Utc>> {
        let cap = self.frequency.filter(|cap| facts.recent >= cap.max)?;
        let oldest = facts.oldest_recent.unwrap_or(facts.now);
        let free = oldest + TimeDelta::seconds(cap.seconds.into());
        // Exactly so long ago does not count any more; with an older one gone there may still be too many: it is asked again then.
        Some(free.max(facts.now + TimeDelta::seconds(1)))
    }

    /// The first instant from `now` on at which all clocks are within the hours; none: there is none within a week.
    pub fn opening(&self, zones: &[Tz], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let open = |at: DateTime<Utc>| zones.iter().all(|zone| self.holds(at, *zone));
        if open(now) {
            return Some(now);
        }
        let mut starts: Vec<DateTime<Utc>> = zones.iter().flat_map(|zone| self.starts(now, *zone)).filter(|at| *at > now).collect();
        starts.sort();
        starts.into_iter().find(|at| open(*at))
    }

    fn holds(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let local = at.with_timezone(&zone).naive_local();
        self.hours.iter().any(|window| window.holds(local.weekday(), local.time()))
    }

    /// When windows begin in the days to come.
    fn starts(&self, now: DateTime<Utc>, zone: Tz) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let today = now.with_timezone(&zone).date_naive();
        (0..=AHEAD).filter_map(move |days| today.checked_add_days(Days::new(days))).flat_map(move |day| {
            let windows = self.hours.iter().filter(move |window| window.weekdays.contains(&day.weekday().number_from_monday()));
            // A local time that a change of clocks leaves out begins with the first that there is.
            windows.filter_map(move |window| first(zone, day.and_time(window.from)))
        })
    }

    /// What is wrong with it.
    pub(super) fn check(&self, check: &mut Check) {
        if self.hours.is_empty() {
            check.invalid("hours", "Without any hours nobody could be called: leave the field out for every day from 8 to 21 o'clock.");
        }
        if self.hours.len() > MOST_WINDOWS {
            check.invalid("hours", format!("There are at most {MOST_WINDOWS} windows."));
        }
        for (place, window) in self.hours.iter().enumerate() {
            let right = !window.weekdays.is_empty() && window.weekdays.iter().all(|day| (1..=7).contains(day));
            check.below(&format!("hours.{place}"), |check| {
                if !right {
                    check.invalid("weekdays", "Weekdays are 1 for Monday to 7 for Sunday, at least one.");
                }
                if window.to != NaiveTime::MIN && window.from >= window.to {
                    check.invalid("to", "Hours end after they begin; for a night give two windows, one until midnight (00:00).");
                }
            });
        }
        if let Some(cap) = self.frequency {
            check.below("frequency", |check| {
                check.number("max", cap.max, 1..=1_000);
                check.number("seconds", cap.seconds, 60..=LONGEST);
            });
        }
    }
}

impl Window {
    fn holds(&self, day: Weekday, time: NaiveTime) -> bool {
        self.weekdays.contains(&day.number_from_monday()) && self.from <= time && (self.to == NaiveTime::MIN || time < self.to)
    }
}

/// The first instant whose local time is `local` or later.
fn first(zone: Tz, local: chrono::NaiveDateTime) -> Option<DateTime<Utc>> {
    let quarter = TimeDelta::minutes(15);
    // Gaps are of a day at the most, as when Samoa left out one.
    let known = (0..=96).find_map(|steps| zone.from_local_datetime(&(local + quarter * steps)).earliest());
    known.map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPAIN: Tz = Tz::Europe__Madrid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn facts(now: &str) -> Facts {
        let zones = vec![SPAIN];
        Facts { now: at(now), zones, do_not_call: false, opted_out: false, recent: 0, oldest_recent: None, expires_at: None }
    }

    fn later(when: &str, reason: Reason) -> Verdict {
        Verdict::Later { at: at(when), reason }
    }

    #[test]
    fn the_first_rule_that_objects_is_told() {
        let policy = Policy { frequency: Some(Frequency { max: 1, seconds: 86_400 }), ..Policy::default() };
        let noon = || facts("2026-11-23T11:00:00Z");
        let called = || Facts { recent: 1, oldest_recent: Some(at("2026-11-23T09:00:00Z")), ..noon() };
        let table = [
            (noon(), Verdict::Allowed),
            (Facts { do_not_call: true, opted_out: true, ..called() }, Verdict::Never { reason: Reason::DoNotCall }),
            (Facts { opted_out: true, ..called() }, Verdict::Never { reason: Reason::OptedOut }),
            (Facts { expires_at: Some(at("2026-11-23T11:00:00Z")), ..noon() }, Verdict::Never { reason: Reason::RequestExpired }),
            (Facts { expires_at: Some(at("2026-11-23T11:00:01Z")), ..noon() }, Verdict::Allowed),
            (called(), later("2026-11-24T09:00:00Z", Reason::FrequencyCap)),
            // Free again when the request is over.
            (Facts { expires_at: Some(at("2026-11-24T08:00:00Z")), ..called() }, Verdict::Never { reason: Reason::RequestExpired }),
            (facts("2026-11-23T20:00:00Z"), later("2026-11-24T07:00:00Z", Reason::OutsideHours)),
        ];

        for (facts, verdict) in table {
            assert_eq!(policy.verdict(&facts), verdict, "{facts:?}");
        }
    }

    #[test]
    fn hours_are_those_of_the_clock_where_somebody_lives_across_its_changes() {
        let policy = Policy::default();
        let table = [
            ("2026-11-23T06:59:59Z", later("2026-11-23T07:00:00Z", Reason::OutsideHours)),
            ("2026-11-23T07:00:00Z", Verdict::Allowed),
            ("2026-11-23T19:59:59Z", Verdict::Allowed),
            ("2026-11-23T20:00:00Z", later("2026-11-24T07:00:00Z", Reason::OutsideHours)),
            // The night in which summer time begins, and the one in which it ends.
            ("2026-03-29T00:30:00Z", later("2026-03-29T06:00:00Z", Reason::OutsideHours)),
            ("2026-10-24T23:30:00Z", later("2026-10-25T07:00:00Z", Reason::OutsideHours)),
        ];

        for (now, verdict) in table {
            assert_eq!(policy.verdict(&facts(now)), verdict, "{now}");
        }
    }

    #[test]
    fn who_may_live_in_several_zones_is_called_when_it_is_day_in_all() {
        let both = |now: &str| Facts { zones: vec![SPAIN, Tz::Atlantic__Canary], ..facts(now) };
        let policy = Policy::default();

        assert_eq!(policy.verdict(&both("2026-11-23T07:30:00Z")), later("2026-11-23T08:00:00Z", Reason::OutsideHours));
        assert_eq!(policy.verdict(&both("2026-11-23T20:30:00Z")), later("2026-11-24T08:00:00Z", Reason::OutsideHours));
    }

    #[test]
    fn who_lives_nobody_knows_where_is_called_by_the_zone_that_is_assumed_or_not_at_all() {
        let nobody_knows = |now: &str| Facts { zones: Vec::new(), ..facts(now) };
        let assumed = Policy { unknown_zone: Some(SPAIN), ..Policy::default() };

        assert_eq!(Policy::default().verdict(&nobody_knows("2026-11-23T11:00:00Z")), Verdict::Never { reason: Reason::TimeZoneUnknown });
        assert_eq!(assumed.verdict(&nobody_knows("2026-11-23T11:00:00Z")), Verdict::Allowed);
        assert_eq!(assumed.verdict(&nobody_knows("2026-11-23T05:00:00Z")), later("2026-11-23T07:00:00Z", Reason::OutsideHours));
    }

    #[test]
    fn a_weekend_is_waited_for_and_a_window_until_midnight_reaches_the_days_end() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let hours = vec![Window { weekdays: vec![6], from: time(22), to: NaiveTime::MIN }];
        let policy = Policy { hours, ..Policy::default() };

        assert_eq!(policy.verdict(&facts("2026-11-23T11:00:00Z")), later("2026-11-28T21:00:00Z", Reason::OutsideHours));
        assert_eq!(policy.verdict(&facts("2026-11-28T22:59:59Z")), Verdict::Allowed);
        assert_eq!(policy.verdict(&facts("2026-11-28T23:00:00Z")), later("2026-12-05T21:00:00Z", Reason::OutsideHours));
    }

    #[test]
    fn what_is_kept_can_be_asked_again_and_says_the_same() {
        let proof = Proof::of(&Policy::default(), facts("2026-11-23T20:00:00Z"));

        let kept: Proof = serde_json::from_value(proof.to_json()).unwrap();

        assert_eq!(kept, proof);
        assert_eq!(kept.policy.verdict(&kept.facts), kept.verdict);
    }

    proptest! {
        #[test]
        fn nobody_is_called_outside_the_hours_of_their_clock(
            zone in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
            minutes in 0..5_256_000_i64,
        ) {
            let now = at("2020-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
            let facts = Facts { zones: vec![zone], now, ..facts("2020-01-01T00:00:00Z") };

            let called_at = match Policy::default().verdict(&facts) {
                Verdict::Allowed => now,
                Verdict::Later { at, .. } => at,
                Verdict::Never { reason } => return Err(TestCaseError::fail(format!("never: {reason:?}"))),
            };

            let local = called_at.with_timezone(&zone).time();
            prop_assert!((8..21).contains(&chrono::Timelike::hour(&local)), "{called_at} is {local} in {zone}");
            prop_assert!(called_at - now < TimeDelta::hours(36), "{now} waits until {called_at}");
        }
    }
}
