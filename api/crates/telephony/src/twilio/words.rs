//! Twilio's words for how far something is and why it ended, in neutral ones.

use crate::{
    cause::Cause,
    outgoing::{AnsweredBy, CallProgress, MessageProgress},
};

/// How far a call is; none: a word that we do not know, which is never taken for an end.
pub(super) fn call_progress(status: &str) -> Option<CallProgress> {
    Some(match status {
        // The resource says `queued`; callbacks say `initiated`.
        "queued" | "initiated" => CallProgress::Queued,
        "ringing" => CallProgress::Ringing,
        "in-progress" => CallProgress::InProgress,
        "completed" => CallProgress::Completed,
        "busy" => CallProgress::Busy,
        "no-answer" => CallProgress::NoAnswer,
        "failed" => CallProgress::Failed,
        "canceled" => CallProgress::Canceled,
        _ => return None,
    })
}

/// How far a message is; none: a word that we do not know, or one of messages that come in.
pub(super) fn message_progress(status: &str) -> Option<MessageProgress> {
    Some(match status {
        "accepted" | "scheduled" | "queued" | "sending" => MessageProgress::Queued,
        "sent" => MessageProgress::Sent,
        "delivered" | "read" => MessageProgress::Delivered,
        // Of some of its parts it is known that they arrived: it cannot be read.
        "undelivered" | "partially_delivered" => MessageProgress::Undelivered,
        "failed" => MessageProgress::Failed,
        "canceled" => MessageProgress::Canceled,
        _ => return None,
    })
}

/// Who answered; none: nothing was told.
pub(super) fn answered_by(word: &str) -> Option<AnsweredBy> {
    match word {
        "" => None,
        "human" => Some(AnsweredBy::Human),
        "fax" => Some(AnsweredBy::Fax),
        word if word == "machine" || word.starts_with("machine_") => Some(AnsweredBy::Machine),
        _ => Some(AnsweredBy::Unknown),
    }
}

/// Why a call ended; none while it has not.
///
/// SIP's code is only asked where the status leaves it open.
pub(super) fn call_cause(progress: CallProgress, sip: Option<u16>) -> Option<Cause> {
    match progress {
        CallProgress::Queued | CallProgress::Ringing | CallProgress::InProgress => None,
        CallProgress::Completed => Some(Cause::Normal),
        CallProgress::Busy => Some(Cause::Busy),
        CallProgress::NoAnswer => Some(Cause::NoAnswer),
        CallProgress::Canceled => Some(Cause::CancelledByUs),
        CallProgress::Failed => Some(sip.map_or(Cause::Unreachable, sip_cause)),
    }
}

fn sip_cause(code: u16) -> Cause {
    match code {
        404 | 410 | 484 | 485 | 604 => Cause::InvalidNumber,
        486 | 600 => Cause::Busy,
        487 => Cause::CancelledByUs,
        603 | 607 => Cause::Rejected,
        402 => Cause::Billing,
        403 | 608 => Cause::Blocked,
        408 => Cause::NoAnswer,
        429 => Cause::RateLimited,
        480 | 502..=504 => Cause::Unreachable,
        500..=599 => Cause::ProviderError,
        _ => Cause::Unreachable,
    }
}

/// Why a message did not arrive; none while that is not said.
pub(super) fn message_cause(progress: MessageProgress, code: Option<u32>) -> Option<Cause> {
    match progress {
        MessageProgress::Queued | MessageProgress::Sent => None,
        MessageProgress::Delivered => Some(Cause::Normal),
        MessageProgress::Canceled => Some(Cause::CancelledByUs),
        MessageProgress::Undelivered | MessageProgress::Failed => Some(code.map_or(Cause::Unknown, code_cause)),
    }
}

