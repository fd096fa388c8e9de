//! One provider's task: takes the lease, runs the link, folds what it says, writes it down in batches.

use std::{slice::Iter, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ProviderId},
    provider,
    stored::{ProviderHealth, QueueChangeKind, Topic},
};
use futures_util::StreamExt;
use sea_orm::DbErr;
use telephony::{outgoing::Report, port::Signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    board::Board,
    dial::{
        self, Outgoing,
        book::{Happening, Whose},
        lines::{Held, Line},
    },
    directory::Directory,
    expected::Expected,
    hold,
    link::Link,
    load, save, words,
};
use crate::{
    app::App,
    calls::attempts::happening::What,
    error::{self, Refusal},
    lease::{LIFE, Lease, LeaseError},
    live::{Change, stream},
    providers::repository,
};

/// Signals waiting to be folded. When it is full the link buffers, and beyond its bound is made anew.
const WAITING: usize = 4_096;
/// Signals folded into one transaction.
const BATCH: usize = 512;
/// How often a link's health and lease are renewed.
const BEAT: Duration = Duration::from_secs(5);
/// Pause after a failure of ours, before the link is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Pauses before what others stood in the way of is tried again, in milliseconds: shorter together than a lease lives.
static PAUSES: [u64; 7] = [20, 50, 100, 250, 500, 1_000, 2_000];

/// Does something, and does it again after a pause if others stood in its way: nothing that was heard is lost for that. No
/// function: what one takes to be called again is not told to be `Send` (rust-lang/rust#110338).
macro_rules! until_done {
    ($attempt:expr) => {{
        let mut pauses = PAUSES.iter();
        loop {
            match $attempt {
                Ok(done) => break done,
                Err(broken) => again(Broken::from(broken), &mut pauses).await?,
            }
        }
    }};
}

/// Why a provider's task had to begin again.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Lease(#[from] LeaseError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error("the stream of changes ended: {0}")]
    Stream(#[from] stream::StreamError),
    #[error("its row cannot be made: {0}")]
    Row(String),
}

impl Broken {
    /// Whether it may pass by itself.
    fn passes(&self) -> bool {
        match self {
            Self::Lease(LeaseError::Database(error)) | Self::Database(error) => error::is_busy(error),
            _ => false,
        }
    }
}

