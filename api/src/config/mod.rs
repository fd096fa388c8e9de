//! Configuration: a small struct a concern, from a file and the environment; every fault is told at once, at boot.
//!
//! The file is TOML (`switchboard.toml`, or `--config`). A variable `SWITCHBOARD_<CONCERN>__<FIELD>` goes before the file, e.g.
//! `SWITCHBOARD_DATABASE__URL`. Secrets are given by environment or by the name of a file that holds one.
//! [`REFERENCE`] is a file with every setting, its default and its unit.

pub mod auth;
pub mod database;
pub mod dialling;
pub mod limits;
pub mod live;
pub mod log;
pub mod mail;
pub mod provider;
pub mod retention;
pub mod secret;
pub mod server;
pub mod solver;
mod source;
pub mod webhooks;

use std::path::Path;

use figment::{
    Figment,
    providers::{Format, Toml},
};

use self::source::{Reader, Variables};

/// A file that says what is so anyway: every setting with its default and its unit.
pub const REFERENCE: &str = include_str!("reference.toml");

/// Sections of the file.
const SECTIONS: [&str; 12] =
    ["database", "server", "auth", "limits", "live", "solver", "dialling", "retention", "mail", "webhooks", "log", "provider"];

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where things are kept.
    pub database: database::Database,
    /// Where requests come in.
    pub server: server::Server,
    /// How people and programs get in.
    pub auth: auth::Auth,
    /// What a request may cost.
    pub limits: limits::Limits,
    /// The stream of changes.
    pub live: live::Live,
    /// What may be solved at once.
    pub solver: solver::Solver,
    /// Calls that are placed.
    pub dialling: dialling::Dialling,
    /// How far back the past reaches.
    pub retention: retention::Retention,
    /// The mail server.
    pub mail: mail::Mail,
    /// Posts to other programs.
    pub webhooks: webhooks::Webhooks,
    /// What is logged.
    pub log: log::Log,
    /// Telephone systems, `[[provider]]` in the file.
    pub provider: Vec<provider::Provider>,
}

/// All that is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has {} fault(s):\n{}", .0.len(), .0.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<String>);

impl Config {
    /// Reads the file, if any, and the variables, and checks the whole.
    ///
    /// # Errors
    /// [`Faults`]: every one found, each naming its setting, where it was set, and what would be right.
    pub fn load(file: Option<&Path>, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Faults> {
        let (config, faults) = Self::read(file, variables);
        if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
    }

    /// As [`Config::load`], with defaults in place of what is wrong: for those who have more to check, or to say.
    pub fn read(file: Option<&Path>, variables: impl IntoIterator<Item = (String, String)>) -> (Self, Vec<String>) {
        let mut figment = Figment::new();
        let mut faults = Vec::new();
        match file {
            Some(file) if !file.is_file() => faults.push(format!("{}: no such file", file.display())),
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None => {}
        }
        let mut reader = match Reader::new(figment.merge(Variables::new(variables))) {
            Ok(reader) => reader,
            // Of a file that is no TOML nothing else can be said.
            Err(fault) => return (Self::default(), vec![fault]),
        };
        let config = Self {
            database: reader.section("database"),
            server: reader.section("server"),
            auth: reader.section("auth"),
            limits: reader.section("limits"),
            live: reader.section("live"),
            solver: reader.section("solver"),
            dialling: reader.section("dialling"),
            retention: reader.section("retention"),
            mail: reader.section("mail"),
            webhooks: reader.section("webhooks"),
            log: reader.section("log"),
            provider: provider::read(&mut reader),
        };
        faults.extend(reader.finish(&SECTIONS));
        faults.extend(config.faults());
        (config, faults)
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.database.check(&mut faults);
        self.server.check(&mut faults);
        self.auth.check(&mut faults);
        self.limits.check(&mut faults);
        self.live.check(&mut faults);
        self.solver.check(&mut faults);
        self.dialling.check(&mut faults);
        self.retention.check(&mut faults);
        self.mail.check(&mut faults);
        self.webhooks.check(&mut faults);
        self.log.check(&mut faults);
        provider::check(&self.provider, &mut faults);
        faults
    }
}

#[cfg(test)]
mod tests;
