//! What acts by itself: the reader of the stream of changes and the memory of what was revoked, in every process; telephone
//! systems and cleaning up, in those that work. Each is a task that is begun again when it fails.

pub mod housekeeping;
mod prune;
mod supervise;

use std::{sync::Arc, time::Duration};

use telephony::{
    port::Provider,
    simulator::{
        SimulatorHandle, keep_time,
        traffic::{self, Profile, Team, Traffic},
    },
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::supervise::supervise;
use crate::{
    alarms,
    app::App,
    auth::Access,
    callouts::keeper,
    clock::{SharedClock, SystemClock},
    config::{
        Config, Faults,
        provider::{self, System},
    },
    contacts, events,
    exchange::{
        self, Configured, Link,
        converse::Leader,
        dial::{self, Outgoing, book::Writer},
        notices, recordings, send,
    },
    lease::LIFE,
    messages,
    turns::{duty, solve},
    webhooks,
};

/// How long the tasks may take to end.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// Telephone systems, ready to be connected.
pub struct Telephones {
    each: Vec<Telephone>,
    /// Who leads their calls, once it is given the application.
    leader: Leader,
}

#[derive(Clone)]
struct Telephone {
    link: Link,
    simulated: Option<(SimulatorHandle, provider::Simulator)>,
}

/// Builds the configured telephone systems; nothing is connected yet.
///
/// # Errors
/// All that is wrong with their settings.
pub fn telephones(config: &Config) -> Result<Telephones, Faults> {
    let clock: SharedClock = Arc::new(SystemClock);
    let (mut telephones, mut faults, leader) = (Vec::new(), Vec::new(), Leader::later());
    for provider in &config.provider {
        match exchange::build(provider, &clock, leader.conductor()) {
            Ok((link, handle)) => {
                let settings = match &provider.system {
                    System::Simulator(settings) => Some(settings.clone()),
                    System::Asterisk(_) | System::Twilio(_) => None,
                };
                telephones.push(Telephone { link, simulated: handle.zip(settings) });
            }
            Err(error) => faults.push(error.to_string()),
        }
    }
    if faults.is_empty() { Ok(Telephones { each: telephones, leader }) } else { Err(Faults(faults)) }
}

impl Telephones {
    /// Those that are configured, as they are connected.
    pub fn configured(&self) -> impl Iterator<Item = &Link> {
        self.each.iter().map(|telephone| &telephone.link)
    }

    /// Who leads their calls.
    pub fn leader(&self) -> &Leader {
        &self.leader
    }

    /// Their names and links.
    pub fn links(&self) -> impl Iterator<Item = (String, Arc<dyn Provider>)> + '_ {
        self.each.iter().map(|telephone| (telephone.link.name.clone(), Arc::clone(&telephone.link.provider)))
    }
}

/// The process's tasks.
pub struct Workers {
    app: App,
    tasks: TaskTracker,
    stop: CancellationToken,
    outgoing: Outgoing,
    /// Who writes down what the others bring: ends after them.
    writer: (TaskTracker, CancellationToken),
}

impl Workers {
    /// Begins what every process needs, with what it asks telephone systems with.
    pub fn begin(access: &Access, (outgoing, writer): (Outgoing, Writer)) -> Self {
        let app = access.app().clone();
        let workers = Self {
            app: app.clone(),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            outgoing,
            writer: (TaskTracker::new(), CancellationToken::new()),
        };
        workers.write(writer);
        workers.spawn("live", move |stop| app.live.clone().run(app.db.clone(), stop));
        let access = access.clone();
        workers.spawn("auth", move |stop| access.clone().run(stop));
        workers
    }

