//! A call that is led: documents are fetched, checked and carried out, as Twilio documents its verbs.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Shared, life,
    post::Post,
    steer::Outcome,
    verbs::{self, Verb},
};
use crate::deed::{Deed, taken};

/// Documents of one call at the most: more is a loop that never ends.
const MOST: usize = 500;

/// What a document leads to.
enum Next {
    /// The one at that address, which is told this.
    Document(String, Vec<(&'static str, String)>),
    /// None: the call is over, or ends with it.
    End,
}

/// Somebody who is listened to.
struct Party {
    sid: String,
    to: String,
    deeds: VecDeque<Deed>,
}

impl Party {
    fn deed(&mut self) -> Deed {
        self.deeds.pop_front().unwrap_or(Deed::Waits)
    }
}

/// Leads a call that was answered, if its order says so, to its end.
pub(super) async fn lead(shared: Arc<Shared>, sid: String) {
    let begin = shared.book().call(&sid).and_then(|call| {
        let who = call.answered_by.filter(|_| call.detect && call.detect_callback.is_none());
        // Who waited for the end of a greeting is told that it is over.
        let who = who.map(|who| if who.starts_with("machine") { "machine_end_beep" } else { who });
        let told: Vec<_> = who.map(|who| ("AnsweredBy", who.to_owned())).into_iter().collect();
        Some((call.url.clone()?, call.to.clone(), told))
    });
    let Some((url, to, told)) = begin else { return };
    let deeds = shared.book().deeds.get(&to).cloned().unwrap_or_default();
    let mut party = Party { sid: sid.clone(), to, deeds };
    let mut next = Next::Document(url, told);
    for _ in 0..MOST {
        let Next::Document(url, told) = next else { break };
        next = match fetch(&shared, &sid, &party.sid, &party.to, &url, told).await {
            Some(verbs) => walk(&shared, &mut party, &verbs, &url).await,
            None => Next::End,
        };
        if is_over(&shared, &sid) {
            return;
        }
    }
    life::end(&shared, &sid, "completed", Some(200));
}

/// What stands at that address for a call or a party of one. Asked as often as callbacks are repeated: each answer has to be the same.
async fn fetch(shared: &Shared, call: &str, sid: &str, to: &str, url: &str, told: Vec<(&'static str, String)>) -> Option<Vec<Verb>> {
    let (from, times) = {
        let book = shared.book();
        (book.call(call).map(|call| call.from.clone()).unwrap_or_default(), book.delivery.times.max(1))
    };
    let status = if is_over(shared, call) { "completed" } else { "in-progress" };
    let mut form = vec![
        ("AccountSid", shared.config.account.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", sid),
        ("CallStatus", status),
        ("Called", to),
        ("Caller", &from),
        ("Direction", if call == sid { "outbound-api" } else { "outbound-dial" }),
        ("From", &from),
        ("To", to),
    ];
    form.extend(told.iter().map(|(name, value)| (*name, value.as_str())));
    let post = Post::new(url, &form);
    let mut document = None;
    for _ in 0..times {
        let answer = shared.poster.ask(&post).await;
        match (answer, &document) {
            (Ok(answer), None) => document = Some(answer),
            (Ok(answer), Some(first)) if answer == *first => {}
            (Ok(_), Some(_)) => shared.fault(format!("{url}: another document the second time")),
            (Err(why), _) => {
                shared.fault(format!("{url}: {why}"));
                return None;
            }
        }
    }
    let document = document?;
    match verbs::read(&document) {
        Ok(verbs) => Some(verbs),
        Err(why) => {
            shared.fault(format!("{url}: {why}: {document}"));
            None
        }
    }
}

/// Carries out verb after verb until one leads elsewhere.
async fn walk(shared: &Arc<Shared>, party: &mut Party, verbs: &[Verb], here: &str) -> Next {
    for verb in verbs {
        let led = match verb.name.as_str() {
            "Say" | "Play" => pass(shared, party, 1).await,
            "Pause" => pass(shared, party, verb.number("length", 1)).await,
            "Gather" => gather(shared, party, verb, here).await,
            "Record" => record(shared, party, verb, here).await,
            "Dial" => dial(shared, party, verb, here).await,
            "Redirect" => Some(Next::Document(verb.text.clone(), Vec::new())),
            "Hangup" | "Reject" => Some(Next::End),
            other => {
                shared.fault(format!("{here}: this fake does not carry out {other}"));
                Some(Next::End)
            }
        };
        if let Some(next) = led {
            return next;
        }
    }
    Next::End
}

/// Seconds pass; something only when the call is over by then.
async fn pass(shared: &Arc<Shared>, party: &Party, seconds: u32) -> Option<Next> {
    tokio::time::sleep(shared.config.second * seconds).await;
    is_over(shared, &party.sid).then_some(Next::End)
}

fn to_action(verb: &Verb, here: &str, told: Vec<(&'static str, String)>) -> Option<Next> {
    Some(Next::Document(verb.get("action").unwrap_or(here).to_owned(), told))
}

fn hangs_up(shared: &Arc<Shared>, party: &Party) -> Option<Next> {
    life::end(shared, &party.sid, "completed", Some(200));
    Some(Next::End)
}

async fn gather(shared: &Arc<Shared>, party: &mut Party, verb: &Verb, here: &str) -> Option<Next> {
    let timeout = verb.number("timeout", 5);
    let pressed = match party.deed() {
        Deed::HangsUp => return hangs_up(shared, party),
        Deed::Presses(keys) => keys,
        Deed::Waits | Deed::Speaks(_) => String::new(),
    };
    let heard = if pressed.is_empty() { u32::try_from(verb.children.len()).unwrap_or(1) } else { 1 };
    if let over @ Some(_) = pass(shared, party, heard).await {
        return over;
    }
    let finish = verb.get("finishOnKey").unwrap_or("#").chars().next();
    let most = usize::try_from(verb.number("numDigits", 1000)).unwrap_or(1000);
    let (digits, enough) = taken(&pressed, most, finish);
    if !enough && let over @ Some(_) = pass(shared, party, timeout).await {
        return over;
    }
    if digits.is_empty() && !verb.is("actionOnEmptyResult") {
        return None;
    }
    to_action(verb, here, vec![("Digits", digits)])
}

async fn record(shared: &Arc<Shared>, party: &mut Party, verb: &Verb, here: &str) -> Option<Next> {
    let (timeout, most) = (verb.number("timeout", 5), verb.number("maxLength", 3600));
    let ends = verb.get("finishOnKey").unwrap_or("1234567890*#");
    let (seconds, digits) = match party.deed() {
        Deed::HangsUp => return hangs_up(shared, party),
        Deed::Waits => return pass(shared, party, timeout).await,
        Deed::Speaks(seconds) => (seconds, String::new()),
        // Who presses a key has spoken before.
        Deed::Presses(keys) => (1, keys.chars().find(|key| ends.contains(*key)).map(String::from).unwrap_or_default()),
    };
    let seconds = seconds.min(most);
    let silence = if digits.is_empty() && seconds < most { timeout } else { 0 };
    if let over @ Some(_) = pass(shared, party, seconds + silence).await {
        return over;
    }
    let sid = {
        let mut book = shared.book();
        let sid = book.key("RE");
        book.recordings.insert(sid.clone(), format!("what {} said", party.to).into_bytes());
        sid
    };
    let url = format!("https://api.twilio.com/2010-04-01/Accounts/{}/Recordings/{sid}", shared.config.account);
    let told = vec![("RecordingUrl", url), ("RecordingSid", sid), ("RecordingDuration", seconds.to_string()), ("Digits", digits)];
    to_action(verb, here, told)
}

async fn dial(shared: &Arc<Shared>, party: &mut Party, verb: &Verb, here: &str) -> Option<Next> {
    let plain = Verb::plain_number(&verb.text);
    let noun = verb.children.first().unwrap_or(&plain);
    let (status, seconds, bridged) = match noun.name.as_str() {
        "Conference" => match party.deed() {
            Deed::HangsUp => return hangs_up(shared, party),
            _ => ("completed", 2, true),
        },
        _ => ring(shared, party, verb, noun).await,
    };
    if let over @ Some(_) = pass(shared, party, seconds).await {
        return over;
    }
    verb.get("action")?;
    let told = vec![("DialCallStatus", status.to_owned()), ("DialCallDuration", seconds.to_string()), ("DialBridged", bridged.to_string())];
    to_action(verb, here, told)
}

/// Rings another party: how that went, for how long they talked, and whether they were joined at all.
async fn ring(shared: &Arc<Shared>, party: &Party, dial: &Verb, noun: &Verb) -> (&'static str, u32, bool) {
    let (outcome, sid, deeds) = {
        let mut book = shared.book();
        *book.dialled.entry(noun.text.clone()).or_default() += 1;
        (book.outcome(&noun.text), book.key("CA"), book.deeds.get(&noun.text).cloned().unwrap_or_default())
    };
    shared.changed();
    let talks = match outcome {
        Outcome::Busy => return ("busy", 0, false),
        Outcome::NoAnswer | Outcome::Held => {
            tokio::time::sleep(shared.config.second * dial.number("timeout", 30)).await;
            return ("no-answer", 0, false);
        }
        Outcome::Fails { .. } | Outcome::Refused { .. } => return ("failed", 0, false),
        Outcome::Answers { talks, .. } => talks,
    };
    let mut other = Party { sid, to: noun.text.clone(), deeds };
    let mut url = noun.get("url").map(ToOwned::to_owned);
    let mut told = Vec::new();
    while let Some(at) = url.take() {
        let Some(verbs) = fetch(shared, &party.sid, &other.sid, &other.to, &at, std::mem::take(&mut told)).await else {
            return ("failed", 0, false);
        };
        for verb in &verbs {
            match verb.name.as_str() {
                "Dial" => {
                    shared.fault(format!("{at}: whoever is dialled is not to dial"));
                    return ("failed", 0, false);
                }
                "Hangup" => return ("completed", 0, false),
                "Gather" => {
                    let pressed = match other.deed() {
                        Deed::Presses(keys) => keys,
                        Deed::HangsUp => return ("completed", 0, false),
                        Deed::Waits | Deed::Speaks(_) => String::new(),
                    };
                    let finish = verb.get("finishOnKey").unwrap_or("#").chars().next();
                    let (digits, _) = taken(&pressed, usize::try_from(verb.number("numDigits", 1)).unwrap_or(1), finish);
                    if !digits.is_empty() || verb.is("actionOnEmptyResult") {
                        url = verb.get("action").map(ToOwned::to_owned);
                        told = vec![("Digits", digits)];
                        break;
                    }
                }
                _ => tokio::time::sleep(shared.config.second).await,
            }
        }
    }
    ("completed", talks, true)
}

fn is_over(shared: &Shared, sid: &str) -> bool {
    shared.book().call(sid).is_none_or(super::book::Call::is_over)
}
