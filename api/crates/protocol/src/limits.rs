//! Every limit of the door in one struct, and the counting that keeps them.
//!
//! Tokens are counted before the parser sees the document ([`tokens`]); depth, fields, aliases, roots and directives are
//! counted on the parsed document with fragments spread ([`shape`]); cost comes from the schema's complexity.

pub(crate) mod shape;
pub(crate) mod tokens;

use std::time::Duration;

/// What one request, one document and one socket may take. Each is answered with a code of its own that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an HTTP body, and of one message on a socket. Default 256 KiB. `LIMIT_BODY_BYTES`, 413; a socket is closed
    /// with 1009.
    pub body_bytes: usize,
    /// Bytes of one document. Default 64 KiB. `LIMIT_DOCUMENT_BYTES`.
    pub document_bytes: usize,
    /// Lexical tokens of one document, counted before it is parsed. Default 4 000. `LIMIT_TOKENS`.
    pub tokens: usize,
    /// Levels of nested fields, fragments spread, introspection apart. Default 14. `LIMIT_DEPTH`.
    pub depth: usize,
    /// The same for what stands under `__schema` and `__type`. Default 20: standard introspection, as GraphiQL sends it,
    /// has 15. Lists of the schema (`fields`, `inputFields`, `interfaces`, `possibleTypes`) may nest three times.
    /// `LIMIT_DEPTH`.
    pub introspection_depth: usize,
    /// Fields with all fragments spread. Default 2 000. `LIMIT_FIELDS`: fragments that multiply end here.
    pub fields: usize,
    /// Aliases, fragments spread. Default 100. `LIMIT_ALIASES`.
    pub aliases: usize,
    /// Fields at the root of an operation, fragments spread. Default 30. `LIMIT_ROOT_FIELDS`.
    pub root_fields: usize,
    /// Directives, fragments spread. Default 100. `LIMIT_DIRECTIVES`.
    pub directives: usize,
    /// Complexity as the schema declares it: 1 a field where it says nothing, pages multiply. Default 50 000. `LIMIT_COST`.
    pub cost: usize,
    /// Requests in one HTTP body. Default 1: arrays are refused. They are executed one after another. `LIMIT_BATCH`.
    pub batch: usize,
    /// Time of one query or mutation, and before it of reading the body, and of finding out who asks. Default 30 s.
    /// `TIMEOUT`, 504.
    pub time: Duration,
    /// Whether the schema may be asked about. Default true. `INTROSPECTION_DISABLED`.
    pub introspection: bool,
    /// Whether requests that a foreign page could send without a preflight are refused. Default true.
    /// `PREFLIGHT_REQUIRED`.
    pub require_preflight: bool,
    /// Operations running at once on one socket. Default 100. `LIMIT_SOCKET_OPERATIONS`.
    pub socket_operations: usize,
    /// Sockets open at once of one caller: of one [`holder`](crate::Session::holder), or of one address, IPv6 by its /64,
    /// those that are nobody's or have not said yet whose they are. Default 200. `LIMIT_SOCKETS`, by closing with 1013.
    pub sockets_per_caller: usize,
    /// Time from the opened socket to its `connection_init`. Default 10 s. 4408.
    pub connection_init: Duration,
    /// Time between pings on a silent socket; a peer that sent nothing for two of them is dropped, one that does not read
    /// for one of them too. Default 30 s.
    pub keep_alive: Duration,
    /// Time that running queries and mutations of a socket have to end at shutdown. Default 10 s.
    pub drain: Duration,
    /// Bytes of document text kept parsed. Default 4 MiB; what is kept is some ten times that.
    pub document_cache_bytes: u64,
    /// Changes a shared subscription keeps for those who lag or join late. Default 256.
    pub feed_entries: usize,
    /// Bytes of the same. Default 1 MiB.
    pub feed_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            document_bytes: 64 * 1024,
            tokens: 4_000,
            depth: 14,
            introspection_depth: 20,
            fields: 2_000,
            aliases: 100,
            root_fields: 30,
            directives: 100,
            cost: 50_000,
            batch: 1,
            time: Duration::from_secs(30),
            introspection: true,
            require_preflight: true,
            socket_operations: 100,
            sockets_per_caller: 200,
            connection_init: Duration::from_secs(10),
            keep_alive: Duration::from_secs(30),
            drain: Duration::from_secs(10),
            document_cache_bytes: 4 * 1024 * 1024,
            feed_entries: 256,
            feed_bytes: 1024 * 1024,
        }
    }
}
