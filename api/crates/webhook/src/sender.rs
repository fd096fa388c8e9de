//! Takes a post where it is to go: no redirect is followed, no proxy asked, nothing repeated, and no connection is made to an address
//! that is not everybody's, whatever a name leads to by then.

use std::{error::Error, fmt, net::SocketAddr, sync::Arc, time::Duration};

use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::{
    address::{Address, AddressError, Allowed},
    public::is_public,
    signature::{self, Secret},
};

/// Connections that nobody uses are closed after so long.
const IDLE: Duration = Duration::from_secs(30);

/// Something to be posted.
#[derive(Clone, Debug)]
pub struct Post<'a> {
    /// Where it goes, as it was kept.
    pub address: &'a str,
    /// Header `webhook-id`: the same each time it is tried, so that whoever gets it twice knows.
    pub id: &'a str,
    /// Header `webhook-timestamp`: when it is tried, in seconds since 1970.
    pub at: i64,
    /// The body, JSON.
    pub body: &'a str,
    /// What it is signed with: each signs.
    pub secrets: &'a [Secret],
}

/// What was answered. The body is not read: nothing depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status of the answer.
    pub status: u16,
    /// After how long it asks to be asked again.
    pub retry_after: Option<Duration>,
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may not go there.
    #[error("{0}")]
    NotAllowed(#[from] AddressError),
    /// No answer came in time.
    #[error("no answer came within {} s", .0.as_secs())]
    TooSlow(Duration),
    /// Nobody could be reached there, or the connection broke.
    #[error("{0}")]
    Unreachable(String),
}

/// Why nothing can be posted at all.
#[derive(Debug, thiserror::Error)]
#[error("posts cannot be made here: {0}")]
pub struct SenderError(String);

/// Posts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sender {
    http: reqwest::Client,
    allowed: Allowed,
    patience: Duration,
}

impl Sender {
    /// Posts as `allowed` says, each within `patience` from the search for its address to the answer.
    ///
    /// # Errors
    /// When the machine's authorities cannot be used.
    pub fn new(allowed: Allowed, patience: Duration) -> Result<Self, SenderError> {
        let wrong = |error: &dyn fmt::Display| SenderError(error.to_string());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| wrong(&error))?;
        let tls = tls.with_platform_verifier().map_err(|error| wrong(&error))?.with_no_client_auth();
        let http = reqwest::Client::builder()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // A proxy would look up the name by itself.
            .no_proxy()
            .dns_resolver(Arc::new(Public(allowed)))
            .user_agent(concat!("switchboard/", env!("CARGO_PKG_VERSION")))
            .pool_idle_timeout(IDLE)
            .timeout(patience)
            .tls_backend_preconfigured(tls)
            .build()
            .map_err(|error| wrong(&error))?;
        Ok(Self { http, allowed, patience })
    }

    /// Posts once.
    ///
    /// # Errors
    /// Why there was no answer; it may have come there all the same.
    pub async fn post(&self, post: &Post<'_>) -> Result<Answer, Failure> {
        // What was allowed when it was named may not be any more.
        let address = Address::read(post.address, self.allowed)?;
        let request = self
            .http
            .post(address.url())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", post.id)
            .header("webhook-timestamp", post.at.to_string())
            .header("webhook-signature", signature::header(post.secrets, post.id, post.at, post.body))
            .body(post.body.to_owned());
        match request.send().await {
            Ok(answer) => {
                let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
                Ok(Answer { status: answer.status().as_u16(), retry_after: wait.map(Duration::from_secs) })
            }
            Err(error) if error.is_timeout() => Err(Failure::TooSlow(self.patience)),
            Err(error) => Err(unreachable(error)),
        }
    }
}

/// Without the address, which may have something secret in it.
fn unreachable(error: reqwest::Error) -> Failure {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(refused) = inner.downcast_ref::<AddressError>() {
            return Failure::NotAllowed(*refused);
        }
        words = format!("{words}: {inner}");
        source = inner.source();
    }
    Failure::Unreachable(words)
}

/// Finds what a name leads to, and keeps to what posts may go to. Whatever is found here is what is connected to.
struct Public(Allowed);

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let good: Vec<SocketAddr> = found.filter(|address| allowed.private || is_public(address.ip())).collect();
            if good.is_empty() {
                return Err(Box::from(AddressError::NotPublic));
            }
            let good: Addrs = Box::new(good.into_iter());
            Ok(good)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_our_own_machine_leads_nowhere() {
        let refused = Public(Allowed::default()).resolve(Name::from_str("localhost").unwrap()).await;
        let allowed = Public(Allowed { http: false, private: true }).resolve(Name::from_str("localhost").unwrap()).await;

        assert_eq!(refused.err().and_then(|error| error.downcast::<AddressError>().ok()).as_deref(), Some(&AddressError::NotPublic));
        assert!(allowed.is_ok_and(|mut found| found.next().is_some()));
    }
}
