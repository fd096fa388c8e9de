//! The port: a link to one telephone system, the signals it sends and the commands it takes.
//!
//! A link is run by exactly one task at a time ([`Provider::run`]); commands go through the same link
//! ([`Provider::command`]). The provider owns reconnecting, keep-alive and resynchronisation; its user owns what the
//! signals mean. See the crate's conformance suite for the promises each implementation keeps.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use flow::voice::{Act, RecordingKey};
use numbering::Extension;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use crate::callback::{Callback, CallbackError, CallbackRead};
use crate::{
    capability::Capabilities,
    conversation::{Document, Recording, TurnRead},
    event::{Event, Snapshot},
    outgoing::{Accepted, CallOrder, Found, LookUp, MessageOrder, OrderError, OrderKey, Reference, Report},
};

/// Which telephone system a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderKind {
    /// Asterisk 22 or later, over the Asterisk Manager Interface.
    Asterisk,
    /// The built-in simulator: a telephone system that does what a script says.
    Simulator,
    /// Twilio, or another that speaks its REST API of 2010-04-01, such as Somleng.
    Twilio,
}

impl ProviderKind {
    /// The kind's name as stored and configured: `asterisk`, `simulator`, `twilio`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asterisk => "asterisk",
            Self::Simulator => "simulator",
            Self::Twilio => "twilio",
        }
    }
}

/// A queue's own name at its provider, e.g. `support` in Asterisk's queues.conf.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QueueKey(pub String);

/// Where a member is rung: the provider's own address, e.g. `PJSIP/6001`. Unique within a queue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoint(pub String);

/// One conversation at the provider, whatever its legs (Asterisk: Linkedid). Unique within a provider for all time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallKey(pub String);

/// One party's part of a call (Asterisk: Uniqueid).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegKey(pub String);

macro_rules! shown_as_its_text {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}
shown_as_its_text!(QueueKey, Endpoint, CallKey, LegKey);

/// Number of a link since its process began, from 1. Whatever carries an older epoch than the newest `Up` is history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

/// What a link tells its owner, in order.
///
/// A link's life is `Up`, `Snapshot`, then `Event`s and further `Snapshot`s, then `Down`; then again from `Up` with the
/// next epoch. A later `Snapshot` within an epoch is the periodic check of the mirror against the provider.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// The link is up and logged in; the state is not known yet.
    Up {
        /// Number of this link.
        epoch: Epoch,
        /// When it came up.
        at: DateTime<Utc>,
    },
    /// All that is true at the provider now. Events that it already contains do not follow it.
    Snapshot {
        /// Number of this link.
        epoch: Epoch,
        /// When the snapshot was complete: by the provider's clock where it tells.
        at: DateTime<Utc>,
        /// The state itself.
        snapshot: Snapshot,
    },
    /// Something happened.
    Event {
        /// Number of this link.
        epoch: Epoch,
        /// When it happened: by the provider's clock where it tells, else when it was received.
        at: DateTime<Utc>,
        /// What happened.
        event: Event,
    },
    /// Something became of an order of ours. Also told while the link is coming up; belongs to no epoch, since it is matched by our
    /// own reference and its final states absorb.
    Order(Box<Report>),
    /// The link is down, or could not be made; it is being tried again unless `run` was told to stop.
    Down {
        /// Number of the link that ended; of the one that failed to come up, the number it would have had.
        epoch: Epoch,
        /// When the loss was noticed.
        at: DateTime<Utc>,
        /// Why.
        reason: DownReason,
        /// How long until the next attempt; `None` when `run` was told to stop.
        retry_in: Option<Duration>,
    },
}

/// Why a link is down. The text is fit for an operator: it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DownReason {
    /// Nobody answers at the address, or the connection broke.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// The secret, the user or our address was refused. Retried slowly: the other side may lock us out.
    #[error("log-in refused: {0}")]
    AuthenticationFailed(String),
    /// Logged in, but not allowed what the link needs.
    #[error("not permitted: {0}")]
    PermissionDenied(String),
    /// The provider no longer answers although the connection stands.
    #[error("stalled: no answer within {0:?}")]
    Stalled(Duration),
    /// We did not take what the provider sends as fast as it comes, so the link was dropped, to begin anew with a snapshot.
    #[error("overrun: its events were not taken as fast as they came")]
    Overrun,
    /// The provider said it is shutting down.
    #[error("the provider is shutting down")]
    ShutDown,
    /// What the provider sent could not be understood.
    #[error("protocol error: {0}")]
    Protocol(String),
    /// [`Provider::run`] was told to stop.
    #[error("stopped")]
    Stopped,
}

