//! What a list of service slots may hold.

use chrono::NaiveTime;
use entity::service_slot;
use sea_orm::DbErr;

use super::input::ServiceSlotInput;
use crate::{
    error::{Outcome, Problem, ProblemCode},
    turns::{check::Check, span::Span},
};

/// Persons wanted in a slot at the most.
const MOST_DEMAND: i32 = 50;

/// A slot as it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    /// 1 (Monday) to 7.
    pub(super) weekday: i16,
    /// On the wall's clock.
    pub(super) starts_at: NaiveTime,
    /// On the wall's clock; 00:00 is midnight at the end.
    pub(super) ends_at: NaiveTime,
    /// Persons wanted.
    pub(super) demand: i32,
}

/// The span of a stored slot.
///
/// # Errors
/// When it ends before it begins: nobody here stored that.
pub fn span(row: &service_slot::Model) -> Result<Span, DbErr> {
    Span::new(row.starts_at, row.ends_at).ok_or_else(|| DbErr::Type(format!("{} ends before it begins", row.id)))
}

/// The slots as they are wanted, in the order of the week.
///
/// # Errors
/// All that is wrong with them, each with its place in the list.
pub(super) fn read(slots: &[ServiceSlotInput]) -> Outcome<Vec<Hours>> {
    let mut check = Check::at(&[]);
    let mut read: Vec<(Hours, Span, usize)> = Vec::new();
    for (place, slot) in slots.iter().enumerate() {
        check.go(&["slots", &place.to_string()]);
        let times = (check.time("startsAt", &slot.starts_at), check.time("endsAt", &slot.ends_at));
        let demand = check.number("demand", slot.demand, 1..=MOST_DEMAND);
        let (Some(starts_at), Some(ends_at)) = times else { continue };
        match Span::new(starts_at, ends_at) {
            Some(span) => read.push((Hours { weekday: slot.weekday.number(), starts_at, ends_at, demand }, span, place)),
            None => check.invalid("endsAt", "A slot ends after it begins; one that goes on after midnight is two, the first until 00:00."),
        }
    }
    read.sort_by_key(|(hours, span, place)| (hours.weekday, *span, *place));
    // The one so far that reaches furthest into the day: it may hold several later ones.
    let mut furthest: Option<(i16, Span, usize)> = None;
    for (hours, span, place) in &read {
        match furthest {
            Some((weekday, reaching, earlier)) if weekday == hours.weekday && reaching.overlaps(*span) => {
                check.go(&["slots", &place.to_string()]);
                check.invalid("startsAt", format!("This slot begins before the one at place {earlier} of the list, from 0, ends."));
                if span.to > reaching.to {
                    furthest = Some((hours.weekday, *span, *place));
                }
            }
            _ => furthest = Some((hours.weekday, *span, *place)),
        }
    }
    let mut days: [usize; 8] = [0; 8];
    for (hours, ..) in &read {
        days[usize::try_from(hours.weekday).unwrap_or_default()] += 1;
    }
    check.done()?;
    if days.iter().any(|slots| *slots > rota::MOST_SLOTS_A_DAY) {
        let message = format!("A day has at most {} slots.", rota::MOST_SLOTS_A_DAY);
        return Err(Problem::new(ProblemCode::LimitReached, &["slots"], message).into());
    }
    Ok(read.into_iter().map(|(hours, ..)| hours).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::Refusal, graphql::local::LocalTime, turns::weekday::Weekday};

    fn slot(weekday: Weekday, starts_at: (u32, u32), ends_at: (u32, u32), demand: i32) -> ServiceSlotInput {
        let time = |(hour, minute)| LocalTime::from(NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
        ServiceSlotInput { weekday, starts_at: time(starts_at), ends_at: time(ends_at), demand }
    }

    fn wrong(slots: &[ServiceSlotInput]) -> Vec<String> {
        match read(slots) {
            Err(Refusal::User(problems)) => problems.into_iter().map(|problem| problem.path.join(".")).collect(),
            Err(Refusal::Fault(fault)) => panic!("{}", fault.message()),
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn slots_come_in_the_order_of_the_week() {
        let slots = [
            slot(Weekday::Friday, (9, 0), (10, 0), 1),
            slot(Weekday::Monday, (22, 0), (0, 0), 2),
            slot(Weekday::Monday, (9, 0), (22, 0), 3),
        ];

        let read = read(&slots).unwrap_or_default();

        assert_eq!(read.iter().map(|hours| (hours.weekday, hours.demand)).collect::<Vec<_>>(), [(1, 3), (1, 2), (5, 1)]);
    }

    #[test]
    fn slots_of_a_day_may_touch_and_not_overlap() {
        use Weekday::{Monday, Tuesday};

        assert_eq!(wrong(&[slot(Monday, (9, 0), (10, 0), 1), slot(Monday, (10, 0), (11, 0), 1)]), [""; 0]);
        assert_eq!(wrong(&[slot(Monday, (9, 0), (10, 0), 1), slot(Tuesday, (9, 30), (11, 0), 1)]), [""; 0]);
        assert_eq!(wrong(&[slot(Monday, (9, 30), (11, 0), 1), slot(Monday, (9, 0), (10, 0), 1)]), ["slots.0.startsAt"]);
        assert_eq!(wrong(&[slot(Monday, (9, 0), (10, 0), 1), slot(Monday, (9, 0), (10, 0), 1)]), ["slots.1.startsAt"]);
        assert_eq!(wrong(&[slot(Monday, (9, 0), (0, 0), 1), slot(Monday, (23, 0), (23, 30), 1)]), ["slots.1.startsAt"]);
    }

    #[test]
    fn a_slot_that_holds_a_later_one_and_more_overlaps_each() {
        use Weekday::Monday;
        let slots = [slot(Monday, (9, 0), (18, 0), 1), slot(Monday, (10, 0), (11, 0), 1), slot(Monday, (12, 0), (13, 0), 1)];

        assert_eq!(wrong(&slots), ["slots.1.startsAt", "slots.2.startsAt"]);
    }

    #[test]
    fn demand_and_times_have_their_bounds() {
        use Weekday::Sunday;
        let slots = [slot(Sunday, (9, 0), (10, 0), 0), slot(Sunday, (11, 0), (11, 0), 50), slot(Sunday, (12, 0), (11, 0), 51)];

        assert_eq!(wrong(&slots), ["slots.0.demand", "slots.1.endsAt", "slots.2.demand", "slots.2.endsAt"]);
    }

    #[test]
    fn a_day_has_no_more_slots_than_the_solver_takes() {
        let slots = |count: u32| -> Vec<_> {
            (0..count).map(|place| slot(Weekday::Monday, (place / 4, place % 4 * 15), (place / 4, place % 4 * 15 + 14), 1)).collect()
        };

        assert_eq!(wrong(&slots(32)), [""; 0]);
        assert_eq!(wrong(&slots(33)), ["slots"]);
    }
}
