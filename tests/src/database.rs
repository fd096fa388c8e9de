//! A database for one test: a copy of a migrated one, gone when the test ends.

use std::{
    env, fs,
    future::Future,
    path::PathBuf,
    process,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use entity::installation;
use sea_orm::{ConnectionTrait, Database as Connect, DatabaseConnection, EntityTrait, IntoActiveModel, prelude::Uuid};
use switchboard::{db::Db, migrations};

/// Names a PostgreSQL server by a superuser's URL; databases are made there and dropped again.
const SERVER: &str = "SWITCHBOARD_TEST_POSTGRES";

/// Which database a test runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in the temporary folder.
    Sqlite,
    /// A database on the server of this URL.
    Postgres(String),
}

impl Backend {
    /// PostgreSQL, if a server is named; else says that a test is skipped.
    pub fn postgres() -> Option<Self> {
        let server = env::var(SERVER).ok().filter(|url| !url.is_empty());
        if server.is_none() {
            let test = thread::current().name().unwrap_or("a test").to_owned();
            eprintln!("SKIPPED {test}: {SERVER} is not set (tests/services/postgres start FOLDER)");
        }
        server.map(Self::Postgres)
    }
}

/// A database of its own.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) backend: Backend,
    pub(crate) url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Server { url: String, name: String },
}

impl TestDatabase {
    pub(crate) fn create(backend: Backend) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("switchboard_test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let (url, place) = match &backend {
            Backend::Sqlite => {
                let folder = env::temp_dir().join(&name);
                fs::create_dir_all(&folder).expect("a temporary folder");
                let file = folder.join("test.sqlite3");
                fs::write(&file, sqlite_template()).expect("a copy of the migrated database");
                (format!("sqlite://{}?mode=rw", file.display()), Place::Folder(folder))
            }
            Backend::Postgres(server) => {
                let template = postgres_template(server);
                apart(async || run_at(server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await);
                (with_database(server, &name), Place::Server { url: server.clone(), name })
            }
        };
        Self { backend, url, place }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => {
                if let Err(error) = fs::remove_dir_all(folder) {
                    eprintln!("{} is left over: {error}", folder.display());
                }
            }
            Place::Server { url, name } => {
                apart(async || run_at(url, &format!("DROP DATABASE {name} WITH (FORCE)")).await);
            }
        }
    }
}

/// A migrated SQLite database, as bytes; made once a process.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let file = env::temp_dir().join(format!("switchboard_template_{}.sqlite3", process::id()));
        let url = format!("sqlite://{}?mode=rwc", file.display());
        apart(async || migrate(&url).await);
        let bytes = fs::read(&file).expect("the migrated database");
        fs::remove_file(&file).expect("the migrated database goes away");
        bytes
    })
}

/// Name of a migrated PostgreSQL database; made once a process, and left to the server's end.
fn postgres_template(server: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("switchboard_template_{}", process::id());
        apart(async || {
            run_at(server, &format!("DROP DATABASE IF EXISTS {name}")).await;
            run_at(server, &format!("CREATE DATABASE {name}")).await;
            migrate(&with_database(server, &name)).await;
        });
        name
    })
}

async fn migrate(url: &str) {
    let db = Db::open(url, 2).await.expect("a new database opens");
    migrations::up(&db).await.expect("the migrations run");
    if installation::Entity::find_by_id(1).one(db.read()).await.expect("the installation is read").is_none() {
        let row = installation::Model { id: 1, stream: Uuid::now_v7(), pruned: 0 };
        installation::Entity::insert(row.into_active_model())
            .exec_without_returning(db.admin())
            .await
            .expect("the installation is written");
    }
    // The last connection to close leaves the whole database in one file.
    for connection in [db.read(), db.admin()] {
        connection.close_by_ref().await.expect("the new database closes");
    }
}

async fn run_at(server: &str, statement: &str) {
    let connection: DatabaseConnection = Connect::connect(server).await.expect("the PostgreSQL server answers");
    connection.execute_unprepared(statement).await.expect("a database is made or dropped");
    connection.close().await.expect("the connection to the server closes");
}

fn with_database(server: &str, name: &str) -> String {
    let (start, _) = server.rsplit_once('/').expect("the server's URL names a database");
    format!("{start}/{name}")
}

/// Runs outside the test's runtime, to the end.
fn apart<F, T>(work: impl FnOnce() -> F + Send) -> T
where
    F: Future<Output = T>,
    T: Send,
{
    let run = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work());
    thread::scope(|scope| scope.spawn(run).join().expect("work apart does not panic"))
}
