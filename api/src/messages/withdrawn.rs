//! Messages that remind of something which does not take place any more, or at another time: asked at the moment of sending.

use chrono::{DateTime, Utc};
use entity::{
    id::ReminderId,
    message, occurrence, reminder,
    stored::{MessageCause, OccurrenceState},
};
use sea_orm::{DbErr, EntityTrait};

use crate::db::Tx;

/// Whether a message is not to be sent any more: what it reminds of is called off, held back, or later.
///
/// # Errors
/// The database's.
pub async fn withdrawn(tx: &Tx, row: &message::Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let Some(id) = row.cause_id.filter(|_| row.cause == MessageCause::Reminder) else { return Ok(false) };
    let Some(reminder) = reminder::Entity::find_by_id(ReminderId(id)).one(&**tx).await? else { return Ok(false) };
    // One that tells that all was in vain is told in any case.
    if reminder.message_id != Some(row.id) {
        return Ok(false);
    }
    let occurrence = occurrence::Entity::find_by_id(reminder.occurrence_id).one(&**tx).await?;
    let there = |row: &occurrence::Model| matches!(row.state, OccurrenceState::Pending | OccurrenceState::Completed);
    Ok(reminder.planned_at > now || !occurrence.is_some_and(|row| there(&row)))
}
