//! Hears what is reported of orders, whichever way it comes.

use std::{sync::Arc, time::Duration};

use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::OutgoingRig;
use crate::{
    conformance::{Broken, promise},
    outgoing::{CallProgress, OrderKey, Progress, Report},
    port::{DownReason, Provider, Signal},
};

/// How long the suite waits for anything before it says that it does not come.
const LIMIT: Duration = Duration::from_secs(30);

/// Runs a provider's link and keeps what is reported of orders.
pub struct Ear {
    signals: mpsc::Receiver<Signal>,
    callbacks: mpsc::UnboundedReceiver<Report>,
    /// Keeps the channel open where the rig has no callbacks.
    _no_callbacks: Option<mpsc::UnboundedSender<Report>>,
    heard: Vec<Report>,
    /// What the link told of itself.
    links: Vec<Signal>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Ear {
    /// Runs the link and waits until it is up and has told its snapshot.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not come up.
    pub async fn live(rig: &mut dyn OutgoingRig) -> Result<Self, Broken> {
        let (sender, signals) = mpsc::channel(16);
        let (callbacks, no_callbacks) = match rig.callbacks() {
            Some(callbacks) => (callbacks, None),
            None => {
                let (sender, callbacks) = mpsc::unbounded_channel();
                (callbacks, Some(sender))
            }
        };
        let stop = CancellationToken::new();
        let running = run(rig.provider(), sender, stop.clone());
        let mut ear = Self { signals, callbacks, _no_callbacks: no_callbacks, heard: Vec::new(), links: Vec::new(), stop, running };
        ear.until_link("the link to be up", |signal| matches!(signal, Signal::Snapshot { .. })).await?;
        Ok(ear)
    }

    /// Waits until the link is down.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not go down.
    pub async fn until_down(&mut self) -> Result<DownReason, Broken> {
        let down = |signal: &Signal| matches!(signal, Signal::Down { .. });
        match self.until_link("the link to be down", down).await? {
            Signal::Down { reason, .. } => Ok(reason),
            other => Err(Broken::Promise(format!("no reason in {other:?}"))),
        }
    }

    /// Waits until the link, which was down, is up again.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not come up.
    pub async fn until_up(&mut self) -> Result<(), Broken> {
        self.until_link("the link to be up again", |signal| matches!(signal, Signal::Snapshot { .. })).await.map(drop)
    }

    /// Waits for the first report of that order, heard already or not, that is as `fits` says.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not come.
    pub async fn report(&mut self, of: &OrderKey, what: &str, fits: impl Fn(&Report) -> bool) -> Result<Report, Broken> {
        let mut seen = 0;
        loop {
            while let Some(report) = self.heard.get(seen) {
                if report.key == *of && fits(report) {
                    return Ok(report.clone());
                }
                seen += 1;
            }
            self.next(what).await?;
        }
    }

    /// Waits until that call is so far.
    ///
    /// # Errors
    /// As [`Ear::report`].
    pub async fn progress(&mut self, of: &OrderKey, progress: CallProgress) -> Result<Report, Broken> {
        self.report(of, &format!("the call to be {progress:?}"), |report| report.progress == Progress::Call(progress)).await
    }

    /// Waits for the end of that call.
    ///
    /// # Errors
    /// As [`Ear::report`].
    pub async fn end(&mut self, of: &OrderKey) -> Result<Report, Broken> {
        self.report(of, "the call to end", is_end).await
    }

    /// Waits until the end of that call has been told so often in all.
    ///
    /// # Errors
    /// As [`Ear::report`].
    pub async fn ends(&mut self, of: &OrderKey, times: usize) -> Result<Vec<Report>, Broken> {
        loop {
            let ends: Vec<_> = self.heard.iter().filter(|report| report.key == *of && is_end(report)).cloned().collect();
            if ends.len() >= times {
                return Ok(ends);
            }
            self.next("the end to be told again").await?;
        }
    }

    /// All reports heard so far.
    pub fn heard(&self) -> &[Report] {
        &self.heard
    }

    /// Stops the link.
    ///
    /// # Errors
    /// [`Broken::Promise`] when it does not end.
    pub async fn stop(mut self) -> Result<(), Broken> {
        self.stop.cancel();
        let rest = async {
            while self.signals.recv().await.is_some() {}
            (&mut self.running).await
        };
        let ended = tokio::time::timeout(LIMIT, rest).await;
        promise(matches!(ended, Ok(Ok(()))), || format!("the link does not end when told to stop: {ended:?}"))
    }

    async fn until_link(&mut self, what: &str, fits: impl Fn(&Signal) -> bool) -> Result<Signal, Broken> {
        let seen = self.links.len();
        loop {
            if let Some(found) = self.links[seen..].iter().find(|signal| fits(signal)) {
                return Ok(found.clone());
            }
            self.next(what).await?;
        }
    }

    async fn next(&mut self, what: &str) -> Result<(), Broken> {
        let next = async {
            tokio::select! {
                Some(report) = self.callbacks.recv() => self.heard.push(report),
                Some(signal) = self.signals.recv() => match signal {
                    Signal::Order(report) => self.heard.push(*report),
                    other => self.links.push(other),
                },
                else => return false,
            }
            true
        };
        match tokio::time::timeout(LIMIT, next).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.missed(what, "the link ended")),
            Err(_) => Err(self.missed(what, "it does not come")),
        }
    }

    fn missed(&self, what: &str, how: &str) -> Broken {
        let last = self.heard.iter().rev().take(12).rev();
        let last: Vec<_> = last.map(|report| format!("  {report:?}")).collect();
        Broken::Promise(format!(
            "waited for {what}: {how}. The link last told {:?}. Reported last:\n{}",
            self.links.last(),
            last.join("\n")
        ))
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn run(provider: Arc<dyn Provider>, sender: mpsc::Sender<Signal>, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move { provider.run(sender, stop).await })
}

fn is_end(report: &Report) -> bool {
    matches!(report.progress, Progress::Call(progress) if progress.is_final())
}
