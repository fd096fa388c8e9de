//! Time comes in by this door: services ask the clock they were given, tests move it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::watch;

/// Within this time the machine's clock is found to have been set, or to have gone on while the machine slept.
const NOTICED_WITHIN: Duration = Duration::from_secs(1);

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in whole microseconds: what both databases can keep.
    fn now(&self) -> DateTime<Utc>;

    /// Returns when the clock says `at`, or later. Whoever waits for an instant of the world waits here, and not for a time to pass.
    fn reached(&self, at: DateTime<Utc>) -> BoxFuture<'_, ()>;
}

/// A clock to be shared.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn reached(&self, at: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let waiting = async move {
            loop {
                let left = at - self.now();
                if left <= TimeDelta::zero() {
                    return;
                }
                tokio::time::sleep(left.to_std().unwrap_or_default().min(NOTICED_WITHIN)).await;
            }
        };
        waiting.boxed()
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct ManualClock(watch::Sender<DateTime<Utc>>);

impl ManualClock {
    /// Standing at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(now.trunc_subsecs(6)))
    }

    /// Moves it on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.send_modify(|now| *now += by);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    fn reached(&self, at: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let mut hand = self.0.subscribe();
        // The sender lives in this clock: it cannot be gone.
        async move { drop(hand.wait_for(|now| *now >= at).await) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_at_a_manual_clock_wakes_when_it_is_moved_so_far() {
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let mut ten = clock.reached(DateTime::UNIX_EPOCH + TimeDelta::hours(10));

        let mut seen = vec![(&mut ten).now_or_never()];
        for hours in [9, 2] {
            clock.advance(TimeDelta::hours(hours));
            seen.push((&mut ten).now_or_never());
        }

        assert_eq!(seen, [None, None, Some(())]);
    }

    #[tokio::test]
    async fn what_the_machines_clock_has_passed_is_not_waited_for() {
        let clock = SystemClock;

        assert_eq!(clock.reached(clock.now()).now_or_never(), Some(()));
        assert_eq!(clock.reached(clock.now() + TimeDelta::hours(1)).now_or_never(), None);
    }
}
