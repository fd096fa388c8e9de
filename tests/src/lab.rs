//! A real Asterisk behind the application: the project's lab, a cable to it that can be cut, and a second session at its
//! manager interface that makes calls and acts at its console.
//!
//! Needs `SWITCHBOARD_LAB` (path of `tests/asterisk-lab/asterisk-lab`), `SWITCHBOARD_LAB_AMI` (`host:port`) and
//! `SWITCHBOARD_LAB_AMI_SECRET`, as `asterisk-lab env` prints them. Without them a line says what was not tried.

mod cable;
mod manager;
mod shown;

use std::{collections::BTreeMap, env, path::Path, process, sync::Arc, thread, time::Duration};

use chrono::Utc;
use switchboard::{
    clock::{Clock, ManualClock},
    exchange::{self, Link, converse::Leader, dial},
};
use telephony::asterisk::{Ari, Asterisk, Config, Limits, Outgoing, Secret};
use tokio::{
    process::Command,
    sync::{Mutex, MutexGuard},
};
use tokio_util::sync::{CancellationToken, DropGuard};

pub use self::{
    cable::Cable,
    shown::{ShownMember, ShownQueue},
};
use self::{cable::Forwarder, manager::Manager};
use crate::{app::TestApp, telephones::SOON};

/// One test at a time has an Asterisk.
static TURN: Mutex<()> = Mutex::const_new(());

/// How far a lab of a test's own is from the one everybody has: each has three ports.
const PORTS_APART: u16 = 40;

/// How far the application's clock is behind the machine's, at the most.
const CLOCK_STEP: Duration = Duration::from_millis(5);

/// An Asterisk that a test has to itself. Cleared before, not after.
pub struct Lab {
    script: String,
    port: u16,
    address: String,
    secret: String,
    forwarder: Forwarder,
    /// Made for the test, which may end and stall it; stopped when dropped.
    own: bool,
    _turn: MutexGuard<'static, ()>,
}

/// The application's link to a lab. Unlinked when dropped.
pub struct LabLink {
    _stop: DropGuard,
}

/// A call about to come in.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// What the caller does: `wait`, `quit3` (hangs up after 3 s), as the lab's dialplan has it.
    pub behaves: &'a str,
    /// Number that comes along with the call.
    pub number: &'a str,
    /// Name that comes along with it.
    pub name: &'a str,
    /// Whether number and name are not to be shown.
    pub withheld: bool,
    /// Seconds after which the queue gives up.
    pub max_wait: u32,
}

impl Default for Caller<'_> {
    fn default() -> Self {
        Self { behaves: "wait", number: "972183386", name: "Caller One", withheld: false, max_wait: 600 }
    }
}

impl Lab {
    /// The lab that was started for the tests, cleared. Nothing is done to it that others would notice.
    pub async fn shared() -> Option<Self> {
        let (script, address, secret, port) = named()?;
        let turn = TURN.lock().await;
        let lab = Self { forwarder: Forwarder::to(address.clone()).await, script, port, address, secret, own: false, _turn: turn };
        lab.clear().await;
        Some(lab)
    }

    /// A lab of the test's own, fresh, that may be ended and stalled.
    pub async fn own() -> Option<Self> {
        let (script, _, _, shared) = named()?;
        let turn = TURN.lock().await;
        let port = shared + PORTS_APART;
        run_script(&script, port, &["reset"]).await;
        let settings = run_script(&script, port, &["env"]).await;
        let setting = |name: &str| settings.lines().find_map(|line| line.strip_prefix(&format!("{name}="))).map(str::to_owned);
        let address = setting("SWITCHBOARD_LAB_AMI").expect("the lab's address");
        let secret = setting("SWITCHBOARD_LAB_AMI_SECRET").expect("the lab's secret");
        Some(Self { forwarder: Forwarder::to(address.clone()).await, script, port, address, secret, own: true, _turn: turn })
    }

    /// Links the application to it, and waits until it is up.
    pub async fn link(&self, app: &TestApp) -> LabLink {
        let link = self.link_by(app, &self.secret);
        self.until_health(app, "UP").await;
        link
    }

    /// As [`Lab::link`]; and the application calls whom it is to call.
    pub async fn link_and_dial(&self, app: &TestApp) -> LabLink {
        let stop = CancellationToken::new();
        let link = self.link_on_time(app, &self.secret, stop.clone());
        tokio::spawn(dial::run(app.app().clone(), app.outgoing(), stop));
        self.until_health(app, "UP").await;
        link
    }

