//! What wakes the hub: a commit of this process, a NOTIFY of another (PostgreSQL), and the passing of time in case both
//! were missed. On SQLite another process's commits are noticed by time alone.

use std::{sync::Arc, time::Duration};

use sea_orm::{DbBackend, sqlx::postgres::PgListener};
use tokio::sync::Notify;

use super::outbox::CHANNEL;
use crate::db::Db;

/// How often the outbox is looked at when nothing calls: on SQLite also how late another process's commit is seen.
const LOOK: Duration = Duration::from_millis(250);
/// The same where NOTIFY works.
const LOOK_LISTENING: Duration = Duration::from_secs(5);

pub(super) struct Wake {
    news: Arc<Notify>,
    listener: Option<PgListener>,
}

impl Wake {
    pub(super) async fn new(db: &Db) -> Self {
        let listener = if db.backend() == DbBackend::Postgres { listen(db.url()).await } else { None };
        Self { news: db.news(), listener }
    }

    /// Returns when there may be news. A wake-up that comes between two calls is made good by the next look.
    pub(super) async fn wait(&mut self) {
        match &mut self.listener {
            Some(listener) => {
                tokio::select! {
                    () = self.news.notified() => {}
                    // On a lost connection the listener makes a new one by itself and answers `None`: look then, too.
                    heard = listener.try_recv() => if let Err(error) = heard {
                        tracing::warn!(error = %error, "live: NOTIFY cannot be heard; looking by time");
                        self.listener = None;
                    },
                    () = tokio::time::sleep(LOOK_LISTENING) => {}
                }
            }
            None => {
                tokio::select! {
                    () = self.news.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
        }
    }
}

async fn listen(url: &str) -> Option<PgListener> {
    let listening = async {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok::<_, sea_orm::sqlx::Error>(listener)
    };
    match listening.await {
        Ok(listener) => Some(listener),
        Err(error) => {
            tracing::warn!(error = %error, "live: NOTIFY cannot be heard; looking by time");
            None
        }
    }
}
