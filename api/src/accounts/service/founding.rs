//! What is done at the command line, by whoever holds the database: the first account, and tokens without a log-in.

use entity::{
    account, api_key,
    id::{AccountId, UserId},
    stored::Role,
    user,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{
    api_keys::{self, NewApiKey},
    users,
};
use crate::{
    app::App,
    audit,
    auth::{Access, Actor, email::Email, password::Passwords},
    error::{Outcome, Problem, ProblemCode},
};

/// Founds an account with its first admin.
///
/// # Errors
/// `INVALID` name, address or password; `TAKEN` name or address.
pub async fn found(app: &App, name: &str, email: &str, password: &str) -> Outcome<(AccountId, UserId)> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::invalid(&["name"], "An account has a name.").into());
    }
    let email = users::read_email(email)?;
    users::check_password(password, &email)?;
    let password_hash = Passwords::new().await?.hash(password).await?;

    let now = app.clock.now();
    let account = account::Model { id: AccountId::new(), name: name.to_owned(), created_at: now };
    let admin = user::Model {
        id: UserId::new(),
        account_id: account.id,
        email: email.to_string(),
        password_hash,
        role: Role::Admin,
        person_id: None,
        active: true,
        created_at: now,
        last_login_at: None,
    };
    let tx = app.db.begin().await?;
    if account::Entity::find().filter(account::Column::Name.eq(name)).count(&*tx).await? > 0 {
        return Err(Problem::new(ProblemCode::Taken, &["name"], "There is an account of this name.").into());
    }
    account::Entity::insert(account.clone().into_active_model()).exec_without_returning(&*tx).await?;
    user::Entity::insert(admin.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(users::taken)?;
    let change = audit::Change {
        subject_id: Some(account.id.to_string()),
        after: Some(json!({ "name": account.name })),
        ..audit::Change::default()
    };
    audit::record_as(&tx, account.id, Actor::system(), "accountFound", now, change).await?;
    let change = audit::Change { subject_id: Some(admin.id.to_string()), after: Some(users::shown(&admin)), ..audit::Change::default() };
    audit::record_as(&tx, account.id, Actor::system(), "userCreate", now, change).await?;
    tx.commit().await?;
    Ok((account.id, admin.id))
}

/// What to issue at the command line.
pub enum TokenWanted {
    /// An access token of the configured life, which cannot be refreshed.
    Access,
    /// An API key, in the user's name.
    ApiKey(NewApiKey),
}

/// Issues a token for the active user with the address `email`, and gives its text.
///
/// # Errors
/// `NOT_FOUND` user; `FORBIDDEN` when an API key is asked for a user who is no admin; `INVALID` API key.
pub async fn issue_token(access: &Access, email: &str, wanted: TokenWanted) -> Outcome<String> {
    let db = &access.app().db;
    let now = access.app().clock.now();
    let email = Email::parse(email).ok_or_else(no_user)?;
    let tx = db.begin().await?;
    let user = user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&*tx).await?;
    let user = user.filter(|user| user.active).ok_or_else(no_user)?;
    let (action, text, change) = match wanted {
        TokenWanted::Access => {
            let (session_id, text) = access.short_session(&tx, &user, now).await?;
            let after = json!({ "userId": user.id });
            ("logIn", text, audit::Change { subject_id: Some(session_id.to_string()), after: Some(after), ..Default::default() })
        }
        TokenWanted::ApiKey(_) if user.role != Role::Admin => {
            return Err(Problem::new(ProblemCode::Forbidden, &["email"], "API keys are made in the name of an admin.").into());
        }
        TokenWanted::ApiKey(input) => {
            let (row, text) = api_keys::new_row(user.account_id, user.id, input, now)?;
            let after = api_keys::shown(&row);
            let subject_id = Some(row.id.to_string());
            api_key::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
            ("apiKeyCreate", text, audit::Change { subject_id, after: Some(after), ..Default::default() })
        }
    };
    let actor = Actor { name: "The command line".to_owned(), ..Actor::system() };
    audit::record_as(&tx, user.account_id, actor, action, now, change).await?;
    tx.commit().await?;
    Ok(text)
}

fn no_user() -> Problem {
    Problem::not_found("active user", &["email"])
}
