//! From a contact.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    callouts::participations::{input::ParticipationFilter, list, repository::Whose, types::Participation},
    contacts::{Contact, loader, types::ContactConsent, zone},
    graphql::{
        connection::{Connection, DEFAULT_FIRST, page_cost},
        scalars::TimeZone,
    },
};

/// Whom the team calls and writes to.
#[ComplexObject]
impl Contact {
    /// Time zones of the number's country: what the contact's may be, where nobody said and the country has several.
    async fn time_zone_candidates(&self) -> Vec<TimeZone> {
        self.number.parse().map(|number| zone::candidates(&number).into_iter().map(TimeZone).collect()).unwrap_or_default()
    }

    /// What was said about reaching this number, the latest first.
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also what does not count any more.", default)] history: bool,
    ) -> Result<Vec<ContactConsent>> {
        let rows = loader::consents(ctx, self.account_id, &self.number).await?;
        Ok(rows.into_iter().rev().filter(|row| history || row.current).map(ContactConsent::from).collect())
    }

    /// The contact's parts in callouts, the oldest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which participations; all when absent.")] filter: Option<ParticipationFilter>,
        #[graphql(desc = "Participations on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Participation>> {
        list::participations(ctx, self.account_id, Whose::Contact(self.key), filter, first, after).await
    }
}
