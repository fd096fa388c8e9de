//! Makes managed queues as they are wanted: compares, sends the difference, writes down what came of it.
//!
//! It reads what is committed and writes each command down before it sends it. What it sent shows in the next comparison,
//! once the provider has told; until then the same command is not sent again, and nothing is concluded from what is seen of
//! that member. A refusal is tried again, more and more slowly; nothing else waits for it.

mod command;
mod due;
mod settle;

use std::{
    any::Any,
    collections::{BTreeSet, HashMap},
    mem::{Discriminant, discriminant},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::QueueId,
    provider, queue, queue_assignment, queue_member,
    stored::{QueueMode, Topic},
};
use futures_util::{FutureExt, Stream, StreamExt};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use telephony::port::{Provider, QueueCommand, QueueKey};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::{command::Sent, due::Due};
use super::expected::Expected;
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    live::{
        Change,
        stream::{self, StreamError},
    },
    providers,
    queues::reconcile::{self, Leaving, Plan, Step},
};

/// A comparison even if nothing calls for one: what was missed is made good.
const LOOK: Duration = Duration::from_secs(20);
/// Changes that are looked at together, if so many have come.
const BURST: usize = 256;
/// Pause after a failure of ours.
const AGAIN: Duration = Duration::from_secs(1);
/// How long a command that succeeded may take to show before it is sent again.
const SHOWS_WITHIN: TimeDelta = TimeDelta::seconds(5);
/// Pauses after refusals: 2 s, 4 s, … up to this.
const SLOWEST: TimeDelta = TimeDelta::seconds(60);

/// What the task holds on to.
pub(super) struct Hold {
    app: App,
    provider: Arc<dyn Provider>,
    row: provider::Model,
    lease: Lease,
    expected: Expected,
    /// Commands that must not be sent again yet: by queue, kind, and member's address or person. A pause that has to show does
    /// not hold up a penalty.
    waits: HashMap<(QueueId, Discriminant<Step>, String), Wait>,
    /// Who leaves after the call, by queue.
    leaving: HashMap<QueueId, Leaving>,
    /// Queues where something has yet to show.
    unshown: BTreeSet<QueueId>,
    /// Whether there may be commands whose outcome was never written down.
    unsure: bool,
}

/// Why a command waits.
#[derive(Clone, Debug)]
struct Wait {
    /// What was sent: anything else is another wish, and does not wait.
    command: QueueCommand,
    until: DateTime<Utc>,
    /// Refusals in a row; 0: it succeeded and has to show.
    refusals: u32,
    problem: Option<String>,
}

impl Hold {
    pub(super) fn new(app: App, provider: Arc<dyn Provider>, row: provider::Model, lease: Lease, expected: Expected) -> Self {
        Self { app, provider, row, lease, expected, waits: HashMap::new(), leaving: HashMap::new(), unshown: BTreeSet::new(), unsure: true }
    }

    /// Knows nothing but what is written, as one that begins.
    fn forget(&mut self) {
        self.waits.clear();
        self.leaving.clear();
        self.unshown.clear();
        self.unsure = true;
    }
}

