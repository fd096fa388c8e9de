//! An entry of a timetable's history, as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{id::AccountId, timetable_entry};
use sea_orm::DbErr;

use super::{loader, types::TimetableSlot, write::CellChange};
use crate::{
    auth::{self, Operation},
    graphql::{actor::Actor, context::ContextExt, rows::Plain},
    persons::{Person, loader::person},
};

/// What was done to a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::TimetableAction")]
pub enum TimetableAction {
    /// It was made.
    Created,
    /// A result of the solver was taken over.
    Solved,
    /// It was read from another system.
    Imported,
    /// A turn was given to somebody, or to somebody else.
    Reassigned,
    /// Two turns changed hands.
    Swapped,
    /// A turn was left empty.
    Cleared,
    /// A line was opened in a slot.
    LineAdded,
    /// A line was closed in a slot.
    LineClosed,
    /// A running turn was taken over: who has it now, has it whole.
    TakenOver,
    /// It was published.
    Published,
    /// It was archived.
    Archived,
    /// An earlier entry was undone.
    Undone,
}

/// Something that was done to a timetable: what, who, when, why.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableEntry {
    /// Id of the entry.
    #[graphql(owned)]
    pub id: ID,
    /// Version that it made.
    pub version: i32,
    /// When it was done.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What was done.
    #[graphql(owned)]
    pub what: TimetableAction,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Turns that it changed.
    pub cells: Vec<TimetableCellChange>,
    /// Id of the entry that it undid.
    pub undoes_id: Option<ID>,
    /// Id of the entry by which it was undone.
    pub undone_by_id: Option<ID>,
    /// The row.
    #[graphql(skip)]
    pub row: timetable_entry::Model,
}

impl Plain for TimetableEntry {}

impl TryFrom<timetable_entry::Model> for TimetableEntry {
    type Error = DbErr;

    fn try_from(row: timetable_entry::Model) -> Result<Self, DbErr> {
        let cells: Vec<CellChange> = serde_json::from_value(row.cells.clone()).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(Self {
            id: row.id.into(),
            version: row.version,
            occurred_at: row.occurred_at,
            what: row.what.into(),
            reason: row.reason.clone(),
            cells: cells.into_iter().map(|change| TimetableCellChange::of(row.account_id, change)).collect(),
            undoes_id: row.undoes.map(ID::from),
            undone_by_id: row.undone_by.map(ID::from),
            row,
        })
    }
}

#[ComplexObject]
impl TimetableEntry {
    /// Who did it.
    async fn actor(&self) -> Actor {
        auth::Actor { kind: self.row.actor_kind, id: self.row.actor_id, name: self.row.actor_name.clone() }.into()
    }
}

/// A turn that was changed: who had it before, and after.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableCellChange {
    /// Id of the turn; there may be none of that id any more, when its line was closed.
    #[graphql(owned)]
    pub turn_id: ID,
    /// Line of its slot.
    #[graphql(owned)]
    pub line: i32,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// As it is kept.
    #[graphql(skip)]
    change: CellChange,
}

impl TimetableCellChange {
    fn of(account_id: AccountId, change: CellChange) -> Self {
        Self { turn_id: change.turn.into(), line: change.line, account_id, change }
    }
}

#[ComplexObject]
impl TimetableCellChange {
    /// Slot of the turn.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.account_id, self.change.slot).await?.map(TimetableSlot::from))
    }

    /// Who had it before; null: it was empty.
    async fn before(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.change.before else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Who had it after; null: it was empty.
    async fn after(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.change.after else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }
}
