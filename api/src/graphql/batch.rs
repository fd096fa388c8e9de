//! One statement for all that a level of a document asks of a table.
//!
//! async-graphql's `DataLoader` gathers keys for a fixed time: its 1 ms costs an idle answer 2 ms, and with none a second
//! worker thread may begin to load while the first still asks. Here it gathers until nobody has asked for a moment.
//!
//! While a change is told to subscribers, what was read when the change was already committed is as good as read anew: so in
//! a burst each thing is read once for all the changes that were waiting, and the burst does not outrun the database.

use std::{
    any::Any,
    hash::Hash,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};
use entity::stored::Topic;
use futures_util::future::BoxFuture;
use moka::sync::Cache;
use protocol::LiveWindow;

use super::context::ContextExt;
use crate::{
    error::Fault,
    live::{Hub, Position},
};

/// Values kept of each kind for changes yet to be told.
const KEPT: u64 = 4_096;

/// Nobody has asked for so long: longer than it takes to get from one node of a page to the next.
const QUIET: Duration = Duration::from_micros(50);

/// Gathers keys and loads them together.
pub struct Batch<L> {
    loader: DataLoader<L>,
    asked: Arc<AtomicU64>,
    /// A cache of what was read, by key, with the head of the stream of changes when it was: of the one type of key there is.
    kept: OnceLock<Box<dyn Any + Send + Sync>>,
    changes_with: Option<Topic>,
}

/// What was read, and what had happened by then.
type Kept<V> = (Position, Option<V>);

impl<L: Send + Sync + 'static> Batch<L> {
    /// Loads with `loader`, whose keys name their account: a batch may hold several requests' keys.
    pub fn new(loader: L) -> Self {
        let asked = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&asked);
        let spawn = move |load: BoxFuture<'static, ()>| {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                quiet(&seen).await;
                load.await;
            });
        };
        Self { loader: DataLoader::new(loader, spawn).delay(Duration::ZERO), asked, kept: OnceLock::new(), changes_with: None }
    }

    /// Says that what is loaded changes only with news of `topic`.
    #[must_use]
    pub fn changing_with(mut self, topic: Topic) -> Self {
        self.changes_with = Some(topic);
        self
    }

    /// The one registered with the schema.
    ///
    /// # Errors
    /// When it was not registered: a fault of the program.
    pub fn of<'a>(ctx: &Context<'a>) -> Result<Asked<'a, L>, Fault> {
        let batch = ctx.data().map_err(|error| Fault::Internal(anyhow::anyhow!(error.message)))?;
        let told = ctx.data_opt::<LiveWindow>().and_then(|window| window.positions.being_told());
        Ok(Asked { batch, told: told.map(|position| (&ctx.app().live, Position(position))) })
    }

    async fn load<K>(&self, key: K) -> Result<Option<L::Value>, L::Error>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.loader.load_one(key).await
    }
}

/// A batch, asked by a resolver.
pub struct Asked<'a, L> {
    batch: &'a Batch<L>,
    /// The change that is being told, if it is one that asks.
    told: Option<(&'a Hub, Position)>,
}

impl<L: Send + Sync + 'static> Asked<'_, L> {
    /// What is kept under `key`, if anything. While a change is told: as it was after that change.
    ///
    /// # Errors
    /// The loader's.
    pub async fn one<K>(&self, key: K) -> Result<Option<L::Value>, L::Error>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        let Some((hub, change)) = self.told else { return self.batch.load(key).await };
        let kept = self.batch.kept.get_or_init(|| Box::new(Cache::<K, Kept<L::Value>>::new(KEPT)));
        let Some(kept) = kept.downcast_ref::<Cache<K, Kept<L::Value>>>() else { return self.batch.load(key).await };
        if let Some((read, value)) = kept.get(&key) {
            let untouched = self.batch.changes_with.is_some_and(|topic| read >= hub.newest_of(topic));
            if read >= change || untouched {
                return Ok(value);
            }
        }
        // Before it is read: what is committed meanwhile may be in it or not.
        let read = hub.head();
        let value = self.batch.load(key.clone()).await?;
        kept.insert(key, (read, value.clone()));
        Ok(value)
    }
}

async fn quiet(asked: &AtomicU64) {
    let mut count = asked.load(Ordering::Relaxed);
    let mut since = Instant::now();
    while since.elapsed() < QUIET {
        tokio::task::yield_now().await;
        let now = asked.load(Ordering::Relaxed);
        if now != count {
            (count, since) = (now, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, convert::Infallible, sync::Mutex};

    use futures_util::future::join_all;

    use super::*;

    /// Doubles numbers, and remembers how many it was asked for at a time.
    struct Double(Arc<Mutex<Vec<usize>>>);

    impl Loader<u32> for Double {
        type Value = u32;
        type Error = Infallible;

        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, Infallible> {
            self.0.lock().unwrap().push(keys.len());
            Ok(keys.iter().map(|key| (*key, key * 2)).collect())
        }
    }

    #[tokio::test]
    async fn what_a_page_asks_for_is_loaded_at_once() {
        let loads = Arc::new(Mutex::new(Vec::new()));
        let batch = Batch::new(Double(Arc::clone(&loads)));

        let answers = join_all((0..200).map(|number| batch.load(number))).await;

        assert_eq!(answers, (0..200).map(|number| Ok(Some(number * 2))).collect::<Vec<_>>());
        assert_eq!(*loads.lock().unwrap(), [200]);
    }
}
