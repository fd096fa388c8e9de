//! Pages of participations, of a callout as of a contact.

use async_graphql::{Context, Result};
use entity::id::AccountId;
use sea_orm::prelude::Uuid;

use super::{
    input::ParticipationFilter,
    repository::{Participations, Whose},
    types::Participation,
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page},
        context::ContextExt,
    },
};

/// A page, the oldest first.
///
/// # Errors
/// The database's; what is wrong with the page.
pub async fn participations(
    ctx: &Context<'_>,
    account: AccountId,
    whose: Whose,
    filter: Option<ParticipationFilter>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Participation>> {
    ctx.permit(Operation::Participation)?;
    let request: PageRequest<Uuid> = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
    let db = ctx.app().db.read();
    let rows = Participations(account).page(db, whose, &filter.unwrap_or_default(), &request).await.map_err(Fault::from)?;
    Ok(page(&request, rows, |row| row.id.0, Participation::from))
}
