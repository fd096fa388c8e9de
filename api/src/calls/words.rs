//! The port's words of calls as stored ones. One function a noun, so that a new word cannot be forgotten.

use entity::stored;
use telephony::{cause::Cause, outgoing::AnsweredBy};

/// Why a call or a leg ended.
pub fn cause(cause: Cause) -> stored::CallCause {
    use stored::CallCause as Stored;
    match cause {
        Cause::Normal => Stored::Normal,
        Cause::CallerHangup => Stored::CallerHangup,
        Cause::CalleeHangup => Stored::CalleeHangup,
        Cause::NoAnswer => Stored::NoAnswer,
        Cause::Busy => Stored::Busy,
        Cause::Rejected => Stored::Rejected,
        Cause::CancelledByUs => Stored::CancelledByUs,
        Cause::AnsweredElsewhere => Stored::AnsweredElsewhere,
        Cause::Unreachable => Stored::Unreachable,
        Cause::InvalidNumber => Stored::InvalidNumber,
        // Calls are refused to those who do not want them as to anybody who is not to be called.
        Cause::Blocked | Cause::OptedOut => Stored::Blocked,
        Cause::QueueFull => Stored::QueueFull,
        Cause::QueueTimeout => Stored::QueueTimeout,
        Cause::NoAgent => Stored::NoAgent,
        Cause::OffSchedule => Stored::OffSchedule,
        Cause::Machine => Stored::Machine,
        Cause::Billing => Stored::Billing,
        Cause::RateLimited => Stored::RateLimited,
        Cause::ProviderError => Stored::ProviderError,
        Cause::Unknown => Stored::Unknown,
    }
}

/// Who, or what, answered.
pub fn answered_by(answered_by: AnsweredBy) -> stored::AnsweredBy {
    match answered_by {
        AnsweredBy::Human => stored::AnsweredBy::Human,
        AnsweredBy::Machine => stored::AnsweredBy::Machine,
        AnsweredBy::Fax => stored::AnsweredBy::Fax,
        AnsweredBy::Unknown => stored::AnsweredBy::Unknown,
    }
}
