//! Wanted against actual: what must be sent so that a managed queue becomes as wanted. Pure, a table.
//!
//! Only the difference, one idempotent command each; additions before removals, so that a queue never runs empty on its
//! way. What a member does at the telephone itself (a pause) is taken over as a fact once the provider was seen to agree
//! with us: from then on a difference can only have been made there.
//!
//! Who is not wanted any more and talks, or rings, leaves after that call, and not only after the next.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    id::{MemberId, PersonId},
    queue_assignment, queue_member,
    stored::Presence,
};

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
    /// Members that are not wanted and are in a call: they leave after it.
    pub leaving: Vec<usize>,
}

impl Plan {
    /// Neither settles nor takes over anything about a member of whom it is not known yet what our own commands made: what
    /// is seen of it is not the last of it.
    pub fn withhold(
        &mut self,
        wanted: &[queue_assignment::Model],
        actual: &[queue_member::Model],
        unshown: impl Fn(PersonId, Option<&str>) -> bool,
    ) {
        self.facts.retain(|(wish, member)| !unshown(wanted[*wish].person_id, Some(&actual[*member].endpoint)));
        self.settled.retain(|wish| {
            let person = wanted[*wish].person_id;
            let member = actual.iter().find(|member| member.person_id == Some(person));
            !unshown(person, member.map(|member| member.endpoint.as_str()))
        });
    }
}

/// What members who are not wanted any more were doing, and since when, when their call was last waited for.
pub type Leaving = HashMap<MemberId, (Presence, DateTime<Utc>)>;

/// Compares who is wanted with who is there; `leaving` is of the comparison before.
pub fn plan(wanted: &[queue_assignment::Model], actual: &[queue_member::Model], leaving: &Leaving) -> Plan {
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
            (false, false) if leaves_later(is, leaving) => plan.leaving.push(member),
            (false, false) => removals.push(Step::Remove { member }),
        }
    }
    plan.steps.extend(changes);
    plan.steps.extend(removals);
    plan
}

/// Whether one who is not wanted is in the call it was in when that was first seen. Whose call it is, is not asked: not every
/// provider tells, and no call is disturbed by waiting for it.
fn leaves_later(is: &queue_member::Model, leaving: &Leaving) -> bool {
    match (leaving.get(&is.member_id), is.presence) {
        (None, Presence::Ringing | Presence::OnCall) | (Some((Presence::Ringing, _)), Presence::OnCall) => true,
        (Some((before, since)), Presence::Ringing | Presence::OnCall) => (*before, *since) == (is.presence, is.since),
        _ => false,
    }
}

/// What the next comparison has to know of those who leave.
pub fn remember(plan: &Plan, actual: &[queue_member::Model], before: &Leaving) -> Leaving {
    let waits = plan.leaving.iter().map(|member| (actual[*member].member_id, (actual[*member].presence, actual[*member].since)));
    // Whose call is over and who is still there is not waited for again, whatever call comes.
    let goes = plan.steps.iter().filter_map(|step| match step {
        Step::Remove { member } => before.get_key_value(&actual[*member].member_id).map(|(id, seen)| (*id, *seen)),
        _ => None,
    });
    waits.chain(goes).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use entity::{
        id::{AccountId, AssignmentId, MemberVersionId, QueueId},
        stored::{ActorKind, MemberSource},
    };

    use super::*;

    fn plan(wanted: &[queue_assignment::Model], actual: &[queue_member::Model]) -> Plan {
        super::plan(wanted, actual, &Leaving::new())
    }

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

    fn busy(presence: Presence, seconds: i64) -> queue_member::Model {
        queue_member::Model { presence, since: at(seconds), ..member(Some(PersonId::new()), None, 0, false) }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn one_who_talks_leaves_after_the_call_while_the_other_comes_at_once() {
        let (ana, pau) = (busy(Presence::OnCall, 0), PersonId::new());

        let plan = plan(&[wish(pau, None, false)], &[ana]);

        assert_eq!(plan, Plan { steps: vec![Step::Add { wish: 0 }], leaving: vec![0], ..Plan::default() });
    }

    #[test]
    fn who_is_not_in_a_call_leaves_at_once_also_paused() {
        let pause = queue_member::Model { paused_reason: Some("lunch".to_owned()), ..busy(Presence::Paused, 0) };
        let table = [busy(Presence::Available, 0), busy(Presence::WrapUp, 0), busy(Presence::Offline, 0), pause];

        for member in table {
            let presence = member.presence;
            let plan = plan(&[], &[member]);

            assert_eq!((plan.steps, plan.leaving), (vec![Step::Remove { member: 0 }], vec![]), "{presence:?}");
        }
    }

    #[test]
    fn a_paused_member_who_talks_and_one_who_rings_are_waited_for() {
        let talking = queue_member::Model { paused_reason: Some("lunch".to_owned()), ..busy(Presence::OnCall, 0) };

        let plan = plan(&[], &[talking, busy(Presence::Ringing, 0)]);

        assert_eq!((plan.steps, plan.leaving), (vec![], vec![0, 1]));
    }

    #[test]
    fn the_call_that_was_in_progress_is_waited_for_and_not_the_next() {
        use Presence::{Available, OnCall, Ringing};
        let table = [
            ((OnCall, 0), (OnCall, 0), true),
            ((OnCall, 0), (OnCall, 9), false),
            ((OnCall, 0), (Ringing, 9), false),
            ((Ringing, 0), (Ringing, 0), true),
            ((Ringing, 0), (Ringing, 9), false),
            ((Ringing, 0), (OnCall, 3), true),
            ((OnCall, 0), (Available, 5), false),
        ];

        for ((before, since), (presence, now), waits) in table {
            let member = busy(presence, now);
            let leaving = Leaving::from([(member.member_id, (before, at(since)))]);
            let plan = super::plan(&[], &[member], &leaving);

            assert_eq!(plan.leaving == [0], waits, "{before:?} since {since}, {presence:?} since {now}");
        }
    }

    #[test]
    fn one_whose_removal_was_refused_after_the_call_is_not_waited_for_again() {
        let talks = busy(Presence::OnCall, 0);
        let free = queue_member::Model { presence: Presence::Available, since: at(5), ..talks.clone() };
        let rings = queue_member::Model { presence: Presence::Ringing, since: at(9), ..talks.clone() };
        let mut leaving = Leaving::new();

        for (member, waits) in [(talks, true), (free, false), (rings, false)] {
            let plan = super::plan(&[], std::slice::from_ref(&member), &leaving);
            leaving = remember(&plan, &[member], &leaving);

            assert_eq!(plan.leaving == [0], waits);
        }
    }

    #[test]
    fn nothing_is_settled_or_taken_over_of_whom_a_command_has_yet_to_show() {
        let (ana, pau) = (PersonId::new(), PersonId::new());
        let wanted = [wish(ana, None, false), wish(pau, None, true)];
        let actual = [member(Some(ana), None, 0, false), member(Some(pau), Some("bell rang"), 0, false)];
        let seen = plan(&wanted, &actual);

        let left = [vec![ana], vec![pau]].map(|unshown| {
            let mut plan = seen.clone();
            plan.withhold(&wanted, &actual, |person, _| unshown.contains(&person));
            (plan.settled, plan.facts)
        });

        assert_eq!(left, [(vec![], vec![(1, 1)]), (vec![0], vec![])]);
    }
}
