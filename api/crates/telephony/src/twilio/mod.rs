//! Twilio, or another that speaks its REST API of 2010-04-01, such as Somleng: places calls and sends messages.
//!
//! | file | what |
//! | --- | --- |
//! | `config` | how to reach it, and how it reaches us |
//! | `client`, `answer` | requests, and what an answer means |
//! | `orders` | what is asked: place, hang up, send, look up |
//! | `twiml` | what happens on answer, as Twilio's document |
//! | `turns`, `acts` | a call that is led: what a turn's post says, and its answer as a document |
//! | `resource`, `words` | what it shows, in neutral words |
//! | `look_up` | which of the calls it lists is ours |
//! | `account` | the proof that the account may be used, now and then |
//! | `callback` | what it posts to us: proved and read |
//! | `fake` | a server that answers as Twilio does, for tests and measurements |
//!
//! There is no link to be held and nothing is watched: [`Provider::run`] says whether the account may be used, and what becomes of an
//! order comes by callbacks.

mod account;
mod acts;
mod answer;
pub mod callback;
mod client;
mod config;
#[cfg(feature = "fake")]
pub mod fake;
mod look_up;
mod orders;
mod resource;
mod turns;
mod twiml;
mod words;

use std::fmt;

use async_trait::async_trait;
use flow::voice::{Act, RecordingKey};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::client::Client;
pub use self::config::{Config, ConfigError, Limits, Secret, callback_url, conversation_url};
use crate::{
    capability::{Capabilities, Capability, Operation, Outcome, Support},
    conversation::{Document, Recording, TurnRead},
    outgoing::{Accepted, CallOrder, Found, LookUp, MessageOrder, OrderError, OrderKey, Reference},
    port::{Callback, CallbackError, CallbackRead, CommandError, Provider, ProviderKind, QueueCommand, Signal},
};

/// One account at Twilio.
pub struct Twilio {
    config: Config,
    client: Client,
    capabilities: Capabilities,
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Twilio {
    /// An account of which nothing has been asked yet.
    ///
    /// # Errors
    /// [`ConfigError`]: nothing was tried.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        config.check()?;
        let client = Client::new(&config)?;
        let capabilities = capabilities(&config);
        Ok(Self { config, client, capabilities })
    }
}

fn capabilities(config: &Config) -> Capabilities {
    let native = |operation, outcome| Capability { operation, support: Support::Native, outcome };
    let led = config.conversation_url.is_some().then(|| native(Operation::Converse, Outcome::Event));
    let always = [
        native(Operation::PlaceCall, Outcome::Event),
        native(Operation::HangUp, Outcome::Answer),
        native(Operation::DetectMachine, Outcome::Event),
        native(Operation::Play, Outcome::Observed),
        native(Operation::Say, Outcome::Observed),
        native(Operation::Connect, Outcome::Observed),
        native(Operation::SendMessage, Outcome::Event),
    ];
    Capabilities(always.into_iter().chain(led).collect())
}

#[async_trait]
impl Provider for Twilio {
    fn kind(&self) -> ProviderKind {
        ProviderKind::Twilio
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn sender(&self) -> Option<String> {
        self.config.sender()
    }

    async fn run(&self, signals: mpsc::Sender<Signal>, stop: CancellationToken) {
        account::keep_proving(&self.client, &self.config.limits, &signals, &stop).await;
    }

    async fn command(&self, _: QueueCommand) -> Result<(), CommandError> {
        Err(CommandError::Unsupported)
    }

    async fn place(&self, order: &CallOrder) -> Result<Accepted, OrderError> {
        orders::place(&self.client, &self.config, order).await
    }

    async fn hang_up(&self, call: &OrderKey) -> Result<(), OrderError> {
        orders::hang_up(&self.client, call).await
    }

    async fn send(&self, order: &MessageOrder) -> Result<Accepted, OrderError> {
        orders::send(&self.client, &self.config, order).await
    }

    async fn look_up_call(&self, order: &LookUp) -> Result<Found, OrderError> {
        orders::look_up_call(&self.client, &self.config, order).await
    }

    async fn look_up_message(&self, order: &LookUp) -> Result<Found, OrderError> {
        orders::look_up_message(&self.client, &self.config, order).await
    }

    fn read_callback(&self, callback: &Callback<'_>) -> Result<CallbackRead, CallbackError> {
        callback::take(&self.config, callback)
    }

    fn read_turn(&self, post: &Callback<'_>) -> Result<TurnRead, CallbackError> {
        turns::take(&self.config, post)
    }

    fn write_answer(&self, reference: &Reference, read: &TurnRead, act: &Act) -> Result<Document, OrderError> {
        let body = acts::answer(&self.config, reference, read, act)?;
        Ok(Document { content_type: "text/xml; charset=utf-8", body })
    }

    async fn recording(&self, key: &RecordingKey) -> Result<Recording, OrderError> {
        self.client.file(&["Recordings", orders::name(&key.0)?], "wav").await
    }

    async fn delete_recording(&self, key: &RecordingKey) -> Result<(), OrderError> {
        self.client.delete(&["Recordings", orders::name(&key.0)?]).await
    }
}
