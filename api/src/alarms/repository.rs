//! Reading alarms and reminders, as far as somebody may.

use entity::{
    alarm,
    id::{AlarmId, ReminderId},
    reminder,
    stored::ReminderStatus,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid, sea_query::LockType,
};

use crate::{calendars::repository::Calendars, graphql::connection::PageRequest};

/// Alarms of calendars, and their reminders.
#[derive(Clone, Copy, Debug)]
pub struct Alarms(pub Calendars);

impl Alarms {
    fn all(self) -> Select<alarm::Entity> {
        let rows = alarm::Entity::find().filter(alarm::Column::AccountId.eq(self.0.account_id));
        if self.0.is_limited() { rows.filter(alarm::Column::CalendarId.in_subquery(self.0.ids())) } else { rows }
    }

    /// The alarm.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: AlarmId) -> Result<Option<alarm::Model>, DbErr> {
        self.all().filter(alarm::Column::Id.eq(id)).one(db).await
    }

    /// The alarm, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, db: &impl ConnectionTrait, id: AlarmId) -> Result<Option<alarm::Model>, DbErr> {
        self.all().filter(alarm::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// The reminder.
    ///
    /// # Errors
    /// The database's.
    pub async fn reminder(self, db: &impl ConnectionTrait, id: ReminderId) -> Result<Option<reminder::Model>, DbErr> {
        let rows = reminder::Entity::find().filter(reminder::Column::AccountId.eq(self.0.account_id));
        let rows = if self.0.is_limited() { rows.filter(reminder::Column::CalendarId.in_subquery(self.0.ids())) } else { rows };
        rows.filter(reminder::Column::Id.eq(id)).one(db).await
    }
}

/// A page of an alarm's reminders, the newest first; one row more than wanted.
///
/// # Errors
/// The database's.
pub async fn reminders(
    db: &impl ConnectionTrait,
    alarm: AlarmId,
    statuses: Option<Vec<ReminderStatus>>,
    request: &PageRequest<Uuid>,
) -> Result<Vec<reminder::Model>, DbErr> {
    use reminder::Column as C;
    let mut rows = reminder::Entity::find().filter(C::AlarmId.eq(alarm));
    if let Some(statuses) = statuses {
        rows = rows.filter(C::Status.is_in(statuses));
    }
    if let Some(after) = request.after {
        rows = rows.filter(C::Id.lt(after));
    }
    rows.order_by_desc(C::Id).limit(request.limit()).all(db).await
}
