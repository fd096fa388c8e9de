//! Alarms and reminders by id, and those of events and occurrences: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    alarm, call_attempt,
    id::{AccountId, AlarmId, EventId, OccurrenceId, ReminderId},
    message, reminder,
    stored::{MessageCause, ReminderStatus, Topic},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{calls::attempts::CallAttempt, db::Db, error::Fault, graphql::batch::Batch, messages::Message};

/// Reads alarms. A key names its account: an id of another account finds nothing.
struct AlarmLoader(Db);

impl Loader<(AccountId, AlarmId)> for AlarmLoader {
    type Value = alarm::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, AlarmId)]) -> Result<HashMap<(AccountId, AlarmId), alarm::Model>, DbErr> {
        let rows = alarm::Entity::find().filter(alarm::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads the alarms of events. Who has the event has its account.
struct OfEventLoader(Db);

impl Loader<EventId> for OfEventLoader {
    type Value = Vec<alarm::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, Vec<alarm::Model>>, DbErr> {
        let rows = alarm::Entity::find().filter(alarm::Column::EventId.is_in(keys.iter().copied())).order_by_asc(alarm::Column::Id);
        let mut found: HashMap<EventId, Vec<alarm::Model>> = HashMap::new();
        for row in rows.all(self.0.read()).await? {
            found.entry(row.event_id).or_default().push(row);
        }
        Ok(found)
    }
}

/// Reads reminders.
struct ReminderLoader(Db);

impl Loader<(AccountId, ReminderId)> for ReminderLoader {
    type Value = reminder::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, ReminderId)]) -> Result<HashMap<(AccountId, ReminderId), reminder::Model>, DbErr> {
        let rows = reminder::Entity::find().filter(reminder::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads the reminders of occurrences. Who has the occurrence has its account.
struct OfOccurrenceLoader(Db);

impl Loader<OccurrenceId> for OfOccurrenceLoader {
    type Value = Vec<reminder::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[OccurrenceId]) -> Result<HashMap<OccurrenceId, Vec<reminder::Model>>, DbErr> {
        let rows = reminder::Entity::find().filter(reminder::Column::OccurrenceId.is_in(keys.iter().copied()));
        let mut found: HashMap<OccurrenceId, Vec<reminder::Model>> = HashMap::new();
        for row in rows.order_by_asc(reminder::Column::AlarmId).all(self.0.read()).await? {
            found.entry(row.occurrence_id).or_default().push(row);
        }
        Ok(found)
    }
}

/// Counts reminders of alarms that reached whom they were for.
struct NotifiedLoader(Db);

impl Loader<AlarmId> for NotifiedLoader {
    type Value = i64;
    type Error = DbErr;

    async fn load(&self, keys: &[AlarmId]) -> Result<HashMap<AlarmId, i64>, DbErr> {
        use reminder::Column as C;
        let rows = reminder::Entity::find().select_only().column(C::AlarmId).column_as(C::Id.count(), "count");
        let rows = rows.filter(C::AlarmId.is_in(keys.iter().copied())).filter(C::Status.eq(ReminderStatus::Success)).group_by(C::AlarmId);
        Ok(rows.into_tuple::<(AlarmId, i64)>().all(self.0.read()).await?.into_iter().collect())
    }
}

/// Reads the calls of reminders. Who has the reminder has its account.
struct CallsLoader(Db);

impl Loader<ReminderId> for CallsLoader {
    type Value = Vec<CallAttempt>;
    type Error = DbErr;

    async fn load(&self, keys: &[ReminderId]) -> Result<HashMap<ReminderId, Vec<CallAttempt>>, DbErr> {
        let rows = call_attempt::Entity::find().filter(call_attempt::Column::ReminderId.is_in(keys.iter().copied()));
        let mut found: HashMap<ReminderId, Vec<CallAttempt>> = HashMap::new();
        for row in rows.order_by_asc(call_attempt::Column::Number).all(self.0.read()).await? {
            if let Some(id) = row.reminder_id {
                found.entry(id).or_default().push(row.into());
            }
        }
        Ok(found)
    }
}

/// A reminder's messages, by the account and the reminder.
struct MessagesLoader(Db);

impl Loader<(AccountId, ReminderId)> for MessagesLoader {
    type Value = Vec<Message>;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, ReminderId)]) -> Result<HashMap<(AccountId, ReminderId), Vec<Message>>, DbErr> {
        use message::Column as C;
        let ids: Vec<Uuid> = keys.iter().map(|(_, id)| id.0).collect();
        let rows = message::Entity::find().filter(C::Cause.eq(MessageCause::Reminder)).filter(C::CauseId.is_in(ids)).order_by_asc(C::Id);
        let mut found: HashMap<(AccountId, ReminderId), Vec<Message>> = HashMap::new();
        for row in rows.all(self.0.read()).await? {
            if let Some(cause) = row.cause_id {
                found.entry((row.account_id, ReminderId(cause))).or_default().push(row.into());
            }
        }
        Ok(found)
    }
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder
        .data(Batch::new(AlarmLoader(db.clone())))
        .data(Batch::new(OfEventLoader(db.clone())))
        .data(Batch::new(ReminderLoader(db.clone())).changing_with(Topic::Reminder))
        .data(Batch::new(OfOccurrenceLoader(db.clone())))
        .data(Batch::new(NotifiedLoader(db.clone())))
        .data(Batch::new(CallsLoader(db.clone())))
        .data(Batch::new(MessagesLoader(db.clone())))
}

/// The alarm of that id in the account. Whether its reader may see it is asked before.
///
/// # Errors
/// The database's.
pub async fn alarm(ctx: &Context<'_>, account_id: AccountId, id: AlarmId) -> Result<Option<alarm::Model>, Fault> {
    Ok(Batch::<AlarmLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The alarms of an event, the oldest first.
///
/// # Errors
/// The database's.
pub async fn of_event(ctx: &Context<'_>, id: EventId) -> Result<Vec<alarm::Model>, Fault> {
    Ok(Batch::<OfEventLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}

/// The reminder of that id in the account. Whether its reader may see it is asked before.
///
/// # Errors
/// The database's.
pub async fn reminder(ctx: &Context<'_>, account_id: AccountId, id: ReminderId) -> Result<Option<reminder::Model>, Fault> {
    Ok(Batch::<ReminderLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The reminders of an occurrence, in the order of their alarms.
///
/// # Errors
/// The database's.
pub async fn of_occurrence(ctx: &Context<'_>, id: OccurrenceId) -> Result<Vec<reminder::Model>, Fault> {
    Ok(Batch::<OfOccurrenceLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}

/// How many reminders of an alarm reached whom they were for.
///
/// # Errors
/// The database's.
pub async fn notified(ctx: &Context<'_>, id: AlarmId) -> Result<i64, Fault> {
    Ok(Batch::<NotifiedLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}

/// The calls of a reminder, the first first.
///
/// # Errors
/// The database's.
pub async fn calls(ctx: &Context<'_>, id: ReminderId) -> Result<Vec<CallAttempt>, Fault> {
    Ok(Batch::<CallsLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}

/// The messages of a reminder, the first first.
///
/// # Errors
/// The database's.
pub async fn messages(ctx: &Context<'_>, account_id: AccountId, id: ReminderId) -> Result<Vec<Message>, Fault> {
    Ok(Batch::<MessagesLoader>::of(ctx)?.one((account_id, id)).await?.unwrap_or_default())
}
