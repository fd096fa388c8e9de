//! Processes that dial, as they would on machines of their own: each a program, over one database and one fake Twilio, so that it can be
//! killed.
//!
//! They have the clock of [`FastClock`], by which a lease ends after seconds; what may take long by the machine's time is shortened
//! alike. Twilio posts to [`Front`], which hands each post to one of those that live.

mod clock;
mod front;
mod work;

use std::{
    io,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use axum::http::StatusCode;
use entity::{id::ProviderId, provider};
use serde::{Deserialize, Serialize};
use telephony::{
    capability::Operation,
    twilio::{
        self, Secret,
        callback::sign,
        fake::{FakeTwilio, SeenCall},
    },
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdin, Command},
    time::timeout,
};

pub use self::{clock::FastClock, front::Front, work::work};
use crate::{app::TestApp, telephones::SOON};

/// What the telephone system is called, and whose it is at Twilio.
const NAME: &str = "twilio";
const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "a-token-that-nobody-sees";
/// What callouts that say something need, and calls that are led.
const ABLE: [Operation; 3] = [Operation::PlaceCall, Operation::Say, Operation::Converse];
/// How long one may take to begin: a debug build, on a machine that is busy.
const BEGINS_WITHIN: Duration = Duration::from_secs(60);

/// What a process is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Where the database is.
    database: String,
    /// The telephone system.
    provider: ProviderId,
    /// Where that is.
    twilio: String,
    /// Where it posts.
    callbacks: String,
    /// Where it asks what comes next in calls that are led.
    conversations: String,
    /// Whether it dials: others only answer what is posted.
    dials: bool,
    /// What its clock says.
    clock: FastClock,
    /// At which place it dies, when that many calls have come by there.
    dies: Option<(String, u32)>,
}

/// One database, one fake Twilio, one front: what processes have in common.
pub struct Place {
    /// Twilio.
    pub fake: FakeTwilio,
    /// Their telephone system.
    pub provider: provider::Model,
    front: Front,
    database: String,
    program: PathBuf,
    clock: FastClock,
}

impl Place {
    /// Where time passes so many times as fast as elsewhere, beginning at the time of `app`. `program`: the binary `worker`.
    pub async fn new(app: &TestApp, program: &str, times: u32) -> Self {
        let clock = FastClock::from(app.now(), times);
        let fake = twilio::fake::Config {
            clock: std::sync::Arc::new(move || clock.says()),
            second: Duration::from_secs(1) / times,
            ..twilio::fake::Config::new(ACCOUNT, TOKEN)
        };
        Self {
            fake: FakeTwilio::start(fake).await.expect("a fake Twilio"),
            provider: app.able_provider(NAME, &ABLE).await,
            front: Front::open().await.expect("a port"),
            database: app.database_url().to_owned(),
            program: Path::new(program).to_owned(),
            clock,
        }
    }

    /// A process that goes on until it is dropped; or that dies at a place, when that many calls have come by there.
    pub async fn worker(&self, dies: Option<(&str, u32)>) -> Worker {
        let callbacks = twilio::callback_url(&self.front.url(), NAME).expect("an address");
        self.start(callbacks, true, dies).await
    }

    /// A process that dials nobody and answers what is posted; or that dies at a place, when that many calls have come by there.
    pub async fn answerer(&self, dies: Option<(&str, u32)>) -> Worker {
        let callbacks = twilio::callback_url(&self.front.url(), NAME).expect("an address");
        self.start(callbacks, false, dies).await
    }

    /// What is answered to a post that asks what comes next in a call, signed as Twilio signs it; none: whoever was asked died of it.
    pub async fn asks(&self, reference: &str, query: &str, body: &str) -> Option<u16> {
        let address = format!("{}/{reference}?{query}", self.conversations());
        let signature = sign(&address, body.as_bytes(), &Secret::new(TOKEN));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-twilio-signature", signature.as_str())];
        let status = self.front.post(&format!("/conversations/{NAME}/{reference}?{query}"), &headers, body).await;
        (status != StatusCode::BAD_GATEWAY).then_some(status.as_u16())
    }

    fn conversations(&self) -> String {
        format!("{}/conversations/{NAME}", self.front.url())
    }

    /// A process whose orders [`Place::of`] tells from those of others. It is told nothing of what becomes of them.
    pub async fn deaf_worker(&self, name: &str) -> Worker {
        self.start(format!("{}/{name}", self.front.url()), true, None).await
    }

    /// How many of these orders are of the [`Place::deaf_worker`] of that name.
    pub fn of(&self, name: &str, calls: &[SeenCall]) -> usize {
        let begins = format!("{}/{name}/", self.front.url());
        let theirs = |call: &&SeenCall| call.asked.iter().any(|(key, value)| key == "StatusCallback" && value.starts_with(&begins));
        calls.iter().filter(theirs).count()
    }

    async fn start(&self, callbacks: String, dials: bool, dies: Option<(&str, u32)>) -> Worker {
        let task = Task {
            database: self.database.clone(),
            provider: self.provider.id,
            twilio: self.fake.url(),
            callbacks,
            conversations: self.conversations(),
            dials,
            clock: self.clock,
            dies: dies.map(|(place, calls)| (place.to_owned(), calls)),
        };
        let task = serde_json::to_string(&task).expect("a task");
        let mut command = Command::new(&self.program);
        command.arg(task).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = timeout(BEGINS_WITHIN, said.next_line()).await.expect("it begins in time").expect("its output is read");
        let serving = self.front.add(line.expect("it says where it is"));
        Worker { input: child.stdin.take(), child, _serving: serving }
    }
}

/// A process that dials. It goes when this is dropped.
pub struct Worker {
    child: Child,
    /// At whose end it ends in order; apart, since waiting for a process closes what it holds.
    input: Option<ChildStdin>,
    _serving: front::Serving,
}

impl Worker {
    /// Waits until it is gone. May be waited for again.
    ///
    /// # Errors
    /// The system's.
    pub async fn gone(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Has it end in order, and waits for that.
    pub async fn end(mut self) {
        drop(self.input.take());
        let ended = timeout(SOON, self.child.wait()).await.expect("it ends in time").expect("it is waited for");
        assert!(ended.success(), "{ended}");
    }
}
