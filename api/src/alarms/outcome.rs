//! What the end of a call, or of a message, does to the reminder it was made for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    call_attempt, flow_result, flow_run,
    id::{AttemptId, FlowRunId, OccurrenceId, ReminderId},
    message, occurrence, reminder,
    stored::{AnsweredBy, ChangeKind, ReminderStatus as Status},
};
use flow::Outcome;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, sea_query::LockType};

use super::{
    after::{after, has_failed},
    answers::meant,
    definition::behavior,
    fire, hooks,
    means::Means,
    plan,
    steps::{Call, Ended, of_call, of_message},
    world::{Around, World},
};
use crate::{
    db::Tx,
    flows::runs::turn,
    live::outbox::{self, News},
    messages::service::post_text,
    webhooks,
};

/// Messages whose reminders go on in one transaction.
const MOST: u64 = 200;

/// What was said in a call.
#[derive(Clone, Debug, Default)]
struct Said {
    outcome: Option<String>,
    keys: Option<String>,
}

/// Lets the reminders of attempts that are over go on: they have reached whom they are for, are tried again, or given up. News are added
/// to the caller's, to be written with them.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &Tx, over: &[&call_attempt::Model], told: &mut Vec<News>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut of: BTreeMap<ReminderId, Vec<&call_attempt::Model>> = BTreeMap::new();
    for attempt in over {
        if let Some(reminder) = attempt.reminder_id {
            of.entry(reminder).or_default().push(attempt);
        }
    }
    if of.is_empty() {
        return Ok(());
    }
    let rows = locked(tx, of.keys().copied()).await?;
    let machines = over.iter().filter(|attempt| attempt.answered_by == Some(AnsweredBy::Machine));
    let left = turn::messages_left(tx, machines.map(|attempt| attempt.id)).await?;
    let said = said(tx, of.values().flatten().map(|attempt| attempt.id)).await?;
    let mut settling = Settling::of(tx, rows, now).await?;
    for (id, attempts) in of {
        for attempt in attempts {
            settling.call(id, attempt, said.get(&attempt.id).cloned().unwrap_or_default(), left.contains(&attempt.id));
        }
    }
    told.extend(settling.write(tx).await?);
    Ok(())
}

/// Lets reminders go on whose messages are over; how many did.
///
/// # Errors
/// The database's.
pub(super) async fn of_messages(tx: &Tx, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let ids = reminders_of_messages(&**tx).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let rows = locked(tx, ids).await?;
    let messages = message::Entity::find().filter(message::Column::Id.is_in(rows.iter().filter_map(|row| row.message_id)));
    let messages: HashMap<_, message::Model> = messages.all(&**tx).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut settling = Settling::of(tx, rows.clone(), now).await?;
    let mut done = 0;
    for row in rows.iter().filter(|row| row.status == Status::InProcess) {
        let message = row.message_id.and_then(|id| messages.get(&id));
        let Some(ended) = message.and_then(|message| of_message(message.status, message.problem)) else { continue };
        settling.go_on(row.id, ended);
        done += 1;
    }
    let told = settling.write(tx).await?;
    outbox::publish(tx, told).await?;
    Ok(done)
}

