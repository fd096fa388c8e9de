//! The tasks that keep callouts: those that start by themselves are started, populations are added. Both are due work that any process
//! may take up; whose process dies leaves it to another.

use std::time::Duration;

use chrono::TimeDelta;
use entity::{
    callout,
    id::CalloutId,
    stored::{CalloutStatus, ChangeKind, Topic},
};
use jobs::{Claim, Due};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QuerySelect,
    sea_query::{Condition, LockType},
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{news, populations::job::Populating, service};
use crate::{
    app::App,
    audit,
    auth::Actor,
    desk::{self, Desk},
    live::{Change, outbox},
};

/// How long whoever took up a callout or a population has for the next thing it writes.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A look even if nothing calls for one.
pub(super) const LOOK: Duration = Duration::from_secs(20);

/// Keeps callouts until `stop`. Failures are logged, and tried again.
pub async fn run(app: App, stop: CancellationToken) {
    let populating = Populating { app: app.clone(), stop: stop.clone() };
    tokio::join!(desk::run(Starting { app }, stop.clone()), desk::run(populating, stop));
}

/// Whether a change may make work due.
pub(super) fn concerns(change: &Change) -> bool {
    change.topic == Topic::Callout && change.payload.get("what") != Some(&json!(news::What::Progress))
}

/// Callouts whose instant has come.
struct Starting {
    app: App,
}

impl Desk for Starting {
    const NAME: &'static str = "callouts: starting by themselves";
    const ROWS: Due = Due::of("callout");
    const HANDS: usize = 4;
    const LOOK: Duration = LOOK;

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        LEASE
    }

    fn ours(&self) -> Option<Condition> {
        Some(Condition::all().add(callout::Column::Status.eq(CalloutStatus::Scheduled)))
    }

    fn concerns(change: &Change) -> bool {
        concerns(change)
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        begin(&self.app, CalloutId(claim.id), claim.fence).await
    }
}

/// Starts the callout, if it is still to be and still this claim's.
async fn begin(app: &App, id: CalloutId, fence: i64) -> Result<(), DbErr> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = callout::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(&*tx).await?;
    let Some(row) = row.filter(|row| row.fence == fence && row.status == CalloutStatus::Scheduled) else { return Ok(()) };
    let was = json!({ "status": row.status });
    let row = service::begin(&tx, row, now).await?;
    let change = audit::Change {
        subject_id: Some(row.id.to_string()),
        reason: row.error_message.clone(),
        before: Some(was),
        after: Some(json!({ "status": row.status, "errorCode": row.error_code })),
    };
    audit::record_as(&tx, row.account_id, Actor::system(), "calloutStart", now, change).await?;
    outbox::publish(&tx, vec![news::callout(&row, ChangeKind::Updated, now)]).await?;
    tx.commit().await?;
    match &row.error_code {
        None => tracing::info!(callout.id = %row.id, "callouts: one starts by itself"),
        Some(code) => tracing::warn!(callout.id = %row.id, "callouts: one could not start by itself: {code}"),
    }
    Ok(())
}
