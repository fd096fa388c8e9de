//! Where what happens at telephone systems comes in: one supervised task a provider, under a lease.
//!
//! [`listen`] runs the link and folds its signals, in batches, into the [`board`]: the provider's live state as rows. [`save`]
//! writes what a batch changed, with its news, in one transaction. [`hold`] makes managed queues as they are wanted.
//! [`dial`] places calls, [`send`] messages, and [`callbacks`] takes in what providers post of both. [`converse`] leads calls by flows, and [`conversations`] answers what
//! providers ask of them by posts; [`recordings`] lets go of what was recorded in them. [`notices`] are what the rota tells by mail.
//! [`departed`] ends what is open at providers that are not configured any more. [`link`] builds a provider from its configuration;
//! [`directory`] knows whose extension is whose.

mod board;
pub mod callbacks;
pub mod conversations;
pub mod converse;
mod departed;
pub mod dial;
mod directory;
mod expected;
mod hold;
mod link;
mod listen;
mod load;
pub mod notices;
pub mod recordings;
mod save;
pub mod send;
mod words;

pub use departed::{Configured, close_departed};
pub use link::{BuildError, Link, build};
pub use listen::run;
