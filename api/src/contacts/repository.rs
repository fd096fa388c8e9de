//! Reading contacts of one account.

use entity::{
    contact,
    id::{AccountId, ContactId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::{
    filter::{self, Filter},
    list::{ContactKey, ContactSortField, Page},
    types::{COLUMNS, Contact},
};
use crate::auth::Permit;

/// Contacts of one account.
pub struct Contacts<'a, C> {
    db: &'a C,
    account_id: AccountId,
}

impl<'a, C: ConnectionTrait> Contacts<'a, C> {
    /// Those that the permit's caller may see.
    pub fn of(db: &'a C, permit: &Permit<'_>) -> Self {
        Self::in_account(db, permit.account_id())
    }

    /// Those of an account.
    pub fn in_account(db: &'a C, account_id: AccountId) -> Self {
        Self { db, account_id }
    }

    fn all(&self) -> Select<contact::Entity> {
        contact::Entity::find().filter(contact::Column::AccountId.eq(self.account_id))
    }

    fn matching(&self, filter: &Filter) -> Select<contact::Entity> {
        contact::Entity::find().filter(filter::condition(self.db.get_database_backend(), filter, self.account_id))
    }

    /// The contact, as clients see it.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, id: ContactId) -> Result<Option<Contact>, DbErr> {
        as_clients_see_them(self.all().filter(contact::Column::Id.eq(id))).into_model().one(self.db).await
    }

    /// The contact of a number in E.164.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_number(&self, number: &str) -> Result<Option<contact::Model>, DbErr> {
        self.all().filter(contact::Column::Number.eq(number)).one(self.db).await
    }

    /// The row, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, id: ContactId) -> Result<Option<contact::Model>, DbErr> {
        self.all().filter(contact::Column::Id.eq(id)).lock_exclusive().one(self.db).await
    }

    /// The row of that number, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked_by_number(&self, number: &str) -> Result<Option<contact::Model>, DbErr> {
        self.all().filter(contact::Column::Number.eq(number)).lock_exclusive().one(self.db).await
    }

    /// How many there are.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, filter: &Filter) -> Result<u64, DbErr> {
        self.matching(filter).count(self.db).await
    }

    /// The rows of a page, in the order asked for or, for a page from the end, against it; one more than wanted.
    ///
    /// A page begins at a key, not after so many rows: the last of 200 000 costs what the first does.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, filter: &Filter, page: &Page) -> Result<Vec<Contact>, DbErr> {
        let id = contact::Column::Id;
        let first = match page.sort.field {
            ContactSortField::CreatedAt => None,
            ContactSortField::Name => Some(contact::Column::NameFolded),
            ContactSortField::Number => Some(contact::Column::Number),
        };
        let ours = || Expr::tuple(first.into_iter().chain([id]).map(|column| column.into_simple_expr()));
        let theirs = |key: &ContactKey| {
            let first = first.map(|_| Expr::val(key.value.as_str()));
            Expr::tuple(first.into_iter().chain([Expr::val(key.id)]))
        };
        let mut rows = self.matching(filter);
        for (key, later) in [(&page.after, true), (&page.before, false)] {
            let Some(key) = key else { continue };
            let greater = later != page.sort.descending;
            rows = rows.filter(if greater { ours().gt(theirs(key)) } else { ours().lt(theirs(key)) });
        }
        let order = if page.sort.descending == page.backward { Order::Asc } else { Order::Desc };
        for column in first.into_iter().chain([id]) {
            rows = rows.order_by(column, order.clone());
        }
        as_clients_see_them(rows.limit(page.limit + 1)).into_model().all(self.db).await
    }
}

/// Selects what a [`Contact`] is read from.
pub(super) fn as_clients_see_them(rows: Select<contact::Entity>) -> Select<contact::Entity> {
    rows.select_only().columns(COLUMNS)
}
