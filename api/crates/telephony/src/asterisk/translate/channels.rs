//! Channels: how they begin, ring, answer and end, and which leg each belongs to.

use numbering::DialTarget;

use super::{
    Presentation, Translator,
    party::party,
    state::{Call, Channel, Leg, Part, Shown, Side},
};
use crate::{
    asterisk::{message::Message, orders},
    event::{Direction, LegRole, LegState, Party},
    port::{CallKey, Endpoint, LegKey},
};

/// Halves of a Local channel, by the end of its name.
pub(super) fn half(name: &str) -> Option<(&str, bool)> {
    let (shared, half) = name.rsplit_once(';')?;
    match half {
        "1" => Some((shared, false)),
        "2" => Some((shared, true)),
        _ => None,
    }
}

/// The interface a channel was made for: its name without number and half, e.g. `PJSIP/6001` of `PJSIP/6001-0000001a`.
pub(super) fn interface(name: &str) -> &str {
    let whole = half(name).map_or(name, |(shared, _)| shared);
    whole.rsplit_once('-').map_or(whole, |(interface, _)| interface)
}

/// Whether the channel is of a call that we placed: whoever answers it was called.
pub(super) fn is_ours(uniqueid: &str) -> bool {
    orders::reference(uniqueid).is_some()
}

/// State of a leg by `ChannelState`.
pub(super) fn leg_state(message: &Message) -> LegState {
    match message.number::<u8>("ChannelState") {
        Some(5) => LegState::Ringing,
        Some(6) => LegState::Answered,
        _ => LegState::Started,
    }
}

impl Translator {
    /// Notes whom a channel of ours is for.
    pub(in crate::asterisk) fn note_called(&mut self, uniqueid: &str, to: DialTarget) {
        if !self.channels.contains_key(uniqueid) {
            self.called.insert(uniqueid.to_owned(), to);
        }
    }

    pub(super) fn channel_began(&mut self, message: &Message) {
        let (uniqueid, name) = (message.text("Uniqueid"), message.text("Channel"));
        if uniqueid.is_empty() || self.channels.contains_key(uniqueid) || self.attach_second_half(uniqueid, name) {
            return;
        }
        let begins = uniqueid == message.text("Linkedid");
        let presentation =
            self.presentations.remove(uniqueid).unwrap_or(if begins { Presentation::Unknown } else { Presentation::Allowed });
        let leg = self.begin_leg(message, party(message, presentation));
        // What comes in from a trunk or a telephone is whole at once. What Asterisk itself begins is told when more is known.
        if begins && half(name).is_none() && message.number::<u8>("ChannelState").is_some_and(|state| state >= 4) {
            self.tell_leg(&leg);
        }
    }

    /// A second half belongs to the leg of its first. One alone is nobody's.
    pub(super) fn attach_second_half(&mut self, uniqueid: &str, name: &str) -> bool {
        let Some((shared, true)) = half(name) else { return false };
        if let Some(key) = self.halves.get(shared).cloned() {
            self.attach(uniqueid, key, Part::SecondHalf);
        }
        true
    }

    pub(super) fn attach(&mut self, uniqueid: &str, key: LegKey, part: Part) {
        if let Some(leg) = self.legs.get_mut(&key) {
            leg.channels.push(uniqueid.to_owned());
            self.channels.insert(uniqueid.to_owned(), Channel { leg: key, part });
        }
    }

