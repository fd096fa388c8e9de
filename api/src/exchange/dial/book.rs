//! What happens to attempts and messages is written down here, as many happenings in one transaction as have come: the answers of providers,
//! what they report, what was found out by asking. Whoever brings one waits until it is committed.
//!
//! Rows are locked in the order of their ids, so that two who write do not wait for each other crosswise. An answer to what was
//! asked under a claim counts only if the claim still holds; a report counts whoever brings it, and a repeat is told by its key.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{AttemptId, CallbackId, MessageId, ProviderId},
    provider_callback,
};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid, sea_query::OnConflict,
};
use serde_json::Value;
use telephony::outgoing::Report;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::save::{Changed, save};
use crate::{
    app::App,
    callouts::tally,
    calls::attempts::happening::{self, What},
    db::Tx,
    error,
    exchange::send::known::Messages,
    failpoint::{self, Failpoint},
};

/// Happenings that may wait to be written.
const WAITING: usize = 8_192;
/// Happenings of one transaction.
const BATCH: usize = 256;
/// Pauses before what others stood in the way of is tried again.
const PAUSES: [Duration; 5] =
    [Duration::from_millis(20), Duration::from_millis(50), Duration::from_millis(200), Duration::from_millis(500), Duration::from_secs(2)];

/// Something that happened to an attempt, or to a message.
#[derive(Clone, Debug)]
pub struct Happening {
    /// To which.
    pub of: Whose,
    /// What.
    pub what: What,
    /// Fence of the claim under which it was found out; none: it counts in any case.
    pub fence: Option<i64>,
    /// Provider that told it: of another's attempts it tells nothing.
    pub from: ProviderId,
    /// What the provider sent by itself, to be kept.
    pub callback: Option<Callback>,
}

/// What it happened to, and how that is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// An attempt, by its id.
    Attempt(AttemptId),
    /// A message, by its id.
    Message(MessageId),
    /// An attempt, by its provider's key.
    Key(ProviderId, String),
}

impl Whose {
    /// What `report` is about, told by `provider`.
    pub fn of(provider: ProviderId, report: &Report) -> Self {
        let reference = report.reference.as_ref().map(ToString::to_string).unwrap_or_default();
        let message = || reference.parse().map(Self::Message).ok();
        let attempt = reference.parse().map(Self::Attempt).ok();
        attempt.or_else(message).unwrap_or_else(|| Self::Key(provider, report.key.0.clone()))
    }
}

/// What a provider sent by itself.
#[derive(Clone, Debug)]
pub struct Callback {
    /// Tells a repeat from news.
    pub dedupe_key: String,
    /// What was sent, without signatures.
    pub body: Value,
    /// What it was read as.
    pub report: Value,
}

/// What became of a happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It changed the attempt.
    Changed,
    /// It changed nothing.
    Unchanged,
    /// It was told before.
    Repeat,
    /// The claim under which it was found out is another's by now.
    Stale,
    /// There is no such attempt, and no such message.
    Nobodys,
}

/// It could not be written down, and nothing of it was.
#[derive(Clone, Debug, thiserror::Error)]
#[error("it could not be written down: {0}")]
pub struct NotWritten(Arc<str>);

/// Where happenings are brought. Cheap to clone.
#[derive(Clone)]
pub struct Book(mpsc::Sender<Entry>);

/// Who writes what is brought to a [`Book`].
pub struct Writer {
    entries: mpsc::Receiver<Entry>,
    stripe: i32,
}

struct Entry {
    happening: Happening,
    done: Option<oneshot::Sender<Result<Written, NotWritten>>>,
}

/// A book, and its writer. What is brought waits until [`Writer::run`] is called.
pub fn open() -> (Book, Writer) {
    let (sender, entries) = mpsc::channel(WAITING);
    (Book(sender), Writer { entries, stripe: tally::stripe_of(Uuid::now_v7()) })
}

impl Book {
    /// Writes a happening down; returns once it is committed.
    ///
    /// # Errors
    /// When the database cannot be written, or this process is about to end.
    pub async fn write(&self, happening: Happening) -> Result<Written, NotWritten> {
        let (done, written) = oneshot::channel();
        let ending = || NotWritten("this process is about to end".into());
        self.0.send(Entry { happening, done: Some(done) }).await.map_err(|_| ending())?;
        written.await.unwrap_or_else(|_| Err(ending()))
    }

