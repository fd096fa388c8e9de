//! Flows, versions and runs by id: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    flow, flow_recording, flow_run, flow_version,
    id::{AccountId, AttemptId, FlowId, FlowRecordingId, FlowRunId, FlowVersionId},
    stored::Topic,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// Reads rows of a table by ids. A key names its account: an id of another account finds nothing.
macro_rules! loaders {
    ($($(#[$doc:meta])* $loader:ident, $entity:ident by $column:ident as $field:ident: $key:ty, $read:ident;)+) => {$(
        $(#[$doc])*
        struct $loader(Db);

        impl Loader<(AccountId, $key)> for $loader {
            type Value = $entity::Model;
            type Error = DbErr;

            async fn load(&self, keys: &[(AccountId, $key)]) -> Result<HashMap<(AccountId, $key), $entity::Model>, DbErr> {
                let rows = $entity::Entity::find().filter($entity::Column::$column.is_in(keys.iter().map(|(_, id)| *id)));
                Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.$field), row)).collect())
            }
        }

        $(#[$doc])*
        ///
        /// # Errors
        /// The database's.
        pub async fn $read(ctx: &Context<'_>, account_id: AccountId, id: $key) -> Result<Option<$entity::Model>, Fault> {
            Ok(Batch::<$loader>::of(ctx)?.one((account_id, id)).await?)
        }
    )+};
}

loaders! {
    /// Flows.
    FlowLoader, flow by Id as id: FlowId, flow;
    /// Versions.
    VersionLoader, flow_version by Id as id: FlowVersionId, version;
    /// Runs.
    RunLoader, flow_run by Id as id: FlowRunId, run;
    /// Recordings.
    RecordingLoader, flow_recording by Id as id: FlowRecordingId, recording;
    /// Runs by the attempt that they lead.
    RunOfLoader, flow_run by CallAttemptId as call_attempt_id: AttemptId, run_of;
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder
        .data(Batch::new(FlowLoader(db.clone())))
        .data(Batch::new(VersionLoader(db.clone())))
        .data(Batch::new(RecordingLoader(db.clone())))
        .data(Batch::new(RunLoader(db.clone())).changing_with(Topic::FlowRun))
        .data(Batch::new(RunOfLoader(db.clone())).changing_with(Topic::FlowRun))
}
