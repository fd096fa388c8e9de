//! Which of the calls or messages that Twilio lists is an order of ours whose answer was lost.
//!
//! Twilio keeps no reference of ours with a call: it stands in the address for callbacks only. So, of all that went to the same party
//! since the order was committed:
//!
//! 1. What is another order's is left out: the orders whose keys we know are told with the question.
//! 2. One is left, and no other order is looked for: it is ours.
//! 3. Several are left, or another order is looked for as well: the call's events are asked for, which name the addresses that were
//!    called back, so our reference. Twilio shows them from 15 minutes after the end of a call, others never.
//!    Until then it is not known.
//! 4. None is left: it was never placed, once nothing can be on its way any more ([`Limits::settle`]); before that it is not known.
//!    What went there later than that is hardly ours, but could be, if whoever was to send it was held up: it needs proof as in 3.
//!
//! Twilio's filters by time know days only, and leave out a call that has yet to be dialled. So the list is asked by party, and
//! times are compared here.

use chrono::{DateTime, TimeDelta, Utc};

use super::{config::Limits, resource::instant};
use crate::outgoing::LookUp;

/// How many are read of a list at once: newest first, so that older ones are not needed.
pub(super) const PAGE: usize = 200;

/// How many calls' events are asked for.
pub(super) const MOST_EVENTS: usize = 10;

/// What is listed.
#[derive(Clone, Debug)]
pub(super) struct Listed<T> {
    pub(super) key: String,
    pub(super) direction: Option<String>,
    pub(super) created: Option<String>,
    pub(super) itself: T,
}

/// What the list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict<T> {
    /// This is ours.
    Ours(T),
    /// One of these may be ours.
    Among(Vec<T>),
    /// There is none, and there will be none.
    Never,
    /// It cannot be told yet.
    NotYet,
}

