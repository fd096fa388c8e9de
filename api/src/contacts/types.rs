//! A contact as clients see it, read straight from the row; and what it has said about being reached.

use async_graphql::{Enum, ID, Json, SimpleObject, Value, resolver_utils::enum_value};
use chrono::{DateTime, Utc};
use entity::{
    contact, contact_consent,
    id::{AccountId, ContactId},
};
use sea_orm::{DbErr, FromJsonQueryResult, FromQueryResult, QueryResult};
use serde::{Deserialize, Serialize};

use crate::{
    auth,
    graphql::{
        actor::Actor,
        rows::{Told, plain},
        scalars::TimeZone,
    },
};

/// Where a contact's time zone is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::TimeZoneSource")]
pub enum TimeZoneSource {
    /// Somebody said so.
    Given,
    /// The number's country has only this one.
    Number,
}

impl Told for TimeZoneSource {
    fn told(&self) -> Value {
        enum_value(*self)
    }
}

/// Way to reach a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::Channel")]
pub enum Channel {
    /// By telephone.
    Call,
    /// By text message.
    Sms,
    /// By e-mail.
    Email,
}

/// What a contact has said about being reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ConsentState")]
pub enum ConsentState {
    /// Not any more.
    OptedOut,
    /// Again.
    OptedIn,
}

/// By what it is known that a contact does not want to be reached, or wants to again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::EvidenceKind")]
pub enum EvidenceKind {
    /// The contact sent a keyword, such as STOP, or pressed a key.
    Keyword,
    /// The provider refused, since the contact told it so.
    Provider,
    /// Somebody of the team wrote it down.
    Person,
}

/// Whom the team calls and writes to.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Contact {
    /// Id of the contact.
    #[graphql(owned)]
    pub id: ID,
    /// Public number of the contact in E.164, e.g. `+34972183386`; no two contacts of an account have the same.
    pub number: String,
    /// Name of the contact; null: not known.
    pub name: Option<String>,
    /// What else is known of the contact, an object.
    pub metadata: Json<Value>,
    /// Time zone of the contact; null: not known.
    pub time_zone: Option<TimeZone>,
    /// Where the time zone is from; null where it is not known.
    pub time_zone_source: Option<TimeZoneSource>,
    /// Since when nobody may call the contact; null: one may.
    pub do_not_call_since: Option<DateTime<Utc>>,
    /// Why nobody may call the contact.
    pub do_not_call_reason: Option<String>,
    /// When the contact was added.
    pub created_at: DateTime<Utc>,
    /// When the contact was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: ContactId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// The name by which it is sorted.
    #[graphql(skip)]
    pub name_folded: String,
}

plain!(Contact {
    "id" => id,
    "number" => number,
    "name" => name,
    "metadata" => metadata,
    "timeZone" => time_zone,
    "timeZoneSource" => time_zone_source,
    "doNotCallSince" => do_not_call_since,
    "doNotCallReason" => do_not_call_reason,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

/// Columns of a contact, in the order in which [`Contact`] reads them.
pub(super) const COLUMNS: [contact::Column; 12] = [
    contact::Column::Id,
    contact::Column::AccountId,
    contact::Column::Number,
    contact::Column::Name,
    contact::Column::NameFolded,
    contact::Column::Metadata,
    contact::Column::TimeZone,
    contact::Column::TimeZoneSource,
    contact::Column::DoNotCallAt,
    contact::Column::DoNotCallReason,
    contact::Column::CreatedAt,
    contact::Column::UpdatedAt,
];

/// Metadata, read without a detour over another kind of JSON value.
#[derive(Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
struct Metadata(Value);

impl FromQueryResult for Contact {
    /// By place, not by name: a name is looked up again for each row.
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let key: ContactId = row.try_get_by_index(0)?;
        let source: Option<entity::stored::TimeZoneSource> = row.try_get_by_index(7)?;
        Ok(Self {
            id: key.into(),
            key,
            account_id: row.try_get_by_index(1)?,
            number: row.try_get_by_index(2)?,
            name: known(row.try_get_by_index(3)?),
            name_folded: row.try_get_by_index(4)?,
            metadata: Json(row.try_get_by_index::<Metadata>(5)?.0),
            time_zone: row.try_get_by_index::<Option<String>>(6)?.map(zone).transpose()?,
            time_zone_source: source.map(TimeZoneSource::from),
            do_not_call_since: row.try_get_by_index(8)?,
            do_not_call_reason: row.try_get_by_index(9)?,
            created_at: row.try_get_by_index(10)?,
            updated_at: row.try_get_by_index(11)?,
        })
    }
}

impl TryFrom<contact::Model> for Contact {
    type Error = DbErr;

    fn try_from(row: contact::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            key: row.id,
            account_id: row.account_id,
            number: row.number,
            name: known(row.name),
            name_folded: row.name_folded,
            metadata: Json(Value::from_json(row.metadata).map_err(|error| DbErr::Json(error.to_string()))?),
            time_zone: row.time_zone.map(zone).transpose()?,
            time_zone_source: row.time_zone_source.map(TimeZoneSource::from),
            do_not_call_since: row.do_not_call_at,
            do_not_call_reason: row.do_not_call_reason,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn known(name: String) -> Option<String> {
    (!name.is_empty()).then_some(name)
}

fn zone(name: String) -> Result<TimeZone, DbErr> {
    name.parse().map(TimeZone).map_err(|_| DbErr::Type(format!("`{name}` is stored as a time zone and is none")))
}

/// What somebody said about being reached; the latest word counts.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactConsent {
    /// Number whose word it is, in E.164.
    pub number: String,
    /// Channel it is about.
    pub channel: Channel,
    /// Sender it is about, a number or a name; null: every sender.
    pub sender: Option<String>,
    /// What was said.
    pub state: ConsentState,
    /// Whether it is the latest word, and so counts.
    pub current: bool,
    /// By what it is known.
    pub evidence: EvidenceKind,
    /// The keyword, the provider's code, or a note.
    pub detail: Option<String>,
    /// Who wrote it down.
    pub actor: Actor,
    /// When it was said.
    pub occurred_at: DateTime<Utc>,
}

impl From<contact_consent::Model> for ContactConsent {
    fn from(row: contact_consent::Model) -> Self {
        let actor = auth::Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
        Self {
            number: row.number,
            channel: row.channel.into(),
            sender: (!row.sender.is_empty()).then_some(row.sender),
            state: row.state.into(),
            current: row.current,
            evidence: row.evidence.into(),
            detail: row.detail,
            actor: actor.into(),
            occurred_at: row.occurred_at,
        }
    }
}
