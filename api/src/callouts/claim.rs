//! Who is dialled next: one running callout at a time, as many of its participations as its pacing and its policy allow, each with an
//! attempt that is written down before its provider hears of it.
//!
//! The callout's row is locked meanwhile, so that its limits hold whoever claims; who claims at the same time takes another callout.
//! What was looked at is looked at again when there may be something to do: when a bucket has filled, when somebody falls due, when
//! a call is over. Of callouts with the same priority the one that had its turn longest ago comes first; one that is held up in vain by
//! a limit it shares with others has not had it.

pub mod again;
mod room;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    call_attempt, call_limit, callout, callout_participation,
    id::{AttemptId, CalloutId, ProviderId},
    stored::{ActorKind, AttemptStatus, CalloutStatus, ChangeKind, ParticipationStatus},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};

use super::{
    cost::CostCap,
    facts::People,
    load, news,
    outcome::{save, stored},
    pacing::{Bucket, Pacing},
    participation_state::{self, Cause},
    policy::{Policy, Proof, Reason, Verdict},
    routes::Routes,
    shared::Shared,
    state::{self, Step},
    tally::{self, Delta},
};
use crate::{
    calls::attempts::{
        happening::LEASE,
        order::{Frozen, Led},
    },
    db::Tx,
    live::outbox::News,
    webhooks,
};

/// Participations of one look.
const MOST: u64 = 200;
/// When something stands in the way of which nobody tells that it is gone, it is looked at again after so long.
const LOOK: TimeDelta = TimeDelta::seconds(5);

/// What one look at a callout brought.
#[derive(Default)]
pub struct Claimed {
    /// The callout that was looked at; none: none was due.
    pub callout: Option<CalloutId>,
    /// Whether it is as due as it was: what there is to do is for others.
    pub others: bool,
    /// Attempts to be written down and then made: new ones, about to be asked of their providers.
    pub attempts: Vec<call_attempt::Model>,
    /// What it adds to counters: not the attempts.
    pub counted: tally::Changes,
    /// What is to be told of it: not the attempts.
    pub told: Vec<News>,
}

/// Looks at the running callout that is due, of those that call over one of `providers`; `passed` were left to others just now.
/// At most `most` attempts are begun.
///
/// # Errors
/// The database's.
pub async fn next(tx: &Tx, providers: &[ProviderId], passed: &[CalloutId], most: u64, now: DateTime<Utc>) -> Result<Claimed, DbErr> {
    use callout::Column as C;
    let row = callout::Entity::find()
        .filter(C::Status.eq(CalloutStatus::Running))
        .filter(Condition::any().add(C::DueAt.lte(now)).add(is_let_go()))
        .filter(C::Id.is_not_in(passed.iter().copied()))
        .order_by_desc(C::Priority)
        .order_by_asc(C::TurnAt)
        .order_by_asc(C::DueAt)
        .order_by_asc(C::Id)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(&**tx)
        .await?;
    let Some(row) = row else { return Ok(Claimed::default()) };
    let mut look = Look::of(tx, row, providers, now)?;
    let next = if look.row.expires_at.is_some_and(|end| end <= now) { look.expire().await? } else { look.dial(most).await? };
    look.end(next).await
}

/// That a call has ended since the callout began to wait for that.
fn is_let_go() -> Expr {
    let limit = |column| Expr::col((call_limit::Entity, column));
    let row = |column| (callout::Entity, column);
    let mut ended = Query::select();
    ended
        .expr(Expr::val(1))
        .from(call_limit::Entity)
        .and_where(limit(call_limit::Column::OwnerId).equals(row(callout::Column::HeldBy)))
        .and_where(limit(call_limit::Column::Ended).ne(Expr::col(row(callout::Column::HeldEnded))));
    Expr::exists(ended)
}

