//! A turn as clients see it: one person, one queue, one interval.

use std::borrow::Cow;

use async_graphql::{
    ComplexObject, Context, ContextSelectionSet, OutputType, Positioned, Result, ServerResult, SimpleObject, Value, parser::types::Field,
    registry::Registry,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, QueueId, TimetableId, TimetableSlotId, TurnId},
    turn,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult, QuerySelect, Select, SelectModel, Selector};

use super::{
    loader,
    types::{Timetable, TimetableSlot},
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{PageRequest, page_cost},
        context::ContextExt,
        id::Key,
        rows::{Rows, plain},
    },
    persons::{Person, loader::person},
    queues::{Queue, loader as queues},
    turns::explain::{candidate::TurnCandidate, constraint::RotaCost, loader::judged},
};

/// One person's time on duty at a queue: a cell of a timetable.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Turn {
    /// Id of the turn.
    #[graphql(owned)]
    pub id: Key<TurnId>,
    /// Id of the queue that is answered.
    #[graphql(owned)]
    pub queue_id: Key<QueueId>,
    /// Id of the person who has the turn; null when it is empty.
    #[graphql(owned)]
    pub person_id: Option<Key<PersonId>>,
    /// Which line of the slot it is, from 1.
    pub line: i32,
    /// When it begins.
    #[graphql(owned)]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[graphql(owned)]
    pub ends_at: DateTime<Utc>,
    /// Whether it is a standing turn of its person.
    pub standing: bool,
    /// When it was last given to somebody else, or made.
    #[graphql(owned)]
    pub changed_at: DateTime<Utc>,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// In which timetable.
    #[graphql(skip)]
    pub timetable_id: TimetableId,
    /// In which slot.
    #[graphql(skip)]
    pub slot_id: TimetableSlotId,
}

plain!(Turn {
    "id" => id,
    "queueId" => queue_id,
    "personId" => person_id,
    "line" => line,
    "startsAt" => starts_at,
    "endsAt" => ends_at,
    "standing" => standing,
    "changedAt" => changed_at,
});

/// Columns of a turn, in the order in which [`Turn`] reads them.
const COLUMNS: [turn::Column; 11] = [
    turn::Column::Id,
    turn::Column::QueueId,
    turn::Column::PersonId,
    turn::Column::Line,
    turn::Column::StartsAt,
    turn::Column::EndsAt,
    turn::Column::Standing,
    turn::Column::ChangedAt,
    turn::Column::AccountId,
    turn::Column::TimetableId,
    turn::Column::SlotId,
];

impl Turn {
    /// What is selected of turns to be read as clients see them.
    pub(super) fn read(turns: Select<turn::Entity>) -> Selector<SelectModel<Self>> {
        turns.select_only().columns(COLUMNS).into_model()
    }
}

impl FromQueryResult for Turn {
    /// By place, not by name: a name is looked up again for each row.
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self {
            id: Key(row.try_get_by_index(0)?),
            queue_id: Key(row.try_get_by_index(1)?),
            person_id: row.try_get_by_index::<Option<PersonId>>(2)?.map(Key),
            line: row.try_get_by_index(3)?,
            starts_at: row.try_get_by_index(4)?,
            ends_at: row.try_get_by_index(5)?,
            standing: row.try_get_by_index(6)?,
            changed_at: row.try_get_by_index(7)?,
            account_id: row.try_get_by_index(8)?,
            timetable_id: row.try_get_by_index(9)?,
            slot_id: row.try_get_by_index(10)?,
        })
    }
}

impl From<turn::Model> for Turn {
    fn from(row: turn::Model) -> Self {
        Self {
            id: Key(row.id),
            queue_id: Key(row.queue_id),
            person_id: row.person_id.map(Key),
            line: row.line,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            standing: row.standing,
            changed_at: row.changed_at,
            account_id: row.account_id,
            timetable_id: row.timetable_id,
            slot_id: row.slot_id,
        }
    }
}

#[ComplexObject]
impl Turn {
    /// Person who has the turn; null when it is empty.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(Key(id)) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Queue that is answered.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        Ok(queues::queue(ctx, self.account_id, self.queue_id.0).await?.map(Queue::from))
    }

    /// Slot it is in.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.account_id, self.slot_id).await?.map(TimetableSlot::from))
    }

    /// What it costs by the rules of its timetable, as it is now, and why; empty when it costs nothing, or is empty. What it bears
    /// together with other turns is shared between them.
    #[graphql(complexity = "4 * child_complexity + 10")]
    async fn costs(&self, ctx: &Context<'_>) -> Result<Vec<RotaCost>> {
        let judged = judged(ctx, self.account_id, self.timetable_id).await?;
        Ok(judged.map(|judged| judged.costs(self.id.0)).unwrap_or_default())
    }

    /// Who might have it instead: first who can, by what it would cost; then who would have more than the load; then who cannot,
    /// with the reasons.
    #[graphql(complexity = "page_cost(Some(first), child_complexity) + 100")]
    async fn alternatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Persons at the most, 1 to 200.", default = 10)] first: i32,
    ) -> Result<Vec<TurnCandidate>> {
        let request: PageRequest<()> = PageRequest::read(first, None)?;
        let Some(judged) = judged(ctx, self.account_id, self.timetable_id).await? else { return Ok(Vec::new()) };
        TurnCandidate::instead(judged, self.id.0, usize::try_from(request.first).unwrap_or(usize::MAX)).await
    }

    /// Timetable it is in.
    async fn timetable(&self, ctx: &Context<'_>) -> Result<Option<Timetable>> {
        Ok(loader::timetable(ctx, self.account_id, self.timetable_id).await?.map(Timetable::from))
    }
}

/// Turns that were read for this answer, told at the price of a list.
pub struct Turns(Vec<Turn>);

impl From<Vec<Turn>> for Turns {
    fn from(turns: Vec<Turn>) -> Self {
        Self(turns)
    }
}

impl From<Vec<turn::Model>> for Turns {
    fn from(rows: Vec<turn::Model>) -> Self {
        Self(rows.into_iter().map(Turn::from).collect())
    }
}

impl OutputType for Turns {
    fn type_name() -> Cow<'static, str> {
        Rows::<'_, Turn>::type_name()
    }

    fn qualified_type_name() -> String {
        Rows::<'_, Turn>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Rows::<'_, Turn>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        Rows(self.0.iter().collect()).resolve(ctx, field).await
    }
}
