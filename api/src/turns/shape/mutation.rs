//! Mutations of queues' weeks.

use async_graphql::{Context, ID, Object, Result};
use sea_orm::DbErr;

use super::{
    input::{ClosedDayAddInput, RotaRuleAddInput, RotaSettingsUpdateInput, ServiceSlotInput, StandingTurnAddInput},
    payload::{
        ClosedDayAddPayload, ClosedDayRemovePayload, RotaRuleAddPayload, RotaRuleRemovePayload, RotaSettingsUpdatePayload,
        ServiceHoursSetPayload, StandingTurnAddPayload, StandingTurnRemovePayload,
    },
    service,
    types::{ClosedDay, RotaRule, RotaSettings, ServiceSlot, StandingTurn},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, id, user_error::split},
};

/// Mutations of queues' weeks.
#[derive(Default)]
pub struct ShapeMutation;

/// Mutations of queues' weeks.
#[Object]
impl ShapeMutation {
    /// Makes these slots the service hours of a queue, instead of those it had; all of them or none. Timetables that are made
    /// already keep their slots.
    async fn service_hours_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "All slots of the week, in any order; a day has at most 32.")] slots: Vec<ServiceSlotInput>,
    ) -> Result<Option<ServiceHoursSetPayload>> {
        let permit = ctx.permit(Operation::ServiceHoursSet)?;
        let done = async { service::set_hours(ctx.app(), permit, id::parse(&queue_id, &["queueId"])?, &slots).await };
        let (rows, user_errors) = split(done.await)?;
        let slots = |rows: Vec<_>| rows.into_iter().map(ServiceSlot::try_from).collect::<Result<_, DbErr>>();
        Ok(Some(ServiceHoursSetPayload { service_hours: rows.map(slots).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Closes a queue, or all queues, on a day. A timetable that is made already keeps its turns.
    async fn closed_day_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The closed day.")] input: ClosedDayAddInput,
    ) -> Result<Option<ClosedDayAddPayload>> {
        let permit = ctx.permit(Operation::ClosedDayAdd)?;
        let (row, user_errors) = split(service::add_closed_day(ctx.app(), permit, &input).await)?;
        Ok(Some(ClosedDayAddPayload { closed_day: row.map(ClosedDay::from), user_errors }))
    }

    /// Opens on a day that was closed.
    async fn closed_day_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the closed day.")] id: ID,
    ) -> Result<Option<ClosedDayRemovePayload>> {
        let permit = ctx.permit(Operation::ClosedDayRemove)?;
        let done = async { service::remove_closed_day(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(ClosedDayRemovePayload { closed_day: row.map(ClosedDay::from), user_errors }))
    }

    /// Changes how the rota of a queue is made and kept: absent fields keep their values, null gives the default.
    async fn rota_settings_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "What changes.")] input: RotaSettingsUpdateInput,
    ) -> Result<Option<RotaSettingsUpdatePayload>> {
        let permit = ctx.permit(Operation::RotaSettingsUpdate)?;
        let done = async { service::update_settings(ctx.app(), permit, id::parse(&queue_id, &["queueId"])?, &input).await };
        let (row, user_errors) = split(done.await)?;
        let rota = row.map(RotaSettings::try_from).transpose().map_err(Fault::from)?;
        Ok(Some(RotaSettingsUpdatePayload { rota, user_errors }))
    }

    /// Adds a rule about a group or a room; one a kind, and group or room.
    async fn rota_rule_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] input: RotaRuleAddInput,
    ) -> Result<Option<RotaRuleAddPayload>> {
        let permit = ctx.permit(Operation::RotaRuleAdd)?;
        let (row, user_errors) = split(service::add_rule(ctx.app(), permit, &input).await)?;
        Ok(Some(RotaRuleAddPayload { rota_rule: row.map(RotaRule::from), user_errors }))
    }

    /// Takes a rule away.
    async fn rota_rule_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the rule.")] id: ID,
    ) -> Result<Option<RotaRuleRemovePayload>> {
        let permit = ctx.permit(Operation::RotaRuleRemove)?;
        let done = async { service::remove_rule(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(RotaRuleRemovePayload { rota_rule: row.map(RotaRule::from), user_errors }))
    }

    /// Gives a service slot to a person week after week. Timetables that are made already do not change.
    async fn standing_turn_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The standing turn.")] input: StandingTurnAddInput,
    ) -> Result<Option<StandingTurnAddPayload>> {
        let permit = ctx.permit(Operation::StandingTurnAdd)?;
        let (row, user_errors) = split(service::add_standing_turn(ctx.app(), permit, &input).await)?;
        let standing_turn = row.map(StandingTurn::try_from).transpose().map_err(Fault::from)?;
        Ok(Some(StandingTurnAddPayload { standing_turn, user_errors }))
    }

    /// Takes a standing turn away. Timetables that are made already do not change.
    async fn standing_turn_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the standing turn.")] id: ID,
    ) -> Result<Option<StandingTurnRemovePayload>> {
        let permit = ctx.permit(Operation::StandingTurnRemove)?;
        let done = async { service::remove_standing_turn(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        let standing_turn = row.map(StandingTurn::try_from).transpose().map_err(Fault::from)?;
        Ok(Some(StandingTurnRemovePayload { standing_turn, user_errors }))
    }
}
