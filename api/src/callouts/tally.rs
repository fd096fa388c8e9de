//! What is counted of a callout, kept in the transactions that change it and never summed up from rows when it is read.
//!
//! A callout has several rows of counters, its stripes, so that writers do not wait for each other: their sum counts, and one row
//! alone may be below zero.

use std::{
    collections::{BTreeMap, HashMap},
    ops::AddAssign,
};

use entity::{
    call_attempt, callout_tally,
    id::CalloutId,
    stored::{AttemptStatus, ParticipationStatus},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic, IntoActiveModel, QueryFilter, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Alias, Expr, ExprTrait, Func, OnConflict},
};

use crate::db::Tx;

/// Rows that the counters of a callout are spread over, at the most.
pub const STRIPES: i32 = 8;

/// The stripe of whoever writes under this id: the same for the same id.
pub fn stripe_of(writer: Uuid) -> i32 {
    // What is random of an id of version 7 is at its end.
    i32::from(writer.as_bytes()[15]) % STRIPES
}

macro_rules! counters {
    ($($(#[$doc:meta])* $field:ident = $column:ident,)+) => {
        /// What is counted of a callout, or by how much that changes.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
        pub struct Delta {
            $($(#[$doc])* pub $field: i64,)+
        }

        impl Delta {
            /// A row of counters of that size.
            fn row(&self, callout_id: CalloutId, stripe: i32) -> callout_tally::Model {
                callout_tally::Model { callout_id, stripe, $($field: self.$field,)+ }
            }
        }

        impl AddAssign for Delta {
            fn add_assign(&mut self, other: Self) {
                $(self.$field += other.$field;)+
            }
        }

        /// Every counter.
        const COLUMNS: &[callout_tally::Column] = &[$(callout_tally::Column::$column,)+];
    };
}

counters! {
    /// Participations that are pending.
    parts_pending = PartsPending,
    /// Participations that are in flight.
    parts_in_flight = PartsInFlight,
    /// Participations that are waiting.
    parts_waiting = PartsWaiting,
    /// Participations that are answered.
    parts_answered = PartsAnswered,
    /// Participations that are exhausted.
    parts_exhausted = PartsExhausted,
    /// Participations that are skipped.
    parts_skipped = PartsSkipped,
    /// Attempts that are created.
    calls_created = CallsCreated,
    /// Attempts that are dispatching.
    calls_dispatching = CallsDispatching,
    /// Attempts that are sent.
    calls_sent = CallsSent,
    /// Attempts that are in progress.
    calls_in_progress = CallsInProgress,
    /// Attempts that are completed.
    calls_completed = CallsCompleted,
    /// Attempts that are busy.
    calls_busy = CallsBusy,
    /// Attempts that are not answered.
    calls_not_answered = CallsNotAnswered,
    /// Attempts that are failed.
    calls_failed = CallsFailed,
    /// Attempts that are canceled.
    calls_canceled = CallsCanceled,
    /// Attempts that are errored.
    calls_errored = CallsErrored,
    /// Attempts of which it is not known whether the provider has them.
    calls_unknown = CallsUnknown,
    /// Attempts about which the provider has been silent for too long.
    calls_expired = CallsExpired,
    /// Minutes of conversation that had begun, of attempts that were answered and are over.
    talk_minutes = TalkMinutes,
}

impl Delta {
    /// So many participations went from one status to another; from none: they are new.
    pub fn moved(from: Option<ParticipationStatus>, to: ParticipationStatus, count: i64) -> Self {
        let mut delta = Self::default();
        delta.move_participations(from, to, count);
        delta
    }

    /// So many attempts went from one status to another; from none: they are new.
    pub fn moved_attempts(from: Option<AttemptStatus>, to: AttemptStatus, count: i64) -> Self {
        let mut delta = Self::default();
        delta.move_attempts(from, to, count);
        delta
    }

    /// Adds that so many participations went from one status to another.
    pub fn move_participations(&mut self, from: Option<ParticipationStatus>, to: ParticipationStatus, count: i64) {
        if let Some(from) = from {
            *self.participations_mut(from) -= count;
        }
        *self.participations_mut(to) += count;
    }

    /// Adds that so many attempts went from one status to another.
    pub fn move_attempts(&mut self, from: Option<AttemptStatus>, to: AttemptStatus, count: i64) {
        if let Some(from) = from {
            *self.attempts_mut(from) -= count;
        }
        *self.attempts_mut(to) += count;
    }

    /// Adds what an attempt that is over was talked, in minutes that had begun.
    pub fn talk(&mut self, attempt: &call_attempt::Model) {
        if attempt.status == AttemptStatus::Completed {
            let seconds = i64::from(attempt.talk_seconds.unwrap_or_default());
            self.talk_minutes += Ord::max(seconds, 1).unsigned_abs().div_ceil(60).cast_signed();
        }
    }

    /// Whether nothing changes.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// All participations.
    pub fn participations(&self) -> i64 {
        self.parts_pending + self.parts_in_flight + self.parts_waiting + self.parts_answered + self.parts_exhausted + self.parts_skipped
    }

    /// Participations that are still to be called, not counting those that are being called.
    pub fn remaining(&self) -> i64 {
        self.parts_pending + self.parts_waiting
    }

    /// Whether there were participations, and nobody is to be called any more.
    pub fn is_drained(&self) -> bool {
        self.participations() > 0 && self.remaining() == 0 && self.parts_in_flight == 0
    }

    /// Calls that a provider took and that are over, whatever came of them.
    pub fn calls_over(&self) -> i64 {
        let vain = self.calls_busy + self.calls_not_answered + self.calls_failed + self.calls_canceled + self.calls_expired;
        self.calls_completed + vain
    }

    /// Calls that are wanted, or that a provider has, or may have, and that are not over.
    pub fn calls_open(&self) -> i64 {
        self.calls_created + self.calls_dispatching + self.calls_sent + self.calls_in_progress + self.calls_unknown
    }

    fn participations_mut(&mut self, status: ParticipationStatus) -> &mut i64 {
        match status {
            ParticipationStatus::Pending => &mut self.parts_pending,
            ParticipationStatus::InFlight => &mut self.parts_in_flight,
            ParticipationStatus::Waiting => &mut self.parts_waiting,
            ParticipationStatus::Answered => &mut self.parts_answered,
            ParticipationStatus::Exhausted => &mut self.parts_exhausted,
            ParticipationStatus::Skipped => &mut self.parts_skipped,
        }
    }

    fn attempts_mut(&mut self, status: AttemptStatus) -> &mut i64 {
        match status {
            AttemptStatus::Created => &mut self.calls_created,
            AttemptStatus::Dispatching => &mut self.calls_dispatching,
            AttemptStatus::Sent => &mut self.calls_sent,
            AttemptStatus::InProgress => &mut self.calls_in_progress,
            AttemptStatus::Completed => &mut self.calls_completed,
            AttemptStatus::Busy => &mut self.calls_busy,
            AttemptStatus::NotAnswered => &mut self.calls_not_answered,
            AttemptStatus::Failed => &mut self.calls_failed,
            AttemptStatus::Canceled => &mut self.calls_canceled,
            AttemptStatus::Errored => &mut self.calls_errored,
            AttemptStatus::Unknown => &mut self.calls_unknown,
            AttemptStatus::Expired => &mut self.calls_expired,
        }
    }
}

/// What changes of several callouts in one transaction, each told once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<CalloutId, Delta>);

impl Changes {
    /// What changes of a callout.
    pub fn of(&mut self, callout: CalloutId) -> &mut Delta {
        self.0.entry(callout).or_default()
    }

    /// The callouts of which something changes, by id.
    pub fn callouts(&self) -> impl Iterator<Item = CalloutId> + '_ {
        self.0.iter().filter(|(_, delta)| !delta.is_zero()).map(|(callout, _)| *callout)
    }

    /// Writes all of it to the stripe, callouts in the order of their ids, so that two who write do not wait for each other crosswise.
    ///
    /// # Errors
    /// The database's.
    pub async fn write(&self, tx: &Tx, stripe: i32) -> Result<(), DbErr> {
        let rows = self.0.iter().filter(|(_, delta)| !delta.is_zero()).map(|(callout, delta)| delta.row(*callout, stripe));
        write(tx, rows.collect()).await
    }
}

/// Adds to the counters of a callout. What changes nothing writes nothing.
///
/// # Errors
/// The database's.
pub async fn add(tx: &Tx, callout: CalloutId, stripe: i32, delta: &Delta) -> Result<(), DbErr> {
    if delta.is_zero() {
        return Ok(());
    }
    write(tx, vec![delta.row(callout, stripe)]).await
}

async fn write(tx: &Tx, rows: Vec<callout_tally::Model>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sum = OnConflict::columns([callout_tally::Column::CalloutId, callout_tally::Column::Stripe]);
    for column in COLUMNS {
        let known = Expr::col((callout_tally::Entity, *column));
        sum.value(*column, known.add(Expr::col((Alias::new("excluded"), *column))));
    }
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    callout_tally::Entity::insert_many(rows).on_conflict(sum).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What is counted of a callout.
///
/// # Errors
/// The database's.
pub async fn read(db: &impl ConnectionTrait, callout: CalloutId) -> Result<Delta, DbErr> {
    Ok(read_all(db, &[callout]).await?.remove(&callout).unwrap_or_default())
}

/// What is counted of each of these callouts, in one statement; one of which nothing was counted yet is not among them.
///
/// # Errors
/// The database's.
pub async fn read_all(db: &impl ConnectionTrait, callouts: &[CalloutId]) -> Result<HashMap<CalloutId, Delta>, DbErr> {
    let sums = summed(callout_tally::Entity::find().select_only().column(callout_tally::Column::CalloutId))
        .filter(callout_tally::Column::CalloutId.is_in(callouts.iter().copied()))
        .group_by(callout_tally::Column::CalloutId)
        .into_model::<Sums>()
        .all(db)
        .await?;
    Ok(sums.into_iter().map(|row| (row.callout_id, row.sums)).collect())
}

/// `rows` with the sum of each counter: to be grouped by callout, and read as a [`Delta`].
pub fn summed<E: EntityTrait>(mut rows: Select<E>) -> Select<E> {
    for column in COLUMNS {
        let sum = Func::sum(Expr::col((callout_tally::Entity, *column)));
        let sum = Func::coalesce([Expr::expr(sum), Expr::val(0)]);
        // PostgreSQL makes a number of any size of a sum of bigints.
        rows = rows.expr_as(Expr::expr(sum).cast_as(Alias::new("bigint")), column.as_str());
    }
    rows
}

#[derive(FromQueryResult)]
struct Sums {
    callout_id: CalloutId,
    #[sea_orm(nested)]
    sums: Delta,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_a_counter_of_its_own_and_what_moves_leaves_the_other() {
        use sea_orm::Iterable;
        let mut all = Delta::default();

        for status in ParticipationStatus::iter() {
            all += Delta::moved(None, status, 1);
        }
        for status in AttemptStatus::iter() {
            all += Delta::moved_attempts(None, status, 1);
        }

        let row = all.row(CalloutId::new(), 0);
        assert_eq!(all.participations(), 6);
        assert_eq!(
            [row.parts_pending, row.parts_skipped, row.calls_created, row.calls_unknown, row.calls_expired, row.calls_not_answered],
            [1; 6]
        );
        all += Delta::moved(Some(ParticipationStatus::Pending), ParticipationStatus::InFlight, 1);
        all += Delta::moved_attempts(Some(AttemptStatus::Created), AttemptStatus::Sent, 1);
        assert_eq!([all.parts_pending, all.parts_in_flight, all.calls_created, all.calls_sent], [0, 2, 0, 2]);
    }

    #[test]
    fn a_callout_is_drained_when_it_had_somebody_and_nobody_is_left() {
        use ParticipationStatus as P;
        let with = |statuses: &[P]| {
            let mut delta = Delta::default();
            statuses.iter().for_each(|status| delta.move_participations(None, *status, 1));
            delta.is_drained()
        };

        let table = [
            (vec![], false),
            (vec![P::Answered], true),
            (vec![P::Exhausted, P::Skipped, P::Answered], true),
            (vec![P::Answered, P::Pending], false),
            (vec![P::Answered, P::Waiting], false),
            (vec![P::Answered, P::InFlight], false),
        ];

        for (statuses, drained) in table {
            assert_eq!(with(&statuses), drained, "{statuses:?}");
        }
    }

    #[test]
    fn what_changes_of_several_callouts_is_put_together() {
        let (one, other, untouched) = (CalloutId::new(), CalloutId::new(), CalloutId::new());
        let mut changes = Changes::default();

        changes.of(other).move_participations(None, ParticipationStatus::Pending, 2);
        changes.of(one).move_participations(None, ParticipationStatus::Pending, 1);
        changes.of(one).move_participations(Some(ParticipationStatus::Pending), ParticipationStatus::InFlight, 1);
        *changes.of(untouched) += Delta::default();

        assert_eq!(changes.callouts().collect::<Vec<_>>(), [one, other]);
        assert_eq!(*changes.of(one), Delta { parts_in_flight: 1, ..Delta::default() });
    }
}
