//! A timetable as clients see it, with its slots and loads.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{timetable, timetable_load, timetable_slot};

use super::{entry::TimetableEntry, loader, repository::Timetables, turn::Turns};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        local::{Date, LocalTime},
        rows::Plain,
        scalars::TimeZone,
    },
    persons::{Person, loader::person},
    queues::{Queue, loader as queues},
    turns::{
        explain::{
            candidate::UnfilledSlot,
            loader::judged,
            types::{TimetableQuality, TimetableScore},
        },
        solve::{self, SolverRun},
    },
};

/// Slots of a week, for what a document costs: five days of six.
const SLOTS: usize = 30;
/// Lines of a slot, likewise.
const LINES: usize = 6;

/// How far a timetable has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::TimetableStatus")]
pub enum TimetableStatus {
    /// Being made; nobody is on duty by it.
    Draft,
    /// Known to everybody: who is on duty goes by it.
    Published,
    /// Over, and not changed any more: what was carried has become credit.
    Archived,
}

/// One queue's week: who answers when.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Timetable {
    /// Id of the timetable.
    #[graphql(owned)]
    pub id: ID,
    /// The Monday its week begins on.
    pub week: Date,
    /// How far it has come.
    #[graphql(owned)]
    pub status: TimetableStatus,
    /// One more at each edit. Whoever edits says which version was seen; when it is no longer the present one, that is told.
    pub version: i32,
    /// Time zone of its local times: the queue's when it was made.
    #[graphql(owned)]
    pub time_zone: TimeZone,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was made.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[graphql(owned)]
    pub updated_at: DateTime<Utc>,
    /// The row.
    #[graphql(skip)]
    pub row: timetable::Model,
}

impl Plain for Timetable {}

impl From<timetable::Model> for Timetable {
    fn from(row: timetable::Model) -> Self {
        Self {
            id: row.id.into(),
            week: row.week.into(),
            status: row.status.into(),
            version: row.version,
            time_zone: TimeZone(row.time_zone.parse().unwrap_or(Tz::UTC)),
            published_at: row.published_at,
            archived_at: row.archived_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            row,
        }
    }
}

#[ComplexObject]
impl Timetable {
    /// Queue whose week it is.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        Ok(queues::queue(ctx, self.row.account_id, self.row.queue_id).await?.map(Queue::from))
    }

    /// Its slots, the earliest first.
    #[graphql(complexity = "SLOTS * child_complexity + 1")]
    async fn slots(&self, ctx: &Context<'_>) -> Result<Vec<TimetableSlot>> {
        let rows = loader::slots(ctx, self.row.account_id, self.row.id).await?;
        Ok(rows.into_iter().map(TimetableSlot::from).collect())
    }

    /// What each person carries in it: everybody who should, or does. What each should carry follows, as long as it is a draft,
    /// what is changed of persons, hours and other weeks.
    #[graphql(complexity = "30 * child_complexity + 1")]
    async fn loads(&self, ctx: &Context<'_>) -> Result<Vec<TimetableLoad>> {
        let rows = loader::loads(ctx, self.row.account_id, self.row.id).await?;
        Ok(rows.into_iter().map(TimetableLoad::from).collect())
    }

    /// Its run of the solver that was asked for last; null when it was never solved.
    async fn latest_run(&self, ctx: &Context<'_>) -> Result<Option<SolverRun>> {
        Ok(solve::loader::latest(ctx, self.row.account_id, self.row.id).await?.map(SolverRun::from))
    }

    /// What its turns owe to all rules as they are now; null when it has no slots.
    #[graphql(complexity = "child_complexity + 100")]
    async fn score(&self, ctx: &Context<'_>) -> Result<Option<TimetableScore>> {
        Ok(judged(ctx, self.row.account_id, self.row.id).await?.map(|judged| TimetableScore::of(&judged)))
    }

    /// How good it is, for people who do not think in points; null when it has no slots.
    #[graphql(complexity = "20 * child_complexity + 100")]
    async fn quality(&self, ctx: &Context<'_>) -> Result<Option<TimetableQuality>> {
        Ok(judged(ctx, self.row.account_id, self.row.id).await?.map(|judged| TimetableQuality::of(&judged)))
    }

    /// Its slots with empty turns, in the order of the week, and why they are; null when it has no slots at all.
    #[graphql(complexity = "10 * child_complexity + 100")]
    async fn unfilled(&self, ctx: &Context<'_>) -> Result<Option<Vec<UnfilledSlot>>> {
        let Some(judged) = judged(ctx, self.row.account_id, self.row.id).await? else { return Ok(None) };
        UnfilledSlot::all(judged).await.map(Some)
    }

    /// What was done to it, by whom, when and why; newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry before the page.")] after: Option<String>,
    ) -> Result<Connection<TimetableEntry>> {
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Timetables(self.row.account_id).history(ctx.app().db.read(), self.row.id, &request).await?;
        let entries = rows.into_iter().map(TimetableEntry::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(page(&request, entries, |entry| entry.version, |entry| entry))
    }
}

