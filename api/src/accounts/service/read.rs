//! What is read without changing it.

use entity::id::{AccountId, ApiKeyId, AuditEntryId, UserId};

use crate::{
    accounts::{
        repository::{AuditKey, AuditWanted, Repository},
        types::{Account, ApiKey, AuditEntry, User, Viewer},
    },
    app::App,
    auth::{Caller, Permit, caller::Credential},
    error::Fault,
    graphql::connection::{Connection, PageRequest, page},
};

/// Who `caller` is, as it is now.
///
/// # Errors
/// [`Fault::Unauthenticated`] when the rows behind it are gone.
pub async fn viewer(app: &App, caller: &Caller) -> Result<Viewer, Fault> {
    let rows = Repository::new(app.db.read(), caller.account_id);
    let account = rows.account().await?.ok_or(Fault::Unauthenticated)?;
    let (user, api_key) = match caller.credential {
        Credential::Session { user_id, .. } => (rows.user(user_id).await?, None),
        Credential::ApiKey { api_key_id, .. } => (None, rows.api_key(api_key_id).await?),
    };
    Ok(Viewer {
        account: account.into(),
        user: user.map(User::from),
        api_key: api_key.map(ApiKey::try_from).transpose()?,
        role: caller.role.into(),
        session_expires_at: caller.expires_at,
        account_id: caller.account_id,
        person_id: caller.person_id,
    })
}

/// The account of that id: the permit's own, or none.
///
/// # Errors
/// The database's.
pub async fn account(app: &App, permit: Permit<'_>, id: AccountId) -> Result<Option<Account>, Fault> {
    if id != permit.account_id() {
        return Ok(None);
    }
    Ok(Repository::new(app.db.read(), permit.account_id()).account().await?.map(Account::from))
}

/// A user of the account.
///
/// # Errors
/// The database's.
pub async fn user(app: &App, permit: Permit<'_>, id: UserId) -> Result<Option<User>, Fault> {
    Ok(Repository::new(app.db.read(), permit.account_id()).user(id).await?.map(User::from))
}

/// Users, by e-mail address.
///
/// # Errors
/// The database's.
pub async fn users(app: &App, permit: Permit<'_>, request: PageRequest<String>) -> Result<Connection<User>, Fault> {
    let rows = Repository::new(app.db.read(), permit.account_id()).users_page(&request).await?;
    Ok(page(&request, rows, |row| row.email.clone(), User::from))
}

/// An API key of the account.
///
/// # Errors
/// The database's.
pub async fn api_key(app: &App, permit: Permit<'_>, id: ApiKeyId) -> Result<Option<ApiKey>, Fault> {
    Repository::new(app.db.read(), permit.account_id()).api_key(id).await?.map(ApiKey::try_from).transpose()
}

/// API keys, the newest first; those that ended, too.
///
/// # Errors
/// The database's.
pub async fn api_keys(app: &App, permit: Permit<'_>, request: PageRequest<ApiKeyId>) -> Result<Connection<ApiKey>, Fault> {
    let rows = Repository::new(app.db.read(), permit.account_id()).api_keys_page(&request).await?;
    let keys = rows.into_iter().map(|row| Ok((row.id, ApiKey::try_from(row)?))).collect::<Result<Vec<_>, Fault>>()?;
    Ok(page(&request, keys, |(id, _)| *id, |(_, key)| key))
}

/// An audit entry of the account.
///
/// # Errors
/// The database's.
pub async fn audit_entry(app: &App, permit: Permit<'_>, id: AuditEntryId) -> Result<Option<AuditEntry>, Fault> {
    Ok(Repository::new(app.db.read(), permit.account_id()).audit_entry(id).await?.map(AuditEntry::from))
}

/// Audit entries, the newest first.
///
/// # Errors
/// The database's.
pub async fn audit_entries(
    app: &App,
    permit: Permit<'_>,
    wanted: AuditWanted,
    request: PageRequest<AuditKey>,
) -> Result<Connection<AuditEntry>, Fault> {
    let rows = Repository::new(app.db.read(), permit.account_id()).audit_entries_page(wanted, &request).await?;
    Ok(page(&request, rows, |row| (row.occurred_at, row.id), AuditEntry::from))
}
