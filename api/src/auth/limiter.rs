//! How often: log-ins for one e-mail address and from one IP address, requests of one caller.
//!
//! Refused: the crate `governor`. It cannot give back what a log-in with the right password took, and to count only the
//! failed ones afterwards lets many guesses run side by side before the first is counted.

mod pace;

use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    time::Duration,
};

use sea_orm::prelude::Uuid;

use self::pace::Pace;
use super::{
    caller::{Caller, Credential},
    email::Email,
};
use crate::{clock::SharedClock, config::Config, error::Fault};

/// API keys shown that are in no memory, a minute and address: each costs a look into the database.
const UNKNOWN_KEYS_PER_MINUTE: u32 = 60;

/// Who is counted: IPv6 clients own a whole /64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Network {
    V4(u32),
    V6(u64),
    Unknown,
}

impl From<Option<IpAddr>> for Network {
    fn from(ip: Option<IpAddr>) -> Self {
        match ip.map(|ip| ip.to_canonical()) {
            Some(IpAddr::V4(ip)) => Self::V4(ip.to_bits()),
            Some(IpAddr::V6(ip)) => Self::V6((ip.to_bits() >> 64) as u64),
            None => Self::Unknown,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Spender {
    Credential(Uuid),
    Network(Network),
}

/// Counts.
pub struct Limiter {
    clock: SharedClock,
    hasher: RandomState,
    /// By the address's hash: addresses are long, chosen by strangers, and personal.
    log_ins_by_email: Pace<u64>,
    log_ins_by_network: Pace<Network>,
    unknown_keys: Pace<Network>,
    requests: Pace<Spender>,
}

impl Limiter {
    /// With the limits of `config`.
    pub fn new(config: &Config, clock: SharedClock) -> Self {
        let log_ins = config.auth.failed_log_ins_per_minute;
        Self {
            clock,
            hasher: RandomState::new(),
            log_ins_by_email: Pace::per_minute(log_ins),
            log_ins_by_network: Pace::per_minute(log_ins),
            unknown_keys: Pace::per_minute(UNKNOWN_KEYS_PER_MINUTE),
            requests: Pace::per_minute(config.limits.requests_per_minute),
        }
    }

    /// Lets a log-in be tried: before its password costs anything. It counts as failed unless told otherwise.
    ///
    /// # Errors
    /// [`Fault::RateLimited`]; then nothing is counted, so that whoever is shut out cannot shut out others by going on.
    pub(super) fn try_log_in(&self, email: &Email, ip: Option<IpAddr>) -> Result<Attempt<'_>, Fault> {
        let now = self.clock.now();
        let (email, network) = (self.hasher.hash_one(email), Network::from(ip));
        self.log_ins_by_email.take(email, 1, now).map_err(limited)?;
        if let Err(wait) = self.log_ins_by_network.take(network, 1, now) {
            self.log_ins_by_email.give_back(email, 1);
            return Err(limited(wait));
        }
        Ok(Attempt { limiter: self, email, network })
    }

    /// Lets a credential that no memory knows be looked up.
    ///
    /// # Errors
    /// [`Fault::RateLimited`].
    pub(super) fn try_unknown(&self, ip: Option<IpAddr>) -> Result<(), Fault> {
        self.unknown_keys.take(Network::from(ip), 1, self.clock.now()).map_err(limited)
    }

    /// It was a good one after all.
    pub(super) fn was_known(&self, ip: Option<IpAddr>) {
        self.unknown_keys.give_back(Network::from(ip), 1);
    }

    /// Lets `caller`, or whoever is at `ip`, make `requests` more.
    ///
    /// # Errors
    /// [`Fault::RateLimited`].
    pub fn admit(&self, caller: Option<&Caller>, ip: Option<IpAddr>, requests: u32) -> Result<(), Fault> {
        let spender = match caller.map(|caller| &caller.credential) {
            Some(Credential::Session { user_id, .. }) => Spender::Credential(user_id.0),
            Some(Credential::ApiKey { api_key_id, .. }) => Spender::Credential(api_key_id.0),
            None => Spender::Network(ip.into()),
        };
        self.requests.take(spender, requests, self.clock.now()).map_err(limited)
    }

    /// Forgets whoever has not been seen for a while.
    pub(super) fn forget_idle(&self) {
        let now = self.clock.now();
        self.log_ins_by_email.forget_idle(now);
        self.log_ins_by_network.forget_idle(now);
        self.unknown_keys.forget_idle(now);
        self.requests.forget_idle(now);
    }
}

fn limited(wait: Duration) -> Fault {
    Fault::RateLimited(u64::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u64::MAX).max(1))
}

/// A log-in being tried.
#[must_use]
pub(super) struct Attempt<'a> {
    limiter: &'a Limiter,
    email: u64,
    network: Network,
}

