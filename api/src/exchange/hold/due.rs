//! Which queues have to be compared, by what has changed. Pure.

use std::collections::BTreeSet;

use entity::{
    id::{MemberId, ProviderId, QueueId},
    stored::{QueueChangeKind, Topic},
};

use crate::{live::Change, queues::news::QueueNews};

/// What has to be compared. However much has changed, each queue is compared once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// Every managed queue of the provider.
    pub(super) all: bool,
    /// These, besides.
    pub(super) queues: BTreeSet<QueueId>,
}

impl Due {
    pub(super) fn everything() -> Self {
        Self { all: true, queues: BTreeSet::new() }
    }

    pub(super) fn is_nothing(&self) -> bool {
        !self.all && self.queues.is_empty()
    }

    /// Takes in a change, if it may have parted wanted from actual or brought them together. Of the members that `leave` after
    /// their call every change counts, of others only what is more than their presence.
    pub(super) fn note(&mut self, change: &Change, provider: ProviderId, leaves: impl Fn(MemberId) -> bool) {
        match change.topic {
            Topic::Provider => self.all |= change.node_id == provider.0,
            // Somebody has another extension, or is deactivated: in whatever queue.
            Topic::Person => self.all = true,
            Topic::Queue => self.queues.extend(change.queue_id.filter(|_| parts(change, leaves))),
            _ => {}
        }
    }
}

fn parts(change: &Change, leaves: impl Fn(MemberId) -> bool) -> bool {
    change.news::<QueueNews>().is_ok_and(|news| match news.what {
        QueueChangeKind::Wanted | QueueChangeKind::Defined | QueueChangeKind::MemberAdded | QueueChangeKind::MemberRemoved => true,
        QueueChangeKind::MemberChanged => news.settings || news.member.is_some_and(|member| leaves(member.member_id)),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{
        id::{AccountId, CallId, MemberVersionId, PersonId},
        queue_member,
        stored::{ActorKind, ChangeKind, Presence},
    };
    use sea_orm::prelude::Uuid;
    use serde_json::json;

    use super::*;
    use crate::{auth::Actor, live::Position};

    fn change(topic: Topic, node_id: Uuid, queue_id: Option<QueueId>, payload: serde_json::Value) -> Change {
        Change {
            position: Position(1),
            account_id: AccountId::new(),
            occurred_at: DateTime::UNIX_EPOCH,
            topic,
            kind: ChangeKind::Updated,
            node_id,
            queue_id,
            person_id: None,
            call_id: None,
            payload,
        }
    }

    fn told(queue: QueueId, what: QueueChangeKind, settings: bool, member: Option<MemberId>) -> Change {
        let member = member.map(|member_id| queue_member::Model {
            id: MemberVersionId::new(),
            member_id,
            account_id: AccountId::new(),
            queue_id: queue,
            endpoint: "PJSIP/1".to_owned(),
            extension: None,
            person_id: None::<PersonId>,
            name: String::new(),
            fixed: false,
            presence: Presence::Available,
            since: DateTime::UNIX_EPOCH,
            paused_reason: None,
            paused_at: None,
            penalty: 0,
            calls_taken: 0,
            last_call_at: None,
            call_id: None::<CallId>,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            valid_from: DateTime::UNIX_EPOCH,
            valid_to: None,
        });
        let news = QueueNews { settings, member, ..QueueNews::new(what, &Actor::system()) };
        change(Topic::Queue, queue.0, Some(queue), serde_json::to_value(news).unwrap())
    }

    fn due(changes: &[Change], provider: ProviderId, leaving: MemberId) -> Due {
        let mut due = Due::default();
        for change in changes {
            due.note(change, provider, |member| member == leaving);
        }
        due
    }

    #[test]
    fn a_burst_about_one_queue_is_one_comparison_of_that_queue_alone() {
        let (provider, queue) = (ProviderId::new(), QueueId::new());
        let burst: Vec<Change> = (0..500).map(|_| told(queue, QueueChangeKind::Wanted, false, None)).collect();

        let due = due(&burst, provider, MemberId::new());

        assert_eq!(due, Due { all: false, queues: BTreeSet::from([queue]) });
    }

    #[test]
    fn what_cannot_part_wanted_from_actual_calls_for_nothing() {
        let (provider, queue, member) = (ProviderId::new(), QueueId::new(), MemberId::new());
        let changes = [
            told(queue, QueueChangeKind::CallJoined, false, None),
            told(queue, QueueChangeKind::MemberChanged, false, Some(member)),
            told(queue, QueueChangeKind::SyncChanged, false, None),
            change(Topic::Provider, Uuid::now_v7(), None, json!({})),
            change(Topic::Call, Uuid::now_v7(), Some(queue), json!({})),
        ];

        let due = due(&changes, provider, MemberId::new());

        assert!(due.is_nothing(), "{due:?}");
    }

    #[test]
    fn a_setting_and_the_presence_of_one_who_leaves_call_for_their_queue() {
        let (provider, queue, member) = (ProviderId::new(), QueueId::new(), MemberId::new());

        let setting = due(&[told(queue, QueueChangeKind::MemberChanged, true, Some(MemberId::new()))], provider, member);
        let presence = due(&[told(queue, QueueChangeKind::MemberChanged, false, Some(member))], provider, member);

        assert_eq!(setting.queues, BTreeSet::from([queue]));
        assert_eq!(presence.queues, BTreeSet::from([queue]));
    }

    #[test]
    fn the_link_and_persons_call_for_everything() {
        let provider = ProviderId::new();

        let link = due(&[change(Topic::Provider, provider.0, None, json!({}))], provider, MemberId::new());
        let person = due(&[change(Topic::Person, Uuid::now_v7(), None, json!({}))], provider, MemberId::new());

        assert_eq!((link, person), (Due::everything(), Due::everything()));
    }
}
