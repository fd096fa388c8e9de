//! User errors of a payload, as tests compare them.

use std::collections::BTreeSet;

use serde_json::Value;

/// Codes and paths of a payload's user errors, e.g. `INVALID input.date`.
pub(super) fn told(payload: &Value) -> BTreeSet<String> {
    let errors = payload["userErrors"].as_array().expect("user errors");
    let path = |error: &Value| {
        let parts = error["path"].as_array().into_iter().flatten().filter_map(Value::as_str);
        parts.collect::<Vec<_>>().join(".")
    };
    errors.iter().map(|error| format!("{} {}", error["code"].as_str().unwrap_or_default(), path(error))).collect()
}

/// Errors as they are expected.
pub(super) fn set<const N: usize>(texts: [&str; N]) -> BTreeSet<String> {
    texts.map(str::to_owned).into()
}
