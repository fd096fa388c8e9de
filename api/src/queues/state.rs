//! The live part of a queue: who is in it, who waits, what was counted; now, or at a past instant.

use async_graphql::{Context, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{queue, queue_assignment, queue_visit, stored::QueueMode};

use super::{
    counters::{self, Counters},
    loader,
    member::{QueueMember, Wish},
    repository::Queues,
    waiting::WaitingCall,
};
use crate::{error::Fault, graphql::context::ContextExt, providers};

/// Live state of a queue at an instant.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct QueueState {
    /// Instant the state is of: of a stale one, when the provider was last heard.
    pub as_of: DateTime<Utc>,
    /// Whether the link to the provider is down now: what follows is what was last known. False for a past instant.
    pub stale: bool,
    /// While stale: whole seconds since the provider was last heard; null if it never was.
    pub stale_seconds: Option<i64>,
    /// Which queue.
    #[graphql(skip)]
    pub queue: queue::Model,
    /// A past instant; `None`: now.
    #[graphql(skip)]
    pub at: Option<DateTime<Utc>>,
    /// The present instant.
    #[graphql(skip)]
    pub now: DateTime<Utc>,
}

impl QueueState {
    /// Of `queue`, now or at a past instant.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn read(ctx: &Context<'_>, queue: queue::Model, at: Option<DateTime<Utc>>) -> Result<Self, Fault> {
        let now = ctx.app().clock.now();
        if let Some(at) = at.filter(|at| *at < now) {
            return Ok(Self { as_of: at, stale: false, stale_seconds: None, queue, at: Some(at), now });
        }
        let provider = loader::provider(ctx, queue.account_id, queue.provider_id).await?;
        let stale = provider.as_ref().is_none_or(|provider| !providers::is_up(provider, now));
        let heard = provider.and_then(|provider| provider.last_heard_at).filter(|_| stale);
        let stale_seconds = heard.map(|heard| (now - heard).num_seconds().max(0));
        Ok(Self { as_of: heard.unwrap_or(now), stale, stale_seconds, queue, at: None, now })
    }

    async fn visits(&self, ctx: &Context<'_>) -> Result<Vec<queue_visit::Model>, Fault> {
        let queue = &self.queue;
        match self.at {
            None => loader::waiting(ctx, queue.account_id, queue.id).await,
            Some(at) => Ok(Queues(queue.account_id).waiting(ctx.app().db.read(), queue.id, at).await?),
        }
    }

    /// Who is in the queue; now also who is wanted in it and not there yet.
    ///
    /// # Errors
    /// The database's.
    pub async fn who_is_in(&self, ctx: &Context<'_>) -> Result<Vec<QueueMember>, Fault> {
        let queue = &self.queue;
        if self.at.is_some() || queue.mode == QueueMode::Observed {
            let rows = match self.at {
                None => loader::members(ctx, queue.account_id, queue.id).await?,
                at => Queues(queue.account_id).members(ctx.app().db.read(), queue.id, at).await?,
            };
            // What was wanted at a past instant is told by the history; there is no drift to be mended then.
            return Ok(rows.into_iter().map(|row| QueueMember::new(row, Wish::Nobodys)).collect());
        }
        let actual = loader::members(ctx, queue.account_id, queue.id);
        let (actual, wanted) = futures_util::future::try_join(actual, loader::wanted(ctx, queue.account_id, queue.id)).await?;
        Ok(side_by_side(actual, wanted))
    }

    /// Which calls wait, the first in line first.
    ///
    /// # Errors
    /// The database's.
    pub async fn line(&self, ctx: &Context<'_>) -> Result<Vec<WaitingCall>, Fault> {
        let visits = self.visits(ctx).await?;
        Ok((1..).zip(visits).map(|(position, visit)| WaitingCall::new(position, visit, self.at.is_some())).collect())
    }

    /// What was counted since midnight in the queue's time zone.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, ctx: &Context<'_>) -> Result<QueueCounters, Fault> {
        let queue = &self.queue;
        let zone = counters::zone(queue);
        let row = match self.at {
            None => {
                let today = counters::day(zone, self.now);
                loader::day(ctx, queue.account_id, (queue.id, today)).await?.unwrap_or_else(|| counters::empty(queue, today))
            }
            Some(at) => Queues(queue.account_id).counted(ctx.app().db.read(), queue, at).await?,
        };
        let visits = self.visits(ctx).await?;
        Ok(counters::told(&row, zone, visits.iter()).into())
    }
}

/// Those who are there with who wants them, then those who are wanted and not there.
fn side_by_side(actual: Vec<entity::queue_member::Model>, mut wanted: Vec<queue_assignment::Model>) -> Vec<QueueMember> {
    let mut members: Vec<QueueMember> = actual
        .into_iter()
        .map(|row| {
            let wish = wanted.iter().position(|want| Some(want.person_id) == row.person_id);
            let wish = wish.map_or(Wish::Nobodys, |place| Wish::Ours(wanted.swap_remove(place)));
            QueueMember::new(row, wish.in_managed())
        })
        .collect();
    members.extend(wanted.into_iter().map(QueueMember::missing));
    members
}

/// What was counted in a queue since midnight in its time zone.
#[derive(Clone, Debug, SimpleObject)]
pub struct QueueCounters {
    /// The midnight from which was counted.
    pub since: DateTime<Utc>,
    /// Calls waiting at the instant of the state.
    pub waiting: i32,
    /// Since when the call that waits longest does; null when none waits.
    pub longest_wait_since: Option<DateTime<Utc>>,
    /// Waits that ended; the next four add up to it.
    pub offered: i32,
    /// Answered by a member.
    pub answered: i32,
    /// The caller hung up.
    pub abandoned: i32,
    /// The caller waited as long as the queue allows.
    pub timed_out: i32,
    /// Ended otherwise: nobody there, no room, taken out, or not seen.
    pub other: i32,
    /// Share of the waits that ended in an answer within the service level, 0 to 1; null before the first.
    pub service_level: Option<f64>,
    /// Mean wait of the answered, in seconds; null before the first.
    pub average_wait_seconds: Option<f64>,
    /// Mean conversation, in seconds; null before the first has ended.
    pub average_talk_seconds: Option<f64>,
    /// Longest wait that ended, in whole seconds; null before the first.
    pub longest_wait_seconds: Option<i32>,
}

impl From<Counters> for QueueCounters {
    fn from(counted: Counters) -> Self {
        Self {
            since: counted.since,
            waiting: counted.waiting,
            longest_wait_since: counted.longest_wait_since,
            offered: counted.offered,
            answered: counted.answered,
            abandoned: counted.abandoned,
            timed_out: counted.timed_out,
            other: counted.other,
            service_level: ratio(counted.in_time.into(), counted.offered),
            average_wait_seconds: ratio(counted.answered_wait_seconds, counted.answered),
            average_talk_seconds: ratio(counted.talk_seconds, counted.talks),
            longest_wait_seconds: (counted.offered > 0).then_some(counted.longest_wait_seconds),
        }
    }
}

fn ratio(sum: i64, count: i32) -> Option<f64> {
    // Seconds of a day: far below what a double holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "sums of a day's seconds are far below 2^53")]
    (count > 0).then(|| sum as f64 / f64::from(count))
}
