//! What is known of each call that we placed, and what is told of it. Pure: time is an argument.
//!
//! What the link does not show is not made up:
//!
//! - A call that was there when the link fell and is not when it is back is over, and nobody saw how. If it had been answered it is
//!   told as completed, else as failed; the cause is unknown either way, and so is how long anybody talked.
//! - An order of which Asterisk never said that it took it, and whose channel was never seen, is only said never to have been there
//!   if it was refused after all, or if the link held all the while, so that its channel could not have come and gone unseen, and
//!   far more time has passed than an answer takes. Otherwise nobody can tell, ever: such an order is looked up in vain until whoever
//!   ordered gives up.
//!
//! Calls that other processes placed are followed like our own: this one may be what took over from them.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use numbering::DialTarget;

use super::{
    end::{self, Before},
    key, reference,
};
use crate::{
    asterisk::message::Message,
    cause::Cause,
    outgoing::{AnsweredBy, CallProgress, OrderKey, Progress, Reference, Report},
};

/// Calls that are over and still known. An order that is placed again, or looked up, is so within minutes.
const MOST_OVER: usize = 10_000;

/// By which the dialplan tells who answered, and how a recording was played.
const ANSWERED_BY: &str = "SwitchboardAnsweredBy";
const PLAYED: &str = "SwitchboardPlayed";

/// Every call of ours.
#[derive(Debug, Default)]
pub(in crate::asterisk) struct Ledger {
    /// Number of the link, of which each begins with a look at what is there.
    link: u64,
    calls: HashMap<Reference, Call>,
    over: VecDeque<Reference>,
}

/// What a message brings about.
#[derive(Debug, PartialEq)]
pub(in crate::asterisk) enum News {
    /// To be told.
    Report(Box<Report>),
    /// A call that was called off before it began has begun.
    HangUp(OrderKey),
    /// A call is said to have failed, and its channel was not seen: to be looked at once more after a while, by
    /// [`Ledger::unheard`]. On a busy Asterisk what is told of the channel comes later than the answer to the order.
    Await(Reference),
}

/// Whether a call may be ordered.
#[derive(Debug, PartialEq)]
pub(in crate::asterisk) enum Ordered {
    /// It is noted as ordered.
    New,
    /// Asterisk has it.
    Known(Box<Report>),
    /// It was ordered, and nobody knows what came of it.
    Open,
}

#[derive(Debug)]
struct Call {
    /// Whom it is for; known of those that this process placed.
    to: Option<DialTarget>,
    ordered_at: Option<Instant>,
    /// Asterisk took it, or its channel was seen.
    taken: bool,
    /// Its channel was seen.
    seen: bool,
    /// Asterisk refused it, after whoever asked had gone.
    refused: bool,
    /// Why Asterisk says that it failed, while its channel was not seen.
    failed: Option<u8>,
    /// Link over which it was ordered, or seen last.
    link: u64,
    progress: CallProgress,
    before: Before,
    answered_at: Option<DateTime<Utc>>,
    report: Report,
}

impl Ledger {
    /// A link comes up: from now on nothing is missed until the next one.
    pub(in crate::asterisk) fn begin_link(&mut self) {
        self.link += 1;
    }

    /// Notes an order about to be sent.
    pub(in crate::asterisk) fn order(&mut self, reference: &Reference, to: &DialTarget, now: Instant) -> Ordered {
        match self.calls.get(reference) {
            Some(call) if call.taken => Ordered::Known(Box::new(call.report.clone())),
            Some(call) if !call.refused => Ordered::Open,
            _ => {
                let link = self.link;
                let call = Call { to: Some(to.clone()), ordered_at: Some(now), link, ..Call::new(reference) };
                self.calls.insert(reference.clone(), call);
                Ordered::New
            }
        }
    }

    /// Nothing came of an order, for sure.
    pub(in crate::asterisk) fn forget(&mut self, reference: &Reference) {
        if self.calls.get(reference).is_some_and(|call| !call.taken) {
            self.calls.remove(reference);
        }
    }

    /// Asterisk refused an order.
    pub(in crate::asterisk) fn refused(&mut self, reference: &Reference) {
        if let Some(call) = self.calls.get_mut(reference).filter(|call| !call.taken) {
            call.refused = true;
        }
    }

    /// Asterisk took an order. Tells how far it is.
    pub(in crate::asterisk) fn taken(&mut self, reference: &Reference) -> Option<Report> {
        let call = self.calls.get_mut(reference)?;
        call.taken = true;
        Some(call.report.clone())
    }

    /// How far a call is that Asterisk is known to have taken.
    pub(in crate::asterisk) fn report(&self, reference: &Reference) -> Option<Report> {
        self.calls.get(reference).filter(|call| call.taken).map(|call| call.report.clone())
    }

