//! What goes back: GraphQL responses as bytes, with errors coded and our own faults masked.

use async_graphql::{Response, ServerError};
use serde::Serialize;

use crate::{Code, Fault, RequestId};

/// What one operation came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It ran. There is `data`, if only null.
    Executed(Response),
    /// It did not run: errors without `data`.
    Refused(Vec<Fault>),
}

impl Outcome {
    /// Takes the executor's response, errors masked. The executor may still refuse by cost, with the very values it got.
    pub(crate) fn of(mut response: Response, id: &RequestId) -> Self {
        if response.errors.iter().any(is_cost) {
            return Fault::new(Code::LimitCost, "This request exceeds the limit `cost`.").with("limit", "cost").into();
        }
        mask(&mut response, id);
        Self::Executed(response)
    }

    /// The first error's code, `OK` without errors: for counting.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Refused(faults) => faults.first().map_or("OK", |fault| fault.code.as_str()).to_owned(),
            Self::Executed(response) => response.errors.first().map_or_else(|| "OK".to_owned(), code_of),
        }
    }

    /// The response as JSON text.
    pub(crate) fn to_json(&self) -> String {
        match self {
            Self::Executed(response) => json(response),
            Self::Refused(faults) => json(&NoData { errors: errors(faults) }),
        }
    }
}

impl From<Fault> for Outcome {
    fn from(fault: Fault) -> Self {
        Self::Refused(vec![fault])
    }
}

/// A response of a request that was never executed must not have `data` (GraphQL specification, 7.1).
#[derive(Serialize)]
struct NoData {
    errors: Vec<ServerError>,
}

/// The array of errors alone, as the `error` message of a socket has it.
pub(crate) fn errors_json(faults: &[Fault]) -> String {
    json(&errors(faults))
}

fn errors(faults: &[Fault]) -> Vec<ServerError> {
    faults.iter().cloned().map(ServerError::from).collect()
}

pub(crate) fn json(value: &impl Serialize) -> String {
    match serde_json::to_string(value) {
        Ok(text) => text,
        Err(error) => {
            // Only a scalar whose value is no JSON gets here, such as a map with keys that are not strings.
            tracing::error!(error = %error, "a response cannot be written as JSON");
            r#"{"errors":[{"message":"Internal error.","extensions":{"code":"INTERNAL"}}]}"#.to_owned()
        }
    }
}

fn code_of(error: &ServerError) -> String {
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(async_graphql::Value::String(code)) => code.clone(),
        Some(other) => other.to_string(),
        None => Code::Internal.as_str().to_owned(),
    }
}

/// Gives every error of an executed response a code. An error that brings one is meant for the client and passes; any other
/// is ours: it is logged with the request's id and leaves as `INTERNAL`.
pub(crate) fn mask(response: &mut Response, id: &RequestId) {
    for error in &mut response.errors {
        if error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some()) {
            continue;
        }
        let code = if is_input(error) {
            Code::BadRequest
        } else {
            tracing::error!(
                request.id = %id,
                graphql.path = %path(error),
                error = %error.message,
                "a resolver failed in request {id}"
            );
            error.message = format!("Internal error. It is in the log as request {id}.");
            Code::Internal
        };
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", code.as_str());
        if code == Code::Internal {
            extensions.set("requestId", id.as_str());
        }
    }
}

/// async-graphql 7.2.1 words the refusal of an argument by its scalar or validator so, and gives it no source; an error
/// that a resolver passes on with `?` has one.
fn is_input(error: &ServerError) -> bool {
    let worded = ["Failed to parse \"", "Expected input type \""].iter().any(|start| error.message.starts_with(start));
    worded && error.source.is_none()
}

fn is_cost(error: &ServerError) -> bool {
    error.message == "Query is too complex." && error.path.is_empty()
}

fn path(error: &ServerError) -> String {
    let segments = error.path.iter().map(|segment| match segment {
        async_graphql::PathSegment::Field(name) => name.clone(),
        async_graphql::PathSegment::Index(index) => index.to_string(),
    });
    segments.collect::<Vec<_>>().join(".")
}
