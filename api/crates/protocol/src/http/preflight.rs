//! Keeps foreign pages from asking in a user's name (cross-site request forgery and its reading cousins).
//!
//! A POST needs `application/json`, which browsers do not send to another site without asking it first (a CORS preflight).
//! A GET runs queries only, but a foreign page can send one by an image, a script or a form. As with Apollo Server's
//! `csrfPrevention`, it must therefore carry something such a page cannot add unasked: any of [`HEADERS`], a token in
//! `Authorization`, or a `Content-Type` that forms cannot have. Two things are let through besides: what the browser itself
//! says is from the same site (`Sec-Fetch-Site: same-origin`), and what comes from no browser (no `Sec-Fetch-Site`) and asks
//! by `Accept` for one of the media types of GraphQL in words, which tags and forms never do.

use axum::http::{HeaderMap, header};

use crate::{Code, Fault, media::Media};

/// Headers that force a preflight. The first is the specification's own.
const HEADERS: [&str; 4] = ["graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name", "x-requested-with"];

/// Types that forms can send.
const SIMPLE: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Refuses what a foreign page could have sent by itself.
///
/// # Errors
/// `PREFLIGHT_REQUIRED`.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Fault> {
    let forced = HEADERS.iter().any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()))
        || headers.contains_key(header::AUTHORIZATION)
        || content_type(headers).is_some_and(|essence| !SIMPLE.contains(&essence.as_str()));
    let told = match headers.get("sec-fetch-site").map(|value| value.as_bytes()) {
        Some(site) => site == b"same-origin",
        None => Media::is_named(headers),
    };
    if forced || told {
        return Ok(());
    }
    let message = "A page of another site could have sent this request: add the header `GraphQL-Require-Preflight: 1`.";
    Err(Fault::new(Code::PreflightRequired, message))
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next()?.trim().to_ascii_lowercase();
    (!essence.is_empty()).then_some(essence)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn what_a_foreign_page_could_send_is_refused_and_what_it_could_not_passes() {
        let table: [(&[(&str, &str)], bool); 14] = [
            (&[], false),
            (&[("accept", "*/*")], false),
            (&[("accept", "image/webp,*/*")], false),
            (&[("graphql-require-preflight", "1")], true),
            (&[("graphql-require-preflight", "")], false),
            (&[("x-requested-with", "XMLHttpRequest")], true),
            (&[("authorization", "Bearer x")], true),
            (&[("content-type", "application/json")], true),
            (&[("content-type", "text/plain; charset=utf-8")], false),
            (&[("accept", "application/graphql-response+json")], true),
            (&[("accept", "application/json"), ("sec-fetch-site", "cross-site")], false),
            (&[("accept", "application/json"), ("sec-fetch-site", "same-site")], false),
            (&[("accept", "*/*"), ("sec-fetch-site", "same-origin")], true),
            (&[("x-requested-with", "fetch"), ("sec-fetch-site", "cross-site")], true),
        ];

        for (pairs, passes) in table {
            let headers =
                pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect::<HeaderMap>();
            assert_eq!(check(&headers).is_ok(), passes, "{pairs:?}");
        }
    }
}
