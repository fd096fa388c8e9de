//! Who calls: people who cannot exist, with numbers as they look in Spain.
//!
//! Spain keeps no numbers for fiction, so these are valid by the numbering plan and may belong to somebody: they are
//! shown, never dialled. The names are herbs and spices of a made-up family.

use super::dice::{Dice, Subject};
use crate::event::Party;

const GIVEN: [&str; 20] = [
    "Alfàbrega",
    "Anet",
    "Camamilla",
    "Canyella",
    "Comí",
    "Cúrcuma",
    "Estragó",
    "Farigola",
    "Fonoll",
    "Gingebre",
    "Julivert",
    "Llorer",
    "Marduix",
    "Menta",
    "Orenga",
    "Pebre",
    "Romaní",
    "Safrà",
    "Sàlvia",
    "Vainilla",
];
const FAMILY: [&str; 8] = ["d'Exemple", "de Mentida", "de Prova", "de Conte", "de Ficció", "del Simulador", "de Broma", "d'Assaig"];

/// Beginnings of three figures that take any six after them: Barcelona, Girona, Madrid, Sevilla, Bilbao, mobile.
const BEGINNINGS: [&str; 10] = ["931", "935", "972", "972", "911", "915", "954", "944", "612", "655"];

/// The caller of that number among all callers of a seed; always the same one.
pub(super) fn caller(seed: u64, number: u32) -> Party {
    let mut dice = Dice::of(seed, Subject::Caller, u64::from(number));
    let beginning = dice.one_of(&BEGINNINGS).copied().unwrap_or_default();
    let rest = dice.below(1_000_000);
    let given = dice.one_of(&GIVEN).copied().unwrap_or_default();
    let family = dice.one_of(&FAMILY).copied().unwrap_or_default();
    // Carriers often send no name.
    let name = dice.percent(65).then(|| format!("{given} {family}"));
    Party { number: Some(format!("+34{beginning}{rest:06}")), name, withheld: false }
}

/// Someone who asks not to be shown.
pub(super) fn withheld() -> Party {
    Party { withheld: true, ..Party::default() }
}

#[cfg(test)]
mod tests {
    use numbering::Msisdn;

    use super::*;

    #[test]
    fn every_callers_number_is_valid_by_the_numbering_plan() {
        for seed in 0..20 {
            for number in 0..200 {
                let party = caller(seed, number);

                let shown = party.number.unwrap();
                assert_eq!(Msisdn::parse(&shown, None).map(|parsed| parsed.to_string()), Ok(shown));
            }
        }
    }

    #[test]
    fn a_caller_is_the_same_each_time() {
        assert_eq!(caller(7, 3), caller(7, 3));
        assert_ne!(caller(7, 3).number, caller(7, 4).number);
    }
}
