//! What is true of a queue now, all of it read at one instant: a call that is counted as waiting also stands in the line.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use chrono::NaiveDate;
use entity::{
    id::{AccountId, PersonId, QueueId},
    queue_assignment, queue_day, queue_member, queue_visit,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::repository::grouped;
use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// What is true of a queue at the instant it was read.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// Who is in it, by name.
    pub members: Vec<queue_member::Model>,
    /// Who is wanted in it.
    pub wanted: Vec<queue_assignment::Model>,
    /// Which calls wait, the first in line first.
    pub waiting: Vec<queue_visit::Model>,
    /// What was counted on the day asked for, if anything.
    pub day: Option<queue_day::Model>,
}

impl Present {
    /// Whose telephones ring for a call that waits.
    pub fn ringing(&self, visit: &queue_visit::Model) -> Vec<PersonId> {
        ringing(&self.members, visit)
    }
}

/// Who of `members` has a telephone that rings for `visit`.
pub(super) fn ringing(members: &[queue_member::Model], visit: &queue_visit::Model) -> Vec<PersonId> {
    let endpoints: Vec<&str> = visit.ringing.as_array().into_iter().flatten().filter_map(|text| text.as_str()).collect();
    members.iter().filter(|member| endpoints.contains(&member.endpoint.as_str())).filter_map(|member| member.person_id).collect()
}

type Key = (AccountId, QueueId, NaiveDate);

struct PresentLoader(Db);

/// Registers the loader with a schema.
pub(super) fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(PresentLoader(db.clone())))
}

/// The present of a queue, with the counters of `day`.
///
/// # Errors
/// The database's.
pub(super) async fn present(ctx: &Context<'_>, account_id: AccountId, queue: QueueId, day: NaiveDate) -> Result<Arc<Present>, Fault> {
    Ok(Batch::<PresentLoader>::of(ctx)?.one((account_id, queue, day)).await?.unwrap_or_default())
}

impl Loader<Key> for PresentLoader {
    type Value = Arc<Present>;
    type Error = DbErr;

    async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Arc<Present>>, DbErr> {
        let queues: Vec<QueueId> = keys.iter().map(|(_, queue, _)| *queue).collect();
        let days: Vec<NaiveDate> = keys.iter().map(|(_, _, day)| *day).collect();
        let snapshot = self.0.snapshot().await?;
        let mut members = grouped(members(&snapshot, &queues).await?, |row| (row.account_id, row.queue_id));
        let mut wanted = grouped(wanted(&snapshot, &queues).await?, |row| (row.account_id, row.queue_id));
        let mut waiting = grouped(waiting(&snapshot, &queues).await?, |row| (row.account_id, row.queue_id));
        let counted = counted(&snapshot, &queues, &days).await?;
        snapshot.commit().await?;
        let mut counted: HashMap<Key, _> = counted.into_iter().map(|row| ((row.account_id, row.queue_id, row.day), row)).collect();
        let of = |key: &Key| {
            let queue = (key.0, key.1);
            let present = Present {
                members: members.remove(&queue).unwrap_or_default(),
                wanted: wanted.remove(&queue).unwrap_or_default(),
                waiting: waiting.remove(&queue).unwrap_or_default(),
                day: counted.remove(key),
            };
            (*key, Arc::new(present))
        };
        Ok(keys.iter().map(of).collect())
    }
}

/// Who is in the queues, by name.
pub(super) async fn members(db: &impl ConnectionTrait, queues: &[QueueId]) -> Result<Vec<queue_member::Model>, DbErr> {
    use queue_member::Column as C;
    queue_member::Entity::find()
        .filter(C::QueueId.is_in(queues.iter().copied()))
        .filter(C::ValidTo.is_null())
        .order_by_asc(C::Name)
        .order_by_asc(C::Endpoint)
        .all(db)
        .await
}

/// Who is wanted in the queues.
pub(super) async fn wanted(db: &impl ConnectionTrait, queues: &[QueueId]) -> Result<Vec<queue_assignment::Model>, DbErr> {
    use queue_assignment::Column as C;
    queue_assignment::Entity::find()
        .filter(C::QueueId.is_in(queues.iter().copied()))
        .order_by_asc(C::Penalty)
        .order_by_asc(C::Id)
        .all(db)
        .await
}

async fn waiting(db: &impl ConnectionTrait, queues: &[QueueId]) -> Result<Vec<queue_visit::Model>, DbErr> {
    use queue_visit::Column as C;
    queue_visit::Entity::find()
        .filter(C::QueueId.is_in(queues.iter().copied()))
        .filter(C::LeftAt.is_null())
        .order_by_asc(C::JoinedAt)
        .order_by_asc(C::Id)
        .all(db)
        .await
}

async fn counted(db: &impl ConnectionTrait, queues: &[QueueId], days: &[NaiveDate]) -> Result<Vec<queue_day::Model>, DbErr> {
    use queue_day::Column as C;
    queue_day::Entity::find().filter(C::QueueId.is_in(queues.iter().copied())).filter(C::Day.is_in(days.iter().copied())).all(db).await
}
