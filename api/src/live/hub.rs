//! One reader of the outbox for the whole process, and the newest changes in memory for all its subscribers.
//!
//! Subscribers hold a position and read at their own pace ([`super::stream`]): the hub never waits for one and never
//! skips one; who falls behind what is in memory reads from the database. Refused: a broadcast channel, which drops
//! what a slow receiver has not read.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use entity::stored::Topic;
use sea_orm::{DbErr, EntityTrait, prelude::Uuid};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    change::{Change, Position},
    cursor::{self, CursorError},
    log::Log,
    wake::Wake,
};
use crate::db::Db;

/// Changes kept in memory: some seconds of a busy house.
const KEPT: usize = 16_384;
/// Changes read at a time.
const PAGE: u64 = 1_000;
/// How long to wait before the database is asked again after it failed.
const PAUSE: Duration = Duration::from_millis(500);

/// The process's window on the stream of changes. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
    log: Log,
    stream: Uuid,
}

struct Shared {
    recent: RwLock<Recent>,
    /// Position of the newest change of each topic that was read here.
    topics: RwLock<HashMap<Topic, Position>>,
    head: watch::Sender<Position>,
}

struct Recent {
    /// Everything after this position, up to the head, is in `changes`.
    after: Position,
    changes: VecDeque<Arc<Change>>,
}

impl Hub {
    /// Opens the window at the present head. [`Hub::run`] moves it.
    ///
    /// # Errors
    /// The database's; also when it has not been migrated.
    pub async fn open(db: Db) -> Result<Self, DbErr> {
        let row = entity::installation::Entity::find_by_id(1)
            .one(db.read())
            .await?
            .ok_or_else(|| DbErr::RecordNotFound("the database has no installation row: run `switchboard migrate`".to_owned()))?;
        let log = Log::new(db);
        let head = log.head().await?;
        let recent = RwLock::new(Recent { after: head, changes: VecDeque::new() });
        Ok(Self { shared: Arc::new(Shared { recent, topics: RwLock::default(), head: watch::Sender::new(head) }), log, stream: row.stream })
    }

    /// Follows the outbox until `stop`. One task a process.
    pub async fn run(self, db: Db, stop: CancellationToken) {
        let mut wake = Wake::new(&db).await;
        loop {
            if let Err(error) = self.catch_up().await {
                tracing::warn!(error = %error, "live: the outbox could not be read; trying again");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(PAUSE) => continue,
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = wake.wait() => {}
            }
        }
    }

    /// Reads what is new. Also called by tests and by whoever must see its own writes at once.
    ///
    /// # Errors
    /// The database's.
    pub async fn catch_up(&self) -> Result<(), DbErr> {
        loop {
            let page = self.log.after(self.head(), PAGE).await?;
            let full = page.len() as u64 == PAGE;
            self.admit(page);
            if !full {
                return Ok(());
            }
        }
    }

    fn admit(&self, page: Vec<Change>) {
        let Some(last) = page.last().map(|change| change.position) else { return };
        let mut recent = self.shared.recent.write().unwrap_or_else(PoisonError::into_inner);
        // Two calls of `catch_up` may have read the same page.
        let known = recent.changes.back().map_or(recent.after, |change| change.position);
        let mut topics = self.shared.topics.write().unwrap_or_else(PoisonError::into_inner);
        for change in page.iter().filter(|change| change.position > known) {
            topics.insert(change.topic, change.position);
        }
        drop(topics);
        recent.changes.extend(page.into_iter().filter(|change| change.position > known).map(Arc::new));
        while recent.changes.len() > KEPT {
            if let Some(oldest) = recent.changes.pop_front() {
                recent.after = oldest.position;
            }
        }
        drop(recent);
        self.shared.head.send_if_modified(|head| {
            let moved = last > *head;
            *head = last.max(*head);
            moved
        });
    }

    /// Position of the newest change read here.
    pub fn head(&self) -> Position {
        *self.shared.head.borrow()
    }

    /// Position of the newest change of `topic` that was read here: before it was opened nothing counts.
    pub fn newest_of(&self, topic: Topic) -> Position {
        self.shared.topics.read().unwrap_or_else(PoisonError::into_inner).get(&topic).copied().unwrap_or_default()
    }

    /// Returns when something newer than `position` has been read.
    pub async fn past(&self, position: Position) {
        // The sender lives in this hub: it cannot be gone.
        let _still_there = self.watch().wait_for(|head| *head > position).await.is_ok();
    }

    /// Follows the head.
    pub(super) fn watch(&self) -> watch::Receiver<Position> {
        self.shared.head.subscribe()
    }

    /// At most `limit` changes after `after` from memory; `None` when memory no longer reaches back so far.
    pub(super) fn recent(&self, after: Position, limit: usize) -> Option<Vec<Arc<Change>>> {
        let recent = self.shared.recent.read().unwrap_or_else(PoisonError::into_inner);
        if after < recent.after {
            return None;
        }
        let start = recent.changes.partition_point(|change| change.position <= after);
        Some(recent.changes.range(start..).take(limit).cloned().collect())
    }

    /// The outbox itself.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The cursor of a position.
    pub fn cursor(&self, position: Position) -> String {
        cursor::encode(self.stream, position)
    }

    /// The position of a cursor.
    ///
    /// # Errors
    /// [`CursorError`].
    pub fn position(&self, cursor: &str) -> Result<Position, CursorError> {
        cursor::decode(self.stream, cursor)
    }
}
