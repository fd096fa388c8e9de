//! Requests to the API: who asks, how long it may take, and whether a request has left us at all.

use std::{
    error::Error as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::Utc;
use reqwest::{
    Method, RequestBuilder, Url,
    header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER},
};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::de::DeserializeOwned;

use super::{
    answer::{self, Answer, Effect},
    config::{Config, ConfigError, Secret},
};
use crate::{conversation::Recording, outgoing::OrderError};

/// Connections that nobody uses are closed sooner than the other side does it: an order on a connection that is just being closed
/// would have an outcome that nobody knows.
const IDLE: Duration = Duration::from_secs(20);

/// How often what may be repeated is asked at the most.
const TRIES: u32 = 3;

/// Longest answer that is read.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// One account's door.
pub(super) struct Client {
    http: reqwest::Client,
    /// Where the account's resources are.
    account: Url,
    name: String,
    tokens: Vec<Secret>,
    /// The token that was good last.
    good: AtomicUsize,
    retry_first: Duration,
}

impl Client {
    pub(super) fn new(config: &Config) -> Result<Self, ConfigError> {
        let mut account = Url::parse(&config.base_url).map_err(|_| ConfigError::BaseUrl)?;
        account.path_segments_mut().map_err(|()| ConfigError::BaseUrl)?.pop_if_empty().extend(["2010-04-01", "Accounts", &config.account]);
        let limits = &config.limits;
        let mut builder = reqwest::Client::builder()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(concat!("switchboard/", env!("CARGO_PKG_VERSION")))
            .pool_idle_timeout(IDLE)
            .connect_timeout(limits.connect)
            .timeout(limits.connect + limits.answer)
            .tls_backend_preconfigured(trust(config.trusted.as_deref(), account.scheme())?);
        if account.scheme() == "http" {
            // Loopback and tunnels: the environment's proxy is for the world outside.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| ConfigError::Certificates(error.to_string()))?;
        Ok(Self {
            http,
            account,
            name: config.account.clone(),
            tokens: config.tokens.clone(),
            good: AtomicUsize::new(0),
            retry_first: limits.retry_first,
        })
    }

    /// Asks once to do something.
    pub(super) async fn order<T: DeserializeOwned>(&self, resource: &[&str], form: &[(&str, String)]) -> Result<T, OrderError> {
        self.ask(resource, Some(form), Effect::Once).await
    }

    /// Asks to bring about what may be brought about twice; again, if that fails.
    pub(super) async fn bring_about<T: DeserializeOwned>(&self, resource: &[&str], form: &[(&str, String)]) -> Result<T, OrderError> {
        self.insist(resource, Some(form)).await
    }

    /// Asks what is so; again, if that fails. `parameters` go into the address.
    pub(super) async fn get<T: DeserializeOwned>(&self, resource: &[&str], parameters: &[(&str, String)]) -> Result<T, OrderError> {
        let mut url = self.url(resource)?;
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        self.insist_at(url, None).await
    }

    /// A file of the account's, by its kind.
    pub(super) async fn file(&self, resource: &[&str], kind: &str) -> Result<Recording, OrderError> {
        let mut url = self.url(resource)?;
        let path = url.path().trim_end_matches("json").to_owned();
        url.set_path(&format!("{path}{kind}"));
        let answer = self.fetch(Method::GET, url).await?;
        let content_type = answer.content_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
        match answer.status {
            200 => Ok(Recording { content_type, body: answer.body }),
            _ => Err(answer::read::<serde_json::Value>(&answer, Effect::Repeatable, Utc::now())
                .err()
                .unwrap_or_else(|| answer::open("it answered something else", Effect::Repeatable))),
        }
    }

    /// Deletes what may be gone already.
    pub(super) async fn delete(&self, resource: &[&str]) -> Result<(), OrderError> {
        let answer = self.fetch(Method::DELETE, self.url(resource)?).await?;
        match answer.status {
            200..=299 | 404 => Ok(()),
            _ => answer::read::<serde_json::Value>(&answer, Effect::Repeatable, Utc::now()).map(drop),
        }
    }

    /// Asks once, with the token that was good last.
    async fn fetch(&self, method: Method, url: Url) -> Result<Answer, OrderError> {
        let token = &self.tokens[self.good.load(Ordering::Relaxed) % self.tokens.len()];
        self.exchange(self.http.request(method, url), Effect::Repeatable, token).await
    }

    async fn insist<T: DeserializeOwned>(&self, resource: &[&str], form: Option<&[(&str, String)]>) -> Result<T, OrderError> {
        self.insist_at(self.url(resource)?, form).await
    }

    async fn insist_at<T: DeserializeOwned>(&self, url: Url, form: Option<&[(&str, String)]>) -> Result<T, OrderError> {
        let mut wait = self.retry_first;
        for _ in 1..TRIES {
            match self.ask_at(url.clone(), form, Effect::Repeatable).await {
                Err(error @ OrderError::NotSent(_)) if !answer::is_log_in(&error) => tokio::time::sleep(wait).await,
                other => return other,
            }
            wait *= 2;
        }
        self.ask_at(url, form, Effect::Repeatable).await
    }

    async fn ask<T: DeserializeOwned>(&self, resource: &[&str], form: Option<&[(&str, String)]>, effect: Effect) -> Result<T, OrderError> {
        self.ask_at(self.url(resource)?, form, effect).await
    }

    /// Asks with the token that was good last, and with each of the others if it is refused: what is refused was not done.
    async fn ask_at<T: DeserializeOwned>(&self, url: Url, form: Option<&[(&str, String)]>, effect: Effect) -> Result<T, OrderError> {
        let first = self.good.load(Ordering::Relaxed);
        for turn in 0..self.tokens.len() {
            let which = (first + turn) % self.tokens.len();
            let outcome = match self.send(url.clone(), form, effect, &self.tokens[which]).await {
                Ok(answer) => answer::read(&answer, effect, Utc::now()),
                Err(error) => Err(error),
            };
            match outcome {
                Err(error) if answer::is_log_in(&error) && turn + 1 < self.tokens.len() => {}
                other => {
                    if turn > 0 && other.is_ok() {
                        self.good.store(which, Ordering::Relaxed);
                    }
                    return other;
                }
            }
        }
        Err(OrderError::NotSent("there is no token".to_owned()))
    }

    async fn send(&self, url: Url, form: Option<&[(&str, String)]>, effect: Effect, token: &Secret) -> Result<Answer, OrderError> {
        let request = match form {
            Some(form) => {
                let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
                self.http.post(url).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
            }
            None => self.http.get(url),
        };
        self.exchange(request.header(ACCEPT, "application/json"), effect, token).await
    }

    async fn exchange(&self, request: RequestBuilder, effect: Effect, token: &Secret) -> Result<Answer, OrderError> {
        let request = request.basic_auth(&self.name, Some(token.expose()));
        let mut response = request.send().await.map_err(|error| unanswered(error, effect))?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| unanswered(error, effect))? {
            body.extend_from_slice(&piece);
            if body.len() > LONGEST_ANSWER {
                return Err(answer::open("its answer is too long", effect));
            }
        }
        Ok(Answer { status, retry_after, content_type, body })
    }

