//! Internal numbers: what a colleague dials, and what a queue rings.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A short internal number: 2 to 10 digits, e.g. `1001`. Leading zeros count.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Extension(String);

/// Why a text is no extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// Fewer than 2 or more than 10 characters.
    #[error("an extension has 2 to 10 digits")]
    Length,
    /// Something other than the digits 0 to 9.
    #[error("an extension has digits only")]
    Digits,
}

impl Extension {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Extension {
    type Err = ExtensionError;

    /// # Errors
    /// [`ExtensionError`]. Blanks around the digits are dropped; nothing else is mended.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim();
        if !(2..=10).contains(&digits.chars().count()) {
            return Err(ExtensionError::Length);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ExtensionError::Digits);
        }
        Ok(Self(digits.to_owned()))
    }
}

impl TryFrom<String> for Extension {
    type Error = ExtensionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Extension> for String {
    fn from(extension: Extension) -> Self {
        extension.0
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_to_ten_digits_are_an_extension_and_nothing_else_is() {
        let table = [
            ("1001", Ok("1001")),
            (" 07 ", Ok("07")),
            ("7", Err(ExtensionError::Length)),
            ("12345678901", Err(ExtensionError::Length)),
            ("", Err(ExtensionError::Length)),
            ("10a1", Err(ExtensionError::Digits)),
            ("١٢٣", Err(ExtensionError::Digits)),
            ("1001&1002", Err(ExtensionError::Digits)),
        ];

        for (text, expected) in table {
            assert_eq!(text.parse::<Extension>().as_ref().map(Extension::as_str).map_err(|e| *e), expected, "{text:?}");
        }
    }
}
