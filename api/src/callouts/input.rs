//! Inputs of the callouts' fields.

use async_graphql::{InputObject, MaybeUndefined};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    cost::CalloutCostCap,
    script::CalloutScriptInput,
    service::{Definition, Edit},
    settings::{CalloutPacing, CalloutPolicyInput, CalloutRetryInput, CalloutRouteInput},
    words::CalloutStatus,
};

/// Which callouts a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CalloutFilter {
    /// One of these statuses.
    pub status: Option<Vec<CalloutStatus>>,
    /// Part of the name, in upper or lower case of the letters a to z; at most 120 characters.
    pub search: Option<String>,
    /// By values in the metadata; all must hold; at most 20.
    pub metadata: Option<Vec<CalloutMetadataCondition>>,
}

/// What a value in a callout's metadata is.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutMetadataCondition {
    /// Keys that lead to the value, the outermost first, at most 6; a key may hold any sign, also dots.
    pub path: Vec<String>,
    /// The value, of the same kind: `1` is not `"1"`. Null: there is none, or it is null.
    pub equals: Option<Value>,
}

/// A new callout.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutCreateInput {
    /// Name, 1 to 120 characters.
    pub name: String,
    /// Which callouts call first: 9 before 0. By default 0.
    pub priority: Option<i32>,
    /// What its owner keeps beside it: an object.
    pub metadata: Option<Value>,
    /// What happens once somebody answers; without one it cannot be started.
    pub script: Option<CalloutScriptInput>,
    /// Providers in the order in which they are tried, at most 8; without one it cannot be started.
    pub routes: Option<Vec<CalloutRouteInput>>,
    /// Whether to find out if a machine answers, which then is nobody who was reached. By default not.
    pub detect_machine: Option<bool>,
    /// Seconds a call may ring, 5 to 600. By default 45.
    pub ring_seconds: Option<i32>,
    /// Seconds a call may last once it was answered, 1 to 86400; absent: the provider's own limit.
    pub limit_seconds: Option<i32>,
    /// How fast it calls.
    pub pacing: Option<CalloutPacing>,
    /// How often somebody is called again.
    pub retry: Option<CalloutRetryInput>,
    /// When somebody may be called, and how often over all callouts.
    pub policy: Option<CalloutPolicyInput>,
    /// What it may cost; absent: whatever it costs.
    pub cost_cap: Option<CalloutCostCap>,
    /// Nobody is called after this.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Changes to a callout: an absent field keeps its value, null clears it or brings back its default.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CalloutUpdateInput {
    /// Name, 1 to 120 characters; cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// Which callouts call first: 9 before 0.
    pub priority: MaybeUndefined<i32>,
    /// What its owner keeps beside it: an object, in place of the one before.
    pub metadata: MaybeUndefined<Value>,
    /// What happens once somebody answers. Not while it is running.
    pub script: MaybeUndefined<CalloutScriptInput>,
    /// Providers in the order in which they are tried, at most 8. Not while it is running.
    pub routes: MaybeUndefined<Vec<CalloutRouteInput>>,
    /// Whether to find out if a machine answers. Not while it is running.
    pub detect_machine: MaybeUndefined<bool>,
    /// Seconds a call may ring, 5 to 600. Not while it is running.
    pub ring_seconds: MaybeUndefined<i32>,
    /// Seconds a call may last once it was answered, 1 to 86400. Not while it is running.
    pub limit_seconds: MaybeUndefined<i32>,
    /// How fast it calls, as a whole.
    pub pacing: MaybeUndefined<CalloutPacing>,
    /// How often somebody is called again, as a whole.
    pub retry: MaybeUndefined<CalloutRetryInput>,
    /// When somebody may be called, and how often over all callouts, as a whole.
    pub policy: MaybeUndefined<CalloutPolicyInput>,
    /// What it may cost, as a whole.
    pub cost_cap: MaybeUndefined<CalloutCostCap>,
    /// Nobody is called after this.
    pub expires_at: MaybeUndefined<DateTime<Utc>>,
}

impl From<CalloutCreateInput> for Definition {
    fn from(input: CalloutCreateInput) -> Self {
        let CalloutCreateInput { name, priority, metadata, script, routes, detect_machine, ring_seconds, limit_seconds, .. } = input;
        Self {
            name,
            edit: Edit {
                name: None,
                priority: priority.map(Some),
                metadata: metadata.map(Some),
                script: script.map(Some),
                routes: routes.map(Some),
                detect_machine: detect_machine.map(Some),
                ring_seconds: ring_seconds.map(Some),
                limit_seconds: limit_seconds.map(Some),
                pacing: input.pacing.map(Some),
                retry: input.retry.map(Some),
                policy: input.policy.map(Some),
                cost_cap: input.cost_cap.map(Some),
                expires_at: input.expires_at.map(Some),
            },
        }
    }
}

impl From<CalloutUpdateInput> for Edit {
    fn from(input: CalloutUpdateInput) -> Self {
        Self {
            name: input.name.into(),
            priority: input.priority.into(),
            metadata: input.metadata.into(),
            script: input.script.into(),
            routes: input.routes.into(),
            detect_machine: input.detect_machine.into(),
            ring_seconds: input.ring_seconds.into(),
            limit_seconds: input.limit_seconds.into(),
            pacing: input.pacing.into(),
            retry: input.retry.into(),
            policy: input.policy.into(),
            cost_cap: input.cost_cap.into(),
            expires_at: input.expires_at.into(),
        }
    }
}
