//! Calendars and their settings by id: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    calendar, calendar_settings,
    id::{AccountId, CalendarId, CalendarSettingsId, FlowId, ProviderId},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::repository;
use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// Reads calendars. A key names its account: an id of another account finds nothing.
struct CalendarLoader(Db);

impl Loader<(AccountId, CalendarId)> for CalendarLoader {
    type Value = calendar::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CalendarId)]) -> Result<HashMap<(AccountId, CalendarId), calendar::Model>, DbErr> {
        let rows = calendar::Entity::find().filter(calendar::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads the settings that count for calendars.
struct SettingsLoader(Db);

impl Loader<(AccountId, CalendarId)> for SettingsLoader {
    type Value = calendar_settings::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CalendarId)]) -> Result<HashMap<(AccountId, CalendarId), calendar_settings::Model>, DbErr> {
        repository::settings_of(self.0.read(), keys).await
    }
}

/// Reads which providers settings allow. Who has the settings has their account.
struct ProvidersLoader(Db);

impl Loader<CalendarSettingsId> for ProvidersLoader {
    type Value = Vec<ProviderId>;
    type Error = DbErr;

    async fn load(&self, keys: &[CalendarSettingsId]) -> Result<HashMap<CalendarSettingsId, Vec<ProviderId>>, DbErr> {
        repository::providers(self.0.read(), keys.iter().copied()).await
    }
}

/// Reads which flows settings allow. Who has the settings has their account.
struct FlowsLoader(Db);

impl Loader<CalendarSettingsId> for FlowsLoader {
    type Value = Vec<FlowId>;
    type Error = DbErr;

    async fn load(&self, keys: &[CalendarSettingsId]) -> Result<HashMap<CalendarSettingsId, Vec<FlowId>>, DbErr> {
        repository::flows(self.0.read(), keys.iter().copied()).await
    }
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder
        .data(Batch::new(CalendarLoader(db.clone())))
        .data(Batch::new(SettingsLoader(db.clone())))
        .data(Batch::new(ProvidersLoader(db.clone())))
        .data(Batch::new(FlowsLoader(db.clone())))
}

/// The calendar of that id in the account, if there is one. Whether its reader may see it is asked before.
///
/// # Errors
/// The database's.
pub async fn calendar(ctx: &Context<'_>, account_id: AccountId, id: CalendarId) -> Result<Option<calendar::Model>, Fault> {
    Ok(Batch::<CalendarLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The settings that count for a calendar.
///
/// # Errors
/// The database's.
pub async fn settings_of(ctx: &Context<'_>, account_id: AccountId, id: CalendarId) -> Result<Option<calendar_settings::Model>, Fault> {
    Ok(Batch::<SettingsLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// Ids of the providers that settings allow; none: all.
///
/// # Errors
/// The database's.
pub async fn providers(ctx: &Context<'_>, id: CalendarSettingsId) -> Result<Vec<ProviderId>, Fault> {
    Ok(Batch::<ProvidersLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}

/// Ids of the flows by which calls may be led; none: by all.
///
/// # Errors
/// The database's.
pub async fn flows(ctx: &Context<'_>, id: CalendarSettingsId) -> Result<Vec<FlowId>, Fault> {
    Ok(Batch::<FlowsLoader>::of(ctx)?.one(id).await?.unwrap_or_default())
}
