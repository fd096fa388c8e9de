//! The suite of placed calls on the simulator: every promise, no waiting.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use numbering::{DialTarget, Msisdn};
use telephony::{
    conformance::{
        Broken,
        outgoing::{OutgoingRig, outgoing_tests},
    },
    outgoing::{OrderKey, Report, Script},
    port::Provider,
    simulator::{Config, Fate, ManualClock, Plan, QueueConfig, Simulator, SimulatorHandle},
};
use tokio::sync::mpsc;

use crate::manager::failed;

struct SimulatedRig {
    simulator: Arc<Simulator>,
    handle: SimulatorHandle,
    clock: ManualClock,
}

async fn rig() -> Result<Option<SimulatedRig>, Broken> {
    let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
    let simulator = Arc::new(Simulator::new(Config::new(vec![QueueConfig::new("support")], Vec::new()), clock.clock()));
    let rig = SimulatedRig { handle: simulator.handle(), simulator, clock };
    let fates =
        [(rig.answering(), Fate::Answers), (rig.engaged(), Fate::Busy), (rig.silent(), Fate::Silent), (rig.refused(), Fate::Unallocated)];
    fates.into_iter().for_each(|(target, fate)| rig.handle.plan_for(target, Plan::of(fate)));
    Ok(Some(rig))
}

fn number(text: &str) -> DialTarget {
    DialTarget::Number(text.parse().unwrap())
}

#[async_trait]
impl OutgoingRig for SimulatedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.simulator.clone()
    }

    fn callbacks(&mut self) -> Option<mpsc::UnboundedReceiver<Report>> {
        None
    }

    fn answering(&self) -> DialTarget {
        number("+12025550101")
    }

    fn engaged(&self) -> DialTarget {
        number("+12025550121")
    }

    fn silent(&self) -> DialTarget {
        number("+12025550131")
    }

    fn refused(&self) -> DialTarget {
        number("+12025550151")
    }

    fn script(&self) -> Script {
        Script::Play { audio: "announcement".to_owned() }
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    async fn callee_answers(&mut self, call: &OrderKey) -> Result<(), Broken> {
        self.handle.callee_answers(call).map_err(failed)
    }

    async fn callee_hangs_up(&mut self, call: &OrderKey) -> Result<(), Broken> {
        self.handle.callee_hangs_up(call).map_err(failed)
    }

    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken> {
        self.clock.advance(TimeDelta::from_std(span).map_err(failed)?);
        self.handle.tick();
        Ok(())
    }

    async fn drop_link(&mut self) -> Result<(), Broken> {
        self.handle.link_drops();
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

    async fn repeat_reports(&mut self, call: &OrderKey) -> Result<(), Broken> {
        self.handle.repeat_reports(call);
        Ok(())
    }

    async fn rings(&mut self, to: &DialTarget) -> Result<usize, Broken> {
        Ok(self.handle.rings_at(to))
    }

    async fn texts(&mut self, to: &Msisdn) -> Result<usize, Broken> {
        Ok(self.handle.texts_to(to).len())
    }
}

outgoing_tests!(rig());
