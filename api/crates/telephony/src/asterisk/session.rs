//! One link's life: log in, take the picture, follow the events, check now and then.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Mutex,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep, sleep_until},
};

use super::{
    client::{AskError, Client, Heard},
    config::Config,
    log_in::{Failure, events_on, log_in, started_at, variable},
    message::{Action, Message},
    orders::{Ledger, News, ask},
    translate::{Picture, Presentation, Translator, differences},
};
use crate::{
    outgoing::Reference,
    port::{DownReason, Epoch, Signal},
};

/// Where commands find the link while it is up.
pub(super) type Slot = Mutex<Option<Client>>;

/// What a session works with.
pub(super) struct Session<'a> {
    pub(super) config: &'a Config,
    pub(super) client: Client,
    pub(super) heard: mpsc::Receiver<Heard>,
    pub(super) signals: &'a mpsc::Sender<Signal>,
    pub(super) slot: &'a Slot,
    /// Calls that we placed, which outlive the link too.
    pub(super) orders: &'a Mutex<Ledger>,
    /// Number of the newest link that came up; counted on when this one does.
    pub(super) epoch: &'a mut Epoch,
    /// Kept from link to link: what was withheld, and which queue answered, is in no list.
    pub(super) translator: &'a mut Translator,
    /// Events of before are contained in the snapshot: by Asterisk's clock,
    pub(super) since: DateTime<Utc>,
    /// and by their place in the stream.
    pub(super) contained_before: u64,
    /// How far Asterisk's clock is ahead of ours, as last seen.
    pub(super) ahead: TimeDelta,
    /// Things that differed at the last check.
    pub(super) suspects: BTreeSet<String>,
    /// Calls said to have failed, and when to look whether their channels were seen; the next one first.
    pub(super) awaited: VecDeque<(Instant, Reference)>,
}

