//! Members of queues, whole in every event about them.

use super::Translator;
use crate::{
    asterisk::{config::InterfacePattern, message::Message},
    event::{DeviceState, Event, Member, Membership},
    port::{Endpoint, QueueKey},
};

/// The member of a live event (`Interface`, `MemberName`) or of a list (`Location`, `Name`).
pub(super) fn member(message: &Message, members_at: &InterfacePattern) -> Option<Member> {
    let named = |live: &str, listed: &str| message.get(live).or_else(|| message.get(listed)).unwrap_or_default().trim().to_owned();
    let interface = Some(named("Interface", "Location")).filter(|interface| !interface.is_empty())?;
    let paused = (message.text("Paused") == "1").then(|| message.get("PausedReason").unwrap_or_default().to_owned());
    Some(Member {
        extension: members_at.extension(&interface),
        endpoint: Endpoint(interface),
        name: named("MemberName", "Name"),
        membership: if message.text("Membership") == "dynamic" { Membership::Dynamic } else { Membership::Fixed },
        device: device(message.number("Status")),
        in_call: message.text("InCall") == "1",
        paused_at: paused.as_ref().and_then(|_| message.instant("LastPause")),
        paused,
        penalty: message.number("Penalty").unwrap_or_default(),
        calls_taken: message.number("CallsTaken").unwrap_or_default(),
        last_call_at: message.instant("LastCall"),
        wrap_up_seconds: message.number("Wrapuptime").unwrap_or_default(),
    })
}

fn device(status: Option<u8>) -> DeviceState {
    match status {
        Some(1) => DeviceState::Idle,
        // In use, busy, ringing while in use, on hold.
        Some(2 | 3 | 7 | 8) => DeviceState::InUse,
        // Invalid, unavailable.
        Some(4 | 5) => DeviceState::Unavailable,
        Some(6) => DeviceState::Ringing,
        _ => DeviceState::Unknown,
    }
}

impl Translator {
    pub(super) fn member_changed(&mut self, message: &Message) {
        let queue = QueueKey::from(message.text("Queue"));
        let Some(member) = member(message, &self.members_at) else { return };
        let members = &mut self.queues.entry(queue.clone()).or_default().members;
        // A change of the device comes once for each event of the device, changed or not.
        if members.get(&member.endpoint) != Some(&member) {
            members.insert(member.endpoint.clone(), member.clone());
            self.told.push(Event::MemberChanged { queue, member });
        }
    }

    /// A member begins or ends a talk. Its own event tells so only when its device changes afterwards, which may be never.
    pub(super) fn member_talks(&mut self, queue: &QueueKey, endpoint: &Endpoint, in_call: bool) {
        let member = self.queues.get_mut(queue).and_then(|queue| queue.members.get_mut(endpoint));
        if let Some(member) = member.filter(|member| member.in_call != in_call) {
            member.in_call = in_call;
            if in_call && member.device == DeviceState::Ringing {
                member.device = DeviceState::InUse;
            }
            self.told.push(Event::MemberChanged { queue: queue.clone(), member: member.clone() });
        }
    }

    pub(super) fn member_removed(&mut self, message: &Message) {
        let (queue, endpoint) = (QueueKey::from(message.text("Queue")), Endpoint::from(message.text("Interface")));
        let removed = self.queues.get_mut(&queue).and_then(|queue| queue.members.remove(&endpoint));
        if removed.is_some() {
            self.told.push(Event::MemberRemoved { queue, endpoint });
        }
    }
}
