//! Providers' rows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    account,
    id::{AccountId, ProviderId},
    provider,
    stored::{ProviderHealth, ProviderKind},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

use crate::{
    db::{Db, Tx},
    error::{Outcome, Problem, ProblemCode},
};

/// All of an account, by name.
///
/// # Errors
/// The database's.
pub async fn all(db: &Db, account_id: AccountId) -> Result<Vec<provider::Model>, DbErr> {
    provider::Entity::find().filter(provider::Column::AccountId.eq(account_id)).order_by_asc(provider::Column::Name).all(db.read()).await
}

/// Those with these ids, of an account.
///
/// # Errors
/// The database's.
pub async fn by_ids(db: &Db, account_id: AccountId, ids: &[ProviderId]) -> Result<HashMap<ProviderId, provider::Model>, DbErr> {
    let rows = provider::Entity::find()
        .filter(provider::Column::AccountId.eq(account_id))
        .filter(provider::Column::Id.is_in(ids.iter().copied()))
        .all(db.read())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The row of the provider configured as `name`, made if this is its first start.
///
/// # Errors
/// A problem when the account cannot be told: none of that name, or several and none named.
pub async fn ensure(
    tx: &Tx,
    account: Option<&str>,
    name: &str,
    kind: ProviderKind,
    capabilities: serde_json::Value,
    message_sender: Option<String>,
    now: DateTime<Utc>,
) -> Outcome<provider::Model> {
    let account_id = account_named(tx, account).await?;
    let known = provider::Entity::find()
        .filter(provider::Column::AccountId.eq(account_id))
        .filter(provider::Column::Name.eq(name))
        .one(&**tx)
        .await?;
    if let Some(row) = known {
        let mut row = row.into_active_model();
        row.kind = Set(kind);
        row.capabilities = Set(capabilities);
        row.message_sender = Set(message_sender);
        return Ok(row.update(&**tx).await?);
    }
    let row = provider::Model {
        id: ProviderId::new(),
        account_id,
        name: name.to_owned(),
        kind,
        health: ProviderHealth::Connecting,
        health_since: now,
        problem_code: None,
        problem_message: None,
        last_heard_at: None,
        provider_started_at: None,
        capabilities,
        message_sender,
    };
    provider::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    Ok(row)
}

async fn account_named(tx: &Tx, name: Option<&str>) -> Outcome<AccountId> {
    let mut accounts = account::Entity::find();
    if let Some(name) = name {
        accounts = accounts.filter(account::Column::Name.eq(name));
    }
    match accounts.all(&**tx).await?.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Problem::new(ProblemCode::NotFound, &["account"], "There is no such account: run `switchboard init`.").into()),
        _ => Err(Problem::invalid(&["account"], "There are several accounts: name the provider's.").into()),
    }
}
