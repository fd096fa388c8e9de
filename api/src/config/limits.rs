//! What a request may cost.

use serde::Deserialize;

/// `[limits]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of a request's body, in bytes. Default 262144.
    pub body_bytes: u32,
    /// Length of a document, in bytes. Default 65536.
    pub document_bytes: u32,
    /// Nesting of a document. Default 15; introspection is counted apart.
    pub depth: u32,
    /// Cost of a document: fields, times the size of the pages they are in. Default 20000.
    pub cost: u32,
    /// Fields of a document, fragments spread. Default 2000.
    pub fields: u32,
    /// Aliases in a document. Default 30.
    pub aliases: u32,
    /// Root fields of a document. Default 20.
    pub root_fields: u32,
    /// Directives in a document. Default 30.
    pub directives: u32,
    /// Lexical tokens of a document. Default 4000.
    pub tokens: u32,
    /// Operations in one HTTP request. Default 1: batches are refused.
    pub batch: u32,
    /// Time for a request, in seconds. Default 20.
    pub request_seconds: u32,
    /// Operations under way on one socket. Default 100.
    pub operations_per_socket: u32,
    /// Sockets open at once of one user or API key, and of one address those of nobody. Default 200.
    pub sockets_per_caller: u32,
    /// Time between two signs of life on a silent socket, in seconds. Default 30; who is silent for two of them is gone.
    pub keep_alive_seconds: u32,
    /// Requests a minute from one caller. Default 1200.
    pub requests_per_minute: u32,
    /// Size of a file of contacts that is sent to be imported, in bytes. Default 16777216.
    pub import_bytes: u32,
    /// Rows of such a file. Default 200000.
    pub import_rows: u32,
    /// Whether the schema may be asked for. Default yes.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 262_144,
            document_bytes: 65_536,
            depth: 15,
            cost: 20_000,
            fields: 2_000,
            aliases: 30,
            root_fields: 20,
            directives: 30,
            tokens: 4_000,
            batch: 1,
            request_seconds: 20,
            operations_per_socket: 100,
            sockets_per_caller: 200,
            keep_alive_seconds: 30,
            requests_per_minute: 1_200,
            import_bytes: 16_777_216,
            import_rows: 200_000,
            introspection: true,
        }
    }
}

impl Limits {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        let positive = [
            ("body_bytes", self.body_bytes),
            ("document_bytes", self.document_bytes),
            ("depth", self.depth),
            ("cost", self.cost),
            ("fields", self.fields),
            ("root_fields", self.root_fields),
            ("tokens", self.tokens),
            ("batch", self.batch),
            ("request_seconds", self.request_seconds),
            ("operations_per_socket", self.operations_per_socket),
            ("sockets_per_caller", self.sockets_per_caller),
            ("keep_alive_seconds", self.keep_alive_seconds),
            ("requests_per_minute", self.requests_per_minute),
            ("import_bytes", self.import_bytes),
            ("import_rows", self.import_rows),
        ];
        for (name, value) in positive {
            if value == 0 {
                faults.push(format!("limits.{name} is 0; it must be 1 or more"));
            }
        }
    }
}
