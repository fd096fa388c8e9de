//! Live changes of calls, and telephones that begin to ring.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CallId, PersonId, QueueId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    loader,
    news::{CallPayload, concerns},
    types::{Call, CallStatus},
};
use crate::{
    auth::{Operation, Permit},
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A call began, changed or ended.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CallChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the call.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the call.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far the call had come with this change; `call` may be further by now.
    pub status: CallStatus,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which call.
    #[graphql(skip)]
    pub call_id: CallId,
}

/// A call began, changed or ended.
#[ComplexObject]
impl CallChange {
    /// The call as it is now.
    async fn call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        Ok(loader::call(ctx, self.account_id, self.call_id).await?)
    }
}

impl TryFrom<Followed> for CallChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let call_id = CallId(change.node_id);
        let payload: CallPayload = change.news()?;
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: call_id.into(),
            status: payload.status.into(),
            account_id: change.account_id,
            call_id,
            cursor: change.cursor,
        })
    }
}

/// A person's telephone began to ring.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct IncomingCall {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When the telephone began to ring.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// Always `CREATED`: that it no longer rings is told by `callChanged`.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the call.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which call.
    #[graphql(skip)]
    pub call_id: CallId,
    /// Queue it comes from.
    #[graphql(skip)]
    pub queue_id: Option<QueueId>,
    /// Whose telephone rings.
    #[graphql(skip)]
    pub person_id: PersonId,
}

impl TryFrom<Followed> for IncomingCall {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let call_id = CallId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: call_id.into(),
            account_id: change.account_id,
            call_id,
            queue_id: change.queue_id,
            person_id: change.person_id.ok_or_else(|| anyhow::anyhow!("a telephone rings and nobody has it"))?,
            cursor: change.cursor,
        })
    }
}

/// Live changes of calls.
#[derive(Default)]
pub struct CallsSubscription;

/// Live changes of calls.
#[Subscription]
impl CallsSubscription {
    /// Calls as they begin, change and end.
    async fn call_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only calls whose last queue is this one.")] queue_id: Option<ID>,
        #[graphql(desc = "Only calls in which this person's telephone has a part.")] person_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<CallChange>> + use<>> {
        ctx.permit(Operation::CallChanged)?;
        let queue: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        let person: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Call
                && queue.is_none_or(|queue| change.queue_id == Some(queue))
                && person.is_none_or(|person| concerns(change, person))
        })?)
    }

    /// Calls that begin to ring at the caller's own telephone. Coordinators and admins may name a person, or see all.
    async fn incoming_call(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose telephone; absent: the caller's own.")] person_id: Option<ID>,
        #[graphql(desc = "Everybody's telephones.", default_with = "Some(false)")] all: Option<bool>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<IncomingCall>> + use<>> {
        let permit = ctx.permit(Operation::IncomingCall)?;
        let named: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        let only = whose(&permit, named, all.unwrap_or(false))?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Ring && only.is_none_or(|only| change.person_id == Some(only)))?)
    }
}

/// Whose telephone is asked for; `None`: everybody's.
fn whose(permit: &Permit<'_>, named: Option<PersonId>, all: bool) -> Result<Option<PersonId>, Fault> {
    match (named, all) {
        (Some(_), true) => Err(Fault::BadRequest("Give `personId` or `all`, not both.".to_owned())),
        (None, true) if permit.held_to().is_some() => Err(Fault::Forbidden("`all` is not for the role AGENT.".to_owned())),
        (None, true) => Ok(None),
        (Some(person), false) if permit.covers(person) => Ok(Some(person)),
        (Some(_), false) => Err(Fault::Forbidden("An agent sees only calls at the agent's own telephone.".to_owned())),
        (None, false) => match permit.caller().person_id {
            Some(own) => Ok(Some(own)),
            None => Err(Fault::BadRequest("You are nobody's telephone: give `personId`, or `all: true`.".to_owned())),
        },
    }
}
