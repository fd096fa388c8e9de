//! The suite on a real Asterisk: the project's lab, one test at a time.
//!
//! Needs `SWITCHBOARD_LAB` (path of `tests/asterisk-lab/asterisk-lab`), `SWITCHBOARD_LAB_AMI` (`host:port`) and
//! `SWITCHBOARD_LAB_AMI_SECRET`; `asterisk-lab env` prints them. Without them nothing is tried, and a line says so.

use std::{
    env,
    io::Write,
    sync::{Arc, Once},
    time::Duration,
};

use async_trait::async_trait;
use numbering::Extension;
use telephony::{
    asterisk::{Ari, Asterisk, Config, Limits, Outgoing, Secret},
    conformance::{Broken, Rig, TrueMember, Truth, conformance_tests},
    conversation::Conductor,
    event::Party,
    port::{CallKey, Endpoint, Provider, QueueKey},
};
use tokio::{
    process::Command,
    sync::{Mutex, MutexGuard},
};

use crate::{
    cable::{Cable, Cut},
    manager::{Manager, Message, failed},
};

/// There is one Asterisk; each test has it to itself.
static LAB: Mutex<()> = Mutex::const_new(());

static SKIPPED: Once = Once::new();

/// How long anything may take at the lab.
const LIMIT: Duration = Duration::from_secs(15);

pub(crate) struct AsteriskRig {
    script: String,
    address: String,
    secret: String,
    pub(crate) cable: Cut,
    pub(crate) provider: Arc<Asterisk>,
    /// To its ARI, once calls are led.
    ari: Option<Cut>,
    _lab: MutexGuard<'static, ()>,
}

pub(crate) async fn rig() -> Result<Option<AsteriskRig>, Broken> {
    let named = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    let (Some(script), Some(address), Some(secret)) =
        (named("SWITCHBOARD_LAB"), named("SWITCHBOARD_LAB_AMI"), named("SWITCHBOARD_LAB_AMI_SECRET"))
    else {
        SKIPPED.call_once(say_skipped);
        return Ok(None);
    };
    let lab = LAB.lock().await;
    let cable = Cut::to(address.clone()).await?;
    let provider = Arc::new(Asterisk::new(config(&cable, &secret)?).map_err(failed)?);
    let rig = AsteriskRig { script, address, secret, cable, provider, ari: None, _lab: lab };
    rig.clear().await?;
    Ok(Some(rig))
}

/// Past the test runner, which keeps what a passed test prints to itself.
fn say_skipped() {
    let line =
        "skipped: the conformance suite on Asterisk; SWITCHBOARD_LAB, SWITCHBOARD_LAB_AMI, SWITCHBOARD_LAB_AMI_SECRET are not all set";
    drop(writeln!(std::io::stderr(), "{line}"));
}

/// With the rights of the product, and little patience.
fn config(cable: &Cut, secret: &str) -> Result<Config, Broken> {
    let mut config =
        Config::new(cable.address.to_string(), "operator", Secret::new(secret), "Local/{extension}@agents".parse().map_err(failed)?);
    config.state_interface = Some("Custom:a{extension}".parse().map_err(failed)?);
    config.queue_result_event = Some(Config::QUEUE_RESULT_EVENT.to_owned());
    let dial_number = "Local/{number}@outside".parse().map_err(failed)?;
    config.outgoing = Some(Outgoing::new("switchboard-outgoing", Some(dial_number)).map_err(failed)?);
    config.limits = Limits {
        ping: Duration::from_secs(1),
        retry_first: Duration::from_millis(50),
        retry_longest: Duration::from_millis(200),
        ..Limits::default()
    };
    Ok(config)
}

impl AsteriskRig {
    /// From now on the provider is another process's, as it were, which knows nothing of what this one did.
    /// It dials public numbers so.
    pub(crate) fn another(&mut self, dial_number: &str) -> Result<(), Broken> {
        let outgoing = Outgoing::new("switchboard-outgoing", Some(dial_number.parse().map_err(failed)?)).map_err(failed)?;
        let config = Config { outgoing: Some(outgoing), ..config(&self.cable, &self.secret)? };
        self.provider = Arc::new(Asterisk::new(config).map_err(failed)?);
        Ok(())
    }

