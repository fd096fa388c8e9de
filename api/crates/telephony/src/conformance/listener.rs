//! The suite's ear: runs a provider's link and keeps all that it tells.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use numbering::Extension;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{Broken, TrueMember, Truth, promise};
use crate::{
    event::{Event, Member},
    mirror::Mirror,
    port::{CallKey, Endpoint, Epoch, Provider, QueueKey, Signal},
};

/// How long the suite waits for anything before it says that it does not come.
const LIMIT: Duration = Duration::from_secs(30);

/// Runs a provider's link and keeps all that it tells.
pub struct Listener {
    signals: mpsc::Receiver<Signal>,
    heard: Vec<Signal>,
    mirror: Mirror,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Listener {
    /// Begins to run the link.
    pub fn start(provider: Arc<dyn Provider>) -> Self {
        let (sender, signals) = mpsc::channel(16);
        let stop = CancellationToken::new();
        let running = {
            let stop = stop.clone();
            tokio::spawn(async move { provider.run(sender, stop).await })
        };
        Self { signals, heard: Vec::new(), mirror: Mirror::new(), stop, running }
    }

    /// Begins to run the link, and waits for its first snapshot.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not come.
    pub async fn live(provider: Arc<dyn Provider>) -> Result<Self, Broken> {
        let mut listener = Self::start(provider);
        listener.next_snapshot(Epoch(0)).await?;
        Ok(listener)
    }

    /// All that was heard so far.
    pub fn heard(&self) -> &[Signal] {
        &self.heard
    }

    /// What is true by all that was heard so far.
    pub fn mirror(&self) -> &Mirror {
        &self.mirror
    }

    /// Waits for the first signal not heard yet that `pick` knows.
    ///
    /// # Errors
    /// [`Broken::Promise`] with `what` when it does not come, or the link ends first.
    pub async fn hear<T>(&mut self, what: &str, mut pick: impl FnMut(&Signal) -> Option<T>) -> Result<T, Broken> {
        loop {
            let signal = self.next(what).await?;
            if let Some(picked) = pick(&signal) {
                return Ok(picked);
            }
        }
    }

    /// As [`Listener::hear`], for events.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn hear_event<T>(&mut self, what: &str, mut pick: impl FnMut(&Event) -> Option<T>) -> Result<T, Broken> {
        self.hear(what, |signal| match signal {
            Signal::Event { event, .. } => pick(event),
            _ => None,
        })
        .await
    }

    /// Waits until what is true by all that was heard is as `true_when` says; at once if it is.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn until(&mut self, what: &str, true_when: impl Fn(&Mirror) -> bool) -> Result<(), Broken> {
        while !true_when(&self.mirror) {
            self.next(what).await?;
        }
        Ok(())
    }

    /// Waits until the queue's member of that extension is as `true_when` says; at once if it is.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn until_member(
        &mut self,
        what: &str,
        queue: &QueueKey,
        extension: &Extension,
        true_when: impl Fn(&Member) -> bool,
    ) -> Result<Endpoint, Broken> {
        self.until(what, |mirror| member(mirror, queue, extension).is_some_and(&true_when)).await?;
        let found = member(&self.mirror, queue, extension).map(|member| member.endpoint.clone());
        found.ok_or_else(|| Broken::Promise(format!("no member {extension} in {queue}")))
    }

    /// Waits for the first snapshot of a link after `epoch`; tells its epoch.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn next_snapshot(&mut self, epoch: Epoch) -> Result<Epoch, Broken> {
        self.hear("a snapshot of a newer link", |signal| match signal {
            Signal::Snapshot { epoch: newer, .. } if *newer > epoch => Some(*newer),
            _ => None,
        })
        .await
    }

    /// What is true in a queue by all that was heard.
    pub fn truth(&self, queue: &QueueKey) -> Truth {
        let Some(queue) = self.mirror.queue(queue) else { return Truth::default() };
        let members = queue.members.iter().filter_map(|member| {
            let told = TrueMember { paused: member.paused.clone(), penalty: member.penalty };
            Some((member.extension.clone()?, told))
        });
        Truth { members: members.collect::<BTreeMap<_, _>>(), waiting: queue.entries.len() }
    }

    /// Every event heard of one call, in order.
    pub fn story(&self, call: &CallKey) -> Vec<Event> {
        let events = self.heard.iter().filter_map(|signal| match signal {
            Signal::Event { event, .. } if call_of(event) == Some(call) => Some(event.clone()),
            _ => None,
        });
        events.collect()
    }

    /// Stops the link and hears the rest.
    ///
    /// # Errors
    /// [`Broken::Promise`] when the link does not end.
    pub async fn stop(mut self) -> Result<Vec<Signal>, Broken> {
        self.stop.cancel();
        let rest = async {
            while let Some(signal) = self.signals.recv().await {
                self.heard.push(signal);
            }
            (&mut self.running).await
        };
        let ended = tokio::time::timeout(LIMIT, rest).await;
        promise(matches!(ended, Ok(Ok(()))), || format!("the link does not end when told to stop: {ended:?}"))?;
        Ok(std::mem::take(&mut self.heard))
    }

    async fn next(&mut self, what: &str) -> Result<Signal, Broken> {
        match tokio::time::timeout(LIMIT, self.signals.recv()).await {
            Ok(Some(signal)) => {
                self.mirror.apply(&signal);
                self.heard.push(signal.clone());
                Ok(signal)
            }
            Ok(None) => Err(self.missed(what, "the link ended")),
            Err(_) => Err(self.missed(what, "it does not come")),
        }
    }

    fn missed(&self, what: &str, how: &str) -> Broken {
        let last = self.heard.iter().rev().take(12).rev();
        let last: Vec<_> = last.map(|signal| format!("  {signal:?}")).collect();
        Broken::Promise(format!("waited for {what}: {how}. Heard last:\n{}", last.join("\n")))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn member<'a>(mirror: &'a Mirror, queue: &QueueKey, extension: &Extension) -> Option<&'a Member> {
    mirror.queue(queue)?.members.iter().find(|member| member.extension.as_ref() == Some(extension))
}

fn call_of(event: &Event) -> Option<&CallKey> {
    match event {
        Event::CallStarted { call, .. }
        | Event::Leg { call, .. }
        | Event::CallEnded { call, .. }
        | Event::QueueLeft { call, .. }
        | Event::QueueResult { call, .. }
        | Event::AgentRinging { call, .. }
        | Event::AgentMissed { call, .. } => Some(call),
        Event::QueueJoined { entry, .. } => Some(&entry.call),
        Event::AgentDone { call, .. } => call.as_ref(),
        Event::MemberChanged { .. } | Event::MemberRemoved { .. } => None,
    }
}
