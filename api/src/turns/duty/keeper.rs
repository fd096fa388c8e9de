//! The task that keeps duty: one process at a time, under a lease. It wakes when a slot begins or ends, when a warning is due, at
//! news that may change who is on duty, and now and then in case something was missed. Whatever wakes it, it compares everything;
//! and the loads of drafts, if that may have changed them.

use std::{sync::Arc, time::Duration};

use entity::stored::{QueueChangeKind, Topic};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::{compare, listener::SharedListener};
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    live::{
        Change,
        stream::{self, StreamError},
    },
    turns::{swap, timetable::drafts},
};

/// What the lease is called.
const LEASE: &str = "duty";
/// A comparison even if nothing calls for one.
const LOOK: Duration = Duration::from_secs(20);
/// How often the lease is renewed, three times in its life; also how often one that another holds is looked at.
const BEAT: Duration = Duration::from_secs(5);
/// Pause after a failure.
const AGAIN: Duration = Duration::from_secs(1);
/// Changes that are looked at together, if so many have come.
const BURST: usize = 256;

/// Keeps duty until `stop`, in whichever process holds the lease. Failures are logged and begun again. What is told, `listener` hears.
pub async fn run(app: App, holder: String, listener: SharedListener, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let pause = match once(&app, &holder, &listener, &stop).await {
            Ok(Held::Here) => Duration::ZERO,
            Ok(Held::Elsewhere) => BEAT,
            Err(error) => {
                tracing::error!(error = %error, "duty: who is on duty could not be compared; trying again: {error}");
                AGAIN
            }
        };
        let _stopped = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
}

/// Where the lease is held.
enum Held {
    Here,
    Elsewhere,
}

async fn once(app: &App, holder: &str, listener: &SharedListener, stop: &CancellationToken) -> Result<Held, LeaseError> {
    let Some(lease) = Lease::take(app, LEASE, holder).await? else { return Ok(Held::Elsewhere) };
    tracing::info!(lease.fence = lease.fence(), "duty: keeping who is on duty");
    match under_lease(app, &lease, listener, stop).await {
        Err(LeaseError::Lost) => Ok(Held::Elsewhere),
        done => {
            lease.give_back(app).await?;
            done.map(|()| Held::Here)
        }
    }
}

async fn under_lease(app: &App, lease: &Lease, listener: &SharedListener, stop: &CancellationToken) -> Result<(), LeaseError> {
    // Followed from before the first comparison on: what is committed during one calls for the next.
    let mut changes = Box::pin(changes(app));
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut drafts_due = true;
    loop {
        let due = compare::everything(app, lease, &**listener).await?;
        // A turn that has begun is offered no longer. Reading tells so in any case: duty does not fail for it.
        if let Err(fault) = swap::expire(app).await {
            tracing::error!("duty: offers that are over could not be written down: {}", fault.message());
        }
        if std::mem::take(&mut drafts_due) {
            follow_drafts(app, lease).await?;
        }
        let look = Instant::now() + LOOK;
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = beat.tick() => {
                    let tx = app.db.begin().await?;
                    lease.renew(app, &tx).await?;
                    tx.commit().await?;
                    continue;
                }
                heard = changes.next() => {
                    let heard = heard.unwrap_or_default();
                    drafts_due = heard.iter().any(|change| change.as_ref().map_or(true, |change| drafts::concerns(change)));
                    if heard.iter().any(Result::is_err) {
                        // Fell behind what is kept: the comparison reads all there is anyway.
                        changes = Box::pin(self::changes(app));
                    }
                }
                () = app.clock.reached(due) => {}
                () = tokio::time::sleep_until(look) => drafts_due = true,
            }
            break;
        }
    }
}

/// What each should carry in drafts is compared besides. Duty does not fail for it.
async fn follow_drafts(app: &App, lease: &Lease) -> Result<(), LeaseError> {
    match drafts::follow(app, lease).await {
        Err(LeaseError::Database(error)) => {
            tracing::error!(error = %error, "duty: loads of drafts could not be compared: {error}");
            Ok(())
        }
        other => other,
    }
}

/// What may change who is on duty, or what somebody should carry, from now on, as many at a time as have come.
fn changes(app: &App) -> impl Stream<Item = Vec<Result<Arc<Change>, StreamError>>> + use<> {
    let live = app.live.clone();
    let head = live.head();
    stream::changes(live, head, None, concerns).ready_chunks(BURST)
}

/// Whether a change may alter who is on duty, or who is wanted for it, or what somebody should carry.
fn concerns(change: &Change) -> bool {
    match change.topic {
        Topic::Timetable | Topic::Person => true,
        // A queue's members, calls and counters are nothing to the rota; its definition, its settings and its wishes are.
        Topic::Queue => {
            let what = change.payload.get("what").and_then(|what| what.as_str());
            let settled = [QueueChangeKind::Defined, QueueChangeKind::Wanted].map(QueueChangeKind::as_str);
            what.is_none_or(|what| settled.contains(&what))
        }
        _ => false,
    }
}
