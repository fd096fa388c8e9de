//! Who is on duty in a queue at an instant. Pure: slots are instants, so a night in which the clocks are changed is as any other.
//!
//! A slot is half open: who is on duty until 10:15 is not at 10:15.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::id::PersonId;

/// A slot of a published timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends: the first instant after it.
    pub ends_at: DateTime<Utc>,
    /// Zone its people read the clock in.
    pub zone: Tz,
    /// Who has each line, from line 1; as many as persons are wanted.
    pub lines: Vec<Option<PersonId>>,
}

impl Slot {
    /// Whether it is going on.
    pub fn is_running(&self, at: DateTime<Utc>) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    /// Whether it was going on just before.
    fn was_running(&self, at: DateTime<Utc>) -> bool {
        self.starts_at < at && at <= self.ends_at
    }

    /// As its people name it, e.g. `turn 10:15-11:30`.
    pub fn named(&self) -> String {
        let local = |at: DateTime<Utc>| at.with_timezone(&self.zone).format("%H:%M").to_string();
        format!("turn {}-{}", local(self.starts_at), local(self.ends_at))
    }

    /// Who is in it, each once, in the order of lines.
    pub fn persons(&self) -> Vec<PersonId> {
        once(self.lines.iter().copied().flatten())
    }
}

/// Slots that are going on.
pub fn running(slots: &[Slot], at: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
    slots.iter().filter(move |slot| slot.is_running(at))
}

/// Who is on duty, each once, in the order of lines.
pub fn on_duty(slots: &[Slot], at: DateTime<Utc>) -> Vec<PersonId> {
    once(running(slots, at).flat_map(Slot::persons))
}

/// Who was on duty just before an instant.
pub fn on_duty_before(slots: &[Slot], at: DateTime<Utc>) -> Vec<PersonId> {
    once(slots.iter().filter(|slot| slot.was_running(at)).flat_map(Slot::persons))
}

/// When who is on duty last changed, or could have.
pub fn last_boundary(slots: &[Slot], at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    boundaries(slots).filter(|boundary| *boundary <= at).max()
}

/// When who is on duty next changes, or could.
pub fn next_boundary(slots: &[Slot], after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    boundaries(slots).filter(|boundary| *boundary > after).min()
}

/// Slots that begin within `warning` from now, and have not begun.
pub fn ahead(slots: &[Slot], at: DateTime<Utc>, warning: TimeDelta) -> impl Iterator<Item = &Slot> {
    slots.iter().filter(move |slot| at < slot.starts_at && slot.starts_at - warning <= at)
}

/// When the next slot comes to be [`ahead`].
pub fn next_warning(slots: &[Slot], after: DateTime<Utc>, warning: TimeDelta) -> Option<DateTime<Utc>> {
    slots.iter().map(|slot| slot.starts_at - warning).filter(|due| *due > after).min()
}

fn boundaries(slots: &[Slot]) -> impl Iterator<Item = DateTime<Utc>> {
    slots.iter().flat_map(|slot| [slot.starts_at, slot.ends_at])
}

fn once(persons: impl Iterator<Item = PersonId>) -> Vec<PersonId> {
    let mut seen = Vec::new();
    for person in persons {
        if !seen.contains(&person) {
            seen.push(person);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, hour, minute, 0).unwrap()
    }

    fn slot(from: DateTime<Utc>, to: DateTime<Utc>, lines: &[Option<PersonId>]) -> Slot {
        Slot { starts_at: from, ends_at: to, zone: Tz::Europe__Madrid, lines: lines.to_vec() }
    }

    #[test]
    fn at_a_boundary_those_of_the_slot_that_begins_are_on_duty_and_no_one_else() {
        let (ana, pau) = (PersonId::new(), PersonId::new());
        let slots = [slot(at(9, 0), at(10, 15), &[Some(ana)]), slot(at(10, 15), at(11, 30), &[Some(pau)])];
        let table = [((8, 59), vec![]), ((9, 0), vec![ana]), ((10, 14), vec![ana]), ((10, 15), vec![pau]), ((11, 30), vec![])];

        for ((hour, minute), expected) in table {
            assert_eq!(on_duty(&slots, at(hour, minute)), expected, "{hour}:{minute}");
        }
        assert_eq!(on_duty_before(&slots, at(10, 15)), [ana]);
        assert_eq!(on_duty_before(&slots, at(11, 30)), [pau]);
        assert_eq!(on_duty_before(&slots, at(9, 0)), []);
    }

    #[test]
    fn those_on_duty_are_told_in_the_order_of_lines_and_each_once() {
        let (ana, pau) = (PersonId::new(), PersonId::new());
        let slots = [slot(at(9, 0), at(10, 15), &[Some(pau), None, Some(ana), Some(pau)])];

        assert_eq!(on_duty(&slots, at(9, 30)), [pau, ana]);
    }

    #[test]
    fn boundaries_are_where_slots_begin_and_end() {
        let slots = [slot(at(9, 0), at(10, 15), &[]), slot(at(12, 45), at(14, 0), &[])];

        assert_eq!(next_boundary(&slots, at(9, 0)), Some(at(10, 15)));
        assert_eq!(next_boundary(&slots, at(12, 45)), Some(at(14, 0)));
        assert_eq!(next_boundary(&slots, at(14, 0)), None);
        assert_eq!(last_boundary(&slots, at(12, 44)), Some(at(10, 15)));
        assert_eq!(last_boundary(&slots, at(12, 45)), Some(at(12, 45)));
        assert_eq!(last_boundary(&slots, at(8, 59)), None);
    }

    #[test]
    fn a_slot_is_ahead_from_the_warning_until_it_begins() {
        let slots = [slot(at(10, 15), at(11, 30), &[])];
        let half_an_hour = TimeDelta::minutes(30);

        let is_ahead = |hour, minute| ahead(&slots, at(hour, minute), half_an_hour).count() == 1;

        assert_eq!([is_ahead(9, 44), is_ahead(9, 45), is_ahead(10, 14), is_ahead(10, 15)], [false, true, true, false]);
        assert_eq!(next_warning(&slots, at(9, 0), half_an_hour), Some(at(9, 45)));
        assert_eq!(next_warning(&slots, at(9, 45), half_an_hour), None);
    }

    #[test]
    fn a_turn_is_named_by_the_clock_of_its_people_also_when_that_is_changed_within_it() {
        let night = |hour| Utc.with_ymd_and_hms(2026, 10, 25, hour, 0, 0).unwrap();
        let slot = slot(night(0), night(2), &[]);

        assert_eq!(slot.named(), "turn 02:00-03:00");
        assert!(slot.is_running(night(1)), "the second of the two hours called 02:00");
    }
}
