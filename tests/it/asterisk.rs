//! A real Asterisk, through the API: what is done shows at its console, what happens there is told, and trouble between the
//! two is told as such and leaves nothing invented.
//!
//! Needs the project's lab; see [`acceptance::Lab`].

#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

mod callouts;
mod calls;
mod desk;
mod duty;
mod members;
mod outages;
mod phones;
mod restarts;
