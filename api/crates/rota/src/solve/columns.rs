//! The columns: each is all that one person does on one day. What it costs is known beforehand, so that only slots, loads and
//! rules about several people are left for rows.

use super::SolveError;
use crate::{
    assignment::Assignment,
    constraints::of_day,
    problem::{PersonIx, Problem, SlotIx, Turn},
};

/// The most columns a problem may have: beyond it, days have too many slots for their limits.
pub const MOST_COLUMNS: usize = 500_000;

/// One person's turns on one day.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) person: PersonIx,
    /// Place of the person and day in [`Columns::days`].
    pub(super) place: usize,
    /// The day's slots that are worked, as bits.
    pub(super) mask: u32,
    /// The price, by comparison with a day off.
    pub(super) price: i64,
}

/// One day of one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonDay {
    /// Place of the day in [`Problem::days`].
    pub(super) day: usize,
    /// Whether some turn is demanded, so that a day off is no choice.
    pub(super) demanded: bool,
}

/// All columns of a problem.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    pub(super) days: Vec<PersonDay>,
    /// What the rota costs in which nobody works, but for rules about several people.
    pub(super) base: i64,
}

/// Lists the columns.
pub(super) fn columns(problem: &Problem, demanded: &Assignment) -> Result<Columns, SolveError> {
    let mut all = Columns::default();
    for person in problem.persons() {
        for (place, day) in problem.days().iter().enumerate() {
            let must = demanded.mask(person, day);
            let base = signed(of_day(problem, person, day, 0));
            let masks = patterns(problem, person, day, must);
            all.base += base;
            if all.columns.len() + masks.len() > MOST_COLUMNS {
                return Err(SolveError::TooLarge);
            }
            if masks.is_empty() {
                continue;
            }
            let owner = all.days.len();
            all.days.push(PersonDay { day: place, demanded: must != 0 });
            all.columns.extend(masks.into_iter().map(|mask| {
                let price = signed(of_day(problem, person, day, mask)) - base;
                Column { person, place: owner, mask, price }
            }));
        }
    }
    Ok(all)
}

/// Every set of turns that a day allows, but none at all: within load and limit, with those demanded, without those forbidden.
fn patterns(problem: &Problem, person: PersonIx, day: &[SlotIx], must: u32) -> Vec<u32> {
    let open: Vec<u32> =
        day.iter().enumerate().filter(|(_, slot)| is_open(problem, Turn { person, slot: **slot })).map(|(bit, _)| 1 << bit).collect();
    let most = day.first().map_or(0, |slot| problem.most_on(person, problem.slot(*slot).day));
    let limit = most.min(problem.person(person).load);
    let mut begun = vec![0];
    for bit in open {
        let longer: Vec<u32> = begun.iter().map(|mask| mask | bit).filter(|mask| mask.count_ones() <= limit).collect();
        begun.extend(longer);
        if begun.len() > MOST_COLUMNS {
            return begun;
        }
    }
    let mut whole: Vec<u32> = begun.into_iter().filter(|mask| *mask != 0 && mask & must == must).collect();
    whole.sort_unstable();
    whole
}

fn is_open(problem: &Problem, turn: Turn) -> bool {
    problem.slot(turn.slot).lines > 0 && !problem.is_busy(turn) && problem.pinned(turn) != Some(false)
}

/// A price as a difference needs it. Weights are limited so that it fits.
pub(super) fn signed(price: u64) -> i64 {
    i64::try_from(price).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conflict::demanded,
        problem::{Busy, BusyKind, DayLimit, Pin},
        sample,
    };

    fn masks(problem: &Problem, person: usize) -> Vec<(u32, i64)> {
        let all = columns(problem, &demanded(problem)).unwrap();
        all.columns.iter().filter(|column| column.person == PersonIx(person)).map(|column| (column.mask, column.price)).collect()
    }

    #[test]
    fn a_column_is_a_days_turns_with_their_price() {
        let problem = sample::problem(|draft| {
            draft.busy = vec![
                Busy { turn: Turn::new(0, 3), kind: BusyKind::Required, reason: "school".to_owned() },
                Busy { turn: Turn::new(0, 0), kind: BusyKind::Optional, reason: "reading".to_owned() },
            ];
            draft.standing = sample::turns(&[(0, 1)]);
        });

        // Two turns 20, a gap 30, both middle ones 10, the first one 5; the standing turn saves 50.
        assert_eq!(masks(&problem, 0), [(0b001, 5), (0b010, -50), (0b011, -25), (0b100, 0), (0b101, 55), (0b110, -20)]);
        assert_eq!(columns(&problem, &demanded(&problem)).unwrap().base, 50);
    }

    #[test]
    fn pins_and_limits_leave_fewer_columns() {
        let problem = sample::problem(|draft| {
            draft.pins = [(0, 1, true), (0, 2, false)].map(|(person, slot, works)| Pin { turn: Turn::new(person, slot), works }).into();
            draft.persons[1].max_per_day = 1;
            draft.persons[2].load = 0;
        });

        assert_eq!(masks(&problem, 0).into_iter().map(|(mask, _)| mask).collect::<Vec<_>>(), [0b0010, 0b0011, 0b1010]);
        assert_eq!(masks(&problem, 1).into_iter().map(|(mask, _)| mask).collect::<Vec<_>>(), [1, 2, 4, 8]);
        assert_eq!(masks(&problem, 2), []);
    }

    #[test]
    fn a_limit_of_one_day_leaves_any_turns_of_it() {
        let problem = sample::problem(|draft| {
            draft.slots.extend(sample::day(1, "Tue", 2, 1));
            draft.day_limits = vec![DayLimit { person: PersonIx(0), day: 0, most: 1, reason: "1 turn in other queues".to_owned() }];
        });

        assert_eq!(masks(&problem, 0).into_iter().map(|(mask, _)| mask).collect::<Vec<_>>(), [1, 2, 4, 8, 1, 2, 3]);
    }

    #[test]
    fn too_many_columns_are_refused_before_they_fill_the_memory() {
        let problem = sample::problem(|draft| {
            draft.slots = (0..24)
                .map(|hour| crate::Slot {
                    label: format!("{hour}:00"),
                    day: 0,
                    place: hour,
                    starts: 60 * hour,
                    ends: 60 * hour + 60,
                    lines: 2,
                })
                .collect();
            draft.persons[0].load = 12;
            draft.persons[0].max_per_day = 12;
        });

        assert_eq!(columns(&problem, &demanded(&problem)).err(), Some(SolveError::TooLarge));
    }
}
