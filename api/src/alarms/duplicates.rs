//! Reminders that tell the same people the same thing at the same time: one of them is sent, the others are merged into it. Pure.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{
    id::{AlarmId, OccurrenceId, ReminderId},
    reminder,
    stored::{AlarmMethod, ReminderStatus as Status},
};

use super::{definition::With, world::World};

/// So near to each other are reminders of the same time.
const SAME: TimeDelta = TimeDelta::minutes(1);

/// What a reminder tells first, and whom.
type What = (AlarmMethod, String, With);

/// Reminders of some occurrences, as they are.
#[derive(Debug, Default)]
pub(super) struct Told {
    rows: HashMap<OccurrenceId, Vec<reminder::Model>>,
    what: HashMap<AlarmId, What>,
}

impl Told {
    /// All of some occurrences.
    pub(super) fn of(world: &World, rows: Vec<reminder::Model>) -> Self {
        let mut told = Self::default();
        for row in rows {
            if let Some(step) = world.around(row.alarm_id).and_then(|around| around.definition.step(0)) {
                let whom = world.number(step).filter(|_| step.method != AlarmMethod::Email).or_else(|| world.address(step));
                if let Some(whom) = whom {
                    told.what.insert(row.alarm_id, (step.method, whom.to_owned(), step.with.clone()));
                }
            }
            told.rows.entry(row.occurrence_id).or_default().push(row);
        }
        told
    }

    /// What has become of one of them.
    pub(super) fn take(&mut self, row: &reminder::Model) {
        let known = self.rows.get_mut(&row.occurrence_id).and_then(|rows| rows.iter_mut().find(|known| known.id == row.id));
        if let Some(known) = known {
            *known = row.clone();
        }
    }

    /// The one that tells, or has told, what this one is about to tell for the first time.
    pub(super) fn same(&self, row: &reminder::Model) -> Option<ReminderId> {
        if row.tries > 0 || row.status != Status::Pending {
            return None;
        }
        let what = self.what.get(&row.alarm_id)?;
        let others = self.rows.get(&row.occurrence_id)?.iter().filter(|other| other.id != row.id && other.tries > 0);
        let near = |other: &&reminder::Model| (other.planned_at - row.planned_at).abs() < SAME;
        others.filter(near).find(|other| self.what.get(&other.alarm_id) == Some(what)).map(|other| other.id)
    }
}
