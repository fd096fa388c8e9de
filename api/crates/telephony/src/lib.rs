//! What can be asked of a telephone system, and the systems that answer.
//!
//! [`port`] is the question, [`event`] the news, [`outgoing`] what we place and send, [`conversation`] how a call is led, [`cause`]
//! why a call ended, [`capability`] what a system can do at all, [`mirror`] what is true there, folded from the news.
//! One folder a provider beside them: each turns its own words into these and keeps its own words to itself.
//! Nothing here knows a database, an account or a person: members are addressed by extension.

pub mod asterisk;
mod callback;
pub mod capability;
pub mod cause;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod conversation;
mod deed;
pub mod event;
pub mod mirror;
pub mod outgoing;
pub mod port;
mod secret;
pub mod simulator;
pub mod twilio;

pub use deed::Deed;
