//! Wanted against actual: what must be sent so that a managed queue becomes as wanted. Pure, a table.
//!
//! Only the difference, one idempotent command each; additions before removals, so that a queue never runs empty on its
//! way. What a member does at the telephone itself (a pause) is taken over as a fact once the provider was seen to agree
//! with us: from then on a difference can only have been made there.

use entity::{queue_assignment, queue_member};

/// What must be done about one person, or one member nobody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Wanted, and not there.
    Add {
        /// Index of the wish.
        wish: usize,
    },
    /// There, and not wanted.
    Remove {
        /// Index of the member.
        member: usize,
    },
    /// Wanted paused, with this reason.
    Pause {
        /// Index of the wish.
        wish: usize,
        /// Index of the member.
        member: usize,
    },
    /// Wanted unpaused.
    Resume {
        /// Index of the wish.
        wish: usize,
        /// Index of the member.
        member: usize,
    },
    /// Wanted earlier or later in the order.
    SetPenalty {
        /// Index of the wish.
        wish: usize,
        /// Index of the member.
        member: usize,
    },
}

/// What follows from a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be sent, in this order.
    pub steps: Vec<Step>,
    /// Pauses, or their end, made at the provider: (wish, member) to be taken over.
    pub facts: Vec<(usize, usize)>,
    /// Wishes that the provider has come to agree with.
    pub settled: Vec<usize>,
    /// Members that are not wanted and that no command can remove.
    pub fixed: Vec<usize>,
}

/// Compares who is wanted with who is there.
pub fn plan(wanted: &[queue_assignment::Model], actual: &[queue_member::Model]) -> Plan {
    let mut plan = Plan::default();
    let mut changes = Vec::new();
    let mut removals = Vec::new();
    for (wish, want) in wanted.iter().enumerate() {
        let Some(member) = actual.iter().position(|member| member.person_id == Some(want.person_id)) else {
            plan.steps.push(Step::Add { wish });
            continue;
        };
        let is = &actual[member];
        let same_pause = is.paused_reason == want.paused_reason;
        let same_penalty = is.penalty == want.penalty;
        if !same_pause && want.settled {
            plan.facts.push((wish, member));
        } else if !same_pause && want.paused_reason.is_some() {
            changes.push(Step::Pause { wish, member });
        } else if !same_pause {
            changes.push(Step::Resume { wish, member });
        }
        if !same_penalty {
            changes.push(Step::SetPenalty { wish, member });
        }
        if same_pause && same_penalty && !want.settled {
            plan.settled.push(wish);
        }
    }
    for (member, is) in actual.iter().enumerate() {
        let wanted_here = is.person_id.is_some_and(|person| wanted.iter().any(|want| want.person_id == person));
        // The same person twice, by two addresses: the first counts.
        let first = actual.iter().position(|other| other.person_id.is_some() && other.person_id == is.person_id) == Some(member);
        match (wanted_here && first, is.fixed) {
            (true, _) => {}
            (false, true) => plan.fixed.push(member),
            (false, false) => removals.push(Step::Remove { member }),
        }
    }
    plan.steps.extend(changes);
    plan.steps.extend(removals);
    plan
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{
        id::{AccountId, AssignmentId, MemberId, MemberVersionId, PersonId, QueueId},
        stored::{ActorKind, MemberSource, Presence},
    };

    use super::*;

    fn wish(person: PersonId, paused: Option<&str>, settled: bool) -> queue_assignment::Model {
        queue_assignment::Model {
            id: AssignmentId::new(),
            account_id: AccountId::new(),
            queue_id: QueueId::new(),
            person_id: person,
            source: MemberSource::Manual,
            penalty: 0,
            paused_reason: paused.map(str::to_owned),
            paused_at: None,
            settled,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            reason: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            revision: 0,
        }
    }

    fn member(person: Option<PersonId>, paused: Option<&str>, penalty: i32, fixed: bool) -> queue_member::Model {
        queue_member::Model {
            id: MemberVersionId::new(),
            member_id: MemberId::new(),
            account_id: AccountId::new(),
            queue_id: QueueId::new(),
            endpoint: "PJSIP/1".to_owned(),
            extension: None,
            person_id: person,
            name: String::new(),
            fixed,
            presence: Presence::Available,
            since: DateTime::UNIX_EPOCH,
            paused_reason: paused.map(str::to_owned),
            paused_at: None,
            penalty,
            calls_taken: 0,
            last_call_at: None,
            call_id: None,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            valid_from: DateTime::UNIX_EPOCH,
            valid_to: None,
        }
    }

    #[test]
    fn equal_needs_nothing_and_settles_what_was_not() {
        let ana = PersonId::new();

        let settled = plan(&[wish(ana, None, true)], &[member(Some(ana), None, 0, false)]);
        let new = plan(&[wish(ana, None, false)], &[member(Some(ana), None, 0, false)]);

        assert_eq!(settled, Plan::default());
        assert_eq!(new, Plan { settled: vec![0], ..Plan::default() });
    }

    #[test]
    fn one_comes_before_another_goes() {
        let (ana, pau) = (PersonId::new(), PersonId::new());

        let plan = plan(&[wish(pau, None, false)], &[member(Some(ana), None, 0, false)]);

        assert_eq!(plan.steps, [Step::Add { wish: 0 }, Step::Remove { member: 0 }]);
    }

    #[test]
    fn a_wish_not_yet_carried_out_is_sent_and_a_difference_after_that_is_a_fact() {
        let ana = PersonId::new();
        let table = [
            (Some("lunch"), false, None, vec![Step::Pause { wish: 0, member: 0 }], vec![]),
            (Some("lunch"), false, Some("other"), vec![Step::Pause { wish: 0, member: 0 }], vec![]),
            (None, false, Some("lunch"), vec![Step::Resume { wish: 0, member: 0 }], vec![]),
            (None, true, Some("at the phone"), vec![], vec![(0, 0)]),
            (Some("lunch"), true, None, vec![], vec![(0, 0)]),
        ];

        for (wanted, settled, actual, steps, facts) in table {
            let plan = plan(&[wish(ana, wanted, settled)], &[member(Some(ana), actual, 0, false)]);

            assert_eq!((plan.steps, plan.facts), (steps, facts), "wanted {wanted:?}, settled {settled}, actual {actual:?}");
        }
    }

    #[test]
    fn strangers_leave_unless_they_are_fixed() {
        let plan = plan(&[], &[member(None, None, 0, false), member(None, None, 0, true)]);

        assert_eq!(plan.steps, [Step::Remove { member: 0 }]);
        assert_eq!(plan.fixed, [1]);
    }

    #[test]
    fn a_person_who_is_there_twice_stays_once() {
        let ana = PersonId::new();

        let plan = plan(&[wish(ana, None, true)], &[member(Some(ana), None, 0, false), member(Some(ana), None, 0, false)]);

        assert_eq!(plan.steps, [Step::Remove { member: 1 }]);
    }

    #[test]
    fn another_order_is_sent_beside_a_pause() {
        let ana = PersonId::new();

        let plan = plan(&[wish(ana, Some("lunch"), false)], &[member(Some(ana), None, 3, false)]);

        assert_eq!(plan.steps, [Step::Pause { wish: 0, member: 0 }, Step::SetPenalty { wish: 0, member: 0 }]);
    }
}
