//! What the news of callouts carry, so that who waits for one callout's need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    callout, callout_participation, callout_population,
    id::{AccountId, CalloutId, ContactId, PopulationId},
    stored::{ChangeKind, ParticipationStatus, Topic, WebhookKind},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{live::outbox::News, webhooks::Event};

/// What happened to a callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum What {
    /// It was made, changed, moved on or deleted.
    Changed,
    /// What is counted of it is another now. Told once for all that one transaction changes.
    Progress,
    /// A population of it was made, or has come further.
    Population,
}

/// Payload of a change of topic `CALLOUT`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalloutNews {
    /// What happened.
    pub what: What,
    /// Population it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<PopulationId>,
}

/// Payload of a change of topic `PARTICIPATION`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationNews {
    /// Callout it belongs to.
    pub callout: CalloutId,
    /// Whose part it is.
    pub contact: ContactId,
    /// How far it has come.
    pub status: ParticipationStatus,
}

/// That a callout was made, changed, moved on or deleted.
pub fn callout(row: &callout::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    told(row.account_id, row.id, CalloutNews { what: What::Changed, population: None }, kind, at)
}

/// That nobody of a callout is left to be called, as other programs are told.
pub fn completed(row: &callout::Model) -> Event {
    Event {
        kind: WebhookKind::CalloutCompleted,
        subject_id: row.id.to_string(),
        data: json!({ "calloutId": row.id, "name": row.name, "startedAt": row.started_at, "completedAt": row.completed_at }),
    }
}

/// That what is counted of a callout is another now.
pub fn progress(account: AccountId, callout: CalloutId, at: DateTime<Utc>) -> News {
    told(account, callout, CalloutNews { what: What::Progress, population: None }, ChangeKind::Updated, at)
}

/// That a population was made, or has come further; with it, that what is counted of its callout may be another.
pub fn population(row: &callout_population::Model, at: DateTime<Utc>) -> News {
    let news = CalloutNews { what: What::Population, population: Some(row.id) };
    told(row.account_id, row.callout_id, news, ChangeKind::Updated, at)
}

/// That a participation was added by hand, or has come further.
pub fn participation(row: &callout_participation::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = ParticipationNews { callout: row.callout_id, contact: row.contact_id, status: row.status };
    News {
        // A struct of plain values: it always serialises.
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(row.account_id, at, Topic::Participation, kind, row.id.0)
    }
}

fn told(account: AccountId, callout: CalloutId, payload: CalloutNews, kind: ChangeKind, at: DateTime<Utc>) -> News {
    News { payload: serde_json::to_value(payload).unwrap_or_default(), ..News::new(account, at, Topic::Callout, kind, callout.0) }
}
