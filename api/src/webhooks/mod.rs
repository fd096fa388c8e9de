//! Webhooks: what happens here, posted to other programs. An *endpoint* is where posts go and of which kinds; a *delivery* is one event for
//! one endpoint, tried until it is taken or given up.
//!
//! [`publish()`] writes deliveries within the transaction of what happened, so that none is lost and none told of what did not happen;
//! [`dispatch`] posts them afterwards, signed, in whichever process has a hand free, and [`outcome`] says, purely, what becomes of one.
//! A post may come twice, always under the same `webhook-id`, and in any order.

mod check;
mod deliveries;
pub mod dispatch;
pub mod input;
pub mod loader;
pub mod mutation;
pub mod news;
pub mod outcome;
mod publish;
pub mod query;
pub mod repository;
pub mod service;
pub mod tries;
pub mod types;

pub use self::{
    mutation::WebhooksMutation,
    publish::{Event, publish},
    query::WebhooksQuery,
    types::{WebhookDelivery, WebhookEndpoint},
};
