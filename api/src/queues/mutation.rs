//! Mutations of queues.

use async_graphql::{Context, ID, Object, Result};
use entity::id::{PersonId, QueueId};

use super::{
    member::{QueueMember, Wish},
    payload::{
        QueueMemberAddPayload, QueueMemberPausePayload, QueueMemberRemovePayload, QueueMemberResumePayload, QueueMemberSetPenaltyPayload,
        QueueMembersOrderPayload, QueueUpdateInput, QueueUpdatePayload,
    },
    repository::Queues,
    service::{self, QueueEdit},
    types::Queue,
};
use crate::{
    app::App,
    auth::{Operation, Permit},
    error::{Fault, Outcome},
    graphql::{context::ContextExt, id, user_error::split},
};

/// Mutations of queues.
#[derive(Default)]
pub struct QueuesMutation;

/// Mutations of queues.
#[Object]
impl QueuesMutation {
    /// Changes a queue's definition, or who decides who is in it.
    async fn queue_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] id: ID,
        #[graphql(desc = "What changes.")] input: QueueUpdateInput,
    ) -> Result<Option<QueueUpdatePayload>> {
        let permit = ctx.permit(Operation::QueueUpdate)?;
        let done = async {
            let edit = QueueEdit {
                name: input.name,
                mode: input.mode.map(Into::into),
                time_zone: input.time_zone.map(|zone| zone.0),
                service_level_seconds: input.service_level_seconds,
            };
            service::update(ctx.app(), permit, id::parse(&id, &["id"])?, edit).await
        };
        let (queue, user_errors) = split(done.await)?;
        Ok(Some(QueueUpdatePayload { queue: queue.map(Queue::from), user_errors }))
    }

    /// Wants a person in a managed queue. The provider follows; the answer waits a moment for it.
    async fn queue_member_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "Id of the person; active, with an extension.")] person_id: ID,
        #[graphql(desc = "Lower is rung first; 0 to 1000.", default_with = "Some(0)")] penalty: Option<i32>,
        #[graphql(desc = "Why, for the history; at most 79 bytes.")] reason: Option<String>,
    ) -> Result<Option<QueueMemberAddPayload>> {
        let permit = ctx.permit(Operation::QueueMemberAdd)?;
        let done = async {
            let (queue, person) = ids(&queue_id, &person_id)?;
            service::add(ctx.app(), permit, queue, person, penalty.unwrap_or_default(), reason.as_deref()).await?;
            Ok(members(ctx.app(), &permit, person, &[queue]).await?.pop())
        };
        let (member, user_errors) = split(done.await)?;
        Ok(Some(QueueMemberAddPayload { member: member.flatten(), user_errors }))
    }

    /// Wants a person in a managed queue no longer. A call in progress goes on, and who is in one leaves after it.
    async fn queue_member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "Why, for the history; at most 79 bytes.")] reason: Option<String>,
    ) -> Result<Option<QueueMemberRemovePayload>> {
        let permit = ctx.permit(Operation::QueueMemberRemove)?;
        let done = async {
            let (queue, person) = ids(&queue_id, &person_id)?;
            service::remove(ctx.app(), permit, queue, person, reason.as_deref()).await?;
            Ok(read(ctx.app(), &permit, queue).await?)
        };
        let (queue, user_errors) = split(done.await)?;
        Ok(Some(QueueMemberRemovePayload { queue: queue.flatten(), user_errors }))
    }

    /// Pauses a person: the telephone is not rung. In one queue, or in every managed queue the person is in.
    async fn queue_member_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "Id of the queue; absent: in every managed queue.")] queue_id: Option<ID>,
        #[graphql(desc = "Why, as shown to everybody; 1 to 79 bytes.")] reason: String,
    ) -> Result<Option<QueueMemberPausePayload>> {
        let permit = ctx.permit(Operation::QueueMemberPause)?;
        let done = async {
            let (queue, person) = id_and_maybe(queue_id.as_ref(), &person_id)?;
            let queues = service::pause(ctx.app(), permit, person, queue, &reason).await?;
            Ok(members(ctx.app(), &permit, person, &queues).await?)
        };
        let (members, user_errors) = split(done.await)?;
        Ok(Some(QueueMemberPausePayload { members, user_errors }))
    }

    /// Ends a person's pause: in one queue, or in every managed queue the person is in.
    async fn queue_member_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "Id of the queue; absent: in every managed queue.")] queue_id: Option<ID>,
    ) -> Result<Option<QueueMemberResumePayload>> {
        let permit = ctx.permit(Operation::QueueMemberResume)?;
        let done = async {
            let (queue, person) = id_and_maybe(queue_id.as_ref(), &person_id)?;
            let queues = service::resume(ctx.app(), permit, person, queue).await?;
            Ok(members(ctx.app(), &permit, person, &queues).await?)
        };
        let (members, user_errors) = split(done.await)?;
        Ok(Some(QueueMemberResumePayload { members, user_errors }))
    }

    /// Sets when a person is rung: lower penalties first.
    async fn queue_member_set_penalty(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "Lower is rung first; 0 to 1000.")] penalty: i32,
    ) -> Result<Option<QueueMemberSetPenaltyPayload>> {
        let permit = ctx.permit(Operation::QueueMemberSetPenalty)?;
        let done = async {
            let (queue, person) = ids(&queue_id, &person_id)?;
            service::set_penalty(ctx.app(), permit, queue, person, penalty).await?;
            Ok(members(ctx.app(), &permit, person, &[queue]).await?.pop())
        };
        let (member, user_errors) = split(done.await)?;
        Ok(Some(QueueMemberSetPenaltyPayload { member: member.flatten(), user_errors }))
    }

    /// Rings the persons of a queue in this order, by penalties 0, 1, 2, …; who is not named comes after them.
    async fn queue_members_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "Ids of persons wanted in the queue, the first to be rung first.")] person_ids: Vec<ID>,
    ) -> Result<Option<QueueMembersOrderPayload>> {
        let permit = ctx.permit(Operation::QueueMembersOrder)?;
        let done = async {
            let queue = id::parse(&queue_id, &["queueId"])?;
            let mut persons = Vec::new();
            for (place, person) in person_ids.iter().enumerate() {
                persons.push(id::parse(person, &["personIds", &place.to_string()])?);
            }
            service::order(ctx.app(), permit, queue, &persons).await?;
            Ok(read(ctx.app(), &permit, queue).await?)
        };
        let (queue, user_errors) = split(done.await)?;
        Ok(Some(QueueMembersOrderPayload { queue: queue.flatten(), user_errors }))
    }
}