/// Judges a page of a list, newest first. `more`: there are further pages.
pub(super) fn judge<T>(listed: Vec<Listed<T>>, more: bool, order: &LookUp, limits: &Limits) -> Verdict<T> {
    let span = |duration| TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX);
    let from = order.ordered_at - span(limits.clocks);
    let until = order.ordered_at + span(limits.settle);
    let created = |listed: &Listed<T>| instant(listed.created.as_deref());
    let is_before = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at < from);
    // Older ones are on the next pages, unless this one reaches back before the order already.
    let whole = !more || listed.last().is_some_and(|last| is_before(created(last)));
    let fits = |one: &Listed<T>| {
        let ours = one.direction.as_deref().is_none_or(|direction| direction == "outbound-api");
        ours && !is_before(created(one)) && !order.others.iter().any(|other| other.0 == one.key)
    };
    let left = listed.into_iter().filter(fits);
    let (late, left): (Vec<_>, Vec<_>) = left.partition(|one| created(one).is_some_and(|at| at > until));
    let itself = |these: Vec<Listed<T>>| these.into_iter().map(|one| one.itself).collect::<Vec<_>>();
    let (mut left, late) = (itself(left), itself(late));
    let settled = order.asked_at >= until;
    match left.len() {
        0 if !late.is_empty() => Verdict::Among(late),
        0 if settled && whole => Verdict::Never,
        0 => Verdict::NotYet,
        1 if whole && !order.rivals => left.pop().map_or(Verdict::NotYet, Verdict::Ours),
        _ => Verdict::Among(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::OrderKey;

    const ORDERED: &str = "2026-03-02T09:00:00Z";

    fn order(others: &[&str], rivals: bool, asked_after: i64) -> LookUp {
        let ordered_at: DateTime<Utc> = ORDERED.parse().unwrap();
        LookUp {
            reference: "att_1".parse().unwrap(),
            key: None,
            to: numbering::DialTarget::Number("+34972183386".parse().unwrap()),
            from: None,
            body: None,
            ordered_at,
            asked_at: ordered_at + TimeDelta::seconds(asked_after),
            others: others.iter().map(|key| OrderKey((*key).to_owned())).collect(),
            rivals,
        }
    }

    fn listed(key: &'static str, seconds: i64) -> Listed<&'static str> {
        let created = ORDERED.parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds);
        Listed { key: key.to_owned(), direction: Some("outbound-api".to_owned()), created: Some(created.to_rfc2822()), itself: key }
    }

    fn verdict(list: Vec<Listed<&'static str>>, order: &LookUp) -> Verdict<&'static str> {
        judge(list, false, order, &Limits::default())
    }

    #[test]
    fn the_only_call_of_that_time_is_ours() {
        let list = vec![listed("CA3", 2), listed("CA2", -300), listed("CA1", -3600)];

        assert_eq!(verdict(list, &order(&[], false, 10)), Verdict::Ours("CA3"));
    }

    #[test]
    fn clocks_may_differ_a_little() {
        assert_eq!(verdict(vec![listed("CA1", -50)], &order(&[], false, 10)), Verdict::Ours("CA1"));
        assert_eq!(verdict(vec![listed("CA1", -70)], &order(&[], false, 10)), Verdict::NotYet);
    }

    #[test]
    fn what_belongs_to_another_order_is_not_ours() {
        let list = || vec![listed("CA2", 3), listed("CA1", 2)];

        assert_eq!(verdict(list(), &order(&["CA2"], false, 10)), Verdict::Ours("CA1"));
        assert_eq!(verdict(list(), &order(&["CA1", "CA2"], false, 10)), Verdict::NotYet);
        assert_eq!(verdict(list(), &order(&["CA1", "CA2"], false, 300)), Verdict::Never);
    }

    #[test]
    fn of_several_none_is_taken_without_proof() {
        assert_eq!(verdict(vec![listed("CA2", 3), listed("CA1", 2)], &order(&[], false, 10)), Verdict::Among(vec!["CA2", "CA1"]));
    }

    #[test]
    fn while_a_rival_is_looked_for_even_the_only_one_needs_proof() {
        assert_eq!(verdict(vec![listed("CA1", 2)], &order(&[], true, 10)), Verdict::Among(vec!["CA1"]));
    }

    #[test]
    fn an_order_of_which_nothing_is_seen_was_never_placed_once_nothing_can_be_on_its_way() {
        assert_eq!(verdict(vec![], &order(&[], false, 299)), Verdict::NotYet);
        assert_eq!(verdict(vec![], &order(&[], false, 300)), Verdict::Never);
    }

    #[test]
    fn a_list_that_goes_on_proves_nothing_unless_it_reaches_back_before_the_order() {
        let order = order(&["CA9"], false, 4000);
        let judged = |older| judge(vec![listed("CA9", 4000), listed("CA8", older)], true, &order, &Limits::default());
        let mut others = order.clone();
        others.others.push(OrderKey("CA8".to_owned()));

        assert_eq!(judge(vec![listed("CA9", 4000), listed("CA8", 3)], true, &others, &Limits::default()), Verdict::NotYet);
        assert_eq!(judged(-3000), Verdict::Never);
        assert_eq!(judged(2), Verdict::Among(vec!["CA8"]));
    }

    #[test]
    fn what_went_there_much_later_needs_proof() {
        let order = order(&[], false, 4000);

        assert_eq!(verdict(vec![listed("CA1", 301)], &order), Verdict::Among(vec!["CA1"]));
        assert_eq!(verdict(vec![listed("CA2", 301), listed("CA1", 2)], &order), Verdict::Ours("CA1"));
    }

    #[test]
    fn calls_that_came_in_or_that_a_document_made_are_not_ours() {
        let mut dialled = listed("CA1", 2);
        dialled.direction = Some("outbound-dial".to_owned());

        assert_eq!(verdict(vec![dialled], &order(&[], false, 10)), Verdict::NotYet);
    }
}
