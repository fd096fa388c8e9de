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
use futures_util::{Stream, TryStreamExt};
use protocol::RemoteIp;
use serde::Deserialize;

use super::feeds::refused;
use crate::{
    auth::{Access, Caller, Operation},
    calendars::repository::Calendars,
    contacts,
    error::Fault,
    events::ics::{self, Kept},
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
    Ok(sent("turns.csv", table))
}

/// `/export/contacts.csv`: all contacts.
pub(super) async fn contacts(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    let caller = match caller(&access, ip, &headers).await {
        Ok(caller) => caller,
        Err(fault) => return refused(&fault),
    };
    match caller.permit(Operation::Contacts) {
        Ok(permit) => sent("contacts.csv", contacts::table::export(access.app(), permit)),
        Err(fault) => refused(&fault),
    }
}

/// What stands after the question mark, of a calendar.
#[derive(Debug, Deserialize)]
pub(super) struct AskedCalendar {
    calendar: Option<String>,
}

/// `/export/calendar.ics?calendar=cln_…`: all events of a calendar, as other programs read them.
pub(super) async fn calendar(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Query(asked): Query<AskedCalendar>,
    headers: HeaderMap,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    let export = async {
        let caller = caller(&access, ip, &headers).await?;
        let permit = caller.permit(Operation::Calendar)?;
        let text = asked.calendar.as_deref().ok_or_else(|| Fault::BadRequest("`calendar` is missing: ?calendar=cln_…".to_owned()))?;
        let id = text.parse().map_err(|error| Fault::BadRequest(format!("`calendar` is no such id: {error}.")))?;
        let db = access.app().db.snapshot().await?;
        let Some(row) = Calendars::of(&permit).find(&db, id).await? else { return Ok(None) };
        let written = ics::calendar(&db, &row, &row.name, Kept::All).await?.write();
        db.commit().await?;
        Ok::<_, Fault>(Some(written))
    };
    match export.await {
        Ok(Some(text)) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"calendar.ics\""),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, text).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "There is no such calendar.\n").into_response(),
        Err(fault) => refused(&fault),
    }
}

/// `/export/contact-import-rejects.csv?import=imp_…`: the rows of an import that were not taken over.
pub(super) async fn rejects(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Query(asked): Query<super::import::Asked>,
    headers: HeaderMap,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    let export = async {
        let caller = caller(&access, ip, &headers).await?;
        let permit = caller.permit(Operation::ContactImport)?;
        contacts::import::rejects::export(access.app(), permit, asked.read()?).await
    };
    match export.await {
        Ok(Some(table)) => sent("rejects.csv", table),
        Ok(None) => (StatusCode::NOT_FOUND, "There is no such import.\n").into_response(),
        Err(fault) => refused(&fault),
    }
}

fn sent(name: &str, table: impl Stream<Item = Result<Vec<u8>, anyhow::Error>> + Send + 'static) -> Response {
    let table = table.inspect_err(|error| tracing::error!(error = format!("{error:#}"), "a table broke off"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, Body::from_stream(table)).into_response()
}

pub(super) async fn caller(access: &Access, ip: Option<IpAddr>, headers: &HeaderMap) -> Result<Caller, Fault> {
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
