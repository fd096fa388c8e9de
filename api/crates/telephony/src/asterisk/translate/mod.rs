//! Asterisk's messages to neutral events. A pure machine: no input or output, no clock.
//!
//! A call is a Linkedid, as it was when its channels began. A leg is a party, not a channel:
//!
//! - The two halves of a Local channel are one leg, named by the first (`;1`). The second half (`;2`) only runs the dialplan
//!   that finds the party; what it dials stands for the same party and is no leg of its own. So a member rung as
//!   `Local/1001@agents` is one leg, whatever telephones that leads to, and stays one if Asterisk takes the Local channel
//!   out later.
//! - A call that we placed begins with a channel named by us. Its first leg is the party we call, so there is no caller, and what
//!   its channel shows as caller's number is our own.
//! - A leg is told when something is known of it: a caller with its number, the others when they are dialled.
//! - An answered leg is over with its last channel but second halves, which may linger in the dialplan. One that was not
//!   answered waits for them: only the second half knows whether it was busy.
//!
//! Traps of the queue events, each met here: an answer comes after the leaving; `QueueCallerAbandon` also announces
//! time-outs; `AgentComplete` may lack its channels; ring times are in milliseconds in one event and in seconds in another.

mod channels;
mod legs;
mod members;
mod party;
mod picture;
mod queues;
mod state;

use chrono::{DateTime, Utc};

pub(super) use self::{
    party::Presentation,
    picture::{Picture, differences},
    state::Translator,
};
use super::message::Message;
use crate::event::Event;

/// Names of the user events by which the dialplan tells how a queue ended.
#[derive(Clone, Debug, Default)]
pub(super) struct ResultEvent {
    /// The one the configuration names: the dialplan has the line for sure.
    pub(super) declared: Option<String>,
}

/// Whether an event of that name tells anything here. The others are dropped as they come.
pub(super) fn hears(event: &str) -> bool {
    matches!(
        event,
        "Newchannel"
            | "NewCallerid"
            | "Newstate"
            | "DialBegin"
            | "BridgeEnter"
            | "HangupRequest"
            | "Hangup"
            | "OriginateResponse"
            | "QueueCallerJoin"
            | "QueueCallerAbandon"
            | "QueueCallerLeave"
            | "AgentCalled"
            | "AgentConnect"
            | "AgentRingNoAnswer"
            | "AgentDump"
            | "AgentComplete"
            | "QueueMemberAdded"
            | "QueueMemberStatus"
            | "QueueMemberPause"
            | "QueueMemberPenalty"
            | "QueueMemberRinginuse"
            | "QueueMemberRemoved"
            | "UserEvent"
            | "Shutdown"
    )
}

impl Translator {
    /// What the message tells, in order. `at` is when it happened.
    pub(super) fn translate(&mut self, message: &Message, at: DateTime<Utc>) -> Vec<Event> {
        self.now = at;
        match message.event().unwrap_or_default() {
            "Newchannel" => self.channel_began(message),
            "NewCallerid" => self.caller_known(message),
            "Newstate" => self.channel_went_on(message),
            "DialBegin" => self.dialled(message),
            "BridgeEnter" => self.bridged(message),
            "HangupRequest" => self.hung_up(message),
            "Hangup" => self.channel_ended(message),
            "QueueCallerJoin" => self.joined(message),
            "QueueCallerAbandon" => self.gave_up(message),
            "QueueCallerLeave" => self.left(message),
            "UserEvent" => self.dialplan_told(message),
            "AgentCalled" => self.agent_called(message),
            "AgentConnect" => self.agent_connected(message),
            "AgentRingNoAnswer" | "AgentDump" => self.agent_missed(message),
            "AgentComplete" => self.agent_done(message),
            "QueueMemberAdded" | "QueueMemberStatus" | "QueueMemberPause" | "QueueMemberPenalty" | "QueueMemberRinginuse" => {
                self.member_changed(message);
            }
            "QueueMemberRemoved" => self.member_removed(message),
            _ => {}
        }
        std::mem::take(&mut self.told)
    }
}

#[cfg(test)]
mod tests;
