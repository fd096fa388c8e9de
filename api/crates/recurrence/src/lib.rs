//! When something happens again: rules (RRULE), dates besides (RDATE) and dates left out (EXDATE) of RFC 5545, over local time and
//! an IANA time zone. Pure: nothing here asks a clock.
//!
//! - A [`Rule`] is read from its text, and refused with a reason when it says nothing that can be done.
//! - A [`Series`] is a rule with the local time at which it begins and the zone in which that is told. It is made only if something
//!   happens at all, and it can be gone through from any instant on: what comes before is jumped over, except under COUNT, which is
//!   counted from the beginning of the series.
//!
//! What the standard leaves open, or says twice, is so here:
//!
//! - **A local time that does not exist**, since the clock was put forward over it, is read with the offset from before (RFC 5545,
//!   section 3.3.5): 02:30 in a night without the hour from two to three is 03:30. **One that exists twice** is the first of the two.
//!   Section 3.3.10 says both that and that such instances are left out; whoever is to be woken would rather not be forgotten. Two
//!   local times that fall on one instant by this are one occurrence, and COUNT counts it once.
//! - **Less than a day** (HOURLY, MINUTELY, SECONDLY) is elapsed time: every 4 hours is every 4 hours also in the night in which the
//!   clock is changed. BYHOUR and the others are asked of what the clock shows there. From DAILY on it is the clock that counts: 09:00 is
//!   09:00 before and after the change.
//! - **The beginning** is an occurrence if the rule says so, or if there is no rule. A series that begins on a Saturday and is told to
//!   be from Monday to Friday happens first on Monday.
//! - **COUNT** counts what the rule gives, also what EXDATE takes out afterwards; RDATE is not counted, and not ended by UNTIL.
//! - **BYWEEKNO** without BYDAY is that week's day of the beginning.
//! - **The end of time** is the year 2199.
//!
//! Refused: the crate `rrule` 0.14 for this. It adds hours and minutes to the clock's face, so that around a change of the clock
//! instances are doubled and left out (fmeringdal/rust-rrule, issues 115 and 109, both open); it walks to an instant from the beginning
//! (issue 42); and it gives up searching without a word. In UTC, where none of that shows, the tests compare with it.

mod days;
mod elapsed;
mod parse;
mod rule;
mod series;
mod walk;
mod week;
mod zone;

pub use self::{
    parse::RuleError,
    rule::{Bound, Freq, NthDay, Rule, Until},
    series::{LAST_YEAR, MOST_DATES, Occurrence, Occurrences, Series, SeriesError},
    zone::{exists, resolve},
};
