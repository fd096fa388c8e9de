//! Where providers ask what comes next in a call that is led: `/conversations/<provider>/<reference>?turn=…`. As with what they report,
//! whoever posts proves by a signature that the provider does.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, RawQuery},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::callbacks;
use crate::exchange::{callbacks::Post, conversations::Conversations};

pub(super) async fn post(
    Extension(conversations): Extension<Conversations>,
    Path((provider, reference)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let post = Post { provider: &provider, reference: &reference, query: query.as_deref(), headers: &headers, body: &body };
    match conversations.answer(post).await {
        Ok(document) => {
            let headers = [(header::CONTENT_TYPE, document.content_type), (header::CACHE_CONTROL, "no-store")];
            (headers, document.body).into_response()
        }
        Err(why) => callbacks::not_taken(&provider, &why),
    }
}
