//! The telephone system itself: what goes in, what is told. No async, no lock, no clock: time is an argument.
//!
//! Whatever is asked of the core happens at the instant of the last [`Core::advance`]. What follows from it at that
//! instant (a free member is rung) has happened before the call returns; what follows later waits for `advance`.

mod calls;
mod led;
mod members;
mod placed;
mod ringing;
mod sent;

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use numbering::Extension;

use super::config::{Config, QueueConfig, endpoint};
use crate::{
    event::{CallSnapshot, DeviceState, Entry, Event, Member, Membership, Party, QueueSnapshot, Snapshot},
    mirror::in_order,
    outgoing::OrderKey,
    port::{CallKey, Endpoint, LegKey, QueueKey},
};

pub use calls::{Arrival, HangUp};
pub(crate) use led::Ask;
pub(crate) use members::check;
pub(crate) use placed::check_order;
pub use placed::{Fate, Plan};
pub use sent::Arrival as MessageArrival;

/// Why a script's step could not be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// The system has no such queue.
    #[error("no queue {0}")]
    NoSuchQueue(QueueKey),
    /// The system has no such telephone.
    #[error("no telephone of extension {0}")]
    NoSuchPhone(Extension),
    /// The call is over, or never was.
    #[error("no call {0} in progress")]
    NoSuchCall(CallKey),
    /// The queue has no such member.
    #[error("no member of extension {0}")]
    NoSuchMember(Extension),
    /// The member is fixed in the configuration.
    #[error("the member of extension {0} is fixed in the configuration")]
    MemberFixed(Extension),
    /// The telephone does not ring.
    #[error("the telephone of extension {0} does not ring")]
    NotRinging(Extension),
    /// The call does not wait in a queue.
    #[error("call {0} does not wait")]
    NotWaiting(CallKey),
    /// The call has not been answered.
    #[error("call {0} has not been answered")]
    NotAnswered(CallKey),
    /// The call that was placed is not so far, or over.
    #[error("call {0} is not so far, or over")]
    NotThere(OrderKey),
}

/// Something told, and when it happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) at: DateTime<Utc>,
    pub(crate) event: Event,
}

pub(crate) struct Core {
    config: Config,
    now: DateTime<Utc>,
    /// First part of every key, so that keys stay unique when the simulator is made anew.
    birth: i64,
    serial: u64,
    started_at: DateTime<Utc>,
    queues: BTreeMap<QueueKey, Queue>,
    phones: BTreeMap<Endpoint, Phone>,
    calls: BTreeMap<CallKey, Call>,
    placed: placed::Placed,
    led: led::Led,
    sent: sent::Sent,
    told: Vec<Told>,
}

struct Queue {
    config: QueueConfig,
    members: Vec<Member>,
    /// First position first.
    waiting: Vec<CallKey>,
}

