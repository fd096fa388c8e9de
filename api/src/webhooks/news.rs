//! What the news of deliveries are for: to call whoever posts. Clients are not told.

use chrono::{DateTime, Utc};
use entity::{
    id::AccountId,
    stored::{ChangeKind, Topic},
};
use sea_orm::prelude::Uuid;

use crate::live::{Change, outbox::News};

/// That deliveries have fallen due: told once for all that one transaction asks for, by the id of one of them.
pub fn due(account_id: AccountId, delivery: Uuid, at: DateTime<Utc>) -> News {
    News::new(account_id, at, Topic::WebhookDelivery, ChangeKind::Created, delivery)
}

/// Whether a change tells of a delivery that has fallen due.
pub fn is_due(change: &Change) -> bool {
    change.topic == Topic::WebhookDelivery
}
