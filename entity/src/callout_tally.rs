//! Counters of a callout, kept in the transactions that change what they count. Several rows, so that writers do not wait for each
//! other: their sum counts, and one row alone may be negative.

use sea_orm::entity::prelude::*;

use crate::id::CalloutId;

/// A row of `callout_tally`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "callout_tally")]
pub struct Model {
    /// Of which callout.
    #[sea_orm(primary_key, auto_increment = false)]
    pub callout_id: CalloutId,
    /// Which of its rows, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub stripe: i32,
    /// Participations that are pending.
    pub parts_pending: i64,
    /// Participations that are in flight.
    pub parts_in_flight: i64,
    /// Participations that are waiting.
    pub parts_waiting: i64,
    /// Participations that are answered.
    pub parts_answered: i64,
    /// Participations that are exhausted.
    pub parts_exhausted: i64,
    /// Participations that are skipped.
    pub parts_skipped: i64,
    /// Attempts that are created.
    pub calls_created: i64,
    /// Attempts that are dispatching.
    pub calls_dispatching: i64,
    /// Attempts that are sent.
    pub calls_sent: i64,
    /// Attempts that are in progress.
    pub calls_in_progress: i64,
    /// Attempts that are completed.
    pub calls_completed: i64,
    /// Attempts that are busy.
    pub calls_busy: i64,
    /// Attempts that are not answered.
    pub calls_not_answered: i64,
    /// Attempts that are failed.
    pub calls_failed: i64,
    /// Attempts that are canceled.
    pub calls_canceled: i64,
    /// Attempts that are errored.
    pub calls_errored: i64,
    /// Attempts that are unknown.
    pub calls_unknown: i64,
    /// Attempts that are expired.
    pub calls_expired: i64,
    /// Minutes of conversation that had begun, of attempts that were answered and are over.
    pub talk_minutes: i64,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
