//! Live changes: written to the outbox in the transaction that makes them true, read in commit order, replayed from any
//! kept position, followed without loss.
//!
//! [`outbox`] writes, [`log`] reads, [`hub`] keeps the newest in memory for every subscriber of the process, [`stream`]
//! gives one subscriber its changes, [`cursor`] is a position as clients hold it.

pub mod bell;
pub mod change;
pub mod cursor;
pub mod hub;
pub mod log;
pub mod outbox;
pub mod stream;
mod wake;

pub use change::{Change, Position};
pub use hub::Hub;
