//! A living queue: callers who arrive, wait, give up; members who answer, refuse, talk and take breaks.
//!
//! [`Traffic`] is a planner without clock or sleep. It looks at what is true, plans what people do about it, and hands
//! out what is due. The same seed does the same: each caller, call and ring has its own dice, so that the tenth caller is
//! the same person with the same patience however fast the machine is.
//!
//! ```text
//! look(state, now) → due() → wait → take(now) → play → look …
//! ```

pub(super) mod callees;
mod callers;
mod dice;
mod drive;
mod profile;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use numbering::Extension;

use self::dice::{Dice, Subject};
pub use self::{
    drive::{drive, play_until},
    profile::{Profile, Team},
};
use super::{HangUp, ScriptError, SimulatorHandle, core::after};
use crate::{
    event::{LegRole, LegState, Party, Snapshot},
    port::{CallKey, LegKey, QueueKey},
};

/// Why members take breaks.
const BREAKS: [&str; 5] = ["Lunch", "Coffee", "Coffee, back in ten minutes", "Visit", "Training"];

/// Something people do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Someone calls.
    CallArrives {
        /// The queue.
        queue: QueueKey,
        /// Who.
        from: Party,
    },
    /// A member answers what rings there.
    AgentAnswers {
        /// Where.
        extension: Extension,
    },
    /// A member refuses what rings there.
    AgentDeclines {
        /// Where.
        extension: Extension,
    },
    /// One side ends a call; a waiting caller gives up.
    HangUp {
        /// The call.
        call: CallKey,
        /// Who.
        by: HangUp,
    },
    /// A member takes a break, by a code dialled at the telephone.
    BreakBegins {
        /// Who.
        extension: Extension,
        /// What for.
        reason: String,
    },
    /// A member is back.
    BreakEnds {
        /// Who.
        extension: Extension,
    },
}

impl Action {
    /// Does it at a simulator.
    ///
    /// # Errors
    /// [`ScriptError`] when it makes no sense any more, e.g. the call has just ended.
    pub fn play(&self, handle: &SimulatorHandle) -> Result<(), ScriptError> {
        match self {
            Self::CallArrives { queue, from } => handle.call_arrives(queue, from.clone()).map(drop),
            Self::AgentAnswers { extension } => handle.agent_answers(extension).map(drop),
            Self::AgentDeclines { extension } => handle.agent_declines(extension).map(drop),
            Self::HangUp { call, by } => handle.hang_up(call, *by),
            Self::BreakBegins { extension, reason } => handle.pause_at_phone(None, extension, reason),
            Self::BreakEnds { extension } => handle.resume_at_phone(None, extension),
        }
    }
}

/// Plans what people do.
pub struct Traffic {
    seed: u64,
    profile: Profile,
    team: Team,
    arrivals: Dice,
    next_arrival: Option<DateTime<Utc>>,
    calls_seen: u64,
    calls: BTreeMap<CallKey, PlannedCall>,
    rings: BTreeMap<LegKey, (DateTime<Utc>, Option<Action>)>,
    breaks: Vec<Member>,
}

struct PlannedCall {
    number: u64,
    rings: u64,
    gives_up_at: DateTime<Utc>,
    /// Once answered: when it ends.
    talks_until: Option<DateTime<Utc>>,
    talk: TimeDelta,
    ended_by: HangUp,
}

struct Member {
    extension: Extension,
    dice: Dice,
    /// Why, while on a break.
    away: Option<String>,
    next: Option<DateTime<Utc>>,
}

impl Traffic {
    /// Traffic of that seed; nothing is planned before the first [`Traffic::look`].
    pub fn new(seed: u64, profile: Profile, team: Team) -> Self {
        let members = (0..).zip(&team.extensions).map(|(number, extension)| Member {
            extension: extension.clone(),
            dice: Dice::of(seed, Subject::Breaks, number),
            away: None,
            next: None,
        });
        Self {
            seed,
            breaks: members.collect(),
            arrivals: Dice::of(seed, Subject::Arrivals, 0),
            next_arrival: None,
            calls_seen: 0,
            calls: BTreeMap::new(),
            rings: BTreeMap::new(),
            profile,
            team,
        }
    }

    /// Looks at what is true: plans for what is new, forgets what is over.
    pub fn look(&mut self, seen: &Snapshot, now: DateTime<Utc>) {
        if self.next_arrival.is_none() {
            self.plan_arrival(now);
        }
        self.look_at_calls(seen, now);
        self.look_at_rings(seen, now);
        self.look_at_breaks(seen, now);
    }

