//! A run of the solver as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{id::AccountId, solver_run};
use sea_orm::DbErr;

use super::{
    finish::{self, ConflictRow, GivenTurn},
    service::{DEFAULT_SECONDS, Options},
};
use crate::{
    auth::{self, Operation},
    error::Fault,
    graphql::{actor::Actor, context::ContextExt, user_error::UserError},
    persons::{Person, loader::person},
    turns::{
        explain::constraint::{RotaConstraint, points_of},
        timetable::{Timetable, loader, turn::Turn, types::TimetableSlot},
    },
};

/// How far a run of the solver has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::SolverRunStatus")]
pub enum SolverRunStatus {
    /// Waits until a process has a hand free.
    Queued,
    /// Solving.
    Running,
    /// Ended with the best there is, or the best within the time limit: the gap tells which. It has been taken over, at its end or
    /// by `solverRunApply`.
    Solved,
    /// Ended when asked to. The best so far has been taken over, if there was some.
    Stopped,
    /// Rules that must hold contradict each other: the conflicts tell how.
    Infeasible,
    /// Ended without the timetable being changed, for the reason told. If it has a result, `solverRunApply` takes that over.
    Failed,
}

/// How a timetable is to be solved.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct TimetableSolveInput {
    /// Seconds after which the best so far is taken, 1 to 600, by the machine's clock.
    #[graphql(default_with = "DEFAULT_SECONDS")]
    pub time_limit_seconds: i32,
    /// Whether as little as possible shall change: each turn given or taken has its price, `changeWeight` of the queue's rota.
    #[graphql(default)]
    pub minimum_change: bool,
    /// Whether credit and debt of past weeks are ignored; null: as the queue's rota says.
    pub forgive_credit: Option<bool>,
}

impl TimetableSolveInput {
    pub(super) fn options(self) -> Options {
        Options { time_limit_seconds: self.time_limit_seconds, minimum_change: self.minimum_change, forgive_credit: self.forgive_credit }
    }
}

impl Default for TimetableSolveInput {
    fn default() -> Self {
        Self { time_limit_seconds: DEFAULT_SECONDS, minimum_change: false, forgive_credit: None }
    }
}

/// A run of the solver over a timetable.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SolverRun {
    /// Id of the run.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    #[graphql(owned)]
    pub status: SolverRunStatus,
    /// Version of the timetable that it began from. One that was changed meanwhile is not overwritten.
    pub base_version: i32,
    /// Score of the best so far; with `minimumChange` the price of changes is in it.
    pub incumbent: Option<i32>,
    /// No timetable scores less.
    pub bound: Option<f64>,
    /// How far the best so far may be from the best there is, as a share of its score: 0 is proven to be the best.
    pub gap: Option<f64>,
    /// Columns of the solver's model.
    pub columns: Option<i32>,
    /// Rows of the solver's model.
    pub rows: Option<i32>,
    /// Seconds it has solved.
    pub seconds: Option<f64>,
    /// How often it was begun: again when the process that solved it died.
    pub attempts: i32,
    /// Whether somebody asked it to stop.
    pub stop_requested: bool,
    /// Why the timetable was not changed, for people.
    pub problem: Option<String>,
    /// When it was asked for.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was begun last.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The row.
    #[graphql(skip)]
    pub row: solver_run::Model,
}

impl From<solver_run::Model> for SolverRun {
    fn from(row: solver_run::Model) -> Self {
        Self {
            id: row.id.into(),
            status: row.status.into(),
            base_version: row.base_version,
            incumbent: row.incumbent.map(points_of),
            bound: row.bound,
            gap: row.gap,
            columns: row.columns,
            rows: row.rows,
            seconds: row.seconds,
            attempts: row.attempts,
            stop_requested: row.stop_requested,
            problem: row.problem.clone(),
            created_at: row.created_at,
            started_at: row.started_at,
            ended_at: row.ended_at,
            row,
        }
    }
}

fn kept<T: serde::de::DeserializeOwned>(value: Option<&serde_json::Value>) -> Result<Option<T>, Fault> {
    let read = value.cloned().map(serde_json::from_value).transpose();
    read.map_err(|error| DbErr::Json(error.to_string()).into())
}

