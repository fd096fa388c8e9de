//! The database: one door for reading, one for writing, the same on SQLite and PostgreSQL.
//!
//! SQLite has one writer: its transactions begin IMMEDIATE on a pool of one connection, so that they queue here instead of
//! failing later; readers have connections of their own (WAL). On PostgreSQL both doors are one pool.

use std::{ops::Deref, sync::Arc, time::Duration};

use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use tokio::sync::Notify;

/// The database.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// Rung after each commit that may have put news into the outbox; keeps one ring for a hub that is busy reading.
    news: Arc<Notify>,
    url: Arc<str>,
}

impl Db {
    /// Opens `url`: `sqlite://path?mode=rwc`, `sqlite::memory:` (lost at the end) or `postgres://…`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(url: &str, max_connections: u32) -> Result<Self, DbErr> {
        let news = Arc::new(Notify::new());
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10)).max_connections(max_connections);
        if !url.starts_with("sqlite:") {
            let pool = Database::connect(options).await?;
            return Ok(Self { read: pool.clone(), write: pool, news, url: url.into() });
        }
        options.map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                // NORMAL loses no committed transaction to a crash of the process; FULL also none to a loss of power.
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
        });
        let mut writer = options.clone();
        writer.max_connections(1).min_connections(1);
        let write = Database::connect(writer).await?;
        // A database in memory is its one connection.
        let read = if url.contains(":memory:") { write.clone() } else { Database::connect(options).await? };
        Ok(Self { read, write, news, url: url.into() })
    }

    /// For statements that only read, outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For migrations.
    pub fn admin(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Where it is; may hold a password.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// When the database cannot be reached, or its writer stays busy for 10 s.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        Ok(Tx { inner: self.write.begin_with_options(options).await?, news: Arc::clone(&self.news) })
    }

    /// Begins a transaction that only reads: all that it reads is of one instant.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            // What a deferred transaction reads first fixes what it sees.
            DbBackend::Sqlite => {
                TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred), ..Default::default() }
            }
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        self.read.begin_with_options(options).await
    }

    /// Rung after each commit made here.
    pub(crate) fn news(&self) -> Arc<Notify> {
        Arc::clone(&self.news)
    }
}

/// A transaction that writes. Dropped without [`Tx::commit`], nothing of it happened.
pub struct Tx {
    inner: DatabaseTransaction,
    news: Arc<Notify>,
}

impl Tx {
    /// Makes it true, and wakes whoever watches.
    ///
    /// # Errors
    /// When the database says no; then nothing of it happened.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await?;
        self.news.notify_one();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;

    #[tokio::test]
    async fn sqlite_keeps_its_plans_whatever_is_bound() {
        let db = Db::open("sqlite::memory:", 1).await.unwrap();

        let used = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_compileoption_used('ENABLE_QPSG') AS used");

        let row = db.read().query_one_raw(used).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i32>("", "used"), Ok(1));
    }
}
