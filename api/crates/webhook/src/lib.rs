//! Signed posts to addresses that others name, after the specification *Standard Webhooks*: [`address`] says where they may go,
//! [`signature`] how they are signed, [`sender`] takes them there and says what came of it.
//!
//! Nothing here knows what a post is about, or when it is tried again.

pub mod address;
mod public;
pub mod sender;
pub mod signature;

pub use address::{Address, AddressError, Allowed};
pub use sender::{Answer, Failure, Post, Sender, SenderError};
pub use signature::{MasterKey, Secret};
