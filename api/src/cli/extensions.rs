//! `switchboard extensions`: the telephones that the active persons need, for whoever makes them.

use clap::{Args, ValueEnum};
use entity::person;
use numbering::Extension;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use telephony::asterisk::phones::{self, Phone};

use super::boot::{self, Setup};
use crate::turns::import;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Account, by name or id
    #[arg(long, value_name = "ACCOUNT")]
    account: String,
    /// For which telephone system
    #[arg(long, value_enum)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Sections of pjsip_wizard.conf, without passwords
    Asterisk,
}

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(options: Options, setup: Setup) -> anyhow::Result<()> {
    let app = boot::app(setup.config()?, false).await?;
    let account = import::found_account(&app, &options.account).await?;
    let rows = person::Entity::find()
        .filter(person::Column::AccountId.eq(account))
        .filter(person::Column::Active.eq(true))
        .order_by_asc(person::Column::Extension)
        .all(app.db.read())
        .await?;
    let phone = |row: person::Model| Some(Phone { extension: row.extension?.parse::<Extension>().ok()?, name: row.name });
    let phones: Vec<Phone> = rows.into_iter().filter_map(phone).collect();
    match options.format {
        Format::Asterisk => print!("{}", phones::wizard(&phones)),
    }
    Ok(())
}
