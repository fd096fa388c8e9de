//! Queues: waiting lines of calls, who is wanted in them, who is in them, and what became of those who waited.
//!
//! Wanted is ours ([`service`] writes it), actual is the provider's (the exchange writes it); [`reconcile`] compares. A
//! queue is *managed*, and converges to what is wanted, or *observed*, and only mirrored.

mod change;
pub mod counters;
mod history;
pub mod loader;
pub mod member;
mod mutation;
pub mod news;
pub mod payload;
pub mod presence;
mod present;
mod query;
pub mod reconcile;
pub mod repository;
pub mod service;
pub mod state;
mod subscription;
mod types;
mod waiting;

pub use change::QueueChange;
pub use history::{QueueHistoryEntry, QueueOutcome};
pub use member::QueueMember;
pub use mutation::QueuesMutation;
pub use query::QueuesQuery;
pub use subscription::QueuesSubscription;
pub use types::Queue;
pub use waiting::WaitingCall;
