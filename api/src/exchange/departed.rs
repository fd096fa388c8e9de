//! Providers that were configured once and are not any more: no task runs their links, so what is open there would be open for
//! ever.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{account, id::AccountId, provider};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{expected::Expected, load, save};
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    providers::NOT_CONFIGURED,
};

/// A provider that another process runs is heard of more often than this: it is configured there, and is left alone.
const SILENT: TimeDelta = TimeDelta::minutes(1);

/// A provider as configured: account, if named, and name.
pub type Configured = (Option<String>, String);

/// Ends what is open at providers that are not among `configured`, and says so in their health; tells whether that was all of
/// them. Not done yet is one that was heard of a moment ago, or that another process holds.
///
/// # Errors
/// The database's; [`LeaseError::Lost`] when another process came between.
pub async fn close_departed(app: &App, configured: &[Configured], holder: &str) -> Result<bool, LeaseError> {
    let not_yet = Condition::any().add(provider::Column::ProblemCode.is_null()).add(provider::Column::ProblemCode.ne(NOT_CONFIGURED));
    let rows = provider::Entity::find().filter(not_yet).all(app.db.read()).await?;
    let accounts = account::Entity::find().all(app.db.read()).await?;
    let accounts: HashMap<AccountId, String> = accounts.into_iter().map(|row| (row.id, row.name)).collect();
    let is_configured = |row: &provider::Model| {
        // One without an account is of the only one there is.
        let here = |account: &Option<String>| account.is_none() || account.as_ref() == accounts.get(&row.account_id);
        configured.iter().any(|(account, name)| *name == row.name && here(account))
    };
    let mut all = true;
    for row in rows.into_iter().filter(|row| !is_configured(row)) {
        all &= close(app, row, holder).await?;
    }
    Ok(all)
}

async fn close(app: &App, row: provider::Model, holder: &str) -> Result<bool, LeaseError> {
    let now = app.clock.now();
    if row.last_heard_at.is_some_and(|heard| now - heard <= SILENT) {
        return Ok(false);
    }
    let Some(lease) = Lease::take(app, &format!("provider/{}", row.id), holder).await? else { return Ok(false) };
    let (id, name) = (row.id, row.name.clone());
    let mut board = load::board(app, row, None, Expected::default()).await?;
    board.departs(now);
    save::changes(app, &lease, board.take_changes()).await?;
    lease.give_back(app).await?;
    tracing::warn!(provider.id = %id, provider.name = %name, "exchange: provider `{name}` is not configured any more; what was open there is over");
    Ok(true)
}
