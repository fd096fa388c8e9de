//! Reading callouts of one account.

use entity::{
    callout, callout_participation, callout_tally,
    id::{AccountId, CalloutId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
    prelude::Uuid,
    sea_query::{BinOper, Condition, Expr, ExprTrait, Func, LockType},
};

use super::{
    input::{CalloutFilter, CalloutMetadataCondition},
    tally::{self, Delta},
};
use crate::{auth::Permit, graphql::connection::PageRequest};

/// Callouts of one account.
pub struct Callouts(pub AccountId);

impl Callouts {
    /// Those that the permit's caller may see.
    pub fn of(permit: &Permit<'_>) -> Self {
        Self(permit.account_id())
    }

    fn all(&self) -> Select<callout::Entity> {
        callout::Entity::find().filter(callout::Column::AccountId.eq(self.0))
    }

    /// The row.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, db: &impl ConnectionTrait, id: CalloutId) -> Result<Option<callout::Model>, DbErr> {
        self.all().filter(callout::Column::Id.eq(id)).one(db).await
    }

    /// The row with what is counted of it, in one statement.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_counted(&self, db: &impl ConnectionTrait, id: CalloutId) -> Result<Option<Counted>, DbErr> {
        let rows = self.all().filter(callout::Column::Id.eq(id)).join(JoinType::LeftJoin, counters());
        tally::summed(rows).group_by(callout::Column::Id).into_model().one(db).await
    }

    /// The row, which nobody else changes until the transaction ends; rows that refer to it may be added.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, db: &impl ConnectionTrait, id: CalloutId) -> Result<Option<callout::Model>, DbErr> {
        self.all().filter(callout::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// A page, the newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        &self,
        db: &impl ConnectionTrait,
        filter: &CalloutFilter,
        request: &PageRequest<Uuid>,
    ) -> Result<Vec<callout::Model>, DbErr> {
        let mut rows = self.all();
        if let Some(statuses) = &filter.status {
            rows = rows.filter(callout::Column::Status.is_in(statuses.iter().copied().map(entity::stored::CalloutStatus::from)));
        }
        if let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let name = Func::lower(Expr::col((callout::Entity, callout::Column::Name)));
            let escaped = text.to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            rows = rows.filter(Expr::expr(name).like(sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\')));
        }
        for condition in filter.metadata.iter().flatten() {
            rows = rows.filter(holds(condition));
        }
        if let Some(after) = request.after {
            rows = rows.filter(callout::Column::Id.lt(after));
        }
        rows.order_by_desc(callout::Column::Id).limit(request.limit()).all(db).await
    }

    /// Whether anybody takes part in the callout.
    ///
    /// # Errors
    /// The database's.
    pub async fn has_participations(&self, db: &impl ConnectionTrait, id: CalloutId) -> Result<bool, DbErr> {
        let any = callout_participation::Entity::find().filter(callout_participation::Column::CalloutId.eq(id)).limit(1);
        Ok(any.one(db).await?.is_some())
    }
}

/// A callout, and what is counted of it.
#[derive(Debug, FromQueryResult)]
pub struct Counted {
    /// The callout.
    #[sea_orm(nested)]
    pub row: callout::Model,
    /// The sums of its counters.
    #[sea_orm(nested)]
    pub counted: Delta,
}

/// From a callout to its counters.
fn counters() -> RelationDef {
    callout::Entity::belongs_to(callout_tally::Entity).from(callout::Column::Id).to(callout_tally::Column::CalloutId).into()
}

/// That a value in the metadata is as given: both databases know the arrow, and compare what it finds as JSON.
fn holds(condition: &CalloutMetadataCondition) -> Condition {
    let metadata = Expr::col((callout::Entity, callout::Column::Metadata));
    let found = condition.path.iter().fold(metadata, |value, key| value.binary(BinOper::Custom("->"), Expr::val(key.clone())));
    match condition.equals.clone().filter(|value| !value.is_null()) {
        Some(value) => Condition::all().add(found.eq(Expr::val(value))),
        None => Condition::any().add(found.clone().is_null()).add(found.eq(Expr::val(serde_json::Value::Null))),
    }
}
