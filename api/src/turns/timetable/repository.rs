//! Timetables' rows, each read within an account.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{AccountId, PersonId, QueueId, TimetableId, TimetableSlotId, TurnId},
    person,
    stored::TimetableStatus,
    timetable, timetable_entry, timetable_slot, turn,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::LockType,
};

use crate::{
    db::Tx,
    graphql::{connection::PageRequest, interval::IntervalInput},
};

/// Sort key of a list of timetables, the newest week first.
pub type TimetableKey = (NaiveDate, TimetableId);
/// Sort key of a list of turns.
pub type TurnKey = (DateTime<Utc>, TurnId);

/// The timetables of an account.
#[derive(Clone, Copy, Debug)]
pub struct Timetables(pub AccountId);

/// Which turns.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Any part of them within it.
    pub between: IntervalInput,
    /// Only this queue's.
    pub queue: Option<QueueId>,
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Also those of drafts.
    pub drafts: bool,
}

impl Timetables {
    fn all(self) -> Select<timetable::Entity> {
        timetable::Entity::find().filter(timetable::Column::AccountId.eq(self.0))
    }

    /// The timetable of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: TimetableId) -> Result<Option<timetable::Model>, DbErr> {
        self.all().filter(timetable::Column::Id.eq(id)).one(db).await
    }

    /// The timetable of that id, which nobody else edits until the transaction ends: whoever changes its turns asks here first.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, tx: &Tx, id: TimetableId) -> Result<Option<timetable::Model>, DbErr> {
        // Not FOR UPDATE: rows that point at the timetable may be written meanwhile.
        self.all().filter(timetable::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&**tx).await
    }

    /// Holds these persons' turns: two edits, of two timetables, do not give one person two turns at once.
    ///
    /// # Errors
    /// The database's.
    pub async fn hold_persons(self, tx: &Tx, persons: &[PersonId]) -> Result<Vec<person::Model>, DbErr> {
        person::Entity::find()
            .filter(person::Column::AccountId.eq(self.0))
            .filter(person::Column::Id.is_in(persons.iter().copied()))
            // In one order, so that nobody waits for one who waits.
            .order_by_asc(person::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&**tx)
            .await
    }

    /// The timetable of a queue and week.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_week(self, db: &impl ConnectionTrait, queue: QueueId, week: NaiveDate) -> Result<Option<timetable::Model>, DbErr> {
        self.all().filter(timetable::Column::QueueId.eq(queue)).filter(timetable::Column::Week.eq(week)).one(db).await
    }

    /// A page, the newest week first.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        queue: Option<QueueId>,
        status: Option<TimetableStatus>,
        request: &PageRequest<TimetableKey>,
    ) -> Result<Vec<timetable::Model>, DbErr> {
        use timetable::Column as C;
        let mut page = self.all();
        if let Some(queue) = queue {
            page = page.filter(C::QueueId.eq(queue));
        }
        if let Some(status) = status {
            page = page.filter(C::Status.eq(status));
        }
        if let Some((week, id)) = request.after {
            let earlier = Condition::any().add(C::Week.lt(week)).add(Condition::all().add(C::Week.eq(week)).add(C::Id.lt(id)));
            page = page.filter(earlier);
        }
        page.order_by_desc(C::Week).order_by_desc(C::Id).limit(request.limit()).all(db).await
    }

    /// The turn of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn turn(self, db: &impl ConnectionTrait, id: TurnId) -> Result<Option<turn::Model>, DbErr> {
        turn::Entity::find_by_id(id).filter(turn::Column::AccountId.eq(self.0)).one(db).await
    }

    /// The slot of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn slot(self, db: &impl ConnectionTrait, id: TimetableSlotId) -> Result<Option<timetable_slot::Model>, DbErr> {
        timetable_slot::Entity::find_by_id(id).filter(timetable_slot::Column::AccountId.eq(self.0)).one(db).await
    }

    /// Turns of a stretch of time, the earliest first.
    pub fn turns(self, wanted: &Wanted) -> Select<turn::Entity> {
        use turn::Column as C;
        let mut turns = turn::Entity::find()
            .filter(C::AccountId.eq(self.0))
            .filter(C::StartsAt.lt(wanted.between.ends_at))
            .filter(C::EndsAt.gt(wanted.between.starts_at));
        if let Some(queue) = wanted.queue {
            turns = turns.filter(C::QueueId.eq(queue));
        }
        if let Some(person) = wanted.person {
            turns = turns.filter(C::PersonId.eq(person));
        }
        if !wanted.drafts {
            turns = known(turns);
        }
        turns.order_by_asc(C::StartsAt).order_by_asc(C::Id)
    }

    /// A page of turns.
    ///
    /// # Errors
    /// The database's.
    pub async fn turn_page(
        self,
        db: &impl ConnectionTrait,
        wanted: &Wanted,
        request: &PageRequest<TurnKey>,
    ) -> Result<Vec<turn::Model>, DbErr> {
        use turn::Column as C;
        let mut page = self.turns(wanted);
        if let Some((at, id)) = request.after {
            let later = Condition::any().add(C::StartsAt.gt(at)).add(Condition::all().add(C::StartsAt.eq(at)).add(C::Id.gt(id)));
            page = page.filter(later);
        }
        page.limit(request.limit()).all(db).await
    }

    /// A page of a timetable's history, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn history(
        self,
        db: &impl ConnectionTrait,
        timetable: TimetableId,
        request: &PageRequest<i32>,
    ) -> Result<Vec<timetable_entry::Model>, DbErr> {
        use timetable_entry::Column as C;
        let mut page = timetable_entry::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::TimetableId.eq(timetable));
        if let Some(version) = request.after {
            page = page.filter(C::Version.lt(version));
        }
        page.order_by_desc(C::Version).limit(request.limit()).all(db).await
    }
}

/// Only turns that everybody knows: not those of drafts.
pub(in crate::turns) fn known(turns: Select<turn::Entity>) -> Select<turn::Entity> {
    let drafts = timetable::Entity::find()
        .select_only()
        .column(timetable::Column::Id)
        .filter(timetable::Column::Status.eq(TimetableStatus::Draft))
        .into_query();
    turns.filter(turn::Column::TimetableId.not_in_subquery(drafts))
}
