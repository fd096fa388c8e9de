//! What each wish is worth. Whole numbers, so that sums are exact; the default is what a support team has lived with.

use serde::{Deserialize, Serialize};

/// A rule that must hold, or one that may be broken at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// No rota breaks it.
    Hard,
    /// Each break costs this much.
    Soft(u32),
}

/// The weights of the soft constraints, each from 0 (off) to [`Weights::MOST`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Holes of a slot: this times their number squared, so that they spread out. 100.
    pub empty_square: u32,
    /// Each hole of a slot but the first, besides. 1.
    pub empty_extra: u32,
    /// A standing turn not given, unless its person is busy. `Soft(50)`.
    pub standing: Strength,
    /// Turns of one person on one day, n of them: this times n(n-1). 10.
    pub concentration: u32,
    /// How a day's turns lie.
    pub shape: ShapeWeights,
    /// A turn at a time that its person would rather have free. 5.
    pub optional_busy: u32,
    /// Each pair of one table on the telephone in one slot. 5; people without a table disturb nobody.
    pub table_noise: u32,
    /// Each turn given to, or taken from, somebody by comparison with the previous rota. 0.
    pub change: u32,
}

/// The weights of how one person's turns lie within a day.
///
/// A day of exactly four slots that follow each other goes by this table, in which anything not named is free:
///
/// | worked | weight |
/// |---|---|
/// | `0110` | `no_lunch` |
/// | `1001` | `far_apart` |
/// | `1010` `0101` | `gap` |
/// | `1110` `0111` | `marathon` |
///
/// Any other day goes by the rule: `gap` for each gap, which is one or more slots not worked between two that are, and
/// `marathon` for each run of three or more slots that follow each other, all worked.
///
/// Slots follow each other when they are neighbours within their day and no more than `joined_within` minutes lie between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShapeWeights {
    /// Both middle slots of four: no lunch. 10.
    pub no_lunch: u32,
    /// The first and the last of four. 20.
    pub far_apart: u32,
    /// A gap between turns. 30.
    pub gap: u32,
    /// Three turns in a row or more. 40.
    pub marathon: u32,
    /// The longest pause, in minutes, after which two slots still follow each other. 30.
    pub joined_within: u32,
}

impl Weights {
    /// The most a weight may be. Sums of any rota that is accepted then stay exact, also as the solver's floating numbers.
    pub const MOST: u32 = 1_000_000;

    /// Every weight with its name, those of rules apart.
    pub(crate) fn named(&self) -> Vec<(&'static str, u32)> {
        let standing = match self.standing {
            Strength::Hard => 0,
            Strength::Soft(weight) => weight,
        };
        vec![
            ("empty_square", self.empty_square),
            ("empty_extra", self.empty_extra),
            ("standing", standing),
            ("concentration", self.concentration),
            ("shape.no_lunch", self.shape.no_lunch),
            ("shape.far_apart", self.shape.far_apart),
            ("shape.gap", self.shape.gap),
            ("shape.marathon", self.shape.marathon),
            ("optional_busy", self.optional_busy),
            ("table_noise", self.table_noise),
            ("change", self.change),
        ]
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            empty_square: 100,
            empty_extra: 1,
            standing: Strength::Soft(50),
            concentration: 10,
            shape: ShapeWeights::default(),
            optional_busy: 5,
            table_noise: 5,
            change: 0,
        }
    }
}

impl Default for ShapeWeights {
    fn default() -> Self {
        Self { no_lunch: 10, far_apart: 20, gap: 30, marathon: 40, joined_within: 30 }
    }
}
