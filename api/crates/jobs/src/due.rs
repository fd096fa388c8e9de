//! Rows that fall due: claimed under a lease, looked up for when the next one does.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr,
    prelude::Uuid,
    sea_query::{
        Alias, CommonTableExpression, Condition, Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement, WithClause,
    },
};

/// What the chosen rows are called within the statement.
const CHOSEN: &str = "chosen";

/// A table whose rows fall due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    table: &'static str,
}

/// A row taken up: whoever holds this may write it, until the lease ends and another takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Id of the row.
    pub id: Uuid,
    /// Fence of this claim: the row's, until another takes it up.
    pub fence: i64,
    /// When the lease ends.
    pub until: DateTime<Utc>,
}

impl Claim {
    /// The row, if it is still ours: what every write made under the claim is limited to. One that changes no row came too late.
    pub fn held(&self) -> Condition {
        Condition::all().add(Expr::col(Alias::new("id")).eq(self.id)).add(Expr::col(Alias::new("fence")).eq(self.fence))
    }
}

impl Due {
    /// The table of that name.
    pub const fn of(table: &'static str) -> Self {
        Self { table }
    }

    /// Takes up at most `most` rows that are due at `now`, those longest due first: their fences are counted up, and they fall due
    /// again at the end of the lease. Of several who claim at once, each gets other rows. `only` says which rows come into question.
    ///
    /// # Errors
    /// The database's.
    pub async fn claim(
        self,
        db: &impl ConnectionTrait,
        only: Option<Condition>,
        now: DateTime<Utc>,
        lease: TimeDelta,
        most: u64,
    ) -> Result<Vec<Claim>, DbErr> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let until = now + lease;
        let mut rows = self.rows(only);
        rows.column(Alias::new("id")).and_where(Expr::col(Alias::new("due_at")).lte(now));
        rows.order_by(Alias::new("due_at"), Order::Asc).order_by(Alias::new("id"), Order::Asc).limit(most);
        if db.get_database_backend() == DbBackend::Postgres {
            // Who claims at the same time passes by what is locked here. SQLite has one writer.
            rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        // Chosen once and for all: within the condition of the update, PostgreSQL may choose again for each row, and lock more than
        // it takes.
        let chosen =
            CommonTableExpression::new().query(rows).column(Alias::new("id")).materialized(true).table_name(Alias::new(CHOSEN)).to_owned();
        let ids = Query::select().column(Alias::new("id")).from(Alias::new(CHOSEN)).to_owned();
        let update = Query::update()
            .table(Alias::new(self.table))
            .value(Alias::new("fence"), Expr::col(Alias::new("fence")).add(1))
            .value(Alias::new("due_at"), until)
            .and_where(Expr::col(Alias::new("id")).in_subquery(ids))
            .returning(Query::returning().columns([Alias::new("id"), Alias::new("fence")]))
            .to_owned();
        let claimed = db.query_all(&update.with(WithClause::new().cte(chosen).to_owned())).await?;
        claimed.iter().map(|row| Ok(Claim { id: row.try_get_by_index(0)?, fence: row.try_get_by_index(1)?, until })).collect()
    }

    /// When the next row falls due, or fell due.
    ///
    /// # Errors
    /// The database's.
    pub async fn next(self, db: &impl ConnectionTrait, only: Option<Condition>) -> Result<Option<DateTime<Utc>>, DbErr> {
        let mut rows = self.rows(only);
        rows.column(Alias::new("due_at")).and_where(Expr::col(Alias::new("due_at")).is_not_null());
        rows.order_by(Alias::new("due_at"), Order::Asc).limit(1);
        db.query_one(&rows).await?.map(|row| row.try_get_by_index(0)).transpose()
    }

    fn rows(self, only: Option<Condition>) -> SelectStatement {
        let mut rows = Query::select().from(Alias::new(self.table)).to_owned();
        if let Some(only) = only {
            rows.cond_where(only);
        }
        rows
    }
}
