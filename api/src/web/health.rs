//! Whether this process lives, and whether it should be sent requests. Both may be asked by anybody, so they tell no details,
//! and the database is looked at no more than once a second.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Json, http::StatusCode, response::IntoResponse};
use serde_json::json;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::{app::App, live::Position, migrations};

/// How long an answer holds.
const FRESH: Duration = Duration::from_secs(1);
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long the hub may be behind the outbox. It looks every 5 s at the least.
const BEHIND: Duration = Duration::from_secs(15);

/// Whether requests should be sent here.
#[derive(Clone)]
pub(super) struct Readiness {
    app: App,
    stopping: CancellationToken,
    last: Arc<Mutex<Option<Seen>>>,
}

struct Seen {
    at: Instant,
    report: Report,
    /// Changes up to here were in the outbox at that time, and not yet at the hub.
    behind: Option<(Position, Instant)>,
}

#[derive(Clone, Copy)]
struct Report {
    database: bool,
    migrations: bool,
    live: bool,
}

impl Readiness {
    pub(super) fn new(app: App, stopping: CancellationToken) -> Self {
        Self { app, stopping, last: Arc::default() }
    }

    pub(super) async fn answer(&self) -> impl IntoResponse + use<> {
        if self.stopping.is_cancelled() {
            return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "stopping" })));
        }
        let Report { database, migrations, live } = self.report().await;
        let ready = database && migrations && live;
        let word = |good| if good { "ok" } else { "failing" };
        let body = json!({
            "status": if ready { "ready" } else { "not ready" },
            "checks": { "database": word(database), "migrations": word(migrations), "live": word(live) },
        });
        (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(body))
    }

    async fn report(&self) -> Report {
        let mut last = self.last.lock().await;
        if let Some(seen) = &*last
            && seen.at.elapsed() < FRESH
        {
            return seen.report;
        }
        let behind = last.take().and_then(|seen| seen.behind);
        let seen = self.look(behind).await;
        let report = seen.report;
        *last = Some(seen);
        report
    }

    async fn look(&self, behind: Option<(Position, Instant)>) -> Seen {
        let asked = async { Ok::<_, sea_orm::DbErr>((migrations::pending(&self.app.db).await?, self.app.live.log().head().await?)) };
        let answer = tokio::time::timeout(PATIENCE, asked).await;
        let now = Instant::now();
        let hub = self.app.live.head();
        // Once it has reached what it lagged behind, whatever is new counts anew.
        let behind = behind.filter(|(target, _)| hub < *target);
        let failing = Report { database: false, migrations: false, live: false };
        let (report, behind) = match answer {
            Ok(Ok((pending, head))) => {
                let behind = behind.or_else(|| (hub < head).then_some((head, now)));
                let live = behind.is_none_or(|(_, since)| now - since < BEHIND);
                (Report { database: true, migrations: pending.is_empty(), live }, behind)
            }
            Ok(Err(error)) => {
                tracing::warn!(error = %error, "health: the database failed");
                (failing, behind)
            }
            Err(_) => {
                tracing::warn!("health: the database does not answer");
                (failing, behind)
            }
        };
        Seen { at: now, report, behind }
    }
}
