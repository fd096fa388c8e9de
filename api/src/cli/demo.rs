//! `switchboard demo`: everything at once, without a telephone system and without a network.
//!
//! A simulated team answers simulated calls, and simulated contacts are called. Its passwords are known to everybody, so it listens on loopback only.

mod alarms;
mod callouts;
mod contacts;
mod people;
mod place;
mod rota;
mod team;

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use tokio::sync::oneshot;

use self::{people::PASSWORD, place::Place, team::Team};
use super::{boot, logging, serve, signals};
use crate::{
    auth::Keys,
    config::{
        Config, Faults,
        log::Log,
        provider::{Provider, Simulator, System},
        secret::Secret,
    },
    worker,
};

/// Calls in an hour, over the three queues: somebody waits now and then, and most are answered in time. More drown the smaller one.
const CALLS_PER_HOUR: u32 = 240;
/// How long they talk, on the average: short, so that there is always something to see.
const TALK_SECONDS: u32 = 80;
/// The same calls at each start; with this seed the first one comes at once.
const SEED: u64 = 8;
/// The provider's name.
const PROVIDER: &str = "simulator";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder to keep the data in [default: one that is gone at the end]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address to listen on, of this machine alone [default: 127.0.0.1:8080, or SWITCHBOARD_SERVER__LISTEN]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let place = Place::new(options.data)?;
    let config = config(&place, options.listen)?;
    let telephones = worker::telephones(&config)?;
    logging::begin(&config.log)?;
    let stop = signals::stop()?;
    let access = boot::access(config, Keys::ephemeral(), true).await?;
    let team = Team::found(&access).await.context("the demo's team could not be founded")?;
    let (begun, begins) = oneshot::channel();
    let tell = |address| {
        // Who waits for it is gone only when this function is.
        begun.send(address).ok();
    };
    let serving = serve::serve(access.clone(), telephones, true, stop.clone(), tell);
    let greeting = async {
        // Without an address serving has failed, and says why itself.
        let Ok(address) = begins.await else { return Ok(()) };
        let _ended_on_failure = stop.clone().drop_guard();
        let Some(managed) = stop.run_until_cancelled(team.manage_queues(access.app())).await else { return Ok(()) };
        managed.context("the demo's queues could not be set up")?;
        alarms::add(&access, team.admin()).await.context("the demo's calendar could not be made")?;
        greet(address, &team.api_key(&access).await?);
        let calling = Box::pin(callouts::run(access.app(), team.admin()));
        let called = stop.run_until_cancelled(calling).await;
        called.unwrap_or(Ok(())).context("the demo's callouts failed")
    };
    let (served, greeted) = tokio::join!(Box::pin(serving), Box::pin(greeting));
    served.and(greeted)
}

/// Settings of the demo; what concerns neither data nor telephones may come from the environment.
fn config(place: &Place, listen: Option<SocketAddr>) -> anyhow::Result<Config> {
    let (mut config, faults) = Config::read(None, boot::variables());
    if !faults.is_empty() {
        return Err(Faults(faults).into());
    }
    // What happens is to be seen on the wallboard.
    if config.log.filter == Log::default().filter {
        config.log.filter = "warn".to_owned();
    }
    config.database.url = place.database();
    if config.webhooks.secret_file.is_none() {
        // As nobody stays logged in over a restart, nobody's secret stays good.
        config.webhooks.secret.get_or_insert_with(|| Secret::new(hex::encode(rand::random::<[u8; 32]>())));
    }
    config.server.listen = listen.unwrap_or(config.server.listen);
    if !config.server.listen.ip().is_loopback() {
        bail!(
            "{} can be reached from elsewhere, and everybody knows the demo's passwords: choose one like 127.0.0.1:8080",
            config.server.listen
        );
    }
    config.provider = vec![Provider {
        name: PROVIDER.to_owned(),
        account: None,
        country: Some("ES".to_owned()),
        system: System::Simulator(Simulator {
            queues: people::QUEUES.iter().map(|queue| queue.key.to_owned()).collect(),
            extensions: people::TEAM.iter().map(|person| person.extension.to_owned()).collect(),
            traffic_seed: Some(SEED),
            calls_per_hour: CALLS_PER_HOUR,
            talk_seconds: TALK_SECONDS,
        }),
    }];
    Ok(config)
}

#[expect(clippy::print_stdout, reason = "the command's result")]
fn greet(address: SocketAddr, key: &str) {
    println!("\nSwitchboard's demo, with a simulated team at work:\n");
    println!("  wallboard   http://{address}/");
    println!("  GraphiQL    http://{address}/graphiql");
    println!("  API         http://{address}/graphql\n");
    println!("Log in with the password {PASSWORD} as");
    for user in people::USERS {
        println!("  {:<26} {}", user.email, user.about);
    }
    println!("\nOr ask with an API key that may read, until tomorrow:\n");
    println!("  curl -s http://{address}/graphql -H 'Content-Type: application/json' \\");
    println!("    -H 'Authorization: Bearer {key}' \\");
    println!(
        "    -d '{{\"query\":\"{{ queues {{ nodes {{ name state {{ waiting {{ position number }} members {{ name presence }} }} }} }} }}\"}}'"
    );
    println!("\nCtrl-C ends it.");
}
