//! Reading events and occurrences, as far as somebody may.

use chrono::{DateTime, Utc};
use entity::{
    event,
    id::{CalendarId, EventId, OccurrenceId},
    occurrence,
    stored::{EventStatus, OccurrenceState},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    calendars::repository::Calendars,
    graphql::{connection::PageRequest, interval::IntervalInput},
};

/// Events and occurrences of calendars.
#[derive(Clone, Copy, Debug)]
pub struct Events(pub Calendars);

/// Which events are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventsWanted {
    /// Only those of this calendar.
    pub calendar: Option<CalendarId>,
    /// Only those of this status.
    pub status: Option<EventStatus>,
}

/// Which occurrences are wanted.
#[derive(Clone, Debug, Default)]
pub struct OccurrencesWanted {
    /// Only those of this calendar.
    pub calendar: Option<CalendarId>,
    /// Only those of this event.
    pub event: Option<EventId>,
    /// Only those of these states.
    pub states: Option<Vec<OccurrenceState>>,
    /// Only those that begin within this time.
    pub between: Option<IntervalInput>,
}

/// Place of an occurrence among others: when it begins, and its id.
pub type OccurrenceKey = (DateTime<Utc>, Uuid);

impl Events {
    fn events(self) -> Select<event::Entity> {
        let rows = event::Entity::find().filter(event::Column::AccountId.eq(self.0.account_id));
        if self.0.is_limited() { rows.filter(event::Column::CalendarId.in_subquery(self.0.ids())) } else { rows }
    }

    fn occurrences(self) -> Select<occurrence::Entity> {
        let rows = occurrence::Entity::find().filter(occurrence::Column::AccountId.eq(self.0.account_id));
        if self.0.is_limited() { rows.filter(occurrence::Column::CalendarId.in_subquery(self.0.ids())) } else { rows }
    }

    /// The event.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: EventId) -> Result<Option<event::Model>, DbErr> {
        self.events().filter(event::Column::Id.eq(id)).one(db).await
    }

    /// The event, which nobody else changes until the transaction ends; nor what becomes of its occurrences.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, db: &impl ConnectionTrait, id: EventId) -> Result<Option<event::Model>, DbErr> {
        self.events().filter(event::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// The event that other programs know by `uid`.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_uid(self, db: &impl ConnectionTrait, calendar: CalendarId, uid: &str) -> Result<Option<event::Model>, DbErr> {
        self.events().filter(event::Column::CalendarId.eq(calendar)).filter(event::Column::Uid.eq(uid)).one(db).await
    }

    /// A page of events, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        wanted: EventsWanted,
        request: &PageRequest<EventId>,
    ) -> Result<Vec<event::Model>, DbErr> {
        let mut rows = self.events();
        if let Some(calendar) = wanted.calendar {
            rows = rows.filter(event::Column::CalendarId.eq(calendar));
        }
        if let Some(status) = wanted.status {
            rows = rows.filter(event::Column::Status.eq(status));
        }
        if let Some(after) = request.after {
            rows = rows.filter(event::Column::Id.lt(after));
        }
        rows.order_by_desc(event::Column::Id).limit(request.limit()).all(db).await
    }

    /// The occurrence.
    ///
    /// # Errors
    /// The database's.
    pub async fn occurrence(self, db: &impl ConnectionTrait, id: OccurrenceId) -> Result<Option<occurrence::Model>, DbErr> {
        self.occurrences().filter(occurrence::Column::Id.eq(id)).one(db).await
    }

    /// A page of occurrences, by when they begin.
    ///
    /// # Errors
    /// The database's.
    pub async fn occurrences_page(
        self,
        db: &impl ConnectionTrait,
        wanted: &OccurrencesWanted,
        request: &PageRequest<OccurrenceKey>,
    ) -> Result<Vec<occurrence::Model>, DbErr> {
        use occurrence::Column as C;

        let mut rows = self.occurrences();
        if let Some(calendar) = wanted.calendar {
            rows = rows.filter(C::CalendarId.eq(calendar));
        }
        if let Some(event) = wanted.event {
            rows = rows.filter(C::EventId.eq(event));
        }
        if let Some(states) = &wanted.states {
            rows = rows.filter(C::State.is_in(states.iter().copied()));
        }
        if let Some(between) = wanted.between {
            rows = rows.filter(C::StartsAt.gte(between.starts_at)).filter(C::StartsAt.lt(between.ends_at));
        }
        if let Some((at, id)) = request.after {
            let key = Expr::tuple([C::StartsAt.into_simple_expr(), C::Id.into_simple_expr()]);
            rows = rows.filter(key.gt(Expr::tuple([Expr::val(at), Expr::val(id)])));
        }
        rows.order_by_asc(C::StartsAt).order_by_asc(C::Id).limit(request.limit()).all(db).await
    }
}
