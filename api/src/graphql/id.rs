//! Ids of the schema: opaque texts that say their kind. One of the wrong kind is a problem with its path, not a fault.

use std::{
    borrow::Cow,
    fmt::{self, Display},
    str::FromStr,
};

use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, ServerResult, Value, parser::types::Field, registry::Registry};
use entity::id::IdError;

use crate::error::{Fault, Problem};

/// A typed id, in the schema an `ID`: its text is made when it is asked for, and not for each row that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<T>(pub T);

impl<T: Display> Key<T> {
    /// The id as clients see it.
    pub fn text(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl<T: Display> Display for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Display + Send + Sync> OutputType for Key<T> {
    fn type_name() -> Cow<'static, str> {
        <ID as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(self.text())
    }
}

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