    /// A leg, and its call if it is the first.
    pub(super) fn begin_leg(&mut self, message: &Message, party: Party) -> LegKey {
        let (uniqueid, name) = (message.text("Uniqueid"), message.text("Channel"));
        let linkedid = Some(message.text("Linkedid")).filter(|id| !id.is_empty()).unwrap_or(uniqueid);
        let (key, call) = (LegKey::from(uniqueid), CallKey::from(linkedid));
        let extension = self.members_at.extension_of_channel(interface(name));
        let endpoint = extension.as_ref().map(|extension| self.members_at.endpoint(extension));
        let ours = is_ours(uniqueid);
        let role = match (uniqueid == linkedid && !ours, &endpoint) {
            (true, _) => LegRole::Caller,
            (false, Some(_)) => LegRole::Agent,
            (false, None) => LegRole::Other,
        };
        let party = match &endpoint {
            Some(endpoint) if role == LegRole::Agent => self.agent(endpoint, ""),
            _ if ours => Party { number: self.called.remove(uniqueid).map(|to| to.to_string()), ..Party::default() },
            _ => party,
        };
        let dialled = if ours { party.number.clone() } else { dialled(message) };

        let now = self.now;
        let outbound = ours || (role == LegRole::Caller && endpoint.is_some());
        let direction = if outbound { Direction::Outbound } else { Direction::Inbound };
        let call_state = self.calls.entry(call.clone());
        let call_state = call_state.or_insert_with(|| Call { direction, dialled, ..Call::inbound(now) });
        call_state.legs.push(key.clone());
        let leg = Leg {
            call,
            shown: Shown { role, endpoint, party, state: leg_state(message) },
            told: None,
            started_at: now,
            channels: Vec::new(),
            by_queue: false,
            missed: false,
            hung_up_at: None,
            codes: Vec::new(),
        };
        self.legs.insert(key.clone(), leg);
        self.attach(uniqueid, key.clone(), Part::Own);
        if let Some((shared, false)) = half(name) {
            self.halves.insert(shared.to_owned(), key.clone());
        }
        key
    }

    pub(super) fn caller_known(&mut self, message: &Message) {
        let Some((key, Part::Own)) = self.channel(message.text("Uniqueid")) else { return };
        let Some(leg) = self.legs.get_mut(&key) else { return };
        if leg.shown.role != LegRole::Agent && !is_ours(&key.0) {
            leg.shown.party = party(message, Presentation::of_code(message.text("CID-CallingPres")));
        }
        if leg.shown.role == LegRole::Caller || leg.told.is_some() {
            self.tell_leg(&key);
        }
    }

    pub(super) fn channel_went_on(&mut self, message: &Message) {
        let Some((key, Part::Own)) = self.channel(message.text("Uniqueid")) else { return };
        self.advance(&key, leg_state(message));
        self.tell_leg(&key);
    }

