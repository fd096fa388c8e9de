//! From turns to a calendar. Pure.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::id::{PersonId, QueueId, TurnId};

use crate::ical::{Calendar, Event};

/// Minutes before a turn that its person is told, when nothing else is asked for.
const USUAL_ALARM: u32 = 15;
/// Minutes at the most: a day.
const LONGEST_ALARM: u32 = 24 * 60;

/// What the reader of a feed wants of alarms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlarmWish {
    /// Nothing was said: a person is told of the own turns, nobody of a team's.
    #[default]
    Usual,
    /// So many minutes before; 0: none. More than a day is a day.
    Minutes(u32),
}

impl AlarmWish {
    fn minutes(self, own: bool) -> Option<u32> {
        match self {
            Self::Usual => own.then_some(USUAL_ALARM),
            Self::Minutes(0) => None,
            Self::Minutes(minutes) => Some(minutes.min(LONGEST_ALARM)),
        }
    }
}

/// A turn that somebody has, or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) turn_id: TurnId,
    pub(super) person_id: PersonId,
    pub(super) queue_id: QueueId,
    pub(super) zone: Tz,
    pub(super) line: i32,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) sequence: i32,
    pub(super) changed_at: DateTime<Utc>,
    /// Whether it is another's by now, or nobody's.
    pub(super) lost: bool,
}

/// What people and queues are called.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) persons: HashMap<PersonId, String>,
    pub(super) queues: HashMap<QueueId, String>,
}

/// The calendar of a person's shifts (`own`), or of a team's.
pub(super) fn calendar(name: &str, shifts: &[Shift], names: &Names, own: bool, alarm: AlarmWish) -> Calendar {
    let events = shifts.iter().map(|shift| event(shift, names, own, alarm.minutes(own))).collect();
    Calendar { name: name.to_owned(), events }
}

fn event(shift: &Shift, names: &Names, own: bool, alarm: Option<u32>) -> Event {
    let called = |name: Option<&String>| name.cloned().unwrap_or_default();
    let (person, queue) = (called(names.persons.get(&shift.person_id)), called(names.queues.get(&shift.queue_id)));
    let (summary, description) =
        if own { (queue, format!("Line {}", shift.line)) } else { (person, format!("{queue}, line {}", shift.line)) };
    Event {
        // A turn that goes to another person is another event: gone here, new there.
        uid: format!("{}-{}@switchboard", shift.turn_id, shift.person_id),
        sequence: shift.sequence,
        changed_at: shift.changed_at,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        zone: shift.zone,
        summary,
        description: Some(description),
        cancelled: shift.lost,
        busy: own,
        alarm,
        again: None,
        instead_of: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(person_id: PersonId, lost: bool) -> Shift {
        let at = |text: &str| text.parse().unwrap();
        Shift {
            turn_id: TurnId::new(),
            person_id,
            queue_id: QueueId::new(),
            zone: chrono_tz::Europe::Madrid,
            line: 2,
            starts_at: at("2026-11-23T08:00:00Z"),
            ends_at: at("2026-11-23T09:15:00Z"),
            sequence: 1,
            changed_at: at("2026-11-21T10:00:00Z"),
            lost,
        }
    }

    #[test]
    fn an_own_turn_is_called_by_its_queue_and_a_teams_by_its_person() {
        let shift = shift(PersonId::new(), false);
        let names = Names {
            persons: HashMap::from([(shift.person_id, "Ana".to_owned())]),
            queues: HashMap::from([(shift.queue_id, "Support".to_owned())]),
        };

        let of = |own| calendar("Mine", std::slice::from_ref(&shift), &names, own, AlarmWish::Usual).events.remove(0);

        let (own, teams) = (of(true), of(false));
        assert_eq!((own.summary.as_str(), own.description.as_deref(), own.busy, own.alarm), ("Support", Some("Line 2"), true, Some(15)));
        assert_eq!(
            (teams.summary.as_str(), teams.description.as_deref(), teams.busy, teams.alarm),
            ("Ana", Some("Support, line 2"), false, None)
        );
        assert_eq!(own.uid, teams.uid);
    }

    #[test]
    fn a_turn_that_changes_hands_is_two_events() {
        let before = shift(PersonId::new(), true);
        let after = Shift { person_id: PersonId::new(), lost: false, ..before };

        let events = calendar("Team", &[before, after], &Names::default(), false, AlarmWish::Usual).events;

        assert_ne!(events[0].uid, events[1].uid);
        assert_eq!((events[0].cancelled, events[1].cancelled), (true, false));
    }

    #[test]
    fn an_alarm_is_as_asked_for_and_a_day_at_the_most() {
        let minutes = [(AlarmWish::Minutes(0), None), (AlarmWish::Minutes(30), Some(30)), (AlarmWish::Minutes(u32::MAX), Some(1440))];

        for (wish, expected) in minutes {
            assert_eq!((wish.minutes(true), wish.minutes(false)), (expected, expected), "{wish:?}");
        }
    }
}
