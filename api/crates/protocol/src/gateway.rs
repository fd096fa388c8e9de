//! What this crate asks of the application: who is there, may they, and what time it is.

use std::{net::IpAddr, sync::Arc};

use async_graphql::Request;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use crate::{Code, Fault};

/// Who asks. Anonymous callers have a session too: what they may do, the schema's guards decide.
pub trait Session: Clone + Send + Sync + 'static {
    /// When it ends by itself; a socket is closed with 4403 then, unless it was renewed. `None`: never.
    fn expires_at(&self) -> Option<DateTime<Utc>>;

    /// Names all that results may depend on besides the document and its variables: account, role, rights, language.
    /// Sessions of one share key receive the same bytes of a subscription executed once, so two sessions that could see
    /// different things must differ here.
    fn share_key(&self) -> String;

    /// Names whose sockets are counted together: the same for all sessions of one user. `None`: nobody is known, and the
    /// sockets of the address are counted.
    fn holder(&self) -> Option<String>;

    /// Puts what resolvers need to know of the session into the request's data.
    fn prepare(&self, request: Request) -> Request;
}

/// What a caller shows at the door.
#[derive(Clone, Default)]
pub struct Credentials {
    /// Bearer token, without the word `Bearer`: from the header `Authorization`, or from `authorization` in the payload of
    /// `connection_init` or of a renewing `ping`.
    pub bearer: Option<String>,
    /// Where from: [`RemoteIp`] if the application set it, otherwise the peer's address if axum knows it.
    pub ip: Option<IpAddr>,
}

impl std::fmt::Debug for Credentials {
    /// Tokens stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("bearer", &self.bearer.as_ref().map(|_| "…")).field("ip", &self.ip).finish()
    }
}

/// Request extension by which the application says whom a request is from when a proxy stands between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteIp(pub IpAddr);

/// Why credentials were not accepted. The message reaches the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The token is wrong, over or revoked: 401, on a socket 4403.
    #[error("{0}")]
    Unauthenticated(String),
    /// The caller is known and shut out: 403, on a socket 4403.
    #[error("{0}")]
    Forbidden(String),
    /// Whoever is there has tried too often: 429 with `retryAfter`, on a socket 1013.
    #[error("{}", .0.told())]
    RateLimited(RetryAfter),
    /// It cannot be found out now: 503, on a socket 1013.
    #[error("{0}")]
    Unavailable(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unauthenticated(message) => Self::new(Code::Unauthenticated, message),
            Refusal::Forbidden(message) => Self::new(Code::Forbidden, message),
            Refusal::RateLimited(after) => after.into(),
            Refusal::Unavailable(message) => Self::new(Code::Unavailable, message),
        }
    }
}

/// Asked too much: when to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub std::time::Duration);

impl RetryAfter {
    /// Whole seconds, rounded up, at least 1.
    #[must_use]
    pub fn seconds(self) -> u64 {
        u64::try_from(self.0.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1)
    }

    fn told(self) -> String {
        format!("Too many requests: come back in {} s.", self.seconds())
    }
}

impl From<RetryAfter> for Fault {
    /// With `retryAfter` in whole seconds.
    fn from(after: RetryAfter) -> Self {
        Self::new(Code::RateLimited, after.told()).with("retryAfter", after.seconds())
    }
}

/// Who wants to spend, for [`Gateway::admit`].
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a, S> {
    /// Whose request.
    pub session: &'a S,
    /// Where from.
    pub ip: Option<IpAddr>,
}

/// The application, as the protocol sees it.
pub trait Gateway: Send + Sync + 'static {
    /// Who asks.
    type Session: Session;

    /// Finds out who asks. Called once an HTTP request, once a socket, and at each renewal. No token at all should give
    /// an anonymous session, so that logging in is possible.
    ///
    /// # Errors
    /// [`Refusal`] if the credentials are not good.
    fn authenticate(&self, credentials: Credentials) -> impl Future<Output = Result<Self::Session, Refusal>> + Send;

    /// Resolves when the session was ended elsewhere (logged out, revoked, account locked), with the reason. A socket
    /// holds one such future; it must be cheap to hold.
    fn revoked(&self, session: &Self::Session) -> BoxFuture<'static, String>;

    /// Lets the caller spend `cost`, or says when to come back. Asked twice for an operation: for 1 before its document is
    /// read, so that nonsense costs too, and for the rest of its complexity before it runs.
    ///
    /// # Errors
    /// [`RetryAfter`] if the caller has spent what they had.
    fn admit(&self, caller: Caller<'_, Self::Session>, cost: u64) -> Result<(), RetryAfter>;

    /// The application's clock.
    fn now(&self) -> DateTime<Utc>;
}

impl<G: Gateway> Gateway for Arc<G> {
    type Session = G::Session;

    fn authenticate(&self, credentials: Credentials) -> impl Future<Output = Result<Self::Session, Refusal>> + Send {
        G::authenticate(self, credentials)
    }

    fn revoked(&self, session: &Self::Session) -> BoxFuture<'static, String> {
        G::revoked(self, session)
    }

    fn admit(&self, caller: Caller<'_, Self::Session>, cost: u64) -> Result<(), RetryAfter> {
        G::admit(self, caller, cost)
    }

    fn now(&self) -> DateTime<Utc> {
        G::now(self)
    }
}
