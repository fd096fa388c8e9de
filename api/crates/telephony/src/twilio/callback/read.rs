//! From a callback's parameters to a report.

use std::collections::BTreeMap;

use super::Posted;
use crate::{
    outgoing::{CallProgress, OrderKey, Progress, Reference, Report},
    port::CallbackError,
    twilio::{resource::instant, words},
};

/// Longest key or status that is kept.
const LONGEST: usize = 64;

/// What a callback says. Of parameters that come twice the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The parameters of a form, or the fields of a JSON object that are no lists and no objects.
    ///
    /// # Errors
    /// [`CallbackError::Unreadable`] for JSON that is none, or no object.
    pub fn of(posted: &Posted<'_>) -> Result<Self, CallbackError> {
        if !posted.is_json() {
            return Ok(Self::first(form_urlencoded::parse(posted.body).into_owned()));
        }
        let unreadable = || CallbackError::Unreadable("its JSON is no object".to_owned());
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(posted.body).map_err(|_| unreadable())?;
        Ok(Self::first(fields.into_iter().filter_map(|(name, value)| match value {
            serde_json::Value::String(text) => Some((name, text)),
            serde_json::Value::Number(number) => Some((name, number.to_string())),
            serde_json::Value::Bool(truth) => Some((name, truth.to_string())),
            _ => None,
        })))
    }

    fn first(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut first = BTreeMap::new();
        for (name, value) in pairs {
            first.entry(name).or_insert(value);
        }
        Self(first)
    }

    /// The parameter of that name, if it says anything.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(in crate::twilio) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    pub(in crate::twilio) fn word(&self, name: &str) -> Result<Option<String>, CallbackError> {
        let fits = |word: &&str| word.len() <= LONGEST && word.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign));
        match self.get(name) {
            None => Ok(None),
            Some(word) if fits(&word) => Ok(Some(word.to_owned())),
            Some(_) => Err(CallbackError::Unreadable(format!("{name} is no word"))),
        }
    }
}

/// What a callback about an order reports, and what it may be known by when it comes again.
///
/// A status that we do not know is kept as it is, and is no end.
///
/// # Errors
/// [`CallbackError::Unreadable`] when it does not say what it is about.
pub fn read(reference: &Reference, parameters: &Parameters) -> Result<(Report, String), CallbackError> {
    let call = parameters.word("CallSid")?;
    let message = match parameters.word("MessageSid")? {
        Some(sid) => Some(sid),
        None => parameters.word("SmsSid")?,
    };
    match (call, message) {
        (Some(sid), _) => read_call(reference, sid, parameters),
        (None, Some(sid)) => read_message(reference, sid, parameters),
        (None, None) => Err(CallbackError::Unreadable("neither CallSid nor MessageSid".to_owned())),
    }
}

fn read_call(reference: &Reference, sid: String, parameters: &Parameters) -> Result<(Report, String), CallbackError> {
    let answered_by = parameters.get("AnsweredBy").and_then(words::answered_by);
    let (status, progress, name) = match (parameters.word("CallStatus")?, parameters.word("AnsweredBy")?) {
        (Some(status), _) => {
            let sequence = parameters.number::<u32>("SequenceNumber").map_or("-".to_owned(), |number| number.to_string());
            let name = format!("{sid}/{status}/{sequence}");
            let progress = words::call_progress(&status);
            (status, progress, name)
        }
        // The verdict on who answered comes by itself, and only of a call that was answered.
        (None, Some(who)) => ("in-progress".to_owned(), Some(CallProgress::InProgress), format!("{sid}/answered-by/{who}")),
        (None, None) => return Err(CallbackError::Unreadable("neither CallStatus nor AnsweredBy".to_owned())),
    };
    let ended = progress.is_some_and(CallProgress::is_final);
    let sip = parameters.number::<u16>("SipResponseCode");
    let code = parameters.number::<u32>("ErrorCode").map(|code| code.to_string()).or_else(|| sip.map(|code| code.to_string()));
    let report = Report {
        reference: Some(reference.clone()),
        key: OrderKey(sid),
        progress: progress.map_or(Progress::Unreadable, Progress::Call),
        provider_status: status,
        sequence: parameters.number("SequenceNumber"),
        at: instant(parameters.get("Timestamp")),
        cause: progress.and_then(|progress| words::call_cause(progress, sip)),
        provider_code: code.filter(|_| ended),
        answered_by,
        talk_seconds: parameters.number("CallDuration").filter(|_| progress == Some(CallProgress::Completed)),
    };
    Ok((report, name))
}

