//! Reading the outbox in commit order, and pruning it.
//!
//! On SQLite one transaction writes at a time, so the row's id is its place. On PostgreSQL a row with a lower id may become
//! visible after one with a higher: so places are given after the commit, by whoever reads first, one at a time
//! ([`place`]). A place is then never given below one already read, and a transaction still open has none.
//! Refused: reading by transaction id up to the oldest open one. One forgotten transaction anywhere in the database
//! cluster would stop every subscriber, and of two changes to one row the second could be told first.

use chrono::{DateTime, Utc};
use entity::{installation, outbox};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait},
};

use super::change::{Change, Position};
use crate::db::Db;

/// Key of the advisory lock under which places are given: "live" in ASCII.
const PLACING: i64 = 0x6c69_7665;

/// The outbox, read.
#[derive(Clone)]
pub struct Log {
    db: Db,
}

impl Log {
    /// Of this database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    fn column(&self) -> outbox::Column {
        match self.db.backend() {
            DbBackend::Postgres => outbox::Column::Position,
            _ => outbox::Column::Id,
        }
    }

    /// At most `limit` changes after `after`, in order. Before it reads, everything committed is given its place.
    ///
    /// # Errors
    /// The database's.
    pub async fn after(&self, after: Position, limit: u64) -> Result<Vec<Change>, DbErr> {
        self.place().await?;
        self.page(after, limit).await
    }

    /// As [`Log::after`], of what already has its place: for replays, which end where the hub begins.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, after: Position, limit: u64) -> Result<Vec<Change>, DbErr> {
        let column = self.column();
        let rows = outbox::Entity::find().filter(column.gt(to_row(after))).order_by_asc(column).limit(limit).all(self.db.read()).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let position = row.position.unwrap_or(row.id);
                Change::of(row, from_row(position))
            })
            .collect())
    }

    /// Position of the newest committed change; what was pruned counts.
    ///
    /// # Errors
    /// The database's.
    pub async fn head(&self) -> Result<Position, DbErr> {
        self.place().await?;
        let newest: Option<Option<i64>> =
            outbox::Entity::find().select_only().expr(Expr::col(self.column()).max()).into_tuple().one(self.db.read()).await?;
        let pruned = self.pruned().await?;
        Ok(newest.flatten().map_or(pruned, from_row).max(pruned))
    }

    /// Changes up to this position are no longer kept.
    ///
    /// # Errors
    /// The database's; also when the installation has no row yet.
    pub async fn pruned(&self) -> Result<Position, DbErr> {
        let row = installation::Entity::find_by_id(1).one(self.db.read()).await?;
        row.map(|row| from_row(row.pruned)).ok_or_else(|| DbErr::RecordNotFound("installation".to_owned()))
    }

    /// Drops what is older than `before`, and remembers up to where.
    ///
    /// # Errors
    /// The database's.
    pub async fn prune(&self, before: DateTime<Utc>) -> Result<u64, DbErr> {
        let column = self.column();
        let tx = self.db.begin().await?;
        // The newest old row that has a place; without one there is nothing to prune.
        let last: Option<Option<i64>> = outbox::Entity::find()
            .select_only()
            .expr(Expr::col(column).max())
            .filter(outbox::Column::OccurredAt.lt(before))
            .into_tuple()
            .one(&*tx)
            .await?;
        let Some(last) = last.flatten() else { return Ok(0) };
        let gone = outbox::Entity::delete_many().filter(column.lte(last)).exec(&*tx).await?;
        installation::Entity::update_many()
            .col_expr(installation::Column::Pruned, Expr::value(last))
            .filter(installation::Column::Id.eq(1))
            // Another process may have pruned further meanwhile: forgetting that would give its places out again.
            .filter(installation::Column::Pruned.lt(last))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(gone.rows_affected)
    }

    /// Gives a place to every committed row that has none, one placer at a time.
    async fn place(&self) -> Result<(), DbErr> {
        if self.db.backend() != DbBackend::Postgres {
            return Ok(());
        }
        // A look without a lock first: mostly another process, or an earlier call, has done it.
        let unplaced = Statement::from_string(DbBackend::Postgres, "SELECT 1 FROM outbox WHERE position IS NULL LIMIT 1");
        if self.db.read().query_one_raw(unplaced).await?.is_none() {
            return Ok(());
        }
        self.db.read().execute_unprepared(&placing()).await?;
        Ok(())
    }
}

/// Gives places, in one message: PostgreSQL runs several statements of one message as one transaction, each with a view of
/// its own, so that the second sees what the holder of the lock before committed.
///
/// The commit need not reach the disk. Whatever is written later does so after it; and if nothing is, a crash of the
/// database takes the same rows back that had no place, which then get the same places again.
fn placing() -> String {
    format!(
        "SET LOCAL synchronous_commit = off;
         SELECT pg_advisory_xact_lock({PLACING});
         WITH base AS (SELECT GREATEST((SELECT COALESCE(MAX(position), 0) FROM outbox), (SELECT pruned FROM installation)) AS top),
              fresh AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM outbox WHERE position IS NULL)
         UPDATE outbox SET position = base.top + fresh.place FROM base, fresh WHERE outbox.id = fresh.id"
    )
}

fn to_row(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

fn from_row(position: i64) -> Position {
    Position(u64::try_from(position).unwrap_or_default())
}
