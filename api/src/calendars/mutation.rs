//! Mutations of calendars, their settings and their users.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{calendar, calendar_settings, user};

use super::{
    input::{CalendarCreateInput, CalendarSettingsCreateInput, CalendarSettingsUpdateInput, CalendarUpdateInput, CalendarUserCreateInput},
    service, settings,
    types::{Calendar, CalendarSettings},
    users,
};
use crate::{
    accounts::types::User,
    auth::{Access, Operation},
    error::{Fault, Outcome},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$of:meta])* $field:ident: $thing:ty = $row:ty, $read:expr })+) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        pub struct $name {
            $(#[$of])*
            pub $field: Option<$thing>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(outcome: Outcome<$row>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                let read: fn($row) -> Result<$thing, Fault> = $read;
                Ok(Some(Self { $field: row.map(read).transpose()?, user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `calendarCreate`.
    CalendarCreatePayload {
        /// The calendar; null when nothing was done.
        calendar: Calendar = calendar::Model, |row| Ok(row.try_into()?)
    }
    /// What became of `calendarUpdate`.
    CalendarUpdatePayload {
        /// The calendar as it is now; null when nothing was done.
        calendar: Calendar = calendar::Model, |row| Ok(row.try_into()?)
    }
    /// What became of `calendarDelete`.
    CalendarDeletePayload {
        /// Id of the calendar that is gone.
        deleted_id: ID = entity::id::CalendarId, |id| Ok(id.into())
    }
    /// What became of `calendarSettingsCreate`.
    CalendarSettingsCreatePayload {
        /// The settings; null when nothing was done.
        settings: CalendarSettings = calendar_settings::Model, |row| Ok(row.into())
    }
    /// What became of `calendarSettingsUpdate`.
    CalendarSettingsUpdatePayload {
        /// The settings as they are now; null when nothing was done.
        settings: CalendarSettings = calendar_settings::Model, |row| Ok(row.into())
    }
    /// What became of `calendarSettingsDelete`.
    CalendarSettingsDeletePayload {
        /// Id of the settings that are gone.
        deleted_id: ID = entity::id::CalendarSettingsId, |id| Ok(id.into())
    }
    /// What became of `calendarUserCreate`.
    CalendarUserCreatePayload {
        /// The user; null when nothing was done.
        user: User = user::Model, |row| Ok(row.into())
    }
    /// What became of `calendarUserUpdate`.
    CalendarUserUpdatePayload {
        /// The user; null when nothing was done.
        user: User = user::Model, |row| Ok(row.into())
    }
}

fn access<'a>(ctx: &Context<'a>) -> Result<&'a Access, Fault> {
    ctx.data::<Access>().map_err(|error| Fault::Internal(anyhow::anyhow!(error.message)))
}

/// Mutations of calendars.
#[derive(Default)]
pub struct CalendarMutation;

/// Mutations of calendars.
#[Object]
impl CalendarMutation {
    /// Makes a calendar. Agents may for the person they are, calendar users for themselves.
    async fn calendar_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new calendar.")] input: CalendarCreateInput,
    ) -> Result<Option<CalendarCreatePayload>> {
        let permit = ctx.permit(Operation::CalendarCreate)?;
        CalendarCreatePayload::of(async { service::create(ctx.app(), permit, input.read()?).await }.await)
    }

    /// Changes a calendar: absent fields keep their values, null clears them. Whose it is stays.
    async fn calendar_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the calendar.")] id: ID,
        #[graphql(desc = "What to change.")] input: CalendarUpdateInput,
    ) -> Result<Option<CalendarUpdatePayload>> {
        let permit = ctx.permit(Operation::CalendarUpdate)?;
        CalendarUpdatePayload::of(async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, input.read()?).await }.await)
    }

    /// Deletes a calendar without events, and its feeds with it; refused with `CONFLICT` while there are any.
    async fn calendar_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the calendar.")] id: ID,
    ) -> Result<Option<CalendarDeletePayload>> {
        let permit = ctx.permit(Operation::CalendarDelete)?;
        CalendarDeletePayload::of(async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await }.await)
    }
}

/// Mutations of calendars' settings and users.
#[derive(Default)]
pub struct CalendarSettingsMutation;

/// Mutations of calendars' settings and users.
#[Object]
impl CalendarSettingsMutation {
    /// Makes settings, which calendars and calendar users can be given.
    async fn calendar_settings_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new settings.")] input: CalendarSettingsCreateInput,
    ) -> Result<Option<CalendarSettingsCreatePayload>> {
        let permit = ctx.permit(Operation::CalendarSettingsCreate)?;
        CalendarSettingsCreatePayload::of(async { settings::create(ctx.app(), permit, input.read()?).await }.await)
    }

    /// Changes settings: absent fields keep their values, null clears them. They count for all calendars that have them.
    async fn calendar_settings_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the settings.")] id: ID,
        #[graphql(desc = "What to change.")] input: CalendarSettingsUpdateInput,
    ) -> Result<Option<CalendarSettingsUpdatePayload>> {
        let permit = ctx.permit(Operation::CalendarSettingsUpdate)?;
        let done = async { settings::update(ctx.app(), permit, id::parse(&id, &["id"])?, input.read()?).await };
        CalendarSettingsUpdatePayload::of(done.await)
    }

    /// Deletes settings; refused with `CONFLICT` while a calendar or a calendar user has them.
    async fn calendar_settings_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the settings.")] id: ID,
    ) -> Result<Option<CalendarSettingsDeletePayload>> {
        let permit = ctx.permit(Operation::CalendarSettingsDelete)?;
        CalendarSettingsDeletePayload::of(async { settings::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Makes a user of the role `CALENDAR_USER`, who sees and changes the own calendars and nothing else, with the settings that count
    /// for them: all of it, or nothing.
    async fn calendar_user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new user.")] input: CalendarUserCreateInput,
    ) -> Result<Option<CalendarUserCreatePayload>> {
        let permit = ctx.permit(Operation::CalendarUserCreate)?;
        CalendarUserCreatePayload::of(async { users::create(access(ctx)?, permit, input.read()?).await }.await)
    }

    /// Gives a calendar user other settings.
    async fn calendar_user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the user.")] id: ID,
        #[graphql(desc = "Id of the settings that count from now on.")] settings_id: ID,
    ) -> Result<Option<CalendarUserUpdatePayload>> {
        let permit = ctx.permit(Operation::CalendarUserUpdate)?;
        let done = async { users::update(access(ctx)?, permit, id::parse(&id, &["id"])?, id::parse(&settings_id, &["settingsId"])?).await };
        CalendarUserUpdatePayload::of(done.await)
    }
}