/// Dated interval of a timetable, with the lines that are open in it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableSlot {
    /// Id of the slot.
    #[graphql(owned)]
    pub id: ID,
    /// Day it is on, in the timetable's time zone.
    pub day: Date,
    /// Place within the day, from 0.
    #[graphql(owned)]
    pub ordinal: i32,
    /// When it begins, as the clock on the wall says.
    pub local_start: LocalTime,
    /// When it ends, likewise; `00:00` is midnight at the end of the day.
    pub local_end: LocalTime,
    /// When it begins: of a local time that a change of clocks leaves out the first instant after, of one that comes twice the
    /// earlier.
    #[graphql(owned)]
    pub starts_at: DateTime<Utc>,
    /// When it ends: of a local time that comes twice the later.
    #[graphql(owned)]
    pub ends_at: DateTime<Utc>,
    /// Lines that are open: as many turns there are.
    pub lines: i32,
    /// The row.
    #[graphql(skip)]
    pub row: timetable_slot::Model,
}

impl From<timetable_slot::Model> for TimetableSlot {
    fn from(row: timetable_slot::Model) -> Self {
        Self {
            id: row.id.into(),
            day: row.day.into(),
            ordinal: row.ordinal.into(),
            local_start: row.local_start.into(),
            local_end: row.local_end.into(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            lines: row.demand,
            row,
        }
    }
}

#[ComplexObject]
impl TimetableSlot {
    /// Its turns, by line.
    #[graphql(complexity = "LINES * child_complexity + 1")]
    async fn turns(&self, ctx: &Context<'_>) -> Result<Turns> {
        Ok(loader::turns_of_slot(ctx, self.row.account_id, self.row.id).await?.into())
    }
}

/// What a person carries in a timetable. Numbers of turns with a decimal.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableLoad {
    /// Ideal for the days that the person is there.
    #[graphql(owned)]
    pub ideal: f64,
    /// Turns aimed at.
    #[graphql(owned)]
    pub load: i32,
    /// Whether somebody has decided that, by `timetableLoadsSet`; otherwise it was found.
    #[graphql(owned)]
    pub decided: bool,
    /// Turns the person has.
    #[graphql(owned)]
    pub assigned: i32,
    /// What the person has beyond the ideal; negative: below it. It becomes credit.
    #[graphql(owned)]
    pub overload: f64,
    /// Credit of earlier weeks, published or archived; negative: debt.
    #[graphql(owned)]
    pub credit_before: f64,
    /// The row.
    #[graphql(skip)]
    pub row: timetable_load::Model,
}

impl From<timetable_load::Model> for TimetableLoad {
    fn from(row: timetable_load::Model) -> Self {
        let turns = |tenths: i32| f64::from(tenths) / 10.0;
        Self {
            ideal: turns(row.ideal_tenths),
            load: row.load,
            decided: row.decided.is_some(),
            assigned: row.assigned,
            overload: turns(row.overload_tenths),
            credit_before: turns(row.credit_before_tenths),
            row,
        }
    }
}

#[ComplexObject]
impl TimetableLoad {
    /// Whose load it is.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.row.account_id, self.row.person_id).await?)
    }
}
