//! The telephone systems that this process can ask to place calls: those whose link it holds, and those that need none.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use entity::id::{AccountId, ProviderId};
use telephony::port::Provider;
use tokio::sync::Notify;

/// A telephone system that can be asked.
#[derive(Clone)]
pub struct Line {
    /// Which.
    pub id: ProviderId,
    /// Whose.
    pub account_id: AccountId,
    /// The link to it.
    pub provider: Arc<dyn Provider>,
}

/// All of them. Cheap to clone; clones are the same.
#[derive(Clone, Default)]
pub struct Lines {
    open: Arc<RwLock<BTreeMap<ProviderId, Line>>>,
    /// Rung when there is a new one, for those who place calls.
    pub(super) bell: Arc<Notify>,
    /// The same, for those who send messages.
    pub(in crate::exchange) post: Arc<Notify>,
}

/// Keeps a line open; dropped, it is closed.
pub struct Held {
    lines: Lines,
    id: ProviderId,
}

impl Lines {
    /// Opens a line for as long as what is returned is kept.
    #[must_use]
    pub fn open(&self, line: Line) -> Held {
        let id = line.id;
        self.open.write().unwrap_or_else(PoisonError::into_inner).insert(id, line);
        self.bell.notify_one();
        self.post.notify_one();
        Held { lines: self.clone(), id }
    }

    /// The line to that provider, if it is open here.
    pub fn of(&self, id: ProviderId) -> Option<Line> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// All that are open.
    pub fn all(&self) -> Vec<Line> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.lines.open.write().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
