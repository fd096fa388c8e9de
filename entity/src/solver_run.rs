//! Runs of the solver over a timetable.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, SolverRunId, TimetableId},
    stored::{ActorKind, SolverRunStatus},
};

/// A row of `solver_run`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "solver_run")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SolverRunId,
    /// Whose.
    pub account_id: AccountId,
    /// Which timetable.
    pub timetable_id: TimetableId,
    /// Version it began from: a result for another is not taken.
    pub base_version: i32,
    /// How far it has come.
    pub status: SolverRunStatus,
    /// What it was told: an object.
    pub options: Json,
    /// Score of the best so far.
    pub incumbent: Option<i64>,
    /// No timetable can score less.
    pub bound: Option<f64>,
    /// How far the best so far may be from the best there is, as a share of it.
    pub gap: Option<f64>,
    /// Columns of the model.
    pub columns: Option<i32>,
    /// Rows of the model.
    pub rows: Option<i32>,
    /// Seconds it has solved.
    pub seconds: Option<f64>,
    /// How often it was begun.
    pub attempts: i32,
    /// Whether somebody asked it to stop and keep the best so far.
    pub stop_requested: bool,
    /// Why it failed.
    pub problem: Option<String>,
    /// What cannot hold together, if nothing can be found.
    pub conflict: Option<Json>,
    /// The best so far: an array of turns with their persons.
    pub result: Option<Json>,
    /// Fence of the lease it runs under.
    pub fence: Option<i64>,
    /// Kind of whoever asked for it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: String,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was begun last.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
