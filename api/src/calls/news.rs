//! What subscribers are told when a call changes, and when a person's telephone begins to ring for one.

use chrono::{DateTime, Utc};
use entity::{
    call,
    id::PersonId,
    stored::{CallStatus, ChangeKind, Topic},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::live::{Change, outbox::News};

/// Payload of a change of topic [`Topic::Call`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallPayload {
    /// How far the call had come.
    pub status: CallStatus,
    /// Persons whose telephones have or had a part in it.
    pub person_ids: Vec<PersonId>,
}

/// News that `call` came to be as it is at `at`. `persons` are those whose telephones have or had a part in it.
pub fn changed(call: &call::Model, persons: Vec<PersonId>, kind: ChangeKind, at: DateTime<Utc>) -> News {
    News {
        queue_id: call.queue_id,
        person_id: call.person_id,
        call_id: Some(call.id),
        payload: json!(CallPayload { status: call.status, person_ids: persons }),
        ..News::new(call.account_id, at, Topic::Call, kind, call.id.0)
    }
}

/// News that the telephone of `person` began to ring for `call` at `at`.
pub fn ringing(call: &call::Model, person: PersonId, at: DateTime<Utc>) -> News {
    News {
        queue_id: call.queue_id,
        person_id: Some(person),
        call_id: Some(call.id),
        ..News::new(call.account_id, at, Topic::Ring, ChangeKind::Created, call.id.0)
    }
}

/// Whether a change of a call concerns `person`, who answered or whose telephone has a part in it.
pub(super) fn concerns(change: &Change, person: PersonId) -> bool {
    let text = person.to_string();
    let persons = change.payload.get("personIds").and_then(serde_json::Value::as_array);
    change.person_id == Some(person) || persons.is_some_and(|persons| persons.iter().any(|id| *id == text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_told_in_the_words_of_the_schema() {
        let person = PersonId::new();

        let payload = json!(CallPayload { status: CallStatus::InProgress, person_ids: vec![person] });

        assert_eq!(payload, json!({ "status": "IN_PROGRESS", "personIds": [person.to_string()] }));
    }
}
