//! Which sealed version leads a call: the one that is named, or the last one of the flow that is named. It is settled when the call is
//! ordered, so that sealing another version changes no order.

use async_graphql::ID;
use entity::{
    flow_version,
    id::{FlowId, FlowVersionId},
};
use flow::Document;
use sea_orm::{ConnectionTrait, DbErr};

use super::repository::Flows;
use crate::error::{Fault, Outcome, Problem, ProblemCode};

/// A flow, or a version of one, as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A flow: the version that was sealed last.
    Flow(FlowId),
    /// This version.
    Version(FlowVersionId),
}

impl Named {
    /// Of an id of either kind.
    ///
    /// # Errors
    /// `INVALID` for any other.
    pub fn parse(id: &ID, path: &[&str]) -> Result<Self, Problem> {
        let version = id.parse().map(Self::Version).ok();
        let flow = || id.parse().map(Self::Flow).ok();
        version.or_else(flow).ok_or_else(|| Problem::invalid(path, "This is no id of a flow, nor of a version of one."))
    }
}

/// The version that leads calls ordered now.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a flow of which no version was sealed yet.
pub async fn version(db: &impl ConnectionTrait, flows: Flows, named: Named, path: &[&str]) -> Outcome<flow_version::Model> {
    let found = match named {
        Named::Version(id) => flows.version(db, id).await?,
        Named::Flow(id) => {
            let flow = flows.find(db, id).await?.ok_or_else(|| Problem::not_found("flow", path))?;
            let unsealed = || Problem::new(ProblemCode::Conflict, path, "No version of this flow was sealed yet: `flowSeal` does.");
            Some(flows.latest(db, flow.id).await?.ok_or_else(unsealed)?)
        }
    };
    found.ok_or_else(|| Problem::not_found("version of a flow", path).into())
}

/// The document of a version.
///
/// # Errors
/// When the column holds something else.
pub fn document(row: &flow_version::Model) -> Result<Document, DbErr> {
    serde_json::from_value(row.document.clone()).map_err(|error| DbErr::Json(format!("document of {}: {error}", row.id)))
}

/// The document of a draft.
///
/// # Errors
/// When the column holds something else.
pub fn draft(row: &entity::flow::Model) -> Result<Document, Fault> {
    Ok(serde_json::from_value(row.document.clone()).map_err(|error| DbErr::Json(format!("document of {}: {error}", row.id)))?)
}
