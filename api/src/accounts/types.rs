//! What the schema shows of accounts, users, API keys and the audit log.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    account, api_key, audit_entry,
    id::{AccountId, PersonId},
    user,
};
use serde_json::Value;

use crate::{
    auth,
    error::Fault,
    graphql::{actor::Actor, rows::Plain},
};

/// What a user or an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::Role")]
pub enum Role {
    /// Everything in the account.
    Admin,
    /// Runs the team: persons, queues, everybody's state.
    Coordinator,
    /// Answers the telephone: sees the team, changes what is theirs.
    Agent,
    /// Sees, and changes nothing.
    Viewer,
    /// Sees and changes the own calendars, and nothing else; made by `calendarUserCreate`.
    CalendarUser,
}

/// Part of the API that an API key is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::Scope")]
pub enum Scope {
    /// Persons, read.
    PersonsRead,
    /// Persons, changed.
    PersonsWrite,
    /// Contacts, read.
    ContactsRead,
    /// Contacts, changed.
    ContactsWrite,
    /// Queues, read.
    QueuesRead,
    /// Queues and members, changed.
    QueuesWrite,
    /// Calls, read.
    CallsRead,
    /// Calls, placed and ended.
    CallsWrite,
    /// Messages, read.
    MessagesRead,
    /// Messages, called off.
    MessagesWrite,
    /// Flows and templates, read.
    FlowsRead,
    /// Flows and templates, changed.
    FlowsWrite,
    /// Callouts, read.
    CalloutsRead,
    /// Callouts, changed and run.
    CalloutsWrite,
    /// Calendars and events, read.
    CalendarsRead,
    /// Calendars and events, changed.
    CalendarsWrite,
    /// Webhooks, read.
    WebhooksRead,
    /// Webhooks, changed and posted.
    WebhooksWrite,
    /// Providers, read.
    ProvidersRead,
    /// The rota, read: service hours, busy times, timetables.
    RotaRead,
    /// The rota, changed.
    RotaWrite,
    /// Users and API keys, read.
    AccessRead,
    /// Users changed, passwords set, API keys revoked: with the role ADMIN, as good as an admin.
    AccessWrite,
    /// The audit log, read.
    AuditRead,
}

/// Organisation whose data is kept apart: everything belongs to one, and nothing is seen across.
#[derive(Clone, Debug, SimpleObject)]
pub struct Account {
    /// Id of the account.
    #[graphql(owned)]
    pub id: ID,
    /// Name, for people.
    pub name: String,
}

impl From<account::Model> for Account {
    fn from(row: account::Model) -> Self {
        Self { id: ID(row.id.to_string()), name: row.name }
    }
}

/// Who can log in.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct User {
    /// Id of the user.
    #[graphql(owned)]
    pub id: ID,
    /// E-mail address to log in with, in lower case; unique in the installation.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// Whether the user may log in.
    pub active: bool,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// When the user last logged in; null: never.
    pub last_login_at: Option<DateTime<Utc>>,
    /// The user's account.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// The person the user is.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
}

impl Plain for User {}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self {
            id: ID(row.id.to_string()),
            email: row.email,
            role: row.role.into(),
            active: row.active,
            created_at: row.created_at,
            last_login_at: row.last_login_at,
            account_id: row.account_id,
            person_id: row.person_id,
        }
    }
}

/// How a program gets in. Its secret is shown once, when it is created.
#[derive(Clone, Debug, SimpleObject)]
pub struct ApiKey {
    /// Id of the key.
    #[graphql(owned)]
    pub id: ID,
    /// Name, for people.
    pub name: String,
    /// What the key's text begins with, e.g. `sbk_06BWF3M2K8Q4T0A1S5Z7XYVN9C`: to find out which key a program has.
    pub prefix: String,
    /// What the key may do at the most.
    pub role: Role,
    /// What the key is limited to.
    pub scopes: Vec<Scope>,
    /// When the key was created.
    pub created_at: DateTime<Utc>,
    /// When the key ends; null: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When the key was last used, to the minute; null: never.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When the key was revoked; null: it was not.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Plain for ApiKey {}

impl TryFrom<api_key::Model> for ApiKey {
    type Error = Fault;

    fn try_from(row: api_key::Model) -> Result<Self, Fault> {
        let scopes: Vec<entity::stored::Scope> = serde_json::from_value(row.scopes)
            .map_err(|error| Fault::Internal(anyhow::Error::new(error).context("scopes of an API key")))?;
        Ok(Self {
            id: ID(row.id.to_string()),
            name: row.name,
            prefix: auth::api_key::prefix(row.id),
            role: row.role.into(),
            scopes: scopes.into_iter().map(Scope::from).collect(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
    }
}

/// Who is asking.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Viewer {
    /// The account whose data the viewer sees.
    pub account: Account,
    /// The user; null when a program asks with an API key.
    pub user: Option<User>,
    /// The API key; null when a user asks.
    pub api_key: Option<ApiKey>,
    /// What the viewer may do at the most.
    pub role: Role,
    /// When the access token or the API key ends by itself; null: never.
    pub session_expires_at: Option<DateTime<Utc>>,
    /// The viewer's account.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// The person the viewer is.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
}

/// What a client keeps of a log-in.
#[derive(Clone, SimpleObject)]
pub struct Session {
    /// Shown with each request: `Authorization: Bearer …`, or `authorization` in a socket's `connection_init`.
    pub access_token: String,
    /// When the access token ends: refresh before.
    pub access_token_expires_at: DateTime<Utc>,
    /// Exchanged for the next pair by `sessionRefresh`. It may be used once: shown again, it ends the session.
    pub refresh_token: String,
    /// When the refresh token ends, and with it the session.
    pub refresh_token_expires_at: DateTime<Utc>,
}

impl From<auth::session::Issued> for Session {
    fn from(issued: auth::session::Issued) -> Self {
        Self {
            access_token: issued.access_token,
            access_token_expires_at: issued.access_token_expires_at,
            refresh_token: issued.refresh_token,
            refresh_token_expires_at: issued.refresh_token_expires_at,
        }
    }
}

/// A change that somebody made, or Switchboard by itself.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuditEntry {
    /// Id of the entry.
    #[graphql(owned)]
    pub id: ID,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What was done: the mutation's or the job's name, e.g. `queueMemberPause`.
    pub action: String,
    /// Id of what was changed.
    pub subject_id: Option<ID>,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// What it was; null when it was not there.
    pub before: Option<Value>,
    /// What it became; null when it is no longer there.
    pub after: Option<Value>,
    /// Id of the request it came with, as the log has it.
    pub request_id: Option<String>,
}

impl Plain for AuditEntry {}

impl From<audit_entry::Model> for AuditEntry {
    fn from(row: audit_entry::Model) -> Self {
        let actor = auth::Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
        Self {
            id: ID(row.id.to_string()),
            occurred_at: row.occurred_at,
            actor: actor.into(),
            action: row.action,
            subject_id: row.subject_id.map(ID),
            reason: row.reason,
            before: row.before,
            after: row.after,
            request_id: row.request_id,
        }
    }
}
