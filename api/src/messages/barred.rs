//! Who is not to be written to: asked when a message is wanted, and again at the moment of sending.

use entity::{id::AccountId, stored::Channel};
use sea_orm::{ConnectionTrait, DbErr};

use crate::contacts::{consent, repository::Contacts};

/// Why somebody is not written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Whose number it is, is on the do-not-call list.
    DoNotCall,
    /// They opted out of text messages from this sender, or from every sender.
    OptedOut,
}

/// Why that number is not to be written to by that sender; none: it may be.
///
/// # Errors
/// The database's.
pub async fn barred<C: ConnectionTrait>(db: &C, account_id: AccountId, number: &str, sender: Option<&str>) -> Result<Option<Bar>, DbErr> {
    let contact = Contacts::in_account(db, account_id).by_number(number).await?;
    if contact.is_some_and(|contact| contact.do_not_call_at.is_some()) {
        return Ok(Some(Bar::DoNotCall));
    }
    let opted_out = consent::opted_out(db, account_id, [number], Channel::Sms, sender).await?;
    Ok((!opted_out.is_empty()).then_some(Bar::OptedOut))
}