    /// Whether an order cannot have been carried out: see this file's head.
    pub(in crate::asterisk) fn never_was(&self, reference: &Reference, patience: Duration, now: Instant) -> bool {
        self.calls.get(reference).is_some_and(|call| {
            let waited = call.ordered_at.is_some_and(|at| now.saturating_duration_since(at) >= patience);
            call.refused || (!call.taken && call.link == self.link && waited)
        })
    }

    /// Notes that a call is called off, unless it is over.
    pub(in crate::asterisk) fn call_off(&mut self, reference: &Reference) {
        if let Some(call) = self.calls.get_mut(reference).filter(|call| !call.progress.is_final()) {
            call.before.called_off = true;
        }
    }

    /// Whom a channel of ours is for.
    pub(in crate::asterisk) fn target(&self, uniqueid: &str) -> Option<DialTarget> {
        self.calls.get(&reference(uniqueid)?)?.to.clone()
    }

    /// Takes an event that may be of a call of ours.
    pub(in crate::asterisk) fn take(&mut self, message: &Message, at: DateTime<Utc>) -> Vec<News> {
        let event = message.event().unwrap_or_default();
        match event {
            "UserEvent" => self.dialplan_told(message, at).into_iter().collect(),
            "OriginateResponse" => self.responded(message).into_iter().collect(),
            "Newchannel" | "Newstate" | "HangupRequest" | "Hangup" => {
                let Some(reference) = reference(message.text("Uniqueid")) else { return Vec::new() };
                self.channel(&reference, event, message, at)
            }
            _ => Vec::new(),
        }
    }

    fn channel(&mut self, reference: &Reference, event: &str, message: &Message, at: DateTime<Utc>) -> Vec<News> {
        let begins = !self.calls.get(reference).is_some_and(|call| call.seen);
        let call = self.seen(reference);
        let state = message.number::<u8>("ChannelState");
        let mut news = Vec::new();
        if begins && call.before.called_off && event != "Hangup" {
            news.push(News::HangUp(call.report.key.clone()));
        }
        match event {
            "HangupRequest" => call.before.hung_up_there |= call.before.answered,
            "Hangup" => {
                call.before.answered |= state == Some(6);
                let code = message.number("Cause").unwrap_or_default();
                news.extend(self.end(reference, code, message.text("Cause-txt"), at));
            }
            _ => news.extend(call.advance(state, message.text("ChannelStateDesc"), at)),
        }
        news
    }

    /// The answer to the order itself, which matters where there is no channel.
    fn responded(&mut self, message: &Message) -> Option<News> {
        let reference = reference(message.text("Uniqueid")).or_else(|| reference(message.text("ActionID")))?;
        let call = self.calls.get_mut(&reference).filter(|call| !call.seen && !call.progress.is_final())?;
        call.taken = true;
        if message.text("Response") != "Failure" {
            return None;
        }
        call.failed = Some(message.number("Reason").unwrap_or_default());
        Some(News::Await(reference))
    }

    /// A call that is said to have failed was waited for. If its channel has not been seen still, there was none.
    pub(in crate::asterisk) fn unheard(&mut self, reference: &Reference, at: DateTime<Utc>) -> Option<News> {
        let reason = self.calls.get(reference).filter(|call| !call.seen)?.failed?;
        self.conclude(reference, end::without_channel(reason), format!("Failure, reason {reason}"), at)
    }

    fn dialplan_told(&mut self, message: &Message, at: DateTime<Utc>) -> Option<News> {
        let (name, status) = (message.text("UserEvent"), message.text("Status"));
        if name != ANSWERED_BY && name != PLAYED {
            return None;
        }
        let call = self.calls.get_mut(&message.text("Reference").parse().ok()?).filter(|call| !call.progress.is_final())?;
        if name == PLAYED {
            call.before.not_played = status == "FAILED";
            return None;
        }
        // AMDSTATUS; HANGUP says nothing of who it was.
        let answered_by = match status {
            "HUMAN" => AnsweredBy::Human,
            "MACHINE" => AnsweredBy::Machine,
            "NOTSURE" => AnsweredBy::Unknown,
            _ => return None,
        };
        call.report.answered_by = Some(answered_by);
        call.report.at = Some(at);
        call.report.provider_status = format!("AMD {status}");
        Some(call.news())
    }

    /// All channels there are, at the beginning of a link: ours go on being told, and those that are not there any more are over.
    pub(in crate::asterisk) fn listed(&mut self, channels: &[Message], at: DateTime<Utc>) -> Vec<News> {
        let mut news = Vec::new();
        for channel in channels {
            news.extend(self.found(channel, at));
        }
        let gone = |call: &Call| call.taken && !call.progress.is_final() && call.link != self.link;
        let mut gone: Vec<Reference> = self.calls.iter().filter(|(_, call)| gone(call)).map(|(reference, _)| reference.clone()).collect();
        gone.sort();
        for reference in gone {
            news.extend(self.lost(&reference, at));
        }
        news
    }

