//! The name under which a request is found in the log.

use std::{fmt, sync::Arc};

use axum::http::{HeaderMap, HeaderName};
use uuid::Uuid;

/// Header that carries the id in and out.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Id of one request, shown to clients with errors of ours. Resolvers find it in the request's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one, sortable by time.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// The one a proxy or an outer layer gave, if it is short and plain, otherwise a new one.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let plain = |id: &&str| (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
        match headers.get(HEADER).and_then(|value| value.to_str().ok()).filter(plain) {
            Some(id) => Self(id.into()),
            None => Self::fresh(),
        }
    }

    /// The id as text: visible ASCII, at most 128 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
