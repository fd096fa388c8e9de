//! Use cases of callouts: each checks, then writes in one transaction. Who changes a callout, or whom it calls, locks its row first.

mod define;
mod remove;
mod steps;

use entity::{
    callout,
    id::{CalloutId, ProviderId},
    provider,
    stored::ChangeKind,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Map, Value};

pub use define::{Definition, Done, Edit, create, update};
pub use remove::delete;
pub(super) use steps::begin;
pub use steps::{Started, Warning, pause, resume, schedule, start, stop, unschedule};

use super::{news, repository::Callouts, routes::Routes};
use crate::{
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem},
    live::outbox,
};

const ID: &[&str] = &["id"];

/// The callout, locked.
pub(super) async fn locked(tx: &Tx, permit: &Permit<'_>, id: CalloutId, path: &[&str]) -> Outcome<callout::Model> {
    let row = Callouts::of(permit).locked(&**tx, id).await?;
    row.ok_or_else(|| Problem::not_found("callout", path).into())
}

/// The providers of routes, as far as there are such in the account.
pub(super) async fn providers_of(
    db: &impl ConnectionTrait,
    account: entity::id::AccountId,
    routes: &Routes,
) -> Result<Vec<provider::Model>, DbErr> {
    let ids: Vec<ProviderId> = routes.0.iter().map(|route| route.provider).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = provider::Entity::find().filter(provider::Column::AccountId.eq(account));
    rows.filter(provider::Column::Id.is_in(ids)).all(db).await
}

/// Writes down what was done to a callout, and tells it.
async fn told(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &callout::Model,
    kind: ChangeKind,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbErr> {
    let at = row.updated_at;
    audit::record(tx, permit, at, audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after }).await?;
    outbox::publish(tx, vec![news::callout(row, kind, at)]).await
}

/// The fields of two objects that differ, on either side.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return (Value::Null, Value::Null) };
    let side = |one: &Map<String, Value>, other: &Map<String, Value>| {
        one.iter().filter(|(name, value)| other.get(*name) != Some(value)).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    (side(&before, &after), side(&after, &before))
}
