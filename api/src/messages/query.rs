//! Queries about messages.

use async_graphql::{Context, ID, Object, Result};

use super::{
    input::MessageFilter,
    repository::{Messages, Wanted},
    types::Message,
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
        interval::IntervalInput,
    },
};

/// Queries about messages.
#[derive(Default)]
pub struct MessagesQuery;

/// Queries about messages.
#[Object]
impl MessagesQuery {
    /// The message of that id; null when there is none in this account. An agent finds the agent's own.
    async fn message(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the message.")] id: ID) -> Result<Option<Message>> {
        let permit = ctx.permit(Operation::Message)?;
        let id = id::argument(&id, "id")?;
        Ok(Messages::of(ctx.app().db.read(), &permit).find(id).await.map_err(Fault::from)?.map(Message::from))
    }

    /// Messages, newest first; an agent sees those for the person the agent is.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which messages; all when absent.")] filter: Option<MessageFilter>,
        #[graphql(desc = "Messages on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Message>> {
        let permit = ctx.permit(Operation::Messages)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let wanted = wanted(filter.unwrap_or_default())?;
        let rows = Messages::of(ctx.app().db.read(), &permit).page(wanted, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| (row.created_at, row.id.0), Message::from))
    }
}

fn wanted(filter: MessageFilter) -> Result<Wanted, Fault> {
    let between = filter.between.map(IntervalInput::check).transpose()?;
    Ok(Wanted {
        status: filter.status.map(|status| status.into_iter().map(Into::into).collect()),
        channel: filter.channel.map(Into::into),
        contact_id: filter.contact_id.map(|id| id::argument(&id, "filter.contactId")).transpose()?,
        person_id: filter.person_id.map(|id| id::argument(&id, "filter.personId")).transpose()?,
        from: between.map(|between| between.starts_at),
        until: between.map(|between| between.ends_at),
    })
}
