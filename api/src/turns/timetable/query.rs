//! Queries about timetables and turns.

use async_graphql::{Context, ID, Object, Result};
use entity::id::{PersonId, QueueId, TimetableId};

use super::{
    repository::{Timetables, Wanted},
    turn::Turn,
    types::{Timetable, TimetableStatus},
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
        interval::IntervalInput,
        local::Date,
    },
};

/// Queries about timetables and turns.
#[derive(Default)]
pub struct TimetableQuery;

/// Queries about timetables and turns.
#[Object]
impl TimetableQuery {
    /// The timetable of that id; null when there is none in this account.
    async fn timetable(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the timetable.")] id: ID) -> Result<Option<Timetable>> {
        let permit = ctx.permit(Operation::Timetable)?;
        let id: TimetableId = id::argument(&id, "id")?;
        Ok(Timetables(permit.account_id()).find(ctx.app().db.read(), id).await?.map(Timetable::from))
    }

    /// The timetable of a queue and week; null when it has not been made.
    async fn timetable_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "The Monday the week begins on.")] week: Date,
    ) -> Result<Option<Timetable>> {
        let permit = ctx.permit(Operation::TimetableOf)?;
        let queue: QueueId = id::argument(&queue_id, "queueId")?;
        let week = week.argument("week")?;
        Ok(Timetables(permit.account_id()).of_week(ctx.app().db.read(), queue, week).await?.map(Timetable::from))
    }

    /// Timetables, the newest week first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn timetables(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this queue's.")] queue_id: Option<ID>,
        #[graphql(desc = "Only those that have come so far.")] status: Option<TimetableStatus>,
        #[graphql(desc = "Timetables of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the timetable before the page.")] after: Option<String>,
    ) -> Result<Connection<Timetable>> {
        let permit = ctx.permit(Operation::Timetables)?;
        let queue: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let db = ctx.app().db.read();
        let rows = Timetables(permit.account_id()).page(db, queue, status.map(Into::into), &request).await?;
        Ok(page(&request, rows, |row| (row.week, row.id), Timetable::from))
    }

    /// Turns within a stretch of time, the earliest first, also empty ones.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn turns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those with any part in it.")] between: IntervalInput,
        #[graphql(desc = "Only this queue's.")] queue_id: Option<ID>,
        #[graphql(desc = "Only this person's.")] person_id: Option<ID>,
        #[graphql(desc = "Also those of drafts.", default)] drafts: bool,
        #[graphql(desc = "Turns of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the turn before the page.")] after: Option<String>,
    ) -> Result<Connection<Turn>> {
        let permit = ctx.permit(Operation::Turns)?;
        let queue: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        let person: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        let wanted = Wanted { between: between.check()?, queue, person, drafts };
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Timetables(permit.account_id()).turn_page(ctx.app().db.read(), &wanted, &request).await?;
        Ok(page(&request, rows, |row| (row.starts_at, row.id), Turn::from))
    }
}
