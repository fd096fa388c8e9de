//! Busy times: what they may hold, and what they hit.

use async_graphql::MaybeUndefined;
use chrono::{NaiveDate, NaiveTime};
use entity::busy_entry;
use sea_orm::DbErr;

use super::input::{BusyInput, BusyUpdateInput};
use crate::{
    graphql::local::{Date, LocalTime},
    turns::{check::Check, span::Span, weekday::Weekday},
};

/// Characters of a reason at the most.
const REASON_LENGTH: usize = 200;

/// Whether a person is busy by `entry` in a span of a day. The day and the span are local to the queue that is asked for.
pub fn hits(entry: &busy_entry::Model, day: NaiveDate, span: Span) -> bool {
    let on_that_day = match (entry.on_date, entry.weekday) {
        (Some(date), _) => date == day,
        (None, Some(weekday)) => weekday == Weekday::of(day).number(),
        (None, None) => true,
    };
    on_that_day && busy_span(entry).overlaps(span)
}

/// Whether a person is busy by `entry` every week in a span of that day of the week.
pub fn hits_weekly(entry: &busy_entry::Model, weekday: i16, span: Span) -> bool {
    entry.on_date.is_none() && entry.weekday.is_none_or(|busy| busy == weekday) && busy_span(entry).overlaps(span)
}

/// Whether `entry` is a day off on that day.
pub fn is_day_off(entry: &busy_entry::Model, day: NaiveDate) -> bool {
    entry.day_off && entry.on_date == Some(day)
}

fn busy_span(entry: &busy_entry::Model) -> Span {
    match (entry.starts_at, entry.ends_at) {
        // One that ends before it begins was not stored here; to take it for the whole day is the safe side.
        (Some(starts_at), Some(ends_at)) => Span::new(starts_at, ends_at).unwrap_or(Span::DAY),
        _ => Span::DAY,
    }
}

/// What an entry says, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) weekday: Option<i16>,
    pub(super) on_date: Option<NaiveDate>,
    pub(super) starts_at: Option<NaiveTime>,
    pub(super) ends_at: Option<NaiveTime>,
    pub(super) required: bool,
    pub(super) day_off: bool,
    pub(super) reason: String,
}

impl Fields {
    /// What a stored entry says.
    pub(super) fn of(row: &busy_entry::Model) -> Self {
        Self {
            weekday: row.weekday,
            on_date: row.on_date,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            required: row.required,
            day_off: row.day_off,
            reason: row.reason.clone(),
        }
    }
}

/// Reads an entry; what is wrong with it goes to `check`.
pub(super) fn read(given: &BusyInput, check: &mut Check) -> Fields {
    let on_date = given.date.as_ref().and_then(|date| check.date("date", date));
    if given.date.is_some() && given.weekday.is_some() {
        check.invalid("date", "It is on a day of the week or on a date, not both.");
    }
    let (starts_at, ends_at) = times(given, check);
    let reason = check.line("reason", &given.reason, REASON_LENGTH);
    let whole_day = (starts_at, ends_at) == (None, None);
    if given.day_off && !(given.required && given.date.is_some() && whole_day) {
        check.invalid("dayOff", "A day off is a whole day with a date, and required.");
    }
    Fields {
        weekday: given.weekday.map(Weekday::number),
        on_date,
        starts_at,
        ends_at,
        required: given.required,
        day_off: given.day_off,
        reason,
    }
}

fn times(given: &BusyInput, check: &mut Check) -> (Option<NaiveTime>, Option<NaiveTime>) {
    let (starts_at, ends_at) = match (&given.starts_at, &given.ends_at) {
        (None, None) => return (None, None),
        (Some(starts_at), Some(ends_at)) => (check.time("startsAt", starts_at), check.time("endsAt", ends_at)),
        (Some(_), None) => {
            check.invalid("endsAt", "What begins at a time ends at one; without both it is the whole day.");
            return (None, None);
        }
        (None, Some(_)) => {
            check.invalid("startsAt", "What ends at a time begins at one; without both it is the whole day.");
            return (None, None);
        }
    };
    if let (Some(from), Some(until)) = (starts_at, ends_at) {
        match Span::new(from, until) {
            None => check.invalid("endsAt", "It ends after it begins; what goes on after midnight is two entries."),
            Some(Span::DAY) => return (None, None),
            Some(_) => {}
        }
    }
    (starts_at, ends_at)
}

