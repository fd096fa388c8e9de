//! The conformance suite, played on the simulator always and on a real Asterisk where one is at hand.

#![expect(clippy::unwrap_used, reason = "a test tells of a broken expectation by failing")]

mod asterisk;
mod cable;
mod led_asterisk;
mod led_simulated;
mod manager;
mod placed_asterisk;
mod placed_simulated;
mod properties;
mod simulated;