impl Attempt<'_> {
    /// It did not fail.
    pub(super) fn succeeded(self) {
        self.limiter.log_ins_by_email.give_back(self.email, 1);
        self.limiter.log_ins_by_network.give_back(self.network, 1);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;

    use super::*;
    use crate::clock::ManualClock;

    fn limiter() -> (Limiter, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at("2026-11-21T10:00:00Z".parse().unwrap()));
        let mut config = Config::default();
        config.auth.failed_log_ins_per_minute = 3;
        config.limits.requests_per_minute = 2;
        (Limiter::new(&config, clock.clone()), clock)
    }

    fn email(name: &str) -> Email {
        Email::parse(&format!("{name}@example.org")).unwrap()
    }

    fn ip(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn guesses_for_one_address_are_stopped_wherever_they_come_from() {
        let (limiter, clock) = limiter();

        for host in 1..=3 {
            assert!(limiter.try_log_in(&email("ana"), ip(&format!("192.0.2.{host}"))).is_ok());
        }

        assert!(matches!(limiter.try_log_in(&email("ana"), ip("192.0.2.4")), Err(Fault::RateLimited(20))));
        assert!(limiter.try_log_in(&email("pau"), ip("192.0.2.4")).is_ok());
        clock.advance(TimeDelta::seconds(20));
        assert!(limiter.try_log_in(&email("ana"), ip("192.0.2.4")).is_ok());
    }

    #[test]
    fn guesses_from_one_network_are_stopped_whoever_they_are_for() {
        let (limiter, _clock) = limiter();

        for (name, host) in [("ana", "2001:db8::1"), ("pau", "2001:db8::2"), ("joan", "2001:db8::3")] {
            assert!(limiter.try_log_in(&email(name), ip(host)).is_ok());
        }

        assert!(limiter.try_log_in(&email("mar"), ip("2001:db8::4")).is_err());
        assert!(limiter.try_log_in(&email("mar"), ip("2001:db8:0:1::4")).is_ok());
    }

    #[test]
    fn log_ins_that_succeed_are_not_counted() {
        let (limiter, _clock) = limiter();

        for _ in 0..100 {
            limiter.try_log_in(&email("ana"), ip("192.0.2.1")).unwrap().succeeded();
        }

        assert!(limiter.try_log_in(&email("ana"), ip("192.0.2.1")).is_ok());
    }

    #[test]
    fn a_network_shut_out_cannot_shut_out_a_user_elsewhere() {
        let (limiter, _clock) = limiter();
        for name in ["pau", "joan", "mar"] {
            assert!(limiter.try_log_in(&email(name), ip("192.0.2.1")).is_ok());
        }

        for _ in 0..10 {
            assert!(limiter.try_log_in(&email("ana"), ip("192.0.2.1")).is_err());
        }

        assert!(limiter.try_log_in(&email("ana"), ip("192.0.2.2")).is_ok());
    }

    #[test]
    fn requests_are_counted_by_caller_and_without_one_by_network() {
        let (limiter, _clock) = limiter();

        assert!(limiter.admit(None, ip("192.0.2.1"), 1).is_ok());
        assert!(limiter.admit(None, ip("::ffff:192.0.2.1"), 1).is_ok());

        assert!(matches!(limiter.admit(None, ip("192.0.2.1"), 1), Err(Fault::RateLimited(30))));
        assert!(limiter.admit(None, ip("192.0.2.2"), 1).is_ok());
    }
}
