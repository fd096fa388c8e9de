//! Scalars of the schema beside GraphQL's own and `DateTime`.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// IANA time zone, e.g. `Europe/Madrid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeZone(pub chrono_tz::Tz);

#[Scalar(specified_by_url = "https://www.iana.org/time-zones")]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(name) = &value else { return Err(InputValueError::expected_type(value)) };
        name.parse().map(Self).map_err(|_| InputValueError::custom(format!("`{name}` is no IANA time zone, such as Europe/Madrid")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.name().to_owned())
    }
}

/// Opaque, ordered position in the stream of changes. Compare only for equality; give it back as `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCursor(pub String);

#[Scalar]
impl ScalarType for LiveCursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
