//! Typed ids: each says its kind and sorts by the time it was made.
//!
//! An id is a UUID of version 7 (RFC 9562, section 5.7). People and programs see it as kind, underscore and 26 signs of
//! Crockford's base 32, e.g. `per_06BWF3M2K8Q4T0A1S5Z7XYVN9C`; the database keeps the 16 bytes.

use std::{fmt, str::FromStr};

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Crockford's base 32: no I, L, O, U, so that a person can read it out.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 26 signs of 5 bits hold 128 bits with two to spare.
const LENGTH: usize = 26;

/// Why a text is no id of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Another kind's id, or none at all.
    #[error("expected an id that begins with `{expected}_`")]
    Kind {
        /// Prefix of the wanted kind.
        expected: &'static str,
    },
    /// The right kind, but damaged.
    #[error("the id is damaged")]
    Damaged,
}

/// The text of an id, made on the stack: a page tells hundreds.
fn write(f: &mut fmt::Formatter<'_>, prefix: &'static str, uuid: Uuid) -> fmt::Result {
    let mut signs = [0; LENGTH];
    let mut bits = uuid.as_u128();
    for sign in signs.iter_mut().rev() {
        *sign = ALPHABET[(bits & 31) as usize];
        bits >>= 5;
    }
    f.write_str(prefix)?;
    f.write_str("_")?;
    f.write_str(std::str::from_utf8(&signs).map_err(|_| fmt::Error)?)
}

fn decode(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let signs = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(IdError::Kind { expected: prefix })?;
    if signs.len() != LENGTH {
        return Err(IdError::Damaged);
    }
    let mut bits: u128 = 0;
    for (index, sign) in signs.bytes().enumerate() {
        let value = ALPHABET.iter().position(|known| *known == sign).ok_or(IdError::Damaged)?;
        // The first sign holds only the top 3 bits.
        if index == 0 && value > 7 {
            return Err(IdError::Damaged);
        }
        bits = (bits << 5) | value as u128;
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What the id's text begins with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new id, later in order than those made before it.
            #[expect(clippy::new_without_default, reason = "an id is made on purpose, never filled in by default")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(f, $prefix, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                decode($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+

        /// Every kind's prefix, for checks that they differ.
        pub const PREFIXES: &[&str] = &[$($prefix),+];
    };
}

ids! {
    /// Of an account: everything belongs to one.
    AccountId = "acc";
    /// Of a user: who logs in.
    UserId = "usr";
    /// Of a session: what one log-in began.
    SessionId = "ses";
    /// Of a refresh token.
    RefreshTokenId = "rft";
    /// Of an API key.
    ApiKeyId = "key";
    /// Of an audit entry.
    AuditEntryId = "aud";
    /// Of a person: who answers the telephone.
    PersonId = "per";
    /// Of a provider: a link to one telephone system.
    ProviderId = "prv";
    /// Of a queue.
    QueueId = "que";
    /// Of a wish that a person be in a queue.
    AssignmentId = "qas";
    /// Of a member of a queue, for as long as it is in it.
    MemberId = "qmb";
    /// Of one version of a member.
    MemberVersionId = "qmv";
    /// Of a wait of a call in a queue.
    VisitId = "qvi";
    /// Of an entry in a queue's history.
    QueueEventId = "qev";
    /// Of a command to a provider.
    CommandId = "cmd";
    /// Of a call.
    CallId = "cal";
    /// Of a leg of a call.
    LegId = "leg";
    /// Of a service slot: recurring hours of a queue.
    ServiceSlotId = "ssl";
    /// Of a day without service.
    ClosedDayId = "cld";
    /// Of a rule about a group or a room.
    RotaRuleId = "rrl";
    /// Of a time at which a person is busy.
    BusyEntryId = "bsy";
    /// Of a turn that is somebody's week after week.
    StandingTurnId = "stt";
    /// Of a timetable: one queue's week.
    TimetableId = "ttb";
    /// Of a slot of a timetable.
    TimetableSlotId = "tsl";
    /// Of a turn.
    TurnId = "trn";
    /// Of an entry in a timetable's history.
    TimetableEntryId = "tte";
    /// Of an offer of a turn.
    SwapRequestId = "swp";
    /// Of a run of the solver.
    SolverRunId = "slv";
    /// Of a calendar feed.
    FeedId = "fed";
    /// Of something told about the rota.
    RotaNoticeId = "rnt";
    /// Of a message.
    MessageId = "msg";
    /// Of a flow: a voice application.
    FlowId = "flw";
    /// Of a sealed version of a flow.
    FlowVersionId = "flv";
    /// Of a run of a flow: one call.
    FlowRunId = "frn";
    /// Of what was recorded in a run of a flow.
    FlowRecordingId = "rec";
    /// Of a template of texts.
    TemplateId = "tpl";
    /// Of a contact: who is called.
    ContactId = "con";
    /// Of an entry in the ledger of who does not want to be reached.
    ConsentId = "cst";
    /// Of an import of contacts.
    ContactImportId = "imp";
    /// Of an attempt to reach somebody by telephone.
    AttemptId = "att";
    /// Of a callout.
    CalloutId = "out";
    /// Of a population of a callout.
    PopulationId = "pop";
    /// Of a contact's part in a callout.
    ParticipationId = "par";
    /// Of a calendar. `cal` is a call.
    CalendarId = "cln";
    /// Of what those who own calendars may do.
    CalendarSettingsId = "cas";
    /// Of an event.
    EventId = "evt";
    /// Of an occurrence: one time at which an event happens.
    OccurrenceId = "occ";
    /// Of an alarm: how somebody is to be reminded of what happens in a calendar.
    AlarmId = "alm";
    /// Of a reminder: one alarm for one occurrence.
    ReminderId = "rem";
    /// Of where webhooks go.
    WebhookEndpointId = "whk";
    /// Of a webhook: one event for one endpoint.
    WebhookDeliveryId = "dlv";
    /// Of something a provider told by itself.
    CallbackId = "cbk";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text_and_keeps_its_order() {
        let ids: Vec<PersonId> = (0..100).map(|_| PersonId::new()).collect();

        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();

        assert!(texts.is_sorted(), "text order is time order");
        for (id, text) in ids.iter().zip(&texts) {
            assert_eq!(text.parse::<PersonId>(), Ok(*id));
        }
    }

    #[test]
    fn an_id_of_another_kind_or_a_damaged_one_is_refused() {
        let person = PersonId::new().to_string();
        let cut = &person[..person.len() - 1];

        assert_eq!(person.parse::<QueueId>(), Err(IdError::Kind { expected: "que" }));
        assert_eq!(cut.parse::<PersonId>(), Err(IdError::Damaged));
        assert_eq!(format!("{cut}U").parse::<PersonId>(), Err(IdError::Damaged));
        assert_eq!("per_ZZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<PersonId>(), Err(IdError::Damaged));
    }

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let distinct: HashSet<_> = PREFIXES.iter().collect();

        assert_eq!(distinct.len(), PREFIXES.len());
    }
}
