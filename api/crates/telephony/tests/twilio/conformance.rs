//! The suite for what is placed and sent, against the fake.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use numbering::{DialTarget, Msisdn};
use telephony::{
    conformance::{
        Broken,
        outgoing::{OutgoingRig, outgoing_tests},
    },
    outgoing::{OrderKey, Report, Script},
    port::Provider,
    twilio::fake::{Outcome, Trouble},
};
use tokio::sync::mpsc;

use crate::world::World;

const ANSWERS: &str = "+34972183386";
const ENGAGED: &str = "+34972183387";
const SILENT: &str = "+34972183388";
const REFUSED: &str = "+34972183389";

struct TwilioRig(World);

async fn rig() -> Result<Option<TwilioRig>, Broken> {
    let world = World::new().await;
    world.fake.set_outcome(ANSWERS, Outcome::Held);
    world.fake.set_outcome(SILENT, Outcome::Held);
    world.fake.set_outcome(ENGAGED, Outcome::Busy);
    world.fake.set_outcome(REFUSED, Outcome::Refused { code: 21211 });
    Ok(Some(TwilioRig(world)))
}

fn number(text: &str) -> DialTarget {
    DialTarget::Number(text.parse().unwrap())
}

#[async_trait]
impl OutgoingRig for TwilioRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.0.twilio.clone()
    }

    fn callbacks(&mut self) -> Option<mpsc::UnboundedReceiver<Report>> {
        let (sender, reports) = mpsc::unbounded_channel();
        let (_, none) = mpsc::unbounded_channel();
        let mut came = std::mem::replace(&mut self.0.came, none);
        tokio::spawn(async move {
            while let Some(Ok(read)) = came.recv().await {
                drop(sender.send(read.report));
            }
        });
        Some(reports)
    }

    fn answering(&self) -> DialTarget {
        number(ANSWERS)
    }

    fn engaged(&self) -> DialTarget {
        number(ENGAGED)
    }

    fn silent(&self) -> DialTarget {
        number(SILENT)
    }

    fn refused(&self) -> DialTarget {
        number(REFUSED)
    }

    fn script(&self) -> Script {
        Script::Say { text: "Good day".to_owned(), language: None }
    }

    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    async fn callee_answers(&mut self, call: &OrderKey) -> Result<(), Broken> {
        // The order is answered before the telephone rings.
        self.0.fake.until(|calls| calls.iter().any(|seen| seen.sid == call.0 && seen.status == "ringing")).await;
        if self.0.fake.answer(&call.0) { Ok(()) } else { Err(Broken::Rig("it does not ring".to_owned())) }
    }

    async fn callee_hangs_up(&mut self, call: &OrderKey) -> Result<(), Broken> {
        if self.0.fake.hang_up(&call.0) { Ok(()) } else { Err(Broken::Rig("nobody talks".to_owned())) }
    }

    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken> {
        self.0.fake.until(|calls| calls.iter().all(|seen| seen.status != "queued")).await;
        self.0.fake.let_ring(span);
        Ok(())
    }

    async fn drop_link(&mut self) -> Result<(), Broken> {
        self.0.fake.go_away().await;
        Ok(())
    }

    async fn restore_link(&mut self) -> Result<(), Broken> {
        self.0.fake.come_back().await.map_err(|error| Broken::Rig(error.to_string()))
    }

    async fn lose_next_answer(&mut self) -> Result<(), Broken> {
        self.0.fake.befall_next(Trouble::LoseReply);
        Ok(())
    }

    async fn repeat_reports(&mut self, call: &OrderKey) -> Result<(), Broken> {
        self.0.fake.repeat_callbacks(&call.0);
        Ok(())
    }

    async fn rings(&mut self, to: &DialTarget) -> Result<usize, Broken> {
        Ok(self.0.fake.rings_of(&to.to_string()))
    }

    async fn texts(&mut self, to: &Msisdn) -> Result<usize, Broken> {
        Ok(self.0.fake.messages().iter().filter(|message| message.to == to.to_string()).count())
    }
}

outgoing_tests!(rig());
