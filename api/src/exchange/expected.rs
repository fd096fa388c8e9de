//! Who asked for the change that a provider is about to tell: events name no actor, so a command leaves word here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use telephony::port::QueueKey;

use crate::auth::Actor;

/// How long word is kept: longer than any command takes.
const KEPT: TimeDelta = TimeDelta::seconds(30);

/// Word left by commands, by queue and member's address or extension. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected(Arc<Mutex<HashMap<(QueueKey, String), Word>>>);

#[derive(Clone, Debug)]
struct Word {
    actor: Actor,
    reason: Option<String>,
    until: DateTime<Utc>,
}

impl Expected {
    /// Leaves word before a command is sent.
    pub(super) fn leave(&self, queue: QueueKey, member: String, actor: Actor, reason: Option<String>, now: DateTime<Utc>) {
        let mut words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        words.retain(|_, word| word.until > now);
        words.insert((queue, member), Word { actor, reason, until: now + KEPT });
    }

    /// Takes the word left for a change of this member, known by address or extension.
    pub(super) fn take(
        &self,
        queue: &QueueKey,
        endpoint: &str,
        extension: Option<&str>,
        now: DateTime<Utc>,
    ) -> Option<(Actor, Option<String>)> {
        let mut words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        [Some(endpoint), extension]
            .into_iter()
            .flatten()
            .find_map(|member| words.remove(&(queue.clone(), member.to_owned())))
            .filter(|word| word.until > now)
            .map(|word| (word.actor, word.reason))
    }
}
