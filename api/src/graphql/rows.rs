//! Lists of rows, answered at the price of a list.
//!
//! async-graphql makes a future, a task and a waker of every field of every object: of a page of 50 persons some 600, while
//! nearly all of them only hand out what was read already. Here such *plain* fields are taken from the row as they stand in
//! the document, and only the others are resolved. Answers keep the document's order, which async-graphql gives up for the
//! order in which fields are ready.

use std::{borrow::Cow, fmt::Display};

use async_graphql::{
    ContextSelectionSet, ID, Json, Name, ObjectType, OutputType, Positioned, ScalarType, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::resolve_list,
};
use chrono::{DateTime, Utc};
use futures_util::future::join_all;

use super::{id::Key, scalars::TimeZone};

/// An object of which some fields were read with its row.
pub trait Plain: ObjectType {
    /// How the field of that name in the schema is told, if it is plain.
    fn plain(_field: &str) -> Option<fn(&Self) -> Value> {
        None
    }
}

/// Says which fields of an object are plain: `plain!(Person { "phoneNumbers" => phone_numbers })`.
macro_rules! plain {
    ($object:ty { $($name:literal => $field:ident),* $(,)? }) => {
        impl $crate::graphql::rows::Plain for $object {
            fn plain(field: &str) -> Option<fn(&Self) -> async_graphql::Value> {
                match field {
                    $($name => Some(|row| $crate::graphql::rows::Told::told(&row.$field)),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use plain;

/// What a plain field may hold.
pub trait Told {
    /// The value as the schema tells it.
    fn told(&self) -> Value;
}

macro_rules! told {
    ($($scalar:ty),*) => {$(
        impl Told for $scalar {
            fn told(&self) -> Value {
                ScalarType::to_value(self)
            }
        }
    )*};
}

told!(String, ID, bool, i32, f64, DateTime<Utc>, TimeZone);

impl<T: Display> Told for Key<T> {
    fn told(&self) -> Value {
        self.text()
    }
}

impl Told for Json<Value> {
    fn told(&self) -> Value {
        self.0.clone()
    }
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Value {
        Value::List(self.iter().map(T::told).collect())
    }
}

/// Objects of one type, in the schema a list of them.
pub struct Rows<'a, T>(pub Vec<&'a T>);

impl<T: Plain> OutputType for Rows<'_, T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<&T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<&T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<&T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let read: Option<Vec<_>> = fields::<T>(ctx).into_iter().map(|field| Some((key(field), Read::of(field)?))).collect();
        match read {
            Some(fields) => Ok(Value::List(self.0.iter().map(|row| told_as(&fields, *row)).collect())),
            None => resolve_list(ctx, field, self.0.iter().map(|row| Row(*row)), Some(self.0.len())).await,
        }
    }
}

/// An object, in the schema just that.
pub struct Row<'a, T>(pub &'a T);

impl<T: Plain> OutputType for Row<'_, T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        let mut asked = Vec::new();
        let mut answers = IndexMap::new();
        for field in fields::<T>(ctx) {
            match Read::of(field) {
                Some(read) => answers.insert(key(field), read.from(self.0)),
                None => {
                    asked.push(field);
                    answers.insert(key(field), Value::Null)
                }
            };
        }
        let resolved = join_all(asked.iter().map(async |field| self.0.resolve_field(&ctx.with_field(field)).await)).await;
        for (field, answer) in asked.into_iter().zip(resolved) {
            match answer {
                Ok(value) => merge(answers.entry(key(field)).or_insert(Value::Null), value.unwrap_or_default()),
                // Left out, as async-graphql does it: the protocol puts nulls where they belong.
                Err(error) => {
                    ctx.add_error(error);
                    answers.shift_remove(&key(field));
                }
            }
        }
        Ok(if answers.is_empty() { Value::Null } else { Value::Object(answers) })
    }
}

/// How a plain field is told.
enum Read<T> {
    Typename,
    Field(fn(&T) -> Value),
}

impl<T: Plain> Read<T> {
    fn of(field: &Positioned<Field>) -> Option<Self> {
        match field.node.name.node.as_str() {
            "__typename" => Some(Self::Typename),
            name => T::plain(name).map(Self::Field),
        }
    }

    fn from(&self, row: &T) -> Value {
        match self {
            Self::Typename => Value::String(T::type_name().into_owned()),
            Self::Field(read) => read(row),
        }
    }
}

fn told_as<T: Plain>(fields: &[(Name, Read<T>)], row: &T) -> Value {
    let mut object = IndexMap::with_capacity(fields.len());
    object.extend(fields.iter().map(|(key, read)| (key.clone(), read.from(row))));
    Value::Object(object)
}

fn key(field: &Positioned<Field>) -> Name {
    field.node.response_key().node.clone()
}

/// The fields asked of an object in the document's order, those of fragments in their place. What is skipped by a directive
/// was taken out before.
fn fields<'a, T: ObjectType>(ctx: &ContextSelectionSet<'a>) -> Vec<&'a Positioned<Field>> {
    let mut found = Vec::new();
    gather::<T>(ctx, ctx.item, &mut found);
    found
}

fn gather<'a, T: ObjectType>(ctx: &ContextSelectionSet<'a>, set: &'a Positioned<SelectionSet>, found: &mut Vec<&'a Positioned<Field>>) {
    for selection in &set.node.items {
        let (condition, below) = match &selection.node {
            Selection::Field(field) => {
                found.push(field);
                continue;
            }
            Selection::InlineFragment(inline) => (inline.node.type_condition.as_ref(), &inline.node.selection_set),
            // Validation has seen that there is such a fragment.
            Selection::FragmentSpread(spread) => match ctx.query_env.fragments.get(&spread.node.fragment_name.node) {
                Some(fragment) => (Some(&fragment.node.type_condition), &fragment.node.selection_set),
                None => continue,
            },
        };
        if condition.is_none_or(|condition| is_a::<T>(ctx, &condition.node.on.node)) {
            gather::<T>(ctx, below, found);
        }
    }
}

/// Whether the object is of a type, or implements it.
fn is_a<T: ObjectType>(ctx: &ContextSelectionSet<'_>, name: &str) -> bool {
    let own = T::type_name();
    own == name || ctx.schema_env.registry.implements.get(own.as_ref()).is_some_and(|interfaces| interfaces.contains(name))
}

/// Adds what a field gave to what the same field gave before: each was asked for a part.
fn merge(whole: &mut Value, part: Value) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, value) in part {
                merge(whole.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::List(whole), Value::List(part)) => whole.iter_mut().zip(part).for_each(|(whole, part)| merge(whole, part)),
        (whole @ Value::Null, part) => *whole = part,
        _ => {}
    }
}
