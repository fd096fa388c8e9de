//! The live part of a queue: who is in it, who waits, what was counted; now, or at a past instant.

use std::sync::Arc;

use async_graphql::{Context, SimpleObject};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use entity::{queue, queue_member, queue_visit, stored::QueueMode};

use super::{
    counters::{self, Counters},
    loader,
    member::{QueueMember, Wish},
    present::{Present, present},
    repository::Queues,
    waiting::WaitingCall,
};
use crate::{error::Fault, graphql::context::ContextExt, providers};

/// Fields of the schema that are read from the present: together, so that they are of one instant.
const OF_THE_PRESENT: [&str; 3] = ["members", "waiting", "counters"];

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
    /// What is true now, where something of it is asked for; `None` for a past instant.
    #[graphql(skip)]
    pub present: Option<Arc<Present>>,
    /// The local day that `present` counts.
    #[graphql(skip)]
    pub today: NaiveDate,
}

impl QueueState {
    /// Of `queue`, now or at a past instant.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(ctx: &Context<'_>, queue: queue::Model, at: Option<DateTime<Utc>>) -> Result<Self, Fault> {
        let now = ctx.app().clock.now();
        let today = counters::day(counters::zone(&queue), now);
        if let Some(at) = at.filter(|at| *at < now) {
            let known = queue.known_since.unwrap_or(queue.created_at);
            if at < known {
                let since = known.to_rfc3339_opts(SecondsFormat::Secs, true);
                return Err(Fault::BadRequest(format!("`at` is too long ago: what was in the queue is known since {since}.")));
            }
            return Ok(Self { as_of: at, stale: false, stale_seconds: None, queue, at: Some(at), present: None, today });
        }
        let asked = ctx.look_ahead();
        let present = if OF_THE_PRESENT.iter().any(|field| asked.field(field).exists()) {
            Some(present(ctx, queue.account_id, queue.id, today).await?)
        } else {
            None
        };
        let provider = loader::provider(ctx, queue.account_id, queue.provider_id).await?;
        let stale = provider.as_ref().is_none_or(|provider| !providers::is_up(provider, now));
        let heard = provider.and_then(|provider| provider.last_heard_at).filter(|_| stale);
        let stale_seconds = heard.map(|heard| (now - heard).num_seconds().max(0));
        Ok(Self { as_of: heard.unwrap_or(now), stale, stale_seconds, queue, at: None, present, today })
    }

    /// The present; read now, should a field that was not foreseen ask for it.
    async fn now(&self, ctx: &Context<'_>) -> Result<Arc<Present>, Fault> {
        match &self.present {
            Some(present) => Ok(Arc::clone(present)),
            None => present(ctx, self.queue.account_id, self.queue.id, self.today).await,
        }
    }

    /// Who is in the queue; now also who is wanted in it and not there yet.
    ///
    /// # Errors
    /// The database's.
    pub async fn who_is_in(&self, ctx: &Context<'_>) -> Result<Vec<QueueMember>, Fault> {
        let queue = &self.queue;
        let nobodys = |row: &queue_member::Model| QueueMember::new(row.clone(), Wish::Nobodys);
        Ok(match self.at {
            // What was wanted at a past instant is told by the history; there is no drift to be mended then.
            Some(at) => Queues(queue.account_id).members(ctx.app().db.read(), queue.id, Some(at)).await?.iter().map(nobodys).collect(),
            None if queue.mode == QueueMode::Observed => self.now(ctx).await?.members.iter().map(nobodys).collect(),
            None => side_by_side(&*self.now(ctx).await?),
        })
    }

    /// Which calls wait, the first in line first.
    ///
    /// # Errors
    /// The database's.
    pub async fn line(&self, ctx: &Context<'_>) -> Result<Vec<WaitingCall>, Fault> {
        let queue = &self.queue;
        if let Some(at) = self.at {
            let visits = Queues(queue.account_id).waiting(ctx.app().db.read(), queue.id, at).await?;
            return Ok((1..).zip(visits).map(|(position, visit)| WaitingCall::new(position, visit, Some(Vec::new()))).collect());
        }
        let present = self.now(ctx).await?;
        let told = |(position, visit): (i32, &queue_visit::Model)| WaitingCall::new(position, visit.clone(), Some(present.ringing(visit)));
        Ok((1..).zip(&present.waiting).map(told).collect())
    }

    /// What was counted since midnight in the queue's time zone.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, ctx: &Context<'_>) -> Result<QueueCounters, Fault> {
        let queue = &self.queue;
        let zone = counters::zone(queue);
        if let Some(at) = self.at {
            let queues = Queues(queue.account_id);
            let row = queues.counted(ctx.app().db.read(), queue, at).await?;
            let visits = queues.waiting(ctx.app().db.read(), queue.id, at).await?;
            return Ok(counters::told(&row, zone, visits.iter()).into());
        }
        let present = self.now(ctx).await?;
        let row = present.day.clone().unwrap_or_else(|| counters::empty(queue, self.today));
        Ok(counters::told(&row, zone, present.waiting.iter()).into())
    }
}

/// Those who are there with who wants them, then those who are wanted and not there.
fn side_by_side(present: &Present) -> Vec<QueueMember> {
    let mut wanted = present.wanted.clone();
    let mut members: Vec<QueueMember> = present
        .members
        .iter()
        .map(|row| {
            let wish = wanted.iter().position(|want| Some(want.person_id) == row.person_id);
            let wish = wish.map_or(Wish::Nobodys, |place| Wish::Ours(wanted.swap_remove(place)));
            QueueMember::new(row.clone(), wish.in_managed())
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
