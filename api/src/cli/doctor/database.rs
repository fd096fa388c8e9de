//! The database: there, as this version wants it, writable, with the same time, with somebody who can log in.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{account, installation, stored::Role, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, PaginatorTrait, QueryFilter, Statement, prelude::Expr,
    sea_query::ExprTrait,
};

use super::{files::sqlite_file, finding::Finding};
use crate::{cli::boot, config::Config, db::Db, migrations};

/// Clocks this far apart are told.
const ODD: TimeDelta = TimeDelta::seconds(1);
/// Clocks this far apart make leases and tokens go wrong.
const WRONG: TimeDelta = TimeDelta::seconds(5);

/// What was found, and the database itself if it can be used.
pub(super) async fn look(config: &Config) -> (Option<Db>, Vec<Finding>) {
    // To open it would make it.
    if let Some(file) = sqlite_file(&config.database.url)
        && !file.exists()
    {
        let found = format!("there is no {} yet", file.display());
        return (None, vec![Finding::fault("database", found, "run `switchboard migrate`, or correct database.url")]);
    }
    let db = match boot::database(config).await {
        Ok(db) => db,
        Err(error) => {
            let mend = "start it, correct database.url, or check user, password and the folder's permissions";
            return (None, vec![Finding::fault("database", format!("{error:#}"), mend)]);
        }
    };
    let mut findings = vec![Finding::good("database", boot::describe(&db, config))];
    match usable(&db).await {
        Ok(more) => findings.extend(more),
        Err(error) => {
            findings.push(Finding::fault("database", error.to_string(), "see the database's own log"));
            return (None, findings);
        }
    }
    (Some(db), findings)
}

async fn usable(db: &Db) -> Result<Vec<Finding>, DbErr> {
    let mut findings = clock(db).await?;
    let pending = migrations::pending(db).await?;
    if !pending.is_empty() {
        let found = format!("{} change(s) of this version are pending, the first {}", pending.len(), pending[0]);
        findings.push(Finding::fault("migrations", found, "run `switchboard migrate`"));
        return Ok(findings);
    }
    findings.push(Finding::good("migrations", "none pending"));
    findings.push(match write(db).await {
        Ok(()) => Finding::good("database", "can be written"),
        Err(error) => {
            let mend = "give this user the right to write the database and, with SQLite, its folder";
            Finding::fault("database", format!("cannot be written: {error}"), mend)
        }
    });
    findings.push(people(db).await?);
    Ok(findings)
}

/// Writes what is there already, and takes it back.
async fn write(db: &Db) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let same = Expr::col(installation::Column::Pruned).add(0);
    installation::Entity::update_many().col_expr(installation::Column::Pruned, same).exec(&*tx).await?;
    Ok(())
}

/// SQLite has no clock of its own.
async fn clock(db: &Db) -> Result<Vec<Finding>, DbErr> {
    if db.backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let before = Utc::now();
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), "SELECT clock_timestamp() AS now")).await?;
    let after = Utc::now();
    let Some(row) = row else { return Ok(Vec::new()) };
    let theirs: DateTime<Utc> = row.try_get("", "now")?;
    // The time of the way to and fro is nobody's fault.
    let apart = (before - theirs).max(theirs - after).max(TimeDelta::zero());
    let found = format!("this machine's and the database's are {:.1} s apart", apart.as_seconds_f64());
    let mend = "let both machines take their time from the network (chrony, systemd-timesyncd)";
    Ok(vec![match apart {
        _ if apart >= WRONG => Finding::fault("clock", found, mend),
        _ if apart >= ODD => Finding::doubt("clock", found, mend),
        _ => Finding::good("clock", found),
    }])
}

async fn people(db: &Db) -> Result<Finding, DbErr> {
    let accounts = account::Entity::find().count(db.read()).await?;
    let admins = user::Entity::find().filter(user::Column::Role.eq(Role::Admin)).filter(user::Column::Active.eq(true));
    Ok(match (accounts, admins.count(db.read()).await?) {
        (0, _) => Finding::fault("accounts", "there is none, so nobody can log in", "run `switchboard init`"),
        (_, 0) => Finding::fault("accounts", "no admin can log in", "found another account with `switchboard init --further`"),
        (accounts, admins) => Finding::good("accounts", format!("{accounts} account(s), {admins} admin(s)")),
    })
}
