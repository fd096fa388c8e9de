//! Queues' rows, each read within an account.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, QueueEventId, QueueId},
    queue, queue_assignment, queue_day, queue_event, queue_member, queue_visit,
    stored::QueueOutcome,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, LockType},
};

use super::counters;
use crate::{
    db::Tx,
    graphql::{connection::PageRequest, interval::IntervalInput},
};

/// Sort key of the list of queues.
pub type QueueKey = (String, QueueId);
/// Sort key of a queue's history, newest first.
pub type HistoryKey = (DateTime<Utc>, QueueEventId);

/// The queues of an account.
#[derive(Clone, Copy, Debug)]
pub struct Queues(pub AccountId);

impl Queues {
    fn all(self) -> Select<queue::Entity> {
        queue::Entity::find().filter(queue::Column::AccountId.eq(self.0))
    }

    /// The queue of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: QueueId) -> Result<Option<queue::Model>, DbErr> {
        self.all().filter(queue::Column::Id.eq(id)).one(db).await
    }

    /// The queue of that id, whose wishes nobody else changes until the transaction ends: whoever changes them asks here first.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, tx: &Tx, id: QueueId) -> Result<Option<queue::Model>, DbErr> {
        // Not FOR UPDATE: rows that point at the queue may be written meanwhile.
        self.all().filter(queue::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&**tx).await
    }

    /// A page, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(self, db: &impl ConnectionTrait, request: &PageRequest<QueueKey>) -> Result<Vec<queue::Model>, DbErr> {
        let mut page = self.all();
        if let Some((name, id)) = &request.after {
            let later = Condition::any()
                .add(queue::Column::Name.gt(name))
                .add(Condition::all().add(queue::Column::Name.eq(name)).add(queue::Column::Id.gt(*id)));
            page = page.filter(later);
        }
        page.order_by_asc(queue::Column::Name).order_by_asc(queue::Column::Id).limit(request.limit()).all(db).await
    }

    /// Who is wanted in `queue`, in order.
    ///
    /// # Errors
    /// The database's.
    pub async fn wanted(self, db: &impl ConnectionTrait, queue: QueueId) -> Result<Vec<queue_assignment::Model>, DbErr> {
        queue_assignment::Entity::find()
            .filter(queue_assignment::Column::AccountId.eq(self.0))
            .filter(queue_assignment::Column::QueueId.eq(queue))
            .order_by_asc(queue_assignment::Column::Penalty)
            .order_by_asc(queue_assignment::Column::Id)
            .all(db)
            .await
    }

    /// Where `person` is wanted: in one queue, or in all.
    ///
    /// # Errors
    /// The database's.
    pub async fn wanting(
        self,
        db: &impl ConnectionTrait,
        person: PersonId,
        queue: Option<QueueId>,
    ) -> Result<Vec<queue_assignment::Model>, DbErr> {
        let mut wishes = queue_assignment::Entity::find()
            .filter(queue_assignment::Column::AccountId.eq(self.0))
            .filter(queue_assignment::Column::PersonId.eq(person));
        if let Some(queue) = queue {
            wishes = wishes.filter(queue_assignment::Column::QueueId.eq(queue));
        }
        wishes.order_by_asc(queue_assignment::Column::QueueId).all(db).await
    }

    /// The members who are `person`, in these queues, as they are now.
    ///
    /// # Errors
    /// The database's.
    pub async fn memberships(
        self,
        db: &impl ConnectionTrait,
        person: PersonId,
        queues: &[QueueId],
    ) -> Result<Vec<queue_member::Model>, DbErr> {
        queue_member::Entity::find()
            .filter(queue_member::Column::AccountId.eq(self.0))
            .filter(queue_member::Column::PersonId.eq(person))
            .filter(queue_member::Column::QueueId.is_in(queues.iter().copied()))
            .filter(queue_member::Column::ValidTo.is_null())
            .order_by_asc(queue_member::Column::QueueId)
            .all(db)
            .await
    }

    /// The members of `queue`: now, or at an instant.
    ///
    /// # Errors
    /// The database's.
    pub async fn members(
        self,
        db: &impl ConnectionTrait,
        queue: QueueId,
        at: Option<DateTime<Utc>>,
    ) -> Result<Vec<queue_member::Model>, DbErr> {
        use queue_member::Column as C;
        let until = match at {
            None => Condition::all().add(C::ValidTo.is_null()),
            Some(at) => Condition::all().add(C::ValidFrom.lte(at)).add(Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(at))),
        };
        queue_member::Entity::find()
            .filter(C::AccountId.eq(self.0))
            .filter(C::QueueId.eq(queue))
            .filter(until)
            .order_by_asc(C::Name)
            .order_by_asc(C::Endpoint)
            .all(db)
            .await
    }

    /// The waits in `queue` at an instant, the longest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn waiting(self, db: &impl ConnectionTrait, queue: QueueId, at: DateTime<Utc>) -> Result<Vec<queue_visit::Model>, DbErr> {
        use queue_visit::Column as C;
        let open = Condition::any().add(C::LeftAt.is_null()).add(C::LeftAt.gt(at));
        queue_visit::Entity::find()
            .filter(C::AccountId.eq(self.0))
            .filter(C::QueueId.eq(queue))
            .filter(C::JoinedAt.lte(at))
            .filter(open)
            .order_by_asc(C::JoinedAt)
            .order_by_asc(C::Id)
            .all(db)
            .await
    }

    /// The counters of `queue` as they were at an instant, counted again from the waits.
    ///
    /// # Errors
    /// The database's.
    pub async fn counted(self, db: &impl ConnectionTrait, queue: &queue::Model, at: DateTime<Utc>) -> Result<queue_day::Model, DbErr> {
        use queue_visit::Column as C;
        let zone = counters::zone(queue);
        let day = counters::day(zone, at);
        let in_time = Expr::case(Expr::col(C::WaitSeconds).lte(queue.service_level_seconds), 1).finally(0);
        let sums: Vec<Sums> = queue_visit::Entity::find()
            .select_only()
            .column(C::Outcome)
            .column_as(C::Id.count(), "visits")
            .expr_as(Func::sum(in_time), "in_time")
            .column_as(C::WaitSeconds.sum(), "waited")
            .column_as(C::WaitSeconds.max(), "longest")
            .column_as(C::TalkSeconds.count(), "talks")
            .column_as(C::TalkSeconds.sum(), "talked")
            .filter(C::AccountId.eq(self.0))
            .filter(C::QueueId.eq(queue.id))
            .filter(C::LeftAt.gte(counters::begins(zone, day)))
            .filter(C::LeftAt.lte(at))
            .filter(C::Outcome.is_not_null())
            .group_by(C::Outcome)
            .into_model()
            .all(db)
            .await?;
        let mut row = counters::empty(queue, day);
        for sum in sums {
            sum.add(&mut row);
        }
        Ok(row)
    }

    /// A page of a queue's history, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn history(
        self,
        db: &impl ConnectionTrait,
        queue: QueueId,
        between: Option<IntervalInput>,
        request: &PageRequest<HistoryKey>,
    ) -> Result<Vec<queue_event::Model>, DbErr> {
        use queue_event::Column as C;
        let mut page = queue_event::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::QueueId.eq(queue));
        if let Some(between) = between {
            page = page.filter(C::OccurredAt.gte(between.starts_at)).filter(C::OccurredAt.lt(between.ends_at));
        }
        if let Some((at, id)) = request.after {
            let earlier = Condition::any().add(C::OccurredAt.lt(at)).add(Condition::all().add(C::OccurredAt.eq(at)).add(C::Id.lt(id)));
            page = page.filter(earlier);
        }
        page.order_by_desc(C::OccurredAt).order_by_desc(C::Id).limit(request.limit()).all(db).await
    }
}

/// Sums over the waits of one outcome.
#[derive(Debug, FromQueryResult)]
struct Sums {
    outcome: Option<QueueOutcome>,
    visits: i64,
    in_time: Option<i64>,
    waited: Option<i64>,
    longest: Option<i32>,
    talks: i64,
    talked: Option<i64>,
}

impl Sums {
    fn add(self, row: &mut queue_day::Model) {
        let visits = whole(self.visits);
        row.offered += visits;
        row.longest_wait_seconds = Ord::max(row.longest_wait_seconds, self.longest.unwrap_or_default());
        row.talks += whole(self.talks);
        row.talk_seconds += self.talked.unwrap_or_default();
        match self.outcome {
            Some(QueueOutcome::Answered) => {
                row.answered += visits;
                row.in_time += whole(self.in_time.unwrap_or_default());
                row.answered_wait_seconds += self.waited.unwrap_or_default();
            }
            Some(QueueOutcome::Abandoned) => row.abandoned += visits,
            Some(QueueOutcome::TimedOut) => row.timed_out += visits,
            _ => row.other += visits,
        }
    }
}

fn whole(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Groups rows by a key, in the order they came.
pub(super) fn grouped<K: std::hash::Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
