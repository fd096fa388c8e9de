//! Whether keys are what a node asks for, and what they mean: for results and branches alike.

use crate::Does;

/// What keys are to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// There are none.
    Silence,
    /// They are not what was asked for.
    Invalid,
    /// They are; this is what they mean.
    Answer(String),
}

/// How many keys a node asks for at the most, and which one ends it before.
pub(crate) fn wanted(does: &Does) -> (u8, Option<char>) {
    match does {
        Does::Rating(rating) => {
            let most = if rating.highest >= 10 { 2 } else { 1 };
            (most, (most > 1).then_some('#'))
        }
        Does::CaptureDigits(digits) => (digits.most.clamp(1, 32), Some('#')),
        _ => (1, None),
    }
}

/// What keys are to a node.
pub(crate) fn judge(does: &Does, keys: &str) -> Judged {
    if keys.is_empty() {
        return Judged::Silence;
    }
    let meaning = match does {
        Does::MultipleChoice(choice) => {
            let mut signs = keys.chars();
            let only = signs.next().filter(|_| signs.next().is_none());
            only.and_then(|key| choice.choices.get(&key).cloned())
        }
        Does::Rating(rating) => {
            let number = digits(keys).and_then(|keys| keys.parse::<u8>().ok());
            number.filter(|number| (1..=rating.highest).contains(number)).map(|number| number.to_string())
        }
        Does::CaptureDigits(wanted) => digits(keys).filter(|keys| {
            // More than 19 digits may be more than a number holds: then they are above every maximum that can be given.
            let number = keys.parse::<u64>().ok();
            let enough = wanted.minimum.is_none_or(|least| number.is_none_or(|number| number >= least));
            let few = wanted.maximum.is_none_or(|greatest| number.is_some_and(|number| number <= greatest));
            keys.len() <= usize::from(wanted.most) && enough && few
        }),
        _ => None,
    };
    meaning.map_or(Judged::Invalid, Judged::Answer)
}

/// In which language is gone on after these keys; none: in the same.
pub(super) fn language<'a>(does: &'a Does, keys: &str) -> Option<&'a str> {
    let Does::MultipleChoice(choice) = does else { return None };
    keys.chars().next().and_then(|key| choice.languages.get(&key)).map(String::as_str)
}

fn digits(keys: &str) -> Option<String> {
    keys.bytes().all(|sign| sign.is_ascii_digit()).then(|| keys.to_owned())
}
