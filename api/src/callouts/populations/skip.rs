//! Who of a population is not called, and why, as SQL over rows of `contact`.

use entity::{callout_participation, contact, id::AccountId, id::CalloutId, stored::Channel};
use sea_orm::{
    DbBackend,
    sea_query::{CaseStatement, Condition, Expr, ExprTrait, Query, SimpleExpr},
};

use crate::{
    callouts::routes::Routes,
    contacts::filter::{self, Filter},
};

/// Takes part already.
pub const ALREADY_IN_CALLOUT: &str = "ALREADY_IN_CALLOUT";
/// Another who takes part has the same number.
pub const SAME_NUMBER: &str = "SAME_NUMBER";
/// Is on the do-not-call list.
pub const DO_NOT_CALL: &str = "DO_NOT_CALL";
/// Opted out of calls.
pub const OPTED_OUT: &str = "OPTED_OUT";

/// For which callout it is asked.
pub struct Skip<'a> {
    /// Which database.
    pub backend: DbBackend,
    /// Whose contacts.
    pub account: AccountId,
    /// Which callout.
    pub callout: CalloutId,
    /// Over which providers it calls: who opted out of one of its numbers is not called over another either.
    pub routes: &'a Routes,
}

impl Skip<'_> {
    /// Why a contact that is new to the callout is not called; null: it is.
    pub fn newcomer(&self) -> SimpleExpr {
        self.never(CaseStatement::new()).finally(Expr::value(None::<String>)).into()
    }

    /// Why a contact is not added to be called; null: it is.
    pub fn anybody(&self) -> SimpleExpr {
        let known = CaseStatement::new()
            .case(self.takes_part(contact::Column::Id, callout_participation::Column::ContactId), ALREADY_IN_CALLOUT)
            .case(self.takes_part(contact::Column::Number, callout_participation::Column::Msisdn), SAME_NUMBER);
        self.never(known).finally(Expr::value(None::<String>)).into()
    }

    fn never(&self, case: CaseStatement) -> CaseStatement {
        case.case(Expr::col((contact::Entity, contact::Column::DoNotCallAt)).is_not_null(), DO_NOT_CALL).case(self.opted_out(), OPTED_OUT)
    }

    fn opted_out(&self) -> Condition {
        let of = |sender: Option<String>| Filter::OptedOut { channel: Channel::Call, sender };
        let senders = self.routes.0.iter().filter_map(|route| route.from.clone()).map(Some);
        let any = Filter::Any([None].into_iter().chain(senders).map(of).collect());
        filter::condition(self.backend, &any, self.account)
    }

    fn takes_part(&self, ours: contact::Column, theirs: callout_participation::Column) -> Expr {
        let part = |column| Expr::col((callout_participation::Entity, column));
        let mut known = Query::select();
        known
            .expr(Expr::val(1))
            .from(callout_participation::Entity)
            .and_where(part(callout_participation::Column::CalloutId).eq(self.callout))
            .and_where(part(theirs).equals((contact::Entity, ours)));
        Expr::exists(known)
    }
}