    /// When the next action is due; `None` when nothing is planned.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        let calls = self.calls.values().map(PlannedCall::due);
        let rings = self.rings.values().filter_map(|(due, action)| action.as_ref().map(|_| *due));
        let breaks = self.breaks.iter().filter_map(|member| member.next);
        calls.chain(rings).chain(breaks).chain(self.next_arrival).min()
    }

    /// The next action due by `now`. Play it and look again before the next one is taken.
    pub fn take(&mut self, now: DateTime<Utc>) -> Option<Action> {
        let due = self.due().filter(|due| *due <= now)?;
        self.take_call(due).or_else(|| self.take_ring(due)).or_else(|| self.take_break(due, now)).or_else(|| self.take_arrival(now))
    }

    fn plan_arrival(&mut self, now: DateTime<Utc>) {
        let called = self.team.queues.iter().any(|(_, weight)| *weight > 0);
        self.next_arrival = (called && self.profile.calls_per_hour > 0).then(|| {
            let mean = std::time::Duration::from_secs(3600) / self.profile.calls_per_hour;
            after(now, self.arrivals.gap(mean))
        });
    }

    fn look_at_calls(&mut self, seen: &Snapshot, now: DateTime<Utc>) {
        self.calls.retain(|key, _| seen.calls.iter().any(|call| call.call == *key));
        for call in &seen.calls {
            let answered = call.queue.is_some();
            let planned = self.calls.entry(call.call.clone()).or_insert_with(|| {
                let number = self.calls_seen;
                self.calls_seen += 1;
                PlannedCall::new(self.seed, number, &self.profile, now)
            });
            if answered && planned.talks_until.is_none() {
                planned.talks_until = now.checked_add_signed(planned.talk);
            }
        }
    }

    fn look_at_rings(&mut self, seen: &Snapshot, now: DateTime<Utc>) {
        let ringing = seen.calls.iter().flat_map(|call| call.legs.iter().map(move |leg| (&call.call, leg)));
        let ringing = ringing.filter(|(_, leg)| leg.role == LegRole::Agent && leg.state == LegState::Ringing);
        let ringing: BTreeMap<_, _> = ringing.map(|(call, leg)| (leg.leg.clone(), (call, leg))).collect();
        self.rings.retain(|key, _| ringing.contains_key(key));
        for (key, (call, leg)) in ringing {
            let Some(extension) = leg.extension.as_ref().filter(|extension| self.team.extensions.contains(extension)) else { continue };
            let Some(planned) = self.calls.get_mut(call).filter(|_| !self.rings.contains_key(&key)) else { continue };
            // Far apart, so that no two calls share the dice of a ring.
            let mut dice = Dice::of(self.seed, Subject::Ring, planned.number * 4_096 + planned.rings);
            planned.rings += 1;
            let due = after(now, dice.length(self.profile.reaction));
            let action = if dice.percent(self.profile.unheard_percent) {
                None
            } else if dice.percent(self.profile.declined_percent) {
                Some(Action::AgentDeclines { extension: extension.clone() })
            } else {
                Some(Action::AgentAnswers { extension: extension.clone() })
            };
            self.rings.insert(key, (due, action));
        }
    }

    /// Plans each member's next break; a break that somebody else has ended, or changed, is over.
    fn look_at_breaks(&mut self, seen: &Snapshot, now: DateTime<Utc>) {
        let Some(every) = self.profile.break_every else { return };
        for member in &mut self.breaks {
            let own = |known: &&crate::event::Member| known.extension.as_ref() == Some(&member.extension);
            let mut memberships = seen.queues.iter().flat_map(|queue| &queue.members).filter(own);
            let over = member.away.as_ref().is_some_and(|reason| !memberships.any(|known| known.paused.as_ref() == Some(reason)));
            if over {
                member.away = None;
                member.next = None;
            }
            if member.next.is_none() {
                member.next = Some(after(now, member.dice.length(every)));
            }
        }
    }

    fn take_call(&mut self, due: DateTime<Utc>) -> Option<Action> {
        let (key, call) = self.calls.iter_mut().find(|(_, call)| call.due() == due)?;
        let by = if call.talks_until.is_some() { call.ended_by } else { HangUp::ByCaller };
        // A call that is still there at the next look is planned anew as it is then.
        let key = key.clone();
        self.calls.remove(&key);
        Some(Action::HangUp { call: key, by })
    }

    fn take_ring(&mut self, due: DateTime<Utc>) -> Option<Action> {
        self.rings.values_mut().find(|(at, action)| *at == due && action.is_some())?.1.take()
    }

    fn take_break(&mut self, due: DateTime<Utc>, now: DateTime<Utc>) -> Option<Action> {
        let member = self.breaks.iter_mut().find(|member| member.next == Some(due))?;
        let extension = member.extension.clone();
        if member.away.take().is_some() {
            member.next = None;
            return Some(Action::BreakEnds { extension });
        }
        let reason = member.dice.one_of(&BREAKS).copied().unwrap_or_default().to_owned();
        member.next = Some(after(now, member.dice.length(self.profile.break_length)));
        member.away = Some(reason.clone());
        Some(Action::BreakBegins { extension, reason })
    }

    fn take_arrival(&mut self, now: DateTime<Utc>) -> Option<Action> {
        let queue = self.arrivals.weighted(self.team.queues.iter().map(|(_, weight)| *weight));
        let withheld = self.arrivals.percent(self.profile.withheld_percent);
        let number = self.arrivals.below(self.profile.callers);
        // From now on, not from when it was due: after a long sleep no crowd stands at the door.
        self.plan_arrival(now);
        let (queue, _) = self.team.queues.get(queue?)?;
        let from = if withheld { callers::withheld() } else { callers::caller(self.seed, number) };
        Some(Action::CallArrives { queue: queue.clone(), from })
    }
}

impl PlannedCall {
    fn new(seed: u64, number: u64, profile: &Profile, now: DateTime<Utc>) -> Self {
        let mut dice = Dice::of(seed, Subject::Call, number);
        let gives_up_at = after(now, dice.length(profile.patience));
        let talk = TimeDelta::from_std(dice.length(profile.talk)).unwrap_or(TimeDelta::MAX);
        let ended_by = if dice.percent(profile.ended_by_caller_percent) { HangUp::ByCaller } else { HangUp::ByAgent };
        Self { number, rings: 0, gives_up_at, talks_until: None, talk, ended_by }
    }

    fn due(&self) -> DateTime<Utc> {
        self.talks_until.unwrap_or(self.gives_up_at)
    }
}
