//! The calls and messages that there are.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use tokio::sync::Notify;

use super::{
    post::{Line, Post},
    steer::{Arrival, Config, Delivery, Odds, Outcome, Trouble},
};
use crate::Deed;

/// A call as the fake knows it.
pub(super) struct Call {
    pub(super) sid: String,
    pub(super) to: String,
    pub(super) from: String,
    pub(super) status: &'static str,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
    pub(super) answered: Option<DateTime<Utc>>,
    pub(super) ended: Option<DateTime<Utc>>,
    pub(super) talked: u32,
    pub(super) answered_by: Option<&'static str>,
    pub(super) sip: Option<u16>,
    pub(super) rings: usize,
    pub(super) sequence: u32,
    /// How long it may ring, in seconds.
    pub(super) timeout: u32,
    pub(super) outcome: Outcome,
    pub(super) callback: Option<String>,
    pub(super) events: Vec<String>,
    pub(super) detect: bool,
    pub(super) detect_callback: Option<String>,
    /// Where the first document is fetched of a call that is led.
    pub(super) url: Option<String>,
    /// The order as it came.
    pub(super) asked: Vec<(String, String)>,
    /// What the order's address for callbacks ends with.
    pub(super) reference: Option<String>,
    pub(super) line: Option<Line>,
    pub(super) sent: Vec<Post>,
    pub(super) changed: Arc<Notify>,
}

impl Call {
    pub(super) fn is_over(&self) -> bool {
        matches!(self.status, "completed" | "busy" | "no-answer" | "failed" | "canceled")
    }
}

/// A message as the fake knows it.
pub(super) struct Message {
    pub(super) sid: String,
    pub(super) to: String,
    pub(super) from: Option<String>,
    pub(super) service: Option<String>,
    pub(super) body: String,
    pub(super) status: &'static str,
    pub(super) arrival: Arrival,
    /// Why it did not arrive, once that is so.
    pub(super) error: Option<u32>,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
    pub(super) callback: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) line: Option<Line>,
}

/// A call as it is shown to tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenCall {
    /// Twilio's key.
    pub sid: String,
    /// Whom it was for.
    pub to: String,
    /// Which number was shown.
    pub from: String,
    /// Our reference, if the order had an address for callbacks.
    pub reference: Option<String>,
    /// Twilio's word.
    pub status: &'static str,
    /// How often the telephone rang, or was found engaged: once at the most.
    pub rings: usize,
    /// The order as it came: names and values.
    pub asked: Vec<(String, String)>,
}

/// A message as it is shown to tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenMessage {
    /// Twilio's key.
    pub sid: String,
    /// To whom.
    pub to: String,
    /// Its text.
    pub body: String,
    /// Our reference, if the order had an address for callbacks.
    pub reference: Option<String>,
    /// Twilio's word.
    pub status: &'static str,
}

/// All that there is.
pub(super) struct Book {
    pub(super) calls: Vec<Call>,
    calls_by_sid: HashMap<String, usize>,
    calls_by_party: HashMap<String, Vec<usize>>,
    pub(super) messages: Vec<Message>,
    messages_by_sid: HashMap<String, usize>,
    pub(super) outcomes: HashMap<String, Outcome>,
    pub(super) arrivals: HashMap<String, Arrival>,
    pub(super) deeds: HashMap<String, VecDeque<Deed>>,
    /// How often somebody was rung during a call.
    pub(super) dialled: HashMap<String, usize>,
    pub(super) recordings: HashMap<String, Vec<u8>>,
    pub(super) faults: Vec<String>,
    pub(super) usual: Outcome,
    pub(super) troubles: VecDeque<Trouble>,
    pub(super) odds: Odds,
    pub(super) delivery: Delivery,
    pub(super) orders: usize,
    pub(super) shows_events: bool,
    chance: StdRng,
}

