//! Whether what is wanted for a reminder is still to be done: asked when it is about to be asked of a provider. What is not done goes back
//! to the reminder, which is judged as any other when it is due.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{AttemptId, OccurrenceId},
    occurrence, reminder,
    stored::{AttemptStatus, OccurrenceState, ReminderStatus},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::db::Tx;

/// Those of these attempts that are not made, and why: of attempts that no provider has.
///
/// # Errors
/// The database's.
pub async fn dropped(tx: &Tx, rows: &[call_attempt::Model], now: DateTime<Utc>) -> Result<HashMap<AttemptId, &'static str>, DbErr> {
    let waiting = rows.iter().filter(|row| row.status == AttemptStatus::Created);
    let waiting: Vec<(AttemptId, entity::id::ReminderId)> = waiting.filter_map(|row| Some((row.id, row.reminder_id?))).collect();
    if waiting.is_empty() {
        return Ok(HashMap::new());
    }
    let reminders = reminder::Entity::find().filter(reminder::Column::Id.is_in(waiting.iter().map(|(_, id)| *id))).all(&**tx).await?;
    let occurrences = occurrence::Entity::find().filter(occurrence::Column::Id.is_in(reminders.iter().map(|row| row.occurrence_id)));
    let occurrences: HashMap<OccurrenceId, occurrence::Model> =
        occurrences.all(&**tx).await?.into_iter().map(|row| (row.id, row)).collect();
    let reminders: HashMap<_, reminder::Model> = reminders.into_iter().map(|row| (row.id, row)).collect();
    let why = |(attempt, id): (AttemptId, entity::id::ReminderId)| {
        let Some(row) = reminders.get(&id) else { return Some((attempt, "What it reminds of is gone.")) };
        let state = occurrences.get(&row.occurrence_id).map(|occurrence| occurrence.state);
        match state {
            Some(OccurrenceState::Paused) => Some((attempt, "What it reminds of is held back.")),
            Some(OccurrenceState::Pending | OccurrenceState::Completed) if row.planned_at > now => {
                Some((attempt, "What it reminds of was moved: it is to be made later."))
            }
            Some(OccurrenceState::Pending | OccurrenceState::Completed) if row.status == ReminderStatus::InProcess => None,
            _ => Some((attempt, "What it reminds of does not take place.")),
        }
    };
    Ok(waiting.into_iter().filter_map(why).collect())
}
