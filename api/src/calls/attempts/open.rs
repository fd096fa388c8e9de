//! Attempts that are under way: those at which somebody has to look again, however long from now.
//!
//! What is over has nothing that falls due, nor has what was given up; so they are found by the index of what is due.

use entity::{
    call_attempt,
    id::{AccountId, CalloutId},
    provider,
    stored::AttemptStatus,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    prelude::DateTimeUtc,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement},
};

use crate::db::Tx;

/// Those of an account.
pub fn of_account(account: AccountId) -> Select<call_attempt::Entity> {
    call_attempt::Entity::find()
        .filter(call_attempt::Column::ProviderId.in_subquery(providers(account)))
        .filter(call_attempt::Column::DueAt.is_not_null())
}

fn providers(account: AccountId) -> SelectStatement {
    provider::Entity::find().select_only().column(provider::Column::Id).filter(provider::Column::AccountId.eq(account)).into_query()
}

/// Lets nobody else change those of a callout until the transaction ends. Before the callout itself, as whoever writes down what became
/// of them does.
///
/// # Errors
/// The database's.
pub async fn hold(tx: &Tx, account: AccountId, callout: CalloutId) -> Result<(), DbErr> {
    let rows = of_account(account).filter(call_attempt::Column::CalloutId.eq(callout)).order_by_asc(call_attempt::Column::Id);
    let ids = rows.select_only().column(call_attempt::Column::Id).lock_exclusive();
    ids.into_tuple::<entity::id::AttemptId>().all(&**tx).await.map(drop)
}

/// Has those of a callout end: hung up as soon as they are known at their providers, called off if they are not begun.
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx, account: AccountId, callout: CalloutId, now: DateTimeUtc) -> Result<u64, DbErr> {
    use call_attempt::Column as C;
    let at_once = Expr::col(C::ProviderKey).is_not_null().or(Expr::col(C::Status).eq(AttemptStatus::Created.as_str()));
    let done = call_attempt::Entity::update_many()
        .col_expr(C::HangUpWanted, Expr::value(true))
        .col_expr(C::DueAt, CaseStatement::new().case(at_once, Expr::value(now)).finally(Expr::col(C::DueAt)).into())
        .col_expr(C::UpdatedAt, Expr::value(now))
        .filter(C::ProviderId.in_subquery(providers(account)))
        .filter(C::DueAt.is_not_null())
        .filter(C::CalloutId.eq(callout))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected)
}
