//! What the protocol asks of us: who is there, how often may they, where the stream of changes stands.

use std::{any::TypeId, net::IpAddr, sync::Arc, time::Duration};

use async_graphql::Request;
use chrono::{DateTime, Utc};
use entity::stored::Role;
use futures_util::{FutureExt, future::BoxFuture};
use protocol::{Credentials, CursorError, Gateway, Positions, Refusal, RequestId, RetryAfter, Session};

use crate::{
    auth::{Access, Caller, Origin, caller::Credential},
    error::Fault,
    live::Hub,
};

/// The way from the protocol to [`Access`].
#[derive(Clone)]
pub(super) struct Door(Access);

/// Whoever asks: somebody, or nobody yet.
#[derive(Clone)]
pub(super) struct Visitor {
    caller: Option<Arc<Caller>>,
    ip: Option<IpAddr>,
}

impl Door {
    pub(super) fn new(access: Access) -> Self {
        Self(access)
    }
}

impl Gateway for Door {
    type Session = Visitor;

    async fn authenticate(&self, credentials: Credentials) -> Result<Visitor, Refusal> {
        let ip = credentials.ip;
        match self.0.authenticate(credentials.bearer.as_deref(), ip).await {
            Ok(caller) => Ok(Visitor { caller: caller.map(Arc::new), ip }),
            Err(Fault::Internal(error)) => {
                tracing::error!(error = format!("{error:#}"), "who asks could not be found out");
                Err(Refusal::Unavailable("Who asks cannot be found out now: try again.".to_owned()))
            }
            Err(Fault::RateLimited(seconds)) => Err(Refusal::RateLimited(RetryAfter(Duration::from_secs(seconds)))),
            Err(fault @ Fault::Unavailable(_)) => Err(Refusal::Unavailable(fault.message())),
            Err(fault @ Fault::Forbidden(_)) => Err(Refusal::Forbidden(fault.message())),
            Err(Fault::Unauthenticated | Fault::BadRequest(_) | Fault::CursorInvalid(_) | Fault::CursorExpired) => {
                Err(Refusal::Unauthenticated("This access token or API key is wrong, has expired or was revoked.".to_owned()))
            }
        }
    }

    fn revoked(&self, visitor: &Visitor) -> BoxFuture<'static, String> {
        match &visitor.caller {
            Some(caller) => self.0.revoked(caller).map(|reason| reason.as_str().to_owned()).boxed(),
            None => std::future::pending().boxed(),
        }
    }

    /// A document's cost has its own limit: what is counted here is operations.
    fn admit(&self, caller: protocol::Caller<'_, Visitor>, _cost: u64) -> Result<(), RetryAfter> {
        match self.0.limiter().admit(caller.session.caller.as_deref(), caller.ip, 1) {
            Err(Fault::RateLimited(seconds)) => Err(RetryAfter(Duration::from_secs(seconds))),
            _ => Ok(()),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.0.app().clock.now()
    }
}

impl Session for Visitor {
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.caller.as_ref()?.expires_at
    }

    /// Whatever a subscription's events may depend on: account, role and scopes, and the person one is, since
    /// `incomingCall` without arguments is about that person, whatever the role; of a calendar user, who it is.
    fn share_key(&self) -> String {
        let Some(caller) = &self.caller else { return "nobody".to_owned() };
        let scopes = match &caller.credential {
            Credential::Session { user_id, .. } if caller.role == Role::CalendarUser => format!("session of {user_id}"),
            Credential::Session { .. } => "session".to_owned(),
            Credential::ApiKey { scopes, .. } => {
                let mut words: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
                words.sort_unstable();
                words.join("+")
            }
        };
        let person = caller.person_id.map(|person| person.to_string()).unwrap_or_default();
        format!("{}/{}/{scopes}/{person}", caller.account_id, caller.role.as_str())
    }

    fn holder(&self) -> Option<String> {
        Some(match &self.caller.as_ref()?.credential {
            Credential::Session { user_id, .. } => user_id.to_string(),
            Credential::ApiKey { api_key_id, .. } => api_key_id.to_string(),
        })
    }

    fn prepare(&self, request: Request) -> Request {
        let request_id =
            request.data.get(&TypeId::of::<RequestId>()).and_then(|id| id.downcast_ref::<RequestId>()).map(ToString::to_string);
        let request = request.data(Origin { ip: self.ip, request_id: request_id.clone() });
        match &self.caller {
            Some(caller) => request.data(Caller { request_id, ..Caller::clone(caller) }),
            None => request,
        }
    }
}

/// Who may read what concerns the whole installation.
impl Door {
    /// Whether `bearer` is an admin's.
    ///
    /// # Errors
    /// Why it is nobody's.
    pub(super) async fn is_admin(&self, bearer: &str, ip: Option<IpAddr>) -> Result<bool, Refusal> {
        let visitor = self.authenticate(Credentials { bearer: Some(bearer.to_owned()), ip }).await?;
        Ok(visitor.caller.is_some_and(|caller| caller.role == Role::Admin))
    }
}

/// The stream of changes, as shared subscriptions see it.
pub(super) struct Places(pub(super) Hub);

impl Positions for Places {
    fn decode(&self, cursor: &str) -> Result<u64, CursorError> {
        match self.0.position(cursor) {
            Ok(position) => Ok(position.0),
            Err(crate::live::cursor::CursorError::Unreadable) => Err(CursorError::Invalid),
            // The database was put back from a copy, or is another: to begin again is the remedy here, too.
            Err(crate::live::cursor::CursorError::Foreign) => Err(CursorError::Expired),
        }
    }

    fn head(&self) -> u64 {
        self.0.head().0
    }
}
