//! Commands, by HTTP.

use reqwest::{Method, Response, StatusCode, Url, header::CONTENT_TYPE};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;

use super::Ari;
use crate::{
    asterisk::{
        config::{Config, ConfigError, Secret},
        connect,
    },
    conversation::Recording,
};

/// Longest answer that is read: a recording of half an hour.
const LONGEST: usize = 32 * 1024 * 1024;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// What it was about is not there, or not with the application any more.
    #[error("it is not there")]
    NotThere,
    /// Refused, in Asterisk's own words.
    #[error("{0}")]
    Said(String),
    #[error("ARI cannot be reached: {0}")]
    Unreachable(String),
}

/// Who gives commands.
pub(super) struct Http {
    http: reqwest::Client,
    base: Url,
    user: String,
    secret: Secret,
}

impl Http {
    pub(super) fn new(ari: &Ari, config: &Config) -> Result<Self, ConfigError> {
        let base = ari.address()?;
        let wrong = |error: &dyn std::fmt::Display| ConfigError::Certificates(error.to_string());
        let tls = match (&config.tls, base.scheme()) {
            (Some(tls), _) => connect::client_config(tls)?,
            (None, "https") => return Err(ConfigError::AriUrl),
            (None, _) => {
                let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
                let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
                builder.map_err(|error| wrong(&error))?.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
            }
        };
        let http = reqwest::Client::builder()
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(config.limits.connect)
            .timeout(config.limits.connect + config.limits.answer)
            .tls_backend_preconfigured(tls);
        let http = http.build().map_err(|error| wrong(&error))?;
        Ok(Self { http, base, user: ari.user.clone(), secret: ari.secret.clone() })
    }

    /// What is there.
    pub(super) async fn get(&self, path: &[&str]) -> Result<Value, Refusal> {
        let answer = self.ask(Method::GET, path, &[], None).await?;
        serde_json::from_slice(&read(answer).await?).map_err(|error| Refusal::Said(error.to_string()))
    }

    /// A file, as it is.
    pub(super) async fn file(&self, path: &[&str]) -> Result<Recording, Refusal> {
        let answer = self.ask(Method::GET, path, &[], None).await?;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = kind.filter(|kind| kind.starts_with("audio/")).unwrap_or("audio/wav").to_owned();
        Ok(Recording { content_type, body: read(answer).await? })
    }

    /// Does something.
    pub(super) async fn post(&self, path: &[&str], query: &[(&str, &str)]) -> Result<(), Refusal> {
        self.ask(Method::POST, path, query, None).await.map(drop)
    }

    /// Does something, by words that are no part of an address.
    pub(super) async fn post_json(&self, path: &[&str], body: &Value) -> Result<(), Refusal> {
        self.ask(Method::POST, path, &[], Some(body)).await.map(drop)
    }

    /// Ends something.
    pub(super) async fn delete(&self, path: &[&str]) -> Result<(), Refusal> {
        self.ask(Method::DELETE, path, &[], None).await.map(drop)
    }

    async fn ask(&self, method: Method, path: &[&str], query: &[(&str, &str)], body: Option<&Value>) -> Result<Response, Refusal> {
        let mut url = self.base.clone();
        url.path_segments_mut().map_err(|()| Refusal::Said("the address has no path".to_owned()))?.pop_if_empty().extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut request = self.http.request(method, url).basic_auth(&self.user, Some(self.secret.expose()));
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let answer = request.send().await.map_err(|error| Refusal::Unreachable(error.without_url().to_string()))?;
        match answer.status() {
            status if status.is_success() => Ok(answer),
            // 409: there, and not with the application.
            StatusCode::NOT_FOUND | StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => Err(Refusal::NotThere),
            status => {
                let said: Value = serde_json::from_slice(&read(answer).await?).unwrap_or_default();
                let words = said["message"].as_str().or(said["error"].as_str()).unwrap_or_default();
                Err(Refusal::Said(format!("{} {}", status.as_u16(), words.chars().take(120).collect::<String>())))
            }
        }
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, Refusal> {
    let mut body = Vec::new();
    let lost = |error: reqwest::Error| Refusal::Unreachable(error.without_url().to_string());
    while let Some(piece) = answer.chunk().await.map_err(lost)? {
        body.extend_from_slice(&piece);
        if body.len() > LONGEST {
            return Err(Refusal::Said("its answer is too long".to_owned()));
        }
    }
    Ok(body)
}
