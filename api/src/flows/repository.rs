//! Reading flows and their versions of one account.

use entity::{
    flow, flow_version,
    id::{AccountId, FlowId, FlowVersionId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, LockType},
};

use crate::{auth::Permit, graphql::connection::PageRequest};

/// Flows of one account.
#[derive(Clone, Copy, Debug)]
pub struct Flows(pub AccountId);

impl Flows {
    /// Those that the permit's caller may see.
    pub fn of(permit: &Permit<'_>) -> Self {
        Self(permit.account_id())
    }

    fn all(self) -> Select<flow::Entity> {
        flow::Entity::find().filter(flow::Column::AccountId.eq(self.0))
    }

    fn versions(self) -> Select<flow_version::Entity> {
        flow_version::Entity::find().filter(flow_version::Column::AccountId.eq(self.0))
    }

    /// The flow.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: FlowId) -> Result<Option<flow::Model>, DbErr> {
        self.all().filter(flow::Column::Id.eq(id)).one(db).await
    }

    /// The flow, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, db: &impl ConnectionTrait, id: FlowId) -> Result<Option<flow::Model>, DbErr> {
        self.all().filter(flow::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// A page, the newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        search: Option<&str>,
        request: &PageRequest<Uuid>,
    ) -> Result<Vec<flow::Model>, DbErr> {
        let mut rows = self.all();
        if let Some(text) = search.map(str::trim).filter(|text| !text.is_empty()) {
            let escaped = text.to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let name = Func::lower(Expr::col((flow::Entity, flow::Column::Name)));
            rows = rows.filter(Expr::expr(name).like(LikeExpr::new(format!("%{escaped}%")).escape('\\')));
        }
        if let Some(after) = request.after {
            rows = rows.filter(flow::Column::Id.lt(after));
        }
        rows.order_by_desc(flow::Column::Id).limit(request.limit()).all(db).await
    }

    /// The version.
    ///
    /// # Errors
    /// The database's.
    pub async fn version(self, db: &impl ConnectionTrait, id: FlowVersionId) -> Result<Option<flow_version::Model>, DbErr> {
        self.versions().filter(flow_version::Column::Id.eq(id)).one(db).await
    }

    /// Versions of a flow, the newest first; with a request a page, one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn versions_of(
        self,
        db: &impl ConnectionTrait,
        flow: FlowId,
        request: &PageRequest<i32>,
    ) -> Result<Vec<flow_version::Model>, DbErr> {
        let mut rows = self.versions().filter(flow_version::Column::FlowId.eq(flow));
        if let Some(after) = request.after {
            rows = rows.filter(flow_version::Column::Number.lt(after));
        }
        rows.order_by_desc(flow_version::Column::Number).limit(request.limit()).all(db).await
    }

    /// The version of a flow that was sealed last.
    ///
    /// # Errors
    /// The database's.
    pub async fn latest(self, db: &impl ConnectionTrait, flow: FlowId) -> Result<Option<flow_version::Model>, DbErr> {
        self.versions_of(db, flow, &PageRequest { first: 1, after: None }).await.map(|rows| rows.into_iter().next())
    }
}
