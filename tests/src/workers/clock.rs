//! A clock that goes fast, and says the same in every process.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use futures_util::{FutureExt, future::BoxFuture};
use serde::{Deserialize, Serialize};
use switchboard::clock::Clock;

/// The machine's clock, so many times as fast from an instant on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FastClock {
    /// What it said at first.
    beginning: DateTime<Utc>,
    /// What the machine's said then.
    since: DateTime<Utc>,
    /// How many times as fast it goes.
    times: u32,
}

impl FastClock {
    /// One that says `beginning` now.
    pub fn from(beginning: DateTime<Utc>, times: u32) -> Self {
        Self { beginning, since: Utc::now(), times: times.max(1) }
    }

    /// The instant it says.
    pub fn says(&self) -> DateTime<Utc> {
        (self.beginning + (Utc::now() - self.since) * i32::try_from(self.times).unwrap_or(i32::MAX)).trunc_subsecs(6)
    }

    /// How long by the machine's clock something takes that takes so long by this one.
    pub fn in_truth(&self, span: Duration) -> Duration {
        span / self.times
    }
}

impl Clock for FastClock {
    fn now(&self) -> DateTime<Utc> {
        self.says()
    }

    fn reached(&self, at: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let waiting = async move {
            while let Ok(left) = (at - self.says()).to_std()
                && !left.is_zero()
            {
                tokio::time::sleep(self.in_truth(left)).await;
            }
        };
        waiting.boxed()
    }
}
