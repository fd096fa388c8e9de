//! Queries about calls.

use async_graphql::{Context, ID, Object, Result};

use super::{
    input::CallFilter,
    number,
    repository::{Calls, Wanted},
    types::Call,
};
use crate::{
    app::App,
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
        interval::IntervalInput,
    },
};

/// Queries about calls.
#[derive(Default)]
pub struct CallsQuery;

/// Queries about calls.
#[Object]
impl CallsQuery {
    /// The call of that id; null when there is none in this account.
    async fn call(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the call.")] id: ID) -> Result<Option<Call>> {
        let permit = ctx.permit(Operation::Call)?;
        let id = id::argument(&id, "id")?;
        Ok(Calls::of(ctx.app().db.read(), &permit).find(id).await.map_err(Fault::from)?.map(Call::from))
    }

    /// The call log, newest first, with the calls that still last; as far back as calls are kept (400 days by default).
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calls; all when absent.")] filter: Option<CallFilter>,
        #[graphql(desc = "Calls on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Call>> {
        let permit = ctx.permit(Operation::Calls)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let wanted = wanted(ctx.app(), filter.unwrap_or_default())?;
        let rows = Calls::of(ctx.app().db.read(), &permit).page(wanted, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| (row.started_at, row.id.0), Call::from))
    }
}

fn wanted(app: &App, filter: CallFilter) -> Result<Wanted, Fault> {
    let between = filter.between.map(IntervalInput::check).transpose()?;
    Ok(Wanted {
        from: between.map(|between| between.starts_at),
        until: between.map(|between| between.ends_at),
        direction: filter.direction.map(Into::into),
        status: filter.status.map(|status| status.into_iter().map(Into::into).collect()),
        queue_id: filter.queue_id.map(|id| id::argument(&id, "filter.queueId")).transpose()?,
        person_id: filter.person_id.map(|id| id::argument(&id, "filter.personId")).transpose()?,
        numbers: filter.number.map(|text| number::kept_forms(&app.config, &text).into_iter().collect()),
        open: filter.open,
    })
}
