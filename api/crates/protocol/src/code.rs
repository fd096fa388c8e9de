//! What can go wrong at the door, under stable codes.
//!
//! Every error that leaves this crate carries `extensions.code`. Codes are added, never renamed or reused. Resolvers may
//! bring codes of their own: those pass through untouched.

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};
use axum::http::StatusCode;

/// Stable error codes of this crate, as they stand in `extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The HTTP request or socket message is not a well-formed GraphQL request. Mend the client.
    BadRequest,
    /// The HTTP method is not served here, or a mutation came by GET.
    MethodNotAllowed,
    /// None of the media types in `Accept` can be served.
    NotAcceptable,
    /// The request body is not `application/json` in UTF-8.
    UnsupportedMediaType,
    /// A page of another site could have sent this request unasked: send `GraphQL-Require-Preflight: 1`.
    PreflightRequired,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// The values of the variables do not fit their declared types.
    VariablesInvalid,
    /// The document has no operation of the given name, or several and none was named.
    OperationUnknown,
    /// This transport cannot carry the operation: subscriptions travel by WebSocket.
    OperationUnsupported,
    /// The schema may not be asked about here.
    IntrospectionDisabled,
    /// Who asks is not known: the token is missing, wrong or over.
    Unauthenticated,
    /// Who asks is known and may not.
    Forbidden,
    /// Nested deeper than [`Limits::depth`](crate::Limits::depth) or its counterparts for introspection.
    LimitDepth,
    /// Costs more than [`Limits::cost`](crate::Limits::cost).
    LimitCost,
    /// More aliases than [`Limits::aliases`](crate::Limits::aliases).
    LimitAliases,
    /// More fields at the root than [`Limits::root_fields`](crate::Limits::root_fields).
    LimitRootFields,
    /// More fields, with fragments spread, than [`Limits::fields`](crate::Limits::fields).
    LimitFields,
    /// More directives than [`Limits::directives`](crate::Limits::directives).
    LimitDirectives,
    /// More tokens than [`Limits::tokens`](crate::Limits::tokens).
    LimitTokens,
    /// A longer document than [`Limits::document_bytes`](crate::Limits::document_bytes).
    LimitDocumentBytes,
    /// A larger body or socket message than [`Limits::body_bytes`](crate::Limits::body_bytes).
    LimitBodyBytes,
    /// More requests in one body than [`Limits::batch`](crate::Limits::batch).
    LimitBatch,
    /// More operations on one socket than [`Limits::socket_operations`](crate::Limits::socket_operations).
    LimitSocketOperations,
    /// More sockets of one caller than [`Limits::sockets_per_caller`](crate::Limits::sockets_per_caller).
    LimitSockets,
    /// Asked too much in too short a time: come back after `retryAfter` seconds.
    RateLimited,
    /// Took longer than [`Limits::time`](crate::Limits::time).
    Timeout,
    /// The cursor is of another place or not a cursor.
    CursorInvalid,
    /// What the cursor points at is gone: read the snapshot again.
    CursorExpired,
    /// Cannot be served just now: try again.
    Unavailable,
    /// Our fault. The log has the details under the request id.
    Internal,
}

impl Code {
    /// The code as clients see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::PreflightRequired => "PREFLIGHT_REQUIRED",
            Self::ParseFailed => "PARSE_FAILED",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::VariablesInvalid => "VARIABLES_INVALID",
            Self::OperationUnknown => "OPERATION_UNKNOWN",
            Self::OperationUnsupported => "OPERATION_UNSUPPORTED",
            Self::IntrospectionDisabled => "INTROSPECTION_DISABLED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::LimitDepth => "LIMIT_DEPTH",
            Self::LimitCost => "LIMIT_COST",
            Self::LimitAliases => "LIMIT_ALIASES",
            Self::LimitRootFields => "LIMIT_ROOT_FIELDS",
            Self::LimitFields => "LIMIT_FIELDS",
            Self::LimitDirectives => "LIMIT_DIRECTIVES",
            Self::LimitTokens => "LIMIT_TOKENS",
            Self::LimitDocumentBytes => "LIMIT_DOCUMENT_BYTES",
            Self::LimitBodyBytes => "LIMIT_BODY_BYTES",
            Self::LimitBatch => "LIMIT_BATCH",
            Self::LimitSocketOperations => "LIMIT_SOCKET_OPERATIONS",
            Self::LimitSockets => "LIMIT_SOCKETS",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::CursorInvalid => "CURSOR_INVALID",
            Self::CursorExpired => "CURSOR_EXPIRED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The HTTP status of a response that has no `data` because of this code.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::LimitBodyBytes => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited | Self::LimitSockets => StatusCode::TOO_MANY_REQUESTS,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Whether the HTTP request itself was well-formed and the fault lies in the GraphQL it carried. Such faults are
    /// answered 200 as `application/json` (GraphQL over HTTP, "application/json"), while the others keep their status.
    #[must_use]
    pub const fn is_request_error(self) -> bool {
        matches!(
            self,
            Self::ParseFailed
                | Self::ValidationFailed
                | Self::VariablesInvalid
                | Self::OperationUnknown
                | Self::OperationUnsupported
                | Self::IntrospectionDisabled
                | Self::LimitDepth
                | Self::LimitCost
                | Self::LimitAliases
                | Self::LimitRootFields
                | Self::LimitFields
                | Self::LimitDirectives
                | Self::LimitTokens
                | Self::LimitDocumentBytes
                | Self::CursorInvalid
                | Self::CursorExpired
        )
    }
}

/// One error of ours: a code, a sentence, and what helps to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What kind of fault.
    pub code: Code,
    /// A sentence for the developer who reads the response.
    pub message: String,
    /// Where in the document, if anywhere.
    pub locations: Vec<Pos>,
    /// Further entries of `extensions`, such as `limit` and `actual`.
    pub details: Vec<(&'static str, Value)>,
}

impl Fault {
    /// A fault without place or details.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), locations: Vec::new(), details: Vec::new() }
    }

    /// The fault of exceeding the limit `name`, which is `limit`, with `actual` where it is known.
    #[must_use]
    pub fn limit(code: Code, name: &'static str, limit: u64, actual: Option<u64>) -> Self {
        let message = match actual {
            Some(actual) => format!("The limit `{name}` is {limit}; this request has {actual}."),
            None => format!("The limit `{name}` is {limit}; this request exceeds it."),
        };
        let mut fault = Self::new(code, message).with("limit", name).with("allowed", limit);
        if let Some(actual) = actual {
            fault = fault.with("actual", actual);
        }
        fault
    }

    /// Adds an entry to `extensions`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// Says where in the document.
    #[must_use]
    pub fn at(mut self, pos: Pos) -> Self {
        self.locations.push(pos);
        self
    }

    /// An error of async-graphql's own under one of our codes.
    pub(crate) fn from_server(code: Code, error: ServerError) -> Self {
        Self { code, message: error.message, locations: error.locations, details: Vec::new() }
    }
}

impl From<Fault> for ServerError {
    fn from(fault: Fault) -> Self {
        let mut error = Self::new(fault.message, None);
        error.locations = fault.locations;
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", fault.code.as_str());
        for (name, value) in fault.details {
            extensions.set(name, value);
        }
        error.extensions = Some(extensions);
        error
    }
}
