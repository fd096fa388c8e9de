//! Calendars at `/feeds/….ics`, for programs that can send no token: their address is the secret. It stands in no log, since what is
//! told of a request is its route.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
};

use axum::{
    Extension,
    extract::{ConnectInfo, Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::RemoteIp;
use sha2::{Digest, Sha256};

use super::assets;
use crate::{
    auth::Access,
    error::Fault,
    turns::feeds::{self, AlarmWish},
};

/// Signs of a secret at the most: what is longer is not even looked for.
const LONGEST: usize = 100;

pub(super) async fn calendar(
    Extension(access): Extension<Access>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Path(file): Path<String>,
    Query(wishes): Query<HashMap<String, String>>,
    asked: HeaderMap,
) -> Response {
    let ip: Option<IpAddr> = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    if let Err(fault) = access.limiter().admit(None, ip, 1) {
        return refused(&fault);
    }
    // Who wishes for what is no number of minutes gets the usual: a calendar is more than its alarms.
    let minutes = wishes.get("alarm").and_then(|minutes| minutes.parse().ok());
    let alarm = minutes.map_or(AlarmWish::Usual, AlarmWish::Minutes);
    let Some(secret) = file.strip_suffix(".ics").filter(|secret| secret.len() <= LONGEST) else { return unknown() };
    match feeds::calendar(access.app(), secret, alarm).await {
        Ok(Some(text)) => sent(text, &asked),
        Ok(None) => unknown(),
        Err(fault) => refused(&fault),
    }
}

fn sent(text: String, asked: &HeaderMap) -> Response {
    let hash = Sha256::digest(&text);
    let tag = format!("\"{}\"", hex::encode(&hash[..16]));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"turns.ics\"")),
    ];
    let mut response = if assets::knows(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
    for (name, value) in headers {
        response.headers_mut().insert(name, value);
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn unknown() -> Response {
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")], "There is no such calendar.\n").into_response()
}

/// What is refused outside of GraphQL, as text.
pub(super) fn refused(fault: &Fault) -> Response {
    let text = format!("{}\n", fault.message());
    match fault {
        Fault::RateLimited(seconds) => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], text).into_response(),
        Fault::Unauthenticated => (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], text).into_response(),
        Fault::Forbidden(_) => (StatusCode::FORBIDDEN, text).into_response(),
        Fault::BadRequest(_) | Fault::CursorInvalid(_) | Fault::CursorExpired => (StatusCode::BAD_REQUEST, text).into_response(),
        Fault::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, text).into_response(),
        Fault::Internal(error) => {
            tracing::error!(error = format!("{error:#}"), "a request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "Internal error. The log has it under this request's id.\n").into_response()
        }
    }
}
