//! What the suite needs around a telephone system.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use numbering::Extension;

use super::Broken;
use crate::{
    event::Party,
    port::{CallKey, Endpoint, Provider, QueueKey},
};

/// A telephone system and the world around it, fresh for one test: no calls, no members but the fixed ones, the link not
/// run yet.
///
/// An operation has happened when it returns, as far as the system itself is concerned; what the link tells of it may
/// come later. An operation that cannot be done is [`Broken::Rig`]; [`Broken::NotTried`] is allowed where stated only.
#[async_trait]
pub trait Rig: Send {
    /// The provider under test; the same at each call.
    fn provider(&self) -> Arc<dyn Provider>;

    /// A queue with no members that rings one after the other; its callers wait as long as [`Rig::caller_joins`] says.
    fn queue(&self) -> QueueKey;

    /// A telephone that rings, and answers at [`Rig::agent_answers`].
    fn answering(&self) -> Extension;

    /// A telephone that rings and is never answered.
    fn silent(&self) -> Extension;

    /// A telephone whose member refuses at [`Rig::agent_declines`].
    fn declining(&self) -> Extension;

    /// How long the queue rings a member.
    fn ring_limit(&self) -> Duration;

    /// A member fixed in the system's own configuration; `None` where there is no such thing.
    fn fixed(&self) -> Option<(QueueKey, Endpoint)>;

    /// Someone calls from outside and joins the queue; waits there for `wait_limit` at most.
    async fn caller_joins(&mut self, queue: &QueueKey, from: Party, wait_limit: Option<Duration>) -> Result<(), Broken>;

    /// The party that called hangs up.
    async fn caller_hangs_up(&mut self, call: &CallKey) -> Result<(), Broken>;

    /// The member who rings at [`Rig::answering`] answers; nothing to do where it does so by itself.
    async fn agent_answers(&mut self) -> Result<(), Broken>;

    /// The member who rings at [`Rig::declining`] refuses; nothing to do where it does so by itself.
    async fn agent_declines(&mut self) -> Result<(), Broken>;

    /// Time passes; nothing to do where the clock is the wall's.
    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken>;

    /// A hand at the console puts a member in.
    async fn console_adds(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken>;

    /// A hand at the console takes a member out.
    async fn console_removes(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken>;

    /// A member pauses by its own doing, not by a command of the link.
    async fn pauses_by_hand(&mut self, queue: &QueueKey, extension: &Extension, reason: &str) -> Result<(), Broken>;

    /// The connection breaks and cannot be made anew; the system goes on.
    async fn drop_link(&mut self) -> Result<(), Broken>;

    /// The connection stands and nothing passes. May be [`Broken::NotTried`].
    async fn stall_link(&mut self) -> Result<(), Broken>;

    /// The connection can be made again.
    async fn restore_link(&mut self) -> Result<(), Broken>;

    /// The next command reaches the system, and its answer is lost.
    async fn lose_next_answer(&mut self) -> Result<(), Broken>;

    /// The system itself ends and starts again. May be [`Broken::NotTried`].
    async fn restart(&mut self) -> Result<(), Broken>;

    /// What is true in a queue, asked by another way than the link.
    async fn truth(&mut self, queue: &QueueKey) -> Result<Truth, Broken>;
}

/// What is true in a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Its members.
    pub members: BTreeMap<Extension, TrueMember>,
    /// How many calls wait.
    pub waiting: usize,
}

/// What is true of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueMember {
    /// Paused; the text may be empty.
    pub paused: Option<String>,
    /// Lower is rung first.
    pub penalty: u32,
}
