//! Reading GraphQL parameters out of a body, a query string or a socket message (GraphQL over HTTP, "Request").

use async_graphql::Variables;
use axum::{extract::Query, http::Uri};
use serde_json::{Map, Value};

use crate::{Code, Fault, Limits};

/// A well-formed GraphQL request. Its document may still be nonsense.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) query: String,
    pub(crate) operation_name: Option<String>,
    pub(crate) variables: Variables,
}

/// What one HTTP body holds.
pub(crate) enum Body {
    Single(Parameters),
    Batch(Vec<Parameters>),
}

/// Reads a JSON body.
///
/// # Errors
/// `BAD_REQUEST` if it is not JSON or not a GraphQL request, `LIMIT_BATCH` if it holds too many.
pub(crate) fn from_body(body: &[u8], limits: &Limits) -> Result<Body, Fault> {
    let json = serde_json::from_slice(body).map_err(|error| malformed(format!("The body is not JSON: {error}.")))?;
    match json {
        Value::Object(object) => from_object(object).map(Body::Single),
        Value::Array(requests) if limits.batch < 2 => {
            Err(Fault::limit(Code::LimitBatch, "batch", 1, None).with("actual", requests.len() as u64))
        }
        Value::Array(requests) if requests.len() > limits.batch => {
            Err(Fault::limit(Code::LimitBatch, "batch", limits.batch as u64, Some(requests.len() as u64)))
        }
        Value::Array(requests) if requests.is_empty() => Err(malformed("The batch is empty.")),
        Value::Array(requests) => requests
            .into_iter()
            .map(|request| match request {
                Value::Object(object) => from_object(object),
                other => Err(malformed(format!("A batch holds objects, not {}.", kind(&other)))),
            })
            .collect::<Result<_, _>>()
            .map(Body::Batch),
        other => Err(malformed(format!("The body is {}, not an object with `query`.", kind(&other)))),
    }
}

/// Reads the parameters of a GET: `variables` and `extensions` are JSON in text there.
///
/// # Errors
/// `BAD_REQUEST`.
pub(crate) fn from_uri(uri: &Uri) -> Result<Parameters, Fault> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|error| malformed(format!("The query string cannot be read: {error}.")))?;
    let mut object = Map::new();
    for (name, value) in pairs {
        let value = match name.as_str() {
            "query" => Value::String(value),
            "operationName" if value.is_empty() => Value::Null,
            "operationName" => Value::String(value),
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => {
                serde_json::from_str(&value).map_err(|error| malformed(format!("`{name}` is not JSON: {error}.")))?
            }
            _ => continue,
        };
        if object.insert(name.clone(), value).is_some() {
            return Err(malformed(format!("`{name}` is given twice.")));
        }
    }
    from_object(object)
}

/// Takes the parameters from a JSON object. Null is the same as absent for all but `query`.
///
/// # Errors
/// `BAD_REQUEST`.
pub(crate) fn from_object(mut object: Map<String, Value>) -> Result<Parameters, Fault> {
    let query = match object.remove("query") {
        Some(Value::String(query)) => query,
        None | Some(Value::Null) => return Err(malformed("`query` is missing: the document to execute.")),
        Some(other) => return Err(malformed(format!("`query` is {}, not a string.", kind(&other)))),
    };
    let operation_name = match object.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(other) => return Err(malformed(format!("`operationName` is {}, not a string.", kind(&other)))),
    };
    let variables = match object.remove("variables") {
        None | Some(Value::Null) => Variables::default(),
        Some(Value::Object(variables)) => Variables::from_json(Value::Object(variables)),
        Some(other) => return Err(malformed(format!("`variables` is {}, not an object.", kind(&other)))),
    };
    match object.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => Ok(Parameters { query, operation_name, variables }),
        Some(other) => Err(malformed(format!("`extensions` is {}, not an object.", kind(&other)))),
    }
}

fn malformed(message: impl Into<String>) -> Fault {
    Fault::new(Code::BadRequest, message)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
