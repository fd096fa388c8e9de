//! Reading persons of one account.

use entity::{
    id::{AccountId, PersonId},
    person,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, BinOper, Expr, ExprTrait, Func, Query},
};

use super::{
    input::PersonFilter,
    search,
    types::{COLUMNS, Person},
};
use crate::{auth::Permit, graphql::connection::PageRequest};

/// Sort key of a list of persons.
pub type PersonKey = (String, uuid::Uuid);

/// Persons of one account.
pub struct Persons<'a, C> {
    db: &'a C,
    account_id: AccountId,
}

impl<'a, C: ConnectionTrait> Persons<'a, C> {
    /// Those that the permit's caller may see.
    pub fn of(db: &'a C, permit: &Permit<'_>) -> Self {
        Self::in_account(db, permit.account_id())
    }

    /// Those of an account.
    pub fn in_account(db: &'a C, account_id: AccountId) -> Self {
        Self { db, account_id }
    }

    fn all(&self) -> Select<person::Entity> {
        person::Entity::find().filter(person::Column::AccountId.eq(self.account_id))
    }

    /// The person, as clients see it.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, id: PersonId) -> Result<Option<Person>, DbErr> {
        as_clients_see_them(self.all().filter(person::Column::Id.eq(id))).into_model().one(self.db).await
    }

    /// The row, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, id: PersonId) -> Result<Option<person::Model>, DbErr> {
        self.all().filter(person::Column::Id.eq(id)).lock_exclusive().one(self.db).await
    }

    /// Whether an active person other than `row`'s has its extension.
    ///
    /// # Errors
    /// The database's.
    pub async fn another_has_extension(&self, row: &person::Model) -> Result<bool, DbErr> {
        let Some(extension) = row.extension.as_ref().filter(|_| row.active) else { return Ok(false) };
        let other: Option<PersonId> = self
            .all()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Active.eq(true))
            .filter(person::Column::Extension.eq(extension))
            .filter(person::Column::Id.ne(row.id))
            .into_tuple()
            .one(self.db)
            .await?;
        Ok(other.is_some())
    }

    /// A page by name, as the database sorts names; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, filter: &PersonFilter, request: &PageRequest<PersonKey>) -> Result<Vec<Person>, DbErr> {
        let mut rows = self.matching(filter);
        if let Some((name, id)) = &request.after {
            let key = Expr::tuple([person::Column::Name.into_simple_expr(), person::Column::Id.into_simple_expr()]);
            rows = rows.filter(key.gt(Expr::tuple([Expr::val(name.as_str()), Expr::val(*id)])));
        }
        let rows = rows.order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).limit(request.limit());
        as_clients_see_them(rows).into_model().all(self.db).await
    }

    fn matching(&self, filter: &PersonFilter) -> Select<person::Entity> {
        let mut rows = self.all();
        if let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let backend = self.db.get_database_backend();
            let found = |column| search::contains(backend, column, text);
            let anywhere = found(person::Column::Name).or(found(person::Column::Email)).or(found(person::Column::Extension));
            rows = rows.filter(anywhere);
        }
        if let Some(active) = filter.active {
            rows = rows.filter(person::Column::Active.eq(active));
        }
        if let Some(group) = &filter.group {
            rows = rows.filter(is_in_group(self.db.get_database_backend(), group));
        }
        if let Some(extension) = &filter.extension {
            rows = rows.filter(person::Column::Extension.eq(extension));
        }
        rows
    }
}

/// Selects what a [`Person`] is read from.
pub(super) fn as_clients_see_them(rows: Select<person::Entity>) -> Select<person::Entity> {
    rows.select_only().columns(COLUMNS)
}

fn is_in_group(backend: DbBackend, group: &str) -> Expr {
    let groups = person::Column::Groups.into_simple_expr();
    if backend == DbBackend::Postgres {
        return groups.binary(BinOper::Custom("@>"), Expr::val(serde_json::json!([group])));
    }
    let each = Alias::new("each");
    let mut named = Query::select();
    named.expr(Expr::val(1)).from_function(Func::cust(Alias::new("json_each")).arg(groups), each.clone());
    named.and_where(Expr::col((each, Alias::new("value"))).eq(group));
    Expr::exists(named)
}
