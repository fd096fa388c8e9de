//! Runs of flows as clients see them.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    flow_recording, flow_run,
    id::{AccountId, AttemptId, ContactId, FlowRunId, FlowVersionId},
};
use flow::Outcome;

use super::super::document::FlowOutcome;
use crate::graphql::rows::plain;

/// How far a call that is led by a flow has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::FlowRunStatus")]
pub enum FlowRunStatus {
    /// It goes on.
    Running,
    /// It came to an end of the flow.
    Completed,
    /// Whoever was called hung up before.
    HungUp,
    /// It took more steps than a call may.
    TooLong,
    /// The provider could not go on.
    Failed,
}

/// What kind of thing a node heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::FlowResultKind")]
pub enum FlowResultKind {
    /// Keys that were asked for.
    Answer,
    /// Keys that were not, at the last attempt.
    Invalid,
    /// Nothing.
    Silence,
    /// Something that was recorded.
    Recording,
    /// Another party was rung and joined.
    Joined,
    /// Another party was rung in vain.
    NotJoined,
    /// A room was joined and left.
    Conference,
    /// A message was left on a machine.
    MessageLeft,
}

/// Whether a recording is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::RecordingStatus")]
pub enum FlowRecordingStatus {
    /// The provider has it.
    Kept,
    /// It was deleted.
    Deleted,
}

/// Something that was recorded in a call.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowRecording {
    /// Id of the recording; who coordinates hears it at `/export/recordings/` and this id.
    #[graphql(owned)]
    pub id: ID,
    /// Id of the node that recorded it.
    pub node: String,
    /// How long it is, in seconds.
    pub seconds: i32,
    /// Whether it is still there.
    pub status: FlowRecordingStatus,
    /// When it was made.
    pub recorded_at: DateTime<Utc>,
    /// When it is to be deleted; null: never, or it was.
    pub delete_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl From<flow_recording::Model> for FlowRecording {
    fn from(row: flow_recording::Model) -> Self {
        Self {
            id: row.id.into(),
            node: row.node,
            seconds: row.seconds,
            status: row.status.into(),
            recorded_at: row.recorded_at,
            delete_at: row.due_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// What a node of a call heard; of one that was come by several times, the last.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowResult {
    /// Id of the node.
    pub node: String,
    /// What people call it.
    pub label: Option<String>,
    /// What kind of thing it heard.
    pub kind: FlowResultKind,
    /// What was answered: the label of a choice, digits, whom a transfer rang.
    pub response: Option<String>,
    /// Keys as they were pressed.
    pub keys: Option<String>,
    /// What that means for whatever the call is about.
    pub outcome: Option<FlowOutcome>,
    /// How long it took: of a recording, a transfer, a conference.
    pub seconds: Option<i32>,
    /// How often the call came by.
    pub visits: i32,
    /// When, the last time.
    pub heard_at: DateTime<Utc>,
}

/// A call that a sealed version of a flow leads, or has led.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct FlowRun {
    /// Id of the run.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    pub status: FlowRunStatus,
    /// Why it failed.
    pub problem: Option<String>,
    /// Id of the node that was come to last.
    pub node: Option<String>,
    /// Language that is spoken.
    pub language: String,
    /// How often it was asked what comes next.
    pub turns: i32,
    /// When somebody answered.
    pub started_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: FlowRunId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which version.
    #[graphql(skip)]
    pub version_id: FlowVersionId,
    /// Which attempt.
    #[graphql(skip)]
    pub attempt_id: AttemptId,
    /// Which contact, if it is one.
    #[graphql(skip)]
    pub contact_id: Option<ContactId>,
    /// What it means, as stored.
    #[graphql(skip)]
    pub meaning: Option<String>,
}

plain!(FlowRun {
    "id" => id,
    "problem" => problem,
    "node" => node,
    "language" => language,
    "turns" => turns,
    "startedAt" => started_at,
    "endedAt" => ended_at,
});

impl From<flow_run::Model> for FlowRun {
    fn from(row: flow_run::Model) -> Self {
        Self {
            id: row.id.into(),
            status: row.status.into(),
            problem: row.problem,
            node: row.node,
            language: row.language,
            turns: row.turn.saturating_add(1),
            started_at: row.started_at,
            ended_at: row.ended_at,
            key: row.id,
            account_id: row.account_id,
            version_id: row.flow_version_id,
            attempt_id: row.call_attempt_id,
            contact_id: row.contact_id,
            meaning: row.outcome,
        }
    }
}

/// An outcome as it is stored.
pub fn outcome(stored: Option<&str>) -> Option<FlowOutcome> {
    stored?.parse::<Outcome>().ok().map(FlowOutcome::from)
}
