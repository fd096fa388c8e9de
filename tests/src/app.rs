//! The application as a test has it.

use std::{future::Future, ops::Deref, sync::Arc};

use chrono::{DateTime, TimeZone, Utc};
use switchboard::{
    app::App,
    auth::{Access, Keys},
    clock::{Clock, ManualClock},
    config::{Config, auth::Auth, mail::Mail, secret::Secret, webhooks::Webhooks},
    db::Db,
    exchange::dial::{self, Outgoing},
    live::Hub,
    schema::{self, Schema},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    account::TestAccount,
    database::{Backend, TestDatabase},
    statements,
};

/// Where the clock stands at the start: a Saturday.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).single().expect("an instant")
}

/// The application over a database of its own, with one account in it. What an account can do, it can do for that one.
pub struct TestApp {
    /// The clock, moved by hand.
    pub clock: Arc<ManualClock>,
    account: TestAccount,
    // Last, so that it goes when nothing uses it any more.
    database: Arc<TestDatabase>,
}

/// Runs `test` to its end on a runtime of its own.
///
/// The database goes after the runtime: a connection that is just being made would hold up its `DROP DATABASE` for a minute.
pub fn run<F: Future<Output = ()>>(backend: Backend, test: impl FnOnce(TestApp) -> F) {
    let database = Arc::new(TestDatabase::create(backend));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { test(TestApp::over(Arc::clone(&database), Config::default()).await).await });
}

impl TestApp {
    /// Starts the application on `backend`, set up by `config`: for tests with a runtime of their own.
    pub async fn start_with(backend: Backend, config: Config) -> Self {
        Self::over(Arc::new(TestDatabase::create(backend)), config).await
    }

    async fn over(database: Arc<TestDatabase>, mut config: Config) -> Self {
        config.webhooks.secret.get_or_insert_with(|| Secret::new("what webhooks of the acceptance tests are signed with"));
        let clock = Arc::new(ManualClock::at(beginning()));
        let process = Process::start(&database, Arc::clone(&clock), Arc::new(config)).await;
        let account = TestAccount::create(Arc::new(process), "Som").await;
        Self { clock, account, database }
    }

    /// The account that tests act in.
    pub fn account(&self) -> &TestAccount {
        &self.account
    }

    /// Another account in the same database.
    pub async fn other_account(&self) -> TestAccount {
        TestAccount::create(Arc::clone(&self.process), "Others").await
    }

    /// The same account, served by another process that starts now, over the same database and clock.
    pub async fn another_process(&self) -> TestAccount {
        let config = Arc::clone(&self.process.app.config);
        let process = Process::start(&self.database, Arc::clone(&self.clock), config).await;
        TestAccount { process: Arc::new(process), id: self.account.id }
    }

    /// The same account, served by another process that sends mail as `settings` say.
    pub async fn with_mail(&self, settings: Mail) -> TestAccount {
        let config = Config { mail: settings, ..(*self.process.app.config).clone() };
        let process = Process::start(&self.database, Arc::clone(&self.clock), Arc::new(config)).await;
        TestAccount { process: Arc::new(process), id: self.account.id }
    }

    /// The same account, served by another process that posts webhooks as `settings` say.
    pub async fn with_webhooks(&self, settings: Webhooks) -> TestAccount {
        let config = Config { webhooks: settings, ..(*self.process.app.config).clone() };
        let process = Process::start(&self.database, Arc::clone(&self.clock), Arc::new(config)).await;
        TestAccount { process: Arc::new(process), id: self.account.id }
    }

    /// Which database this is on.
    pub fn backend(&self) -> &Backend {
        &self.database.backend
    }

    /// Where that is, for a process of its own.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The application itself.
    pub fn app(&self) -> &App {
        &self.process.app
    }

    /// The schema over the application.
    pub fn schema(&self) -> &Schema {
        &self.process.schema
    }

    /// What `work` gives, and the calls by which the database was asked for it, e.g. `["query_all"]`. Not counted is what runs
    /// beside the test: the hub's looks at the outbox.
    pub async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, Vec<&'static str>) {
        statements::during(work).await
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

impl Deref for TestApp {
    type Target = TestAccount;

    fn deref(&self) -> &TestAccount {
        &self.account
    }
}

/// What one process has in memory; clients and builders share it.
pub(crate) struct Process {
    pub(crate) app: App,
    pub(crate) access: Access,
    pub(crate) schema: Schema,
    pub(crate) outgoing: Outgoing,
    _stop: DropGuard,
}

impl Process {
    async fn start(database: &TestDatabase, clock: Arc<ManualClock>, config: Arc<Config>) -> Self {
        let db = Db::open(&database.url, 4).await.expect("the database opens");
        let live = Hub::open(db.clone()).await.expect("the hub opens");
        let stop = CancellationToken::new();
        tokio::spawn(statements::beside(live.clone().run(db.clone(), stop.clone())));
        let app = App { db, clock, live, config };
        // The processes of a test take each other's tokens.
        let auth = Auth { secret: Some(Secret::new("the secret of the acceptance tests")), ..app.config.auth.clone() };
        let keys = Keys::of(&auth).expect("a secret");
        let access = Access::open(app.clone(), keys).await.expect("the door opens");
        tokio::spawn(statements::beside(access.clone().run(stop.clone())));
        let (outgoing, mut writer) = dial::outgoing();
        tokio::spawn(statements::beside({
            let (app, stop) = (app.clone(), stop.clone());
            async move { writer.run(&app, stop).await }
        }));
        Self { schema: schema::build(&access), access, app, outgoing, _stop: stop.drop_guard() }
    }
}
