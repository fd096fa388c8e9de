//! Calls that are led: what those who answered do, step by step, and what is heard of it.
//!
//! What is to be asked of whoever leads the calls waits in line ([`Core::next_ask`]); what is answered is carried out
//! ([`Core::carry_out`]) and takes the time it would take.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use chrono::{DateTime, Utc};
use flow::voice::{Act, Confirm, Destination, Heard, Joined, RecordingKey, Then};
use numbering::DialTarget;

use super::{Core, after, placed::Fate};
use crate::{
    cause::Cause,
    deed::{Deed, taken},
    outgoing::{CallProgress, OrderKey, Reference},
};

/// How long one prompt takes, a key, a greeting, a room.
const PROMPT: Duration = Duration::from_secs(2);
const KEY: Duration = Duration::from_secs(1);
const GREETING: Duration = Duration::from_secs(3);
const ROOM: Duration = Duration::from_secs(30);
/// How long a party talks that was rung and joined.
const TALK: Duration = Duration::from_secs(20);

/// Calls that are led.
#[derive(Debug, Default)]
pub(super) struct Led {
    talks: BTreeMap<OrderKey, Talk>,
    due: BTreeSet<(DateTime<Utc>, OrderKey)>,
    asks: VecDeque<Ask>,
    deeds: BTreeMap<DialTarget, Vec<Deed>>,
    /// How often somebody was rung during a call.
    rung: BTreeMap<DialTarget, usize>,
}

#[derive(Debug)]
struct Talk {
    reference: Reference,
    to: DialTarget,
    turn: u32,
    heard: Heard,
    /// How often it was listened to.
    listened: usize,
    comes: Option<Comes>,
}

/// How an act ends.
#[derive(Debug)]
enum Comes {
    Heard(Heard),
    WeHangUp,
    TheyHangUp,
}

/// What is to be asked of whoever leads the calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// What to do in that turn.
    Turn { key: OrderKey, reference: Reference, turn: u32, heard: Heard },
    /// Nothing: the call is over.
    Over(Reference),
}

/// What somebody does of whom nothing was planned: by the last digit.
fn usual(to: &DialTarget) -> Deed {
    match to.to_string().chars().last() {
        Some('0') => Deed::Waits,
        Some('4') => Deed::Speaks(5),
        Some('5') => Deed::presses("1"),
        Some('6') => Deed::presses("2"),
        Some('7') => Deed::HangsUp,
        Some('8') => Deed::presses("12#"),
        Some(digit) => Deed::Presses(digit.to_string()),
        None => Deed::Waits,
    }
}

impl Core {
    /// Whoever answers there does so, each time it is listened to; then nothing any more.
    pub(crate) fn plan_deeds(&mut self, to: DialTarget, deeds: Vec<Deed>) {
        self.led.deeds.insert(to, deeds);
    }

    /// A call to be led was answered.
    pub(super) fn begin_to_lead(&mut self, key: &OrderKey, reference: &Reference, to: &DialTarget, heard: Heard) {
        let ask = Ask::Turn { key: key.clone(), reference: reference.clone(), turn: 0, heard: heard.clone() };
        let talk = Talk { reference: reference.clone(), to: to.clone(), turn: 0, heard, listened: 0, comes: None };
        self.led.talks.insert(key.clone(), talk);
        self.led.asks.push_back(ask);
    }

    /// A call is over, led or not.
    pub(super) fn end_leading(&mut self, key: &OrderKey) {
        if let Some(talk) = self.led.talks.remove(key) {
            self.led.asks.push_back(Ask::Over(talk.reference));
        }
    }

    /// Whether anything is to be asked.
    pub(crate) fn has_asks(&self) -> bool {
        !self.led.asks.is_empty()
    }

    /// What is to be asked next.
    pub(crate) fn next_ask(&mut self) -> Option<Ask> {
        self.led.asks.pop_front()
    }

    /// Whoever asked is gone: what was not answered is to be asked again.
    pub(crate) fn ask_again(&mut self) {
        let open = self.led.talks.iter().filter(|(_, talk)| talk.comes.is_none());
        let asks: Vec<Ask> = open
            .map(|(key, talk)| Ask::Turn {
                key: key.clone(),
                reference: talk.reference.clone(),
                turn: talk.turn,
                heard: talk.heard.clone(),
            })
            .collect();
        self.led.asks.retain(|ask| matches!(ask, Ask::Over(_)));
        self.led.asks.extend(asks);
    }

