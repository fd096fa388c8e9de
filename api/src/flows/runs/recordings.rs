//! Recordings: found for whoever may hear them, and let go of when their time is over or somebody says so. Who asks providers is the
//! exchange.

use entity::{
    flow_recording,
    id::{AccountId, FlowRecordingId},
    stored::RecordingStatus,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::LockType,
};

use crate::{
    app::App,
    audit,
    auth::Permit,
    error::{Outcome, Problem},
};

/// The recording of that id in the account.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, account: AccountId, id: FlowRecordingId) -> Result<Option<flow_recording::Model>, DbErr> {
    flow_recording::Entity::find_by_id(id).filter(flow_recording::Column::AccountId.eq(account)).one(db).await
}

/// Has a recording deleted now.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn delete(app: &App, permit: Permit<'_>, id: FlowRecordingId) -> Outcome<flow_recording::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let found = flow_recording::Entity::find_by_id(id).filter(flow_recording::Column::AccountId.eq(permit.account_id()));
    let row = found.lock(LockType::NoKeyUpdate).one(&*tx).await?.ok_or_else(|| Problem::not_found("recording", &["id"]))?;
    if row.status == RecordingStatus::Deleted || row.due_at.is_some_and(|due_at| due_at <= now) {
        return Ok(row);
    }
    let row = flow_recording::Model { due_at: Some(now), ..row }.into_active_model().reset_all().update(&*tx).await?;
    audit::record(&tx, &permit, now, audit::Change { subject_id: Some(id.to_string()), ..Default::default() }).await?;
    tx.commit().await?;
    Ok(row)
}