impl DownReason {
    /// Stable code of the reason: `UNREACHABLE`, `AUTHENTICATION_FAILED`, …
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "UNREACHABLE",
            Self::AuthenticationFailed(_) => "AUTHENTICATION_FAILED",
            Self::PermissionDenied(_) => "PERMISSION_DENIED",
            Self::Stalled(_) => "STALLED",
            Self::Overrun => "OVERRUN",
            Self::ShutDown => "SHUT_DOWN",
            Self::Protocol(_) => "PROTOCOL_ERROR",
            Self::Stopped => "STOPPED",
        }
    }
}

/// A change to a queue's membership. Each is idempotent: done twice, it answers success twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QueueCommand {
    /// Puts an extension into the queue; already in it is success.
    Add {
        /// The queue.
        queue: QueueKey,
        /// Who is rung.
        extension: Extension,
        /// Shown beside the member at the provider.
        name: String,
        /// Lower is rung first, from 0.
        penalty: u32,
        /// Starts paused, for this reason.
        paused: Option<String>,
    },
    /// Takes a member out of the queue; absent already is success. A call in progress goes on.
    Remove {
        /// The queue.
        queue: QueueKey,
        /// The member's address, as the provider told it.
        endpoint: Endpoint,
    },
    /// The member is no longer rung in this queue. Pausing again changes the reason.
    Pause {
        /// The queue.
        queue: QueueKey,
        /// The member's address.
        endpoint: Endpoint,
        /// Free text for people; may be empty.
        reason: String,
    },
    /// The member is rung again.
    Resume {
        /// The queue.
        queue: QueueKey,
        /// The member's address.
        endpoint: Endpoint,
    },
    /// Lower is rung first.
    SetPenalty {
        /// The queue.
        queue: QueueKey,
        /// The member's address.
        endpoint: Endpoint,
        /// From 0.
        penalty: u32,
    },
}

impl QueueCommand {
    /// The queue the command is for.
    pub fn queue(&self) -> &QueueKey {
        match self {
            Self::Add { queue, .. }
            | Self::Remove { queue, .. }
            | Self::Pause { queue, .. }
            | Self::Resume { queue, .. }
            | Self::SetPenalty { queue, .. } => queue,
        }
    }
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The link is down: nothing was sent.
    #[error("the provider cannot be reached")]
    Unavailable,
    /// Sent, but the answer never came: it may have been done. Look before repeating.
    #[error("the provider did not answer: the outcome is not known")]
    OutcomeUnknown,
    /// The provider has no such queue.
    #[error("the provider has no such queue")]
    NoSuchQueue,
    /// The queue has no such member.
    #[error("the queue has no such member")]
    NoSuchMember,
    /// The member is fixed in the provider's own configuration and cannot be removed from here.
    #[error("the member is fixed in the provider's configuration")]
    MemberFixed,
    /// Our log-in may not do this.
    #[error("the provider does not permit this to our log-in")]
    PermissionDenied,
    /// A value cannot be sent safely (a control character, too long): nothing was sent.
    #[error("value refused before sending: {0}")]
    UnsafeValue(String),
    /// This provider cannot do it at all: nothing was sent.
    #[error("this provider cannot do this")]
    Unsupported,
    /// Refused in the provider's own words.
    #[error("refused by the provider: {0}")]
    Rejected(String),
}

