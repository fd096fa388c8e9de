//! Calls that we place and messages that we send: what is asked, what is answered at once, and what is reported afterwards.
//!
//! An order bears our own [`Reference`], which is committed before the provider hears of it and comes back in every report, so
//! that a report may arrive before the answer, and an order whose answer was lost can be looked up. An order is never repeated
//! blind: [`OrderError::OutcomeUnknown`] says that it may have been carried out.

use std::{fmt, str::FromStr, time::Duration};

use chrono::{DateTime, Utc};
use numbering::{DialTarget, Msisdn};
use serde::{Deserialize, Serialize};

use crate::cause::Cause;

/// Our own name of an order at its provider: the id of our row, letters, digits and `_`, at most 48 of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// A text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reference is 1 to 48 letters, digits or underscores")]
pub struct ReferenceError;

impl FromStr for Reference {
    type Err = ReferenceError;

    /// # Errors
    /// [`ReferenceError`].
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let fits = (1..=48).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(ReferenceError) }
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The provider's own name of a placed call or sent message (Twilio: Sid; Asterisk: Uniqueid). Unique within a provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderKey(pub String);

impl fmt::Display for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What happens once the called party answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Script {
    /// A recording is played, then the call ends. For Twilio an `https` or `http` address; for Asterisk the name of a sound file
    /// as its `Playback` takes it, without extension.
    Play {
        /// Which recording.
        audio: String,
    },
    /// A text is spoken, then the call ends. Only where the provider speaks.
    Say {
        /// The text.
        text: String,
        /// BCP 47 language, e.g. `es-ES`; none: the provider's own.
        language: Option<String>,
    },
    /// Another party is rung and joined to the call: whoever answered hears it ring.
    Connect {
        /// Whom to ring.
        to: DialTarget,
        /// Number shown to that party, where the provider lets us choose.
        from: Option<Msisdn>,
    },
    /// The call is led step by step, as the [`Conductor`](crate::conversation::Conductor) says who knows its reference.
    Converse,
}

/// A call to be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOrder {
    /// Our name of it.
    pub reference: Reference,
    /// Whom to ring.
    pub to: DialTarget,
    /// Number shown to the called party; none: the provider's default, where it has one.
    pub from: Option<Msisdn>,
    /// How long it may ring: 5 to 600 s.
    pub ring: Duration,
    /// How long it may last once answered; none: the provider's own limit.
    pub limit: Option<Duration>,
    /// Whether to find out if a machine answers. Only where [`crate::capability::Operation::DetectMachine`] is supported.
    pub detect_machine: bool,
    /// What happens on answer.
    pub script: Script,
}

/// A short message to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageOrder {
    /// Our name of it.
    pub reference: Reference,
    /// To whom.
    pub to: Msisdn,
    /// From which number or sender; none: the provider's default, where it has one.
    pub from: Option<String>,
    /// At most 1600 characters.
    pub body: String,
}

/// Characters of a message at the most.
pub const LONGEST_BODY: usize = 1600;

/// Whether that is a text which can be sent.
///
/// # Errors
/// [`OrderError::UnsafeValue`], in words for whoever wrote it.
pub fn check_body(body: &str) -> Result<(), OrderError> {
    if body.trim().is_empty() || body.chars().count() > LONGEST_BODY {
        return Err(OrderError::UnsafeValue(format!("a message has 1 to {LONGEST_BODY} characters")));
    }
    if body.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        return Err(OrderError::UnsafeValue("a message has no control characters but ends of lines and tabs".to_owned()));
    }
    Ok(())
}

/// An order was taken by the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's name of it.
    pub key: OrderKey,
    /// How far it is.
    pub report: Option<Report>,
}

/// How far a placed call is, in words that belong to no provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallProgress {
    /// Taken by the provider, not rung yet.
    Queued,
    /// Rings.
    Ringing,
    /// Answered.
    InProgress,
    /// Over, and it was answered.
    Completed,
    /// Over: engaged.
    Busy,
    /// Over: rang and was not answered.
    NoAnswer,
    /// Over: it could not be done; the cause says why.
    Failed,
    /// Over: called off before it was answered.
    Canceled,
}

