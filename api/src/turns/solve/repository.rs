//! Runs' rows, each read within an account.

use entity::{
    id::{AccountId, SolverRunId, TimetableId},
    solver_run,
    stored::SolverRunStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::db::Tx;

/// Runs of the solver in one account.
#[derive(Clone, Copy, Debug)]
pub struct Runs(pub AccountId);

impl Runs {
    /// The run of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: SolverRunId) -> Result<Option<solver_run::Model>, DbErr> {
        solver_run::Entity::find_by_id(id).filter(solver_run::Column::AccountId.eq(self.0)).one(db).await
    }

    /// The run of that id, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn locked(self, tx: &Tx, id: SolverRunId) -> Result<Option<solver_run::Model>, DbErr> {
        let run = solver_run::Entity::find_by_id(id).filter(solver_run::Column::AccountId.eq(self.0));
        run.lock(LockType::NoKeyUpdate).one(&**tx).await
    }

    /// The run of a timetable that was asked for last.
    ///
    /// # Errors
    /// The database's.
    pub(in crate::turns) async fn latest(
        self,
        db: &impl ConnectionTrait,
        timetable: TimetableId,
    ) -> Result<Option<solver_run::Model>, DbErr> {
        use solver_run::Column as C;
        let runs = solver_run::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::TimetableId.eq(timetable));
        // Ids grow with time.
        runs.order_by_desc(C::Id).one(db).await
    }

    /// The run of a timetable that waits or solves.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn active(self, db: &impl ConnectionTrait, timetable: TimetableId) -> Result<Option<solver_run::Model>, DbErr> {
        use solver_run::Column as C;
        let runs = solver_run::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::TimetableId.eq(timetable));
        runs.filter(C::Status.is_in(ACTIVE)).one(db).await
    }
}

/// How far a run has come that has not ended.
pub(super) const ACTIVE: [SolverRunStatus; 2] = [SolverRunStatus::Queued, SolverRunStatus::Running];

/// The runs of all accounts that have not ended, the oldest first.
///
/// # Errors
/// The database's.
pub(super) async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<solver_run::Model>, DbErr> {
    use solver_run::Column as C;
    let runs = solver_run::Entity::find().filter(C::Status.is_in(ACTIVE));
    runs.order_by_asc(C::CreatedAt).order_by_asc(C::Id).all(db).await
}