/// A link to one telephone system.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// Which system it is.
    fn kind(&self) -> ProviderKind;

    /// What it can do, and how it tells that it did.
    fn capabilities(&self) -> &Capabilities;

    /// Whether orders go over the link, so that only whoever runs it can give any. If not, any process can.
    fn orders_need_the_link(&self) -> bool {
        true
    }

    /// From whom messages are that name no sender, as the receiver sees it: a number in E.164, a name, or the provider's own word for
    /// several; none: it must be named.
    fn sender(&self) -> Option<String> {
        None
    }

    /// Keeps the link up and sends what it hears, until `stop`. Ends with a `Down` of reason `Stopped`.
    ///
    /// Never blocks the provider on a slow receiver: when `signals` is full it waits, and what arrives meanwhile is
    /// buffered up to a bound; beyond it the link is dropped and made anew (the snapshot then tells the truth).
    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken);

    /// Carries out one command over the running link.
    ///
    /// # Errors
    /// [`CommandError`]; only [`CommandError::OutcomeUnknown`] leaves open whether it was done.
    async fn command(&self, command: QueueCommand) -> Result<(), CommandError>;

    /// Places a call. Answers as soon as the provider has taken the order, not when somebody answers; what becomes of it is told
    /// by [`Signal::Order`], or by whatever callback the provider has. The answer may come after the first of those.
    ///
    /// # Errors
    /// [`OrderError`]; only [`OrderError::OutcomeUnknown`] leaves open whether it was done.
    async fn place(&self, order: &CallOrder) -> Result<Accepted, OrderError> {
        let _ = order;
        Err(OrderError::Unsupported)
    }

    /// Ends a call that we placed, ringing or answered. Over already is success.
    ///
    /// # Errors
    /// [`OrderError`]; may be repeated whatever it says.
    async fn hang_up(&self, call: &OrderKey) -> Result<(), OrderError> {
        let _ = call;
        Err(OrderError::Unsupported)
    }

    /// Sends a short message; what becomes of it is told later.
    ///
    /// # Errors
    /// As [`Provider::place`].
    async fn send(&self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        let _ = order;
        Err(OrderError::Unsupported)
    }

    /// Asks what became of a placed call. Asks only, so it may be repeated.
    ///
    /// # Errors
    /// [`OrderError`].
    async fn look_up_call(&self, order: &LookUp) -> Result<Found, OrderError> {
        let _ = order;
        Err(OrderError::Unsupported)
    }

    /// Asks what became of a sent message. Asks only, so it may be repeated.
    ///
    /// # Errors
    /// [`OrderError`].
    async fn look_up_message(&self, order: &LookUp) -> Result<Found, OrderError> {
        let _ = order;
        Err(OrderError::Unsupported)
    }

    /// Proves that a callback is the provider's own, and reads it. Asks nobody.
    ///
    /// # Errors
    /// [`CallbackError`].
    fn read_callback(&self, callback: &Callback<'_>) -> Result<CallbackRead, CallbackError> {
        let _ = callback;
        Err(CallbackError::Unsupported)
    }

    /// Proves that a post about a call that is led is the provider's own, and reads what it asks. Asks nobody.
    ///
    /// # Errors
    /// [`CallbackError`].
    fn read_turn(&self, post: &Callback<'_>) -> Result<TurnRead, CallbackError> {
        let _ = post;
        Err(CallbackError::Unsupported)
    }

    /// What such a post is answered with: `act` is that of the turn that it asks for, or is about.
    ///
    /// # Errors
    /// [`OrderError::UnsafeValue`] for what cannot be done.
    fn write_answer(&self, reference: &Reference, read: &TurnRead, act: &Act) -> Result<Document, OrderError> {
        let _ = (reference, read, act);
        Err(OrderError::Unsupported)
    }

    /// As [`Provider::run`], for those who only look: what other processes do at the provider is not taken from them.
    async fn watch(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        self.run(signals, stop).await;
    }

    /// Looks whether calls can be led over it, and changes nothing: what answers there, in words. `None`: none are, or they need nothing that
    /// the link does not.
    async fn check_leading(&self) -> Option<Result<String, String>> {
        None
    }

    /// What was recorded in a call, from the provider that keeps it.
    ///
    /// # Errors
    /// [`OrderError`]; `Refused` when it has none of that name, or none any more.
    async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        let _ = key;
        Err(OrderError::Unsupported)
    }

    /// Deletes what was recorded in a call, at the provider. Gone already is success.
    ///
    /// # Errors
    /// [`OrderError`].
    async fn delete_recording(&self, key: &RecordingKey) -> Result<(), OrderError> {
        let _ = key;
        Err(OrderError::Unsupported)
    }
}
