//! Inputs of the persons' fields.

use async_graphql::{InputObject, MaybeUndefined};

use super::service::{NewPerson, PersonEdit};
use crate::graphql::scalars::TimeZone;

/// Which persons a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PersonFilter {
    /// Part of the name, e-mail address or extension, in upper or lower case; at most 120 characters.
    pub search: Option<String>,
    /// Whether the person takes part.
    pub active: Option<bool>,
    /// Name of a group the person is in, exactly.
    pub group: Option<String>,
    /// The person's extension, exactly.
    pub extension: Option<String>,
}

/// A new person.
#[derive(Clone, Debug, InputObject)]
pub struct PersonCreateInput {
    /// Name, 1 to 120 characters.
    pub name: String,
    /// E-mail address; kept in lower case.
    pub email: Option<String>,
    /// Extension, 2 to 10 digits; no two active persons of an account have the same.
    pub extension: Option<String>,
    /// Public telephone numbers with plus sign and country code, the preferred first; at most 10, none twice.
    pub phone_numbers: Option<Vec<String>>,
    /// Colour the person is shown in, `#rrggbb`.
    pub colour: Option<String>,
    /// Names of the groups the person is in; at most 50.
    pub groups: Option<Vec<String>>,
    /// Time zone the person works in; null: the queue's.
    pub time_zone: Option<TimeZone>,
}

/// Changes to a person: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct PersonUpdateInput {
    /// Name, 1 to 120 characters; cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// E-mail address; kept in lower case.
    pub email: MaybeUndefined<String>,
    /// Extension, 2 to 10 digits; no two active persons of an account have the same.
    pub extension: MaybeUndefined<String>,
    /// Public telephone numbers with plus sign and country code, the preferred first; at most 10, none twice.
    pub phone_numbers: MaybeUndefined<Vec<String>>,
    /// Colour the person is shown in, `#rrggbb`.
    pub colour: MaybeUndefined<String>,
    /// Names of the groups the person is in; at most 50.
    pub groups: MaybeUndefined<Vec<String>>,
    /// Time zone the person works in; null: the queue's.
    pub time_zone: MaybeUndefined<TimeZone>,
}

impl From<PersonCreateInput> for NewPerson {
    fn from(input: PersonCreateInput) -> Self {
        Self {
            name: input.name,
            email: input.email,
            extension: input.extension,
            phone_numbers: input.phone_numbers.unwrap_or_default(),
            colour: input.colour,
            groups: input.groups.unwrap_or_default(),
            time_zone: input.time_zone.map(|zone| zone.0),
        }
    }
}

impl From<PersonUpdateInput> for PersonEdit {
    fn from(input: PersonUpdateInput) -> Self {
        Self {
            name: input.name.into(),
            email: input.email.into(),
            extension: input.extension.into(),
            phone_numbers: input.phone_numbers.into(),
            colour: input.colour.into(),
            groups: input.groups.into(),
            time_zone: input.time_zone.map_value(|zone| zone.0).into(),
        }
    }
}
