//! Rows of limits, and what they are compared with.

use std::collections::{BTreeSet, HashMap};

use entity::{
    call_attempt, call_limit,
    id::{AccountId, ProviderId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{calls::attempts::open, db::Tx};

/// Limits of an account, and of all its providers.
///
/// # Errors
/// The database's.
pub async fn all(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<call_limit::Model>, DbErr> {
    call_limit::Entity::find().filter(call_limit::Column::AccountId.eq(account)).order_by_asc(call_limit::Column::OwnerId).all(db).await
}

/// Limits of an account and of these providers, which nobody else takes from until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn locked(tx: &Tx, account: AccountId, providers: &[ProviderId]) -> Result<Vec<call_limit::Model>, DbErr> {
    owned(account, providers).lock(LockType::NoKeyUpdate).all(&**tx).await
}

/// As [`locked`], for who only wants to know.
///
/// # Errors
/// The database's.
pub async fn read(db: &impl ConnectionTrait, account: AccountId, providers: &[ProviderId]) -> Result<Vec<call_limit::Model>, DbErr> {
    owned(account, providers).all(db).await
}

/// Always in the order of the owners: two who lock them do not wait for each other crosswise.
fn owned(account: AccountId, providers: &[ProviderId]) -> Select<call_limit::Entity> {
    let owners = providers.iter().map(|id| id.0).chain([account.0]);
    call_limit::Entity::find().filter(call_limit::Column::OwnerId.is_in(owners)).order_by_asc(call_limit::Column::OwnerId)
}

/// How many calls are under way over each provider of an account; one without any is not among them.
///
/// # Errors
/// The database's.
pub async fn under_way(db: &impl ConnectionTrait, account: AccountId) -> Result<HashMap<ProviderId, u64>, DbErr> {
    use call_attempt::Column as C;
    let counted = open::of_account(account).select_only().column(C::ProviderId).column_as(C::Id.count(), "count").group_by(C::ProviderId);
    let rows = counted.into_tuple::<(ProviderId, i64)>().all(db).await?;
    Ok(rows.into_iter().map(|(provider, count)| (provider, u64::try_from(count).unwrap_or_default())).collect())
}

/// Counts that calls are over, where somebody may wait for that. After the callouts and before their counters, as everybody locks them.
///
/// # Errors
/// The database's.
pub async fn freed(tx: &Tx, over: &[&call_attempt::Model]) -> Result<(), DbErr> {
    use call_limit::Column as C;
    let owners: BTreeSet<Uuid> = over.iter().flat_map(|attempt| [attempt.account_id.0, attempt.provider_id.0]).collect();
    if owners.is_empty() {
        return Ok(());
    }
    let held =
        call_limit::Entity::find().select_only().column(C::OwnerId).filter(C::OwnerId.is_in(owners)).filter(C::CallsAtOnce.is_not_null());
    let held: Vec<Uuid> = held.order_by_asc(C::OwnerId).lock(LockType::NoKeyUpdate).into_tuple().all(&**tx).await?;
    if held.is_empty() {
        return Ok(());
    }
    let counted = call_limit::Entity::update_many().col_expr(C::Ended, Expr::col(C::Ended).add(1));
    counted.filter(C::OwnerId.is_in(held)).exec(&**tx).await.map(drop)
}