    /// A channel as it is listed.
    pub(in crate::asterisk) fn found(&mut self, channel: &Message, at: DateTime<Utc>) -> Vec<News> {
        let Some(reference) = reference(channel.text("Uniqueid")) else { return Vec::new() };
        let began = !self.calls.get(&reference).is_some_and(|call| call.seen);
        let call = self.seen(&reference);
        let mut news = Vec::new();
        if began && call.before.called_off {
            news.push(News::HangUp(call.report.key.clone()));
        }
        // When it was answered is in no list.
        let (state, answered_at) = (channel.number("ChannelState"), call.answered_at);
        news.extend(call.advance(state, channel.text("ChannelStateDesc"), at));
        call.answered_at = answered_at;
        news
    }

    /// A call that Asterisk took is there no more, and how it ended was not seen.
    pub(in crate::asterisk) fn lost(&mut self, reference: &Reference, at: DateTime<Utc>) -> Option<News> {
        let call = self.calls.entry(reference.clone()).or_insert_with(|| Call::new(reference));
        call.taken = true;
        call.answered_at = None;
        let progress = if call.before.answered { CallProgress::Completed } else { CallProgress::Failed };
        self.conclude(reference, (progress, Cause::Unknown), "gone".to_owned(), at)
    }

    fn seen(&mut self, reference: &Reference) -> &mut Call {
        let link = self.link;
        let call = self.calls.entry(reference.clone()).or_insert_with(|| Call::new(reference));
        (call.taken, call.seen, call.link) = (true, true, link);
        call
    }

    fn end(&mut self, reference: &Reference, code: u8, words: &str, at: DateTime<Utc>) -> Option<News> {
        let call = self.calls.get_mut(reference).filter(|call| !call.progress.is_final())?;
        call.report.provider_code = Some(code.to_string());
        let end = end::of(call.before, code);
        self.conclude(reference, end, words.to_owned(), at)
    }

    /// A call is over; told once.
    fn conclude(
        &mut self,
        reference: &Reference,
        (progress, cause): (CallProgress, Cause),
        status: String,
        at: DateTime<Utc>,
    ) -> Option<News> {
        let call = self.calls.get_mut(reference).filter(|call| !call.progress.is_final())?;
        call.reach(progress, status, at);
        call.report.cause = Some(cause);
        let talk = call.answered_at.map(|answered| (at - answered).num_seconds());
        call.report.talk_seconds = talk.and_then(|seconds| u32::try_from(seconds.max(0)).ok());
        let news = call.news();

        self.over.push_back(reference.clone());
        if self.over.len() > MOST_OVER
            && let Some(oldest) = self.over.pop_front()
        {
            self.calls.remove(&oldest);
        }
        Some(news)
    }
}

impl Call {
    fn new(reference: &Reference) -> Self {
        let report = Report {
            reference: Some(reference.clone()),
            key: key(reference),
            progress: Progress::Call(CallProgress::Queued),
            provider_status: "queued".to_owned(),
            sequence: None,
            at: None,
            cause: None,
            provider_code: None,
            answered_by: None,
            talk_seconds: None,
        };
        Self {
            to: None,
            ordered_at: None,
            taken: false,
            seen: false,
            refused: false,
            failed: None,
            link: 0,
            progress: CallProgress::Queued,
            before: Before::default(),
            answered_at: None,
            report,
        }
    }

    /// A channel's state: 5 rings, 6 is up. Told if it is further than what was told.
    fn advance(&mut self, state: Option<u8>, words: &str, at: DateTime<Utc>) -> Option<News> {
        let progress = match state {
            Some(5) => CallProgress::Ringing,
            Some(6) => CallProgress::InProgress,
            _ => return None,
        };
        if progress.rank() <= self.progress.rank() {
            return None;
        }
        self.before.rang |= progress == CallProgress::Ringing;
        if progress == CallProgress::InProgress {
            self.before.answered = true;
            self.answered_at = Some(at);
        }
        self.reach(progress, words.to_owned(), at);
        Some(self.news())
    }

    fn reach(&mut self, progress: CallProgress, status: String, at: DateTime<Utc>) {
        self.progress = progress;
        self.report.progress = Progress::Call(progress);
        self.report.provider_status = status;
        self.report.at = Some(at);
    }

    fn news(&self) -> News {
        News::Report(Box::new(self.report.clone()))
    }
}

#[cfg(test)]
mod tests;
