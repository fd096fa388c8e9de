//! Reading queues' weeks of one account.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    closed_day,
    id::{AccountId, ClosedDayId, PersonId, QueueId, RotaRuleId, ServiceSlotId, StandingTurnId},
    rota_rule, rota_settings, service_slot, standing_turn,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::settings::{Settings, unset};

/// Queues' weeks of one account.
#[derive(Clone, Copy)]
pub struct Shape(pub AccountId);

macro_rules! by_id {
    ($($(#[$doc:meta])* $function:ident: $table:ident, $id:ty;)+) => {
        impl Shape {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// The database's.
                pub async fn $function(self, db: &impl ConnectionTrait, id: $id) -> Result<Option<$table::Model>, DbErr> {
                    let found = $table::Entity::find().filter($table::Column::Id.eq(id)).filter($table::Column::AccountId.eq(self.0));
                    found.one(db).await
                }
            )+
        }
    };
}

by_id! {
    /// The service slot of that id.
    slot: service_slot, ServiceSlotId;
    /// The closed day of that id.
    closed_day: closed_day, ClosedDayId;
    /// The rule of that id.
    rule: rota_rule, RotaRuleId;
    /// The standing turn of that id.
    standing_turn: standing_turn, StandingTurnId;
}

impl Shape {
    /// The service hours of a queue, in the order of the week.
    ///
    /// # Errors
    /// The database's.
    pub async fn hours(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Vec<service_slot::Model>, DbErr> {
        use service_slot::Column as C;
        let slots = service_slot::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::QueueId.eq(queue));
        slots.order_by_asc(C::Weekday).order_by_asc(C::StartsAt).all(db).await
    }

    /// The days from `from` to `until`, both included, on which a queue is closed, its own and all the account's; without a queue
    /// those of every queue.
    ///
    /// # Errors
    /// The database's.
    pub async fn closed_days(
        self,
        db: &impl ConnectionTrait,
        queue: Option<QueueId>,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<closed_day::Model>, DbErr> {
        use closed_day::Column as C;
        let mut days = closed_day::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::ClosedOn.between(from, until));
        if let Some(queue) = queue {
            days = days.filter(Condition::any().add(C::QueueId.eq(queue)).add(C::QueueId.is_null()));
        }
        days.order_by_asc(C::ClosedOn).order_by_asc(C::Id).all(db).await
    }

    /// The settings of a queue's rota: the defaults, if nobody has set any.
    ///
    /// # Errors
    /// The database's.
    pub async fn settings(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Settings, DbErr> {
        let row = self.settings_row(db, queue).await?;
        row.unwrap_or_else(|| unset(self.0, queue, DateTime::<Utc>::UNIX_EPOCH)).try_into()
    }

    pub(super) async fn settings_row(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Option<rota_settings::Model>, DbErr> {
        rota_settings::Entity::find_by_id(queue).filter(rota_settings::Column::AccountId.eq(self.0)).one(db).await
    }

    /// The rules of a queue's rota, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn rules(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Vec<rota_rule::Model>, DbErr> {
        use rota_rule::Column as C;
        rota_rule::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::QueueId.eq(queue)).order_by_asc(C::Id).all(db).await
    }

    /// The standing turns of a queue in the order of the week. There may be some that are in no service slot any more, or whose
    /// person is no longer active: they are not planned.
    ///
    /// # Errors
    /// The database's.
    pub async fn standing_turns(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Vec<standing_turn::Model>, DbErr> {
        use standing_turn::Column as C;
        let turns = standing_turn::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::QueueId.eq(queue));
        turns.order_by_asc(C::Weekday).order_by_asc(C::StartsAt).order_by_asc(C::Id).all(db).await
    }

    /// The standing turns of a person on a day of the week, in any queue.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn standing_on(
        self,
        db: &impl ConnectionTrait,
        person: PersonId,
        weekday: i16,
    ) -> Result<Vec<standing_turn::Model>, DbErr> {
        use standing_turn::Column as C;
        let turns = standing_turn::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::PersonId.eq(person));
        turns.filter(C::Weekday.eq(weekday)).all(db).await
    }
}