/// The entry as it would be given anew after a change: what is absent is kept, null clears.
///
/// # Errors
/// When what is stored is no day of the week.
pub(super) fn edited(row: &busy_entry::Model, edit: &BusyUpdateInput, check: &mut Check) -> Result<BusyInput, DbErr> {
    let required = match edit.required {
        MaybeUndefined::Null => {
            check.invalid("required", "It is required or not.");
            row.required
        }
        MaybeUndefined::Undefined => row.required,
        MaybeUndefined::Value(required) => required,
    };
    let reason = match &edit.reason {
        MaybeUndefined::Null => {
            check.invalid("reason", "There always is a reason.");
            row.reason.clone()
        }
        MaybeUndefined::Undefined => row.reason.clone(),
        MaybeUndefined::Value(reason) => reason.clone(),
    };
    Ok(BusyInput {
        weekday: kept(&edit.weekday, row.weekday.map(Weekday::of_row).transpose()?),
        date: kept(&edit.date, row.on_date.map(Date::from)),
        starts_at: kept(&edit.starts_at, row.starts_at.map(LocalTime::from)),
        ends_at: kept(&edit.ends_at, row.ends_at.map(LocalTime::from)),
        required,
        day_off: kept(&edit.day_off, Some(row.day_off)).unwrap_or_default(),
        reason,
    })
}

fn kept<T: Clone>(given: &MaybeUndefined<T>, before: Option<T>) -> Option<T> {
    match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::id::{AccountId, BusyEntryId, PersonId};

    use super::*;
    use crate::error::Refusal;

    fn date(day: u32) -> NaiveDate {
        // The 23rd is a Monday.
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn given() -> BusyInput {
        BusyInput {
            weekday: None,
            date: None,
            starts_at: None,
            ends_at: None,
            required: true,
            day_off: false,
            reason: "A meeting".to_owned(),
        }
    }

    fn entry(fields: BusyInput) -> busy_entry::Model {
        let mut check = Check::at(&[]);
        let read = read(&fields, &mut check);
        assert!(check.done().is_ok());
        let at = DateTime::<Utc>::UNIX_EPOCH;
        busy_entry::Model {
            id: BusyEntryId::new(),
            account_id: AccountId::new(),
            person_id: PersonId::new(),
            weekday: read.weekday,
            on_date: read.on_date,
            starts_at: read.starts_at,
            ends_at: read.ends_at,
            required: read.required,
            day_off: read.day_off,
            reason: read.reason,
            created_at: at,
            updated_at: at,
        }
    }

    fn wrong(fields: BusyInput) -> Vec<String> {
        let mut check = Check::at(&[]);
        read(&fields, &mut check);
        match check.done() {
            Err(Refusal::User(problems)) => problems.into_iter().map(|problem| problem.path.join(".")).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn an_entry_hits_the_days_it_names_and_the_times_it_overlaps() {
        let morning = Span::new(time(9), time(11)).unwrap();
        let from = |start, end| (Some(LocalTime::from(time(start))), Some(LocalTime::from(time(end))));
        let ((starts_at, ends_at), (later, latest)) = (from(10, 12), from(11, 12));
        let mondays = entry(BusyInput { weekday: Some(Weekday::Monday), ..given() });
        let once = entry(BusyInput { date: Some(date(24).into()), starts_at: starts_at.clone(), ends_at: ends_at.clone(), ..given() });
        let daily = entry(BusyInput { starts_at, ends_at, ..given() });
        let after = entry(BusyInput { starts_at: later, ends_at: latest, ..given() });

        let hit = |entry: &busy_entry::Model| [hits(entry, date(23), morning), hits(entry, date(24), morning)];
        let weekly = |entry: &busy_entry::Model| [hits_weekly(entry, 1, morning), hits_weekly(entry, 2, morning)];

        assert_eq!([hit(&mondays), hit(&once), hit(&daily), hit(&after)], [[true, false], [false, true], [true, true], [false, false]]);
        assert_eq!([weekly(&mondays), weekly(&once), weekly(&daily)], [[true, false], [false, false], [true, true]]);
    }

    #[test]
    fn from_midnight_to_midnight_is_the_whole_day() {
        let midnight = Some(LocalTime::from(time(0)));

        let day =
            entry(BusyInput { starts_at: midnight.clone(), ends_at: midnight, date: Some(date(23).into()), day_off: true, ..given() });

        assert_eq!((day.starts_at, day.ends_at), (None, None));
        assert!(is_day_off(&day, date(23)) && !is_day_off(&day, date(24)));
    }

    #[test]
    fn what_contradicts_itself_is_told() {
        let at = |hour| Some(LocalTime::from(time(hour)));
        let dated = BusyInput { date: Some(date(23).into()), ..given() };
        let table = [
            (BusyInput { weekday: Some(Weekday::Monday), ..dated.clone() }, "date"),
            (BusyInput { starts_at: at(9), ..given() }, "endsAt"),
            (BusyInput { ends_at: at(9), ..given() }, "startsAt"),
            (BusyInput { starts_at: at(9), ends_at: at(9), ..given() }, "endsAt"),
            (BusyInput { reason: " ".to_owned(), ..given() }, "reason"),
            (BusyInput { day_off: true, ..given() }, "dayOff"),
            (BusyInput { day_off: true, required: false, ..dated.clone() }, "dayOff"),
            (BusyInput { day_off: true, starts_at: at(9), ends_at: at(10), ..dated }, "dayOff"),
        ];

        for (fields, expected) in table {
            assert_eq!(wrong(fields), [expected]);
        }
    }
}
