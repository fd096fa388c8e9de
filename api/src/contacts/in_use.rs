//! What a contact is needed for: as long as there is something, it is not deleted.

use entity::id::ContactId;
use sea_orm::DbErr;

use crate::db::Tx;

/// What refers to the contact, in words that end the sentence "It cannot be deleted: "; none when nothing does.
///
/// A noun that keeps contacts' ids looks into its own table here.
///
/// # Errors
/// The database's.
#[expect(clippy::unused_async, reason = "the nouns that will be looked for are looked for in the database")]
pub(super) async fn in_use(_: &Tx, _: ContactId) -> Result<Option<&'static str>, DbErr> {
    Ok(None)
}
