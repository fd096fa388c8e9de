//! Runs by id, and the latest of each timetable of a page: one statement a kind.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    id::{AccountId, SolverRunId, TimetableId},
    solver_run,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::repository::Runs;
use crate::{db::Db, error::Fault, graphql::batch::Batch};

struct RunLoader(Db);

impl Loader<(AccountId, SolverRunId)> for RunLoader {
    type Value = solver_run::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, SolverRunId)]) -> Result<HashMap<(AccountId, SolverRunId), Self::Value>, DbErr> {
        let runs = solver_run::Entity::find().filter(solver_run::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(runs.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

struct LatestLoader(Db);

impl Loader<(AccountId, TimetableId)> for LatestLoader {
    type Value = solver_run::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, TimetableId)]) -> Result<HashMap<(AccountId, TimetableId), Self::Value>, DbErr> {
        let mut found = HashMap::new();
        for (account, timetable) in keys {
            // A statement each: there are few on a page, and each finds its row at the end of an index.
            if let Some(row) = Runs(*account).latest(self.0.read(), *timetable).await? {
                found.insert((row.account_id, row.timetable_id), row);
            }
        }
        Ok(found)
    }
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(RunLoader(db.clone()))).data(Batch::new(LatestLoader(db.clone())))
}

/// The run.
///
/// # Errors
/// The database's.
pub async fn run(ctx: &Context<'_>, account: AccountId, id: SolverRunId) -> Result<Option<solver_run::Model>, Fault> {
    Ok(Batch::<RunLoader>::of(ctx)?.one((account, id)).await?)
}

/// The timetable's run that was asked for last.
///
/// # Errors
/// The database's.
pub async fn latest(ctx: &Context<'_>, account: AccountId, id: TimetableId) -> Result<Option<solver_run::Model>, Fault> {
    Ok(Batch::<LatestLoader>::of(ctx)?.one((account, id)).await?)
}
