//! One statement for all that a level of a document asks of a table.
//!
//! async-graphql's `DataLoader` gathers keys for a fixed time: its 1 ms costs an idle answer 2 ms, and with none a second
//! worker thread may begin to load while the first still asks. Here it gathers until nobody has asked for a moment.

use std::{
    hash::Hash,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};
use futures_util::future::BoxFuture;

use crate::error::Fault;

/// Nobody has asked for so long: longer than it takes to get from one node of a page to the next.
const QUIET: Duration = Duration::from_micros(50);

/// Gathers keys and loads them together.
pub struct Batch<L> {
    loader: DataLoader<L>,
    asked: Arc<AtomicU64>,
}

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
        Self { loader: DataLoader::new(loader, spawn).delay(Duration::ZERO), asked }
    }

    /// The one registered with the schema.
    ///
    /// # Errors
    /// When it was not registered: a fault of the program.
    pub fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self, Fault> {
        ctx.data().map_err(|error| Fault::Internal(anyhow::anyhow!(error.message)))
    }

    /// What is kept under `key`, if anything.
    ///
    /// # Errors
    /// The loader's.
    pub async fn one<K>(&self, key: K) -> Result<Option<L::Value>, L::Error>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.loader.load_one(key).await
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

        let answers = join_all((0..200).map(|number| batch.one(number))).await;

        assert_eq!(answers, (0..200).map(|number| Ok(Some(number * 2))).collect::<Vec<_>>());
        assert_eq!(*loads.lock().unwrap(), [200]);
    }
}