    /// Links the application to it, whose clock stands until the test moves it, and waits until it is up.
    pub async fn link_at_standing_clock(&self, app: &TestApp) -> LabLink {
        let link = self.begin_link(app, &self.secret, CancellationToken::new());
        self.until_health(app, "UP").await;
        link
    }

    /// Links the application to it by this secret, right or wrong. From here on the application's clock is the machine's.
    pub fn link_by(&self, app: &TestApp, secret: &str) -> LabLink {
        self.link_on_time(app, secret, CancellationToken::new())
    }

    fn link_on_time(&self, app: &TestApp, secret: &str, stop: CancellationToken) -> LabLink {
        follow_the_machine(&app.clock);
        tokio::spawn(keep_time(Arc::clone(&app.clock), stop.clone()));
        self.begin_link(app, secret, stop)
    }

    fn begin_link(&self, app: &TestApp, secret: &str, stop: CancellationToken) -> LabLink {
        let leader = Leader::later();
        leader.begin(app.app());
        let provider = Asterisk::new(self.config(secret)).and_then(|asterisk| asterisk.led_by(leader.conductor()));
        let provider = Arc::new(provider.expect("settings that hold together"));
        let country = numbering::Country::parse("ES").ok();
        let (application, stopped, account) = (app.app().clone(), stop.clone(), app.account().clone());
        let outgoing = app.outgoing();
        tokio::spawn(async move {
            let link = Link { name: "pbx".to_owned(), account: Some(account.name().await), country, provider };
            exchange::run(application, link, "test".to_owned(), outgoing, stopped).await;
        });
        LabLink { _stop: stop.drop_guard() }
    }

    /// With the rights of the product, and little patience.
    fn config(&self, secret: &str) -> Config {
        let pattern = |text: &str| text.parse().expect("a pattern");
        let mut config =
            Config::new(self.forwarder.address.to_string(), "operator", Secret::new(secret), pattern("Local/{extension}@agents"));
        config.state_interface = Some(pattern("Custom:a{extension}"));
        config.queue_result_event = Some(Config::QUEUE_RESULT_EVENT.to_owned());
        let outgoing = Outgoing::new("switchboard-outgoing", Some("Local/{number}@outside".parse().expect("a pattern")));
        config.outgoing = Some(outgoing.expect("a context"));
        // The third of its ports.
        config.ari = Some(Ari::new(format!("http://127.0.0.1:{}/ari", self.port + 2), "switchboard", Secret::new(&self.secret)));
        config.limits = Limits {
            ping: Duration::from_millis(500),
            retry_first: Duration::from_millis(50),
            retry_longest: Duration::from_millis(200),
            ..Limits::default()
        };
        config
    }

    /// Waits for the link to be so.
    pub async fn until_health(&self, app: &TestApp, health: &str) {
        let viewer = app.as_role(entity::stored::Role::Viewer).await;
        let holds = |answer: &serde_json::Value| answer["providers"][0]["health"] == health;
        app.until(&viewer, "{ providers { health } }", serde_json::json!({}), holds).await;
    }

    /// What happens to the cable between the application and it.
    pub fn cable(&self, cable: Cable) {
        self.forwarder.set(cable);
    }

    /// A call comes in to a queue. It is on its way when this returns.
    pub async fn call(&self, queue: &str, caller: Caller<'_>) {
        self.manager().await.originate(queue, caller).await;
    }

    /// Every call is hung up, and over.
    pub async fn hang_up_all(&self) {
        let mut manager = self.manager().await;
        for channel in manager.list(&[("Action", "CoreShowChannels")]).await {
            // Its other half may have taken it along.
            manager.ask(&[("Action", "Hangup"), ("Channel", channel.get("Channel"))]).await;
        }
        // Asterisk has no other way to tell than to be asked again.
        let over = async {
            while !manager.list(&[("Action", "CoreShowChannels")]).await.is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, over).await.expect("all calls end");
    }

    /// One command of its console, and what that prints.
    pub async fn cli(&self, words: &str) -> String {
        self.script(&["cli", words]).await
    }

    /// How often each number has rung, or was found engaged, since Asterisk began: by the number without its plus sign.
    pub async fn rung(&self) -> BTreeMap<String, usize> {
        let globals = self.cli("dialplan show globals").await;
        let counted = |line: &str| {
            let (number, count) = line.trim().strip_prefix("RUNG_")?.split_once('=')?;
            Some((number.to_owned(), count.parse().ok()?))
        };
        globals.lines().filter_map(counted).collect()
    }

