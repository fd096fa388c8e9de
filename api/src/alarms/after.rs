//! A reminder after one of its tries is over. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{occurrence, reminder, stored::ReminderReason as Reason, stored::ReminderStatus as Status};

use super::{
    definition::rule,
    state::{self, Step},
    steps::{Ended, Next},
    world::{Around, World},
};

/// The reminder after a try of it ended so; none: that is not for it any more.
pub(super) fn after(
    world: &World,
    around: &Around,
    occurrence: &occurrence::Model,
    row: &reminder::Model,
    ended: Ended,
    now: DateTime<Utc>,
) -> Option<reminder::Model> {
    let place = around.definition.place(row.step);
    let next = around.definition.follows(&around.alarm).after(place, row.tried, ended);
    let new = reminder::Model { calling: false, updated_at: now, reason: reason(ended), ..row.clone() };
    match next {
        Next::Done => {
            let status = state::next(row.status, Step::Reach)?;
            Some(reminder::Model { status, due_at: None, ended_at: Some(now), ..new })
        }
        Next::Again(pause) => {
            let tried = if ended == Ended::TakenBack { row.tried - 1 } else { row.tried };
            later(world, around, occurrence, reminder::Model { tried, ..new }, pause, now)
        }
        Next::Step(place, silence) => {
            let step = i32::try_from(place).unwrap_or(i32::MAX);
            let method = around.definition.step(step).map_or(row.method, |step| step.method);
            later(world, around, occurrence, reminder::Model { step, method, tried: 0, ..new }, silence, now)
        }
        Next::GiveUp => given_up(new, now),
    }
}

/// Tried again after a pause, if that is not after the end.
fn later(
    world: &World,
    around: &Around,
    occurrence: &occurrence::Model,
    row: reminder::Model,
    pause: TimeDelta,
    now: DateTime<Utc>,
) -> Option<reminder::Model> {
    let zone = world.zone(around, around.definition.step(row.step));
    match rule(&around.alarm, zone).again(now + pause, occurrence.ends_at) {
        Some(at) => Some(reminder::Model { status: state::next(row.status, Step::Again)?, due_at: Some(at), ended_at: None, ..row }),
        None => given_up(row, now),
    }
}

fn given_up(row: reminder::Model, now: DateTime<Utc>) -> Option<reminder::Model> {
    Some(reminder::Model { status: state::next(row.status, Step::GiveUp)?, due_at: None, ended_at: Some(now), ..row })
}

fn reason(ended: Ended) -> Option<Reason> {
    match ended {
        Ended::Reached => None,
        Ended::Vain(reason) | Ended::Never(reason) => Some(reason),
        Ended::TakenBack => Some(Reason::Withdrawn),
    }
}

/// Whether whoever is told that all was in vain, is told so now.
pub(super) fn has_failed(before: Status, after: Status) -> bool {
    before != after && matches!(after, Status::Failure | Status::Expired)
}
