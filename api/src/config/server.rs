//! Where requests come in.

use std::{net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Deserializer};

use super::secret;

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address to listen on. Default `127.0.0.1:8080`: put a proxy with TLS before it to be reached from elsewhere.
    pub listen: SocketAddr,
    /// Folder with the built web app; none: the one within the binary. `SWITCHBOARD_SERVER__WEB_DIR`.
    pub web_dir: Option<PathBuf>,
    /// Whether a proxy before us may be believed about the client's address (`X-Forwarded-For`, last entry). Default no.
    pub trust_proxy: bool,
    /// Origins whose pages may ask from a browser, e.g. `https://desk.example.org`; in a variable, with commas between.
    /// Default none but our own.
    #[serde(deserialize_with = "texts")]
    pub allowed_origins: Vec<String>,
    /// File that holds the token with which a collector reads `/metrics`; none: an admin's token or API key only.
    pub metrics_token_file: Option<PathBuf>,
    /// How long a shutdown waits for requests under way, in seconds. Default 10.
    pub drain_seconds: u32,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            web_dir: None,
            trust_proxy: false,
            allowed_origins: Vec::new(),
            metrics_token_file: None,
            drain_seconds: 10,
        }
    }
}

impl Server {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if let Some(folder) = &self.web_dir
            && !folder.join("index.html").is_file()
        {
            faults.push(format!("server.web_dir is {}, which holds no index.html", folder.display()));
        }
        for origin in &self.allowed_origins {
            if !is_origin(origin) {
                faults.push(format!("server.allowed_origins has `{origin}`; an origin is like `https://desk.example.org`, without path"));
            }
        }
        secret::check_file("server.metrics_token_file", self.metrics_token_file.as_deref(), faults);
        if self.drain_seconds > 600 {
            faults.push(format!("server.drain_seconds is {}; it must be 0 to 600", self.drain_seconds));
        }
    }
}

/// Scheme, host and port, as browsers write it in `Origin`.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/' && byte != b'*'))
}

/// A list of texts, or one text with commas between, as variables have it.
fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a list of texts")]
    enum Texts {
        List(Vec<String>),
        Line(String),
    }
    Ok(match Texts::deserialize(deserializer)? {
        Texts::List(texts) => texts,
        Texts::Line(line) => line.split(',').map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect(),
    })
}