#[ComplexObject]
impl SolverRun {
    /// Who asked for it.
    async fn actor(&self) -> Actor {
        auth::Actor { kind: self.row.actor_kind, id: self.row.actor_id, name: self.row.actor_name.clone() }.into()
    }

    /// The timetable as it is now.
    async fn timetable(&self, ctx: &Context<'_>) -> Result<Option<Timetable>> {
        Ok(loader::timetable(ctx, self.row.account_id, self.row.timetable_id).await?.map(Timetable::from))
    }

    /// Seconds after which the best so far is taken.
    async fn time_limit_seconds(&self) -> Result<i32> {
        Ok(Options::of(&self.row).map_err(Fault::from)?.time_limit_seconds)
    }

    /// Whether each change has its price.
    async fn minimum_change(&self) -> Result<bool> {
        Ok(Options::of(&self.row).map_err(Fault::from)?.minimum_change)
    }

    /// What cannot hold together, each with no demand too many; null unless `INFEASIBLE`.
    async fn conflicts(&self) -> Result<Option<Vec<SolverConflict>>> {
        let rows: Option<Vec<ConflictRow>> = kept(self.row.conflict.as_ref())?;
        let account_id = self.row.account_id;
        let conflict = |row: ConflictRow| SolverConflict {
            constraint: row.constraint.into(),
            message: row.words,
            turns: row.turns.into_iter().map(|turn| SolvedTurn { account_id, turn }).collect(),
        };
        Ok(rows.map(|rows| rows.into_iter().map(conflict).collect()))
    }

    /// The turns that were found, also when they were not taken over; null before the end, and when nothing was found.
    #[graphql(complexity = "200 * child_complexity + 1")]
    async fn result(&self) -> Result<Option<Vec<SolvedTurn>>> {
        let turns = finish::given(&self.row).map_err(Fault::from)?;
        let account_id = self.row.account_id;
        Ok(turns.map(|turns| turns.into_iter().map(|turn| SolvedTurn { account_id, turn }).collect()))
    }
}

/// Turns and a rule that cannot all hold: without any one of them the others could.
#[derive(Clone, Debug, SimpleObject)]
pub struct SolverConflict {
    /// The rule.
    #[graphql(owned)]
    pub constraint: RotaConstraint,
    /// The conflict, for people.
    pub message: String,
    /// Turns that have to be; empty when the rule cannot hold even without.
    pub turns: Vec<SolvedTurn>,
}

/// Somebody in a slot.
#[derive(Clone, Debug)]
pub struct SolvedTurn {
    account_id: AccountId,
    turn: GivenTurn,
}

/// Somebody in a slot.
#[async_graphql::Object]
impl SolvedTurn {
    /// Id of the slot.
    async fn slot_id(&self) -> ID {
        self.turn.slot.into()
    }

    /// Id of the person.
    async fn person_id(&self) -> ID {
        self.turn.person.into()
    }

    /// The slot; null when it is gone.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.account_id, self.turn.slot).await?.map(TimetableSlot::from))
    }

    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.account_id, self.turn.person).await?)
    }
}

/// Outcome of `timetableSolve`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableSolvePayload {
    /// The run, which waits to be begun: subscribe to `solverRunChanged`.
    pub run: Option<SolverRun>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `solverRunStop`.
#[derive(Clone, Debug, SimpleObject)]
pub struct SolverRunStopPayload {
    /// The run. One that solves ends within a second or so.
    pub run: Option<SolverRun>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `solverRunApply`.
#[derive(Clone, Debug, SimpleObject)]
pub struct SolverRunApplyPayload {
    /// The run.
    pub run: Option<SolverRun>,
    /// The timetable as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
    pub timetable: Option<Timetable>,
    /// The turns that changed hands, as they are now.
    pub turns: Option<Vec<Turn>>,
    /// What the user can mend: whatever speaks against the result in the timetable as it is now. Empty when it was done.
    pub user_errors: Vec<UserError>,
}
