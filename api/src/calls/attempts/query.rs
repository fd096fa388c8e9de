//! Queries about attempts.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::{
    repository::{Attempts, Wanted},
    types::{AttemptStatus, CallAttempt},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Which attempts; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CallAttemptFilter {
    /// Of this callout.
    pub callout_id: Option<ID>,
    /// Of this participation.
    pub participation_id: Option<ID>,
    /// Of this contact.
    pub contact_id: Option<ID>,
    /// How far they have come: one of these.
    pub status: Option<Vec<AttemptStatus>>,
}

impl CallAttemptFilter {
    fn read(self) -> Result<Wanted, Fault> {
        Ok(Wanted {
            callout_id: self.callout_id.map(|id| id::argument(&id, "filter.calloutId")).transpose()?,
            participation_id: self.participation_id.map(|id| id::argument(&id, "filter.participationId")).transpose()?,
            contact_id: self.contact_id.map(|id| id::argument(&id, "filter.contactId")).transpose()?,
            status: self.status.map(|status| status.into_iter().map(Into::into).collect()),
        })
    }
}

/// Queries about attempts.
#[derive(Default)]
pub struct AttemptsQuery;

/// Queries about attempts.
#[Object]
impl AttemptsQuery {
    /// The attempt of that id; null when there is none in this account.
    async fn call_attempt(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the attempt.")] id: ID) -> Result<Option<CallAttempt>> {
        let permit = ctx.permit(Operation::CallAttempt)?;
        let id = id::argument(&id, "id")?;
        Ok(Attempts::of(ctx.app().db.read(), &permit).find(id).await.map_err(Fault::from)?.map(CallAttempt::from))
    }

    /// Attempts to reach somebody, newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn call_attempts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which attempts; all when absent.")] filter: Option<CallAttemptFilter>,
        #[graphql(desc = "Attempts on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<CallAttempt>> {
        let permit = ctx.permit(Operation::CallAttempts)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let wanted = filter.unwrap_or_default().read()?;
        let rows = Attempts::of(ctx.app().db.read(), &permit).page(wanted, &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, CallAttempt::from))
    }
}
