//! Mutations of flows.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use entity::id::{FlowId, FlowVersionId};

use super::{
    document::FlowDocument,
    service::{self, Done, Edit, NewFlow},
    types::{Flow, FlowVersion},
};
use crate::{
    auth::Operation,
    error::{Problem, ProblemCode},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// A new flow.
#[derive(Clone, Debug, InputObject)]
pub struct FlowCreateInput {
    /// Name, 1 to 90 characters.
    pub name: String,
    /// What it is for, at most 2000 characters.
    pub description: Option<String>,
    /// What it does; absent: nothing yet.
    pub document: Option<FlowDocument>,
}

/// Changes to a flow: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct FlowUpdateInput {
    /// Name, 1 to 90 characters; cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// What it is for, at most 2000 characters.
    pub description: MaybeUndefined<String>,
    /// What it does, as a whole; cannot be cleared.
    pub document: MaybeUndefined<FlowDocument>,
}

/// What became of `flowCreate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowCreatePayload {
    /// The flow; null when nothing was done.
    pub flow: Option<Flow>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `flowUpdate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowUpdatePayload {
    /// The flow as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
    pub flow: Option<Flow>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `flowDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowDeletePayload {
    /// Id of the flow that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `flowSeal`.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowSealPayload {
    /// The version that was sealed; null when none was.
    pub flow_version: Option<FlowVersion>,
    /// The flow as it is now, with `CONFLICT` for `version`.
    pub flow: Option<Flow>,
    /// What was wrong, e.g. with the draft; empty when it was done. Paths into the draft begin with `document`.
    pub user_errors: Vec<UserError>,
}

/// Mutations of flows.
#[derive(Default)]
pub struct FlowMutation;

/// Mutations of flows.
#[Object]
impl FlowMutation {
    /// Makes a flow. What may only be missing yet does not stand in its way: `findings` tells it.
    async fn flow_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new flow.")] input: FlowCreateInput,
    ) -> Result<Option<FlowCreatePayload>> {
        let permit = ctx.permit(Operation::FlowCreate)?;
        let new = NewFlow { name: input.name, description: input.description, document: input.document };
        let (row, user_errors) = split(service::create(ctx.app(), permit, new).await)?;
        Ok(Some(FlowCreatePayload { flow: row.map(Flow::from), user_errors }))
    }

    /// Changes the draft of a flow: absent fields keep their values, null clears them. Sealed versions stay as they are.
    async fn flow_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the flow.")] id: ID,
        #[graphql(desc = "Version of the draft that was seen.")] version: i32,
        #[graphql(desc = "What to change.")] input: FlowUpdateInput,
    ) -> Result<Option<FlowUpdatePayload>> {
        let permit = ctx.permit(Operation::FlowUpdate)?;
        let edit = Edit { name: input.name.into(), description: input.description.into(), document: input.document.into() };
        let done = async { service::update(ctx.app(), permit, draft_id(&id)?, version, edit).await };
        let (done, user_errors) = split(done.await)?;
        Ok(Some(match done {
            None => FlowUpdatePayload { flow: None, user_errors },
            Some(Done::Changed(row)) => FlowUpdatePayload { flow: Some(row.into()), user_errors },
            Some(Done::Stale(row)) => FlowUpdatePayload { flow: Some((*row).into()), user_errors: vec![stale()] },
        }))
    }

    /// Deletes a flow of which nothing was sealed.
    async fn flow_delete(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the flow.")] id: ID) -> Result<Option<FlowDeletePayload>> {
        let permit = ctx.permit(Operation::FlowDelete)?;
        let done = async { service::delete(ctx.app(), permit, draft_id(&id)?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(FlowDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Seals the draft as the next version: from then on calls can be led by it, and it is never changed. Refused with all that is wrong.
    async fn flow_seal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the flow.")] id: ID,
        #[graphql(desc = "Version of the draft that was seen.")] version: i32,
        #[graphql(desc = "Name of the sealed version beside its number, 1 to 90 characters.")] name: Option<String>,
    ) -> Result<Option<FlowSealPayload>> {
        let permit = ctx.permit(Operation::FlowSeal)?;
        let done = async { service::seal(ctx.app(), permit, draft_id(&id)?, version, name).await };
        let (done, user_errors) = split(done.await)?;
        let nothing = FlowSealPayload { flow_version: None, flow: None, user_errors };
        Ok(Some(match done {
            None => nothing,
            Some(Done::Changed(row)) => FlowSealPayload { flow_version: Some(row.into()), ..nothing },
            Some(Done::Stale(row)) => FlowSealPayload { flow: Some((*row).into()), user_errors: vec![stale()], ..nothing },
        }))
    }
}

fn stale() -> UserError {
    let message = "The flow has been changed meanwhile; it is told as it is now.";
    Problem::new(ProblemCode::Conflict, &["version"], message).into()
}

/// The id of a flow; a sealed version is told from what is no id at all.
fn draft_id(given: &ID) -> Result<FlowId, Problem> {
    if given.parse::<FlowVersionId>().is_ok() {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "This is a sealed version, which is never changed: change its flow."));
    }
    id::parse(given, &["id"])
}
