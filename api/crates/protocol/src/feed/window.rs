//! What the application and a feed tell each other.

use std::sync::{Arc, Mutex, PoisonError};

/// The application's log, as far as feeds must know it: places in it, and where it ends now.
pub trait Positions: Send + Sync + 'static {
    /// The place a client's cursor stands for: it has everything up to and with this position.
    ///
    /// # Errors
    /// [`CursorError`], which the client sees.
    fn decode(&self, cursor: &str) -> Result<u64, CursorError>;

    /// Position of the newest entry, 0 if there is none. What comes later has a higher one.
    fn head(&self) -> u64;
}

/// Why a cursor cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It is no cursor of this log. `CURSOR_INVALID`.
    #[error("The cursor is not one of ours.")]
    Invalid,
    /// The log no longer reaches back to it: read the snapshot again. `CURSOR_EXPIRED`.
    #[error("The cursor is too old: read the snapshot again and subscribe after its cursor.")]
    Expired,
}

/// Which part of the log one execution of a subscription is to give. It stands in the request's data of every subscription
/// whose root field has the argument `after`, and **takes precedence over that argument**: an execution may serve
/// subscribers with many cursors.
#[derive(Debug, Clone)]
pub struct LiveWindow {
    /// Give entries with a higher position than this. `None`: those that come from now on.
    pub after: Option<u64>,
    /// Give entries up to and with this position, then end the stream. `None`: go on for ever. It is never beyond what the
    /// log already has, so the end is not to be waited for.
    pub until: Option<u64>,
    /// Where the position of each event is put.
    pub positions: PositionSink,
}

/// Takes the position of each event, just before the source stream yields it.
///
/// Positions rise. Entries that are filtered out are not pushed. Between the push and the yield nothing may buffer. A stream
/// that yields an error without a push ends the subscription with that error.
///
/// ```
/// use futures_util::{Stream, StreamExt, stream};
/// use protocol::LiveWindow;
///
/// fn changes(window: LiveWindow, log: Vec<(u64, String)>) -> impl Stream<Item = String> {
///     let (after, until) = (window.after.unwrap_or(0), window.until.unwrap_or(u64::MAX));
///     let wanted = log.into_iter().filter(move |(position, _)| (after + 1..=until).contains(position));
///     stream::iter(wanted).map(move |(position, change)| {
///         window.positions.push(position);
///         change
///     })
/// }
/// ```
#[derive(Debug, Clone, Default)]
pub struct PositionSink(Arc<Mutex<Option<u64>>>);

impl PositionSink {
    /// Puts the position of the event that is yielded next.
    pub fn push(&self, position: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }

    /// The position of the event that is being told: from its push until it has been received.
    pub fn being_told(&self) -> Option<u64> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The position of the event just received.
    pub(super) fn take(&self) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