fn ids(queue_id: &ID, person_id: &ID) -> Outcome<(QueueId, PersonId)> {
    Ok((id::parse(queue_id, &["queueId"])?, id::parse(person_id, &["personId"])?))
}

fn id_and_maybe(queue_id: Option<&ID>, person_id: &ID) -> Outcome<(Option<QueueId>, PersonId)> {
    Ok((queue_id.map(|id| id::parse(id, &["queueId"])).transpose()?, id::parse(person_id, &["personId"])?))
}

async fn read(app: &App, permit: &Permit<'_>, queue: QueueId) -> Result<Option<Queue>, Fault> {
    Ok(Queues(permit.account_id()).find(app.db.read(), queue).await?.map(Queue::from))
}

/// A person's memberships as they are now, those not there yet among them.
async fn members(app: &App, permit: &Permit<'_>, person: PersonId, queues: &[QueueId]) -> Result<Vec<QueueMember>, Fault> {
    let of = Queues(permit.account_id());
    let actual = of.memberships(app.db.read(), person, queues).await?;
    let mut wanted = of.wanting(app.db.read(), person, None).await?;
    wanted.retain(|want| queues.contains(&want.queue_id));
    let mut members = Vec::new();
    for row in actual {
        let wish = wanted.iter().position(|want| want.queue_id == row.queue_id).map(|place| wanted.swap_remove(place));
        members.push(QueueMember::new(row, wish.map_or(Wish::Stranger, Wish::Ours)));
    }
    members.extend(wanted.into_iter().map(QueueMember::missing));
    Ok(members)
}
