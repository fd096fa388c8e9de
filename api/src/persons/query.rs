//! Queries about persons.

use async_graphql::{Context, ID, Object, Result};

use super::{input::PersonFilter, repository::Persons, types::Person};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Characters of a search at the most: as many as a name has.
const SEARCH_LENGTH: usize = 120;

/// Queries about persons.
#[derive(Default)]
pub struct PersonsQuery;

/// Queries about persons.
#[Object]
impl PersonsQuery {
    /// The person of that id; null when there is none in this account.
    async fn person(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the person.")] id: ID) -> Result<Option<Person>> {
        let permit = ctx.permit(Operation::Person)?;
        let id = id::argument(&id, "id")?;
        Ok(Persons::of(ctx.app().db.read(), &permit).find(id).await.map_err(Fault::from)?)
    }

    /// Persons by name, active or not.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn persons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which persons; all when absent.")] filter: Option<PersonFilter>,
        #[graphql(desc = "Persons on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Person>> {
        let permit = ctx.permit(Operation::Persons)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let filter = filter.unwrap_or_default();
        if filter.search.as_ref().is_some_and(|text| text.chars().count() > SEARCH_LENGTH) {
            return Err(Fault::BadRequest(format!("`filter.search` has at most {SEARCH_LENGTH} characters.")).into());
        }
        let rows = Persons::of(ctx.app().db.read(), &permit).page(&filter, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |person| (person.name.clone(), person.key.0), |person| person))
    }
}
