//! Queries about callouts.

use async_graphql::{Context, ID, Object, Result};

use super::{input::CalloutFilter, repository::Callouts, types::Callout};
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

/// Conditions on metadata at the most.
const CONDITIONS: usize = 20;
/// Keys of a path at the most.
const PATH_LENGTH: usize = 6;

/// Queries about callouts.
#[derive(Default)]
pub struct CalloutQuery;

/// Queries about callouts.
#[Object]
impl CalloutQuery {
    /// The callout of that id; null when there is none in this account.
    async fn callout(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the callout.")] id: ID) -> Result<Option<Callout>> {
        let permit = ctx.permit(Operation::Callout)?;
        let id = id::argument(&id, "id")?;
        let (callouts, db) = (Callouts::of(&permit), ctx.app().db.read());
        // Nearly everybody who asks for one asks for these, too: then the database is asked once.
        if ctx.look_ahead().field("statistics").exists() {
            return Ok(callouts.find_counted(db, id).await.map_err(Fault::from)?.map(Callout::from));
        }
        Ok(callouts.find(db, id).await.map_err(Fault::from)?.map(Callout::from))
    }

    /// Callouts, the newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn callouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which callouts; all when absent.")] filter: Option<CalloutFilter>,
        #[graphql(desc = "Callouts on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Callout>> {
        let permit = ctx.permit(Operation::Callouts)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let filter = filter.unwrap_or_default();
        if filter.search.as_ref().is_some_and(|text| text.chars().count() > SEARCH_LENGTH) {
            return Err(Fault::BadRequest(format!("`filter.search` has at most {SEARCH_LENGTH} characters.")).into());
        }
        let conditions = filter.metadata.as_deref().unwrap_or_default();
        let readable = |path: &[String]| (1..=PATH_LENGTH).contains(&path.len()) && path.iter().all(|key| !key.contains('\0'));
        if conditions.len() > CONDITIONS || !conditions.iter().all(|condition| readable(&condition.path)) {
            let message = format!("`filter.metadata` has at most {CONDITIONS} conditions, each with a path of 1 to {PATH_LENGTH} keys.");
            return Err(Fault::BadRequest(message).into());
        }
        let rows = Callouts::of(&permit).page(ctx.app().db.read(), &filter, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, Callout::from))
    }
}