impl Session<'_> {
    /// Runs the link; tells why it ended.
    pub(super) async fn run(mut self) -> Failure {
        match self.come_up().await {
            Ok(()) => {}
            Err(failure) => return failure,
        }
        let (client, ping) = (self.client.clone(), self.config.limits.ping);
        tokio::select! {
            failure = self.follow() => failure,
            failure = keep_alive(&client, ping) => failure,
        }
    }

    /// Up to the first snapshot.
    async fn come_up(&mut self) -> Result<(), Failure> {
        log_in(&self.client, self.config).await?;
        let started = started_at(&self.client).await?;
        self.translator.started(started);

        self.epoch.0 += 1;
        let at = Utc::now();
        tracing::info!(link.epoch = self.epoch.0, "asterisk: link {} is up", self.epoch.0);
        self.tell(Signal::Up { epoch: *self.epoch, at }).await?;
        ask::locked(self.orders).begin_link();
        // In this order: what changes while the lists are read comes as an event.
        events_on(&self.client).await?;
        let picture = self.picture().await?;
        self.adopt(&picture).await?;
        self.contained_before = picture.place;
        self.find_orders(&picture).await?;
        if let Ok(mut slot) = self.slot.lock() {
            *slot = Some(self.client.clone());
        }
        Ok(())
    }

    /// Events, and checks in between, until the link ends.
    async fn follow(&mut self) -> Failure {
        let mut check_at = Instant::now() + self.config.limits.check;
        loop {
            let awaited = self.awaited.front().map(|(at, _)| *at);
            let done = tokio::select! {
                heard = self.heard.recv() => match heard {
                    Some(heard) => self.take(&heard).await,
                    None => Err(Failure::Lost),
                },
                () = sleep_until(awaited.unwrap_or(check_at)), if awaited.is_some() => self.look_at_awaited().await,
                () = sleep_until(check_at) => {
                    let done = self.check().await;
                    let limits = &self.config.limits;
                    check_at = Instant::now() + if self.suspects.is_empty() { limits.check } else { limits.recheck };
                    done
                }
            };
            if let Err(failure) = done {
                return failure;
            }
        }
    }

    /// What became of our calls while there was no link. What has been heard of them since comes first: a call whose end is on
    /// its way did not end unseen.
    async fn find_orders(&mut self, picture: &Picture) -> Result<(), Failure> {
        let mut heard_since = Vec::new();
        while let Ok(heard) = self.heard.try_recv() {
            self.take_of_orders(&heard.message).await?;
            heard_since.push(heard);
        }
        let news = ask::locked(self.orders).listed(&picture.channels, self.now());
        self.tell_of_orders(news).await?;
        for heard in heard_since {
            self.take_of_queues_and_calls(&heard).await?;
        }
        Ok(())
    }

    async fn take(&mut self, heard: &Heard) -> Result<(), Failure> {
        self.take_of_orders(&heard.message).await?;
        self.take_of_queues_and_calls(heard).await
    }

    async fn take_of_orders(&mut self, message: &Message) -> Result<(), Failure> {
        let at = message.at().unwrap_or_else(|| self.now());
        let news = ask::locked(self.orders).take(message, at);
        self.tell_of_orders(news).await
    }

    async fn look_at_awaited(&mut self) -> Result<(), Failure> {
        let Some((_, reference)) = self.awaited.pop_front() else { return Ok(()) };
        let news = ask::locked(self.orders).unheard(&reference, self.now());
        self.tell_of_orders(news.into_iter().collect()).await
    }

    async fn tell_of_orders(&mut self, news: Vec<News>) -> Result<(), Failure> {
        for news in news {
            match news {
                News::Report(report) => self.tell(Signal::Order(report)).await?,
                News::Await(reference) => self.awaited.push_back((Instant::now() + self.config.limits.answer, reference)),
                News::HangUp(call) => {
                    // Not waited for: its end is heard, and whoever called it off may do so again.
                    if let Ok(action) = ask::hanging_up(&call) {
                        let client = self.client.clone();
                        tokio::spawn(async move { client.ask(action).await });
                    }
                }
            }
        }
        Ok(())
    }

    async fn take_of_queues_and_calls(&mut self, heard: &Heard) -> Result<(), Failure> {
        let message = &heard.message;
        if message.event() == Some("Shutdown") {
            return Err(DownReason::ShutDown.into());
        }
        // Compared by Asterisk's own clock only: ours may be behind it.
        let contained = message.at().is_some_and(|at| at < self.since) || heard.place < self.contained_before;
        if contained {
            return Ok(());
        }
        let at = message.at().unwrap_or_else(|| self.now());
        if let Some(channel) = self.translator.wants_presentation(message) {
            let name = variable(&self.client, Some(channel), "CALLERID(pres)").await?;
            self.translator.note_presentation(message, Presentation::of_name(name.as_deref()));
        }
        self.note_whom_we_call(message);
        for event in self.translator.translate(message, at) {
            self.tell(Signal::Event { epoch: *self.epoch, at, event }).await?;
        }
        Ok(())
    }

    /// Compares what is held with what is there. What differs twice in a row, not only because news is on its way, is put
    /// right by a further snapshot.
    async fn check(&mut self) -> Result<(), Failure> {
        let picture = self.picture().await?;
        // Up to the picture, no further: what came later must not be overwritten by it.
        let later = loop {
            match self.heard.try_recv() {
                Ok(heard) if heard.place < picture.place => self.take(&heard).await?,
                later => break later.ok(),
            }
        };
        let mut listed = self.translator.clone();
        listed.take_over(&picture);
        let differing: BTreeSet<_> = differences(&self.translator.snapshot(), &listed.snapshot()).into_iter().collect();
        let lasting: Vec<_> = differing.intersection(&self.suspects).cloned().collect();
        if lasting.is_empty() {
            self.suspects = differing;
            return self.take_later(later).await;
        }
        // By kind only: an interface may be somebody's number.
        let kinds: BTreeSet<_> = lasting.iter().filter_map(|thing| thing.split(' ').next()).collect();
        tracing::warn!(
            link.epoch = self.epoch.0,
            link.differences = lasting.len(),
            link.kinds = ?kinds,
            "asterisk: {} things were not as held",
            lasting.len()
        );
        self.suspects.clear();
        self.adopt(&picture).await?;
        self.take_later(later).await
    }

    async fn take_later(&mut self, later: Option<Heard>) -> Result<(), Failure> {
        match later {
            Some(heard) => self.take(&heard).await,
            None => Ok(()),
        }
    }

    /// Holds what the picture shows, and tells it.
    async fn adopt(&mut self, picture: &Picture) -> Result<(), Failure> {
        self.since = picture.at;
        self.translator.take_over(picture);
        let snapshot = self.translator.snapshot();
        self.tell(Signal::Snapshot { epoch: *self.epoch, at: self.now(), snapshot }).await
    }

    /// All that is true now, and whether its callers' numbers may be shown.
    async fn picture(&mut self) -> Result<Picture, Failure> {
        let ping = self.list("Ping").await?;
        let at = ping.head.at().unwrap_or_else(Utc::now);
        self.ahead = at - Utc::now();
        let queues = self.list("QueueStatus").await?;
        let channels = self.list("CoreShowChannels").await?;
        let picture = Picture { at, place: queues.place, queues: queues.items, channels: channels.items };
        for message in self.translator.wants_presentations(&picture).into_iter().cloned().collect::<Vec<_>>() {
            let name = variable(&self.client, Some(message.text("Channel")), "CALLERID(pres)").await?;
            self.translator.note_presentation(&message, Presentation::of_name(name.as_deref()));
        }
        picture.channels.iter().for_each(|message| self.note_whom_we_call(message));
        Ok(picture)
    }

    /// A channel of ours does not tell whom it is for.
    fn note_whom_we_call(&mut self, message: &Message) {
        let uniqueid = message.text("Uniqueid");
        if let Some(to) = ask::locked(self.orders).target(uniqueid) {
            self.translator.note_called(uniqueid, to);
        }
    }

    /// The present instant by Asterisk's clock, as all it lists.
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.ahead
    }

    async fn list(&self, name: &'static str) -> Result<super::client::Answer, Failure> {
        self.client.ask(Action::new(name)).await.map_err(|error| Failure::of(name, error, &self.client))
    }

    /// Waits while the receiver is slow; meanwhile the pump goes on reading.
    async fn tell(&self, signal: Signal) -> Result<(), Failure> {
        // Nobody listens any more: as good as told to stop.
        self.signals.send(signal).await.map_err(|_| DownReason::Stopped.into())
    }
}

/// Pings until one is not answered. A link that is gone is the pump's to tell.
async fn keep_alive(client: &Client, every: std::time::Duration) -> Failure {
    loop {
        sleep(every).await;
        match client.ask_within(Action::new("Ping"), every * 2).await {
            Err(AskError::TimedOut) => return DownReason::Stalled(every * 2).into(),
            Err(AskError::NotSent | AskError::Lost) => std::future::pending().await,
            // Refused or not, it answers.
            Ok(_) | Err(_) => {}
        }
    }
}
