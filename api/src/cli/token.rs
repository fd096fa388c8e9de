//! `switchboard token`: a way in without a log-in, for whoever holds database and secret. Each is in the audit log.

use chrono::TimeDelta;
use clap::{Args, Subcommand};
use entity::stored::{Role, Scope};
use sea_orm::Iterable;

use super::{
    boot::{self, Setup},
    told,
};
use crate::accounts::service::{self, NewApiKey, TokenWanted};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// An access token of a user, which lives as long as auth.access_token_seconds says and cannot be refreshed
    Access {
        /// E-mail address of the user
        #[arg(long, value_name = "ADDRESS")]
        email: String,
    },
    /// An API key, shown this once
    ApiKey {
        /// E-mail address of the admin in whose name it is made
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do at the most
        #[arg(long, value_parser = role, default_value = "VIEWER")]
        role: Role,
        /// What it is limited to, with commas between, e.g. QUEUES_READ,CALLS_READ
        #[arg(long, value_parser = scope, value_delimiter = ',', required = true)]
        scopes: Vec<Scope>,
        /// Days until it ends [default: it does not]
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..))]
        days: Option<u16>,
    },
}

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<()> {
    let (config, keys) = setup.config_and_keys()?;
    let access = boot::access(config, keys, false).await?;
    let (email, wanted) = match options.kind {
        Kind::Access { email } => (email, TokenWanted::Access),
        Kind::ApiKey { email, name, role, scopes, days } => {
            let expires_at = days.map(|days| access.app().clock.now() + TimeDelta::days(days.into()));
            (email, TokenWanted::ApiKey(NewApiKey { name, role, scopes, expires_at }))
        }
    };
    println!("{}", service::issue_token(&access, &email, wanted).await.map_err(told)?);
    Ok(())
}

fn role(word: &str) -> Result<Role, String> {
    named(word, Role::as_str)
}

fn scope(word: &str) -> Result<Scope, String> {
    named(word, Scope::as_str)
}

fn named<T: Iterable + Copy>(word: &str, name: fn(T) -> &'static str) -> Result<T, String> {
    let known = || T::iter().map(name).collect::<Vec<_>>().join(", ");
    T::iter().find(|value| name(*value).eq_ignore_ascii_case(word)).ok_or_else(|| format!("there are {}", known()))
}
