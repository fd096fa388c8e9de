//! The task that keeps events: it completes occurrences whose time has come, skips those that were held back until their end, and makes
//! those that have come near. Each event is due when the next of these is; any process may take it up, under a lease of its row, and
//! whose process dies leaves it to another. It waits for the next that is due and for news, and not for a tick.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{calendar, event, id::EventId, stored::Topic};
use jobs::{Claim, Due, Runner, Work};
use sea_orm::{DbErr, EntityTrait, QuerySelect, sea_query::LockType};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{
    listener::SharedListener,
    plan::{self, Changes},
    times::Times,
};
use crate::{
    app::App,
    live::{Change, bell},
};

/// How long whoever took up an event has for it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A look even if nothing calls for one.
const LOOK: Duration = Duration::from_secs(20);
/// Events in hand at once by one process.
const HANDS: usize = 8;

const EVENTS: Due = Due::of("event");

/// Keeps events until `stop`. Failures are logged, and tried again. What becomes of occurrences, `listener` hears.
pub async fn run(app: App, listener: SharedListener, stop: CancellationToken) {
    let runner = Runner { hands: HANDS, look: LOOK, bell: Arc::new(Notify::new()) };
    let bells = [Arc::clone(&runner.bell)];
    tokio::join!(
        runner.run(Arc::new(Keeping { app: app.clone(), listener }), stop.clone()),
        stop.run_until_cancelled(bell::ring(app.live.clone(), concerns, &bells)),
    );
}

/// Whether a change may have made an event due: each tells an occurrence, or the event itself.
fn concerns(change: &Change) -> bool {
    matches!(change.topic, Topic::Event | Topic::Occurrence)
}

/// Does once what is due now, as [`run`] does it, and says how many events were taken up.
///
/// # Errors
/// The database's.
pub async fn once(app: &App, listener: &SharedListener) -> Result<usize, DbErr> {
    let keeping = Keeping { app: app.clone(), listener: Arc::clone(listener) };
    let mut done = 0;
    loop {
        let claims = keeping.claim(u64::try_from(HANDS).unwrap_or(1)).await?;
        if claims.is_empty() {
            return Ok(done);
        }
        for claim in claims {
            keeping.work(claim).await?;
            done += 1;
        }
    }
}

struct Keeping {
    app: App,
    listener: SharedListener,
}

impl Work for Keeping {
    type Error = DbErr;

    fn name(&self) -> &str {
        "events: keeping occurrences"
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    async fn reached(&self, at: DateTime<Utc>) {
        self.app.clock.reached(at).await;
    }

    async fn claim(&self, most: u64) -> Result<Vec<Claim>, DbErr> {
        let tx = self.app.db.begin().await?;
        let claims = EVENTS.claim(&*tx, None, self.app.clock.now(), LEASE, most).await?;
        tx.commit().await?;
        Ok(claims)
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        EVENTS.next(self.app.db.read(), None).await
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        keep(&self.app, &self.listener, EventId(claim.id), claim.fence).await
    }
}

/// Does what is due of one event, if it is still this claim's.
async fn keep(app: &App, listener: &SharedListener, id: EventId, fence: i64) -> Result<(), DbErr> {
    let tx = app.db.begin().await?;
    let row = event::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(&*tx).await?;
    let Some(mut row) = row.filter(|row| row.fence == fence) else { return Ok(()) };
    let Some(calendar) = calendar::Entity::find_by_id(row.calendar_id).one(&*tx).await? else { return Ok(()) };
    let times = Times::of(&row)?;
    let mut changes = Changes::at(app.clock.now());
    // Those that were missed are made first, so that they are completed with the others.
    plan::make(&tx, &mut row, &times, &mut changes).await?;
    plan::settle(&tx, &row, &mut changes).await?;
    plan::finish(&tx, &**listener, &calendar, &mut row, None, changes).await?;
    tx.commit().await
}