/// Reminders that wait for messages that are over.
pub(super) async fn reminders_of_messages(db: &impl ConnectionTrait) -> Result<Vec<ReminderId>, DbErr> {
    // Written out, so that the index of what waits is used.
    let text = "SELECT reminder.id FROM reminder JOIN message ON message.id = reminder.message_id
        WHERE reminder.status = 'IN_PROCESS' AND reminder.message_id IS NOT NULL AND message.status NOT IN ('QUEUED', 'SENDING')
        ORDER BY reminder.id LIMIT $1";
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), text, [limit.into()])).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Messages that were taken for sent, and did not arrive: what their reminders do then.
///
/// # Errors
/// The database's.
pub async fn undelivered(tx: &Tx, messages: &[&message::Model], now: DateTime<Utc>) -> Result<(), DbErr> {
    let ids: BTreeSet<ReminderId> = messages.iter().filter_map(|message| message.cause_id.map(ReminderId)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let rows = locked(tx, ids).await?;
    let mut settling = Settling::of(tx, rows.clone(), now).await?;
    for row in rows.iter().filter(|row| row.status == Status::Success) {
        let message = messages.iter().find(|message| Some(message.id) == row.message_id);
        if let Some(ended) =
            message.and_then(|message| of_message(message.status, message.problem)).filter(|ended| *ended != Ended::Reached)
        {
            settling.go_on(row.id, ended);
        }
    }
    let told = settling.write(tx).await?;
    outbox::publish(tx, told).await
}

async fn locked(tx: &Tx, ids: impl IntoIterator<Item = ReminderId>) -> Result<Vec<reminder::Model>, DbErr> {
    let rows = reminder::Entity::find().filter(reminder::Column::Id.is_in(ids)).order_by_asc(reminder::Column::Id);
    rows.lock(LockType::NoKeyUpdate).all(&**tx).await
}

/// What was said in these calls: what their runs mean, and the keys that were pressed last.
async fn said(tx: &Tx, attempts: impl Iterator<Item = AttemptId>) -> Result<HashMap<AttemptId, Said>, DbErr> {
    let runs = flow_run::Entity::find().filter(flow_run::Column::CallAttemptId.is_in(attempts)).all(&**tx).await?;
    let results = flow_result::Entity::find()
        .filter(flow_result::Column::RunId.is_in(runs.iter().map(|run| run.id)))
        .filter(flow_result::Column::Keys.is_not_null())
        .order_by_asc(flow_result::Column::HeardAt)
        .all(&**tx)
        .await?;
    let mut keys: HashMap<FlowRunId, String> = HashMap::new();
    for result in results {
        keys.extend(result.keys.map(|pressed| (result.run_id, pressed)));
    }
    Ok(runs.into_iter().map(|run| (run.call_attempt_id, Said { outcome: run.outcome, keys: keys.remove(&run.id) })).collect())
}

/// Reminders that go on, with what is around them.
struct Settling {
    rows: BTreeMap<ReminderId, (reminder::Model, reminder::Model)>,
    occurrences: HashMap<OccurrenceId, occurrence::Model>,
    world: World,
    now: DateTime<Utc>,
}

impl Settling {
    async fn of(tx: &Tx, rows: Vec<reminder::Model>, now: DateTime<Utc>) -> Result<Self, DbErr> {
        let world = World::read(&**tx, rows.iter().map(|row| row.alarm_id)).await?;
        let occurrences = occurrence::Entity::find().filter(occurrence::Column::Id.is_in(rows.iter().map(|row| row.occurrence_id)));
        let occurrences = occurrences.all(&**tx).await?.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { rows: rows.into_iter().map(|row| (row.id, (row.clone(), row))).collect(), occurrences, world, now })
    }

    fn call(&mut self, id: ReminderId, attempt: &call_attempt::Model, said: Said, left: bool) {
        let Some((_, row)) = self.rows.get_mut(&id) else { return };
        let Some(around) = self.world.around(row.alarm_id) else { return };
        let answer = meant(said.outcome.as_deref(), said.keys.as_deref(), &around.definition.answers);
        let call =
            Call { status: attempt.status, cause: attempt.cause, answered_by: attempt.answered_by, left, answered: answer.is_some() };
        let ended = of_call(call, behavior(&around.alarm, around.settings.as_ref()), around.alarm.needs_answer);
        let last = row.attempt_id == Some(attempt.id);
        if last {
            row.calling = false;
        }
        // Of an earlier call only that somebody was reached after all still matters.
        if ended != Ended::Reached && !(last && row.status == Status::InProcess) {
            return;
        }
        if said.keys.is_some() || answer.is_some() {
            row.cancels |= answer == Some(Outcome::Canceled) && around.alarm.cancels;
            row.answer = answer.map(String::from);
            row.keys = said.keys;
        }
        self.go_on(id, ended);
    }

    fn go_on(&mut self, id: ReminderId, ended: Ended) {
        let Some((_, row)) = self.rows.get_mut(&id) else { return };
        let (Some(around), Some(occurrence)) = (self.world.around(row.alarm_id), self.occurrences.get(&row.occurrence_id)) else { return };
        if let Some(new) = after(&self.world, around, occurrence, row, ended, self.now) {
            *row = new;
        }
    }

    /// Writes those that changed, with the messages that all was in vain; what is told of them.
    async fn write(self, tx: &Tx) -> Result<Vec<News>, DbErr> {
        let Self { rows, occurrences, world, now } = self;
        let changed: Vec<(reminder::Model, reminder::Model)> = rows.into_values().filter(|(before, row)| before != row).collect();
        let failed: Vec<&reminder::Model> =
            changed.iter().filter(|(before, row)| has_failed(before.status, row.status)).map(|(_, row)| row).collect();
        if !failed.is_empty() {
            let of: Vec<(&Around, i32)> = failed.iter().filter_map(|row| Some((world.around(row.alarm_id)?, row.step))).collect();
            let means = Means::read(&**tx, &world, &of).await?;
            for row in failed {
                let (Some(around), Some(occurrence)) = (world.around(row.alarm_id), occurrences.get(&row.occurrence_id)) else { continue };
                if let Some(text) = fire::failure(&world, &means, around, occurrence, row) {
                    post_text(tx, row.account_id, text, now).await?;
                }
            }
        }
        for (before, row) in &changed {
            let (Some(around), Some(occurrence)) = (world.around(row.alarm_id), occurrences.get(&row.occurrence_id)) else { continue };
            for event in hooks::events(around, occurrence, (before.status, before.answer.as_deref()), row) {
                webhooks::publish(tx, row.account_id, &event, &[], now).await?;
            }
        }
        let rows: Vec<reminder::Model> = changed.into_iter().map(|(_, row)| row).collect();
        plan::save(tx, &rows).await?;
        Ok(plan::tell(&world, &rows, ChangeKind::Updated, now))
    }
}
