//! Files taken in at `/import/…`, from whoever shows a token.

use std::net::SocketAddr;

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Query},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::id::ContactImportId;
use protocol::RemoteIp;
use serde::Deserialize;
use serde_json::json;

use super::{export::caller, feeds::refused};
use crate::{
    auth::{Access, Operation},
    contacts::import::service,
    error::{Fault, ProblemCode, Refusal},
};

/// What stands after the question mark.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    import: Option<String>,
}

/// `POST /import/contacts?import=imp_…`: the file of an import that waits for it, up to the size that the settings say. Nothing of
/// it is read before it is known who sends it.
pub(super) async fn contacts(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    let caller = match caller(&access, ip, &headers).await {
        Ok(caller) => caller,
        Err(fault) => return refused(&fault),
    };
    let asked = caller.permit(Operation::ContactImportCreate).and_then(|permit| Ok((permit, asked.read()?)));
    let (permit, id) = match asked {
        Ok(asked) => asked,
        Err(fault) => return refused(&fault),
    };
    // Another site's page cannot send this kind of content without being asked for leave first.
    let is_table = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.starts_with("text/csv"));
    if !is_table {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the file as text/csv.\n").into_response();
    }
    let most = access.app().config.limits.import_bytes;
    let Ok(file) = to_bytes(body, most as usize).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, format!("A file has at most {most} bytes, and is sent whole.\n")).into_response();
    };
    match service::receive(access.app(), permit, id, &file).await {
        Ok(import) => {
            (StatusCode::ACCEPTED, axum::Json(json!({ "id": import.id, "status": import.status, "rows": import.rows }))).into_response()
        }
        Err(Refusal::User(problems)) => {
            let status = match problems.first().map(|problem| problem.code) {
                Some(ProblemCode::NotFound) => StatusCode::NOT_FOUND,
                Some(ProblemCode::Conflict) => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let told: String = problems.into_iter().map(|problem| problem.message + "\n").collect();
            (status, told).into_response()
        }
        Err(Refusal::Fault(fault)) => refused(&fault),
    }
}

impl Asked {
    pub(super) fn read(&self) -> Result<ContactImportId, Fault> {
        let text = self.import.as_deref().ok_or_else(|| Fault::BadRequest("`import` is missing: ?import=imp_…".to_owned()))?;
        text.parse().map_err(|error| Fault::BadRequest(format!("`import` is no such id: {error}.")))
    }
}
