//! Founds the demo's account, its team and its queues, by the same use cases that clients call. What is there already, of a
//! former start with the same data, stays as it is.

use std::{collections::HashMap, time::Duration};

use anyhow::Context;
use chrono::TimeDelta;
use entity::{
    account,
    id::{AccountId, PersonId, SessionId},
    person, queue,
    stored::{QueueMode, Role, Scope, Topic},
    user,
};
use futures_util::StreamExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    people::{self, ACCOUNT, PASSWORD},
    rota,
};
use crate::{
    accounts::service::{self as accounts, NewApiKey, NewUser, TokenWanted},
    app::App,
    auth::{Access, Caller, Operation, Permit, caller::Credential},
    cli::told,
    error::{Fault, Outcome},
    live::stream,
    persons::service::{self, NewPerson},
    queues::service::{self as queues, QueueEdit},
};

/// How long the simulator may take to tell of a queue.
const PATIENCE: Duration = Duration::from_secs(30);

/// The demo's people, and the admin in whose name all is done.
pub(super) struct Team {
    admin: Caller,
    /// Ids by extension.
    persons: HashMap<String, PersonId>,
}

impl Team {
    /// Founds the account, with its persons and users.
    pub(super) async fn found(access: &Access) -> anyhow::Result<Self> {
        let app = access.app();
        let admin = admin(app).await?;
        let persons = persons(app, &admin).await?;
        users(access, &admin, &persons).await?;
        Ok(Self { admin, persons })
    }

    /// In whose name all is done.
    pub(super) fn admin(&self) -> &Caller {
        &self.admin
    }

    /// Puts the persons into the queues, once the simulator has told of these.
    pub(super) async fn manage_queues(&self, app: &App) -> anyhow::Result<()> {
        for queue in &people::QUEUES {
            self.manage(app, queue).await.with_context(|| format!("the queue {}", queue.name))?;
        }
        Ok(())
    }

    async fn manage(&self, app: &App, wanted: &people::Queue) -> anyhow::Result<()> {
        let told_of = tokio::time::timeout(PATIENCE, told_of(app, self.admin.account_id, wanted.key));
        let row = told_of.await.context("the simulator does not tell of it")??;
        if row.mode != QueueMode::Managed {
            self.take_charge(app, &row, wanted).await?;
        }
        if wanted.members.is_empty() {
            rota::plan(app, &self.admin, &row, &self.persons).await?;
        }
        Ok(())
    }

    async fn take_charge(&self, app: &App, row: &queue::Model, wanted: &people::Queue) -> anyhow::Result<()> {
        let edit = QueueEdit { name: Some(wanted.name.to_owned()), mode: Some(QueueMode::Managed), ..QueueEdit::default() };
        done(queues::update(app, permit(&self.admin, Operation::QueueUpdate)?, row.id, edit).await)?;
        for (extension, penalty) in wanted.members {
            let Some(person) = self.persons.get(*extension) else { continue };
            done(queues::add(app, permit(&self.admin, Operation::QueueMemberAdd)?, row.id, *person, *penalty, None).await)?;
        }
        Ok(())
    }

    /// A key that may read, for a day.
    pub(super) async fn api_key(&self, access: &Access) -> anyhow::Result<String> {
        let expires_at = Some(access.app().clock.now() + TimeDelta::days(1));
        let scopes = [
            Scope::PersonsRead,
            Scope::QueuesRead,
            Scope::CallsRead,
            Scope::ProvidersRead,
            Scope::RotaRead,
            Scope::ContactsRead,
            Scope::CalloutsRead,
        ];
        let wanted = NewApiKey { name: "demo, read only".to_owned(), role: Role::Viewer, scopes: scopes.to_vec(), expires_at };
        done(accounts::issue_token(access, &self.admin.name, TokenWanted::ApiKey(wanted)).await)
    }
}

/// The admin, and with it the account.
async fn admin(app: &App) -> anyhow::Result<Caller> {
    let [first, ..] = &people::USERS;
    if account::Entity::find().one(app.db.read()).await?.is_none() {
        accounts::found(app, ACCOUNT, first.email, PASSWORD).await.map_err(told)?;
    }
    let user = user::Entity::find().filter(user::Column::Email.eq(first.email)).one(app.db.read()).await?;
    let user = user.context("the data is not the demo's: its admin is missing")?;
    Ok(Caller {
        account_id: user.account_id,
        credential: Credential::Session { user_id: user.id, session_id: SessionId::new() },
        role: user.role,
        person_id: None,
        name: user.email,
        expires_at: None,
        request_id: None,
    })
}

/// Everybody's id, by extension.
async fn persons(app: &App, admin: &Caller) -> anyhow::Result<HashMap<String, PersonId>> {
    let mut known = known_persons(app, admin.account_id).await?;
    for person in &people::TEAM {
        if known.contains_key(person.extension) {
            continue;
        }
        let new = NewPerson {
            name: person.name.to_owned(),
            email: Some(format!("{}@demo.example", person.name.to_lowercase().replace(' ', "."))),
            extension: Some(person.extension.to_owned()),
            colour: Some(person.colour.to_owned()),
            groups: person.groups.iter().map(|group| (*group).to_owned()).collect(),
            ..NewPerson::default()
        };
        let row = done(service::create(app, permit(admin, Operation::PersonCreate)?, new).await)?;
        known.insert(person.extension.to_owned(), row.id);
    }
    Ok(known)
}

async fn known_persons(app: &App, account_id: AccountId) -> anyhow::Result<HashMap<String, PersonId>> {
    let rows = person::Entity::find().filter(person::Column::AccountId.eq(account_id)).all(app.db.read()).await?;
    Ok(rows.into_iter().filter_map(|person| Some((person.extension?, person.id))).collect())
}

async fn users(access: &Access, admin: &Caller, persons: &HashMap<String, PersonId>) -> anyhow::Result<()> {
    for user in &people::USERS {
        if user::Entity::find().filter(user::Column::Email.eq(user.email)).one(access.app().db.read()).await?.is_some() {
            continue;
        }
        let person_id = user.extension.and_then(|extension| persons.get(extension)).copied();
        let new = NewUser { email: user.email.to_owned(), password: PASSWORD.to_owned(), role: user.role, person_id };
        done(accounts::create_user(access, permit(admin, Operation::UserCreate)?, new).await)?;
    }
    Ok(())
}

/// The queue's row; the exchange makes it when it hears of the queue.
async fn told_of(app: &App, account_id: AccountId, key: &str) -> anyhow::Result<queue::Model> {
    let mut changes = Box::pin(stream::changes(app.live.clone(), app.live.head(), None, |change| change.topic == Topic::Queue));
    loop {
        let found = queue::Entity::find().filter(queue::Column::AccountId.eq(account_id)).filter(queue::Column::Key.eq(key));
        if let Some(row) = found.one(app.db.read()).await? {
            return Ok(row);
        }
        changes.next().await.context("the stream of changes ended")??;
    }
}

pub(super) fn permit(admin: &Caller, operation: Operation) -> anyhow::Result<Permit<'_>> {
    admin.permit(operation).map_err(|fault: Fault| anyhow::anyhow!(fault.message()))
}

pub(super) fn done<T>(outcome: Outcome<T>) -> anyhow::Result<T> {
    outcome.map_err(told)
}