    /// From now on the provider is another process's, which has its calls led.
    pub(crate) async fn led_by(&mut self, conductor: Arc<dyn Conductor>) -> Result<(), Broken> {
        let url = env::var("SWITCHBOARD_LAB_ARI").map_err(failed)?;
        let host = url.trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned();
        let cable = Cut::to(host).await?;
        let ari = Ari::new(format!("http://{}/ari", cable.address), "switchboard", Secret::new(&self.secret));
        let config = Config { ari: Some(ari), ..config(&self.cable, &self.secret)? };
        self.provider = Arc::new(Asterisk::new(config).map_err(failed)?.led_by(conductor).map_err(failed)?);
        self.ari = Some(cable);
        Ok(())
    }

    /// What happens to the cable to its ARI.
    pub(crate) fn cable_to_ari(&self, state: Cable) {
        self.ari.iter().for_each(|cable| cable.set(state));
    }

    pub(crate) async fn manager(&self) -> Result<Manager, Broken> {
        Manager::log_in(&self.address, "lab", &self.secret).await
    }

    /// No calls, no members but the fixed ones, every telephone free.
    async fn clear(&self) -> Result<(), Broken> {
        let mut manager = self.manager().await?;
        for channel in manager.ask(&[("Action", "CoreShowChannels")]).await? {
            // Its other half may have taken it along.
            drop(manager.try_ask(&[("Action", "Hangup"), ("Channel", channel.get("Channel"))]).await?);
        }
        self.until("all channels to end", &[("Action", "CoreShowChannels")], <[Message]>::is_empty).await?;
        for member in manager.ask(&[("Action", "QueueStatus")]).await? {
            if member.get("Event") == "QueueMember" && member.get("Membership") == "dynamic" {
                let (queue, interface) = (member.get("Queue"), member.get("Location"));
                manager.ask(&[("Action", "QueueRemove"), ("Queue", queue), ("Interface", interface)]).await?;
            }
        }
        for extension in [self.answering(), self.silent(), self.declining()] {
            let device = format!("DEVICE_STATE(Custom:a{extension})");
            manager.ask(&[("Action", "Setvar"), ("Variable", &device), ("Value", "NOT_INUSE")]).await?;
        }
        Ok(())
    }

    /// Looks again and again until a list is as `true_when` says: Asterisk has no other way to ask.
    async fn until(&self, what: &str, list: &[(&str, &str)], true_when: impl Fn(&[Message]) -> bool + Send) -> Result<(), Broken> {
        let mut manager = self.manager().await?;
        let looking = async {
            while !true_when(&manager.ask(list).await?) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(())
        };
        tokio::time::timeout(LIMIT, looking).await.unwrap_or_else(|_| Err(Broken::Rig(format!("waited for {what}"))))
    }

    async fn channels(&self, call: &CallKey) -> Result<Vec<Message>, Broken> {
        let mut channels = self.manager().await?.ask(&[("Action", "CoreShowChannels")]).await?;
        channels.retain(|channel| channel.get("Linkedid") == call.0);
        Ok(channels)
    }

    async fn waiting(&self, queue: &QueueKey) -> Result<usize, Broken> {
        Ok(self.truth_of(queue).await?.waiting)
    }

    async fn truth_of(&self, queue: &QueueKey) -> Result<Truth, Broken> {
        let mut truth = Truth::default();
        for item in self.manager().await?.ask(&[("Action", "QueueStatus"), ("Queue", &queue.0)]).await? {
            match item.get("Event") {
                "QueueEntry" => truth.waiting += 1,
                "QueueMember" => {
                    let digits = item.get("Location").trim_start_matches("Local/").trim_end_matches("@agents");
                    let paused = (item.get("Paused") == "1").then(|| item.get("PausedReason").to_owned());
                    let penalty = item.get("Penalty").parse().map_err(failed)?;
                    truth.members.insert(digits.parse().map_err(failed)?, TrueMember { paused, penalty });
                }
                _ => {}
            }
        }
        Ok(truth)
    }

    /// One command of the lab's script.
    async fn lab(&self, words: &[&str]) -> Result<(), Broken> {
        let done = Command::new(&self.script).args(words).kill_on_drop(true).output();
        let output = tokio::time::timeout(LIMIT * 2, done).await.map_err(failed)?.map_err(failed)?;
        if output.status.success() {
            return Ok(());
        }
        Err(Broken::Rig(format!("asterisk-lab {words:?}: {}", String::from_utf8_lossy(&output.stderr))))
    }
}