struct Phone {
    registered: bool,
    occupation: Occupation,
    /// Wrapping up after a call until then.
    wraps_up_until: Option<DateTime<Utc>>,
    /// Serial of its last ring: the smallest is rung first.
    rung: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Occupation {
    Free,
    Rung,
    /// In a call that came through that queue.
    Talking(QueueKey),
}

struct Call {
    from: Party,
    shown: CallSnapshot,
    stage: Stage,
}

enum Stage {
    Waiting(Wait),
    Talking { queue: QueueKey, endpoint: Endpoint, since: DateTime<Utc> },
}

#[derive(Clone)]
struct Wait {
    queue: QueueKey,
    joined_at: DateTime<Utc>,
    gives_up_at: Option<DateTime<Utc>>,
    ring: Ring,
}

/// How far a queue is with ringing its members for one call.
#[derive(Clone)]
enum Ring {
    /// May ring at once.
    Due,
    /// Nobody answered: rings again then.
    Resting { until: DateTime<Utc> },
    /// Members ring.
    Ringing { since: DateTime<Utc>, until: DateTime<Utc>, rung: Vec<Endpoint> },
}

impl Core {
    pub(crate) fn new(config: Config, now: DateTime<Utc>) -> Self {
        let free = || Phone { registered: true, occupation: Occupation::Free, wraps_up_until: None, rung: 0 };
        let mut core = Self {
            now,
            birth: now.timestamp_micros(),
            serial: 0,
            started_at: now,
            queues: BTreeMap::new(),
            phones: config.extensions.iter().map(|extension| (endpoint(extension), free())).collect(),
            calls: BTreeMap::new(),
            placed: placed::Placed::default(),
            led: led::Led::default(),
            sent: sent::Sent::default(),
            told: Vec::new(),
            config,
        };
        core.queues = core.empty_queues();
        core
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// What was told since the last time this was asked.
    pub(crate) fn drain(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// When something happens by itself next.
    pub(crate) fn next_due(&self) -> Option<DateTime<Utc>> {
        let waits = self.calls.values().filter_map(|call| match &call.stage {
            Stage::Waiting(wait) => earliest(wait.gives_up_at, wait.ring.due()),
            Stage::Talking { .. } => None,
        });
        let wraps = self.phones.values().filter_map(|phone| phone.wraps_up_until);
        waits.chain(wraps).chain(self.placed_due()).chain(self.led_due()).chain(self.sent_due()).min()
    }

    /// Lets time pass until `now`: each thing that falls due happens at its own instant.
    pub(crate) fn advance(&mut self, now: DateTime<Utc>) {
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            self.now = self.now.max(due);
            self.end_wrap_ups();
            self.end_rings();
            self.end_waits();
            self.ring_members();
            self.step_led();
            self.step_placed();
            self.step_sent();
        }
        self.now = self.now.max(now);
    }

    /// All that is true now, in the mirror's order.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let queues = self.queues.values().map(|queue| QueueSnapshot {
            key: queue.config.key.clone(),
            members: queue.members.clone(),
            entries: (1..).zip(&queue.waiting).filter_map(|(position, call)| self.entry(call, position)).collect(),
        });
        in_order(Snapshot {
            provider_started_at: Some(self.started_at),
            queues: queues.collect(),
            calls: self.calls.values().map(|call| call.shown.clone()).collect(),
        })
    }

    /// Starts again: calls, counters and wrap-ups are forgotten without a word; dynamic members stay if so configured.
    pub(crate) fn restart(&mut self) {
        self.calls.clear();
        self.forget_placed();
        for phone in self.phones.values_mut() {
            phone.occupation = Occupation::Free;
            phone.wraps_up_until = None;
        }
        self.started_at = self.now;
        let fresh = self.empty_queues();
        let before = std::mem::replace(&mut self.queues, fresh);
        if self.config.keeps_members {
            for (key, queue) in before {
                let kept: Vec<_> = queue.members.into_iter().filter(|member| member.membership == Membership::Dynamic).collect();
                for member in kept {
                    self.restore_member(&key, member);
                }
            }
        }
    }

    fn restore_member(&mut self, queue: &QueueKey, member: Member) {
        let (device, in_call) = self.device(queue, &member.endpoint);
        if let Some(queue) = self.queues.get_mut(queue) {
            let paused_at = member.paused.as_ref().map(|_| self.now);
            queue.members.push(Member { device, in_call, paused_at, calls_taken: 0, last_call_at: None, ..member });
        }
    }

    fn empty_queues(&self) -> BTreeMap<QueueKey, Queue> {
        let configs = self.config.queues.iter().cloned();
        let queues =
            configs.map(|config| (config.key.clone(), Queue { members: self.fixed_members(&config), waiting: Vec::new(), config }));
        queues.collect()
    }

    fn fixed_members(&self, queue: &QueueConfig) -> Vec<Member> {
        let members = queue.fixed.iter().map(|fixed| {
            let endpoint = endpoint(&fixed.extension);
            let (device, in_call) = self.device(&queue.key, &endpoint);
            Member {
                extension: Some(fixed.extension.clone()),
                name: fixed.name.clone(),
                membership: Membership::Fixed,
                device,
                in_call,
                paused: None,
                paused_at: None,
                penalty: fixed.penalty,
                calls_taken: 0,
                last_call_at: None,
                wrap_up_seconds: queue.wrap_up_seconds,
                endpoint,
            }
        });
        members.collect()
    }

    fn tell(&mut self, event: Event) {
        self.told.push(Told { at: self.now, event });
    }

    fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    fn next_leg(&mut self) -> LegKey {
        let serial = self.next_serial();
        // Padded, so that keys sort as the calls came.
        LegKey(format!("{}.{serial:08}", self.birth))
    }

    fn entry(&self, key: &CallKey, position: u32) -> Option<Entry> {
        let call = self.calls.get(key)?;
        let Stage::Waiting(wait) = &call.stage else { return None };
        Some(Entry { call: key.clone(), leg: LegKey(key.0.clone()), position, caller: call.from.clone(), joined_at: wait.joined_at })
    }

    /// State of a member's telephone, and whether it is in a call of that queue.
    fn device(&self, queue: &QueueKey, endpoint: &Endpoint) -> (DeviceState, bool) {
        match self.phones.get(endpoint) {
            None => (DeviceState::Unavailable, false),
            Some(phone) => match &phone.occupation {
                // A telephone that talks is in use even when its registration has lapsed.
                Occupation::Talking(through) => (DeviceState::InUse, through == queue),
                Occupation::Rung => (DeviceState::Ringing, false),
                Occupation::Free if phone.registered => (DeviceState::Idle, false),
                Occupation::Free => (DeviceState::Unavailable, false),
            },
        }
    }

    /// Tells every membership of a telephone whose state is another now.
    fn tell_phone(&mut self, endpoint: &Endpoint) {
        let queues: Vec<_> = self.queues.keys().cloned().collect();
        for key in queues {
            let (device, in_call) = self.device(&key, endpoint);
            self.change_member(&key, endpoint, |member| {
                member.device = device;
                member.in_call = in_call;
            });
        }
    }

    /// Changes a member and tells it, if anything is another now; says whether there is such a member.
    fn change_member(&mut self, queue: &QueueKey, endpoint: &Endpoint, change: impl FnOnce(&mut Member)) -> bool {
        let members = self.queues.get_mut(queue).map(|queue| queue.members.iter_mut());
        let Some(member) = members.and_then(|mut members| members.find(|member| member.endpoint == *endpoint)) else {
            return false;
        };
        let before = member.clone();
        change(member);
        if *member != before {
            let member = member.clone();
            self.tell(Event::MemberChanged { queue: queue.clone(), member });
        }
        true
    }
}

impl Ring {
    fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Due => None,
            Self::Resting { until } | Self::Ringing { until, .. } => Some(*until),
        }
    }
}

fn earliest(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

/// `at` and so long after it; a span beyond the calendar's end is the calendar's end.
pub(crate) fn after(at: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(span).ok().and_then(|span| at.checked_add_signed(span)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
