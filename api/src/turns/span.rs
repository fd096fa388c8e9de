//! Stretches of a local day.

use chrono::{NaiveTime, Timelike};

/// Minutes of a day on the wall's clock.
const DAY_MINUTES: u32 = 24 * 60;

/// From one time of day to a later one of the same day, whose end may be midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First minute, from midnight.
    pub from: u32,
    /// First minute after it; 1440 at midnight.
    pub to: u32,
}

impl Span {
    /// The whole day.
    pub const DAY: Self = Self { from: 0, to: DAY_MINUTES };

    /// From a beginning to an end, which at 00:00 is midnight at the end of the day; nothing, if it does not end after it begins.
    pub fn new(starts_at: NaiveTime, ends_at: NaiveTime) -> Option<Self> {
        let from = minute(starts_at);
        let to = match minute(ends_at) {
            0 => DAY_MINUTES,
            minute => minute,
        };
        (to > from).then_some(Self { from, to })
    }

    /// Whether there is a minute of both.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// How long it is on the wall's clock.
    pub fn minutes(self) -> u32 {
        self.to - self.from
    }
}

fn minute(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: (u32, u32), to: (u32, u32)) -> Option<Span> {
        let time = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        Span::new(time(from), time(to))
    }

    #[test]
    fn a_span_ends_after_it_begins_and_at_midnight_at_the_latest() {
        assert_eq!(span((9, 0), (10, 15)), Some(Span { from: 540, to: 615 }));
        assert_eq!(span((22, 0), (0, 0)).map(Span::minutes), Some(120));
        assert_eq!(span((0, 0), (0, 0)), Some(Span::DAY));
        assert_eq!(span((10, 0), (10, 0)), None);
        assert_eq!(span((22, 0), (6, 0)), None);
    }

    #[test]
    fn spans_that_only_touch_do_not_overlap() {
        let morning = span((9, 0), (10, 15)).unwrap();

        assert!(morning.overlaps(span((10, 14), (11, 0)).unwrap()) && Span::DAY.overlaps(morning));
        assert!(!morning.overlaps(span((10, 15), (11, 30)).unwrap()) && !morning.overlaps(span((8, 0), (9, 0)).unwrap()));
    }
}