/// Holds the provider's queues until `stop`. What panics is told at once, and begun again.
pub(super) async fn run(mut hold: Hold, stop: CancellationToken) {
    while let Err(panic) = AssertUnwindSafe(work(&mut hold, &stop)).catch_unwind().await {
        let said = said(&*panic);
        tracing::error!(provider.id = %hold.row.id, panic = said, "exchange: the hold of provider `{}` panicked and begins again: {said}", hold.row.name);
        hold.forget();
        if stop.run_until_cancelled(tokio::time::sleep(AGAIN)).await.is_none() {
            return;
        }
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("something that is no text")
}

async fn work(hold: &mut Hold, stop: &CancellationToken) {
    let expected = hold.expected.clone();
    let mut calls = Box::pin(looks(hold));
    let mut due = Due::everything();
    let mut full = Instant::now() + LOOK;
    loop {
        let looked = hold.look(&due).await;
        if due.all {
            full = Instant::now() + LOOK;
        }
        let again = match looked {
            Ok(Looked::Until(again)) => {
                due = Due::default();
                again
            }
            Ok(Looked::Down) => {
                due = Due::everything();
                LOOK
            }
            Err(LeaseError::Lost) => return,
            Err(LeaseError::Database(error)) => {
                tracing::error!(provider.id = %hold.row.id, error = %error, "exchange: queues could not be compared; trying again: {error}");
                hold.unsure = true;
                due = Due::everything();
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            changes = calls.next() => for change in changes.into_iter().flatten() {
                match change {
                    Ok(change) => hold.note(&change, &mut due),
                    Err(error) => {
                        // Fell behind what is kept: the comparison reads all there is anyway.
                        tracing::warn!(error = %error, "exchange: the hold lost the stream of changes and begins it again: {error}");
                        calls = Box::pin(looks(hold));
                        due = Due::everything();
                        break;
                    }
                }
            },
            () = expected.gone() => due.queues.extend(hold.unshown.iter().copied()),
            () = tokio::time::sleep(again) => {}
            () = tokio::time::sleep_until(full) => due.all = true,
        }
    }
}

/// What may call for a comparison, from now on, as many at a time as have come.
fn looks(hold: &Hold) -> impl Stream<Item = Vec<Result<Arc<Change>, StreamError>>> + use<> {
    let account_id = hold.row.account_id;
    let live = hold.app.live.clone();
    let head = live.head();
    let concerns = |change: &Change| matches!(change.topic, Topic::Provider | Topic::Person | Topic::Queue);
    stream::changes(live, head, None, move |change| change.account_id == account_id && concerns(change)).ready_chunks(BURST)
}

/// What a look found.
enum Looked {
    /// All is compared; look again after this, at the latest.
    Until(Duration),
    /// The link is down: nothing was compared.
    Down,
}

impl Hold {
    fn note(&self, change: &Change, due: &mut Due) {
        let leaves = |member| self.leaving.values().any(|leaving| leaving.contains_key(&member));
        due.note(change, self.row.id, leaves);
    }

    /// Compares what is due by what has changed, and by the clock.
    async fn look(&mut self, due: &Due) -> Result<Looked, LeaseError> {
        if self.unsure {
            settle::interrupted(self).await?;
            self.unsure = false;
        }
        let mut due = due.clone();
        due.queues.extend(self.overdue(self.app.clock.now()));
        if !due.is_nothing() && !self.compare(&due).await? {
            return Ok(Looked::Down);
        }
        let now = self.app.clock.now();
        self.waits.retain(|_, wait| wait.until > now || wait.refusals > 0);
        let shows = self.expected.due();
        let next =
            self.waits.values().map(|wait| wait.until).chain(shows).map(|at| at - now).filter(|left| *left > TimeDelta::zero()).min();
        Ok(Looked::Until(next.and_then(|left| left.to_std().ok()).map_or(LOOK, |left| left.min(LOOK))))
    }

    /// Queues where something has waited long enough.
    fn overdue(&self, now: DateTime<Utc>) -> BTreeSet<QueueId> {
        let waited = self.waits.iter().filter(|(_, wait)| wait.until <= now).map(|((queue, ..), _)| *queue);
        let lapsed = self.expected.due().is_some_and(|due| due <= now);
        waited.chain(self.unshown.iter().copied().filter(|_| lapsed)).collect()
    }

    /// Compares; `false` if that cannot be done now.
    async fn compare(&mut self, due: &Due) -> Result<bool, LeaseError> {
        let Some(row) = provider::Entity::find_by_id(self.row.id).one(self.app.db.read()).await? else { return Ok(false) };
        if !providers::is_up(&row, self.app.clock.now()) {
            return Ok(false);
        }
        let mut queues = queue::Entity::find()
            .filter(queue::Column::ProviderId.eq(self.row.id))
            .filter(queue::Column::Mode.eq(QueueMode::Managed))
            .order_by_asc(queue::Column::Id);
        if !due.all {
            queues = queues.filter(queue::Column::Id.is_in(due.queues.iter().copied()));
        }
        let queues = queues.all(self.app.db.read()).await?;
        let compared = |queue: &QueueId| due.all || due.queues.contains(queue);
        let managed = |queue: &QueueId| queues.iter().any(|managed| managed.id == *queue);
        // What was remembered of one that is not managed any more is void.
        self.leaving.retain(|queue, _| !compared(queue) || managed(queue));
        self.unshown.retain(|queue| !compared(queue) || managed(queue));
        self.waits.retain(|(queue, ..), _| !compared(queue) || managed(queue));
        for queue in &queues {
            self.one(queue).await?;
        }
        Ok(true)
    }

    async fn one(&mut self, queue: &queue::Model) -> Result<(), LeaseError> {
        settle::deactivated(self, queue).await?;
        // Asked before the members are read: what has shown since is in them.
        let key = QueueKey(queue.key.clone());
        let open = self.expected.open(&key, self.app.clock.now());
        let (wanted, actual) = self.read(queue).await?;
        let open = self.expected.unshown(&open, &actual);
        let known = self.leaving.remove(&queue.id).unwrap_or_default();
        let mut plan = reconcile::plan(&wanted, &actual, &known);
        self.leaving.insert(queue.id, reconcile::remember(&plan, &actual, &known));
        plan.withhold(&wanted, &actual, |person, endpoint| open.iter().any(|open| open.concerns(person, endpoint)));
        settle::facts(self, queue, &plan, &wanted, &actual).await?;
        let problems = self.send(queue, &plan, &wanted, &actual).await?;
        // What was sent just now is among it.
        if self.expected.open(&key, self.app.clock.now()).is_empty() {
            self.unshown.remove(&queue.id);
        } else {
            self.unshown.insert(queue.id);
        }
        settle::sync(self, queue, &plan, &wanted, open.len(), problems).await
    }

    async fn read(&self, queue: &queue::Model) -> Result<(Vec<queue_assignment::Model>, Vec<queue_member::Model>), DbErr> {
        let wanted = queue_assignment::Entity::find()
            .filter(queue_assignment::Column::QueueId.eq(queue.id))
            .order_by_asc(queue_assignment::Column::Penalty)
            .order_by_asc(queue_assignment::Column::Id)
            .all(self.app.db.read())
            .await?;
        let actual = queue_member::Entity::find()
            .filter(queue_member::Column::QueueId.eq(queue.id))
            .filter(queue_member::Column::ValidTo.is_null())
            .order_by_asc(queue_member::Column::MemberId)
            .all(self.app.db.read())
            .await?;
        Ok((wanted, actual))
    }

    /// Sends what is not waiting; answers the problems of what was refused.
    async fn send(
        &mut self,
        queue: &queue::Model,
        plan: &Plan,
        wanted: &[queue_assignment::Model],
        actual: &[queue_member::Model],
    ) -> Result<Vec<String>, LeaseError> {
        let mut problems = Vec::new();
        for step in &plan.steps {
            let Some(order) = command::of(step, queue, wanted, actual, &self.app).await? else {
                problems.push("A person who is wanted in the queue has no extension.".to_owned());
                continue;
            };
            let key = (queue.id, discriminant(step), order.member.clone());
            let now = self.app.clock.now();
            // One who was added has to show before anything else is done about it, adding it otherwise among the rest.
            let shows = |wait: &Wait| wait.refusals == 0 && matches!(step, Step::Add { .. });
            if let Some(wait) = self.waits.get(&key)
                && wait.until > now
                && (wait.command == order.command || shows(wait))
            {
                problems.extend(wait.problem.clone());
                continue;
            }
            let refusals = self.waits.get(&key).map_or(0, |wait| wait.refusals);
            let command = order.command.clone();
            let wait = match command::send(self, queue, wanted, order).await? {
                Sent::Done => Wait { command, until: self.app.clock.now() + SHOWS_WITHIN, refusals: 0, problem: None },
                // What has changed calls for another comparison.
                Sent::Void => return Ok(problems),
                Sent::Refused(problem) => {
                    let pause = TimeDelta::seconds(2_i64.saturating_pow((refusals + 1).min(6))).min(SLOWEST);
                    problems.push(problem.clone());
                    Wait { command, until: self.app.clock.now() + pause, refusals: refusals + 1, problem: Some(problem) }
                }
            };
            self.waits.insert(key, wait);
        }
        // What shows waits no longer: the next wish about it is sent at once.
        let named = |step| Some((discriminant(step), command::member(step, wanted, actual)?));
        let open: Vec<(Discriminant<Step>, String)> = plan.steps.iter().filter_map(named).collect();
        self.waits.retain(|(of, kind, member), _| *of != queue.id || open.iter().any(|(step, named)| step == kind && named == member));
        Ok(problems)
    }
}
