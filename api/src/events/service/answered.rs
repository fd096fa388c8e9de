//! An occurrence is canceled by whoever was reminded of it.

use entity::{
    calendar,
    id::{AccountId, OccurrenceId},
    occurrence,
    stored::{OccurrenceCause as Cause, OccurrenceState as State},
};
use sea_orm::{DbErr, EntityTrait};

use super::{Desk, described_occurrence};
use crate::{
    audit,
    auth::Actor,
    calendars::repository::Calendars,
    db::Tx,
    events::{
        listener::What,
        occurrence_state::{self, Step},
        plan::{self, Changes},
        repository::Events,
        times::Times,
    },
};

/// Calls an occurrence off, since whoever was reminded of it said so. One that has begun, was skipped or is canceled stays so.
///
/// # Errors
/// The database's, and the listener's.
pub async fn canceled(tx: &Tx, desk: Desk<'_>, account_id: AccountId, id: OccurrenceId) -> Result<bool, DbErr> {
    let now = desk.app.clock.now();
    let events = Events(Calendars::in_account(account_id));
    let Some(known) = events.occurrence(&**tx, id).await? else { return Ok(false) };
    let Some(mut event) = events.locked(&**tx, known.event_id).await? else { return Ok(false) };
    let Some(calendar) = calendar::Entity::find_by_id(event.calendar_id).one(&**tx).await? else { return Ok(false) };
    // As it is under the lock.
    let Some(before) = occurrence::Entity::find_by_id(id).one(&**tx).await? else { return Ok(false) };
    let over = if before.state == State::Paused { before.ends_at <= now } else { before.starts_at <= now };
    let Some(state) = occurrence_state::next(before.state, Step::Cancel).filter(|_| !over) else { return Ok(false) };
    let times = Times::of(&event)?;
    let mut changes = Changes::at(now);
    event.sequence += 1;
    let after = occurrence::Model { state, cause: Some(Cause::Alone), ..before.clone() };
    plan::save(tx, after.clone(), What::Canceled, &mut changes).await?;
    plan::settle(tx, &event, &mut changes).await?;
    plan::make(tx, &mut event, &times, &mut changes).await?;
    plan::finish(tx, desk.listener, &calendar, &mut event, None, changes).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        reason: Some("Whoever was reminded of it said so.".to_owned()),
        before: Some(described_occurrence(&before)),
        after: Some(described_occurrence(&after)),
    };
    audit::record_as(tx, account_id, Actor::system(), "occurrenceCancel", now, change).await?;
    Ok(true)
}
