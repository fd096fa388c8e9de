//! Lists of runs.

use async_graphql::{Context, Result};
use entity::{flow_run, flow_version};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::types::FlowRun;
use crate::{
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page},
        context::ContextExt,
    },
};

/// A page of the runs of a version, the newest first.
///
/// # Errors
/// For arguments that cannot be; the database's.
pub async fn runs(
    ctx: &Context<'_>,
    version: &flow_version::Model,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<FlowRun>> {
    let request: PageRequest<Uuid> = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
    let mut rows = flow_run::Entity::find().filter(flow_run::Column::FlowVersionId.eq(version.id));
    if let Some(after) = request.after {
        rows = rows.filter(flow_run::Column::Id.lt(after));
    }
    let rows = rows.order_by_desc(flow_run::Column::Id).limit(request.limit()).all(ctx.app().db.read()).await.map_err(Fault::from)?;
    Ok(page(&request, rows, |row| row.id.0, FlowRun::from))
}
