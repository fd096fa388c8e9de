//! The web app's files: from within the binary, or from a folder.
//!
//! A debug build reads the folder `frontend-example/dist` instead of what is within it, so that the web app can be built anew
//! beside a running server.

use std::{
    borrow::Cow,
    path::{Component, Path, PathBuf},
};

use axum::{
    body::Body,
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

/// Files here have their content's hash in their name: they never change.
const HASHED: &str = "assets/";

/// Where the files are.
#[derive(Clone, Debug)]
pub(super) enum Assets {
    Embedded,
    Folder(PathBuf),
}

struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
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
        let Some(file) = self.read(path).await else { return missing(path) };
        let tag = format!("\"{}\"", hex::encode(&file.hash[..16]));
        let mut response = if knows(asked, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let kind = mime_guess::from_path(path).first_or_octet_stream();
            let text = matches!(kind.type_().as_str(), "text") || kind.subtype() == "javascript";
            let kind = if text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
            ([(header::CONTENT_TYPE, kind)], Body::from(file.bytes.into_owned())).into_response()
        };
        let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        let policy = if path == GRAPHIQL { Policy::Graphiql } else { Policy::App };
        headers.insert(header::CONTENT_SECURITY_POLICY, headers::content_security_policy(policy));
        response
    }

    async fn read(&self, path: &str) -> Option<File> {
        match self {
            Self::Embedded => Embedded::get(path).map(|file| File { hash: file.metadata.sha256_hash(), bytes: file.data }),
            Self::Folder(folder) => {
                let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
                let bytes = if plain { tokio::fs::read(folder.join(path)).await.ok()? } else { return None };
                Some(File { hash: Sha256::digest(&bytes).into(), bytes: bytes.into() })
            }
        }
    }
}

/// Whether the browser has this very content.
fn knows(asked: &HeaderMap, tag: &str) -> bool {
    let Some(tags) = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()) else { return false };
    tags.split(',').map(str::trim).any(|known| known.strip_prefix("W/").unwrap_or(known) == tag || known == "*")
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
