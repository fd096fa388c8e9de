//! Messages sent from here: how they travel, step by step, and what is reported of them.
//!
//! Each order is a message of its own, one with a reference that was used before too: whoever orders twice writes twice, and is seen to.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, Utc};
use numbering::Msisdn;

use super::{Core, after};
use crate::{
    cause::Cause,
    outgoing::{Accepted, MessageOrder, MessageProgress, OrderError, OrderKey, Progress, Reference, Report},
};

/// How long a message takes to the carrier, and from there to its receiver.
const LEG: Duration = Duration::from_secs(1);

/// What becomes of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// It arrives.
    #[default]
    Delivered,
    /// The receiver is out of reach.
    Undelivered,
    /// The receiver has opted out: it is refused.
    OptedOut,
    /// There is no such number: it is refused.
    Unallocated,
}

/// Messages sent, and what is planned for those to come.
#[derive(Debug, Default)]
pub(super) struct Sent {
    messages: BTreeMap<OrderKey, Message>,
    /// The newest last.
    of_reference: BTreeMap<Reference, Vec<OrderKey>>,
    /// What happens by itself.
    due: BTreeSet<(DateTime<Utc>, OrderKey)>,
    for_number: BTreeMap<Msisdn, Arrival>,
    reports: Vec<Report>,
}

#[derive(Debug)]
struct Message {
    to: Msisdn,
    body: String,
    arrival: Arrival,
    report: Report,
}

impl Core {
    /// So it goes with every message to that number from now on.
    pub(crate) fn plan_messages(&mut self, to: Msisdn, arrival: Arrival) {
        self.sent.for_number.insert(to, arrival);
    }

    /// Sends a message: it is on its way when this returns.
    pub(crate) fn send(&mut self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        let arrival = self.sent.for_number.get(&order.to).copied().unwrap_or_default();
        let refusal = match arrival {
            Arrival::Delivered | Arrival::Undelivered => None,
            Arrival::OptedOut => Some((Cause::OptedOut, "the receiver has opted out")),
            Arrival::Unallocated => Some((Cause::InvalidNumber, "there is no such number")),
        };
        if let Some((cause, message)) = refusal {
            return Err(OrderError::Refused { cause, code: None, message: message.to_owned() });
        }
        let serial = self.next_serial();
        let key = OrderKey(format!("{}.{serial:08}", self.birth));
        let report = Report {
            reference: Some(order.reference.clone()),
            key: key.clone(),
            progress: Progress::Message(MessageProgress::Queued),
            provider_status: "queued".to_owned(),
            sequence: None,
            at: Some(self.now),
            cause: None,
            provider_code: None,
            answered_by: None,
            talk_seconds: None,
        };
        self.sent.of_reference.entry(order.reference.clone()).or_default().push(key.clone());
        self.sent.due.insert((after(self.now, LEG), key.clone()));
        let accepted = Accepted { key: key.clone(), report: Some(report.clone()) };
        self.sent.messages.insert(key, Message { to: order.to.clone(), body: order.body.clone(), arrival, report });
        Ok(accepted)
    }

    /// How far the newest message of that reference is.
    pub(crate) fn sent_report(&self, reference: &Reference) -> Option<Report> {
        let key = self.sent.of_reference.get(reference)?.last()?;
        self.sent.messages.get(key).map(|message| message.report.clone())
    }

    /// What was sent to that number, the first first.
    pub(crate) fn texts_to(&self, to: &Msisdn) -> Vec<String> {
        self.sent.messages.values().filter(|message| message.to == *to).map(|message| message.body.clone()).collect()
    }

    pub(super) fn drain_sent(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.sent.reports)
    }

    pub(super) fn sent_due(&self) -> Option<DateTime<Utc>> {
        self.sent.due.first().map(|(due, _)| *due)
    }

    /// What is due by now happens.
    pub(super) fn step_sent(&mut self) {
        while let Some((_, key)) = self.sent.due.first().filter(|(due, _)| *due <= self.now).cloned() {
            self.sent.due.pop_first();
            let Some(message) = self.sent.messages.get_mut(&key) else { continue };
            let (progress, cause) = match (message.report.progress, message.arrival) {
                (Progress::Message(MessageProgress::Queued), _) => (MessageProgress::Sent, None),
                (_, Arrival::Undelivered) => (MessageProgress::Undelivered, Some(Cause::Unreachable)),
                _ => (MessageProgress::Delivered, Some(Cause::Normal)),
            };
            message.report.progress = Progress::Message(progress);
            message.report.provider_status = format!("{progress:?}").to_lowercase();
            message.report.cause = cause;
            message.report.at = Some(self.now);
            self.sent.reports.push(message.report.clone());
            if progress == MessageProgress::Sent {
                self.sent.due.insert((after(self.now, LEG), key));
            }
        }
    }
}
