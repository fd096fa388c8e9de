//! The tasks that keep callouts: those that start by themselves are started, populations are added. Both are due work that any process
//! may take up; whose process dies leaves it to another.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    callout,
    id::CalloutId,
    stored::{CalloutStatus, ChangeKind, Topic},
};
use jobs::{Claim, Due, Runner, Work};
use sea_orm::{
    DbErr, EntityTrait, QuerySelect,
    sea_query::{Alias, Condition, Expr, ExprTrait, LockType},
};
use serde_json::json;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{news, populations::job::Populating, service};
use crate::{
    app::App,
    audit,
    auth::Actor,
    live::{Change, bell, outbox},
};

/// How long whoever took up a callout or a population has for the next thing it writes.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A look even if nothing calls for one.
const LOOK: Duration = Duration::from_secs(20);
/// Callouts started at once by one process.
const STARTS: usize = 4;
/// Populations added at once by one process.
const POPULATIONS: usize = 2;

/// Keeps callouts until `stop`. Failures are logged, and tried again.
pub async fn run(app: App, stop: CancellationToken) {
    let runner = |hands| Runner { hands, look: LOOK, bell: Arc::new(Notify::new()) };
    let (starts, populations) = (runner(STARTS), runner(POPULATIONS));
    let bells = [Arc::clone(&starts.bell), Arc::clone(&populations.bell)];
    tokio::join!(
        starts.run(Arc::new(Starting { app: app.clone() }), stop.clone()),
        populations.run(Arc::new(Populating { app: app.clone(), stop: stop.clone() }), stop.clone()),
        stop.run_until_cancelled(bell::ring(app.live.clone(), concerns, &bells)),
    );
}

/// Whether a change may make work due.
fn concerns(change: &Change) -> bool {
    change.topic == Topic::Callout && change.payload.get("what") != Some(&json!(news::What::Progress))
}

/// Callouts whose instant has come.
struct Starting {
    app: App,
}

const CALLOUTS: Due = Due::of("callout");

fn scheduled() -> Condition {
    Condition::all().add(Expr::col(Alias::new("status")).eq(CalloutStatus::Scheduled.as_str()))
}

impl Work for Starting {
    type Error = DbErr;

    fn name(&self) -> &str {
        "callouts: starting by themselves"
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    async fn reached(&self, at: DateTime<Utc>) {
        self.app.clock.reached(at).await;
    }

    async fn claim(&self, most: u64) -> Result<Vec<Claim>, DbErr> {
        let tx = self.app.db.begin().await?;
        let claims = CALLOUTS.claim(&*tx, Some(scheduled()), self.app.clock.now(), LEASE, most).await?;
        tx.commit().await?;
        Ok(claims)
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        CALLOUTS.next(self.app.db.read(), Some(scheduled())).await
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