#[async_trait]
impl Rig for AsteriskRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.provider.clone()
    }

    fn queue(&self) -> QueueKey {
        "support".into()
    }

    fn answering(&self) -> Extension {
        "1001".parse().unwrap()
    }

    fn silent(&self) -> Extension {
        "7001".parse().unwrap()
    }

    fn declining(&self) -> Extension {
        "8001".parse().unwrap()
    }

    fn ring_limit(&self) -> Duration {
        Duration::from_secs(8)
    }

    fn fixed(&self) -> Option<(QueueKey, Endpoint)> {
        Some(("static".into(), "Local/1901@agents".into()))
    }

    async fn caller_joins(&mut self, queue: &QueueKey, from: Party, wait_limit: Option<Duration>) -> Result<(), Broken> {
        let before = self.waiting(queue).await?;
        let caller = format!("\"{}\" <{}>", from.name.unwrap_or_default(), from.number.unwrap_or_default());
        // A withheld number comes along all the same, marked as not to be shown.
        let presentation = format!("CALLERID(pres)={}", if from.withheld { "prohib" } else { "allowed" });
        let limit = format!("MAX_WAIT={}", wait_limit.unwrap_or(Duration::from_secs(600)).as_secs());
        let originate = [
            ("Action", "Originate"),
            ("Channel", "Local/wait@callers"),
            ("Context", "to-queue"),
            ("Exten", &queue.0),
            ("Priority", "1"),
            ("CallerID", &caller),
            ("Variable", &presentation),
            ("Variable", &limit),
            ("Async", "true"),
        ];
        self.manager().await?.ask(&originate).await?;
        let joined = |list: &[Message]| list.iter().filter(|item| item.get("Event") == "QueueEntry").count() > before;
        self.until("the caller to join", &[("Action", "QueueStatus"), ("Queue", &queue.0)], joined).await
    }

    async fn caller_hangs_up(&mut self, call: &CallKey) -> Result<(), Broken> {
        let channels = self.channels(call).await?;
        let caller = channels.iter().find(|channel| channel.get("Uniqueid") == call.0);
        let caller = caller.ok_or_else(|| Broken::Rig(format!("call {call} has no channel of its caller")))?;
        self.manager().await?.ask(&[("Action", "Hangup"), ("Channel", caller.get("Channel"))]).await?;
        let ended = |channels: &[Message]| !channels.iter().any(|channel| channel.get("Linkedid") == call.0);
        self.until("the call to end", &[("Action", "CoreShowChannels")], ended).await
    }

    async fn agent_answers(&mut self) -> Result<(), Broken> {
        Ok(())
    }

    async fn agent_declines(&mut self) -> Result<(), Broken> {
        Ok(())
    }

    async fn time_passes(&mut self, _span: Duration) -> Result<(), Broken> {
        Ok(())
    }

    async fn console_adds(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken> {
        let words = format!("queue add member Local/{extension}@agents to {queue} penalty 0 as Hand state_interface Custom:a{extension}");
        self.lab(&["cli", &words]).await
    }

    async fn console_removes(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken> {
        self.lab(&["cli", &format!("queue remove member Local/{extension}@agents from {queue}")]).await
    }

    async fn pauses_by_hand(&mut self, queue: &QueueKey, extension: &Extension, reason: &str) -> Result<(), Broken> {
        let interface = format!("Local/{extension}@agents");
        let pause =
            [("Action", "QueuePause"), ("Queue", queue.0.as_str()), ("Interface", &interface), ("Paused", "true"), ("Reason", reason)];
        self.manager().await?.ask(&pause).await.map(drop)
    }

    async fn drop_link(&mut self) -> Result<(), Broken> {
        self.cable.set(Cable::Cut);
        Ok(())
    }

    async fn stall_link(&mut self) -> Result<(), Broken> {
        self.cable.set(Cable::Stalled);
        Ok(())
    }

    async fn restore_link(&mut self) -> Result<(), Broken> {
        self.cable.set(Cable::Whole);
        Ok(())
    }

    async fn lose_next_answer(&mut self) -> Result<(), Broken> {
        self.cable.set(Cable::LosesAnswer);
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), Broken> {
        self.lab(&["restart"]).await
    }

    async fn truth(&mut self, queue: &QueueKey) -> Result<Truth, Broken> {
        self.truth_of(queue).await
    }
}

conformance_tests!(rig());
