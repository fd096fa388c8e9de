//! An account, who acts in it, and what can be seen of it from behind.

use std::sync::Arc;

use entity::{
    account, audit_entry,
    id::{AccountId, ApiKeyId, PersonId, ProviderId, SessionId, UserId},
    outbox, person, provider, queue_command, session,
    stored::{ProviderHealth, ProviderKind, Role, Scope},
    user,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::json;
use switchboard::{
    app::App,
    auth::{
        Access,
        caller::{Caller, Credential},
    },
    error::Fault,
    exchange::dial::Outgoing,
};

use crate::{app::Process, call::CallBuilder, client::Client, person::PersonBuilder};

/// An account: everything belongs to one.
#[derive(Clone)]
pub struct TestAccount {
    pub(crate) process: Arc<Process>,
    /// Its id.
    pub id: AccountId,
}

impl TestAccount {
    pub(crate) async fn create(process: Arc<Process>, name: &str) -> Self {
        let row = account::Model { id: AccountId::new(), name: name.to_owned(), created_at: process.app.clock.now() };
        let id = row.id;
        process.insert::<account::Entity, _>(row).await;
        Self { process, id }
    }

    /// A user of that role, logged in.
    pub async fn as_role(&self, role: Role) -> Client {
        self.logged_in(role, None).await
    }

    /// An agent who is `person`, logged in.
    pub async fn as_agent(&self, person: &person::Model) -> Client {
        self.logged_in(Role::Agent, Some(person.id)).await
    }

    /// A user of that role, who may be a person, logged in.
    pub async fn logged_in(&self, role: Role, person_id: Option<PersonId>) -> Client {
        let now = self.process.app.clock.now();
        let user_id = UserId::new();
        let email = format!("{}.{user_id}@example.org", role.as_str()).to_lowercase();
        let user = user::Model {
            id: user_id,
            account_id: self.id,
            email: email.clone(),
            // Nobody logs in with it: clients here are let in already.
            password_hash: "!".to_owned(),
            role,
            person_id,
            active: true,
            created_at: now,
            last_login_at: None,
        };
        self.process.insert::<user::Entity, _>(user).await;
        let expires_at = now + chrono::TimeDelta::hours(12);
        let session_id = SessionId::new();
        let session = session::Model {
            id: session_id,
            account_id: self.id,
            user_id,
            created_at: now,
            expires_at,
            revoked_at: None,
            revoked_reason: None,
        };
        self.process.insert::<session::Entity, _>(session).await;
        let credential = Credential::Session { user_id, session_id };
        self.client(Caller { credential, role, person_id, name: email, expires_at: Some(expires_at), ..self.nobody() })
    }

    /// A program with an API key of that role, limited to `scopes`.
    pub fn with_key(&self, role: Role, scopes: &[Scope]) -> Client {
        let credential = Credential::ApiKey { api_key_id: ApiKeyId::new(), scopes: scopes.to_vec() };
        self.client(Caller { credential, role, name: "a key".to_owned(), ..self.nobody() })
    }

    /// Whoever shows `bearer`, an access token or an API key, at the door.
    ///
    /// # Errors
    /// Why it was not let in.
    pub async fn showing(&self, bearer: &str) -> Result<Client, Fault> {
        let caller = self.process.access.authenticate(Some(bearer), None).await?;
        Ok(Client::new(Arc::clone(&self.process), caller))
    }

    /// The application of this account's process.
    pub fn app_behind(&self) -> &App {
        &self.process.app
    }

    /// Who lets callers in.
    pub fn access(&self) -> &Access {
        &self.process.access
    }

    /// What its process asks telephone systems with.
    pub fn outgoing(&self) -> Outgoing {
        self.process.outgoing.clone()
    }

    /// Somebody who is not logged in.
    pub fn anonymous(&self) -> Client {
        Client::new(Arc::clone(&self.process), None)
    }

    fn client(&self, caller: Caller) -> Client {
        Client::new(Arc::clone(&self.process), Some(caller))
    }

    fn nobody(&self) -> Caller {
        Caller {
            account_id: self.id,
            credential: Credential::ApiKey { api_key_id: ApiKeyId::new(), scopes: Vec::new() },
            role: Role::Viewer,
            person_id: None,
            name: String::new(),
            expires_at: None,
            request_id: Some("req-test".to_owned()),
        }
    }

    /// A person of that name, about to be.
    pub fn person(&self, name: &str) -> PersonBuilder {
        PersonBuilder::new(self.clone(), name)
    }

    /// A call that rings, about to be.
    pub fn call(&self) -> CallBuilder {
        CallBuilder::new(self.clone())
    }

    /// The account's telephone system, which is up.
    pub async fn provider(&self) -> provider::Model {
        let known = provider::Entity::find().filter(provider::Column::AccountId.eq(self.id));
        if let Some(known) = known.one(self.process.app.db.read()).await.expect("the provider is read") {
            return known;
        }
        let now = self.process.app.clock.now();
        let row = provider::Model {
            id: ProviderId::new(),
            account_id: self.id,
            name: "simulator".to_owned(),
            kind: ProviderKind::Simulator,
            health: ProviderHealth::Up,
            health_since: now,
            problem_code: None,
            problem_message: None,
            last_heard_at: Some(now),
            provider_started_at: None,
            capabilities: json!([]),
            message_sender: None,
        };
        self.process.insert::<provider::Entity, _>(row.clone()).await;
        row
    }

    /// Its name.
    pub async fn name(&self) -> String {
        let row = account::Entity::find_by_id(self.id).one(self.process.app.db.read()).await.expect("the account is read");
        row.expect("the account is there").name
    }

    /// The account's audit log, oldest first.
    pub async fn audit_log(&self) -> Vec<audit_entry::Model> {
        let entries = audit_entry::Entity::find().filter(audit_entry::Column::AccountId.eq(self.id));
        entries.order_by_asc(audit_entry::Column::Id).all(self.process.app.db.read()).await.expect("the audit log is read")
    }

    /// The commands sent to the account's providers, oldest first.
    pub async fn commands(&self) -> Vec<queue_command::Model> {
        let rows = queue_command::Entity::find().filter(queue_command::Column::AccountId.eq(self.id));
        rows.order_by_asc(queue_command::Column::Id).all(self.process.app.db.read()).await.expect("the commands are read")
    }

    /// The account's news, in the order written.
    pub async fn news(&self) -> Vec<outbox::Model> {
        let rows = outbox::Entity::find().filter(outbox::Column::AccountId.eq(self.id));
        rows.order_by_asc(outbox::Column::Id).all(self.process.app.db.read()).await.expect("the outbox is read")
    }
}

impl Process {
    pub(crate) async fn insert<E, M>(&self, row: M)
    where
        E: EntityTrait,
        M: IntoActiveModel<E::ActiveModel>,
    {
        let tx = self.app.db.begin().await.expect("a transaction");
        E::insert(row.into_active_model()).exec_without_returning(&*tx).await.expect("a row is written");
        tx.commit().await.expect("a row is kept");
    }
}