fn read_message(reference: &Reference, sid: String, parameters: &Parameters) -> Result<(Report, String), CallbackError> {
    let status = match parameters.word("MessageStatus")? {
        Some(status) => status,
        None => parameters.word("SmsStatus")?.ok_or_else(|| CallbackError::Unreadable("no MessageStatus".to_owned()))?,
    };
    let progress = words::message_progress(&status);
    let code = parameters.number::<u32>("ErrorCode").filter(|code| *code != 0);
    let name = format!("{sid}/{status}/-");
    let report = Report {
        reference: Some(reference.clone()),
        key: OrderKey(sid),
        progress: progress.map_or(Progress::Unreadable, Progress::Message),
        provider_status: status,
        sequence: None,
        at: instant(parameters.get("Timestamp")),
        cause: progress.and_then(|progress| words::message_cause(progress, code)),
        provider_code: code.map(|code| code.to_string()),
        answered_by: None,
        talk_seconds: None,
    };
    Ok((report, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cause::Cause,
        outgoing::{AnsweredBy, MessageProgress},
    };

    fn parameters(form: &str) -> Parameters {
        Parameters::of(&Posted { url: "", content_type: None, signature: "", body: form.as_bytes() }).unwrap()
    }

    fn told(form: &str) -> (Report, String) {
        read(&"att_1".parse().unwrap(), &parameters(form)).unwrap()
    }

    #[test]
    fn a_call_is_told_from_its_first_word_to_its_last() {
        let table = [
            ("initiated", 0, CallProgress::Queued, None),
            ("ringing", 1, CallProgress::Ringing, None),
            ("in-progress", 2, CallProgress::InProgress, None),
            ("completed", 3, CallProgress::Completed, Some(Cause::Normal)),
            ("busy", 2, CallProgress::Busy, Some(Cause::Busy)),
            ("no-answer", 2, CallProgress::NoAnswer, Some(Cause::NoAnswer)),
            ("canceled", 2, CallProgress::Canceled, Some(Cause::CancelledByUs)),
            ("failed", 1, CallProgress::Failed, Some(Cause::Unreachable)),
        ];

        for (status, sequence, progress, cause) in table {
            let (report, name) = told(&format!("CallSid=CA1&CallStatus={status}&SequenceNumber={sequence}"));
            assert_eq!((report.progress, report.cause), (Progress::Call(progress), cause), "{status}");
            assert_eq!((report.sequence, name), (Some(sequence), format!("CA1/{status}/{sequence}")));
            assert_eq!(report.reference, Some("att_1".parse().unwrap()));
        }
    }

    #[test]
    fn an_end_tells_when_how_long_and_by_which_code() {
        let form = "CallSid=CA1&CallStatus=completed&CallDuration=31&Duration=1&SipResponseCode=200&AnsweredBy=machine_end_beep\
                    &Timestamp=Mon%2C+02+Mar+2026+09%3A00%3A40+%2B0000";

        let (report, name) = told(form);

        assert_eq!(report.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-02T09:00:40+00:00"));
        assert_eq!((report.talk_seconds, report.provider_code.as_deref()), (Some(31), Some("200")));
        assert_eq!((report.answered_by, name.as_str()), (Some(AnsweredBy::Machine), "CA1/completed/-"));
    }

    #[test]
    fn a_failure_says_why_by_the_code_of_sip() {
        let (report, _) = told("CallSid=CA1&CallStatus=failed&SipResponseCode=404&CallDuration=0");

        assert_eq!((report.cause, report.provider_code.as_deref()), (Some(Cause::InvalidNumber), Some("404")));
        assert_eq!(report.talk_seconds, None);
    }

    #[test]
    fn an_unknown_status_is_kept_and_is_no_end() {
        let (report, _) = told("CallSid=CA1&CallStatus=teleported&CallDuration=3");

        assert_eq!((report.progress, report.provider_status.as_str()), (Progress::Unreadable, "teleported"));
        assert_eq!((report.cause, report.talk_seconds), (None, None));
    }

    #[test]
    fn the_verdict_on_who_answered_comes_by_itself() {
        let (report, name) = told("CallSid=CA1&AnsweredBy=machine_start&MachineDetectionDuration=2300");

        assert_eq!(report.progress, Progress::Call(CallProgress::InProgress));
        assert_eq!((report.answered_by, name.as_str()), (Some(AnsweredBy::Machine), "CA1/answered-by/machine_start"));
    }

    #[test]
    fn a_message_says_why_it_did_not_arrive() {
        let (report, name) = told("MessageSid=SM1&SmsSid=SM1&MessageStatus=undelivered&ErrorCode=30003");

        assert_eq!(report.progress, Progress::Message(MessageProgress::Undelivered));
        assert_eq!((report.cause, report.provider_code.as_deref()), (Some(Cause::Unreachable), Some("30003")));
        assert_eq!(name, "SM1/undelivered/-");
    }

    #[test]
    fn what_does_not_say_what_it_is_about_is_refused() {
        for form in
            ["", "CallStatus=ringing", "CallSid=&CallStatus=ringing", "CallSid=CA1", "CallSid=CA1%2F..&CallStatus=ringing", "SmsSid=SM1"]
        {
            let outcome = read(&"att_1".parse().unwrap(), &parameters(form));
            assert!(matches!(outcome, Err(CallbackError::Unreadable(_))), "{form}: {outcome:?}");
        }
    }

    #[test]
    fn json_says_the_same_as_a_form() {
        let body = br#"{"CallSid": "CA1", "CallStatus": "ringing", "SequenceNumber": 1, "More": {"a": 1}}"#;
        let posted = Posted { url: "", content_type: Some("application/json"), signature: "", body };

        let read_json = read(&"att_1".parse().unwrap(), &Parameters::of(&posted).unwrap()).unwrap();

        assert_eq!(read_json, told("CallSid=CA1&CallStatus=ringing&SequenceNumber=1"));
        for body in [b"[]".as_slice(), b"{", b"\"CallSid\""] {
            assert!(Parameters::of(&Posted { body, ..posted }).is_err());
        }
    }
}
