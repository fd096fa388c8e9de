//! Leases: what only one process may do at a time. Whoever holds one carries its fence into every write made under it, so
//! that a holder that was thought dead, and comes back, is refused.

use chrono::TimeDelta;
use entity::lease;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr, sea_query::ExprTrait};

use crate::{
    app::App,
    db::{Db, Tx},
};

/// How long a lease holds without being renewed. It is renewed three times as often.
pub const LIFE: TimeDelta = TimeDelta::seconds(15);

/// A lease that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    name: String,
    holder: String,
    fence: i64,
}

/// Why a write under a lease did not happen.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// Another process has taken over; nothing may be written here any more.
    #[error("the lease is held by another process now")]
    Lost,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Lease {
    /// Takes the lease `name` for `holder`: free, expired, or held by it already (a restart under the same name).
    ///
    /// # Errors
    /// The database's. `Ok(None)`: another holds it.
    pub async fn take(app: &App, name: &str, holder: &str) -> Result<Option<Self>, DbErr> {
        let now = app.clock.now();
        let tx = app.db.begin().await?;
        let known = lease::Entity::find_by_id(name.to_owned()).one(&*tx).await?;
        let fence = match known {
            Some(row) if row.expires_at > now && row.holder != holder => return Ok(None),
            Some(row) => {
                // Compared with what was read: of two that saw it expire, one takes it.
                let taken = lease::Entity::update_many()
                    .col_expr(lease::Column::Holder, Expr::value(holder))
                    .col_expr(lease::Column::Fence, Expr::value(row.fence + 1))
                    .col_expr(lease::Column::ExpiresAt, Expr::value(now + LIFE))
                    .filter(lease::Column::Name.eq(name))
                    .filter(lease::Column::Fence.eq(row.fence))
                    .exec(&*tx)
                    .await?;
                if taken.rows_affected == 0 {
                    return Ok(None);
                }
                row.fence + 1
            }
            None => {
                let row = lease::Model { name: name.to_owned(), holder: holder.to_owned(), fence: 1, expires_at: now + LIFE };
                if let Err(error) = lease::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await {
                    // Someone was faster: theirs.
                    return match error.sql_err() {
                        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Ok(None),
                        _ => Err(error),
                    };
                }
                1
            }
        };
        tx.commit().await?;
        Ok(Some(Self { name: name.to_owned(), holder: holder.to_owned(), fence }))
    }

    /// Fence of this holding.
    pub fn fence(&self) -> i64 {
        self.fence
    }

    /// Renews the lease within `tx`. First statement of every write made under it: on PostgreSQL it also locks the row, so
    /// that nobody takes over between the check and the commit.
    ///
    /// # Errors
    /// [`LeaseError::Lost`] when another has taken over.
    pub async fn renew(&self, app: &App, tx: &Tx) -> Result<(), LeaseError> {
        let kept = lease::Entity::update_many()
            .col_expr(lease::Column::ExpiresAt, Expr::value(app.clock.now() + LIFE))
            .filter(lease::Column::Name.eq(&self.name))
            .filter(lease::Column::Fence.eq(self.fence))
            .exec(&**tx)
            .await?;
        if kept.rows_affected == 1 { Ok(()) } else { Err(LeaseError::Lost) }
    }

    /// Gives it back at once, so that another need not wait for its end.
    ///
    /// # Errors
    /// The database's.
    pub async fn give_back(self, app: &App) -> Result<(), DbErr> {
        let tx = app.db.begin().await?;
        lease::Entity::update_many()
            .col_expr(lease::Column::ExpiresAt, Expr::value(app.clock.now()))
            .filter(lease::Column::Name.eq(&self.name).and(lease::Column::Fence.eq(self.fence)))
            .exec(&*tx)
            .await?;
        tx.commit().await
    }

    /// Forgets it within `tx`: what it was for is done for good, and its name is never taken again.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget(&self, tx: &Tx) -> Result<(), DbErr> {
        let held = lease::Column::Name.eq(&self.name).and(lease::Column::Fence.eq(self.fence));
        lease::Entity::delete_many().filter(held).exec(&**tx).await.map(drop)
    }

    /// Who holds the lease `name` now, if anybody: for `doctor`.
    ///
    /// # Errors
    /// The database's.
    pub async fn holder(db: &Db, name: &str) -> Result<Option<lease::Model>, DbErr> {
        lease::Entity::find_by_id(name.to_owned()).one(db.read()).await
    }
}