/// When a running callout is to be looked at next.
///
/// # Errors
/// The database's.
pub async fn next_due(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, DbErr> {
    use callout::Column as C;
    let running = callout::Entity::find().select_only().column(C::DueAt).filter(C::Status.eq(CalloutStatus::Running));
    let next = running.filter(C::DueAt.is_not_null()).order_by_asc(C::DueAt).limit(1);
    Ok(next.into_tuple::<Option<DateTime<Utc>>>().one(db).await?.flatten())
}

/// One look at one callout.
struct Look<'a> {
    tx: &'a Tx,
    row: callout::Model,
    routes: Routes,
    pacing: Pacing,
    policy: Policy,
    cost_cap: Option<CostCap>,
    /// Places of the routes over which is called from here.
    served: Vec<usize>,
    now: DateTime<Utc>,
    claimed: Claimed,
}

/// When to look again.
enum Again {
    /// At an instant.
    At(DateTime<Utc>),
    /// When somebody falls due.
    Due,
    /// When what it may cost is changed.
    Paid,
    /// As before: what there is to do is for others.
    Others,
}

impl<'a> Look<'a> {
    fn of(tx: &'a Tx, row: callout::Model, providers: &[ProviderId], now: DateTime<Utc>) -> Result<Self, DbErr> {
        let routes: Routes = stored(row.id, row.routes.clone())?;
        let pacing = stored(row.id, row.pacing.clone())?;
        let policy = stored(row.id, row.policy.clone())?;
        let cost_cap = row.cost_cap.clone().map(|cap| stored(row.id, cap)).transpose()?;
        let served = routes.0.iter().enumerate().filter(|(_, route)| providers.contains(&route.provider)).map(|(place, _)| place).collect();
        let claimed = Claimed { callout: Some(row.id), ..Claimed::default() };
        Ok(Self { tx, row, routes, pacing, policy, cost_cap, served, now, claimed })
    }

    /// Skips whoever is left: the time of the request is over.
    async fn expire(&mut self) -> Result<Again, DbErr> {
        use callout_participation::Column as C;
        for status in [ParticipationStatus::Pending, ParticipationStatus::Waiting] {
            let done = callout_participation::Entity::update_many()
                .col_expr(C::Status, Expr::value(ParticipationStatus::Skipped))
                .col_expr(C::Reason, Expr::value(Reason::RequestExpired.as_str()))
                .col_expr(C::DueAt, Expr::value(None::<DateTime<Utc>>))
                .col_expr(C::UpdatedAt, Expr::value(self.now))
                .filter(C::CalloutId.eq(self.row.id))
                .filter(C::Status.eq(status))
                .exec(&**self.tx)
                .await?;
            let skipped = i64::try_from(done.rows_affected).unwrap_or(i64::MAX);
            self.claimed.counted.of(self.row.id).move_participations(Some(status), ParticipationStatus::Skipped, skipped);
        }
        Ok(Again::Due)
    }

    async fn dial(&mut self, most: u64) -> Result<Again, DbErr> {
        if self.served.is_empty() {
            return Ok(Again::Others);
        }
        let bucket = Bucket { tokens: self.row.tokens, at: self.row.tokens_at };
        let bucket = self.pacing.calls_per_second.map(|rate| (bucket.at(self.now, rate), rate));
        let counted = tally::read(&**self.tx, self.row.id).await?;
        let limit = self.limit(&counted).await?;
        let paid = self.cost_cap.as_ref().and_then(|cap| cap.room(&counted));
        let providers: Vec<ProviderId> = self.served.iter().filter_map(|place| self.provider_at(*place)).collect();
        let mut shared = Shared::locked(self.tx, self.row.account_id, &providers, self.now).await?;
        let by_rate = bucket.map(|(bucket, _)| bucket.calls());
        let room = [Some(most), Some(MOST), limit, by_rate, paid, shared.room()].into_iter().flatten().min().unwrap_or_default();
        let asked = self.asked(room, &shared).await?;
        let begun = self.begin(asked.parts).await?;
        self.claimed.attempts.iter().for_each(|attempt| shared.begin(attempt.provider_id));
        shared.keep(self.tx).await?;
        (self.row.held_by, self.row.held_ended) = (None, 0);
        let held = !asked.all && (asked.held || shared.room() == Some(0));
        if begun > 0 || !held {
            self.row.turn_at = self.now;
        }
        if let Some((bucket, rate)) = bucket {
            let left = bucket.without(begun);
            (self.row.tokens, self.row.tokens_at) = (left.tokens, left.at);
            if !asked.all && left.calls() == 0 {
                return Ok(Again::At(left.next(rate)));
            }
        }
        match limit {
            _ if asked.all => Ok(Again::Due),
            _ if paid.is_some_and(|calls| calls <= begun) => Ok(Again::Paid),
            _ if held => Ok(self.hold(&shared, &providers)),
            // A call that ends has it looked at again at once; a period ends without a word.
            Some(limit) if limit <= begun => Ok(Again::At(self.now + LOOK)),
            _ => Ok(Again::At(self.now)),
        }
    }

