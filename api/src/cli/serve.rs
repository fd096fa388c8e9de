//! `switchboard serve`: the API, and the work unless another process does it.

use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{
    boot::{self, Setup},
    logging, signals,
};
use crate::{
    auth::Access,
    exchange::{callbacks::Callbacks, conversations::Conversations, dial},
    web,
    worker::{self, Workers},
};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Leave telephone systems and cleaning up to `switchboard work` elsewhere
    #[arg(long)]
    api_only: bool,
    /// Bring the database up to this version first; with several machines, run `switchboard migrate` once instead
    #[arg(long)]
    migrate: bool,
}

pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<()> {
    let (config, keys) = setup.config_and_keys()?;
    let telephones = worker::telephones(&config)?;
    logging::begin(&config.log)?;
    let stop = signals::stop()?;
    let access = boot::access(config, keys, options.migrate).await?;
    serve(access, telephones, !options.api_only, stop, |_| {}).await
}

/// Serves until `stop`, then ends in order. Whether it works, or only takes in what is asked and what telephone systems post. `ready` is told the address once requests are taken in.
pub(super) async fn serve(
    access: Access,
    telephones: worker::Telephones,
    works: bool,
    stop: CancellationToken,
    ready: impl FnOnce(std::net::SocketAddr),
) -> anyhow::Result<()> {
    let app = access.app().clone();
    let config = Arc::clone(&app.config);
    let (outgoing, writer) = dial::outgoing();
    let callbacks = Callbacks::new(app.clone(), outgoing.book.clone(), telephones.configured());
    telephones.leader().begin(&app);
    let conversations = Conversations::new(telephones.leader().conductor(), telephones.configured());
    let server = web::Server::with_posts(access.clone(), Some((callbacks, conversations)))?;
    let listener = TcpListener::bind(config.server.listen)
        .await
        .with_context(|| format!("{} cannot be listened on; another place is chosen by server.listen", config.server.listen))?;
    let address = listener.local_addr().context("the address listened on")?;
    raise_file_limit();
    let mut workers = Workers::begin(&access, (outgoing, writer));
    if works {
        workers.work(telephones);
    } else {
        tracing::info!("API only: telephone systems and cleaning up are left to other processes");
    }
    tracing::info!(
        "listening on http://{address}: API at /graphql, GraphiQL at /graphiql; database: {}; version {}",
        boot::describe(&app.db, &config),
        env!("CARGO_PKG_VERSION"),
    );
    ready(address);
    server.serve(listener, stop).await;
    workers.end().await;
    tracing::info!("ended");
    Ok(())
}

/// Each connection is an open file, and the usual soft limit of 1024 is soon reached; the hard one is what was meant.
fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current == limit.maximum {
        return;
    }
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(error = %error, "the limit of open files could not be raised");
    }
}
