//! What each wish is worth to the solver: kept are only differences from its defaults, in its own form.

use async_graphql::{InputObject, MaybeUndefined, SimpleObject};
use sea_orm::DbErr;
use serde_json::{Map, Value};

use crate::turns::check::Check;

/// A weight as given: its field, where the solver has it, and what becomes of it.
type Given = (&'static str, &'static [&'static str], MaybeUndefined<i32>);

macro_rules! weights {
    ($($(#[$doc:meta])* $field:ident $name:literal at $place:expr,)+) => {
        /// What each wish is worth: the solver seeks the timetable that costs least. Whole numbers.
        #[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
        pub struct RotaWeights {
            $($(#[$doc])* pub $field: i32,)+
        }

        /// Changes to what each wish is worth, 0 (nothing) to 1000000: an absent one keeps its value, null gives it its default.
        #[derive(Clone, Debug, Default, InputObject)]
        pub struct RotaWeightsInput {
            $($(#[$doc])* pub $field: MaybeUndefined<i32>,)+
        }

        impl RotaWeights {
            fn read(all: &Value) -> Option<Self> {
                Some(Self { $($field: at(all, $place)?.as_i64().and_then(|weight| i32::try_from(weight).ok())?,)+ })
            }
        }

        impl RotaWeightsInput {
            fn given(&self) -> Vec<Given> {
                vec![$(($name, $place, self.$field)),+]
            }
        }
    };
}

weights! {
    /// Empty cells of a slot: this times their number squared, so that they spread out. 100 by default.
    empty_square "emptySquare" at &["empty_square"],
    /// Each empty cell of a slot but the first, besides. 1 by default.
    empty_extra "emptyExtra" at &["empty_extra"],
    /// A standing turn that is not given, unless its person is busy. 50 by default.
    standing "standing" at &["standing", "soft"],
    /// Turns of one person on one day, n of them: this times n(n-1). 10 by default.
    concentration "concentration" at &["concentration"],
    /// Both middle slots of a day of four: no lunch. 10 by default.
    no_lunch "noLunch" at &["shape", "no_lunch"],
    /// The first and the last slot of a day of four. 20 by default.
    far_apart "farApart" at &["shape", "far_apart"],
    /// A gap between turns of one day. 30 by default.
    gap "gap" at &["shape", "gap"],
    /// Three turns in a row or more. 40 by default.
    marathon "marathon" at &["shape", "marathon"],
    /// No weight but minutes: the longest pause after which two slots still follow each other. 30 by default; at most 1440.
    joined_within_minutes "joinedWithinMinutes" at &["shape", "joined_within"],
    /// A turn at a time that its person would rather have free. 5 by default.
    optional_busy "optionalBusy" at &["optional_busy"],
    /// Each pair of one room on the telephone in one slot. 5 by default.
    room_noise "roomNoise" at &["table_noise"],
}

/// Minutes of a day: no pause is longer.
const LONGEST_PAUSE: i32 = 24 * 60;

/// Greatest weight, as the solver has it.
pub(super) fn most() -> i32 {
    i32::try_from(rota::Weights::MOST).unwrap_or(i32::MAX)
}

/// The weights that the differences `kept` make of the defaults.
///
/// # Errors
/// When what is kept is not what the solver takes.
pub fn weights(kept: &Value) -> Result<rota::Weights, DbErr> {
    serde_json::from_value(kept.clone()).map_err(|error| DbErr::Json(error.to_string()))
}

impl TryFrom<&rota::Weights> for RotaWeights {
    type Error = DbErr;

    fn try_from(weights: &rota::Weights) -> Result<Self, DbErr> {
        let all = serde_json::to_value(weights).map_err(|error| DbErr::Json(error.to_string()))?;
        Self::read(&all).ok_or_else(|| DbErr::Json("a weight is missing".to_owned()))
    }
}

/// The differences that are kept after `given` was applied to those kept before.
pub(super) fn changed(kept: &Value, given: &RotaWeightsInput, check: &mut Check) -> Value {
    let mut kept = kept.as_object().cloned().unwrap_or_default();
    for (name, place, weight) in given.given() {
        match weight {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => remove(&mut kept, place),
            MaybeUndefined::Value(weight) => {
                let most = if name == "joinedWithinMinutes" { LONGEST_PAUSE } else { most() };
                put(&mut kept, place, check.number(name, weight, 0..=most));
            }
        }
    }
    Value::Object(kept)
}

fn at<'a>(all: &'a Value, place: &[&str]) -> Option<&'a Value> {
    place.iter().try_fold(all, |value, part| value.get(part))
}

fn put(kept: &mut Map<String, Value>, place: &[&str], weight: i32) {
    match place {
        [] => {}
        [last] => drop(kept.insert((*last).to_owned(), weight.into())),
        [part, rest @ ..] => {
            let below = kept.entry(*part).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, weight);
            }
        }
    }
}

/// Takes a weight out, and what is empty without it.
fn remove(kept: &mut Map<String, Value>, place: &[&str]) {
    match place {
        [] => {}
        [last] => drop(kept.remove(*last)),
        [part, rest @ ..] => {
            if let Some(Value::Object(below)) = kept.get_mut(*part) {
                remove(below, rest);
                if below.is_empty() {
                    kept.remove(*part);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn given(weight: MaybeUndefined<i32>) -> RotaWeightsInput {
        RotaWeightsInput { standing: weight, gap: weight, optional_busy: weight, ..RotaWeightsInput::default() }
    }

    #[test]
    fn the_defaults_are_the_solvers() {
        let defaults = RotaWeights::try_from(&rota::Weights::default()).unwrap();

        let told = (defaults.empty_square, defaults.standing, defaults.concentration, defaults.no_lunch, defaults.optional_busy);
        assert_eq!(told, (100, 50, 10, 10, 5));
        assert_eq!((defaults.far_apart, defaults.gap, defaults.marathon, defaults.empty_extra), (20, 30, 40, 1));
    }

    #[test]
    fn only_differences_are_kept_and_null_takes_them_back() {
        let mut check = Check::at(&["input", "weights"]);

        let set = changed(&json!({}), &given(MaybeUndefined::Value(7)), &mut check);
        let kept = changed(&set, &given(MaybeUndefined::Undefined), &mut check);
        let cleared = changed(&set, &given(MaybeUndefined::Null), &mut check);

        assert_eq!(set, json!({ "standing": { "soft": 7 }, "shape": { "gap": 7 }, "optional_busy": 7 }));
        assert_eq!((kept, cleared), (set.clone(), json!({})));
        let weights = RotaWeights::try_from(&weights(&set).unwrap()).unwrap();
        assert_eq!((weights.standing, weights.gap, weights.optional_busy, weights.marathon), (7, 7, 7, 40));
        assert!(check.done().is_ok());
    }

    #[test]
    fn a_weight_is_not_negative_and_not_too_great() {
        let mut check = Check::at(&["input", "weights"]);

        changed(
            &json!({}),
            &RotaWeightsInput { gap: MaybeUndefined::Value(-1), marathon: MaybeUndefined::Value(1_000_001), ..RotaWeightsInput::default() },
            &mut check,
        );

        assert!(check.done().is_err());
    }
}