/// Runs the provider's link until `stop`, in whichever process holds its lease. Failures are logged and begun again.
pub async fn run(app: App, link: Link, holder: String, outgoing: Outgoing, stop: CancellationToken) {
    // One that needs no link is open here whoever holds it.
    let mut open = None;
    while !stop.is_cancelled() {
        if let Err(broken) = once(&app, &link, &holder, &outgoing, &mut open, &stop).await {
            tracing::error!(provider.name = %link.name, error = %broken, "exchange: provider `{}` begins again: {broken}", link.name);
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

async fn once(
    app: &App,
    link: &Link,
    holder: &str,
    outgoing: &Outgoing,
    open: &mut Option<Held>,
    stop: &CancellationToken,
) -> Result<(), Broken> {
    let row = row(app, link).await?;
    let line = || Line { id: row.id, account_id: row.account_id, provider: Arc::clone(&link.provider) };
    if open.is_none() && !link.provider.orders_need_the_link() {
        *open = Some(outgoing.lines.open(line()));
    }
    let name = format!("provider/{}", row.id);
    let Some(lease) = Lease::take(app, &name, holder).await? else {
        // Another process runs it; look again when its lease may have ended.
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LIFE.to_std().unwrap_or(BEAT) / 3) => {}
        }
        return Ok(());
    };
    tracing::info!(provider.id = %row.id, provider.name = %link.name, lease.fence = lease.fence(), "exchange: running provider `{}`", link.name);
    let _while_held = open.is_none().then(|| outgoing.lines.open(line()));
    let done = under_lease(app, link, row, &lease, outgoing, stop).await;
    if !matches!(done, Err(Broken::Lease(LeaseError::Lost))) {
        lease.give_back(app).await?;
    }
    done
}

async fn row(app: &App, link: &Link) -> Result<provider::Model, Broken> {
    let kind = words::kind(link.provider.kind());
    let capabilities = serde_json::to_value(link.provider.capabilities()).map_err(|error| Broken::Row(error.to_string()))?;
    let tx = app.db.begin().await?;
    let made =
        repository::ensure(&tx, link.account.as_deref(), &link.name, kind, capabilities, link.provider.sender(), app.clock.now()).await;
    let row = made.map_err(|refusal| match refusal {
        Refusal::User(problems) => Broken::Row(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")),
        Refusal::Fault(fault) => Broken::Row(fault.message()),
    })?;
    tx.commit().await?;
    Ok(row)
}

async fn under_lease(
    app: &App,
    link: &Link,
    row: provider::Model,
    lease: &Lease,
    outgoing: &Outgoing,
    stop: &CancellationToken,
) -> Result<(), Broken> {
    let expected = Expected::default();
    // Changes of definitions from here on are followed; what came before is in what is loaded.
    let head = app.live.head();
    let mut board = load::board(app, row.clone(), link.country, expected.clone()).await?;
    board.awaits_its_link(app.clock.now());
    write(app, lease, &mut board).await?;
    let (sender, signals) = mpsc::channel(WAITING);
    let link_stop = stop.child_token();
    let provider = Arc::clone(&link.provider);
    let running = tokio::spawn({
        let stop = link_stop.clone();
        async move { provider.run(sender, stop).await }
    });
    let holding =
        tokio::spawn(hold::run(hold::Hold::new(app.clone(), Arc::clone(&link.provider), row, lease.clone(), expected), link_stop.clone()));
    let folded = fold(app, board, lease, outgoing, signals, head, link_stop.clone()).await;
    link_stop.cancel();
    for (task, what) in [(running, "link"), (holding, "hold")] {
        if let Err(error) = task.await {
            tracing::error!(error = %error, "exchange: the {what} task of provider `{}` failed: {error}", link.name);
        }
    }
    folded
}

/// Folds signals until the link's last word.
async fn fold(
    app: &App,
    mut board: Board,
    lease: &Lease,
    outgoing: &Outgoing,
    mut signals: mpsc::Receiver<Signal>,
    head: crate::live::Position,
    stop: CancellationToken,
) -> Result<(), Broken> {
    let account_id = board.provider.account_id;
    let definitions = stream::changes(app.live.clone(), head, None, move |change| concerns(change, account_id));
    let mut definitions = Box::pin(definitions.ready_chunks(BATCH));
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut batch = Vec::with_capacity(BATCH);
    let mut unheard = false;
    loop {
        tokio::select! {
            // In this order. The lease is kept however much is heard. Who is whose comes before what was heard: a command made
            // for a person may not come back as a stranger's.
            biased;
            _ = beat.tick() => {
                until_done!(load::now(app, &mut board).await);
                write(app, lease, &mut board).await?;
                let alive = (board.provider.health == ProviderHealth::Up).then(|| app.clock.now());
                board.provider.last_heard_at = alive.or(board.provider.last_heard_at);
                until_done!(save::heartbeat(app, lease, board.provider.id, alive).await);
            }
            changes = definitions.next(), if !stop.is_cancelled() => {
                if let Some(changes) = changes {
                    let changes = changes.into_iter().collect::<Result<Vec<_>, _>>()?;
                    until_done!(redefine(app, &mut board, &changes).await);
                    write(app, lease, &mut board).await?;
                }
            }
            heard = signals.recv_many(&mut batch, BATCH) => {
                // The link has said its last word, also when it was told to stop.
                if heard == 0 {
                    return Ok(());
                }
                until_done!(load::returning(app, &mut board, &batch).await);
                let now = until_done!(load::now(app, &mut board).await);
                for signal in batch.drain(..) {
                    match signal {
                        Signal::Order(report) => ordered(outgoing, board.provider.id, *report).await,
                        signal => {
                            unheard |= matches!(signal, Signal::Up { .. });
                            if unheard && matches!(signal, Signal::Snapshot { .. }) {
                                // What was not heard while the link was down is asked for.
                                until_done!(dial::look_at_all(app, board.provider.id).await);
                                unheard = false;
                            }
                            board.take(signal, now);
                        }
                    }
                }
                write(app, lease, &mut board).await?;
            }
            () = until(app, board.due()) => {
                let now = until_done!(load::now(app, &mut board).await);
                board.tick(now);
                write(app, lease, &mut board).await?;
            }
        }
    }
}

/// Leaves what became of an order of ours to be written down.
async fn ordered(outgoing: &Outgoing, provider: ProviderId, report: Report) {
    let of = Whose::of(provider, &report);
    outgoing.book.post(Happening { of, what: What::Reported(report), fence: None, from: provider, callback: None }).await;
}

async fn write(app: &App, lease: &Lease, board: &mut Board) -> Result<(), Broken> {
    let changes = board.take_changes();
    if !changes.is_empty() {
        until_done!(save::changes(app, lease, changes.clone()).await);
    }
    board.expected.written();
    Ok(())
}

/// Waits before another try; what does not pass by itself, or has not passed after the last pause, is an error.
async fn again(broken: Broken, pauses: &mut Iter<'static, u64>) -> Result<(), Broken> {
    let Some(pause) = pauses.next().filter(|_| broken.passes()) else { return Err(broken) };
    tracing::warn!(error = %broken, "exchange: others stood in the way, trying again: {broken}");
    tokio::time::sleep(Duration::from_millis(*pause)).await;
    Ok(())
}

/// Whether a change may alter what the board stands on: who has which extension, which queues there are.
fn concerns(change: &Change, account_id: AccountId) -> bool {
    let defined = || change.payload.get("what").and_then(|what| what.as_str()) == Some(QueueChangeKind::Defined.as_str());
    change.account_id == account_id && (change.topic == Topic::Person || change.topic == Topic::Queue && defined())
}

/// Reads again what the board stands on: once, however many changes have come.
async fn redefine(app: &App, board: &mut Board, changes: &[Arc<Change>]) -> Result<(), Broken> {
    if changes.iter().any(|change| change.topic == Topic::Person) {
        let directory = Directory::load(&app.db, board.provider.account_id).await?;
        board.redirect(directory, app.clock.now());
    }
    if changes.iter().any(|change| change.topic == Topic::Queue) {
        load::queues(app, board).await?;
    }
    Ok(())
}

/// Sleeps until the clock says `due`; without one, for ever. A clock that was moved is noticed within a second.
async fn until(app: &App, due: Option<DateTime<Utc>>) {
    let Some(due) = due else { return std::future::pending().await };
    loop {
        let left = due - app.clock.now();
        if left <= chrono::TimeDelta::zero() {
            return;
        }
        tokio::time::sleep(left.to_std().unwrap_or_default().min(Duration::from_secs(1))).await;
    }
}
