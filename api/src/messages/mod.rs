//! Messages: what is sent to persons and contacts, and what became of it.
//!
//! [`service`] asks for messages and calls them off; [`state`] is how a message moves, and pure; [`dispatch`] hands over what is due,
//! in whichever process has a hand free, and [`outcome`] writes what came of it. [`sending`] wants a text message; what is sent by a
//! provider is handed over where the lines to providers are, and [`happening`] says, purely, what becomes of it. A message is a committed row before anybody
//! outside hears of it, and one of which nobody knows whether it was handed over is not handed over again.

pub mod barred;
pub mod dispatch;
pub mod happening;
pub mod input;
pub mod loader;
mod mailing;
pub mod mutation;
pub mod news;
pub mod outcome;
pub mod query;
pub mod repository;
pub mod sending;
pub mod service;
pub mod state;
pub mod subscription;
pub mod types;
pub mod withdrawn;

pub use mailing::mailer;
pub use mutation::MessagesMutation;
pub use query::MessagesQuery;
pub use subscription::MessagesSubscription;
pub use types::Message;
