//! Timetables judged: once for all that an answer asks of one.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::id::{AccountId, TimetableId};
use sea_orm::DbErr;

use super::judged::{Judged, Shared};
use crate::{db::Db, error::Fault, graphql::batch::Batch, turns::timetable::repository::Timetables};

struct JudgedLoader(Db);

impl Loader<(AccountId, TimetableId)> for JudgedLoader {
    type Value = Shared;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, TimetableId)]) -> Result<HashMap<(AccountId, TimetableId), Shared>, DbErr> {
        let mut found = HashMap::new();
        for (account, id) in keys {
            let snapshot = self.0.snapshot().await?;
            let Some(timetable) = Timetables(*account).find(&snapshot, *id).await? else { continue };
            if let Some(judged) = Judged::read(&snapshot, timetable, Vec::new()).await? {
                found.insert((*account, *id), Arc::new(judged));
            }
        }
        Ok(found)
    }
}

/// Registers the loader with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(JudgedLoader(db.clone())))
}

/// The timetable, judged; nothing, if it has no slots.
///
/// # Errors
/// The database's.
pub async fn judged(ctx: &Context<'_>, account: AccountId, id: TimetableId) -> Result<Option<Shared>, Fault> {
    Ok(Batch::<JudgedLoader>::of(ctx)?.one((account, id)).await?)
}