    /// What `queue show` prints of a queue, read.
    pub async fn shows(&self, queue: &str) -> ShownQueue {
        ShownQueue::read(&self.cli(&format!("queue show {queue}")).await)
    }

    /// What `queue show` prints of a queue, once it is so: asked again and again, since the console tells nothing by itself.
    pub async fn until_shows(&self, queue: &str, holds: impl Fn(&ShownQueue) -> bool) -> ShownQueue {
        let asking = async {
            loop {
                let shown = self.shows(queue).await;
                if holds(&shown) {
                    return shown;
                }
            }
        };
        tokio::time::timeout(SOON, asking).await.expect("the console comes to show it")
    }

    /// One command of the lab's script, e.g. `kill`, to its end. Only for a lab of one's own.
    pub async fn does(&self, command: &str) {
        assert!(self.own, "others use this lab: it is not to {command}");
        self.script(&[command]).await;
    }

    /// Makes the telephones of a list. Only for a lab of one's own.
    pub async fn makes_phones(&self, list: &Path) {
        assert!(self.own, "others use this lab: it is not to get telephones");
        self.script(&["phones", list.to_str().expect("a path of plain characters")]).await;
    }

    async fn script(&self, words: &[&str]) -> String {
        run_script(&self.script, self.port, words).await
    }

    async fn manager(&self) -> Manager {
        Manager::log_in(&self.address, "lab", &self.secret).await
    }

    /// No calls, no members but the fixed ones, every telephone free.
    async fn clear(&self) {
        self.hang_up_all().await;
        let mut manager = self.manager().await;
        for member in manager.list(&[("Action", "QueueStatus")]).await {
            if member.get("Event") == "QueueMember" && member.get("Membership") == "dynamic" {
                let (queue, interface) = (member.get("Queue"), member.get("Location"));
                manager.ask(&[("Action", "QueueRemove"), ("Queue", queue), ("Interface", interface)]).await;
                let device = format!("DEVICE_STATE({})", member.get("StateInterface"));
                manager.ask(&[("Action", "Setvar"), ("Variable", &device), ("Value", "NOT_INUSE")]).await;
            }
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if self.own {
            let stopped = process::Command::new(&self.script).env("SWITCHBOARD_LAB_PORT", self.port.to_string()).arg("stop").output();
            if !stopped.as_ref().is_ok_and(|output| output.status.success()) {
                eprintln!("the lab on port {} is left over: {stopped:?}", self.port);
            }
        }
    }
}

/// Script, address, secret and port of the lab that was started for the tests.
///
/// Whoever runs the tests without it gets a line that says so; if it was not left out on purpose, that is a failure.
fn named() -> Option<(String, String, String, u16)> {
    let named = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    let parts = (named("SWITCHBOARD_LAB"), named("SWITCHBOARD_LAB_AMI"), named("SWITCHBOARD_LAB_AMI_SECRET"));
    if let (Some(script), Some(address), Some(secret)) = parts {
        let port = address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("SWITCHBOARD_LAB_AMI is host:port");
        return Some((script, address, secret, port));
    }
    let left_out = env::var("SWITCHBOARD_TEST_WITHOUT").map(|parts| parts.split_whitespace().any(|part| part == "asterisk"));
    assert!(left_out.unwrap_or(true), "there is no lab, and SWITCHBOARD_TEST_WITHOUT does not name asterisk");
    let test = thread::current().name().unwrap_or("a test").to_owned();
    eprintln!("SKIPPED {test}: SWITCHBOARD_LAB and those beside it are not set (asterisk-lab start, asterisk-lab env)");
    None
}

async fn run_script(script: &str, port: u16, words: &[&str]) -> String {
    let run = Command::new(script).args(words).env("SWITCHBOARD_LAB_PORT", port.to_string()).kill_on_drop(true).output();
    let output = tokio::time::timeout(SOON * 4, run).await.expect("the lab's script ends").expect("the lab's script runs");
    assert!(output.status.success(), "asterisk-lab {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn follow_the_machine(clock: &ManualClock) {
    clock.advance(Utc::now() - clock.now());
}

async fn keep_time(clock: Arc<ManualClock>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(CLOCK_STEP);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        follow_the_machine(&clock);
    }
}