    /// `resource` is what follows the account; the account itself when empty.
    fn url(&self, resource: &[&str]) -> Result<Url, OrderError> {
        let mut url = self.account.clone();
        let mut path = url.path_segments_mut().map_err(|()| OrderError::NotSent("the address of the API has no path".to_owned()))?;
        match resource.split_last() {
            Some((last, before)) => {
                path.extend(before).push(&format!("{last}.json"));
            }
            None => {
                path.pop().push(&format!("{}.json", self.name));
            }
        }
        drop(path);
        Ok(url)
    }
}

/// No answer came: what had left us by then decides.
fn unanswered(error: reqwest::Error, effect: Effect) -> OrderError {
    let never_left = error.is_connect() || error.is_builder();
    let why = in_words(error);
    if never_left { OrderError::NotSent(why) } else { answer::open(&why, effect) }
}

/// Without the address, which has numbers in it.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        words = format!("{words}: {error}");
        source = error.source();
    }
    words
}

/// Whom to believe. By plain `http` nobody is asked for a certificate, so that the machine need not have any to trust.
fn trust(certificates: Option<&str>, scheme: &str) -> Result<ClientConfig, ConfigError> {
    let wrong = |error: &dyn std::fmt::Display| ConfigError::Certificates(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| wrong(&error))?;
    if scheme == "http" {
        return Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
    }
    let Some(certificates) = certificates else {
        let verified = builder.with_platform_verifier().map_err(|error| wrong(&error))?;
        return Ok(verified.with_no_client_auth());
    };
    let mut trusted = RootCertStore::empty();
    for certificate in rustls_pemfile::certs(&mut certificates.as_bytes()) {
        trusted.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
    }
    if trusted.is_empty() {
        return Err(wrong(&"there is none"));
    }
    Ok(builder.with_root_certificates(trusted).with_no_client_auth())
}
