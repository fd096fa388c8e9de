//! Limits as clients give and see them.

use async_graphql::{ID, InputObject, SimpleObject};
use entity::{call_limit, id::ProviderId};

/// How fast an account calls, or one of its providers, whatever for.
#[derive(Clone, Debug, SimpleObject)]
pub struct CallLimits {
    /// Id of the provider; null: of all providers of the account together.
    pub provider_id: Option<ID>,
    /// Calls that callouts begin in a second on the average; null: no limit.
    pub calls_per_second: Option<f64>,
    /// Calls at once; null: no limit. Those asked for by hand count, and are not held up.
    pub calls_at_once: Option<i32>,
    /// Calls that are under way now.
    pub calls_under_way: i32,
}

impl CallLimits {
    /// Of a provider, or of the account, with so many calls under way.
    pub fn of(provider: Option<ProviderId>, row: Option<&call_limit::Model>, under_way: u64) -> Self {
        Self {
            provider_id: provider.map(ID::from),
            calls_per_second: row.and_then(|row| row.calls_per_second),
            calls_at_once: row.and_then(|row| row.calls_at_once),
            calls_under_way: i32::try_from(under_way).unwrap_or(i32::MAX),
        }
    }
}

/// How fast an account calls, or one of its providers: what is absent is not limited.
#[derive(Clone, Debug, InputObject)]
pub struct CallLimitsInput {
    /// Id of the provider; absent: all providers of the account together.
    pub provider_id: Option<ID>,
    /// Calls that callouts begin in a second on the average, more than 0 and at most 1000; absent: no limit.
    pub calls_per_second: Option<f64>,
    /// Calls at once, 1 to 1000000; absent: no limit.
    pub calls_at_once: Option<i32>,
}
