//! Takes over a rota kept in files by tomatic: persons, service hours, weeks, busy times, closed days, standing turns.
//!
//! Each file is read by a pure reader ([`persons`], [`week`], [`busy`], [`holidays`]) and told row by row ([`report`]). Comparing with
//! what is here and writing it is one transaction, which a dry run, or a row that is refused, leaves without a trace. Read again,
//! the same files change nothing.

mod apply;
mod busy;
mod folder;
mod holidays;
mod persons;
pub mod report;
mod roster;
mod times;
mod week;
mod weeks;
mod yaml;

use std::path::Path;

use anyhow::Context;
use entity::{account, id::AccountId, queue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use self::{folder::Folder, report::Report};
use crate::app::App;

/// How it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Tell what would be done, and do nothing.
    pub dry_run: bool,
    /// Do the rest although some rows are refused.
    pub leave_out_refused: bool,
}

/// Takes over what the folder of a tomatic installation holds, for a queue.
///
/// # Errors
/// When the folder cannot be read, there is no such account or queue, or the database fails; what is wrong with a row is told in the
/// report.
pub async fn tomatic(app: &App, folder: &Path, account: &str, queue: &str, options: Options) -> anyhow::Result<Report> {
    let files = Folder::read(folder)?;
    let account = found_account(app, account).await?;
    let queue = found_queue(app, account, queue).await?;
    apply::run(app, &files, queue, options).await
}

/// The account of that id or name.
///
/// # Errors
/// When there is none, or more than one.
pub async fn found_account(app: &App, named: &str) -> anyhow::Result<AccountId> {
    let rows = match named.parse::<AccountId>() {
        Ok(id) => account::Entity::find_by_id(id).all(app.db.read()).await?,
        Err(_) => account::Entity::find().filter(account::Column::Name.eq(named)).all(app.db.read()).await?,
    };
    match rows.as_slice() {
        [row] => Ok(row.id),
        [] => anyhow::bail!("there is no account `{named}`"),
        _ => anyhow::bail!("several accounts are called `{named}`: name one by its id"),
    }
}

/// The queue of that id, name, or key at its provider.
async fn found_queue(app: &App, account: AccountId, named: &str) -> anyhow::Result<queue::Model> {
    let rows = queue::Entity::find().filter(queue::Column::AccountId.eq(account)).all(app.db.read()).await?;
    let mut rows: Vec<_> = rows.into_iter().filter(|row| row.id.to_string() == named || row.name == named || row.key == named).collect();
    if rows.len() > 1 {
        anyhow::bail!("several queues are called `{named}`: name one by its id");
    }
    rows.pop().with_context(|| format!("the account has no queue `{named}`"))
}
