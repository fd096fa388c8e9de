//! Turns to one decimal, exactly: what people are owed.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Neg, Sub},
};

use serde::{Deserialize, Serialize};

/// A number of turns in tenths of a turn: `Tenths(-4)` is −0.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tenths(pub i64);

impl Tenths {
    /// Whole turns.
    pub fn turns(number: i64) -> Self {
        Self(number * 10)
    }

    /// Its size without sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl Add for Tenths {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Tenths {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Tenths {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Tenths {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        Self(numbers.map(|number| number.0).sum())
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", self.0.abs() / 10, self.0.abs() % 10)
    }
}

/// A fraction to the nearest whole number; from the middle, to the even one.
pub(super) fn round_half_even(numerator: i64, denominator: i64) -> i64 {
    let (whole, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        let table = [(5, 2, 2), (7, 2, 4), (12, 5, 2), (13, 5, 3), (-5, 2, -2), (-7, 2, -4), (-2, 5, 0), (-3, 5, -1), (0, 5, 0)];

        for (numerator, denominator, rounded) in table {
            assert_eq!(round_half_even(numerator, denominator), rounded, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn they_are_shown_with_one_decimal() {
        assert_eq!([0, 4, -4, -12, 130].map(|tenths| Tenths(tenths).to_string()), ["0.0", "0.4", "-0.4", "-1.2", "13.0"]);
    }
}
