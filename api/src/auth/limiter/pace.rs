//! So many a minute and key: the generic cell rate algorithm (ITU-T I.371), one instant a key.
//!
//! The instant is when all that was taken will have flowed back. A key may take a minute's worth at once.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

pub(super) struct Pace<K> {
    each: TimeDelta,
    whole: u32,
    full_again: Mutex<HashMap<K, DateTime<Utc>>>,
}

impl<K: Copy + Eq + Hash> Pace<K> {
    /// `whole` a minute, 1 or more.
    pub(super) fn per_minute(whole: u32) -> Self {
        let whole = whole.max(1);
        Self { each: TimeDelta::nanoseconds(60_000_000_000 / i64::from(whole)), whole, full_again: Mutex::default() }
    }

    /// Takes `count`, or tells how long until they are there. More than a minute's worth counts as a minute's.
    pub(super) fn take(&self, key: K, count: u32, now: DateTime<Utc>) -> Result<(), Duration> {
        let mut full_again = self.lock();
        // A clock that was set back must not shut anybody out for longer than a minute.
        let from = full_again.get(&key).copied().map_or(now, |at| at.clamp(now, now + MINUTE));
        let then = from + self.worth(count);
        let over = then - now - MINUTE;
        if over > TimeDelta::zero() {
            return Err(over.to_std().unwrap_or_default());
        }
        full_again.insert(key, then);
        Ok(())
    }

    /// Gives back `count` that were taken.
    pub(super) fn give_back(&self, key: K, count: u32) {
        if let Some(at) = self.lock().get_mut(&key) {
            *at -= self.worth(count);
        }
    }

    /// Forgets every key that has all of a minute's worth.
    pub(super) fn forget_idle(&self, now: DateTime<Utc>) {
        self.lock().retain(|_, at| *at > now);
    }

    fn worth(&self, count: u32) -> TimeDelta {
        self.each * i32::try_from(count.min(self.whole)).unwrap_or(i32::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, DateTime<Utc>>> {
        self.full_again.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-21T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_minutes_worth_may_be_taken_at_once_and_flows_back_evenly() {
        let pace = Pace::per_minute(6);

        assert_eq!(pace.take("key", 6, noon()), Ok(()));

        assert_eq!(pace.take("key", 1, noon()), Err(Duration::from_secs(10)));
        assert_eq!(pace.take("key", 1, noon() + TimeDelta::seconds(10)), Ok(()));
        assert_eq!(pace.take("key", 2, noon() + TimeDelta::seconds(25)), Err(Duration::from_secs(5)));
        assert_eq!(pace.take("other", 6, noon()), Ok(()));
    }

    #[test]
    fn more_than_a_minutes_worth_is_taken_as_a_minutes_worth() {
        let pace = Pace::per_minute(6);

        assert_eq!(pace.take("key", 1_000, noon()), Ok(()));
        assert_eq!(pace.take("key", 1, noon() + MINUTE), Ok(()));
    }

    #[test]
    fn what_is_given_back_may_be_taken_again() {
        let pace = Pace::per_minute(1);
        assert_eq!(pace.take("key", 1, noon()), Ok(()));

        pace.give_back("key", 1);

        assert_eq!(pace.take("key", 1, noon()), Ok(()));
    }

    #[test]
    fn a_clock_set_back_shuts_out_for_a_minute_at_the_most() {
        let pace = Pace::per_minute(1);
        assert_eq!(pace.take("key", 1, noon()), Ok(()));

        assert_eq!(pace.take("key", 1, noon() - TimeDelta::hours(1)), Err(Duration::from_secs(60)));
    }

    #[test]
    fn who_has_everything_is_forgotten() {
        let pace = Pace::per_minute(1);
        assert_eq!(pace.take("key", 1, noon()), Ok(()));

        pace.forget_idle(noon() + TimeDelta::seconds(59));
        assert_eq!(pace.lock().len(), 1);

        pace.forget_idle(noon() + MINUTE);
        assert_eq!(pace.lock().len(), 0);
    }
}
