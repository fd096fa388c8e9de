//! Desks: due rows of one table, worked off by the hands of this process. How they are found, timed, claimed and called for is the same
//! for all of them, and stands here; which rows those are and what is done with one, each desk says.
//!
//! Any number of processes may have the same desk. Who dies leaves its row to another when the lease ends.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{Claim, Due, Runner, Work};
use sea_orm::{DbErr, sea_query::Condition};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    live::{Change, bell},
};

/// Due rows of one table, and what is done with them.
pub trait Desk: Send + Sync + 'static {
    /// What it is called in the log.
    const NAME: &'static str;
    /// The table.
    const ROWS: Due;
    /// Rows in hand at once by one process.
    const HANDS: usize;
    /// A look even if nothing calls for one: a row whose process died makes no noise.
    const LOOK: Duration;

    /// The application.
    fn app(&self) -> &App;

    /// How long whoever took up a row has for the next thing it writes.
    fn lease(&self) -> TimeDelta;

    /// Which rows come into question; none: all.
    fn ours(&self) -> Option<Condition> {
        None
    }

    /// Whether a change may have made a row due.
    fn concerns(_: &Change) -> bool {
        false
    }

    /// Rung besides by whoever has made a row due without a change that tells it.
    fn bell(&self) -> Arc<Notify> {
        Arc::default()
    }

    /// Does what is due of one row. Who errs or panics leaves it to whoever claims it after the lease.
    fn work(&self, claim: Claim) -> impl Future<Output = Result<(), DbErr>> + Send;
}

/// Works off what is due until `stop`; then takes up nothing more, and ends what is in hand. Failures are logged, and tried again.
pub async fn run<D: Desk>(desk: D, stop: CancellationToken) {
    let runner = Runner { hands: D::HANDS, look: D::LOOK, bell: desk.bell() };
    let (hub, bells) = (desk.app().live.clone(), [Arc::clone(&runner.bell)]);
    tokio::select! {
        () = runner.run(Arc::new(Manned(desk)), stop) => {}
        () = bell::ring(hub, D::concerns, &bells) => {}
    }
}

/// Takes up at most `most` rows that are due; for whoever works them off by hand, too.
///
/// # Errors
/// The database's.
pub async fn claim<D: Desk>(desk: &D, most: u64) -> Result<Vec<Claim>, DbErr> {
    let (app, now) = (desk.app(), desk.app().clock.now());
    // Most looks find nothing: they hold nobody up who writes.
    if next(desk).await?.is_none_or(|next| next > now) {
        return Ok(Vec::new());
    }
    let tx = app.db.begin().await?;
    let claims = D::ROWS.claim(&*tx, desk.ours(), now, desk.lease(), most).await?;
    tx.commit().await?;
    Ok(claims)
}

async fn next<D: Desk>(desk: &D) -> Result<Option<DateTime<Utc>>, DbErr> {
    D::ROWS.next(desk.app().db.read(), desk.ours()).await
}

/// A desk with hands at it.
struct Manned<D>(D);

impl<D: Desk> Work for Manned<D> {
    type Error = DbErr;

    fn name(&self) -> &str {
        D::NAME
    }

    fn now(&self) -> DateTime<Utc> {
        self.0.app().clock.now()
    }

    async fn reached(&self, at: DateTime<Utc>) {
        self.0.app().clock.reached(at).await;
    }

    async fn claim(&self, most: u64) -> Result<Vec<Claim>, DbErr> {
        claim(&self.0, most).await
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        next(&self.0).await
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        self.0.work(claim).await
    }
}
