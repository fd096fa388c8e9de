//! When something that failed is tried again. Pure: chance comes in as a number.

use chrono::TimeDelta;

/// Delays that grow from the first to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// After the first attempt.
    pub first: TimeDelta,
    /// How much longer each delay is than the one before.
    pub factor: u32,
    /// No delay is longer.
    pub longest: TimeDelta,
    /// Part of each delay, in hundredths, that is left to chance, so that what failed together does not come again together: 0 to
    /// 100.
    pub chance: u8,
}

impl Backoff {
    /// The delay after so many attempts, from 1. `seed` decides what is left to chance: the same seed, the same delay.
    pub fn after(&self, attempts: u32, seed: u64) -> TimeDelta {
        let longest = self.longest.num_milliseconds().max(0);
        let mut delay = self.first.num_milliseconds().clamp(0, longest);
        for _ in 1..attempts {
            if delay == 0 || delay == longest || self.factor <= 1 {
                break;
            }
            delay = delay.saturating_mul(self.factor.into()).min(longest);
        }
        let open = i128::from(delay) * i128::from(self.chance.min(100)) / 100;
        let share = i128::from(mixed(seed ^ (u64::from(attempts) << 32)) >> 32);
        // Both factors are far below 2^64: the product fits, and its quotient is at most `open`.
        let taken = i64::try_from(open * share / i128::from(u32::MAX)).unwrap_or_default();
        TimeDelta::milliseconds(delay - taken)
    }
}

/// Bits of a number, well mixed: SplitMix64.
fn mixed(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const HALF_A_MINUTE: Backoff = Backoff { first: TimeDelta::seconds(30), factor: 4, longest: TimeDelta::minutes(30), chance: 0 };

    #[test]
    fn delays_grow_by_the_factor_up_to_the_longest() {
        let delays: Vec<i64> = (1..=6).map(|attempts| HALF_A_MINUTE.after(attempts, 7).num_seconds()).collect();

        assert_eq!(delays, [30, 120, 480, 1_800, 1_800, 1_800]);
    }

    #[test]
    fn what_failed_together_does_not_come_again_together() {
        let backoff = Backoff { chance: 20, ..HALF_A_MINUTE };

        let delays: HashSet<TimeDelta> = (0..100).map(|seed| backoff.after(1, seed)).collect();

        assert!(delays.len() > 90, "{} different delays of 100", delays.len());
    }

    fn backoffs() -> impl Strategy<Value = Backoff> {
        (0..i64::MAX / 2_000, 0..=u32::MAX, 0..i64::MAX / 2_000, 0..=u8::MAX).prop_map(|(first, factor, longest, chance)| Backoff {
            first: TimeDelta::milliseconds(first),
            factor,
            longest: TimeDelta::milliseconds(longest),
            chance,
        })
    }

    proptest! {
        #[test]
        fn no_delay_is_negative_or_longer_than_the_longest(backoff in backoffs(), attempts: u32, seed: u64) {
            let delay = backoff.after(attempts, seed);

            prop_assert!(TimeDelta::zero() <= delay && delay <= backoff.longest, "{delay}");
        }

        #[test]
        fn chance_takes_no_more_than_its_part(backoff in backoffs(), attempts: u32, seed: u64) {
            let whole = Backoff { chance: 0, ..backoff }.after(attempts, seed).num_milliseconds();
            let least = i128::from(whole) * i128::from(100 - backoff.chance.min(100)) / 100;

            let delay = i128::from(backoff.after(attempts, seed).num_milliseconds());

            prop_assert!(least <= delay && delay <= i128::from(whole), "{least} {delay} {whole}");
        }

        #[test]
        fn without_chance_a_later_delay_is_never_shorter(backoff in backoffs(), attempts in 1..u32::MAX, seed: u64) {
            let backoff = Backoff { chance: 0, ..backoff };

            prop_assert!(backoff.factor == 0 || backoff.after(attempts, seed) <= backoff.after(attempts + 1, seed));
        }

        #[test]
        fn the_same_seed_gives_the_same_delay(backoff in backoffs(), attempts: u32, seed: u64) {
            prop_assert_eq!(backoff.after(attempts, seed), backoff.after(attempts, seed));
        }
    }
}
