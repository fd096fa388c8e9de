//! Around every request: its id, whom it is from, one line in the log, its count.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics::{counter, histogram};
use protocol::{RemoteIp, RequestId};
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Gives the request what those within need to know, and tells how it went. Neither token nor body is ever told, nor the
/// query of the address.
pub(super) async fn around(State(trust_proxy): State<bool>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = id(request.headers());
    if let Ok(value) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    if trust_proxy && let Some(ip) = forwarded(request.headers()) {
        request.extensions_mut().insert(RemoteIp(ip));
    }
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", request.id = id, http.method = %method, http.route = route);

    let mut response = next.run(request).instrument(span.clone()).await;

    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, took) = (response.status(), started.elapsed());
    counter!("http_requests_total", "route" => route.clone(), "status" => status.as_str().to_owned()).increment(1);
    histogram!("http_request_seconds", "route" => route.clone()).record(took);
    let _entered = span.enter();
    let (http_status, duration_ms) = (status.as_u16(), (took.as_secs_f64() * 1_000_000.0).round() / 1_000.0);
    match status {
        _ if status.is_server_error() => tracing::warn!(http.status = http_status, duration_ms, "{method} {route}: {status}"),
        // What monitors and browsers fetch again and again tells nothing.
        _ if route != "/graphql" => tracing::debug!(http.status = http_status, duration_ms, "{method} {route}: {status}"),
        _ => tracing::info!(http.status = http_status, duration_ms, "{method} {route}: {status}"),
    }
    response
}

/// The id that a proxy or client gave, if it is short and plain, so that it can stand in a log and a header; else a new one.
fn id(headers: &HeaderMap) -> String {
    let plain = |id: &&str| {
        (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
    };
    match headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(plain) {
        Some(id) => id.to_owned(),
        None => RequestId::fresh().as_str().to_owned(),
    }
}

/// The last entry of the last `X-Forwarded-For`: what our own proxy wrote. Those before it are anybody's claim.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let entry = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    entry.parse().ok().or_else(|| entry.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// Answers for a handler that panicked; the hook of panics has logged it.
pub(super) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    (StatusCode::INTERNAL_SERVER_ERROR, "Internal error. The log has it under this request's id.\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_sane_request_id_is_kept_and_another_replaced() {
        let long = "x".repeat(129);

        assert_eq!(id(&headers(REQUEST_ID, &["desk-42:7.a_b"])), "desk-42:7.a_b");
        for odd in ["", " ", "a b", "a\"b", "a=b\u{7f}", long.as_str(), "é"] {
            let Ok(value) = HeaderValue::from_bytes(odd.as_bytes()) else { continue };
            let made = id(&HeaderMap::from_iter([(REQUEST_ID, value)]));
            assert_ne!(made, odd);
            assert_eq!(made.len(), 36, "{made}");
        }
    }

    #[test]
    fn only_the_last_forwarded_address_is_believed() {
        let table: [(&[&str], Option<&str>); 7] = [
            (&["192.0.2.1"], Some("192.0.2.1")),
            (&["6.6.6.6, 192.0.2.1"], Some("192.0.2.1")),
            (&["6.6.6.6", "7.7.7.7, 2001:db8::1"], Some("2001:db8::1")),
            (&["192.0.2.1:4711"], Some("192.0.2.1")),
            (&["[2001:db8::1]:4711"], Some("2001:db8::1")),
            (&["192.0.2.1, unknown"], None),
            (&[], None),
        ];

        for (values, expected) in table {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(forwarded(&headers(FORWARDED_FOR, values)), expected, "{values:?}");
        }
    }
}