    /// A leg never goes back.
    fn advance(&mut self, key: &LegKey, reached: LegState) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        if reached <= leg.shown.state {
            return;
        }
        leg.shown.state = reached;
        if reached == LegState::Answered
            && leg.shown.role != LegRole::Caller
            && let Some(call) = self.calls.get_mut(&leg.call)
        {
            (call.last_word, call.outcome) = (None, None);
        }
    }

    pub(super) fn dialled(&mut self, message: &Message) {
        let Some((dialled, Part::Own)) = self.channel(message.text("DestUniqueid")) else { return };
        let by = self.channel(message.text("Uniqueid")).filter(|(_, part)| *part != Part::Own).map(|(leg, _)| leg);
        match by {
            Some(by) if self.stands_for_another(&dialled) => self.merge(&dialled, &by),
            _ => self.tell_leg(&dialled),
        }
    }

    fn stands_for_another(&self, key: &LegKey) -> bool {
        self.legs.get(key).is_some_and(|leg| leg.told.is_none() && !leg.by_queue && leg.shown.role != LegRole::Caller)
    }

    /// What a second half dialled is the same party as its leg.
    pub(super) fn merge(&mut self, dialled: &LegKey, into: &LegKey) {
        if dialled == into || !self.legs.contains_key(into) {
            return;
        }
        let Some(gone) = self.legs.remove(dialled) else { return };
        if let Some(call) = self.calls.get_mut(&gone.call) {
            call.legs.retain(|leg| leg != dialled);
        }
        for uniqueid in gone.channels {
            let part = self.channels.get(&uniqueid).map_or(Part::Beyond, |channel| channel.part);
            self.attach(&uniqueid, into.clone(), if part == Part::Own { Part::Beyond } else { part });
        }
        for leg in self.halves.values_mut().filter(|leg| *leg == dialled) {
            *leg = into.clone();
        }
    }

    pub(super) fn bridged(&mut self, message: &Message) {
        if let Some((key, Part::Own)) = self.channel(message.text("Uniqueid")) {
            self.tell_leg(&key);
        }
    }

    /// The party hung up. On a second half it only means that Asterisk let go of the first.
    pub(super) fn hung_up(&mut self, message: &Message) {
        let Some((key, Part::Own | Part::Beyond)) = self.channel(message.text("Uniqueid")) else { return };
        let now = self.now;
        let Some(leg) = self.legs.get_mut(&key) else { return };
        leg.hung_up_at.get_or_insert(now);
        let side = match (leg.shown.role, leg.shown.state) {
            (LegRole::Caller, _) => Some(Side::Caller),
            (_, LegState::Answered) => Some(Side::Called),
            _ => None,
        };
        if let (Some(call), Some(side)) = (self.calls.get_mut(&leg.call), side) {
            call.last_word = Some(side);
        }
        self.settle_hung_up(&key);
    }

    pub(super) fn channel_ended(&mut self, message: &Message) {
        let uniqueid = message.text("Uniqueid");
        let Some(Channel { leg: key, .. }) = self.channels.remove(uniqueid) else { return };
        if let Some((shared, false)) = half(message.text("Channel")) {
            self.halves.remove(shared);
        }
        let Some(leg) = self.legs.get_mut(&key) else { return };
        leg.channels.retain(|known| known != uniqueid);
        leg.codes.extend(message.number::<u8>("Cause"));
        let channels = &self.channels;
        let only_second_halves = leg.channels.iter().all(|id| channels.get(id).is_none_or(|channel| channel.part == Part::SecondHalf));
        if leg.channels.is_empty() || (leg.shown.state == LegState::Answered && only_second_halves) {
            self.end_leg(&key);
        }
    }

    /// The leg of a channel, and what the channel is to it.
    pub(super) fn channel(&self, uniqueid: &str) -> Option<(LegKey, Part)> {
        self.channels.get(uniqueid).map(|channel| (channel.leg.clone(), channel.part))
    }

    /// A member as a party: its extension, and the name it has in its queues.
    pub(super) fn agent(&self, endpoint: &Endpoint, name: &str) -> Party {
        let shown = self.queues.values().find_map(|queue| queue.members.get(endpoint)).map(|member| member.name.as_str());
        let name = Some(name).filter(|name| !name.is_empty()).or(shown).filter(|name| !name.is_empty());
        let number = self.members_at.extension(&endpoint.0).map(|extension| extension.to_string());
        Party { number, name: name.map(str::to_owned), withheld: false }
    }
}

/// What was dialled, of a channel that dialled: `s` is no number, and the target of a Local channel was dialled by nobody.
fn dialled(message: &Message) -> Option<String> {
    let (name, exten) = (message.text("Channel"), message.text("Exten"));
    let dialled = half(name).is_none() && !matches!(exten, "" | "s" | "h" | "i" | "t");
    (dialled && message.event() == Some("Newchannel")).then(|| exten.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interface_of_a_channel_is_its_name_without_number_and_half() {
        let table = [
            ("PJSIP/6001-0000001a", "PJSIP/6001"),
            ("PJSIP/our-trunk-0000001a", "PJSIP/our-trunk"),
            ("Local/1001@agents-00000001;1", "Local/1001@agents"),
            ("Local/1001@agents-00000001;2", "Local/1001@agents"),
            ("odd", "odd"),
        ];

        for (name, expected) in table {
            assert_eq!(interface(name), expected);
        }
    }
}
