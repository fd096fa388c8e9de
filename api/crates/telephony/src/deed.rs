//! What a called party does when it is listened to: for tests, and for parties that are made up.

/// What a party does each time it may press keys or speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Presses these keys, one after the other.
    Presses(String),
    /// Does nothing.
    Waits,
    /// Speaks for so many seconds.
    Speaks(u32),
    /// Hangs up.
    HangsUp,
}

impl Deed {
    /// Presses these keys.
    pub fn presses(keys: &str) -> Self {
        Self::Presses(keys.to_owned())
    }
}

/// What is taken of pressed keys: until there are `most`, or the finishing key, which by itself ends nothing. And whether that was all
/// that is waited for.
pub(crate) fn taken(pressed: &str, most: usize, finish: Option<char>) -> (String, bool) {
    let mut taken = String::new();
    for key in pressed.chars() {
        if finish == Some(key) {
            if !taken.is_empty() {
                return (taken, true);
            }
            continue;
        }
        taken.push(key);
        if taken.len() >= most {
            return (taken, true);
        }
    }
    (taken, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_until_there_are_enough_or_the_finishing_one() {
        let table = [
            ("1", 1, None, "1", true),
            ("123", 2, None, "12", true),
            ("12#3", 5, Some('#'), "12", true),
            ("#", 5, Some('#'), "", false),
            ("#7#", 5, Some('#'), "7", true),
            ("12", 5, Some('#'), "12", false),
            ("1#", 2, None, "1#", true),
            ("", 1, None, "", false),
        ];

        for (pressed, most, finish, keys, enough) in table {
            assert_eq!(taken(pressed, most, finish), (keys.to_owned(), enough), "{pressed}");
        }
    }
}
