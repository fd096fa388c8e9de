//! The crate from outside: real weeks, random ones, and small ones tried out to the last rota.

mod brute_force;
mod by_the_book;
mod fixtures;
mod properties;
mod random;
mod real_weeks;
