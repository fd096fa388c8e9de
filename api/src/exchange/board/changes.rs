//! What a batch of signals changed: rows to be written, news to be published.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    call, call_leg,
    id::{CallId, LegId, MemberVersionId, QueueId, VisitId},
    provider, queue, queue_day, queue_event, queue_member, queue_visit,
};

use crate::live::outbox::News;

/// Rows by id, so that one changed several times in a batch is written once, and in the order they were made.
#[derive(Clone, Default)]
pub(in crate::exchange) struct Changes {
    pub(in crate::exchange) provider: Option<provider::Model>,
    /// Queues seen for the first time.
    pub(in crate::exchange) queues: Vec<queue::Model>,
    pub(in crate::exchange) calls: BTreeMap<CallId, call::Model>,
    pub(in crate::exchange) legs: BTreeMap<LegId, call_leg::Model>,
    pub(in crate::exchange) members: BTreeMap<MemberVersionId, queue_member::Model>,
    pub(in crate::exchange) visits: BTreeMap<VisitId, queue_visit::Model>,
    pub(in crate::exchange) days: BTreeMap<(QueueId, NaiveDate), queue_day::Model>,
    pub(in crate::exchange) events: Vec<queue_event::Model>,
    pub(in crate::exchange) news: Vec<News>,
    /// The telephone system was restarted: what it had been told must be told again.
    pub(in crate::exchange) restarted: bool,
}

impl Changes {
    /// Whether there is nothing to write.
    pub(in crate::exchange) fn is_empty(&self) -> bool {
        self.provider.is_none()
            && self.queues.is_empty()
            && self.calls.is_empty()
            && self.legs.is_empty()
            && self.members.is_empty()
            && self.visits.is_empty()
            && self.days.is_empty()
            && self.events.is_empty()
            && self.news.is_empty()
            && !self.restarted
    }
}
