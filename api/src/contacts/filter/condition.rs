//! A filter as SQL, the same on both databases, with an index for each comparison.

use entity::{
    contact, contact_consent, contact_value,
    id::AccountId,
    stored::{ConsentState, ValueKind},
};
use sea_orm::{
    DbBackend,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{Filter, Moment, NameTest, Span, Test, Value, bounds};
use crate::contacts::{fields::folded, metadata};

/// The condition on rows of `contact`, for a statement that selects from that table under its own name:
/// `INSERT INTO … SELECT … FROM contact WHERE <condition>`. It holds the contacts to the account itself.
pub fn condition(backend: DbBackend, filter: &Filter, account_id: AccountId) -> Condition {
    let sql = Sql { backend, account_id };
    Condition::all().add(contact(contact::Column::AccountId).eq(account_id)).add(sql.filter(filter))
}

fn contact(column: contact::Column) -> Expr {
    Expr::col((contact::Entity, column))
}

fn value(column: contact_value::Column) -> Expr {
    Expr::col((contact_value::Entity, column))
}

fn consent(column: contact_consent::Column) -> Expr {
    Expr::col((contact_consent::Entity, column))
}

fn always(yes: bool) -> Condition {
    Condition::all().add(Expr::cust(if yes { "1 = 1" } else { "1 = 0" }))
}

struct Sql {
    backend: DbBackend,
    account_id: AccountId,
}

impl Sql {
    fn filter(&self, filter: &Filter) -> Condition {
        let one = |condition: Expr| Condition::all().add(condition);
        match filter {
            Filter::All(filters) if filters.is_empty() => always(true),
            Filter::Any(filters) if filters.is_empty() => always(false),
            Filter::All(filters) => filters.iter().fold(Condition::all(), |all, filter| all.add(self.filter(filter))),
            Filter::Any(filters) => filters.iter().fold(Condition::any(), |any, filter| any.add(self.filter(filter))),
            Filter::Not(filter) => self.filter(filter).not(),
            Filter::Number(numbers) if numbers.is_empty() => always(false),
            Filter::Number(numbers) => one(contact(contact::Column::Number).is_in(numbers.clone())),
            Filter::Name(test) => self.name(test),
            Filter::CreatedAt(span) => time(contact::Column::CreatedAt, span),
            Filter::UpdatedAt(span) => time(contact::Column::UpdatedAt, span),
            Filter::DoNotCall(true) => one(contact(contact::Column::DoNotCallAt).is_not_null()),
            Filter::DoNotCall(false) => one(contact(contact::Column::DoNotCallAt).is_null()),
            Filter::OptedOut { channel, sender } => {
                let senders: Vec<String> = [Some(String::new()), sender.clone()].into_iter().flatten().collect();
                let mut found = Query::select();
                found
                    .from(contact_consent::Entity)
                    .and_where(consent(contact_consent::Column::AccountId).eq(self.account_id))
                    .and_where(consent(contact_consent::Column::Channel).eq(channel.as_str()))
                    .and_where(consent(contact_consent::Column::Sender).is_in(senders))
                    .and_where(consent(contact_consent::Column::Current).eq(true))
                    .and_where(consent(contact_consent::Column::State).eq(ConsentState::OptedOut.as_str()));
                one(self.found(found, contact(contact::Column::Number), consent(contact_consent::Column::Number)))
            }
            Filter::TimeZone(zones) if zones.is_empty() => always(false),
            Filter::TimeZone(zones) => {
                let zone = contact(contact::Column::TimeZone);
                // An unknown zone is none of these; `IN` alone would leave it open.
                Condition::all().add(zone.clone().is_not_null()).add(zone.is_in(zones.iter().map(|zone| zone.name())))
            }
            Filter::Metadata { path, test } => self.metadata(path, test),
        }
    }

    fn name(&self, test: &NameTest) -> Condition {
        let name = contact(contact::Column::NameFolded);
        match test {
            NameTest::Equals(text) => Condition::all().add(name.eq(folded(text))),
            NameTest::Contains(text) => {
                let place = Alias::new(if self.backend == DbBackend::Postgres { "strpos" } else { "instr" });
                Condition::all().add(Expr::expr(Func::cust(place).arg(name).arg(folded(text))).gt(0))
            }
            NameTest::StartsWith(text) => {
                let text = folded(text);
                // The last of all code points, which stands in no name.
                let last = format!("{text}\u{10ffff}");
                Condition::all().add(name.clone().gte(text)).add(name.lt(last))
            }
        }
    }

    fn metadata(&self, path: &[String], test: &Test) -> Condition {
        let is = |values: &[Value]| values.iter().fold(Condition::any(), |any, value| any.add(equal(value)));
        let single = |condition: Condition| self.value(path, condition.add(value(contact_value::Column::Position).eq(0)));
        match test {
            Test::Equals(given) => single(equal(given)),
            Test::NotEquals(given) => single(equal(given)).not(),
            Test::In(given) | Test::NotIn(given) | Test::Any(given) if given.is_empty() => always(matches!(test, Test::NotIn(_))),
            Test::In(given) => single(Condition::all().add(is(given))),
            Test::NotIn(given) => single(Condition::all().add(is(given))).not(),
            Test::Any(given) => self.value(path, Condition::all().add(is(given))),
            Test::Lt(given) => single(compared(Order::Lt, given)),
            Test::Lte(given) => single(compared(Order::Lte, given)),
            Test::Gt(given) => single(compared(Order::Gt, given)),
            Test::Gte(given) => single(compared(Order::Gte, given)),
            Test::Between(low, high) => single(Condition::all().add(compared(Order::Gte, low)).add(compared(Order::Lte, high))),
            Test::Exists(yes) => opposite_unless(*yes, single(Condition::all())),
            Test::IsNull(yes) => {
                let something = single(Condition::all().add(value(contact_value::Column::Kind).ne(ValueKind::Null.as_str())));
                opposite_unless(!*yes, something)
            }
        }
    }

    /// That the contact has a value at `path` for which `condition` holds.
    fn value(&self, path: &[String], condition: Condition) -> Condition {
        let mut found = Query::select();
        found
            .from(contact_value::Entity)
            .and_where(value(contact_value::Column::AccountId).eq(self.account_id))
            .and_where(value(contact_value::Column::Path).eq(metadata::pointer(path)))
            .cond_where(condition);
        Condition::all().add(self.found(found, contact(contact::Column::Id), value(contact_value::Column::ContactId)))
    }

    /// That what is `found` has one row whose `theirs` is `ours`.
    ///
    /// SQLite reads the rows by their index once and looks into them for each contact; asked contact by contact it would not
    /// use the index. PostgreSQL makes a join of `EXISTS`, and of its opposite; `NOT IN` over many rows it would run as a loop.
    fn found(&self, mut found: SelectStatement, ours: Expr, theirs: Expr) -> Expr {
        if self.backend == DbBackend::Postgres {
            found.expr(Expr::val(1)).and_where(theirs.eq(ours));
            Expr::exists(found)
        } else {
            found.expr(theirs);
            ours.in_subquery(found)
        }
    }
}

fn opposite_unless(yes: bool, condition: Condition) -> Condition {
    if yes { condition } else { condition.not() }
}

fn time(column: contact::Column, span: &Span) -> Condition {
    let column = || contact(column);
    Condition::all()
        .add_option(span.before.map(|moment| column().lt(bounds(moment).0)))
        .add_option(span.on_or_before.map(|moment| column().lt(bounds(moment).1)))
        .add_option(span.after.map(|moment| column().gte(bounds(moment).1)))
        .add_option(span.on_or_after.map(|moment| column().gte(bounds(moment).0)))
        // Never without any: a condition of nothing is left out, and its opposite with it.
        .add(Expr::cust("1 = 1"))
}

#[derive(Clone, Copy)]
enum Order {
    Lt,
    Lte,
    Gt,
    Gte,
}

fn equal(given: &Value) -> Condition {
    match given {
        Value::Text(given) => {
            let (text, rest) = metadata::split(given);
            Condition::all().add(value(contact_value::Column::Text).eq(text)).add(value(contact_value::Column::Rest).eq(rest))
        }
        Value::Number(given) => Condition::all().add(value(contact_value::Column::Number).eq(*given)),
        Value::Moment(given) => {
            let (first, end) = micros(*given);
            let instant = || value(contact_value::Column::Instant);
            Condition::all().add(instant().gte(first)).add(instant().lt(end))
        }
    }
}

fn compared(order: Order, given: &Value) -> Condition {
    match given {
        Value::Text(given) => text(order, given),
        Value::Number(given) => Condition::all().add(ordered(order, value(contact_value::Column::Number), *given)),
        Value::Moment(given) => {
            let (first, end) = micros(*given);
            let instant = value(contact_value::Column::Instant);
            Condition::all().add(match order {
                Order::Lt => instant.lt(first),
                Order::Lte => instant.lt(end),
                Order::Gt => instant.gte(end),
                Order::Gte => instant.gte(first),
            })
        }
    }
}

fn ordered<V: Into<Expr>>(order: Order, column: Expr, given: V) -> Expr {
    match order {
        Order::Lt => column.lt(given),
        Order::Lte => column.lte(given),
        Order::Gt => column.gt(given),
        Order::Gte => column.gte(given),
    }
}

/// By the part that is indexed, and where that is the same, by the rest.
fn text(order: Order, given: &str) -> Condition {
    let (first, rest) = metadata::split(given);
    let column = || value(contact_value::Column::Text);
    let (roughly, strictly) = match order {
        Order::Lt | Order::Lte => (column().lte(first), column().lt(first)),
        Order::Gt | Order::Gte => (column().gte(first), column().gt(first)),
    };
    let by_rest = ordered(order, value(contact_value::Column::Rest), rest);
    Condition::all().add(roughly).add(Condition::any().add(strictly).add(by_rest))
}

fn micros(moment: Moment) -> (i64, i64) {
    let (first, end) = bounds(moment);
    (first.timestamp_micros(), end.timestamp_micros())
}
