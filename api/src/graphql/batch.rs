//! One statement for all that a level of a document asks of a table.
//!
//! async-graphql's `DataLoader` gathers keys for a fixed time, in a task of its own: its 1 ms costs an idle answer 2 ms, with none a
//! second worker thread may begin to load while the first still asks, and each load is handed from thread to thread and back. Here
//! whoever asks first gathers and loads, within the request's own task: once all others of that level had their turn to ask.
//!
//! While a change is told to subscribers, what was read when the change was already committed is as good as read anew: so in
//! a burst each thing is read once for all the changes that were waiting, and the burst does not outrun the database.

use std::{
    any::Any,
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use async_graphql::{Context, dataloader::Loader};
use entity::stored::Topic;
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use moka::sync::Cache;
use protocol::LiveWindow;

use super::context::ContextExt;
use crate::{
    error::Fault,
    live::{Hub, Position},
};

/// Values kept of each kind for changes yet to be told.
const KEPT: u64 = 4_096;

/// Rounds of a request's task without a new key before what was gathered is loaded: after the second, whoever was woken together with
/// the first to ask has asked as well.
const QUIET_ROUNDS: u32 = 2;

/// Gathers keys and loads them together.
pub struct Batch<L> {
    loader: Arc<L>,
    /// What is being gathered: a `Gathering` of the one type of key there is.
    gathering: OnceLock<Box<dyn Any + Send + Sync>>,
    /// A cache of what was read, by key, with the head of the stream of changes when it was: of the same type of key.
    kept: OnceLock<Box<dyn Any + Send + Sync>>,
    changes_with: Option<Topic>,
}

/// Keys that were asked for and are not being loaded yet, and how to wait for them.
struct Gathering<K, V, E> {
    keys: HashSet<K>,
    /// How often somebody asked, for whatever key.
    asked: u64,
    load: Option<Load<K, V, E>>,
}

/// What is being gathered for a loader.
type Asking<K, L> = Arc<Mutex<Gathering<K, <L as Loader<K>>::Value, <L as Loader<K>>::Error>>>;

/// One load for all who wait for it. Whoever waits drives it, so that one who leaves holds up nobody.
type Load<K, V, E> = Shared<BoxFuture<'static, Result<Arc<HashMap<K, V>>, E>>>;

/// What was read, and what had happened by then.
type Kept<V> = (Position, Option<V>);

impl<L: Send + Sync + 'static> Batch<L> {
    /// Loads with `loader`, whose keys name their account: a batch may hold several requests' keys.
    pub fn new(loader: L) -> Self {
        Self { loader: Arc::new(loader), gathering: OnceLock::new(), kept: OnceLock::new(), changes_with: None }
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
        L: Loader<K, Error: Sync>,
    {
        let gathering = self.gathering.get_or_init(|| Box::new(Asking::<K, L>::default()));
        let Some(gathering) = gathering.downcast_ref::<Asking<K, L>>() else {
            // Asked by another type of key than the first time: by itself.
            return Ok(self.loader.load(std::slice::from_ref(&key)).await?.remove(&key));
        };
        let load = {
            let mut asked = locked(gathering);
            asked.keys.insert(key.clone());
            asked.asked += 1;
            asked.load.get_or_insert_with(|| begun(Arc::clone(&self.loader), Arc::clone(gathering))).clone()
        };
        Ok(load.await?.get(&key).cloned())
    }
}

impl<K, V, E> Default for Gathering<K, V, E> {
    fn default() -> Self {
        Self { keys: HashSet::new(), asked: 0, load: None }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A load of what will have been gathered once nobody asks any more.
fn begun<K, L>(loader: Arc<L>, gathering: Asking<K, L>) -> Load<K, L::Value, L::Error>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    L: Loader<K, Error: Sync>,
{
    let load = async move {
        quiet(|| locked(&gathering).asked).await;
        let keys: Vec<K> = {
            let mut asked = locked(&gathering);
            // Who asks from now on begins another.
            asked.load = None;
            std::mem::take(&mut asked.keys).into_iter().collect()
        };
        loader.load(&keys).await.map(Arc::new)
    };
    load.boxed().shared()
}

/// Lets the others of the same task have their turns until `count` stays as it is.
async fn quiet(count: impl Fn() -> u64) {
    let (mut counted, mut rounds) = (count(), 0);
    while rounds < QUIET_ROUNDS {
        // Goes on only after all of the request that can go on has: a waker that wakes at once would be served before its siblings.
        tokio::task::yield_now().await;
        let now = count();
        (counted, rounds) = if now == counted { (counted, rounds + 1) } else { (now, 0) };
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
        L: Loader<K, Error: Sync>,
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{future::join_all, poll};

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

    #[tokio::test]
    async fn what_is_asked_from_deep_within_a_page_is_loaded_at_once() {
        let loads = Arc::new(Mutex::new(Vec::new()));
        let batch = &Batch::new(Double(Arc::clone(&loads)));
        let node = |number: u32| async move {
            let first = batch.load(number).await?.unwrap_or_default();
            join_all([batch.load(first), batch.load(first + 1)]).await.into_iter().collect::<Result<Vec<_>, _>>()
        };

        join_all((0..100).map(node)).await;

        assert_eq!(*loads.lock().unwrap(), [100, 200]);
    }

    #[tokio::test]
    async fn what_a_whole_page_asks_for_is_loaded_once() {
        let loads = Arc::new(Mutex::new(Vec::new()));
        let batch = Batch::new(Double(Arc::clone(&loads)));

        let answers = join_all((0..20).map(|_| batch.load(7))).await;

        assert_eq!(answers, [Ok(Some(14)); 20]);
        assert_eq!(*loads.lock().unwrap(), [1]);
    }

    #[tokio::test]
    async fn who_asked_first_and_leaves_holds_up_nobody() {
        let loads = Arc::new(Mutex::new(Vec::new()));
        let batch = Batch::new(Double(Arc::clone(&loads)));
        let mut first = Box::pin(batch.load(1));
        assert!(poll!(&mut first).is_pending());
        let second = batch.load(2);

        drop(first);

        assert_eq!(second.await, Ok(Some(4)));
        assert_eq!(loads.lock().unwrap().len(), 1);
    }
}
