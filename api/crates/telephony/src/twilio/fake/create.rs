//! What a request must have to become a call or a message, by the description and by Twilio's list of errors.

use std::sync::Arc;

use reqwest::Url;
use tokio::sync::Notify;

use super::{
    Shared,
    book::{Call, Message},
    steer::Outcome,
};

/// A form as it came.
pub(super) struct Form(pub(super) Vec<(String, String)>);

impl Form {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}

/// Why nothing came of it.
pub(super) struct Wrong {
    pub(super) code: u32,
    pub(super) message: &'static str,
}

fn wrong(code: u32, message: &'static str) -> Wrong {
    Wrong { code, message }
}

/// Puts a call into the book; its key.
pub(super) fn call(shared: &Arc<Shared>, form: &Form) -> Result<String, Wrong> {
    let to = form.get("To").ok_or_else(|| wrong(21201, "No 'To' number is specified"))?;
    let from = form.get("From").ok_or_else(|| wrong(21213, "'From' number is required"))?;
    if !is_party(to) {
        return Err(wrong(21211, "Invalid 'To' Phone Number"));
    }
    if !is_party(from) {
        return Err(wrong(21212, "Invalid 'From' Number"));
    }
    let document = form.get("Twiml");
    if document.is_none() && form.get("Url").is_none() && form.get("ApplicationSid").is_none() {
        return Err(wrong(21205, "Url parameter is required"));
    }
    if document.is_some_and(|document| document.chars().count() > 4000) {
        return Err(wrong(21601, "Twiml is too long"));
    }
    let timeout = form.get("Timeout").map_or(Ok(60), str::parse::<u32>);
    let timeout = timeout.ok().filter(|seconds| *seconds <= 600).ok_or_else(|| wrong(21220, "Timeout is not valid"))?;
    if form.get("TimeLimit").is_some_and(|limit| limit.parse::<u32>().is_err()) {
        return Err(wrong(20001, "TimeLimit is not valid"));
    }
    if form.get("MachineDetection").is_some_and(|word| !["Enable", "DetectMessageEnd"].contains(&word)) {
        return Err(wrong(20001, "MachineDetection is not valid"));
    }
    let mut events = form.all("StatusCallbackEvent");
    if events.iter().any(|event| !["initiated", "ringing", "answered", "completed"].contains(&event.as_str())) {
        return Err(wrong(21626, "Invalid StatusCallbackEvents"));
    }
    if events.is_empty() {
        events.push("completed".to_owned());
    }
    let (callback, url) = (address(form, "StatusCallback")?, address(form, "Url")?);
    let detect_callback = address(form, "AsyncAmdStatusCallback")?;
    if document.is_some() && url.is_some() {
        return Err(wrong(21205, "Url and Twiml exclude each other"));
    }
    let now = (shared.config.clock)();
    let mut book = shared.book();
    let outcome = book.outcome(to);
    if let Outcome::Refused { code } = outcome {
        return Err(wrong(code, "The call cannot be placed"));
    }
    let sid = book.key("CA");
    let seed = book.seed();
    let line = callback.is_some().then(|| shared.poster.line(&book.delivery, seed));
    book.add_call(Call {
        sid: sid.clone(),
        to: to.to_owned(),
        from: from.to_owned(),
        status: "queued",
        created: now,
        updated: now,
        answered: None,
        ended: None,
        talked: 0,
        answered_by: None,
        sip: None,
        rings: 0,
        sequence: 0,
        timeout,
        outcome,
        asked: form.0.clone(),
        reference: callback.as_deref().and_then(last_part),
        callback,
        events,
        detect: form.get("MachineDetection").is_some(),
        detect_callback,
        url,
        line,
        sent: Vec::new(),
        changed: Arc::new(Notify::new()),
    });
    Ok(sid)
}

/// Puts a message into the book; its key.
pub(super) fn message(shared: &Arc<Shared>, form: &Form) -> Result<String, Wrong> {
    let to = form.get("To").ok_or_else(|| wrong(21604, "'To' phone number is required to send a Message"))?;
    let (from, service) = (form.get("From"), form.get("MessagingServiceSid"));
    if from.is_none() && service.is_none() {
        return Err(wrong(21603, "A 'From' phone number is required"));
    }
    let body = form.get("Body").ok_or_else(|| wrong(21602, "Message body is required"))?;
    if body.chars().count() > 1600 {
        return Err(wrong(21617, "The concatenated message body exceeds the 1600 character limit"));
    }
    if !is_party(to) {
        return Err(wrong(21211, "Invalid 'To' Phone Number"));
    }
    let callback = address(form, "StatusCallback")?;
    let now = (shared.config.clock)();
    let mut book = shared.book();
    if let Some(Outcome::Refused { code }) = book.outcomes.get(to) {
        return Err(wrong(*code, "The message cannot be sent"));
    }
    let sid = book.key("SM");
    let seed = book.seed();
    let arrival = book.arrival(to);
    let line = callback.is_some().then(|| shared.poster.line(&book.delivery, seed));
    book.add_message(Message {
        sid: sid.clone(),
        to: to.to_owned(),
        from: from.map(ToOwned::to_owned),
        service: service.map(ToOwned::to_owned),
        body: body.to_owned(),
        status: "queued",
        arrival,
        error: None,
        created: now,
        updated: now,
        reference: callback.as_deref().and_then(last_part),
        callback,
        line,
    });
    Ok(sid)
}

/// A number in E.164, or an address of SIP, or a client of Twilio's.
fn is_party(text: &str) -> bool {
    let digits = |rest: &str| (2..=15).contains(&rest.len()) && rest.bytes().all(|sign| sign.is_ascii_digit()) && !rest.starts_with('0');
    text.strip_prefix('+').is_some_and(digits) || text.starts_with("sip:") || text.starts_with("client:")
}

fn address(form: &Form, name: &str) -> Result<Option<String>, Wrong> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let fits = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if fits { Ok(Some(text.to_owned())) } else { Err(wrong(21609, "Invalid 'StatusCallback' URL")) }
}

fn last_part(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.path_segments()?.next_back().filter(|last| !last.is_empty()).map(ToOwned::to_owned)
}
