//! Mutations of events and their occurrences.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};

use super::{
    input::{EventCreateInput, EventUpdateInput},
    listener::SharedListener,
    payload::{
        EventCancelPayload, EventCreatePayload, EventDeletePayload, EventEndPayload, EventPausePayload, EventResumePayload,
        EventUpdatePayload, OccurrenceCancelPayload, OccurrenceMovePayload, OccurrencePausePayload, OccurrenceResumePayload,
    },
    service::{Desk, define, occurrences, remove, steps},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, id, user_error::split},
};

/// Where a request works on events.
///
/// # Errors
/// When the schema was built without a listener: a fault of the program.
pub(super) fn desk<'a>(ctx: &Context<'a>) -> Result<Desk<'a>, Fault> {
    let listener = ctx.data::<SharedListener>().map_err(|error| Fault::Internal(anyhow::anyhow!(error.message)))?;
    Ok(Desk::new(ctx.app(), listener))
}

/// Mutations of events.
#[derive(Default)]
pub struct EventMutation;

/// Mutations of events.
#[Object]
impl EventMutation {
    /// Makes an event, and its occurrences that are near. Refused are an end before the start, a rule that never matches or more than 1440
    /// times a day, and what is over already.
    async fn event_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new event.")] input: EventCreateInput,
    ) -> Result<Option<EventCreatePayload>> {
        let permit = ctx.permit(Operation::EventCreate)?;
        let done = async {
            let (calendar, wish) = input.read()?;
            define::create(desk(ctx)?, permit, calendar, wish).await
        };
        EventCreatePayload::of(done.await)
    }

    /// Changes an event: absent fields keep their values, null clears them. Occurrences that have begun stay as they are; of those ahead
    /// what the event still has stays, where somebody has moved it, too; the others are canceled, and new ones are made.
    async fn event_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the event.")] id: ID,
        #[graphql(desc = "What to change.")] input: EventUpdateInput,
    ) -> Result<Option<EventUpdatePayload>> {
        let permit = ctx.permit(Operation::EventUpdate)?;
        let done = async { define::update(desk(ctx)?, permit, id::parse(&id, &["id"])?, input.read()?).await };
        EventUpdatePayload::of(done.await)
    }

    /// Holds back all that is to come of an event that is `ACTIVE`. What is not resumed before its end is skipped; the series goes on.
    async fn event_pause(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the event.")] id: ID) -> Result<Option<EventPausePayload>> {
        let permit = ctx.permit(Operation::EventPause)?;
        EventPausePayload::of(async { steps::pause(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Lets an event that is `PAUSED` go on; occurrences that were paused alone stay so.
    async fn event_resume(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the event.")] id: ID) -> Result<Option<EventResumePayload>> {
        let permit = ctx.permit(Operation::EventResume)?;
        EventResumePayload::of(async { steps::resume(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Calls off all that is to come of an event, for good.
    async fn event_cancel(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the event.")] id: ID) -> Result<Option<EventCancelPayload>> {
        let permit = ctx.permit(Operation::EventCancel)?;
        EventCancelPayload::of(async { steps::cancel(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Deletes an event of which nothing has happened yet, with its occurrences; refused with `CONFLICT` once something has, and while alarms
    /// hang on it: then `eventCancel` calls off what is to come, and what was stays.
    async fn event_delete(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the event.")] id: ID) -> Result<Option<EventDeletePayload>> {
        let permit = ctx.permit(Operation::EventDelete)?;
        let done = async { remove::delete(desk(ctx)?, permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(EventDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Tells an event when to end: nothing of it begins after that instant. Without one it ends as its rule says, and what an end had taken
    /// away comes back.
    async fn event_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the event.")] id: ID,
        #[graphql(desc = "Instant after which nothing of it begins; null: it ends as its rule says.")] at: Option<DateTime<Utc>>,
    ) -> Result<Option<EventEndPayload>> {
        let permit = ctx.permit(Operation::EventEnd)?;
        EventEndPayload::of(async { define::end(desk(ctx)?, permit, id::parse(&id, &["id"])?, at).await }.await)
    }
}

/// Mutations of occurrences.
#[derive(Default)]
pub struct OccurrenceMutation;

/// Mutations of occurrences.
#[Object]
impl OccurrenceMutation {
    /// Gives an occurrence that is `PENDING` another time, to come. The others of its event stay, and it stays there when the event is
    /// changed, as long as the event has it.
    async fn occurrence_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the occurrence.")] id: ID,
        #[graphql(desc = "When it begins.")] starts_at: DateTime<Utc>,
        #[graphql(desc = "When it ends; absent: it lasts as long as before.")] ends_at: Option<DateTime<Utc>>,
    ) -> Result<Option<OccurrenceMovePayload>> {
        let permit = ctx.permit(Operation::OccurrenceMove)?;
        let done = async { occurrences::relocate(desk(ctx)?, permit, id::parse(&id, &["id"])?, starts_at, ends_at).await };
        OccurrenceMovePayload::of(done.await)
    }

    /// Holds an occurrence back that is `PENDING`. Not resumed before its end, it is skipped.
    async fn occurrence_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the occurrence.")] id: ID,
    ) -> Result<Option<OccurrencePausePayload>> {
        let permit = ctx.permit(Operation::OccurrencePause)?;
        OccurrencePausePayload::of(async { occurrences::pause(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Lets an occurrence go on that was paused alone. One whose start has come meanwhile is completed at once.
    async fn occurrence_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the occurrence.")] id: ID,
    ) -> Result<Option<OccurrenceResumePayload>> {
        let permit = ctx.permit(Operation::OccurrenceResume)?;
        OccurrenceResumePayload::of(async { occurrences::resume(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Calls an occurrence off that is `PENDING` or `PAUSED`, for good. The others of its event stay.
    async fn occurrence_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the occurrence.")] id: ID,
    ) -> Result<Option<OccurrenceCancelPayload>> {
        let permit = ctx.permit(Operation::OccurrenceCancel)?;
        OccurrenceCancelPayload::of(async { occurrences::cancel(desk(ctx)?, permit, id::parse(&id, &["id"])?).await }.await)
    }
}
