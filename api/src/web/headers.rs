//! Headers that tell browsers what a page of ours may do, and who else may ask.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::{
    cors::{AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

/// What a response may do in a browser.
#[derive(Clone, Copy, Debug)]
pub(super) enum Policy {
    /// Nothing: data, not a page.
    Data,
    /// The web app: its own files, and its own server.
    App,
    /// GraphiQL, whose editor writes style elements and shows embedded pictures.
    Graphiql,
}

pub(super) fn content_security_policy(policy: Policy) -> HeaderValue {
    HeaderValue::from_static(match policy {
        Policy::Data => "default-src 'none'; frame-ancestors 'none'",
        Policy::App => {
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'"
        }
        Policy::Graphiql => {
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
             connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        }
    })
}

/// Headers of every response, unless it brings its own.
pub(super) fn security() -> impl Iterator<Item = SetResponseHeaderLayer<HeaderValue>> {
    [
        (header::CONTENT_SECURITY_POLICY, content_security_policy(Policy::Data)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("permissions-policy"), HeaderValue::from_static("camera=(), geolocation=(), microphone=()")),
    ]
    .into_iter()
    .map(|(name, value)| SetResponseHeaderLayer::if_not_present(name, value))
}

/// Lets pages of `origins` ask. They send a token, never a cookie, so credentials are not allowed.
pub(super) fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    if origins.is_empty() {
        return None;
    }
    let asked = ["graphql-require-preflight", "x-request-id"].map(HeaderName::from_static);
    Some(
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE].into_iter().chain(asked).collect::<Vec<_>>())
            .expose_headers([HeaderName::from_static("x-request-id"), header::RETRY_AFTER])
            .max_age(Duration::from_secs(3_600)),
    )
}
