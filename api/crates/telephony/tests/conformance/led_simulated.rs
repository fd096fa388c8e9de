//! The suite of calls that are led on the simulator.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use flow::voice::Prompt;
use numbering::DialTarget;
use telephony::{
    Deed,
    conformance::{
        Broken,
        conversation::{Behaves, ConversationRig, Scripted, conversation_tests},
    },
    port::Provider,
    simulator::{Config, Fate, ManualClock, Plan, QueueConfig, Simulator, SimulatorHandle},
};

use crate::manager::failed;

struct LedRig {
    simulator: Arc<Simulator>,
    conductor: Arc<Scripted>,
    handle: SimulatorHandle,
    clock: ManualClock,
    parties: u32,
}

#[expect(clippy::unused_async, reason = "rigs are made by a future")]
async fn rig() -> Result<Option<LedRig>, Broken> {
    let clock = ManualClock::new("2026-03-02T09:00:00Z".parse().unwrap());
    let conductor = Arc::new(Scripted::default());
    let config = Config::new(vec![QueueConfig::new("support")], Vec::new());
    let simulator = Arc::new(Simulator::new(config, clock.clock()).led_by(conductor.clone()));
    Ok(Some(LedRig { handle: simulator.handle(), simulator, conductor, clock, parties: 0 }))
}

#[async_trait]
impl ConversationRig for LedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.simulator.clone()
    }

    fn conductor(&self) -> Arc<Scripted> {
        self.conductor.clone()
    }

    fn party(&mut self, behaves: Behaves) -> Result<DialTarget, Broken> {
        self.parties += 1;
        let target = DialTarget::Number(format!("+120255501{:02}", self.parties).parse().map_err(failed)?);
        let (fate, deeds) = match behaves {
            Behaves::Presses(keys) => (Fate::Answers, vec![Deed::presses(keys)]),
            Behaves::Waits | Behaves::Human => (Fate::Answers, vec![]),
            Behaves::Speaks => (Fate::Answers, vec![Deed::Speaks(2)]),
            Behaves::HangsUp | Behaves::HangsUpSoon => (Fate::Answers, vec![Deed::HangsUp]),
            Behaves::PressesAndHangsUp => (Fate::Answers, vec![Deed::presses("1"), Deed::HangsUp]),
            Behaves::Machine => (Fate::Machine, vec![]),
            Behaves::Engaged => (Fate::Busy, vec![]),
            Behaves::Silent => (Fate::Silent, vec![]),
            Behaves::Unallocated => (Fate::Unallocated, vec![]),
        };
        self.handle.plan_for(target.clone(), Plan::of(fate));
        self.handle.plan_deeds(target.clone(), deeds);
        Ok(target)
    }

    fn question(&self) -> Prompt {
        Prompt::Play { audio: "question".to_owned() }
    }

    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken> {
        self.clock.advance(TimeDelta::from_std(span).map_err(failed)?);
        self.handle.tick();
        Ok(())
    }
}

conversation_tests!(rig());
