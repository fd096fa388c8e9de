//! What is counted here, by the names the `metrics` recorder sees.
//!
//! | name | kind | labels |
//! |---|---|---|
//! | `graphql_requests_total` | counter | `operation`: query, mutation, subscription, none; `code`: `OK` or of the first error |
//! | `graphql_request_seconds` | histogram | `operation` |
//! | `graphql_sockets` | gauge | |
//! | `graphql_socket_closes_total` | counter | `code`: close code, `none` when the peer just went |
//! | `graphql_subscriptions` | gauge | `kind`: shared, plain |
//! | `graphql_feeds` | gauge | |
//! | `graphql_feed_executions_total` | counter | `kind`: change (one for all subscribers), catch_up (one for one) |
//! | `graphql_deliveries_total` | counter | |

use std::time::Duration;

use async_graphql::parser::types::OperationType;
use metrics::{Counter, Gauge, counter, gauge, histogram};

pub(crate) fn kind(ty: OperationType) -> &'static str {
    match ty {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

pub(crate) fn request(operation: &'static str, code: &str) {
    counter!("graphql_requests_total", "operation" => operation, "code" => code.to_owned()).increment(1);
}

pub(crate) fn took(operation: &'static str, time: Duration) {
    histogram!("graphql_request_seconds", "operation" => operation).record(time);
}

/// `code`: of the close frame we sent, or `none`.
pub(crate) fn closed(code: &str) {
    counter!("graphql_socket_closes_total", "code" => code.to_owned()).increment(1);
}

/// One more message of a subscription. Kept by whoever delivers, so that a delivery does not look it up.
pub(crate) fn deliveries() -> Counter {
    counter!("graphql_deliveries_total")
}

/// One more event executed, `kind` as in the table above.
pub(crate) fn executions(kind: &'static str) -> Counter {
    counter!("graphql_feed_executions_total", "kind" => kind)
}

/// Something that is there as long as this value is.
pub(crate) struct Present(Gauge);

impl Present {
    fn new(gauge: Gauge) -> Self {
        gauge.increment(1);
        Self(gauge)
    }

    pub(crate) fn socket() -> Self {
        Self::new(gauge!("graphql_sockets"))
    }

    pub(crate) fn subscription(kind: &'static str) -> Self {
        Self::new(gauge!("graphql_subscriptions", "kind" => kind))
    }

    pub(crate) fn feed() -> Self {
        Self::new(gauge!("graphql_feeds"))
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
