//! Mutations of what runs leave behind.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{recordings, types::FlowRecording};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of `flowRecordingDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowRecordingDeletePayload {
    /// The recording as it is now: to be deleted at its provider at once. Null when nothing was done.
    pub recording: Option<FlowRecording>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of what runs leave behind.
#[derive(Default)]
pub struct FlowRunMutation;

/// Mutations of what runs leave behind.
#[Object]
impl FlowRunMutation {
    /// Has a recording deleted now, and not only when its time is over. One that was deleted stays so.
    async fn flow_recording_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the recording.")] id: ID,
    ) -> Result<Option<FlowRecordingDeletePayload>> {
        let permit = ctx.permit(Operation::FlowRecordingDelete)?;
        let done = async { recordings::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(FlowRecordingDeletePayload { recording: row.map(FlowRecording::from), user_errors }))
    }
}