    fn provider_at(&self, place: usize) -> Option<ProviderId> {
        self.routes.0.get(place).map(|route| route.provider)
    }

    /// Calls that pacing lets begin, the rate left aside.
    async fn limit(&self, counted: &Delta) -> Result<Option<u64>, DbErr> {
        let due = load::due(&self.row, &self.routes, &self.served, self.now);
        let load = load::read(&**self.tx, &self.row, &self.pacing, counted, due, self.now).await?;
        Ok(self.pacing.limit(&load))
    }

    async fn due(&self, places: &[usize], most: u64) -> Result<Vec<callout_participation::Model>, DbErr> {
        use callout_participation::Column as C;
        load::due(&self.row, &self.routes, places, self.now)
            .order_by_asc(C::DueAt)
            .order_by_asc(C::Id)
            .limit(most)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&**self.tx)
            .await
    }

    /// Asks the policy for each, and begins what it allows; how many that were.
    async fn begin(&mut self, asked: Vec<callout_participation::Model>) -> Result<u64, DbErr> {
        if asked.is_empty() {
            return Ok(0);
        }
        let people = People::read(&**self.tx, &self.row, &self.routes, &self.policy, &asked, self.now).await?;
        let mut changed = Vec::with_capacity(asked.len());
        for part in asked {
            let before = part.status;
            let part = self.judge(part, &people)?;
            self.claimed.counted.of(self.row.id).move_participations(Some(before), part.status, 1);
            self.claimed.told.push(news::participation(&part, ChangeKind::Updated, self.now));
            changed.push(part);
        }
        save(self.tx, changed).await?;
        Ok(u64::try_from(self.claimed.attempts.len()).unwrap_or(u64::MAX))
    }

    fn judge(&mut self, mut part: callout_participation::Model, people: &People) -> Result<callout_participation::Model, DbErr> {
        part.updated_at = self.now;
        let proof = Proof::of(&self.policy, people.facts(&part));
        match proof.verdict {
            Verdict::Allowed => self.attempt(&mut part, people, &proof)?,
            Verdict::Later { at, reason } => {
                part.due_at = Some(at);
                part.reason = Some(reason.as_str().to_owned());
            }
            Verdict::Never { reason } => {
                part.status = participation_state::next(part.status, Cause::Skip).unwrap_or(part.status);
                part.due_at = None;
                part.reason = Some(reason.as_str().to_owned());
            }
        }
        Ok(part)
    }

    fn attempt(&mut self, part: &mut callout_participation::Model, people: &People, proof: &Proof) -> Result<(), DbErr> {
        let Some(route) = self.routes.after(part.route) else { return Ok(()) };
        let script = stored(self.row.id, self.row.script.clone().unwrap_or_default())?;
        let whole = |seconds: i32| u32::try_from(seconds).unwrap_or_default();
        let frozen = Frozen {
            script,
            ring_seconds: whole(self.row.ring_seconds),
            limit_seconds: self.row.limit_seconds.map(whole),
            detect_machine: self.row.detect_machine,
            elsewhere: self.routes.0.len() > 1,
            flow: self.row.flow_version_id.map(|version| Led { version, language: None, variables: serde_json::json!({}), only: None }),
        };
        let row = call_attempt::Model {
            id: AttemptId::new(),
            account_id: self.row.account_id,
            provider_id: route.provider,
            callout_id: Some(self.row.id),
            participation_id: Some(part.id),
            reminder_id: None,
            contact_id: Some(part.contact_id),
            number: people.attempts_of(part) + 1,
            target: part.msisdn.clone(),
            from_number: route.from.clone(),
            order: frozen.to_json(),
            status: AttemptStatus::Dispatching,
            provider_key: None,
            provider_status: None,
            sequence: None,
            answered_by: None,
            cause: None,
            provider_code: None,
            problem: None,
            verdict: Some(proof.to_json()),
            hang_up_wanted: false,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: self.row.name.clone(),
            created_at: self.now,
            dispatched_at: Some(self.now),
            sent_at: None,
            answered_at: None,
            ended_at: None,
            talk_seconds: None,
            updated_at: self.now,
            due_at: Some(self.now + LEASE),
            fence: 1,
        };
        part.status = participation_state::next(part.status, Cause::Claim).unwrap_or(part.status);
        part.last_attempt_id = Some(row.id);
        part.due_at = None;
        part.reason = None;
        self.claimed.attempts.push(row);
        Ok(())
    }

    /// Writes the callout down, completed if nobody is left.
    async fn end(mut self, again: Again) -> Result<Claimed, DbErr> {
        // Of attempts whoever writes them down tells.
        if self.claimed.attempts.is_empty() && self.claimed.counted.callouts().next().is_some() {
            self.claimed.told.push(news::progress(self.row.account_id, self.row.id, self.now));
        }
        self.row.due_at = match again {
            Again::At(at) => Some(at),
            Again::Due => self.next_due().await?,
            Again::Paid => self.row.expires_at,
            Again::Others => return Ok(Claimed { others: true, ..self.claimed }),
        };
        if self.row.due_at.is_none() && self.claimed.attempts.is_empty() && self.is_drained().await? {
            self.row.status = state::next(self.row.status, Step::Drain).unwrap_or(self.row.status);
            self.row.completed_at = Some(self.now);
            self.row.updated_at = self.now;
            tracing::info!(callout.id = %self.row.id, "callouts: nobody is left to be called: completed");
            self.claimed.told.push(news::callout(&self.row, ChangeKind::Updated, self.now));
            webhooks::publish(self.tx, self.row.account_id, &news::completed(&self.row), &[], self.now).await?;
        }
        let changed = callout::ActiveModel {
            status: sea_orm::Set(self.row.status),
            completed_at: sea_orm::Set(self.row.completed_at),
            updated_at: sea_orm::Set(self.row.updated_at),
            tokens: sea_orm::Set(self.row.tokens),
            tokens_at: sea_orm::Set(self.row.tokens_at),
            turn_at: sea_orm::Set(self.row.turn_at),
            held_by: sea_orm::Set(self.row.held_by),
            held_ended: sea_orm::Set(self.row.held_ended),
            due_at: sea_orm::Set(self.row.due_at),
            ..callout::ActiveModel { id: sea_orm::Unchanged(self.row.id), ..Default::default() }
        };
        callout::Entity::update(changed).validate()?.exec(&**self.tx).await?;
        Ok(self.claimed)
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        use callout_participation::Column as C;
        let next = callout_participation::Entity::find()
            .select_only()
            .column(C::DueAt)
            .filter(C::CalloutId.eq(self.row.id))
            .filter(C::DueAt.is_not_null())
            .order_by_asc(C::DueAt)
            .limit(1)
            .into_tuple::<Option<DateTime<Utc>>>()
            .one(&**self.tx)
            .await?
            .flatten();
        // Due, and not to be had: another is at it, or it is for a provider that is served elsewhere.
        Ok(next.map(|at| if at <= self.now { self.now + LOOK } else { at }))
    }

    async fn is_drained(&self) -> Result<bool, DbErr> {
        let mut counted = tally::read(&**self.tx, self.row.id).await?;
        let mut own = self.claimed.counted.clone();
        counted += *own.of(self.row.id);
        Ok(counted.is_drained())
    }
}
