//! The suite on the simulator: every promise, no waiting.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use numbering::Extension;
use telephony::{
    conformance::{Broken, Rig, TrueMember, Truth, conformance_tests},
    event::Party,
    port::{CallKey, Endpoint, Provider, QueueKey},
    simulator::{Arrival, Config, FixedMember, HangUp, ManualClock, QueueConfig, ScriptError, Simulator, SimulatorHandle, endpoint},
};

struct SimulatedRig {
    simulator: Arc<Simulator>,
    handle: SimulatorHandle,
    clock: ManualClock,
}

async fn rig() -> Result<Option<SimulatedRig>, Broken> {
    let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
    let support = QueueConfig { ring_limit: Duration::from_secs(8), ..QueueConfig::new("support") };
    let fixed = FixedMember { extension: extension("1901"), name: "Fixed".to_owned(), penalty: 0 };
    let with_fixed = QueueConfig { fixed: vec![fixed], ..QueueConfig::new("fixed") };
    let extensions = ["1001", "7001", "8001", "1901"].map(extension).to_vec();
    let simulator = Arc::new(Simulator::new(Config::new(vec![support, with_fixed], extensions), clock.clock()));
    Ok(Some(SimulatedRig { handle: simulator.handle(), simulator, clock }))
}

fn extension(digits: &str) -> Extension {
    digits.parse().unwrap()
}

fn failed(error: ScriptError) -> Broken {
    Broken::Rig(error.to_string())
}

#[async_trait]
impl Rig for SimulatedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.simulator.clone()
    }

    fn queue(&self) -> QueueKey {
        "support".into()
    }

    fn answering(&self) -> Extension {
        extension("1001")
    }

    fn silent(&self) -> Extension {
        extension("7001")
    }

    fn declining(&self) -> Extension {
        extension("8001")
    }

    fn ring_limit(&self) -> Duration {
        Duration::from_secs(8)
    }

    fn fixed(&self) -> Option<(QueueKey, Endpoint)> {
        Some(("fixed".into(), endpoint(&extension("1901"))))
    }

    async fn caller_joins(&mut self, queue: &QueueKey, from: Party, wait_limit: Option<Duration>) -> Result<(), Broken> {
        let arrival = Arrival { from, wait_limit, ..Arrival::default() };
        self.handle.call_arrives_as(queue, arrival).map(drop).map_err(failed)
    }

    async fn caller_hangs_up(&mut self, call: &CallKey) -> Result<(), Broken> {
        self.handle.hang_up(call, HangUp::ByCaller).map_err(failed)
    }

    async fn agent_answers(&mut self) -> Result<(), Broken> {
        self.handle.agent_answers(&self.answering()).map(drop).map_err(failed)
    }

    async fn agent_declines(&mut self) -> Result<(), Broken> {
        self.handle.agent_declines(&self.declining()).map(drop).map_err(failed)
    }

    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken> {
        self.clock.advance(TimeDelta::from_std(span).map_err(|error| Broken::Rig(error.to_string()))?);
        self.handle.tick();
        Ok(())
    }

    async fn console_adds(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken> {
        self.handle.console_adds(queue, extension, "By hand").map_err(failed)
    }

    async fn console_removes(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), Broken> {
        self.handle.console_removes(queue, extension).map_err(failed)
    }

    async fn pauses_by_hand(&mut self, queue: &QueueKey, extension: &Extension, reason: &str) -> Result<(), Broken> {
        self.handle.pause_at_phone(Some(queue), extension, reason).map_err(failed)
    }

    async fn drop_link(&mut self) -> Result<(), Broken> {
        self.handle.link_drops();
        Ok(())
    }

    async fn stall_link(&mut self) -> Result<(), Broken> {
        self.handle.link_stalls();
        Ok(())
    }

    async fn restore_link(&mut self) -> Result<(), Broken> {
        self.handle.link_comes_back();
        Ok(())
    }

    async fn lose_next_answer(&mut self) -> Result<(), Broken> {
        self.handle.lose_next_answer();
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), Broken> {
        self.handle.restarts();
        Ok(())
    }

    async fn truth(&mut self, queue: &QueueKey) -> Result<Truth, Broken> {
        let state = self.handle.state();
        let queue = state.queues.iter().find(|known| known.key == *queue).ok_or_else(|| Broken::Rig(format!("no queue {queue}")))?;
        let members = queue.members.iter().filter_map(|member| {
            let seen = TrueMember { paused: member.paused.clone(), penalty: member.penalty };
            Some((member.extension.clone()?, seen))
        });
        Ok(Truth { members: members.collect(), waiting: queue.entries.len() })
    }
}

conformance_tests!(rig());
