//! Nulls where the GraphQL specification wants them (6.4.4, "Handling Execution Errors").
//!
//! When a non-null field fails, async-graphql 7.2.1 leaves it out of its object and goes on, so clients receive objects that
//! contradict the schema. Here the object becomes null instead, and so does what holds it, up to the first that may be.

use std::collections::HashSet;

use async_graphql::{
    Name, PathSegment, Response, Value,
    parser::types::{ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet},
    registry::{MetaTypeName, Registry},
};

/// Mends the data of a response with errors.
pub(super) fn propagate(registry: &Registry, document: &ExecutableDocument, operation: &OperationDefinition, response: &mut Response) {
    let root = match operation.ty {
        OperationType::Query => Some(registry.query_type.as_str()),
        OperationType::Mutation => registry.mutation_type.as_deref(),
        OperationType::Subscription => registry.subscription_type.as_deref(),
    };
    let Some(root) = root else { return };
    let walk = Walk { registry, document };
    for error in &response.errors {
        if error.path.is_empty() {
            continue;
        }
        let sets = vec![(root, &operation.selection_set.node)];
        if walk.descend(&mut response.data, &sets, &error.path).is_err() {
            response.data = Value::Null;
            return;
        }
    }
}

/// The value holds a null where none may be: whoever holds it decides further.
struct Broken;

struct Walk<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
}

/// Selection sets that apply to one object, each with the type it is written for.
type Sets<'a> = Vec<(&'a str, &'a SelectionSet)>;

impl<'a> Walk<'a> {
    /// Follows the path into an object. The fields of one response key may stand in several selection sets.
    fn descend(&self, value: &mut Value, sets: &Sets<'a>, path: &[PathSegment]) -> Result<(), Broken> {
        let (Some(PathSegment::Field(key)), Value::Object(object)) = (path.first(), value) else {
            return Ok(()); // null already, or not an object
        };
        let fields = self.fields(sets, key);
        let Some((parent, first)) = fields.first() else { return Ok(()) };
        let Some(ty) = self.ty(parent, first) else { return Ok(()) };
        let Some(inner) = object.get_mut(key.as_str()) else {
            // Left out by async-graphql. A nullable field would be there as null.
            if MetaTypeName::create(ty).is_non_null() {
                return Err(Broken);
            }
            object.insert(Name::new(key), Value::Null);
            return Ok(());
        };
        let concrete = MetaTypeName::concrete_typename(ty);
        let below = fields.iter().map(|(_, field)| (concrete, &field.selection_set.node)).collect();
        self.value(inner, ty, &below, &path[1..])
    }

    /// Follows the path into a value of the given type, which takes the null if it may.
    fn value(&self, value: &mut Value, ty: &'a str, sets: &Sets<'a>, path: &[PathSegment]) -> Result<(), Broken> {
        let ty = MetaTypeName::create(ty);
        let result = match (ty.unwrap_non_null(), path.first()) {
            // An object none of whose fields came about is null in async-graphql, whatever its type says.
            _ if *value == Value::Null => Err(Broken),
            (_, None) => Ok(()),
            (MetaTypeName::List(item), Some(PathSegment::Index(index))) => match value {
                Value::List(items) => match items.get_mut(*index) {
                    Some(inner) => self.value(inner, item, sets, &path[1..]),
                    None => Ok(()),
                },
                _ => Ok(()),
            },
            (MetaTypeName::Named(_), Some(PathSegment::Field(_))) => self.descend(value, sets, path),
            _ => Ok(()),
        };
        match result {
            Err(Broken) if ty.is_non_null() => Err(Broken),
            Err(Broken) => {
                *value = Value::Null;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn fields(&self, sets: &Sets<'a>, key: &str) -> Vec<(&'a str, &'a Field)> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut sets = sets.clone();
        while let Some((parent, set)) = sets.pop() {
            for selection in &set.items {
                match &selection.node {
                    Selection::Field(field) if field.node.response_key().node == *key => found.push((parent, &field.node)),
                    Selection::Field(_) => {}
                    Selection::InlineFragment(inline) => {
                        let on = inline.node.type_condition.as_ref().map_or(parent, |condition| condition.node.on.node.as_str());
                        sets.push((on, &inline.node.selection_set.node));
                    }
                    Selection::FragmentSpread(spread) => {
                        let name = &spread.node.fragment_name.node;
                        if let (true, Some(fragment)) = (seen.insert(name), self.document.fragments.get(name)) {
                            sets.push((fragment.node.type_condition.node.on.node.as_str(), &fragment.node.selection_set.node));
                        }
                    }
                }
            }
        }
        found
    }

    fn ty(&self, parent: &str, field: &Field) -> Option<&'a str> {
        let meta = self.registry.types.get(parent)?.field_by_name(&field.name.node)?;
        Some(meta.ty.as_str())
    }
}