impl Book {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            calls: Vec::new(),
            calls_by_sid: HashMap::new(),
            calls_by_party: HashMap::new(),
            messages: Vec::new(),
            messages_by_sid: HashMap::new(),
            outcomes: HashMap::new(),
            arrivals: HashMap::new(),
            deeds: HashMap::new(),
            dialled: HashMap::new(),
            recordings: HashMap::new(),
            faults: Vec::new(),
            usual: Outcome::Answers { after: 1, talks: 2, by: "human" },
            troubles: VecDeque::new(),
            odds: Odds::default(),
            delivery: Delivery::default(),
            orders: 0,
            shows_events: true,
            chance: StdRng::seed_from_u64(config.seed),
        }
    }

    pub(super) fn add_call(&mut self, call: Call) {
        let place = self.calls.len();
        self.calls_by_sid.insert(call.sid.clone(), place);
        self.calls_by_party.entry(call.to.clone()).or_default().push(place);
        self.calls.push(call);
    }

    pub(super) fn add_message(&mut self, message: Message) {
        self.messages_by_sid.insert(message.sid.clone(), self.messages.len());
        self.messages.push(message);
    }

    pub(super) fn call(&self, sid: &str) -> Option<&Call> {
        self.calls_by_sid.get(sid).and_then(|place| self.calls.get(*place))
    }

    pub(super) fn call_mut(&mut self, sid: &str) -> Option<&mut Call> {
        self.calls_by_sid.get(sid).and_then(|place| self.calls.get_mut(*place))
    }

    pub(super) fn message(&self, sid: &str) -> Option<&Message> {
        self.messages_by_sid.get(sid).and_then(|place| self.messages.get(*place))
    }

    pub(super) fn message_mut(&mut self, sid: &str) -> Option<&mut Message> {
        self.messages_by_sid.get(sid).and_then(|place| self.messages.get_mut(*place))
    }

    /// Newest first.
    pub(super) fn calls_to<'a>(&'a self, to: Option<&str>) -> Box<dyn Iterator<Item = &'a Call> + 'a> {
        match to {
            None => Box::new(self.calls.iter().rev()),
            Some(to) => {
                let places = self.calls_by_party.get(to).map(Vec::as_slice).unwrap_or_default();
                Box::new(places.iter().rev().filter_map(|place| self.calls.get(*place)))
            }
        }
    }

    pub(super) fn rings(&self, whose: impl Fn(&Call) -> bool) -> usize {
        self.calls.iter().filter(|call| whose(call)).map(|call| call.rings).sum()
    }

    pub(super) fn most_rings(&self) -> usize {
        let mut rings: HashMap<&str, usize> = HashMap::new();
        for call in &self.calls {
            *rings.entry(call.reference.as_deref().unwrap_or(&call.sid)).or_default() += call.rings;
        }
        rings.into_values().max().unwrap_or(0)
    }

    /// A key that nothing else has: `CA`, `SM` and so on, and 32 hexadecimal digits.
    pub(super) fn key(&mut self, prefix: &str) -> String {
        format!("{prefix}{:032x}", self.chance.random::<u128>())
    }

    /// What befalls this order.
    pub(super) fn trouble(&mut self) -> Option<Trouble> {
        let dice = self.chance.random_range(0..1000);
        self.troubles.pop_front().or_else(|| self.odds.trouble(dice))
    }

    /// What that telephone does this time.
    pub(super) fn outcome(&mut self, to: &str) -> Outcome {
        let dice = self.chance.random_range(0..1000);
        let usual = || self.odds.outcome(dice).unwrap_or_else(|| self.usual.clone());
        self.outcomes.get(to).cloned().unwrap_or_else(usual)
    }

    /// What becomes of a message to that telephone.
    pub(super) fn arrival(&mut self, to: &str) -> Arrival {
        let dice = self.chance.random_range(0..1000);
        let usual = || self.odds.arrival(dice).unwrap_or(Arrival::Delivered);
        self.arrivals.get(to).copied().unwrap_or_else(usual)
    }

    /// A seed for whatever else is left to chance.
    pub(super) fn seed(&mut self) -> u64 {
        self.chance.random()
    }

    pub(super) fn seen_calls(&self) -> Vec<SeenCall> {
        let seen = self.calls.iter().map(|call| SeenCall {
            sid: call.sid.clone(),
            to: call.to.clone(),
            from: call.from.clone(),
            reference: call.reference.clone(),
            status: call.status,
            rings: call.rings,
            asked: call.asked.clone(),
        });
        seen.collect()
    }

    pub(super) fn seen_messages(&self) -> Vec<SeenMessage> {
        let seen = self.messages.iter().map(|message| SeenMessage {
            sid: message.sid.clone(),
            to: message.to.clone(),
            body: message.body.clone(),
            reference: message.reference.clone(),
            status: message.status,
        });
        seen.collect()
    }
}
