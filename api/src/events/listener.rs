//! What else is to be done when something becomes of occurrences, in the transaction in which it does: whoever reminds of them is
//! above, and is given to events.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{event, occurrence};
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use crate::db::Tx;

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum What {
    /// It is new.
    Made,
    /// It has another time, or lasts another while.
    Moved,
    /// It is held back.
    Paused,
    /// It is not held back any more.
    Resumed,
    /// It is called off.
    Canceled,
    /// It was called off by a change of its event, and another has it again.
    Restored,
    /// Its start has come.
    Completed,
    /// Its end came while it was held back.
    Skipped,
}

/// Something became of an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub what: What,
    /// The occurrence as it is now.
    pub occurrence: occurrence::Model,
}

/// What becomes of occurrences of one event in one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The event as it is now, locked by the transaction.
    pub event: &'a event::Model,
    /// What became of which, in order. One that is made late is made and completed.
    pub happened: &'a [Happened],
    /// When.
    pub at: DateTime<Utc>,
}

/// Hears what becomes of occurrences once, in its transaction: what it writes is committed with that, or neither is.
pub trait Listener: Send + Sync + 'static {
    /// Something became of occurrences of an event.
    ///
    /// # Errors
    /// The database's: then it did not happen.
    fn hear<'a>(&'a self, tx: &'a Tx, told: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>>;
}

/// A listener to be shared.
pub type SharedListener = Arc<dyn Listener>;

/// Nobody hears.
pub fn nobody() -> SharedListener {
    struct Nobody;

    impl Listener for Nobody {
        fn hear<'a>(&'a self, _: &'a Tx, _: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>> {
            std::future::ready(Ok(())).boxed()
        }
    }

    Arc::new(Nobody)
}
