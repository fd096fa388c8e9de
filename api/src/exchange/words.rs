//! The port's words as stored ones. One function a noun, so that a new word cannot be forgotten.

pub(super) use crate::calls::words::cause;
use entity::stored;
use telephony::{
    event::{Direction, LegRole, LegState, QueueOutcome},
    port::ProviderKind,
};

pub(super) fn outcome(outcome: QueueOutcome) -> stored::QueueOutcome {
    use stored::QueueOutcome as Stored;
    match outcome {
        QueueOutcome::Answered => Stored::Answered,
        QueueOutcome::Abandoned => Stored::Abandoned,
        QueueOutcome::TimedOut => Stored::TimedOut,
        QueueOutcome::NoAgents => Stored::NoAgents,
        QueueOutcome::Full => Stored::Full,
        QueueOutcome::Withdrawn => Stored::Withdrawn,
        QueueOutcome::Unknown => Stored::Unknown,
    }
}

pub(super) fn direction(direction: Direction) -> stored::CallDirection {
    match direction {
        Direction::Inbound => stored::CallDirection::Inbound,
        Direction::Outbound => stored::CallDirection::Outbound,
    }
}

pub(super) fn role(role: LegRole) -> stored::LegRole {
    match role {
        LegRole::Caller => stored::LegRole::Caller,
        LegRole::Agent => stored::LegRole::Agent,
        LegRole::Other => stored::LegRole::Other,
    }
}

pub(super) fn leg_state(state: LegState) -> stored::LegState {
    match state {
        LegState::Started => stored::LegState::Started,
        LegState::Ringing => stored::LegState::Ringing,
        LegState::Answered => stored::LegState::Answered,
        LegState::Ended => stored::LegState::Ended,
    }
}

pub(super) fn kind(kind: ProviderKind) -> stored::ProviderKind {
    match kind {
        ProviderKind::Asterisk => stored::ProviderKind::Asterisk,
        ProviderKind::Simulator => stored::ProviderKind::Simulator,
        ProviderKind::Twilio => stored::ProviderKind::Twilio,
    }
}