    /// Leaves a happening to be written down; waits only for room.
    pub async fn post(&self, happening: Happening) {
        if self.0.send(Entry { happening, done: None }).await.is_err() {
            tracing::warn!("exchange: this process is about to end; a report is left to be looked up later");
        }
    }
}

impl Writer {
    /// Writes what is brought until `stop`, and then what was brought before.
    pub async fn run(&mut self, app: &App, stop: CancellationToken) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let brought = tokio::select! {
                biased;
                brought = self.entries.recv_many(&mut batch, BATCH) => brought,
                () = stop.cancelled() => {
                    self.entries.close();
                    self.entries.recv_many(&mut batch, BATCH).await
                }
            };
            if brought == 0 {
                return;
            }
            self.entries_written(app, std::mem::take(&mut batch)).await;
        }
    }

    async fn entries_written(&self, app: &App, entries: Vec<Entry>) {
        let happenings: Vec<&Happening> = entries.iter().map(|entry| &entry.happening).collect();
        match together(app, &happenings, self.stripe).await {
            Ok(written) => {
                for (entry, written) in entries.into_iter().zip(written) {
                    entry.answer(Ok(written));
                }
            }
            // Of many one may be what the database refuses: then it alone is.
            Err(_) if entries.len() > 1 => {
                for entry in entries {
                    let alone = together(app, &[&entry.happening], self.stripe).await;
                    entry.answer(alone.map(|written| written.first().copied().unwrap_or(Written::Unchanged)));
                }
            }
            Err(error) => {
                for entry in entries {
                    entry.answer(Err(error.clone()));
                }
            }
        }
    }
}

impl Entry {
    fn answer(self, written: Result<Written, NotWritten>) {
        if let Err(error) = &written {
            tracing::error!(error = %error, "exchange: what became of an attempt: {error}");
        }
        if let Some(done) = self.done {
            // Whoever brought it may have left.
            let _ = done.send(written);
        }
    }
}

/// Writes happenings in one transaction; again, if others stood in the way.
async fn together(app: &App, happenings: &[&Happening], stripe: i32) -> Result<Vec<Written>, NotWritten> {
    let mut pauses = PAUSES.iter();
    loop {
        match once(app, happenings, stripe).await {
            Ok(written) => return Ok(written),
            Err(broken) => match pauses.next().filter(|_| error::is_busy(&broken)) {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return Err(NotWritten(broken.to_string().into())),
            },
        }
    }
}

async fn once(app: &App, happenings: &[&Happening], stripe: i32) -> Result<Vec<Written>, DbErr> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let news = kept(&tx, happenings, now).await?;
    let mut known = Known::read(&tx, happenings).await?;
    let mut messages = Messages::read(&tx, happenings).await?;
    let mut written = Vec::with_capacity(happenings.len());
    for (place, happening) in happenings.iter().enumerate() {
        let repeat = happening.callback.is_some() && !news.contains(&place);
        written.push(match happening.of {
            _ if repeat => Written::Repeat,
            Whose::Message(id) => messages.take(id, happening, now),
            Whose::Attempt(_) | Whose::Key(..) => known.take(happening, now),
        });
    }
    messages.save(&tx, now).await?;
    save(&tx, &known.changed(), tally::Changes::default(), Vec::new(), stripe, now).await?;
    pass(happenings, [Failpoint::AnswerWritten, Failpoint::LookUpWritten, Failpoint::ReportWritten]);
    tx.commit().await?;
    pass(happenings, [Failpoint::AnswerCommitted, Failpoint::LookUpCommitted, Failpoint::ReportCommitted]);
    Ok(written)
}

/// Answers, look-ups and reports come by these places.
fn pass(happenings: &[&Happening], [answers, look_ups, reports]: [Failpoint; 3]) {
    for happening in happenings {
        match happening.what {
            What::Answered(_) => failpoint::pass(answers, 1),
            What::LookedUp(_) => failpoint::pass(look_ups, 1),
            What::Reported(_) => failpoint::pass(reports, 1),
            _ => {}
        }
    }
}

