//! What every migration says the same way: a table of named columns with its keys.

use sea_orm_migration::prelude::*;

/// Columns as `("name", type, null | not_null)` lines.
macro_rules! columns {
    ($(($name:literal, $kind:ident, $null:ident)),+ $(,)?) => {
        vec![$(sea_orm_migration::prelude::ColumnDef::new(sea_orm_migration::prelude::Alias::new($name)).$kind().$null().take()),+]
    };
}
pub(crate) use columns;

/// Creates a table with a primary key (none given: a column has it) and a foreign key `<parent>_id` to each parent; to a parent
/// `<table> as <name>` it is `<name>_id`.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    name: &str,
    primary_key: &[&str],
    columns: Vec<ColumnDef>,
    parents: &[&str],
) -> Result<(), DbErr> {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    for mut column in columns {
        table.col(&mut column);
    }
    if !primary_key.is_empty() {
        let mut key = Index::create();
        for column in primary_key {
            key.col(Alias::new(*column));
        }
        table.primary_key(&mut key);
    }
    for parent in parents {
        let (parent, known_as) = parent.split_once(" as ").unwrap_or((parent, parent));
        let column = format!("{known_as}_id");
        let mut key = ForeignKey::create()
            .name(format!("{name}_{column}_fkey"))
            .from(Alias::new(name), Alias::new(column))
            .to(Alias::new(parent), Alias::new("id"))
            .to_owned();
        table.foreign_key(&mut key);
    }
    manager.create_table(table).await
}

/// Drops a table.
pub(crate) async fn drop(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(Alias::new(name)).to_owned()).await
}
