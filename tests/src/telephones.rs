//! A simulated telephone system behind the application, moved by its handle.

use std::{sync::Arc, time::Duration};

use numbering::Extension;
use serde_json::{Value, json};
use switchboard::{
    app::App,
    exchange::{self, Link, converse::Leader},
    live::Position,
};
use telephony::{
    event::Party,
    port::{CallKey, QueueKey},
    simulator::{Clock, Config, QueueConfig, Simulator, SimulatorHandle},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{account::TestAccount, client::Client};

/// How long a test waits for what must come.
pub const SOON: Duration = Duration::from_secs(30);

/// Waits for something newer than `head`, or a moment: a link that was taken for silent because the clock was moved is heard
/// again without news.
pub async fn news(app: &App, head: Position) {
    let _either = tokio::time::timeout(Duration::from_millis(250), app.live.past(head)).await;
}

/// A simulated telephone system, linked. Unlinked when dropped.
pub struct Telephones {
    /// The script's hand on it.
    pub system: SimulatorHandle,
    account: TestAccount,
    _stop: DropGuard,
}

impl TestAccount {
    /// A telephone system with these queues and telephones, linked and in step.
    pub async fn telephones(&self, queues: &[&str], extensions: &[&str]) -> Telephones {
        let queues = queues.iter().map(|key| QueueConfig::new(key)).collect();
        self.telephones_as(Config::new(queues, extensions.iter().map(|text| extension(text)).collect())).await
    }

    /// A telephone system as configured, linked and in step.
    pub async fn telephones_as(&self, config: Config) -> Telephones {
        let clock = Arc::clone(&self.process.app.clock);
        self.telephones_by(config, Arc::new(move || clock.now())).await
    }

    /// A telephone system as configured, with a clock of its own, linked and in step.
    pub async fn telephones_by(&self, config: Config, clock: Clock) -> Telephones {
        let leader = Leader::later();
        leader.begin(&self.process.app);
        let simulator = Simulator::new(config, clock).led_by(leader.conductor());
        let system = simulator.handle();
        let link =
            Link { name: "pbx".to_owned(), account: None, country: numbering::Country::parse("ES").ok(), provider: Arc::new(simulator) };
        let link = Link { account: Some(self.name().await), ..link };
        let stop = CancellationToken::new();
        tokio::spawn(exchange::run(self.process.app.clone(), link, "test".to_owned(), self.outgoing(), stop.clone()));
        let telephones = Telephones { system, account: self.clone(), _stop: stop.drop_guard() };
        telephones.until_health("UP").await;
        telephones
    }

    /// Asks again after every change until `holds`; fails with the last answer.
    pub async fn until(&self, client: &Client, document: &str, variables: Value, holds: impl Fn(&Value) -> bool) -> Value {
        let live = &self.process.app.live;
        let mut last = Value::Null;
        let waiting = async {
            loop {
                let head = live.head();
                last = client.query(document, variables.clone()).await;
                if holds(&last) {
                    return;
                }
                news(&self.process.app, head).await;
            }
        };
        let came = tokio::time::timeout(SOON, waiting).await.is_ok();
        assert!(came, "it never came to hold; the last answer to\n{document}\nwas {last:#}");
        last
    }
}

impl Telephones {
    /// Waits for the link to be so.
    pub async fn until_health(&self, health: &str) {
        let viewer = self.account.as_role(entity::stored::Role::Viewer).await;
        self.account.until(&viewer, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == health).await;
    }

    /// A call comes in from `number`; `None` withholds it.
    pub fn call(&self, queue: &str, number: Option<&str>) -> CallKey {
        let from = Party { number: number.map(str::to_owned), name: None, withheld: number.is_none() };
        self.system.call_arrives(&QueueKey(queue.to_owned()), from).expect("the call comes in")
    }

    /// The telephone is answered.
    pub fn answer(&self, telephone: &str) {
        self.system.agent_answers(&extension(telephone)).expect("the telephone was ringing");
    }
}

/// An extension, read.
pub fn extension(text: &str) -> Extension {
    text.parse().expect("an extension")
}