    /// Does in that call what was answered for that turn.
    pub(crate) fn carry_out(&mut self, key: &OrderKey, turn: u32, act: &Act) {
        let Some(talk) = self.led.talks.get_mut(key).filter(|talk| talk.turn == turn && talk.comes.is_none()) else { return };
        let listens = matches!(act.then, Then::Gather { .. } | Then::Record { .. } | Then::Conference { .. });
        let deed = match self.led.deeds.get(&talk.to) {
            Some(deeds) => deeds.get(talk.listened).cloned().unwrap_or(Deed::Waits),
            None => usual(&talk.to),
        };
        talk.listened += usize::from(listens);
        let reference = talk.reference.clone();
        let (takes, comes) = match &act.then {
            _ if listens && deed == Deed::HangsUp => (KEY, Comes::TheyHangUp),
            Then::Gather { most, finish, timeout } => gathered(&deed, usize::from((*most).max(1)), *finish, *timeout),
            Then::Record { longest, silence, finish } => recorded(&deed, *longest, *silence, *finish, format!("{reference}-{turn}")),
            Then::Connect { to, ring, confirm, .. } => {
                let (takes, outcome) = self.joined(to, *ring, confirm.as_ref());
                (takes, Comes::Heard(Heard::Joined { outcome }))
            }
            Then::Conference { .. } => (ROOM, Comes::Heard(Heard::Left { seconds: 30 })),
            Then::AwaitGreetingEnd { longest } => (GREETING.min(*longest), Comes::Heard(Heard::GreetingOver)),
            Then::Go => (Duration::ZERO, Comes::Heard(Heard::Played)),
            Then::HangUp => (Duration::ZERO, Comes::WeHangUp),
        };
        let prompts = PROMPT * u32::try_from(act.prompts.len()).unwrap_or(u32::MAX);
        let due = after(self.now, prompts + takes);
        if let Some(talk) = self.led.talks.get_mut(key) {
            talk.comes = Some(comes);
            self.led.due.insert((due, key.clone()));
        }
    }

    /// Rings another party during a call.
    fn joined(&mut self, to: &Destination, ring: Duration, confirm: Option<&Confirm>) -> (Duration, Joined) {
        let target = match to {
            Destination::Number(number) => DialTarget::Number(number.clone()),
            Destination::Extension(extension) => DialTarget::Extension(extension.clone()),
            Destination::Sip(_) => return (KEY, Joined::Answered { seconds: 0 }),
        };
        *self.led.rung.entry(target.clone()).or_default() += 1;
        match self.fate_of(&target) {
            Fate::Silent => (ring, Joined::NoAnswer),
            Fate::Busy | Fate::Rejects => (KEY, Joined::Busy),
            Fate::Unallocated | Fate::Unreachable => (KEY, Joined::Failed),
            Fate::Answers | Fate::Machine => {
                let pressed = self.led.deeds.get(&target).map_or_else(|| Some(usual(&target)), |deeds| deeds.first().cloned());
                let agrees = confirm.is_none_or(|confirm| pressed == Some(Deed::Presses(confirm.key.to_string())));
                match agrees {
                    true => (TALK, Joined::Answered { seconds: 20 }),
                    false => (KEY, Joined::Declined),
                }
            }
        }
    }

    pub(super) fn rung_in_calls(&self, to: &DialTarget) -> usize {
        self.led.rung.get(to).copied().unwrap_or_default()
    }

    pub(super) fn led_due(&self) -> Option<DateTime<Utc>> {
        self.led.due.first().map(|(due, _)| *due)
    }

    /// What is due by now happens.
    pub(super) fn step_led(&mut self) {
        while let Some(due) = self.led.due.first().filter(|(due, _)| *due <= self.now).cloned() {
            self.led.due.remove(&due);
            let (_, key) = due;
            let Some(talk) = self.led.talks.get_mut(&key) else { continue };
            match talk.comes.take() {
                Some(Comes::Heard(heard)) => {
                    talk.turn += 1;
                    talk.heard = heard.clone();
                    let (reference, turn) = (talk.reference.clone(), talk.turn);
                    self.led.asks.push_back(Ask::Turn { key, reference, turn, heard });
                }
                Some(Comes::WeHangUp) => self.conclude(&key, CallProgress::Completed, Cause::Normal, Some(16)),
                Some(Comes::TheyHangUp) => self.conclude(&key, CallProgress::Completed, Cause::CalleeHangup, Some(16)),
                None => {}
            }
        }
    }
}

fn gathered(deed: &Deed, most: usize, finish: Option<char>, timeout: Duration) -> (Duration, Comes) {
    let pressed = if let Deed::Presses(keys) = deed { keys.as_str() } else { "" };
    let (keys, enough) = taken(pressed, most, finish);
    (if enough { KEY } else { timeout }, Comes::Heard(Heard::Keys { keys }))
}

fn recorded(deed: &Deed, longest: Duration, silence: Duration, finish: Option<char>, name: String) -> (Duration, Comes) {
    let seconds = match deed {
        Deed::Speaks(seconds) => *seconds,
        Deed::Presses(keys) if finish.is_some_and(|key| keys.contains(key)) => 1,
        _ => return (silence, Comes::Heard(Heard::NothingRecorded)),
    };
    let spoken = Duration::from_secs(u64::from(seconds)).min(longest);
    let seconds = u32::try_from(spoken.as_secs()).unwrap_or(seconds);
    (spoken + silence, Comes::Heard(Heard::Recorded { recording: RecordingKey(format!("simulated-{name}")), seconds }))
}
