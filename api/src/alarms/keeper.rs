//! The task that sends reminders: as soon as they are due, in rounds of looks until nothing is due that could be taken up. Any number of
//! processes do so side by side. It waits for the next that is due and for news, and not for a tick.

use std::{sync::Arc, time::Duration};

use entity::stored::{AttemptStatus, ChangeKind, Topic};
use sea_orm::DbErr;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{
    choose::{self, Passed},
    effects, listener, look, outcome,
};
use crate::{
    app::App,
    error,
    events::listener::SharedListener,
    live::{Change, bell},
};

/// A look even if nothing calls for one.
const LOOK: Duration = Duration::from_secs(10);
/// Before something is looked at again that others have in hand, or that a limit holds.
const HELD: Duration = Duration::from_millis(500);
/// Pause after a failure.
const AGAIN: Duration = Duration::from_secs(1);

/// Sends reminders until `stop`. Failures are logged, and tried again.
pub async fn run(app: App, stop: CancellationToken) {
    let bells = [Arc::new(Notify::new())];
    let ringing = stop.run_until_cancelled(bell::ring(app.live.clone(), concerns, &bells));
    let keeping = async {
        let listener = listener::listener();
        while !stop.is_cancelled() {
            let wait = match once(&app, &listener).await {
                Ok(round) if round.held => HELD,
                Ok(_) => LOOK,
                Err(error) if error::is_busy(&error) => HELD,
                Err(error) => {
                    tracing::error!(error = %error, "alarms: reminders could not be sent; trying again: {error}");
                    AGAIN
                }
            };
            let due = async {
                match choose::next(app.db.read(), app.clock.now()).await {
                    Ok(Some(at)) => app.clock.reached(at).await,
                    Ok(None) | Err(_) => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = bells[0].notified() => {}
                () = due => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    };
    tokio::join!(keeping, ringing);
}

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Reminders that have come further.
    pub done: usize,
    /// Whether something is due still: others have it in hand, or a limit holds it.
    pub held: bool,
}

/// Does once what is due now, as [`run`] does it.
///
/// # Errors
/// The database's.
pub async fn once(app: &App, listener: &SharedListener) -> Result<Round, DbErr> {
    let mut round = Round::default();
    loop {
        let mut done = messages(app).await? + effects::done(app, listener).await?;
        let mut passed = Passed::default();
        loop {
            let before = passed.clone();
            let looked = look::look(app, &mut passed).await?;
            done += looked.done;
            round.held |= looked.due > looked.done;
            if looked.done == 0 && passed == before {
                break;
            }
        }
        round.done += done;
        if done == 0 {
            return Ok(round);
        }
        round.held = false;
    }
}

async fn messages(app: &App) -> Result<usize, DbErr> {
    // Most looks find nothing: they hold nobody up who writes.
    if outcome::reminders_of_messages(app.db.read()).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin().await?;
    let done = outcome::of_messages(&tx, app.clock.now()).await?;
    tx.commit().await?;
    Ok(done)
}

/// Whether a change may give something to do: a reminder that is due otherwise, a call or a message that is over, a provider that is up.
fn concerns(change: &Change) -> bool {
    let status = || change.payload.get("status").and_then(|status| status.as_str());
    let under_way = [AttemptStatus::Created, AttemptStatus::Dispatching, AttemptStatus::Sent, AttemptStatus::InProgress];
    match change.topic {
        Topic::Reminder | Topic::Occurrence | Topic::Provider => true,
        Topic::Message => change.kind == ChangeKind::Updated,
        Topic::Attempt => status().is_none_or(|status| !under_way.map(AttemptStatus::as_str).contains(&status)),
        _ => false,
    }
}
