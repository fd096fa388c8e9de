//! Who asks: a user in a session, or a program with an API key.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ApiKeyId, PersonId, SessionId, UserId},
    stored::{ActorKind, Role, Scope},
};
use sea_orm::prelude::Uuid;

/// Who did, or is about to do, something: for the audit log and for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Kind.
    pub kind: ActorKind,
    /// Id, by kind.
    pub id: Option<Uuid>,
    /// Name now.
    pub name: String,
}

impl Actor {
    /// Switchboard itself.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, id: None, name: "Switchboard".to_owned() }
    }

    /// Someone at the telephone system called `provider`.
    pub fn provider(name: impl Into<String>) -> Self {
        Self { kind: ActorKind::Provider, id: None, name: name.into() }
    }
}

/// How a caller got in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// By logging in.
    Session {
        /// The user.
        user_id: UserId,
        /// The session.
        session_id: SessionId,
    },
    /// With an API key, which limits it to some scopes.
    ApiKey {
        /// The key.
        api_key_id: ApiKeyId,
        /// What it is limited to.
        scopes: Vec<Scope>,
    },
}

/// Someone who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Whose data it sees; all of it belongs to this account.
    pub account_id: AccountId,
    /// How it got in.
    pub credential: Credential,
    /// What it may do at the most.
    pub role: Role,
    /// The person the user is, if any.
    pub person_id: Option<PersonId>,
    /// Shown in the audit log: e-mail address or key name.
    pub name: String,
    /// When this log-in ends by itself; keys may have no end.
    pub expires_at: Option<DateTime<Utc>>,
    /// Request it asks with.
    pub request_id: Option<String>,
}

impl Caller {
    /// The caller as an actor.
    pub fn actor(&self) -> Actor {
        let (kind, id) = match &self.credential {
            Credential::Session { user_id, .. } => (ActorKind::User, user_id.0),
            Credential::ApiKey { api_key_id, .. } => (ActorKind::ApiKey, api_key_id.0),
        };
        Actor { kind, id: Some(id), name: self.name.clone() }
    }
}

/// Where a request comes from, logged in or not. The web room puts it into each request's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Address of the client; none when it is not known.
    pub ip: Option<IpAddr>,
    /// Request it asks with.
    pub request_id: Option<String>,
}
