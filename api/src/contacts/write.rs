//! Contacts written: each row together with the rows of its metadata, many at once.

use entity::{
    contact, contact_value,
    id::{AccountId, ContactId},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::metadata::flattened;
use crate::db::Tx;

/// Rows of one statement: 12 values a row at the most, far below the databases' limits on bound values.
const ROWS: usize = 1_000;

/// Adds contacts that are new.
///
/// # Errors
/// The database's.
pub(super) async fn insert(tx: &Tx, contacts: &[contact::Model]) -> Result<(), DbErr> {
    for piece in contacts.chunks(ROWS) {
        let rows = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        contact::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    insert_values(tx, contacts).await
}

/// Writes the metadata of contacts anew.
///
/// # Errors
/// The database's.
pub(super) async fn replace_values(tx: &Tx, account_id: AccountId, contacts: &[contact::Model]) -> Result<(), DbErr> {
    for piece in contacts.chunks(ROWS) {
        delete_values(tx, account_id, piece.iter().map(|contact| contact.id)).await?;
    }
    insert_values(tx, contacts).await
}

/// Deletes the metadata of contacts.
///
/// # Errors
/// The database's.
pub(super) async fn delete_values(tx: &Tx, account_id: AccountId, contacts: impl IntoIterator<Item = ContactId>) -> Result<(), DbErr> {
    let rows = contact_value::Entity::delete_many().filter(contact_value::Column::ContactId.is_in(contacts));
    rows.filter(contact_value::Column::AccountId.eq(account_id)).exec(&**tx).await.map(drop)
}

async fn insert_values(tx: &Tx, contacts: &[contact::Model]) -> Result<(), DbErr> {
    for piece in contacts.chunks(ROWS) {
        let mut rows = Vec::new();
        for contact in piece {
            rows.extend(flattened(contact.account_id, contact.id, &contact.metadata).into_iter().map(IntoActiveModel::into_active_model));
        }
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(ROWS));
            contact_value::Entity::insert_many(std::mem::replace(&mut rows, rest)).exec_without_returning(&**tx).await?;
        }
    }
    Ok(())
}
