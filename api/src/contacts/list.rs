//! Pages of contacts, forward and backward, by three orders; how many there are is counted only where it is asked for.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{filter::Filter, repository::Contacts, types::Contact};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Edge, MAX_FIRST, PageInfo, cursor, key},
        context::ContextExt,
        rows::Rows,
    },
};

/// What contacts are sorted by; of those that are the same in it, the older comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum, Serialize, Deserialize)]
pub enum ContactSortField {
    /// By when they were made.
    #[default]
    CreatedAt,
    /// By name in lower case, by code point; those without one come first.
    Name,
    /// By number.
    Number,
}

/// Order of contacts.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct ContactSort {
    /// By what.
    #[graphql(default)]
    pub field: ContactSortField,
    /// From the last to the first.
    #[graphql(default)]
    pub descending: bool,
}

/// Place of a contact in the order: what a cursor holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactKey {
    field: ContactSortField,
    /// What it is sorted by; empty where that is the id alone.
    pub(super) value: String,
    /// Id of the contact.
    pub(super) id: Uuid,
}

impl ContactKey {
    fn of(contact: &Contact, field: ContactSortField) -> Self {
        let value = match field {
            ContactSortField::CreatedAt => String::new(),
            ContactSortField::Name => contact.name_folded.clone(),
            ContactSortField::Number => contact.number.clone(),
        };
        Self { field, value, id: contact.key.0 }
    }
}

/// Which rows are wanted.
#[derive(Clone, Debug)]
pub struct Page {
    /// In which order.
    pub(super) sort: ContactSort,
    /// From the end.
    pub(super) backward: bool,
    /// How many.
    pub(super) limit: u64,
    /// Key of the row before the page.
    pub(super) after: Option<ContactKey>,
    /// Key of the row after the page.
    pub(super) before: Option<ContactKey>,
}

/// Arguments of a page, as given.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) sort: Option<ContactSort>,
    pub(super) first: i32,
    pub(super) after: Option<String>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<String>,
}

impl Asked {
    /// The page that is meant.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] when a number is out of range, [`Fault::CursorInvalid`] for what is no cursor of this order.
    pub(super) fn read(self) -> Result<Page, Fault> {
        let sort = self.sort.unwrap_or_default();
        let (name, rows) = self.last.map_or(("first", self.first), |last| ("last", last));
        if !(1..=MAX_FIRST).contains(&rows) {
            return Err(Fault::BadRequest(format!("`{name}` is {rows}; it must be 1 to {MAX_FIRST}.")));
        }
        let place = |name: &str, text: Option<String>| {
            let read = |text: String| key::<ContactKey>(&text).filter(|key| key.field == sort.field);
            let wrong = || Fault::CursorInvalid(format!("`{name}` is no cursor of this list in this order."));
            text.map(|text| read(text).ok_or_else(wrong)).transpose()
        };
        Ok(Page {
            sort,
            backward: self.last.is_some(),
            limit: rows.unsigned_abs().into(),
            after: place("after", self.after)?,
            before: place("before", self.before)?,
        })
    }
}

/// A page of contacts.
pub struct ContactConnection {
    filter: Filter,
    field: ContactSortField,
    nodes: Vec<Contact>,
    has_next: bool,
    has_previous: bool,
}

impl ContactConnection {
    /// Makes a page of what was read for it.
    pub(super) fn of(filter: Filter, page: &Page, mut rows: Vec<Contact>) -> Self {
        let wanted = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        if page.backward {
            rows.reverse();
        }
        let (has_next, has_previous) = if page.backward { (page.before.is_some(), more) } else { (more, page.after.is_some()) };
        Self { filter, field: page.sort.field, nodes: rows, has_next, has_previous }
    }

    fn cursor(&self, contact: &Contact) -> String {
        cursor(&ContactKey::of(contact, self.field))
    }
}

/// A page of contacts.
#[Object]
impl ContactConnection {
    /// Nodes with their places.
    async fn edges(&self) -> Vec<Edge<Contact>> {
        self.nodes.iter().map(|contact| Edge { cursor: self.cursor(contact), node: contact.clone() }).collect()
    }

    /// Nodes alone.
    async fn nodes(&self) -> Rows<'_, Contact> {
        Rows(self.nodes.iter().collect())
    }

    /// Where the page lies in its list.
    async fn page_info(&self) -> PageInfo {
        let place = |contact: Option<&Contact>| contact.map(|contact| self.cursor(contact));
        PageInfo {
            has_next_page: self.has_next,
            has_previous_page: self.has_previous,
            start_cursor: place(self.nodes.first()),
            end_cursor: place(self.nodes.last()),
        }
    }

    /// How many contacts there are on all pages. They are counted when this is asked for, which costs more than the page.
    #[graphql(complexity = 100)]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let permit = ctx.permit(Operation::Contacts)?;
        let count = Contacts::of(ctx.app().db.read(), &permit).count(&self.filter).await.map_err(Fault::from)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
