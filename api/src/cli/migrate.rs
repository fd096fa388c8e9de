//! `switchboard migrate`: the database as this version wants it.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::boot::{self, Setup};
use crate::migrations;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Change nothing; list what is pending, and fail if anything is
    #[arg(long)]
    check: bool,
}

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<ExitCode> {
    let config = setup.config()?;
    let db = boot::database(&config).await?;
    let pending = migrations::pending(&db).await.context("the database cannot be read")?;
    if pending.is_empty() {
        println!("{}: up to date", boot::describe(&db, &config));
        return Ok(ExitCode::SUCCESS);
    }
    for name in &pending {
        println!("{name}");
    }
    if options.check {
        println!("{}: {} change(s) pending; `switchboard migrate` makes them", boot::describe(&db, &config), pending.len());
        return Ok(ExitCode::FAILURE);
    }
    migrations::up(&db).await.context("the database cannot be migrated")?;
    println!("{}: {} change(s) made", boot::describe(&db, &config), pending.len());
    Ok(ExitCode::SUCCESS)
}