    /// Begins what one process at the least has to do; with several, leases share it out.
    pub fn work(&mut self, telephones: Telephones) {
        telephones.leader.begin(&self.app);
        let app = self.app.clone();
        self.spawn("housekeeping", move |stop| housekeeping::run(app.clone(), stop));
        // New at each start: a name taken again would let two processes of one machine hold one lease.
        let holder = format!("{}/{}/{}", host(), std::process::id(), uuid::Uuid::new_v4().simple());
        let configured: Vec<Configured> =
            telephones.each.iter().map(|telephone| (telephone.link.account.clone(), telephone.link.name.clone())).collect();
        let (app, by) = (self.app.clone(), holder.clone());
        self.spawn("providers not configured any more", move |stop| departures(app.clone(), configured.clone(), by.clone(), stop));
        let (app, by) = (self.app.clone(), holder.clone());
        self.spawn("solver", move |stop| solve::run(app.clone(), by.clone(), solve::engine(), stop));
        let (app, outgoing) = (self.app.clone(), self.outgoing.clone());
        self.spawn("dial", move |stop| dial::run(app.clone(), outgoing.clone(), stop));
        let (app, outgoing) = (self.app.clone(), self.outgoing.clone());
        self.spawn("messages by providers", move |stop| send::run(app.clone(), outgoing.clone(), stop));
        let (app, lines) = (self.app.clone(), self.outgoing.lines.clone());
        self.spawn("recordings", move |stop| recordings::run(app.clone(), lines.clone(), stop));
        let app = self.app.clone();
        self.spawn("alarms", move |stop| alarms::keeper::run(app.clone(), stop));
        let app = self.app.clone();
        self.spawn("events", move |stop| events::keeper::run(app.clone(), alarms::listener::listener(), stop));
        let app = self.app.clone();
        self.spawn("callouts", move |stop| keeper::run(app.clone(), stop));
        let (app, by) = (self.app.clone(), holder.clone());
        self.spawn("duty", move |stop| duty::run(app.clone(), by.clone(), notices::listener(&app), stop));
        let app = self.app.clone();
        self.spawn("imports of contacts", move |stop| contacts::import::job::run(app.clone(), stop));
        let mailer = messages::mailer(&self.app.config.mail).unwrap_or_else(|error| {
            tracing::error!(error = %error, "mail: the mail server cannot be used, no mail is sent: {error:#}");
            None
        });
        let app = self.app.clone();
        self.spawn("messages", move |stop| messages::dispatch::run(app.clone(), mailer.clone(), stop));
        let poster = webhooks::dispatch::poster(&self.app).unwrap_or_else(|error| {
            tracing::error!(error = %error, "webhooks: they cannot be posted: {error:#}");
            None
        });
        let app = self.app.clone();
        self.spawn("webhooks", move |stop| webhooks::dispatch::run(app.clone(), poster.clone(), stop));
        for Telephone { link, simulated } in telephones.each {
            tracing::info!(provider.name = %link.name, "provider `{}`: {}", link.name, link.provider.kind().as_str());
            let (app, holder, outgoing) = (self.app.clone(), holder.clone(), self.outgoing.clone());
            let name = format!("provider `{}`", link.name);
            self.spawn(&name, move |stop| exchange::run(app.clone(), link.clone(), holder.clone(), outgoing.clone(), stop));
            if let Some((handle, settings)) = simulated {
                self.spawn(&format!("{name}: its people"), move |stop| people(handle.clone(), settings.clone(), stop));
            }
        }
    }

    /// Ends all of them, and waits for them.
    pub async fn end(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(ENDS_WITHIN, self.tasks.wait()).await.is_err() {
            tracing::warn!(tasks = self.tasks.len(), "shutdown: some tasks did not end within {} s", ENDS_WITHIN.as_secs());
        }
        let (writer, stop) = self.writer;
        stop.cancel();
        writer.close();
        if tokio::time::timeout(ENDS_WITHIN, writer.wait()).await.is_err() {
            tracing::warn!("shutdown: what became of some calls was not written down; they are looked up later");
        }
    }

    fn write(&self, writer: Writer) {
        let (app, writer) = (self.app.clone(), Arc::new(tokio::sync::Mutex::new(writer)));
        let (tasks, stop) = &self.writer;
        tasks.spawn(supervise("book".to_owned(), stop.clone(), move |stop| {
            let (app, writer) = (app.clone(), Arc::clone(&writer));
            async move { writer.lock().await.run(&app, stop).await }
        }));
    }

    fn spawn<F>(&self, name: &str, task: impl Fn(CancellationToken) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(supervise(name.to_owned(), self.stop.clone(), task));
    }
}

/// Sees to it that nothing stays open at a provider that was taken out of the configuration, once nobody runs it any more.
async fn departures(app: App, configured: Vec<Configured>, holder: String, stop: CancellationToken) {
    loop {
        match exchange::close_departed(&app, &configured, &holder).await {
            // Whoever takes one out of the configuration starts again.
            Ok(true) => return stop.cancelled().await,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(error = %error, "providers not configured any more could not be closed; trying again: {error}");
            }
        }
        if stop.run_until_cancelled(tokio::time::sleep(LIFE.to_std().unwrap_or(ENDS_WITHIN))).await.is_none() {
            return;
        }
    }
}

/// Those who call and answer at a simulated telephone system, if anybody does; its time passes in any case.
async fn people(handle: SimulatorHandle, settings: provider::Simulator, stop: CancellationToken) {
    let Some(seed) = settings.traffic_seed else { return keep_time(handle, stop).await };
    let team = Team {
        queues: settings.queues.iter().map(|key| (key.as_str().into(), 1)).collect(),
        extensions: settings.extensions.iter().filter_map(|extension| extension.parse().ok()).collect(),
    };
    let talk = Duration::from_secs(settings.talk_seconds.into());
    let profile = Profile { calls_per_hour: settings.calls_per_hour, talk, ..Profile::default() };
    traffic::drive(handle, Traffic::new(seed, profile, team), stop).await;
}

/// The machine's name, for whoever reads who holds a lease.
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
