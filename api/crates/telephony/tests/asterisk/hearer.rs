//! Runs a link and hears it.

use std::{sync::Arc, time::Duration};

use telephony::{
    asterisk::{Asterisk, Config},
    event::{Event, Snapshot},
    port::{DownReason, Epoch, Signal},
};
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use telephony::port::Provider as _;

const LIMIT: Duration = Duration::from_secs(10);

pub(crate) struct Hearer {
    pub(crate) asterisk: Arc<Asterisk>,
    pub(crate) signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Hearer {
    /// Runs a link, with room for that many signals.
    pub(crate) fn start(config: Config, room: usize) -> Self {
        let asterisk = Arc::new(Asterisk::new(config).unwrap());
        let (sender, signals) = mpsc::channel(room);
        let stop = CancellationToken::new();
        let (runs, stops) = (asterisk.clone(), stop.clone());
        let running = tokio::spawn(async move { runs.run(sender, stops).await });
        Self { asterisk, signals, stop, running }
    }

    /// Runs a link, and waits for its first snapshot.
    pub(crate) async fn live(config: Config) -> Self {
        let mut hearer = Self::start(config, 100);
        hearer.snapshot().await;
        hearer
    }

    pub(crate) async fn next(&mut self) -> Signal {
        timeout(LIMIT, self.signals.recv()).await.expect("a signal in time").expect("the link goes on")
    }

    pub(crate) async fn hear<T>(&mut self, pick: impl Fn(&Signal) -> Option<T>) -> T {
        loop {
            if let Some(picked) = pick(&self.next().await) {
                return picked;
            }
        }
    }

    pub(crate) async fn snapshot(&mut self) -> (Epoch, Snapshot) {
        self.hear(|signal| match signal {
            Signal::Snapshot { epoch, snapshot, .. } => Some((*epoch, snapshot.clone())),
            _ => None,
        })
        .await
    }

    pub(crate) async fn down(&mut self) -> (Epoch, DownReason, Option<Duration>) {
        self.hear(|signal| match signal {
            Signal::Down { epoch, reason, retry_in, .. } => Some((*epoch, reason.clone(), *retry_in)),
            _ => None,
        })
        .await
    }

    /// The next signal, which must be an event.
    pub(crate) async fn event(&mut self) -> Event {
        match self.next().await {
            Signal::Event { event, .. } => event,
            other => panic!("{other:?}"),
        }
    }

    /// Stops the link; what was told until its end.
    pub(crate) async fn stop(mut self) -> Vec<Signal> {
        self.stop.cancel();
        let mut rest = Vec::new();
        while let Some(signal) = timeout(LIMIT, self.signals.recv()).await.expect("an end in time") {
            rest.push(signal);
        }
        self.running.await.unwrap();
        rest
    }
}

/// Extensions of the members of the first queue.
pub(crate) fn extensions(snapshot: &Snapshot) -> Vec<&str> {
    let members = snapshot.queues.first().map_or(&[][..], |queue| &queue.members);
    members.iter().filter_map(|member| member.extension.as_ref()).map(numbering::Extension::as_str).collect()
}