/// Keeps what providers sent; the places of those that were not told before.
async fn kept(tx: &Tx, happenings: &[&Happening], now: DateTime<Utc>) -> Result<HashSet<usize>, DbErr> {
    use provider_callback::Column as C;
    let mut rows = BTreeMap::new();
    for (place, happening) in happenings.iter().enumerate() {
        let Some(callback) = &happening.callback else { continue };
        let reference = match &happening.of {
            Whose::Attempt(id) => Some(id.to_string()),
            Whose::Message(id) => Some(id.to_string()),
            Whose::Key(..) => None,
        };
        // Of two in one batch the first counts.
        rows.entry((happening.from, callback.dedupe_key.clone())).or_insert_with(|| {
            let row = provider_callback::Model {
                id: CallbackId::new(),
                provider_id: happening.from,
                dedupe_key: callback.dedupe_key.clone(),
                reference,
                report: callback.report.clone(),
                body: callback.body.clone(),
                received_at: now,
            };
            (place, row)
        });
    }
    if rows.is_empty() {
        return Ok(HashSet::new());
    }
    let places: HashMap<CallbackId, usize> = rows.values().map(|(place, row)| (row.id, *place)).collect();
    let repeats = OnConflict::columns([C::ProviderId, C::DedupeKey]).do_nothing().to_owned();
    let models = rows.into_values().map(|(_, row)| row.into_active_model());
    provider_callback::Entity::insert_many(models).on_conflict(repeats).exec_without_returning(&**tx).await?;
    let kept = provider_callback::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::Id.is_in(places.keys().copied()))
        .into_tuple::<CallbackId>()
        .all(&**tx)
        .await?;
    Ok(kept.iter().filter_map(|id| places.get(id).copied()).collect())
}

/// The attempts that a batch is about: as they were, and as they are.
struct Known {
    rows: BTreeMap<AttemptId, (call_attempt::Model, call_attempt::Model)>,
    by_key: HashMap<(ProviderId, String), AttemptId>,
}

impl Known {
    async fn read(tx: &Tx, happenings: &[&Happening]) -> Result<Self, DbErr> {
        use call_attempt::Column as C;
        let mut ids = HashSet::new();
        let mut keys: HashMap<ProviderId, HashSet<&str>> = HashMap::new();
        for happening in happenings {
            match &happening.of {
                Whose::Attempt(id) => drop(ids.insert(*id)),
                Whose::Message(_) => {}
                Whose::Key(provider, key) => drop(keys.entry(*provider).or_default().insert(key)),
            }
        }
        let mut which = Condition::any();
        if !ids.is_empty() {
            which = which.add(C::Id.is_in(ids));
        }
        for (provider, keys) in keys {
            which = which.add(Condition::all().add(C::ProviderId.eq(provider)).add(C::ProviderKey.is_in(keys)));
        }
        if which.is_empty() {
            return Ok(Self { rows: BTreeMap::new(), by_key: HashMap::new() });
        }
        let rows = call_attempt::Entity::find().filter(which).order_by_asc(C::Id).lock_exclusive().all(&**tx).await?;
        let by_key = rows.iter().filter_map(|row| Some(((row.provider_id, row.provider_key.clone()?), row.id))).collect();
        Ok(Self { rows: rows.into_iter().map(|row| (row.id, (row.clone(), row))).collect(), by_key })
    }

    fn take(&mut self, happening: &Happening, now: DateTime<Utc>) -> Written {
        let id = match &happening.of {
            Whose::Attempt(id) => Some(*id),
            Whose::Message(_) => None,
            Whose::Key(provider, key) => self.by_key.get(&(*provider, key.clone())).copied(),
        };
        let row = id.and_then(|id| self.rows.get_mut(&id)).filter(|(_, row)| row.provider_id == happening.from);
        let Some((_, row)) = row else { return Written::Nobodys };
        if happening.fence.is_some_and(|fence| fence != row.fence) {
            return Written::Stale;
        }
        match happening::after(row, &happening.what, now) {
            Some(new) => {
                *row = new;
                Written::Changed
            }
            None => Written::Unchanged,
        }
    }

    fn changed(self) -> Vec<Changed> {
        let changed = self.rows.into_values().filter(|(before, row)| before != row);
        changed.map(|(before, row)| Changed { before: Some(before.status), row }).collect()
    }
}