impl CallProgress {
    /// Whether nothing comes after it.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Ringing | Self::InProgress)
    }

    /// Place in the order of a call's life: what is lower never follows what is higher.
    pub fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Ringing => 1,
            Self::InProgress => 2,
            Self::Completed | Self::Busy | Self::NoAnswer | Self::Failed | Self::Canceled => 3,
        }
    }
}

/// How far a sent message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MessageProgress {
    /// Taken by the provider.
    Queued,
    /// Given to the carrier.
    Sent,
    /// At its receiver.
    Delivered,
    /// The carrier says that it did not arrive.
    Undelivered,
    /// The provider could not send it.
    Failed,
    /// Called off before it was sent.
    Canceled,
}

/// Who, or what, answered: a hint, never proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnsweredBy {
    /// A human being.
    Human,
    /// An answering machine.
    Machine,
    /// A fax.
    Fax,
    /// The provider could not tell.
    Unknown,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "progress", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Progress {
    /// A placed call.
    Call(CallProgress),
    /// A sent message.
    Message(MessageProgress),
    /// The provider said something that means nothing to us: kept, and never final.
    Unreadable,
}

/// What a provider tells of an order, by itself or because it was asked. May come late, twice and in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Our name of the order, where the provider gives it back.
    pub reference: Option<Reference>,
    /// The provider's name of it.
    pub key: OrderKey,
    /// How far it is.
    pub progress: Progress,
    /// The provider's own word for it, e.g. `no-answer`.
    pub provider_status: String,
    /// Place among the reports of this order, where the provider numbers them. From 0.
    pub sequence: Option<u32>,
    /// When, by the provider's clock where it tells.
    pub at: Option<DateTime<Utc>>,
    /// Why it ended; only with a final progress.
    pub cause: Option<Cause>,
    /// The provider's own code for it, e.g. SIP `486`, Q.850 `17`, Twilio `30003`.
    pub provider_code: Option<String>,
    /// Who answered, once that is known.
    pub answered_by: Option<AnsweredBy>,
    /// Whole seconds of conversation; only with a final progress.
    pub talk_seconds: Option<u32>,
}

/// What is known of an order when its provider is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// Our name of it.
    pub reference: Reference,
    /// The provider's name of it, if it was ever told.
    pub key: Option<OrderKey>,
    /// Whom it was for.
    pub to: DialTarget,
    /// From which number.
    pub from: Option<Msisdn>,
    /// Text of a message; none for a call.
    pub body: Option<String>,
    /// When the order was committed here.
    pub ordered_at: DateTime<Utc>,
    /// The present instant, by the same clock.
    pub asked_at: DateTime<Utc>,
    /// What the provider calls our other orders to the same party of about that time: none of them is this one.
    pub others: Vec<OrderKey>,
    /// Whether another order to the same party of about that time is being looked up as well. Then what a provider that keeps no
    /// reference of ours shows may be either's.
    pub rivals: bool,
}

/// What the provider says of an order it was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It has it.
    Here(Box<Report>),
    /// It has never had it: it may be ordered again.
    Never,
    /// It cannot tell yet whether it has it. Ask again later.
    NotYet,
}

/// Why an order was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Nothing reached the provider, or it cannot be reached at all: the order may be repeated.
    #[error("the provider cannot be reached: {0}")]
    NotSent(String),
    /// The provider takes no more for the moment and did not process it: the order may be repeated, later.
    #[error("the provider takes no more for the moment")]
    RateLimited {
        /// When to come again, where it says.
        retry_after: Option<Duration>,
    },
    /// The provider processed the order and said no.
    #[error("refused by the provider: {message}")]
    Refused {
        /// In neutral words.
        cause: Cause,
        /// The provider's own code.
        code: Option<String>,
        /// The provider's own words, without numbers or secrets.
        message: String,
    },
    /// Sent, but the answer never came, or did not tell: it may have been carried out. Look it up, never repeat it blind.
    #[error("the provider did not answer: the outcome is not known")]
    OutcomeUnknown(String),
    /// A value cannot be sent safely: nothing was sent.
    #[error("value refused before sending: {0}")]
    UnsafeValue(String),
    /// This provider cannot do it at all: nothing was sent.
    #[error("this provider cannot do this")]
    Unsupported,
}
