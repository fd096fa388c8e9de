//! Inputs of the contacts' fields.

use async_graphql::{InputObject, MaybeUndefined};
use serde_json::Value;

use super::{
    consent::GivenWord,
    metadata::MetadataMode,
    service::{ContactEdit, NewContact},
    types::{Channel, EvidenceKind},
};
use crate::graphql::scalars::TimeZone;

/// A new contact.
#[derive(Clone, Debug, InputObject)]
pub struct ContactCreateInput {
    /// Public number with country code, with or without its plus sign; or national in `country`.
    pub number: String,
    /// ISO 3166-1 code of the country in which a national number is read, e.g. `ES`.
    pub country: Option<String>,
    /// Name, at most 200 characters.
    pub name: Option<String>,
    /// What else is known, an object: at most 16 KiB, 5 levels, 200 keys and list elements in all.
    pub metadata: Option<Value>,
    /// Time zone; absent: the one of the number's country, where it has only one.
    pub time_zone: Option<TimeZone>,
}

/// Changes to a contact: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct ContactUpdateInput {
    /// Public number with country code, with or without its plus sign; or national in `country`. Cannot be cleared.
    pub number: MaybeUndefined<String>,
    /// ISO 3166-1 code of the country in which a national number is read, e.g. `ES`.
    pub country: Option<String>,
    /// Name, at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// What else is known, an object: at most 16 KiB, 5 levels, 200 keys and list elements in all.
    pub metadata: MaybeUndefined<Value>,
    /// How this metadata and what is known become one.
    #[graphql(default)]
    pub metadata_mode: MetadataMode,
    /// Time zone; cleared: the one of the number's country, where it has only one.
    pub time_zone: MaybeUndefined<TimeZone>,
}

/// A contact to be changed, or added, if there is none of its number. Of one that is there absent fields keep their values.
#[derive(Clone, Debug, InputObject)]
pub struct ContactUpsertInput {
    /// Public number with country code, with or without its plus sign; or national in `country`.
    pub number: String,
    /// ISO 3166-1 code of the country in which a national number is read, e.g. `ES`.
    pub country: Option<String>,
    /// Name, at most 200 characters.
    pub name: Option<String>,
    /// What else is known, an object: at most 16 KiB, 5 levels, 200 keys and list elements in all.
    pub metadata: Option<Value>,
    /// How this metadata and what is known become one.
    #[graphql(default)]
    pub metadata_mode: MetadataMode,
    /// Time zone; absent: the one of the number's country, where it has only one.
    pub time_zone: Option<TimeZone>,
}

/// Somebody's word about being reached.
#[derive(Clone, Debug, InputObject)]
pub struct ContactConsentInput {
    /// Number whose word it is, with or without a contact: with country code, or national in `country`.
    pub number: String,
    /// ISO 3166-1 code of the country in which a national number is read, e.g. `ES`.
    pub country: Option<String>,
    /// Channel it is about.
    pub channel: Channel,
    /// Sender it is about, a number or a name; absent: every sender, which also ends what was said about each.
    pub sender: Option<String>,
    /// By what it is known.
    #[graphql(default_with = "EvidenceKind::Person")]
    pub evidence: EvidenceKind,
    /// The keyword, the provider's code, or a note; at most 500 characters.
    pub detail: Option<String>,
}

impl From<ContactCreateInput> for NewContact {
    fn from(input: ContactCreateInput) -> Self {
        Self {
            number: input.number,
            country: input.country,
            name: input.name,
            metadata: input.metadata,
            time_zone: input.time_zone.map(|zone| zone.0),
        }
    }
}

impl From<ContactUpdateInput> for ContactEdit {
    fn from(input: ContactUpdateInput) -> Self {
        Self {
            number: input.number.into(),
            country: input.country,
            name: input.name.into(),
            metadata: input.metadata.into(),
            metadata_mode: input.metadata_mode,
            time_zone: input.time_zone.map_value(|zone| zone.0).into(),
        }
    }
}

impl From<ContactUpsertInput> for (NewContact, MetadataMode) {
    fn from(input: ContactUpsertInput) -> Self {
        let new = NewContact {
            number: input.number,
            country: input.country,
            name: input.name,
            metadata: input.metadata,
            time_zone: input.time_zone.map(|zone| zone.0),
        };
        (new, input.metadata_mode)
    }
}

impl From<ContactConsentInput> for GivenWord {
    fn from(input: ContactConsentInput) -> Self {
        Self {
            number: input.number,
            country: input.country,
            channel: input.channel.into(),
            sender: input.sender,
            evidence: input.evidence.into(),
            detail: input.detail,
        }
    }
}
