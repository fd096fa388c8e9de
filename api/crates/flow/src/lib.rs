//! Voice applications: what is said and asked in a call, and what follows from the answer. Everything about them that can be
//! computed, and nothing else: no database, no provider, no clock.
//!
//! [`voice`] is what is asked of a provider in a call, and what it tells: the same words for all of them.

pub mod voice;
