//! The audit log: one row for each change by a person or a job, in the transaction of the change.

use chrono::{DateTime, Utc};
use entity::{
    audit_entry,
    id::{AccountId, AuditEntryId},
};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use serde_json::Value;

use crate::{
    auth::{Actor, Origin, Permit},
    db::Tx,
};

/// What is kept of a change. Secrets have no place in it.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Id of what was changed, with its kind, e.g. `per_…`.
    pub subject_id: Option<String>,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// What it was.
    pub before: Option<Value>,
    /// What it became.
    pub after: Option<Value>,
}

/// Writes down what `permit`'s caller did.
///
/// # Errors
/// The database's.
pub async fn record(tx: &Tx, permit: &Permit<'_>, at: DateTime<Utc>, change: Change) -> Result<(), DbErr> {
    let request_id = permit.caller().request_id.clone();
    write(tx, permit.account_id(), permit.actor(), permit.operation().field(), request_id, at, change).await
}

/// Writes down what somebody asked for without a permit, at the door: a log-in.
///
/// # Errors
/// The database's.
pub async fn record_at_door(
    tx: &Tx,
    account_id: AccountId,
    actor: Actor,
    action: &str,
    origin: &Origin,
    at: DateTime<Utc>,
    change: Change,
) -> Result<(), DbErr> {
    write(tx, account_id, actor, action, origin.request_id.clone(), at, change).await
}

/// Writes down what happened without a permit and without a request: a job, a hand at the telephone system.
///
/// # Errors
/// The database's.
pub async fn record_as(tx: &Tx, account_id: AccountId, actor: Actor, action: &str, at: DateTime<Utc>, change: Change) -> Result<(), DbErr> {
    write(tx, account_id, actor, action, None, at, change).await
}

async fn write(
    tx: &Tx,
    account_id: AccountId,
    actor: Actor,
    action: &str,
    request_id: Option<String>,
    at: DateTime<Utc>,
    change: Change,
) -> Result<(), DbErr> {
    let row = audit_entry::Model {
        id: AuditEntryId::new(),
        account_id,
        occurred_at: at,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        action: action.to_owned(),
        subject_id: change.subject_id,
        reason: change.reason,
        before: change.before,
        after: change.after,
        request_id,
    };
    audit_entry::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}
