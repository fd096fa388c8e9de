//! Voice applications: what is said and asked in a call, and what follows from the answer. Everything about them that can be
//! computed, and nothing else: no database, no provider, no clock.
//!
//! 1. A [`Document`] is a graph of nodes, each of which says or asks something; [`check`](fn@check) finds what is wrong with it.
//! 2. [`begin`] and [`step`] lead one call through it: from what was heard to what is done next, with results and effects.
//! 3. [`voice`] is what is asked of a provider in a call, and what it tells: the same words for all of them.
//! 4. [`template`] puts [`Variables`] into texts, for voice and for what is read.

mod check;
mod document;
mod interpreter;
mod result;
pub mod template;
mod variables;
pub mod voice;

pub use check::{Code, Finding, check};
pub use document::{
    Answered, Ask, Branches, Conference, Confirmation, Digits, DoNotCall, Document, Does, HangUp, MultipleChoice, Node, NodeId,
    NodeIdError, On, Play, Rating, Record, SendMessage, Transfer, Utterance, Voicemail, Words,
};
pub use interpreter::{Ending, State, Step, begin, step};
pub use result::{Effect, NodeResult, Outcome, Response};
pub use variables::Variables;
