//! Tables at `/export/…`, for whoever shows a token.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, Query},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use futures_util::TryStreamExt;
use protocol::RemoteIp;
use serde::Deserialize;

use super::feeds::refused;
use crate::{
    auth::{Access, Caller, Operation},
    error::Fault,
    turns::feeds::table::{self, Wanted},
};

/// What stands after the question mark.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    queue: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

pub(super) async fn turns(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    match table(&access, ip, &asked, &headers).await {
        Ok(response) => response,
        Err(fault) => refused(&fault),
    }
}

async fn table(access: &Access, ip: Option<IpAddr>, asked: &Asked, headers: &HeaderMap) -> Result<Response, Fault> {
    let caller = caller(access, ip, headers).await?;
    let permit = caller.permit(Operation::Turns)?;
    let Some(table) = table::export(access.app(), permit, asked.read()?).await? else {
        return Ok((StatusCode::NOT_FOUND, "There is no such queue.\n").into_response());
    };
    let table = table.inspect_err(|error| tracing::error!(error = format!("{error:#}"), "a table broke off"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"turns.csv\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, Body::from_stream(table)).into_response())
}

async fn caller(access: &Access, ip: Option<IpAddr>, headers: &HeaderMap) -> Result<Caller, Fault> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    let bearer = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, bearer)| bearer.trim());
    let caller = access.authenticate(bearer, ip).await?;
    access.limiter().admit(caller.as_ref(), ip, 1)?;
    caller.ok_or(Fault::Unauthenticated)
}

impl Asked {
    fn read(&self) -> Result<Wanted, Fault> {
        let given = |name: &str, text: &Option<String>| {
            text.clone().ok_or_else(|| Fault::BadRequest(format!("`{name}` is missing: ?queue=que_…&from=2026-11-23&to=2026-11-29")))
        };
        let day = |name: &str, text: &Option<String>| {
            let text = given(name, text)?;
            text.parse::<NaiveDate>().map_err(|_| Fault::BadRequest(format!("`{name}` is no day: write it as 2026-11-23.")))
        };
        let queue = given("queue", &self.queue)?;
        let queue_id = queue.parse().map_err(|error| Fault::BadRequest(format!("`queue` is no such id: {error}.")))?;
        Ok(Wanted { queue_id, from: day("from", &self.from)?, to: day("to", &self.to)? })
    }
}
