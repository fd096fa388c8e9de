//! What is counted of a callout, as clients see it: all of one instant.

use async_graphql::SimpleObject;

use super::{
    cost::{CostCap, decimal},
    tally::Delta,
    words::CalloutStatus,
};

/// What is counted of a callout. Of participations, `remaining`, `inFlight`, `completed` and `exhausted` add up to all, and
/// `answered` and `skipped` to `completed`. Of calls, those of each status add up to all.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutStatistics {
    /// How far the callout has come.
    #[graphql(owned)]
    pub callout_status: CalloutStatus,
    /// All participations.
    pub callout_participations: i32,
    /// Participations that are still to be called and are not being called.
    pub callout_participations_remaining: i32,
    /// Participations that are being called.
    pub callout_participations_in_flight: i32,
    /// Participations that are done with: answered or skipped.
    pub callout_participations_completed: i32,
    /// Participations that were reached.
    pub callout_participations_answered: i32,
    /// Participations that were called in vain as often as may be, or cannot be reached.
    pub callout_participations_exhausted: i32,
    /// Participations that are not called, for the reason each tells.
    pub callout_participations_skipped: i32,
    /// Participations that have not been called; a part of those that remain.
    pub callout_participations_pending: i32,
    /// Participations that were called in vain and will be called again; the other part of those that remain.
    pub callout_participations_waiting: i32,
    /// All calls.
    pub calls: i32,
    /// Calls that are wanted and not begun: `CREATED`.
    pub calls_initialized: i32,
    /// Calls that the provider is being asked for: `DISPATCHING`.
    pub calls_scheduling: i32,
    /// Calls that are looked up at the provider: `UNKNOWN`.
    pub calls_fetching_status: i32,
    /// Calls that the provider has and that are not over: queued or in progress.
    pub calls_waiting_for_completion: i32,
    /// Calls that the provider has and that have not rung: `SENT`.
    pub calls_queued: i32,
    /// Calls that ring or were answered.
    pub calls_in_progress: i32,
    /// Calls that were answered.
    pub calls_completed: i32,
    /// Calls to somebody engaged.
    pub calls_busy: i32,
    /// Calls that were not answered.
    pub calls_not_answered: i32,
    /// Calls that the network could not connect.
    pub calls_failed: i32,
    /// Calls that were called off.
    pub calls_canceled: i32,
    /// Calls that the provider refused.
    pub calls_errored: i32,
    /// Calls about which the provider has been silent for too long.
    pub calls_expired: i32,
    /// What its calls have cost by the prices of `costCap`, those under way as if each lasted a minute; null without a cap.
    pub cost_estimated: Option<String>,
    /// Whether it begins no call any more, since it might cost more than it may; null without a cap.
    pub cost_cap_reached: Option<bool>,
}

impl CalloutStatistics {
    /// Of a callout of that status.
    pub fn of(status: CalloutStatus, counted: &Delta, cap: Option<&CostCap>) -> Self {
        let calls = [
            counted.calls_created,
            counted.calls_dispatching,
            counted.calls_sent,
            counted.calls_in_progress,
            counted.calls_completed,
            counted.calls_busy,
            counted.calls_not_answered,
            counted.calls_failed,
            counted.calls_canceled,
            counted.calls_errored,
            counted.calls_unknown,
            counted.calls_expired,
        ];
        Self {
            callout_status: status,
            callout_participations: int(counted.participations()),
            callout_participations_remaining: int(counted.remaining()),
            callout_participations_in_flight: int(counted.parts_in_flight),
            callout_participations_completed: int(counted.parts_answered + counted.parts_skipped),
            callout_participations_answered: int(counted.parts_answered),
            callout_participations_exhausted: int(counted.parts_exhausted),
            callout_participations_skipped: int(counted.parts_skipped),
            callout_participations_pending: int(counted.parts_pending),
            callout_participations_waiting: int(counted.parts_waiting),
            calls: int(calls.iter().sum()),
            calls_initialized: int(counted.calls_created),
            calls_scheduling: int(counted.calls_dispatching),
            calls_fetching_status: int(counted.calls_unknown),
            calls_waiting_for_completion: int(counted.calls_sent + counted.calls_in_progress),
            calls_queued: int(counted.calls_sent),
            calls_in_progress: int(counted.calls_in_progress),
            calls_completed: int(counted.calls_completed),
            calls_busy: int(counted.calls_busy),
            calls_not_answered: int(counted.calls_not_answered),
            calls_failed: int(counted.calls_failed),
            calls_canceled: int(counted.calls_canceled),
            calls_errored: int(counted.calls_errored),
            calls_expired: int(counted.calls_expired),
            cost_estimated: cap.map(|cap| decimal(cap.estimated(counted))),
            cost_cap_reached: cap.map(|cap| cap.room(counted) == Some(0)),
        }
    }
}

/// GraphQL's Int.
pub(super) fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
