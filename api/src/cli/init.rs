//! `switchboard init`: the first account and its admin.

use std::{
    io::{BufRead, IsTerminal},
    path::PathBuf,
};

use anyhow::{Context, bail};
use clap::Args;
use entity::account;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{
    boot::{self, Setup},
    told,
};
use crate::{accounts::service, config::secret::Secret};

/// Variable that may hold the password.
const PASSWORD: &str = "SWITCHBOARD_PASSWORD";

/// The password is asked for, or read from SWITCHBOARD_PASSWORD, --password-file, or standard input when that is no terminal;
/// never from the arguments, which every process of the machine can see.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Name of the account, e.g. the organisation's
    #[arg(long, value_name = "NAME")]
    account: String,
    /// E-mail address that the admin logs in with
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// File with the admin's password, 12 to 128 characters
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Found a further account in an installation that has one
    #[arg(long)]
    further: bool,
    /// Bring the database up to this version first
    #[arg(long)]
    migrate: bool,
}

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<()> {
    let app = boot::app(setup.config()?, options.migrate).await?;
    if !options.further && account::Entity::find().count(app.db.read()).await? > 0 {
        bail!("there is an account already; --further founds another");
    }
    let password = password(options.password_file)?;
    let founded = service::found(&app, &options.account, &options.email, password.reveal()).await;
    let (account_id, user_id) = founded.map_err(told)?;
    println!("account {account_id}\nadmin   {user_id}  {}", options.email);
    Ok(())
}

fn password(file: Option<PathBuf>) -> anyhow::Result<Secret> {
    if let Some(file) = file {
        return Secret::from_file(&file).with_context(|| format!("{} cannot be used", file.display()));
    }
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(Secret::new(password));
    }
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("the password cannot be read")?;
        return Ok(Secret::new(line.trim_end_matches(['\r', '\n'])));
    }
    let first = rpassword::prompt_password("Password: ").context("the password cannot be read")?;
    let second = rpassword::prompt_password("The same again: ").context("the password cannot be read")?;
    if first != second {
        bail!("the two are not the same");
    }
    Ok(Secret::new(first))
}
