//! A log in memory with a subscription over it, as an application would have it over its outbox.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use async_graphql::{Context, Error, ErrorExtensions, Object};
use futures_util::{Stream, stream};
use protocol::{CursorError, LiveWindow, Positions};
use tokio::sync::watch;

#[derive(Default)]
pub struct Log {
    /// Topics; the position of an entry is its index plus one.
    entries: Mutex<Vec<String>>,
    head: watch::Sender<u64>,
    /// Entries up to this one are gone.
    pub pruned: AtomicU64,
    /// Executions that are running.
    pub executions: watch::Sender<usize>,
    pub begun: AtomicUsize,
    /// Changes resolved.
    pub resolved: AtomicUsize,
}

impl Log {
    pub fn append(&self, topic: &str) -> u64 {
        let mut entries = self.entries.lock().unwrap();
        entries.push(topic.to_owned());
        let position = entries.len() as u64;
        drop(entries);
        self.head.send_replace(position);
        position
    }

    pub fn append_many(&self, topic: &str, count: u64) {
        for _ in 0..count {
            self.append(topic);
        }
    }

    /// Waits until as many executions run as said.
    pub async fn running(&self, count: usize) {
        let mut executions = self.executions.subscribe();
        let waiting = executions.wait_for(|running| *running == count);
        let _ = tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.expect("executions do not change").unwrap();
    }

    pub fn read(self: Arc<Self>, window: LiveWindow, topic: Option<String>) -> impl Stream<Item = Result<Change, Error>> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.executions.send_modify(|running| *running += 1);
        let reader = Reader { last: window.after.unwrap_or_else(|| self.head()), head: self.head.subscribe(), log: self, window, topic };
        stream::unfold(Some(reader), |reader| async move {
            let mut reader = reader?;
            match reader.next().await {
                Some(Ok(change)) => Some((Ok(change), Some(reader))),
                Some(Err(error)) => Some((Err(error), None)),
                None => None,
            }
        })
    }
}

impl Positions for Log {
    fn decode(&self, cursor: &str) -> Result<u64, CursorError> {
        let position = cursor.strip_prefix('c').and_then(|number| number.parse().ok()).ok_or(CursorError::Invalid)?;
        if position < self.pruned.load(Ordering::Relaxed) { Err(CursorError::Expired) } else { Ok(position) }
    }

    fn head(&self) -> u64 {
        *self.head.borrow()
    }
}

struct Reader {
    log: Arc<Log>,
    window: LiveWindow,
    topic: Option<String>,
    last: u64,
    head: watch::Receiver<u64>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.log.executions.send_modify(|running| *running -= 1);
    }
}

impl Reader {
    async fn next(&mut self) -> Option<Result<Change, Error>> {
        loop {
            if self.window.until.is_some_and(|until| self.last >= until) {
                return None;
            }
            if self.last < self.log.pruned.load(Ordering::Relaxed) {
                let error = Error::new("Too old.").extend_with(|_, extensions| extensions.set("code", "CURSOR_EXPIRED"));
                return Some(Err(error));
            }
            let entry = self.log.entries.lock().unwrap().get(usize::try_from(self.last).unwrap()).cloned();
            let Some(topic) = entry else {
                let last = self.last;
                self.head.wait_for(|head| *head > last).await.ok()?;
                continue;
            };
            self.last += 1;
            if self.topic.as_ref().is_none_or(|wanted| *wanted == topic) {
                self.window.positions.push(self.last);
                return Some(Ok(Change { position: self.last, topic }));
            }
        }
    }
}

#[derive(Clone)]
pub struct Change {
    position: u64,
    topic: String,
}

#[Object]
impl Change {
    async fn cursor(&self) -> String {
        format!("c{}", self.position)
    }

    async fn topic(&self) -> &str {
        &self.topic
    }

    /// The position; each time it is asked is counted.
    async fn n(&self, ctx: &Context<'_>) -> Result<u64, Error> {
        ctx.data::<Arc<Log>>()?.resolved.fetch_add(1, Ordering::Relaxed);
        Ok(self.position)
    }

    async fn padding(&self, bytes: usize) -> String {
        "x".repeat(bytes)
    }

    async fn fails(&self) -> Result<Option<bool>, Error> {
        Err(Error::new("broken"))
    }
}
