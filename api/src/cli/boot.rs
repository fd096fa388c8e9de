//! From the command line to a running application, step by step; each command goes as far as it needs.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use sea_orm::DbBackend;

use crate::{
    app::App,
    auth::{Access, Keys},
    clock::{SharedClock, SystemClock},
    config::{Config, Faults},
    db::Db,
    live::Hub,
    migrations,
};

/// The file that is read when none is named.
const USUAL_FILE: &str = "switchboard.toml";

/// Where the settings are.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    file: Option<PathBuf>,
}

impl Setup {
    pub(super) fn new(named: Option<PathBuf>) -> Self {
        Self { file: named.or_else(|| Some(PathBuf::from(USUAL_FILE)).filter(|file| file.is_file())) }
    }

    /// The settings, if they are right.
    pub(super) fn config(&self) -> Result<Config, Faults> {
        Config::load(self.file(), variables())
    }

    /// The settings and what the processes that let callers in need besides; all that is wrong with either at once.
    pub(super) fn config_and_keys(&self) -> Result<(Config, Keys), Faults> {
        let (config, mut faults) = Config::read(self.file(), variables());
        match Keys::of(&config.auth) {
            Ok(keys) if faults.is_empty() => Ok((config, keys)),
            Ok(_) => Err(Faults(faults)),
            Err(more) => {
                // A secret that is too short is told by both.
                for fault in more {
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }
                Err(Faults(faults))
            }
        }
    }

    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// Variables that are text; others cannot be ours.
pub(super) fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Opens the database, whatever its state.
pub(super) async fn database(config: &Config) -> anyhow::Result<Db> {
    let url = &config.database.url;
    let kind = if url.starts_with("sqlite:") { "SQLite" } else { "PostgreSQL" };
    Db::open(url, config.database.max_connections).await.map_err(|error| {
        // What cannot be parsed is quoted, and with it the password.
        let said = error.to_string().replace(url.as_str(), "database.url");
        anyhow::anyhow!("the {kind} database cannot be opened: {said}")
    })
}

/// Opens the application over a database that is as this version wants it.
pub(super) async fn app(config: Config, migrate: bool) -> anyhow::Result<App> {
    let db = database(&config).await?;
    if migrate {
        migrations::up(&db).await.context("the database cannot be migrated")?;
    }
    let pending = migrations::pending(&db).await.context("the database cannot be read")?;
    if !pending.is_empty() {
        bail!("the database lacks {} change(s) of this version: run `switchboard migrate`", pending.len());
    }
    let clock: SharedClock = Arc::new(SystemClock);
    let live = Hub::open(db.clone()).await.context("the database cannot be read")?;
    Ok(App { db, clock, live, config: Arc::new(config) })
}

/// The same with the door by which callers come in.
pub(super) async fn access(config: Config, keys: Keys, migrate: bool) -> anyhow::Result<Access> {
    Access::open(app(config, migrate).await?, keys).await
}

/// The kind of database, and for SQLite its file: for the log, so without password.
pub(super) fn describe(db: &Db, config: &Config) -> String {
    match db.backend() {
        DbBackend::Sqlite => {
            let path = config.database.url.trim_start_matches("sqlite:").trim_start_matches("//");
            format!("SQLite at {}", path.split('?').next().unwrap_or(path))
        }
        _ => "PostgreSQL".to_owned(),
    }
}
