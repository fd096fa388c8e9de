//! What else is to be done of a notice, in the transaction in which it is kept and told: whoever sends messages is above the rota, and
//! is given to it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{id::RotaNoticeId, queue};
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::DbErr;

use super::notice::Notice;
use crate::db::Tx;

/// A notice that is being told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its id.
    pub id: RotaNoticeId,
    /// About which queue.
    pub queue: &'a queue::Model,
    /// What is told.
    pub notice: &'a Notice,
    /// When.
    pub at: DateTime<Utc>,
}

/// Hears each notice once, in its transaction: what it writes is committed with the notice, or neither is.
pub trait Listener: Send + Sync + 'static {
    /// A notice is told.
    ///
    /// # Errors
    /// The database's: then the notice is not told either, and will be.
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
