//! A call that is led step by step: who says what comes next, and how that is asked and answered over posts.
//!
//! A provider that places a call with [`Script::Converse`](crate::outgoing::Script::Converse) asks its [`Conductor`] what to do, does it,
//! and asks again with what was heard. Turns count from 0, which is the answer to the call. One that holds a link of its own asks by itself,
//! as it was made ([`Provider::run`](crate::port::Provider::run)); one that posts has each post read by
//! [`Provider::read_turn`](crate::port::Provider::read_turn), and what to do written by
//! [`Provider::write_answer`](crate::port::Provider::write_answer).

use async_trait::async_trait;
use flow::voice::{Act, Heard};

use crate::outgoing::Reference;

/// Who leads calls.
#[async_trait]
pub trait Conductor: Send + Sync + 'static {
    /// What to do in the call of that reference after `heard`.
    ///
    /// Asked again for the turn that was asked last, whatever is heard then, the answer is the same and nothing happens twice.
    ///
    /// # Errors
    /// [`ConductorError`].
    async fn next(&self, reference: &Reference, turn: u32, heard: Heard) -> Result<Act, ConductorError>;

    /// The turn that was asked last, with what was answered; none: none was asked yet. Changes nothing: by it a call goes on whose
    /// provider has lost its place.
    ///
    /// # Errors
    /// [`ConductorError`].
    async fn present(&self, reference: &Reference) -> Result<Option<(u32, Act)>, ConductorError>;

    /// The call is over, whichever turn it was at. May be told twice, and of a call that was never answered.
    ///
    /// # Errors
    /// [`ConductorError`].
    async fn over(&self, reference: &Reference) -> Result<(), ConductorError>;
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConductorError {
    /// Nobody leads a call of that reference.
    #[error("no call of that reference is led from here")]
    NoSuchCall,
    /// The turn is neither the one that was asked last nor the one after it.
    #[error("it is not the turn to be asked")]
    WrongTurn,
    /// It cannot be told now: to be asked again.
    #[error("it cannot be told now: {0}")]
    Unavailable(String),
}

/// A post about a call that is led, proved to be the provider's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRead {
    /// Which turn it asks for, or is about.
    pub turn: u32,
    /// What it asks.
    pub asks: Asks,
}

/// What a post asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// What to do in that turn, after this was heard: a question for [`Conductor::next`].
    Next(Heard),
    /// What the party hears that the act of that turn rings, and whether it is joined: a question for [`Conductor::present`].
    Confirm {
        /// The keys that it pressed; none: it was not asked yet.
        pressed: Option<String>,
    },
}

/// What a post is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its type.
    pub content_type: &'static str,
    /// Itself.
    pub body: String,
}

/// What was recorded in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Its type, e.g. `audio/wav`.
    pub content_type: String,
    /// All of it.
    pub body: Vec<u8>,
}
