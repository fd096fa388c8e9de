//! Soft: how a person's turns lie within a day. Table and rule are stated at [`ShapeWeights`].

use super::{Charge, Constraint, Severity, chosen, labels, turns_of, worked_days};
use crate::{
    assignment::Assignment,
    problem::{Problem, ShapeWeights, SlotIx},
};

/// The price of a day's turns.
pub(crate) fn of_day(problem: &Problem, day: &[SlotIx], mask: u32) -> u64 {
    let weights = &problem.weights().shape;
    if mask.count_ones() < 2 {
        return 0;
    }
    if day.len() == 4 && (1..4).all(|place| is_joined(problem, day, place)) { of_four(weights, mask) } else { of_any(problem, day, mask) }
}

/// A day of four slots in a row. The first slot is the lowest bit.
fn of_four(weights: &ShapeWeights, mask: u32) -> u64 {
    u64::from(match mask {
        0b0110 => weights.no_lunch,
        0b1001 => weights.far_apart,
        0b0101 | 0b1010 => weights.gap,
        0b0111 | 0b1110 => weights.marathon,
        _ => 0,
    })
}

/// Any day: each gap and each long run.
fn of_any(problem: &Problem, day: &[SlotIx], mask: u32) -> u64 {
    let weights = &problem.weights().shape;
    let (mut price, mut run, mut last) = (0, 0, None);
    for place in (0..day.len()).filter(|place| mask >> place & 1 == 1) {
        let follows = place > 0 && last == Some(place - 1);
        if last.is_some() && !follows {
            price += u64::from(weights.gap);
        }
        run = if follows && is_joined(problem, day, place) { run + 1 } else { 1 };
        if run == 3 {
            price += u64::from(weights.marathon);
        }
        last = Some(place);
    }
    price
}

/// Whether the slot at `place` of the day follows the one before it without a long pause.
fn is_joined(problem: &Problem, day: &[SlotIx], place: usize) -> bool {
    let pause = problem.slot(day[place]).starts.saturating_sub(problem.slot(day[place - 1]).ends);
    pause <= problem.weights().shape.joined_within
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let awkward = worked_days(problem, rota).filter(|(_, day, mask)| of_day(problem, day, *mask) > 0).map(|(person, day, mask)| {
        let slots = chosen(day, mask);
        Charge {
            constraint: Constraint::DayShape,
            severity: Severity::Soft(of_day(problem, day, mask)),
            persons: vec![person],
            turns: turns_of(person, &slots),
            text: format!("{}'s turns lie badly within the day: {}", problem.person(person).name, labels(problem, &slots)),
            slots,
        }
    });
    awkward.collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Constraint::DayShape, Severity::Soft, tests::told},
        *,
    };
    use crate::sample;

    /// Prices of days drawn as they are read: the first slot to the left.
    fn priced(problem: &Problem, drawn: &[&str]) -> Vec<u64> {
        let mask = |day: &&str| day.chars().enumerate().fold(0, |mask, (bit, sign)| mask | u32::from(sign == '1') << bit);
        drawn.iter().map(|day| of_day(problem, &problem.days()[0], mask(day))).collect()
    }

    #[test]
    fn a_day_of_four_goes_by_the_table() {
        let problem = sample::problem(|_| {});
        let table = [
            ("0000", 0),
            ("1000", 0),
            ("0100", 0),
            ("0010", 0),
            ("0001", 0),
            ("1100", 0),
            ("0011", 0),
            ("0110", 10),
            ("1001", 20),
            ("1010", 30),
            ("0101", 30),
            ("1110", 40),
            ("0111", 40),
            ("1011", 0),
            ("1101", 0),
            ("1111", 0),
        ];

        for (drawn, price) in table {
            assert_eq!(priced(&problem, &[drawn]), [price], "{drawn}");
        }
    }

    #[test]
    fn any_other_day_pays_for_each_gap_and_each_long_run() {
        let problem = sample::problem(|draft| draft.slots = sample::day(0, "Mon", 7, 2));

        let prices = priced(&problem, &["1100000", "1000001", "1010100", "1110000", "1111100", "1110111", "0111010"]);

        assert_eq!(prices, [0, 30, 60, 40, 40, 110, 70]);
    }

    #[test]
    fn a_long_pause_ends_a_run_but_is_no_gap() {
        let problem = sample::problem(|draft| {
            for slot in &mut draft.slots[2..] {
                slot.starts += 60;
                slot.ends += 60;
            }
        });

        assert_eq!(priced(&problem, &["0110", "1110", "1111", "1001"]), [0, 0, 0, 30]);
    }

    #[test]
    fn an_awkward_day_is_charged_to_its_person() {
        let told = told(DayShape, |_| {}, &[(0, 0), (0, 1), (1, 0), (1, 2)]);

        assert_eq!(told, [(Soft(30), "Berta's turns lie badly within the day: Mon 09:00, Mon 11:30".to_owned())]);
    }
}
