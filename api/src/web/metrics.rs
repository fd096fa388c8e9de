//! Counts for Prometheus at `/metrics`. They concern the whole installation, so they are told to whoever shows the token of
//! `server.metrics_token_file`, or an admin's token or API key; no count bears anybody's name.

use std::{
    net::IpAddr,
    sync::{OnceLock, PoisonError},
    time::Duration,
};

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use protocol::Refusal;
use subtle::ConstantTimeEq;
use tokio_util::sync::CancellationToken;

use super::gateway::Door;
use crate::config::secret::Secret;

/// Upper bounds of the times counted, in seconds: from a tenth of a millisecond to ten seconds.
const SECONDS: [f64; 16] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How often observations are put into their buckets; until then each takes memory.
const UPKEEP: Duration = Duration::from_secs(5);

/// The process's counts.
#[derive(Clone)]
pub(super) struct Metrics(PrometheusHandle);

impl Metrics {
    /// The one of this process; what was counted before it was first asked for is lost.
    pub(super) fn of_process() -> anyhow::Result<Self> {
        static INSTALLED: OnceLock<PrometheusHandle> = OnceLock::new();
        static INSTALLING: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = INSTALLED.get() {
            return Ok(Self(handle.clone()));
        }
        let handle =
            PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?.install_recorder()?;
        metrics::gauge!("build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        Ok(Self(INSTALLED.get_or_init(|| handle).clone()))
    }

    /// Keeps memory in bounds, until `stop`.
    pub(super) async fn keep(self, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(UPKEEP)).await.is_some() {
            self.0.run_upkeep();
        }
    }
}

/// Who may read the counts, and the counts.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) metrics: Metrics,
    pub(super) door: Door,
    pub(super) token: Option<Secret>,
}

impl Page {
    pub(super) async fn answer(&self, headers: &HeaderMap, ip: Option<IpAddr>) -> Response {
        match self.permitted(headers, ip).await {
            Ok(true) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], self.metrics.0.render()).into_response(),
            Ok(false) => (StatusCode::FORBIDDEN, "The metrics are for the role ADMIN, and for the metrics token.\n").into_response(),
            Err(Refusal::Unavailable(message)) => (StatusCode::SERVICE_UNAVAILABLE, message).into_response(),
            Err(refusal @ Refusal::RateLimited(after)) => {
                (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, after.seconds().to_string())], refusal.to_string()).into_response()
            }
            Err(Refusal::Forbidden(message)) => (StatusCode::FORBIDDEN, message).into_response(),
            Err(Refusal::Unauthenticated(message)) => {
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], message).into_response()
            }
        }
    }

    async fn permitted(&self, headers: &HeaderMap, ip: Option<IpAddr>) -> Result<bool, Refusal> {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
        let Some((_, bearer)) = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) else {
            return Err(Refusal::Unauthenticated("Send `Authorization: Bearer <token>`.\n".to_owned()));
        };
        let token = self.token.as_ref().map(|token| token.reveal().as_bytes());
        if token.is_some_and(|token| token.ct_eq(bearer.as_bytes()).into()) {
            return Ok(true);
        }
        self.door.is_admin(bearer, ip).await
    }
}
