//! API keys: created and revoked by admins.

use chrono::{DateTime, Utc};
use entity::{
    api_key,
    id::{AccountId, ApiKeyId, UserId},
    stored::{Role, Scope},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::{
    accounts::repository::Repository,
    audit,
    auth::{Access, Permit, api_key as keys, caller::Credential},
    error::{Fault, Outcome, Problem, Refusal},
};

/// Characters of a name at the most.
const LONGEST_NAME: usize = 100;

/// An API key about to be created.
pub struct NewApiKey {
    /// For people.
    pub name: String,
    /// What it may do at the most.
    pub role: Role,
    /// What it is limited to.
    pub scopes: Vec<Scope>,
    /// When it ends; none: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Creates a key. Its text is given out here, and never again.
///
/// # Errors
/// `INVALID`: all that is wrong with it.
pub async fn create(access: &Access, permit: Permit<'_>, input: NewApiKey) -> Outcome<(api_key::Model, String)> {
    let Credential::Session { user_id, .. } = permit.caller().credential else {
        return Err(Fault::Forbidden("An API key cannot make API keys.".to_owned()).into());
    };
    let now = access.app().clock.now();
    let (row, text) = new_row(permit.account_id(), user_id, input, now)?;
    let tx = access.app().db.begin().await?;
    api_key::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(shown(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok((row, text))
}

/// A row and the text that opens it.
pub(super) fn new_row(
    account_id: AccountId,
    created_by: UserId,
    input: NewApiKey,
    now: DateTime<Utc>,
) -> Result<(api_key::Model, String), Refusal> {
    let name = input.name.trim();
    let mut scopes = input.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        problems.push(Problem::invalid(&["input", "name"], format!("A name has 1 to {LONGEST_NAME} characters.")));
    }
    if scopes.is_empty() {
        problems.push(Problem::invalid(&["input", "scopes"], "A key without a scope could do nothing: give one or more."));
    }
    if input.role == Role::CalendarUser {
        problems.push(Problem::invalid(&["input", "role"], "Calendars are owned by who logs in: a key cannot be a calendar user."));
    }
    if input.expires_at.is_some_and(|end| end <= now) {
        problems.push(Problem::invalid(&["input", "expiresAt"], "This is in the past."));
    }
    if !problems.is_empty() {
        return Err(Refusal::User(problems));
    }
    let minted = keys::mint();
    let row = api_key::Model {
        id: minted.id,
        account_id,
        name: name.to_owned(),
        hash: minted.hash,
        role: input.role,
        scopes: json!(scopes),
        created_by,
        created_at: now,
        expires_at: input.expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    Ok((row, minted.text))
}

/// Ends a key at once. One that has ended stays as it is.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn revoke(access: &Access, permit: Permit<'_>, id: ApiKeyId) -> Outcome<api_key::Model> {
    let now = access.app().clock.now();
    let tx = access.app().db.begin().await?;
    let ended = keys::revoke(&tx, permit.account_id(), id, now).await?;
    let row = Repository::new(&*tx, permit.account_id()).api_key(id).await?;
    let row = row.ok_or_else(|| Problem::not_found("API key", &["id"]))?;
    if ended.is_empty() {
        return Ok(row);
    }
    let mut before = shown(&row);
    before["revokedAt"] = Value::Null;
    let change =
        audit::Change { subject_id: Some(id.to_string()), before: Some(before), after: Some(shown(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    access.commit(tx, ended).await?;
    Ok(row)
}

/// A key as the audit log keeps it.
pub(super) fn shown(key: &api_key::Model) -> Value {
    json!({ "name": key.name, "role": key.role, "scopes": key.scopes, "expiresAt": key.expires_at, "revokedAt": key.revoked_at })
}
