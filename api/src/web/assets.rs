//! The web app's files: from within the binary, or from a folder.
//!
//! The build writes compressed forms beside the files that gain by them (`index.js.br`, `index.js.gz`), so that none is
//! compressed while somebody waits. Each form has a hash of its own, since a strong `ETag` is one of bytes.
//!
//! A debug build reads the folder `frontend-example/dist` instead of what is within it, so that the web app can be built anew
//! beside a running server.

use std::{
    borrow::Cow,
    path::{Component, Path, PathBuf},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::headers::{self, Policy};

/// The built web app.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../frontend-example/dist"]
#[allow_missing = true]
struct Embedded;

/// The first page.
pub(super) const WALLBOARD: &str = "index.html";
/// The page to explore the API with.
pub(super) const GRAPHIQL: &str = "graphiql/index.html";

/// The web app's views, as the first part of an address. Each is the first page, which reads the address itself, also when
/// somebody comes back to it by a bookmark.
const VIEWS: [&str; 8] = ["busy", "calendar", "callouts", "calls", "contacts", "flows", "providers", "timetable"];

/// Files here have their content's hash in their name: they never change.
const HASHED: &str = "assets/";

/// The file for an address.
pub(super) fn file_at(address: &str) -> &str {
    let view = address.split('/').next().unwrap_or(address);
    if VIEWS.contains(&view) { WALLBOARD } else { address }
}

/// Where the files are.
#[derive(Clone, Debug)]
pub(super) enum Assets {
    Embedded,
    Folder(PathBuf),
}

/// The forms there may be besides the plain one, the smallest first: the word of HTTP, and the end of the file's name.
const FORMS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

struct File {
    bytes: Bytes,
    hash: [u8; 32],
    /// For `Content-Encoding`.
    form: Option<&'static str>,
}

impl Assets {
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Embedded, Self::Folder)
    }

    /// Whether there is a first page.
    pub(super) fn has_app(&self) -> bool {
        match self {
            Self::Embedded => Embedded::get(WALLBOARD).is_some(),
            Self::Folder(folder) => folder.join(WALLBOARD).is_file(),
        }
    }

    /// Answers with the file at `path`, or that it was not changed.
    pub(super) async fn serve(&self, path: &str, asked: &HeaderMap) -> Response {
        let Some(file) = self.form(path, asked).await else { return missing(path) };
        let tag = format!("\"{}\"", hex::encode(&file.hash[..16]));
        let mut response = if knows(asked, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let kind = mime_guess::from_path(path).first_or_octet_stream();
            let text = matches!(kind.type_().as_str(), "text") || kind.subtype() == "javascript";
            let kind = if text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
            let mut response = ([(header::CONTENT_TYPE, kind)], Body::from(file.bytes)).into_response();
            if let Some(form) = file.form {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(form));
            }
            response
        };
        let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        let policy = if path == GRAPHIQL { Policy::Graphiql } else { Policy::App };
        headers.insert(header::CONTENT_SECURITY_POLICY, headers::content_security_policy(policy));
        response
    }

    /// The file in the smallest form that the browser takes and the build has written.
    async fn form(&self, path: &str, asked: &HeaderMap) -> Option<File> {
        for (word, end) in FORMS {
            if takes(asked, word)
                && let Some(file) = self.read(&format!("{path}{end}")).await
            {
                return Some(File { form: Some(word), ..file });
            }
        }
        self.read(path).await
    }

    async fn read(&self, path: &str) -> Option<File> {
        match self {
            Self::Embedded => {
                let file = Embedded::get(path)?;
                let hash = file.metadata.sha256_hash();
                let bytes = match file.data {
                    Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                    Cow::Owned(bytes) => bytes.into(),
                };
                Some(File { bytes, hash, form: None })
            }
            Self::Folder(folder) => {
                let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
                let bytes = if plain { tokio::fs::read(folder.join(path)).await.ok()? } else { return None };
                Some(File { hash: Sha256::digest(&bytes).into(), bytes: bytes.into(), form: None })
            }
        }
    }
}

/// Whether who asks has this very content.
pub(super) fn knows(asked: &HeaderMap, tag: &str) -> bool {
    let Some(tags) = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()) else { return false };
    tags.split(',').map(str::trim).any(|known| known.strip_prefix("W/").unwrap_or(known) == tag || known == "*")
}

/// Whether `Accept-Encoding` allows this form (RFC 9110, 12.5.3). Without the header only the plain one is sent: whoever
/// takes another says so.
fn takes(asked: &HeaderMap, form: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let mut by_star = false;
    for entry in lines.flat_map(|line| line.split(',')) {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        let allowed = weight.is_some_and(|weight| weight > 0.0);
        match name.trim() {
            name if name.eq_ignore_ascii_case(form) => return allowed,
            "*" => by_star = allowed,
            _ => {}
        }
    }
    by_star
}

fn missing(path: &str) -> Response {
    if path != WALLBOARD && path != GRAPHIQL {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    }
    let page = "<!doctype html><title>Switchboard</title><h1>Switchboard</h1>\
        <p>The web app is not built. <code>make web</code> in the project's folder builds it; a release build then has it within.</p>\
        <p>The API is at <code>/graphql</code>.</p>";
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_within_a_view_is_the_first_page() {
        for view in ["calls", "callouts/", "callouts/out_1", "flows/flo_1/versions/2"] {
            assert_eq!(file_at(view), WALLBOARD, "{view}");
        }
        for file in ["favicon.svg", "assets/calls.js", "callouts.html", "wallboards", "Calls"] {
            assert_eq!(file_at(file), file);
        }
    }

    #[test]
    fn a_form_is_sent_only_to_whoever_takes_it() {
        let table = [
            ("", false),
            ("gzip, deflate, br", true),
            ("gzip", false),
            ("BR", true),
            ("br;q=0", false),
            ("br ; q=0.5", true),
            ("br;q=0.000, *", false),
            ("gzip, *;q=0.1", true),
            ("*;q=0", false),
            ("brotli", false),
            ("br;q=much", false),
        ];

        for (line, expected) in table {
            let asked = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(line))]);
            assert_eq!(takes(&asked, "br"), expected, "{line}");
        }
        assert!(!takes(&HeaderMap::new(), "br"));
    }
}
