//! Mutations of alarms.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{
    input::{AlarmCreateInput, AlarmUpdateInput},
    service::{self, Done},
    types::Alarm,
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, UserErrorCode, split},
    },
};

/// What became of `alarmCreate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmCreatePayload {
    /// The alarm; null when nothing was done.
    pub alarm: Option<Alarm>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `alarmUpdate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmUpdatePayload {
    /// The alarm as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
    pub alarm: Option<Alarm>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `alarmDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmDeletePayload {
    /// Id of the alarm that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of alarms.
#[derive(Default)]
pub struct AlarmMutation;

/// Mutations of alarms.
#[Object]
impl AlarmMutation {
    /// Makes an alarm: somebody is reminded of each time at which the event happens, by call, text message or mail. Refused is what could
    /// not be sent: a step without whom, flow or template, a flow that is not sealed, a template that names what is unknown.
    async fn alarm_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new alarm.")] input: AlarmCreateInput,
    ) -> Result<Option<AlarmCreatePayload>> {
        let permit = ctx.permit(Operation::AlarmCreate)?;
        let done = async {
            let (event, wish) = input.read()?;
            service::create(ctx.app(), permit, event, wish).await
        };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(AlarmCreatePayload { alarm: row.map(Alarm::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Changes an alarm: absent fields keep their values, null clears them. Reminders that were not sent yet follow it.
    async fn alarm_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the alarm.")] id: ID,
        #[graphql(desc = "Version of the alarm that was seen; another one now is a `CONFLICT`.")] version: i32,
        #[graphql(desc = "What to change.")] input: AlarmUpdateInput,
    ) -> Result<Option<AlarmUpdatePayload>> {
        let permit = ctx.permit(Operation::AlarmUpdate)?;
        let done = async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, version, input.read()?).await };
        let (done, mut user_errors) = split(done.await)?;
        let row = match done {
            Some(Done::Changed(row)) => Some(row),
            Some(Done::Stale(row)) => {
                user_errors.push(UserError {
                    code: UserErrorCode::Conflict,
                    message: format!("Somebody has changed the alarm meanwhile: its version is {} now.", row.version),
                    path: Some(vec!["version".to_owned()]),
                });
                Some(row)
            }
            None => None,
        };
        Ok(Some(AlarmUpdatePayload { alarm: row.map(Alarm::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Deletes an alarm that has reminded nobody yet. One that has can be turned off by `enabled`.
    async fn alarm_delete(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the alarm.")] id: ID) -> Result<Option<AlarmDeletePayload>> {
        let permit = ctx.permit(Operation::AlarmDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(AlarmDeletePayload { deleted_id: deleted.map(Into::into), user_errors }))
    }
}
