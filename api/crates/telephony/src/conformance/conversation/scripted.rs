//! A conductor that does what it is told beforehand, and keeps what it hears.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use flow::voice::{Act, Heard, Then};
use tokio::sync::watch;

use crate::{
    conversation::{Conductor, ConductorError},
    outgoing::Reference,
};

/// Leads each call by the acts that were given for it.
#[derive(Debug)]
pub struct Scripted {
    calls: Mutex<HashMap<Reference, Call>>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Call {
    acts: Vec<Act>,
    /// One a turn; the end is one more.
    heard: Vec<Heard>,
    over: bool,
}

impl Call {
    /// The act of a turn; after the last one the call is to end.
    fn act(&self, turn: u32) -> Act {
        let act = usize::try_from(turn).ok().and_then(|turn| self.acts.get(turn)).cloned();
        act.unwrap_or(Act { prompts: Vec::new(), then: Then::HangUp })
    }

    fn turns(&self) -> usize {
        self.heard.iter().filter(|heard| **heard != Heard::HungUp).count()
    }
}

impl Default for Scripted {
    fn default() -> Self {
        Self { calls: Mutex::default(), changed: watch::Sender::new(()) }
    }
}

impl Scripted {
    /// From now on a call of that reference is led by these acts, one a turn, and then ended.
    pub fn lead(&self, reference: &Reference, acts: Vec<Act>) {
        self.calls().insert(reference.clone(), Call { acts, ..Call::default() });
    }

    /// From now on that turn of the call is another act: what is asked again is answered otherwise, to see that it is asked.
    pub fn lead_on(&self, reference: &Reference, turn: usize, act: Act) {
        if let Some(place) = self.calls().get_mut(reference).and_then(|call| call.acts.get_mut(turn)) {
            *place = act;
        }
    }

    /// What was heard in that call, one a turn, and `HungUp` when it was over.
    pub fn heard(&self, reference: &Reference) -> Vec<Heard> {
        self.calls().get(reference).map(|call| call.heard.clone()).unwrap_or_default()
    }

    /// Whether that call is over.
    pub fn is_over(&self, reference: &Reference) -> bool {
        self.calls().get(reference).is_some_and(|call| call.over)
    }

    /// Wakes whenever something was heard.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn calls(&self) -> MutexGuard<'_, HashMap<Reference, Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Conductor for Scripted {
    async fn next(&self, reference: &Reference, turn: u32, heard: Heard) -> Result<Act, ConductorError> {
        let act = {
            let mut calls = self.calls();
            let call = calls.get_mut(reference).ok_or(ConductorError::NoSuchCall)?;
            let (asked, turns) = (usize::try_from(turn).unwrap_or(usize::MAX), call.turns());
            if asked == turns && !call.over {
                call.heard.push(heard);
            } else if asked + 1 != turns && !call.over {
                return Err(ConductorError::WrongTurn);
            }
            call.act(turn)
        };
        self.changed.send_replace(());
        Ok(act)
    }

    async fn present(&self, reference: &Reference) -> Result<Option<(u32, Act)>, ConductorError> {
        let calls = self.calls();
        let call = calls.get(reference).ok_or(ConductorError::NoSuchCall)?;
        let turn = call.turns().checked_sub(1).and_then(|turn| u32::try_from(turn).ok());
        Ok(turn.map(|turn| (turn, call.act(turn))))
    }

    async fn over(&self, reference: &Reference) -> Result<(), ConductorError> {
        if let Some(call) = self.calls().get_mut(reference)
            && !std::mem::replace(&mut call.over, true)
        {
            call.heard.push(Heard::HungUp);
        }
        self.changed.send_replace(());
        Ok(())
    }
}
