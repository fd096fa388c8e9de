//! Pages of occurrences, wherever they are asked for.

use async_graphql::{Context, Result};
use entity::id::AccountId;

use super::{
    repository::{Events, OccurrenceKey, OccurrencesWanted},
    types::Occurrence,
};
use crate::{
    calendars::repository::Calendars,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page},
        context::ContextExt,
    },
};

/// A page of occurrences of an account. Whoever has what they are asked of may see them.
///
/// # Errors
/// For arguments that cannot be; the database's.
pub async fn occurrences(
    ctx: &Context<'_>,
    account_id: AccountId,
    wanted: OccurrencesWanted,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Occurrence>> {
    of(ctx, Events(Calendars::in_account(account_id)), wanted, first, after).await
}

/// A page of occurrences of calendars.
///
/// # Errors
/// For arguments that cannot be; the database's.
pub(super) async fn of(
    ctx: &Context<'_>,
    events: Events,
    wanted: OccurrencesWanted,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Occurrence>> {
    let between = wanted.between.map(|between| between.check()).transpose()?;
    let wanted = OccurrencesWanted { between, ..wanted };
    let request = PageRequest::<OccurrenceKey>::read(first.unwrap_or(DEFAULT_FIRST), after)?;
    let rows = events.occurrences_page(ctx.app().db.read(), &wanted, &request).await.map_err(Fault::from)?;
    Ok(page(&request, rows, |row| (row.starts_at, row.id.0), Occurrence::from))
}
