//! Mutations of timetables and their turns.

use async_graphql::{Context, ID, Object, Result};

use super::{
    payload::{
        LineAddPayload, LineClosePayload, TimetableArchivePayload, TimetableCreatePayload, TimetableDeletePayload, TimetableLoadInput,
        TimetableLoadsSetPayload, TimetablePublishPayload, TimetableUndoPayload, TurnAssignPayload, TurnSwapPayload, TurnTakeOverPayload,
    },
    service,
    types::Timetable,
};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, local::Date, user_error::split},
    turns::check::Check,
};

/// Mutations of timetables and their turns.
#[derive(Default)]
pub struct TimetableMutation;

/// Mutations of timetables and their turns.
#[Object]
impl TimetableMutation {
    /// Makes the timetable of a queue's week, a draft: slots as the service hours say, without closed days; turns empty but for
    /// standing turns. Made from another timetable of the queue, its turns are given to those who had them there at the same time
    /// of the week, on the same line: as far as they can have them, and there is a slot.
    async fn timetable_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "The Monday the week begins on.")] week: Date,
        #[graphql(desc = "Id of the timetable whose turns are taken over; null: none.")] copy_from_id: Option<ID>,
    ) -> Result<Option<TimetableCreatePayload>> {
        let permit = ctx.permit(Operation::TimetableCreate)?;
        let done = async {
            let queue = id::parse(&queue_id, &["queueId"])?;
            let day = week.parse(&["week"])?;
            let mut check = Check::at(&[]);
            check.date("week", &week);
            check.done()?;
            let copied = copy_from_id.as_ref().map(|id| id::parse(id, &["copyFromId"])).transpose()?;
            service::create(ctx.app(), permit, queue, day, copied).await
        };
        Ok(Some(TimetableCreatePayload::of(done.await, copy_from_id.is_some())?))
    }

    /// Throws a draft away, with all that is in it.
    async fn timetable_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable.")] id: ID,
    ) -> Result<Option<TimetableDeletePayload>> {
        let permit = ctx.permit(Operation::TimetableDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(TimetableDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Decides what persons should carry in a draft; what the others should is found around it. Persons not named keep what was
    /// decided for them. Refused when all that is decided comes to more than the week has turns.
    async fn timetable_loads_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable, a draft.")] id: ID,
        #[graphql(desc = "Persons, each once, with what each should carry.")] loads: Vec<TimetableLoadInput>,
    ) -> Result<Option<TimetableLoadsSetPayload>> {
        let permit = ctx.permit(Operation::TimetableLoadsSet)?;
        let done = async {
            let mut wanted = Vec::new();
            for (place, given) in loads.iter().enumerate() {
                wanted.push((id::parse(&given.person_id, &["loads", &place.to_string(), "personId"])?, given.load));
            }
            service::decide(ctx.app(), permit, id::parse(&id, &["id"])?, &wanted).await
        };
        let (timetable, user_errors) = split(done.await)?;
        Ok(Some(TimetableLoadsSetPayload { timetable: timetable.map(Timetable::from), user_errors }))
    }

    /// Makes a timetable known: from now on people are on duty by it. Refused while it breaks a rule that must hold: each is told.
    /// One that is published already stays as it is.
    async fn timetable_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable.")] id: ID,
        #[graphql(desc = "Version that was seen.")] version: i32,
    ) -> Result<Option<TimetablePublishPayload>> {
        let permit = ctx.permit(Operation::TimetablePublish)?;
        let done = async { service::publish(ctx.app(), permit, id::parse(&id, &["id"])?, version).await };
        TimetablePublishPayload::of(done.await)
    }

    /// Closes the published timetable of a week that is over: what people carried beyond their ideals has become credit, and
    /// nothing in it is changed any more. One that is archived already stays as it is.
    async fn timetable_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable.")] id: ID,
    ) -> Result<Option<TimetableArchivePayload>> {
        let permit = ctx.permit(Operation::TimetableArchive)?;
        let done = async { service::archive(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (timetable, user_errors) = split(done.await)?;
        Ok(Some(TimetableArchivePayload { timetable: timetable.map(Timetable::from), user_errors }))
    }

    /// Undoes the latest edit that was not undone yet, back to when the timetable was made or published. That is an edit, too.
    async fn timetable_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable.")] id: ID,
        #[graphql(desc = "Version that was seen.")] version: i32,
    ) -> Result<Option<TimetableUndoPayload>> {
        let permit = ctx.permit(Operation::TimetableUndo)?;
        let done = async { service::undo(ctx.app(), permit, id::parse(&id, &["id"])?, version).await };
        TimetableUndoPayload::of(done.await)
    }

    /// Gives a turn to a person, or leaves it empty. Refused for who cannot, is on duty already, or has turns enough that day; and
    /// when a slot would have more empty cells than the queue's settings allow.
    async fn turn_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the turn.")] id: ID,
        #[graphql(desc = "Id of the person; null: nobody.")] person_id: Option<ID>,
        #[graphql(desc = "Version of the timetable that was seen.")] version: i32,
        #[graphql(desc = "Do it in spite of warnings.", default)] ignore_warnings: bool,
        #[graphql(desc = "Why, for the history; at most 200 characters.")] reason: Option<String>,
    ) -> Result<Option<TurnAssignPayload>> {
        let permit = ctx.permit(Operation::TurnAssign)?;
        let done = async {
            let turn = id::parse(&id, &["id"])?;
            let person = person_id.as_ref().map(|id| id::parse(id, &["personId"])).transpose()?;
            service::assign(ctx.app(), permit, turn, person, version, reason.as_deref(), ignore_warnings).await
        };
        TurnAssignPayload::of(done.await)
    }

    /// Exchanges the holders of two turns of one timetable, at once; one of them may be empty. Refused as `turnAssign`.
    async fn turn_swap(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of a turn.")] id: ID,
        #[graphql(desc = "Id of the other turn.")] with_id: ID,
        #[graphql(desc = "Version of the timetable that was seen.")] version: i32,
        #[graphql(desc = "Do it in spite of warnings.", default)] ignore_warnings: bool,
        #[graphql(desc = "Why, for the history; at most 200 characters.")] reason: Option<String>,
    ) -> Result<Option<TurnSwapPayload>> {
        let permit = ctx.permit(Operation::TurnSwap)?;
        let done = async {
            let (turn, with) = (id::parse(&id, &["id"])?, id::parse(&with_id, &["withId"])?);
            service::swap(ctx.app(), permit, turn, with, version, reason.as_deref(), ignore_warnings).await
        };
        TurnSwapPayload::of(done.await)
    }

    /// Takes over a turn that runs now, for whoever asks. The turn changes hands whole; the history tells when.
    async fn turn_take_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the turn, of a published timetable.")] id: ID,
        #[graphql(desc = "Why, for the history; at most 200 characters.")] reason: Option<String>,
    ) -> Result<Option<TurnTakeOverPayload>> {
        let permit = ctx.permit(Operation::TurnTakeOver)?;
        let done = async { service::take_over(ctx.app(), permit, id::parse(&id, &["id"])?, reason.as_deref()).await };
        TurnTakeOverPayload::of(done.await)
    }

    /// Opens one more line in a slot of a timetable, empty; a slot has at most 50.
    async fn line_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the slot.")] slot_id: ID,
        #[graphql(desc = "Version of the timetable that was seen.")] version: i32,
        #[graphql(desc = "Why, for the history; at most 200 characters.")] reason: Option<String>,
    ) -> Result<Option<LineAddPayload>> {
        let permit = ctx.permit(Operation::LineAdd)?;
        let done = async { service::add_line(ctx.app(), permit, id::parse(&slot_id, &["slotId"])?, version, reason.as_deref()).await };
        LineAddPayload::of(done.await)
    }

    /// Closes the last line of a slot of a timetable, which has to be empty and not the only one.
    async fn line_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the slot.")] slot_id: ID,
        #[graphql(desc = "Version of the timetable that was seen.")] version: i32,
        #[graphql(desc = "Why, for the history; at most 200 characters.")] reason: Option<String>,
    ) -> Result<Option<LineClosePayload>> {
        let permit = ctx.permit(Operation::LineClose)?;
        let done = async { service::close_line(ctx.app(), permit, id::parse(&slot_id, &["slotId"])?, version, reason.as_deref()).await };
        LineClosePayload::of(done.await)
    }
}
