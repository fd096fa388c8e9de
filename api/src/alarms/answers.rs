//! What whoever was reminded said: the meaning that the flow gives to it, or that the alarm does. Pure.

use flow::Outcome;
use serde::{Deserialize, Serialize};

/// What an answer means that the flow gives no meaning to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// A word of the flow's own, or keys as they were pressed.
    pub answer: String,
    /// What it means.
    pub means: Outcome,
}

/// What was said: by what the run means for the flow, else by the keys that were pressed last.
pub fn meant(outcome: Option<&str>, keys: Option<&str>, meanings: &[Meaning]) -> Option<Outcome> {
    let own = |answer: &str| meanings.iter().find(|meaning| meaning.answer == answer).map(|meaning| meaning.means.clone());
    match outcome.and_then(|text| text.parse().ok()) {
        Some(Outcome::Other(word)) => own(&word).or(Some(Outcome::Other(word))),
        Some(outcome) => Some(outcome),
        None => keys.and_then(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flows_meaning_goes_first_then_the_alarms_and_a_word_of_ones_own_stays() {
        let meanings = [
            Meaning { answer: "another day".to_owned(), means: Outcome::Rescheduled },
            Meaning { answer: "2".to_owned(), means: Outcome::Canceled },
        ];
        let table = [
            (Some("CONFIRMED"), Some("2"), Some(Outcome::Confirmed)),
            (Some("another day"), Some("3"), Some(Outcome::Rescheduled)),
            (Some("calls back"), Some("4"), Some(Outcome::Other("calls back".to_owned()))),
            (None, Some("2"), Some(Outcome::Canceled)),
            (None, Some("5"), None),
            (None, None, None),
        ];

        for (outcome, keys, expected) in table {
            assert_eq!(meant(outcome, keys, &meanings), expected, "{outcome:?} {keys:?}");
        }
    }
}
