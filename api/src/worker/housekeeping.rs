//! Lets go of what nobody needs any more: changes and a past that were kept long enough, sessions and refresh tokens that are over.
//! Several processes may do it at once: what one has deleted, the other does not find.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{refresh_token, session};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use tokio_util::sync::CancellationToken;

use super::prune;
use crate::{app::App, requests};

/// How often.
const EVERY: Duration = Duration::from_secs(3_600);
/// How long an ended session can still be looked up.
const KEPT: TimeDelta = TimeDelta::days(30);

pub(super) async fn run(app: App, stop: CancellationToken) {
    loop {
        // What was begun when it is told to stop did not happen; the next process goes on from there.
        match stop.run_until_cancelled(once(&app)).await {
            None => return,
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(error = %error, "housekeeping failed; trying again in an hour"),
        }
        if stop.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_none() {
            return;
        }
    }
}

/// Does it once.
///
/// # Errors
/// The database's; what was done before stays done.
pub async fn once(app: &App) -> Result<(), DbErr> {
    let now = app.clock.now();
    let changes = app.live.log().prune(now - TimeDelta::hours(app.config.live.keep_hours.into())).await?;
    let (tokens, sessions) = forget_sessions(app, now - KEPT).await?;
    let keys = forget_requests(app, now).await?;
    let past = prune::once(app, now).await?;
    tracing::info!(
        "housekeeping: let go of {changes} changes, {sessions} sessions, {tokens} refresh tokens, {keys} keys of requests, {} commands, {} rows of queues' history, \
         {} calls, {} messages, {} webhooks, {} callbacks, {} runs of flows, {} imports of contacts",
        past.commands,
        past.history,
        past.calls,
        past.messages,
        past.webhooks,
        past.callbacks,
        past.flow_runs,
        past.imports
    );
    Ok(())
}

/// Deletes keys of requests that were kept long enough.
async fn forget_requests(app: &App, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let tx = app.db.begin().await?;
    let keys = requests::forget(&tx, now).await?;
    tx.commit().await?;
    Ok(keys)
}

/// Deletes sessions that were over before `before`, and refresh tokens that were, also of sessions that go on.
async fn forget_sessions(app: &App, before: DateTime<Utc>) -> Result<(u64, u64), DbErr> {
    let tx = app.db.begin().await?;
    let tokens = refresh_token::Entity::delete_many().filter(refresh_token::Column::ExpiresAt.lt(before)).exec(&*tx).await?;
    // A session is never over before the last of its tokens, so no token is left that points at it.
    let sessions = session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(before)).exec(&*tx).await?;
    tx.commit().await?;
    Ok((tokens.rows_affected, sessions.rows_affected))
}
