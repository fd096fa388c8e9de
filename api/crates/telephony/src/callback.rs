//! What providers post to us: before it is proved, after, and why it is not taken.

use http::HeaderMap;

use crate::outgoing::{Reference, Report};

/// What was posted to us in a provider's name.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The last part of the path: our reference of the order it is about.
    pub reference: &'a Reference,
    /// What followed the question mark, as it came.
    pub query: Option<&'a str>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, as it came.
    pub body: &'a [u8],
}

/// A callback that was proved to be the provider's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackRead {
    /// What it reports.
    pub report: Report,
    /// Names of this callback, each of them enough to know it by when it comes again. At least one: the last one says which order it
    /// is about and what it says of it, so that it is the same however it comes; those before it are as the provider gives them.
    pub names: Vec<String>,
}

/// Why a callback is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// It is not proved to be the provider's: nothing of it may be kept.
    #[error("the signature is missing or wrong")]
    Unproved,
    /// It is the provider's, and cannot be read.
    #[error("the callback cannot be read: {0}")]
    Unreadable(String),
    /// This provider posts nothing.
    #[error("this provider has no callbacks")]
    Unsupported,
}
