//! Queries about contacts.

use async_graphql::{Context, ID, Object, Result};
use numbering::Country;

use super::{
    filter::input::ContactFilter,
    list::{Asked, ContactConnection, ContactSort},
    number,
    repository::Contacts,
    types::Contact,
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{DEFAULT_FIRST, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries about contacts.
#[derive(Default)]
pub struct ContactQuery;

/// Queries about contacts.
#[Object]
impl ContactQuery {
    /// The contact of that id; null when there is none in this account.
    async fn contact(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the contact.")] id: ID) -> Result<Option<Contact>> {
        let permit = ctx.permit(Operation::Contact)?;
        let id = id::argument(&id, "id")?;
        Ok(Contacts::of(ctx.app().db.read(), &permit).find(id).await.map_err(Fault::from)?)
    }

    /// The contact of that number; null when there is none, and when it is no number.
    async fn contact_by_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number, as people write it.")] number: String,
        #[graphql(desc = "ISO 3166-1 code of the country in which a national number is read, e.g. `ES`.")] country: Option<String>,
    ) -> Result<Option<Contact>> {
        let permit = ctx.permit(Operation::ContactByNumber)?;
        let read = |code: String| Country::parse(&code).map_err(|error| Fault::BadRequest(format!("`country`: {error}.")));
        let country = country.map(read).transpose()?;
        let Ok(number) = number::read(&number, country) else { return Ok(None) };
        let row = Contacts::of(ctx.app().db.read(), &permit).by_number(number.as_str()).await.map_err(Fault::from)?;
        Ok(row.map(Contact::try_from).transpose().map_err(Fault::from)?)
    }

    /// Contacts, the oldest first.
    #[graphql(complexity = "page_cost(last.or(first), child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contacts; all when absent.")] filter: Option<ContactFilter>,
        #[graphql(desc = "In which order; absent: by when they were made.")] sort: Option<ContactSort>,
        #[graphql(desc = "Contacts on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "Contacts on a page from the end, 1 to 200; given, `first` does not count.")] last: Option<i32>,
        #[graphql(desc = "Cursor before which the page ends.")] before: Option<String>,
    ) -> Result<ContactConnection> {
        let permit = ctx.permit(Operation::Contacts)?;
        let page = Asked { sort, first: first.unwrap_or(DEFAULT_FIRST), after, last, before }.read()?;
        let filter = filter.unwrap_or_default().argument("filter")?;
        let rows = Contacts::of(ctx.app().db.read(), &permit).page(&filter, &page).await.map_err(Fault::from)?;
        Ok(ContactConnection::of(filter, &page, rows))
    }
}
