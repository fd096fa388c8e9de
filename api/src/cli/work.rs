//! `switchboard work`: what has no client, on a machine that serves nobody.

use clap::Args;

use super::{
    boot::{self, Setup},
    logging, signals,
};
use crate::{
    exchange::dial,
    worker::{self, Workers},
};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Bring the database up to this version first
    #[arg(long)]
    migrate: bool,
}

pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<()> {
    let (config, keys) = setup.config_and_keys()?;
    let telephones = worker::telephones(&config)?;
    logging::begin(&config.log)?;
    let stop = signals::stop()?;
    let access = boot::access(config, keys, options.migrate).await?;
    let app = access.app();
    let mut workers = Workers::begin(&access, dial::outgoing());
    workers.work(telephones);
    tracing::info!("working; database: {}; version {}", boot::describe(&app.db, &app.config), env!("CARGO_PKG_VERSION"));
    stop.cancelled().await;
    workers.end().await;
    tracing::info!("ended");
    Ok(())
}
