//! The task that keeps events: it completes occurrences whose time has come, skips those that were held back until their end, and makes
//! those that have come near. Each event is due when the next of these is; any process may take it up, under a lease of its row, and
//! whose process dies leaves it to another. It waits for the next that is due and for news, and not for a tick.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use entity::{calendar, event, id::EventId, stored::Topic};
use jobs::{Claim, Due};
use sea_orm::{DbErr, EntityTrait, QuerySelect, sea_query::LockType};
use tokio_util::sync::CancellationToken;

use super::{
    listener::SharedListener,
    plan::{self, Changes},
    times::Times,
};
use crate::{
    app::App,
    desk::{self, Desk},
    live::Change,
};

/// Keeps events until `stop`. What becomes of occurrences, `listener` hears.
pub async fn run(app: App, listener: SharedListener, stop: CancellationToken) {
    desk::run(Keeping { app, listener }, stop).await;
}

/// Events taken up at once by [`once`].
const ROUND: u64 = 8;

/// Does once what is due now, as [`run`] does it, and says how many events were taken up.
///
/// # Errors
/// The database's.
pub async fn once(app: &App, listener: &SharedListener) -> Result<usize, DbErr> {
    let keeping = Keeping { app: app.clone(), listener: Arc::clone(listener) };
    let mut done = 0;
    loop {
        let claims = desk::claim(&keeping, ROUND).await?;
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

impl Desk for Keeping {
    const NAME: &'static str = "events: keeping occurrences";
    const ROWS: Due = Due::of("event");
    const HANDS: usize = 8;
    const LOOK: Duration = Duration::from_secs(20);

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        TimeDelta::seconds(60)
    }

    /// Each tells an occurrence, or the event itself.
    fn concerns(change: &Change) -> bool {
        matches!(change.topic, Topic::Event | Topic::Occurrence)
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
