//! Letters by electronic mail: what can be asked of a mail server, and one that answers by SMTP.
//!
//! A [`Mailer`] takes a [`Letter`] or says why not, so that the caller knows what to do next: [`Failure::NotTaken`] may be repeated,
//! [`Failure::Refused`] and [`Failure::Unsafe`] may not, and after [`Failure::Lost`] nobody knows whether the letter is under way.
//! [`smtp`] is the adapter, [`letter`] makes a message of a letter.

mod letter;
mod smtp;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

pub use letter::{Sender, SenderError};
pub use smtp::{Login, Security, Settings, SettingsError, Smtp};

/// A letter to one person. Plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Our name of it, letters, digits and `_`: the same letter given twice bears the same Message-ID.
    pub reference: String,
    /// Address of who gets it.
    pub to: String,
    /// What it is about: one line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

/// Why a letter was not taken, or why that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server cannot be reached, or lets us not in: nothing was handed over, it may be repeated.
    #[error("the mail server cannot be used: {message}")]
    Unreachable {
        /// Its code, if it said one, e.g. 535.
        code: Option<u16>,
        /// What happened, or the server's own words.
        message: String,
    },
    /// The server takes it not now: it may be repeated, later.
    #[error("the mail server puts it off ({code}): {message}")]
    PutOff {
        /// Its code: 400 to 499.
        code: u16,
        /// Its own words.
        message: String,
    },
    /// The server takes no letter to this address.
    #[error("the mail server refuses the recipient ({code}): {message}")]
    RecipientRefused {
        /// Its code: 500 to 599.
        code: u16,
        /// Its own words.
        message: String,
    },
    /// The server refuses the letter.
    #[error("the mail server refuses the letter ({code}): {message}")]
    Refused {
        /// Its code: 500 to 599.
        code: u16,
        /// Its own words.
        message: String,
    },
    /// The letter was handed over and no answer came: it may be under way. Never to be repeated blind.
    #[error("the mail server did not say whether it took the letter: {0}")]
    Lost(String),
    /// The letter cannot be sent safely, or at all: nothing was handed over.
    #[error("not a letter: {0}")]
    Unsafe(String),
}

/// Whoever hands letters on.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands over a letter. What the server said on taking it.
    async fn send(&self, letter: &Letter) -> Result<String, Failure>;

    /// Whether a letter could be handed over: the server is there, and lets us in. Nothing is sent.
    async fn check(&self) -> Result<(), Failure>;
}
