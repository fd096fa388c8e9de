//! Makes managed queues as they are wanted: compares, sends the difference, writes down what came of it.
//!
//! It reads what is committed and writes each command down before it sends it. What it sent shows in the next comparison,
//! once the provider has told; until then the same command is not sent again. A refusal is tried again, more and more
//! slowly; nothing else waits for it.

mod command;
mod settle;

use std::{
    collections::HashMap,
    mem::{Discriminant, discriminant},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::QueueId,
    provider, queue, queue_assignment, queue_member,
    stored::{QueueChangeKind, QueueMode, Topic},
};
use futures_util::{Stream, StreamExt};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use telephony::port::{Provider, QueueCommand};
use tokio_util::sync::CancellationToken;

use self::command::Sent;
use super::expected::Expected;
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    live::{
        Change,
        stream::{self, StreamError},
    },
    providers,
    queues::{
        news::QueueNews,
        reconcile::{self, Plan, Step},
    },
};

/// A comparison even if nothing calls for one: what was missed is made good.
const LOOK: Duration = Duration::from_secs(20);
/// How long a command that succeeded may take to show.
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
        Self { app, provider, row, lease, expected, waits: HashMap::new(), unsure: true }
    }
}

/// Holds the provider's queues until `stop`.
pub(super) async fn run(mut hold: Hold, stop: CancellationToken) {
    let mut calls = Box::pin(looks(&hold));
    loop {
        let again = match hold.look().await {
            Ok(again) => again,
            Err(LeaseError::Lost) => return,
            Err(LeaseError::Database(error)) => {
                tracing::error!(provider.id = %hold.row.id, error = %error, "exchange: queues could not be compared; trying again: {error}");
                hold.unsure = true;
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            change = calls.next() => if let Some(Err(error)) = change {
                // Fell behind what is kept: the comparison reads all there is anyway.
                tracing::warn!(error = %error, "exchange: the hold lost the stream of changes and begins it again: {error}");
                calls = Box::pin(looks(&hold));
            },
            () = tokio::time::sleep(again) => {}
        }
    }
}

/// What calls for a comparison, from now on.
fn looks(hold: &Hold) -> impl Stream<Item = Result<Arc<Change>, StreamError>> + use<> {
    let account_id = hold.row.account_id;
    let live = hold.app.live.clone();
    let head = live.head();
    stream::changes(live, head, None, move |change| change.account_id == account_id && calls_for_a_look(change))
}

/// Whether a change may have parted wanted from actual, or brought them together.
fn calls_for_a_look(change: &Change) -> bool {
    match change.topic {
        Topic::Provider | Topic::Person => return true,
        Topic::Queue => {}
        _ => return false,
    }
    serde_json::from_value::<QueueNews>(change.payload.clone()).is_ok_and(|news| match news.what {
        QueueChangeKind::Wanted | QueueChangeKind::Defined | QueueChangeKind::MemberAdded | QueueChangeKind::MemberRemoved => true,
        QueueChangeKind::MemberChanged => news.settings,
        _ => false,
    })
}

impl Hold {
    /// Looks at everything there is to do; tells when to look again at the latest.
    async fn look(&mut self) -> Result<Duration, LeaseError> {
        if self.unsure {
            settle::interrupted(self).await?;
            self.unsure = false;
        }
        self.all().await
    }

    /// Compares every managed queue; tells when to look again at the latest.
    async fn all(&mut self) -> Result<Duration, LeaseError> {
        let Some(row) = provider::Entity::find_by_id(self.row.id).one(self.app.db.read()).await? else { return Ok(LOOK) };
        if !providers::is_up(&row, self.app.clock.now()) {
            return Ok(LOOK);
        }
        let queues = queue::Entity::find()
            .filter(queue::Column::ProviderId.eq(self.row.id))
            .filter(queue::Column::Mode.eq(QueueMode::Managed))
            .order_by_asc(queue::Column::Id)
            .all(self.app.db.read())
            .await?;
        for queue in queues {
            self.one(&queue).await?;
        }
        let now = self.app.clock.now();
        self.waits.retain(|_, wait| wait.until > now || wait.refusals > 0);
        let next = self.waits.values().map(|wait| wait.until - now).filter(|left| *left > TimeDelta::zero()).min();
        Ok(next.and_then(|left| left.to_std().ok()).map_or(LOOK, |left| left.min(LOOK)))
    }

    async fn one(&mut self, queue: &queue::Model) -> Result<(), LeaseError> {
        settle::deactivated(self, queue).await?;
        let (wanted, actual) = self.read(queue).await?;
        let plan = reconcile::plan(&wanted, &actual);
        settle::facts(self, queue, &plan, &wanted, &actual).await?;
        let waiting = self.send(queue, &plan, &wanted, &actual).await?;
        settle::sync(self, queue, &plan, &wanted, waiting).await
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
            if let Some(wait) = self.waits.get(&key)
                && wait.until > now
                && wait.command == order.command
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
