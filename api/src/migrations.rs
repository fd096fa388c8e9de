//! Whether the database is as this program wants it, and making it so.

use std::collections::HashSet;

use entity::installation;
use migration::Migrator;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Statement, prelude::Uuid, sea_query::OnConflict};
use sea_orm_migration::MigratorTrait;

use crate::db::Db;

/// Names of the changes that the database has not had yet, in order. Only reads.
///
/// # Errors
/// The database's.
pub async fn pending(db: &Db) -> Result<Vec<String>, DbErr> {
    let known = Migrator::migrations();
    if !has_table(db).await? {
        return Ok(known.iter().map(|change| change.name().to_owned()).collect());
    }
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), "SELECT version FROM seaql_migrations")).await?;
    let made: HashSet<String> = rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
    Ok(known.iter().map(|change| change.name().to_owned()).filter(|name| !made.contains(name)).collect())
}

/// Makes every change that is pending, and gives a new database its name.
///
/// # Errors
/// The database's; also when it has had changes that this program does not know, being newer.
pub async fn up(db: &Db) -> Result<(), DbErr> {
    Migrator::up(db.admin(), None).await?;
    // Positions begin anew with a new database: its name keeps cursors of another from being taken for its own.
    let row = installation::Model { id: 1, stream: Uuid::new_v4(), pruned: 0 };
    let once = OnConflict::column(installation::Column::Id).do_nothing().to_owned();
    installation::Entity::insert(row.into_active_model()).on_conflict(once).exec_without_returning(db.admin()).await?;
    Ok(())
}

/// Whether any change was ever made. A query of a missing table is an error, which PostgreSQL also writes into its log.
async fn has_table(db: &Db) -> Result<bool, DbErr> {
    let question = match db.backend() {
        sea_orm::DbBackend::Postgres => "SELECT 1 AS found WHERE to_regclass('seaql_migrations') IS NOT NULL",
        _ => "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
    };
    Ok(db.read().query_one_raw(Statement::from_string(db.backend(), question)).await?.is_some())
}
