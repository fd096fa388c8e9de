//! Providers: the telephone systems of an account, and how their links are.

pub mod query;
pub mod repository;
pub mod subscription;
pub mod types;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{provider, stored::ProviderHealth};

pub use query::ProvidersQuery;
pub use subscription::ProvidersSubscription;
pub use types::Provider;

/// A link that was not heard of for so long is taken for down, whatever its row says: its process may be gone.
pub const SILENCE: TimeDelta = TimeDelta::seconds(20);

/// Code of the problem of a provider that is not in the configuration any more.
pub const NOT_CONFIGURED: &str = "NOT_CONFIGURED";

/// Whether the link is up at `now`.
pub fn is_up(row: &provider::Model, now: DateTime<Utc>) -> bool {
    health(row, now) == ProviderHealth::Up
}

/// How the link is at `now`.
pub fn health(row: &provider::Model, now: DateTime<Utc>) -> ProviderHealth {
    match row.health {
        ProviderHealth::Up if row.last_heard_at.is_none_or(|heard| now - heard > SILENCE) => ProviderHealth::Down,
        other => other,
    }
}
