//! The crate from outside: real weeks, random ones, and small ones tried out to the last rota.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking, also outside of what clippy takes for a test")]

mod brute_force;
mod by_the_book;
mod fixtures;
mod properties;
mod random;
mod real_weeks;