/// The neutral cause of Twilio's own code.
pub(super) fn code_cause(code: u32) -> Cause {
    match code {
        // No such number, none that can be dialled or written to.
        13223 | 13224 | 21211 | 21214 | 21217 | 21401 | 21421 | 21614 | 30005 | 30006 => Cause::InvalidNumber,
        // Not to that country, not to that number, not from a trial account, not past the carrier's filter.
        13227 | 14111 | 21215 | 21216 | 21219 | 21408 | 21608 | 30004 | 30007 | 573_005 => Cause::Blocked,
        // Whoever is written to has answered STOP to this sender.
        21610 => Cause::OptedOut,
        // Off, out of reach, expired on the way.
        21612 | 30003 | 30036 => Cause::Unreachable,
        10004 | 20429 | 21611 | 30001 | 30022 => Cause::RateLimited,
        30002 | 30010 => Cause::Billing,
        30008 => Cause::Unknown,
        // The rest is configuration or Twilio's own trouble: a sender that is not ours, a parameter, an account.
        _ => Cause::ProviderError,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_a_call_has_its_place() {
        let table = [
            ("queued", Some(CallProgress::Queued)),
            ("initiated", Some(CallProgress::Queued)),
            ("ringing", Some(CallProgress::Ringing)),
            ("in-progress", Some(CallProgress::InProgress)),
            ("completed", Some(CallProgress::Completed)),
            ("busy", Some(CallProgress::Busy)),
            ("no-answer", Some(CallProgress::NoAnswer)),
            ("failed", Some(CallProgress::Failed)),
            ("canceled", Some(CallProgress::Canceled)),
            ("Completed", None),
            ("answered", None),
            ("", None),
        ];

        for (word, progress) in table {
            assert_eq!(call_progress(word), progress, "{word}");
        }
    }

    #[test]
    fn every_status_of_a_message_has_its_place() {
        let table = [
            ("accepted", Some(MessageProgress::Queued)),
            ("scheduled", Some(MessageProgress::Queued)),
            ("queued", Some(MessageProgress::Queued)),
            ("sending", Some(MessageProgress::Queued)),
            ("sent", Some(MessageProgress::Sent)),
            ("delivered", Some(MessageProgress::Delivered)),
            ("read", Some(MessageProgress::Delivered)),
            ("undelivered", Some(MessageProgress::Undelivered)),
            ("partially_delivered", Some(MessageProgress::Undelivered)),
            ("failed", Some(MessageProgress::Failed)),
            ("canceled", Some(MessageProgress::Canceled)),
            ("receiving", None),
            ("received", None),
        ];

        for (word, progress) in table {
            assert_eq!(message_progress(word), progress, "{word}");
        }
    }

    #[test]
    fn machines_are_told_from_people() {
        let table = [
            ("human", Some(AnsweredBy::Human)),
            ("machine_start", Some(AnsweredBy::Machine)),
            ("machine_end_beep", Some(AnsweredBy::Machine)),
            ("machine_end_silence", Some(AnsweredBy::Machine)),
            ("machine_end_other", Some(AnsweredBy::Machine)),
            ("fax", Some(AnsweredBy::Fax)),
            ("unknown", Some(AnsweredBy::Unknown)),
            ("parrot", Some(AnsweredBy::Unknown)),
            ("", None),
        ];

        for (word, who) in table {
            assert_eq!(answered_by(word), who, "{word}");
        }
    }

    #[test]
    fn an_end_has_a_cause_and_what_goes_on_has_none() {
        let table = [
            (CallProgress::Queued, None, None),
            (CallProgress::Ringing, Some(180), None),
            (CallProgress::InProgress, Some(200), None),
            (CallProgress::Completed, Some(200), Some(Cause::Normal)),
            (CallProgress::Busy, Some(486), Some(Cause::Busy)),
            (CallProgress::NoAnswer, Some(487), Some(Cause::NoAnswer)),
            (CallProgress::Canceled, Some(487), Some(Cause::CancelledByUs)),
            (CallProgress::Failed, None, Some(Cause::Unreachable)),
            (CallProgress::Failed, Some(404), Some(Cause::InvalidNumber)),
            (CallProgress::Failed, Some(603), Some(Cause::Rejected)),
            (CallProgress::Failed, Some(503), Some(Cause::Unreachable)),
            (CallProgress::Failed, Some(500), Some(Cause::ProviderError)),
        ];

        for (progress, sip, cause) in table {
            assert_eq!(call_cause(progress, sip), cause, "{progress:?} {sip:?}");
        }
    }

    #[test]
    fn a_message_that_did_not_arrive_says_why() {
        let table = [
            (MessageProgress::Sent, Some(30003), None),
            (MessageProgress::Delivered, None, Some(Cause::Normal)),
            (MessageProgress::Undelivered, Some(30003), Some(Cause::Unreachable)),
            (MessageProgress::Undelivered, Some(30006), Some(Cause::InvalidNumber)),
            (MessageProgress::Undelivered, Some(30007), Some(Cause::Blocked)),
            (MessageProgress::Failed, Some(21610), Some(Cause::OptedOut)),
            (MessageProgress::Failed, None, Some(Cause::Unknown)),
            (MessageProgress::Failed, Some(30002), Some(Cause::Billing)),
        ];

        for (progress, code, cause) in table {
            assert_eq!(message_cause(progress, code), cause, "{progress:?} {code:?}");
        }
    }
}
