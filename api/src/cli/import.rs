//! `switchboard import`: takes over what another system knows.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};

use super::boot::{self, Setup};
use crate::turns::import::{self, Options as How};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// The files of a tomatic installation: persons, weeks, busy times, holidays, standing turns
    ///
    /// Each row is told with what became of it. All are written together or, when one is refused, none. The same files again change
    /// nothing. Nothing that is here already is removed.
    Tomatic {
        /// Folder of the installation
        folder: PathBuf,
        /// Account, by name or id
        #[arg(long, value_name = "ACCOUNT")]
        account: String,
        /// Queue that the weeks are of, by name, by its name at the telephone system, or by id
        #[arg(long, value_name = "QUEUE")]
        queue: String,
        /// Tell what would be done, and do nothing
        #[arg(long)]
        dry_run: bool,
        /// Write the rest although some rows are refused
        #[arg(long)]
        leave_out_refused: bool,
    },
}

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<ExitCode> {
    let app = boot::app(setup.config()?, false).await?;
    let Source::Tomatic { folder, account, queue, dry_run, leave_out_refused } = options.source;
    let report = import::tomatic(&app, &folder, &account, &queue, How { dry_run, leave_out_refused }).await?;
    println!("{report}");
    let done = report.written || (dry_run && report.count("refused") == 0);
    Ok(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
