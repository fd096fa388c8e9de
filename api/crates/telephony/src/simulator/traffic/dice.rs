//! Chance that repeats: each subject has its own dice, so that what one does shifts nothing for the others.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

/// What a set of dice decides about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    Arrivals,
    Caller,
    Call,
    Ring,
    Breaks,
    Placed,
}

pub(super) struct Dice(StdRng);

impl Dice {
    /// The dice of the subject's `number`th, in traffic of that seed.
    pub(super) fn of(seed: u64, subject: Subject, number: u64) -> Self {
        let mut mixed = [0; 32];
        mixed[..8].copy_from_slice(&seed.to_le_bytes());
        mixed[8] = subject as u8;
        mixed[16..24].copy_from_slice(&number.to_le_bytes());
        Self(StdRng::from_seed(mixed))
    }

    pub(super) fn percent(&mut self, percent: u8) -> bool {
        self.0.random_ratio(u32::from(percent.min(100)), 100)
    }

    /// A whole number from 0, below `end`; 0 for an `end` of 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0.random_range(0..end.max(1))
    }

    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        choices.choose(&mut self.0)
    }

    /// Index of one of the weights; `None` when all are 0.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> Option<usize> {
        let total: u64 = weights.clone().map(u64::from).sum();
        if total == 0 {
            return None;
        }
        let mut left = self.0.random_range(0..total);
        weights.into_iter().position(|weight| {
            let hit = left < u64::from(weight);
            left = left.saturating_sub(u64::from(weight));
            hit
        })
    }

    /// A time between independent happenings of that mean: mostly short, at most six times the mean.
    pub(super) fn gap(&mut self, mean: Duration) -> Duration {
        let even: f64 = self.0.random();
        to_millis(mean.mul_f64((-(1.0 - even).ln()).min(6.0)))
    }

    /// How long something takes that needs its time: around the mean, seldom very short, with a long tail.
    pub(super) fn length(&mut self, mean: Duration) -> Duration {
        let half = mean / 2;
        self.gap(half) + self.gap(half)
    }
}

/// In whole milliseconds, as telephone systems tell time.
fn to_millis(span: Duration) -> Duration {
    Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX))
}
