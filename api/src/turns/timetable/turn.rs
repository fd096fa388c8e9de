//! A turn as clients see it: one person, one queue, one interval.

use std::borrow::Cow;

use async_graphql::{
    ComplexObject, Context, ContextSelectionSet, ID, OutputType, Positioned, Result, ServerResult, SimpleObject, Value,
    parser::types::Field, registry::Registry,
};
use chrono::{DateTime, Utc};
use entity::turn;

use super::{
    loader,
    types::{Timetable, TimetableSlot},
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{PageRequest, page_cost},
        context::ContextExt,
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
    pub id: ID,
    /// Id of the queue that is answered.
    #[graphql(owned)]
    pub queue_id: ID,
    /// Id of the person who has the turn; null when it is empty.
    pub person_id: Option<ID>,
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
    /// The row.
    #[graphql(skip)]
    pub row: turn::Model,
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

impl From<turn::Model> for Turn {
    fn from(row: turn::Model) -> Self {
        Self {
            id: row.id.into(),
            queue_id: row.queue_id.into(),
            person_id: row.person_id.map(ID::from),
            line: row.line,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            standing: row.standing,
            changed_at: row.changed_at,
            row,
        }
    }
}

#[ComplexObject]
impl Turn {
    /// Person who has the turn; null when it is empty.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.row.person_id else { return Ok(None) };
        Ok(person(ctx, self.row.account_id, id).await?)
    }

    /// Queue that is answered.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        Ok(queues::queue(ctx, self.row.account_id, self.row.queue_id).await?.map(Queue::from))
    }

    /// Slot it is in.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.row.account_id, self.row.slot_id).await?.map(TimetableSlot::from))
    }

    /// What it costs by the rules of its timetable, as it is now, and why; empty when it costs nothing, or is empty. What it bears
    /// together with other turns is shared between them.
    #[graphql(complexity = "4 * child_complexity + 10")]
    async fn costs(&self, ctx: &Context<'_>) -> Result<Vec<RotaCost>> {
        let judged = judged(ctx, self.row.account_id, self.row.timetable_id).await?;
        Ok(judged.map(|judged| judged.costs(self.row.id)).unwrap_or_default())
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
        let Some(judged) = judged(ctx, self.row.account_id, self.row.timetable_id).await? else { return Ok(Vec::new()) };
        TurnCandidate::instead(judged, self.row.id, usize::try_from(request.first).unwrap_or(usize::MAX)).await
    }

    /// Timetable it is in.
    async fn timetable(&self, ctx: &Context<'_>) -> Result<Option<Timetable>> {
        Ok(loader::timetable(ctx, self.row.account_id, self.row.timetable_id).await?.map(Timetable::from))
    }
}

/// Turns that were read for this answer, told at the price of a list.
pub struct Turns(Vec<Turn>);

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
