//! What a contact is needed for: as long as there is something, it is not deleted.

use entity::{callout_participation, id::ContactId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::db::Tx;

/// What refers to the contact, in words that end the sentence "It cannot be deleted: "; none when nothing does.
///
/// A noun that keeps contacts' ids looks into its own table here.
///
/// # Errors
/// The database's.
pub(super) async fn in_use(tx: &Tx, contact: ContactId) -> Result<Option<&'static str>, DbErr> {
    let parts = callout_participation::Entity::find().filter(callout_participation::Column::ContactId.eq(contact)).limit(1);
    Ok(parts.one(&**tx).await?.map(|_| "it takes part in a callout"))
}
