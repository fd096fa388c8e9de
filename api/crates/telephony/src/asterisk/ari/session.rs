//! One socket's life: calls that are still with the application go on, those that come begin, and each is told what happens to it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, atomic::Ordering},
};

use serde_json::Value;
use tokio::{sync::mpsc, task::JoinSet};

use super::{
    Leader,
    call::{self, Call},
    event::{self, Event, What, call_of, channel_of},
    socket::Socket,
};
use crate::outgoing::Reference;

/// Calls that are being led.
struct Calls<'a> {
    leader: &'a Arc<Leader>,
    /// Where each is told what happens to it.
    told: HashMap<Reference, mpsc::UnboundedSender<Event>>,
    /// Ends with the session: whoever leads a call next begins its turn anew.
    tasks: JoinSet<Reference>,
}

/// Runs until the socket is lost; why.
pub(super) async fn run(leader: &Arc<Leader>) -> String {
    let mut calls = Calls { leader, told: HashMap::new(), tasks: JoinSet::new() };
    let mut socket = match Socket::open(leader).await {
        Ok(socket) => socket,
        Err(why) => return why,
    };
    // After the socket, so that whatever comes or goes meanwhile is told by it.
    if let Err(why) = calls.go_on().await {
        return why;
    }
    tracing::info!(calls.led = calls.told.len(), "asterisk: calls can be led");
    leader.up.store(true, Ordering::Relaxed);
    loop {
        tokio::select! {
            text = socket.next() => match text {
                Ok(text) if text.contains("\"ApplicationReplaced\"") => return "another took our application's name".to_owned(),
                Ok(text) => event::read(&text).into_iter().for_each(|event| calls.take(event)),
                Err(why) => return why,
            },
            Some(ended) = calls.tasks.join_next() => {
                if let Ok(reference) = ended {
                    calls.told.remove(&reference);
                }
            }
        }
    }
}

impl Calls<'_> {
    fn take(&mut self, event: Event) {
        let Some(reference) = call_of(&event.channel) else { return };
        if let Some(told) = self.told.get(&reference) {
            // Whoever led it may have ended.
            drop(told.send(event));
            return;
        }
        if let What::Came(words) = &event.what
            && event.channel == channel_of(&reference)
        {
            self.begin(reference, words.get(1).cloned());
        }
    }

    fn begin(&mut self, reference: Reference, detected: Option<String>) {
        let (told, events) = mpsc::unbounded_channel();
        self.leader.open().insert(reference.clone());
        self.told.insert(reference.clone(), told);
        let call = Call::new(Arc::clone(self.leader), reference.clone(), events);
        self.tasks.spawn(async move {
            call.lead(detected.as_deref()).await;
            reference
        });
    }

    /// Goes on with the calls that are there, and tells of those that are not any more that they are over.
    async fn go_on(&mut self) -> Result<(), String> {
        let listed = self.leader.http.get(&["channels"]).await.map_err(|refusal| refusal.to_string())?;
        let mut there = HashSet::new();
        for channel in listed.as_array().into_iter().flatten() {
            if let Some((reference, detected)) = self.ours(channel) {
                there.insert(reference.clone());
                self.begin(reference, detected);
            }
        }
        let gone: Vec<Reference> = self.leader.open().difference(&there).cloned().collect();
        for reference in gone {
            let leader = Arc::clone(self.leader);
            self.tasks.spawn(async move {
                call::tell_over(&leader, &reference).await;
                reference
            });
        }
        Ok(())
    }

    /// Whose channel that is, if it is with the application, and what was found out about who answered.
    fn ours(&self, channel: &Value) -> Option<(Reference, Option<String>)> {
        let reference = super::super::orders::reference(channel["id"].as_str()?)?;
        let dialplan = &channel["dialplan"];
        let mut words = dialplan["app_data"].as_str()?.split(',');
        let with_us = dialplan["app_name"] == "Stasis" && words.next() == Some(&self.leader.ari.app);
        with_us.then(|| (reference, words.nth(1).map(ToOwned::to_owned)))
    }
}
