//! Calls and messages as the API shows them.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::words;
use crate::outgoing::{OrderKey, Progress, Reference, Report};

/// A call. Whatever is not here is not asked for, and may change.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Call {
    pub(super) sid: String,
    pub(super) status: String,
    pub(super) direction: Option<String>,
    pub(super) date_created: Option<String>,
    date_updated: Option<String>,
    duration: Option<String>,
    answered_by: Option<String>,
}

/// A message.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Message {
    pub(super) sid: String,
    pub(super) status: String,
    pub(super) body: Option<String>,
    pub(super) direction: Option<String>,
    pub(super) date_created: Option<String>,
    date_updated: Option<String>,
    error_code: Option<u32>,
}

/// A page of calls, newest first.
#[derive(Debug, Deserialize)]
pub(super) struct Calls {
    pub(super) calls: Vec<Call>,
    pub(super) next_page_uri: Option<String>,
}

/// A page of messages, newest first.
#[derive(Debug, Deserialize)]
pub(super) struct Messages {
    pub(super) messages: Vec<Message>,
    pub(super) next_page_uri: Option<String>,
}

/// What was asked of us for a call.
#[derive(Debug, Deserialize)]
pub(super) struct Events {
    pub(super) events: Vec<CallEvent>,
}

/// One request that Twilio sent to us.
#[derive(Debug, Deserialize)]
pub(super) struct CallEvent {
    request: Option<EventRequest>,
}

#[derive(Debug, Deserialize)]
struct EventRequest {
    #[serde(default)]
    url: String,
}

impl CallEvent {
    /// Where it was sent.
    pub(super) fn url(&self) -> &str {
        self.request.as_ref().map_or("", |request| &request.url)
    }
}

/// The account itself.
#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub(super) status: Option<String>,
}

impl Call {
    /// What it says of an order.
    pub(super) fn report(&self, reference: Option<Reference>) -> Report {
        let progress = words::call_progress(&self.status);
        let ended = progress.is_some_and(crate::outgoing::CallProgress::is_final);
        // A call that was not answered has no duration; one that was has 0 at least.
        let answered = progress == Some(crate::outgoing::CallProgress::Completed);
        Report {
            reference,
            key: OrderKey(self.sid.clone()),
            progress: progress.map_or(Progress::Unreadable, Progress::Call),
            provider_status: self.status.clone(),
            sequence: None,
            at: instant(self.date_updated.as_deref().or(self.date_created.as_deref())),
            cause: progress.and_then(|progress| words::call_cause(progress, None)),
            provider_code: None,
            answered_by: self.answered_by.as_deref().and_then(words::answered_by),
            talk_seconds: self.duration.as_deref().filter(|_| ended && answered).and_then(|seconds| seconds.parse().ok()),
        }
    }
}

impl Message {
    /// What it says of an order.
    pub(super) fn report(&self, reference: Option<Reference>) -> Report {
        let progress = words::message_progress(&self.status);
        Report {
            reference,
            key: OrderKey(self.sid.clone()),
            progress: progress.map_or(Progress::Unreadable, Progress::Message),
            provider_status: self.status.clone(),
            sequence: None,
            at: instant(self.date_updated.as_deref().or(self.date_created.as_deref())),
            cause: progress.and_then(|progress| words::message_cause(progress, self.error_code)),
            provider_code: self.error_code.map(|code| code.to_string()),
            answered_by: None,
            talk_seconds: None,
        }
    }
}

/// An instant as Twilio writes it, after RFC 2822.
pub(super) fn instant(text: Option<&str>) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc2822(text?).ok()?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cause::Cause,
        outgoing::{AnsweredBy, CallProgress, MessageProgress},
    };

    fn call(status: &str, duration: Option<&str>) -> Call {
        let shown = serde_json::json!({
            "sid": "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "status": status, "to": "+34972183386", "from": "+34872202550",
            "direction": "outbound-api", "duration": duration, "answered_by": "machine_start",
            "date_created": "Mon, 02 Mar 2026 09:00:00 +0000", "date_updated": "Mon, 02 Mar 2026 09:00:40 +0000", "price": null,
        });
        serde_json::from_value(shown).unwrap()
    }

    #[test]
    fn a_completed_call_tells_how_long_it_was_and_who_answered() {
        let report = call("completed", Some("31")).report(None);

        assert_eq!(report.progress, Progress::Call(CallProgress::Completed));
        assert_eq!((report.talk_seconds, report.cause), (Some(31), Some(Cause::Normal)));
        assert_eq!(report.answered_by, Some(AnsweredBy::Machine));
        assert_eq!(report.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-02T09:00:40+00:00"));
    }

    #[test]
    fn what_is_not_over_has_no_cause_and_no_time_of_talk() {
        for status in ["queued", "ringing", "in-progress"] {
            let report = call(status, Some("0")).report(None);
            assert_eq!((report.cause, report.talk_seconds), (None, None), "{status}");
        }
        assert_eq!(call("no-answer", Some("0")).report(None).talk_seconds, None);
    }

    #[test]
    fn an_unknown_status_is_kept_and_is_no_end() {
        let report = call("teleported", Some("3")).report(None);

        assert_eq!((report.progress, report.cause), (Progress::Unreadable, None));
        assert_eq!(report.provider_status, "teleported");
    }

    #[test]
    fn a_message_that_did_not_arrive_says_why() {
        let shown = serde_json::json!({ "sid": "SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "status": "undelivered", "error_code": 30003 });
        let message: Message = serde_json::from_value(shown).unwrap();

        let report = message.report(None);

        assert_eq!(report.progress, Progress::Message(MessageProgress::Undelivered));
        assert_eq!((report.cause, report.provider_code.as_deref()), (Some(Cause::Unreachable), Some("30003")));
    }
}
