//! Who would be added by a population, and who is skipped and why: nothing is written.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use entity::{callout, contact, id::ContactId};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Alias, Expr, ExprTrait, Func, Query},
};

use super::skip::{self, Skip};
use crate::{
    auth::Operation,
    callouts::{routes::Routes, statistics::int, types::kept},
    contacts::{
        Contact,
        filter::{self, Filter},
    },
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        rows::Plain,
    },
};

/// Why a contact that matches is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PopulationSkipReason {
    /// Takes part in the callout already; nothing changes.
    AlreadyInCallout,
    /// Another who takes part has the same number; nothing changes.
    SameNumber,
    /// Is on the do-not-call list: added as skipped.
    DoNotCall,
    /// Opted out of calls, or of calls from a number that would be shown: added as skipped.
    OptedOut,
}

impl PopulationSkipReason {
    fn of(word: &str) -> Option<Self> {
        match word {
            skip::ALREADY_IN_CALLOUT => Some(Self::AlreadyInCallout),
            skip::SAME_NUMBER => Some(Self::SameNumber),
            skip::DO_NOT_CALL => Some(Self::DoNotCall),
            skip::OPTED_OUT => Some(Self::OptedOut),
            _ => None,
        }
    }
}

/// How many are skipped for a reason.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct PopulationSkipped {
    /// Why.
    pub reason: PopulationSkipReason,
    /// How many.
    pub count: i32,
}

/// What a population would do now.
pub struct PopulationPreview {
    callout: callout::Model,
    filter: Filter,
    counts: Vec<(Option<String>, i64)>,
}

impl PopulationPreview {
    /// Of contacts, for a callout.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(db: &impl ConnectionTrait, callout: callout::Model, filter: Filter) -> Result<Self, DbErr> {
        let reason = Alias::new("reason");
        let mut each = Query::select();
        each.expr_as(reason_of(db, &callout)?, reason.clone()).from(contact::Entity).cond_where(filter::condition(
            db.get_database_backend(),
            &filter,
            callout.account_id,
        ));
        let mut counted = Query::select();
        counted
            .column(reason.clone())
            .expr(Func::count(Expr::val(1)))
            .from_subquery(each, Alias::new("each"))
            .group_by_col(reason.clone())
            .order_by(reason, sea_orm::Order::Asc);
        let rows = db.query_all(&counted).await?;
        let counts = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect::<Result<_, DbErr>>()?;
        Ok(Self { callout, filter, counts })
    }

    fn count(&self, which: impl Fn(Option<&str>) -> bool) -> i32 {
        int(self.counts.iter().filter(|(reason, _)| which(reason.as_deref())).map(|(_, count)| count).sum())
    }
}

fn reason_of(db: &impl ConnectionTrait, callout: &callout::Model) -> Result<sea_orm::sea_query::SimpleExpr, DbErr> {
    let routes: Routes = kept(&callout.routes)?;
    let skip = Skip { backend: db.get_database_backend(), account: callout.account_id, callout: callout.id, routes: &routes };
    Ok(skip.anybody())
}

/// A contact that matches, and whether it would be called.
#[derive(Clone, Debug)]
pub struct PreviewedContact {
    id: ContactId,
    contact: Contact,
    reason: Option<PopulationSkipReason>,
}

/// A contact that matches, and whether it would be called.
#[Object]
impl PreviewedContact {
    /// Id of the contact.
    async fn contact_id(&self) -> ID {
        self.id.into()
    }

    /// The contact.
    async fn contact(&self) -> &Contact {
        &self.contact
    }

    /// Why it would not be called; null: it would.
    async fn skipped(&self) -> Option<PopulationSkipReason> {
        self.reason
    }
}

impl Plain for PreviewedContact {}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    contact: contact::Model,
    reason: Option<String>,
}

/// What a population would do now: nothing is written.
#[Object]
impl PopulationPreview {
    /// Contacts that match.
    async fn matched(&self) -> i32 {
        self.count(|_| true)
    }

    /// Contacts that would be added to be called.
    async fn called(&self) -> i32 {
        self.count(|reason| reason.is_none())
    }

    /// Contacts that would not be called.
    async fn skipped(&self) -> i32 {
        self.count(|reason| reason.is_some())
    }

    /// Why contacts would not be called, and how many for each reason.
    async fn reasons(&self) -> Vec<PopulationSkipped> {
        let known = |(reason, count): &(Option<String>, i64)| {
            let reason = PopulationSkipReason::of(reason.as_deref()?)?;
            Some(PopulationSkipped { reason, count: int(*count) })
        };
        self.counts.iter().filter_map(known).collect()
    }

    /// Contacts that match, the oldest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Contacts on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<PreviewedContact>> {
        ctx.permit(Operation::Contacts)?;
        let db = ctx.app().db.read();
        let request: PageRequest<Uuid> = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let mut rows = contact::Entity::find()
            .filter(filter::condition(db.get_database_backend(), &self.filter, self.callout.account_id))
            .expr_as(reason_of(db, &self.callout).map_err(Fault::from)?, "reason");
        if let Some(after) = request.after {
            rows = rows.filter(Expr::col((contact::Entity, contact::Column::Id)).gt(after));
        }
        let rows = rows.order_by_asc(contact::Column::Id).limit(request.limit()).into_model::<Row>().all(db).await.map_err(Fault::from)?;
        let shown = |row: Row| {
            let reason = row.reason.as_deref().and_then(PopulationSkipReason::of);
            Ok(PreviewedContact { id: row.contact.id, contact: Contact::try_from(row.contact)?, reason })
        };
        let rows: Vec<PreviewedContact> = rows.into_iter().map(shown).collect::<Result<_, DbErr>>().map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, |row| row))
    }
}
