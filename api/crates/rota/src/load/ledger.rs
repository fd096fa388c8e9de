//! What people are owed over the weeks: who worked more than the ideal has credit, who worked less is in debt.

use std::collections::BTreeMap;

use super::Tenths;

/// Overloads of weeks, and settlements that sum up all weeks to some day. `W` is a week, anything with an order; `P` a person.
#[derive(Clone, Debug)]
pub struct Ledger<W, P> {
    settlements: BTreeMap<W, BTreeMap<P, Tenths>>,
    overloads: BTreeMap<W, BTreeMap<P, Tenths>>,
}

impl<W: Ord + Copy, P: Ord + Clone> Ledger<W, P> {
    /// Nothing owed to anybody.
    pub fn new() -> Self {
        Self { settlements: BTreeMap::new(), overloads: BTreeMap::new() }
    }

    /// States the credits as they are after `week`; overloads up to it no longer count. Forgiving everything is a settlement with
    /// no credits.
    pub fn settle(&mut self, week: W, credits: impl IntoIterator<Item = (P, Tenths)>) {
        self.settlements.insert(week, credits.into_iter().collect());
    }

    /// Notes a week's overloads, in place of those noted for it before.
    pub fn note(&mut self, week: W, overloads: impl IntoIterator<Item = (P, Tenths)>) {
        self.overloads.insert(week, overloads.into_iter().collect());
    }

    /// Credits after `week`: the latest settlement not later than it, and the overloads of later weeks up to and with it.
    pub fn credits_after(&self, week: W) -> BTreeMap<P, Tenths> {
        self.credits(|other| other <= week)
    }

    /// Credits before `week`, by which its loads are computed: what is noted of that week itself does not count.
    pub fn credits_before(&self, week: W) -> BTreeMap<P, Tenths> {
        self.credits(|other| other < week)
    }

    fn credits(&self, counts: impl Fn(W) -> bool) -> BTreeMap<P, Tenths> {
        let settled = self.settlements.iter().rev().find(|(week, _)| counts(**week));
        let mut credits = settled.map(|(_, credits)| credits.clone()).unwrap_or_default();
        let since = settled.map(|(week, _)| *week);
        for (_, overloads) in self.overloads.iter().filter(|(week, _)| counts(**week) && Some(**week) > since) {
            for (person, overload) in overloads {
                let credit = credits.entry(person.clone()).or_default();
                *credit = *credit + *overload;
            }
        }
        credits
    }
}

impl<W: Ord + Copy, P: Ord + Clone> Default for Ledger<W, P> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger<u32, &'static str> {
        let mut ledger = Ledger::new();
        for (week, overload) in [(9, 7), (10, 5), (11, 2), (12, -4), (13, 10)] {
            ledger.note(week, [("ana", Tenths(overload))]);
        }
        ledger.settle(10, [("ana", Tenths(30)), ("berta", Tenths(-1))]);
        ledger
    }

    #[test]
    fn credits_are_the_latest_settlement_and_the_overloads_since() {
        let ledger = ledger();

        assert_eq!(ledger.credits_after(12), BTreeMap::from([("ana", Tenths(28)), ("berta", Tenths(-1))]));
        assert_eq!(ledger.credits_before(12), BTreeMap::from([("ana", Tenths(32)), ("berta", Tenths(-1))]));
        assert_eq!(ledger.credits_after(10)["ana"], Tenths(30));
    }

    #[test]
    fn before_any_settlement_there_are_only_overloads() {
        assert_eq!(ledger().credits_after(9), BTreeMap::from([("ana", Tenths(7))]));
    }

    #[test]
    fn a_settlement_without_credits_forgives() {
        let mut ledger = ledger();

        ledger.settle(12, []);

        assert_eq!(ledger.credits_after(13), BTreeMap::from([("ana", Tenths(10))]));
    }
}
