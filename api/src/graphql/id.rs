//! Ids of the schema: opaque texts that say their kind. One of the wrong kind is a problem with its path, not a fault.

use std::str::FromStr;

use async_graphql::ID;
use entity::id::IdError;

use crate::error::{Fault, Problem};

/// Reads the id given at `path`.
///
/// # Errors
/// `INVALID` when it is of another kind or damaged.
pub fn parse<T: FromStr<Err = IdError>>(id: &ID, path: &[&str]) -> Result<T, Problem> {
    id.parse().map_err(|error: IdError| Problem::invalid(path, format!("Not such an id: {error}.")))
}

/// Reads the id given as the argument `name` of a query or subscription, which have no user errors.
///
/// # Errors
/// [`Fault::BadRequest`] when it is of another kind or damaged.
pub fn argument<T: FromStr<Err = IdError>>(id: &ID, name: &str) -> Result<T, Fault> {
    id.parse().map_err(|error: IdError| Fault::BadRequest(format!("`{name}` is not such an id: {error}.")))
}
