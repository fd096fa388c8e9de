//! Where providers post what becomes of calls and messages: `/callbacks/<provider>/<reference>`. Nobody logs in here; who posts proves by a signature
//! that the provider does.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::exchange::callbacks::{Callbacks, NotTaken, Post};

/// Bytes of a post at the most.
pub(super) const LIMIT: usize = 65_536;

pub(super) async fn post(
    Extension(callbacks): Extension<Callbacks>,
    Path((provider, reference)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let post = Post { provider: &provider, reference: &reference, query: query.as_deref(), headers: &headers, body: &body };
    match callbacks.take(post).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => not_taken(&provider, &why),
    }
}

/// What whoever posted is told of what was not taken.
pub(super) fn not_taken(provider: &str, why: &NotTaken) -> Response {
    let status = match why {
        NotTaken::Unknown => StatusCode::NOT_FOUND,
        NotTaken::Unproved => StatusCode::FORBIDDEN,
        NotTaken::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
        NotTaken::Later => StatusCode::SERVICE_UNAVAILABLE,
    };
    // Of one for a provider that is not known nothing is told: its name may be anything.
    if !matches!(why, NotTaken::Unknown) {
        tracing::warn!(provider.name = provider, status = status.as_u16(), "a callback was not taken: {why}");
    }
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{why}\n")).into_response()
}
