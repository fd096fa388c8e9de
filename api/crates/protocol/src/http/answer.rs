//! HTTP responses out of outcomes: status, headers, body.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{Code, RequestId, media::Media, request_id, response::Outcome};

/// What one HTTP request came to.
pub(super) enum Answer {
    Single(Outcome),
    Batch(Vec<Outcome>),
}

/// Answers `OPTIONS`. Headers of CORS are the application's, by a layer around.
pub(super) fn options(methods: &'static str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

/// Writes an answer in a media type.
pub(super) fn write(answer: Answer, media: Media, id: &RequestId, methods: &'static str) -> Response {
    let (status, body) = match &answer {
        Answer::Single(outcome) => (status(outcome, media), outcome.to_json()),
        Answer::Batch(outcomes) => (StatusCode::OK, array(outcomes)),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media.content_type());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, authorization"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(request_id::HEADER, value);
    }
    match answer {
        Answer::Single(outcome) => add(headers, outcome, methods),
        Answer::Batch(outcomes) => outcomes.into_iter().for_each(|outcome| add(headers, outcome, methods)),
    }
    response
}

/// GraphQL over HTTP, "Status Codes". A response with `data` is 200, also where that is null.
fn status(outcome: &Outcome, media: Media) -> StatusCode {
    match outcome {
        Outcome::Executed(_) => StatusCode::OK,
        Outcome::Refused(faults) => match faults.first() {
            Some(fault) if media == Media::Json && fault.code.is_request_error() => StatusCode::OK,
            Some(fault) => fault.code.status(),
            None => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

fn array(outcomes: &[Outcome]) -> String {
    let items: Vec<_> = outcomes.iter().map(Outcome::to_json).collect();
    format!("[{}]", items.join(","))
}

/// Headers that an outcome asks for: those of resolvers, and those that HTTP wants with a code.
fn add(headers: &mut HeaderMap, outcome: Outcome, methods: &'static str) {
    match outcome {
        Outcome::Executed(response) => headers.extend(response.http_headers),
        Outcome::Refused(faults) => {
            for fault in faults {
                match fault.code {
                    Code::MethodNotAllowed => {
                        headers.insert(header::ALLOW, HeaderValue::from_static(methods));
                    }
                    Code::Unauthenticated => {
                        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                    }
                    Code::RateLimited => {
                        let after = fault.details.iter().find(|(name, _)| *name == "retryAfter");
                        if let Some(value) = after.and_then(|(_, value)| HeaderValue::from_str(&value.to_string()).ok()) {
                            headers.insert(header::RETRY_AFTER, value);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}
