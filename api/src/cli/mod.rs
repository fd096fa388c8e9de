//! The binary's commands, one file each. Only here the terminal is spoken to: results on standard output, the rest on
//! standard error.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.

mod boot;
mod config;
mod demo;
mod doctor;
mod extensions;
mod import;
mod init;
mod logging;
mod migrate;
mod schema;
mod serve;
mod signals;
mod token;
mod work;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use rustix::{fs::Mode, process::umask};

use self::boot::Setup;
use crate::{
    config::Faults,
    error::{Fault, Refusal},
};

/// One GraphQL API for all that a phone-support team does with a telephone.
///
/// Settings come from a TOML file and from variables SWITCHBOARD_<SECTION>__<SETTING>, which go first. `switchboard config`
/// prints every setting with its default and its unit.
#[derive(Debug, Parser)]
#[command(name = "switchboard", version, arg_required_else_help = true)]
struct Arguments {
    /// File with the settings [default: switchboard.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "SWITCHBOARD_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, the web app and GraphiQL, and do the work that has no client: telephone systems, cleaning up
    Serve(serve::Options),
    /// Do the work that has no client, without serving: for further machines
    Work(work::Options),
    /// Bring the database up to this version
    Migrate(migrate::Options),
    /// Found the first account, with its admin
    Init(init::Options),
    /// Issue an access token or an API key
    Token(token::Options),
    /// Look at configuration, database, clock, secrets, telephone systems and network; tell what is wrong and how to mend it
    Doctor,
    /// Try it: API, web app and a simulated team at work, offline, with nothing to set up
    Demo(demo::Options),
    /// Print the telephones that the active persons need, as a telephone system reads them
    Extensions(extensions::Options),
    /// Take over what another system knows
    Import(import::Options),
    /// Print the GraphQL schema
    Schema(schema::Options),
    /// Print every setting with its default and its unit, as a file to begin with
    Config,
}

/// Runs the command that the program was called with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What we write, an SQLite database above all, is nobody else's.
    umask(Mode::RWXO | Mode::WGRP);
    let result = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let result = runtime.block_on(arguments.command.run(Setup::new(arguments.config)));
            // A solver at work hears only now and then that it shall stop: nobody waits for it.
            runtime.shutdown_background();
            result
        }
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

impl Command {
    async fn run(self, setup: Setup) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(options) => Box::pin(serve::run(options, setup)).await?,
            Self::Work(options) => Box::pin(work::run(options, setup)).await?,
            Self::Migrate(options) => return migrate::run(options, setup).await,
            Self::Init(options) => init::run(options, setup).await?,
            Self::Token(options) => token::run(options, setup).await?,
            Self::Demo(options) => Box::pin(demo::run(options)).await?,
            Self::Doctor => return doctor::run(setup).await,
            Self::Extensions(options) => extensions::run(options, setup).await?,
            Self::Import(options) => return Box::pin(import::run(options, setup)).await,
            Self::Schema(options) => return schema::run(options),
            Self::Config => config::run(),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A use case that did not happen, for the terminal.
fn told(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::User(problems) => anyhow::anyhow!(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")),
        Refusal::Fault(Fault::Internal(error)) => error,
        Refusal::Fault(fault) => anyhow::anyhow!(fault.message()),
    }
}

#[expect(clippy::print_stderr, reason = "the last word of a command that failed")]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("switchboard: {error:#}");
    if error.is::<Faults>() { ExitCode::from(2) } else { ExitCode::FAILURE }
}
