//! Fields in the order of the document (GraphQL specification, 7.2.2, "Serialized Map Ordering").
//!
//! async-graphql 7.2.1 puts fields into their object as they finish: one that waited for a loader or a database comes after
//! those that did not. Here each operation's order is worked out once and kept with its document; data are walked along it.
//! An object in order, as nearly all are, costs one comparison a field and is not touched.
//!
//! The order is that of all fragments at once, whatever types they are for, since data do not tell their type. So where
//! fragments for different types name the same fields in different orders, the first one's holds for both; and a field that
//! `@skip` leaves out where it is first named keeps that place when it is named again.

use std::collections::HashMap;

use async_graphql::{
    Name, Value,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

/// The response keys of a selection, fragments spread, each with those below it.
#[derive(Debug, Default)]
pub(crate) struct Order(Vec<(Name, Order)>);

impl Order {
    /// The order of an operation. Its measure was checked, so fragments cannot explode.
    pub(crate) fn of(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        Self::over(document, &[&operation.selection_set.node])
    }

    fn over<'a>(document: &'a ExecutableDocument, sets: &[&'a SelectionSet]) -> Self {
        let mut keys = Keys { document, places: HashMap::new(), found: Vec::new() };
        sets.iter().for_each(|set| keys.collect(set));
        Self(keys.found.into_iter().map(|(key, below)| (key.clone(), Self::over(document, &below))).collect())
    }

    /// Puts data into this order.
    pub(super) fn put(&self, value: &mut Value) {
        if self.0.is_empty() {
            return; // a leaf, which may be an object of its own making
        }
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.put(item)),
            Value::Object(fields) => {
                let mut known = self.0.iter();
                let ordered = fields.iter_mut().all(|(key, inner)| match known.find(|(name, _)| name == key) {
                    Some((_, below)) => {
                        below.put(inner);
                        true
                    }
                    None => false,
                });
                if !ordered {
                    fields.sort_by_cached_key(|key, _| self.0.iter().position(|(name, _)| name == key));
                    // Those before the first that was out of place are in order below already, and looked at once more.
                    let mut known = self.0.iter();
                    for (key, inner) in fields {
                        if let Some((_, below)) = known.find(|(name, _)| name == key) {
                            below.put(inner);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Response keys in the order of their first mention, each with the selection sets it has anywhere.
struct Keys<'a> {
    document: &'a ExecutableDocument,
    places: HashMap<&'a Name, usize>,
    found: Vec<(&'a Name, Vec<&'a SelectionSet>)>,
}

impl<'a> Keys<'a> {
    fn collect(&mut self, set: &'a SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = &field.node.response_key().node;
                    let place = *self.places.entry(key).or_insert(self.found.len());
                    if place == self.found.len() {
                        self.found.push((key, Vec::new()));
                    }
                    self.found[place].1.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.collect(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        self.collect(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    /// `data`, text of JSON, in the order of `document`.
    fn ordered(document: &str, data: &str) -> String {
        let document = parse_query(document).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let mut data: Value = serde_json::from_str(data).unwrap();
        Order::of(&document, &operation.node).put(&mut data);
        serde_json::to_string(&data).unwrap()
    }

    #[test]
    fn fields_come_as_they_are_first_named_fragments_and_aliases_and_all() {
        let table = [
            ("{ a b c }", r#"{"c":3,"a":1,"b":2}"#, r#"{"a":1,"b":2,"c":3}"#),
            ("{ z: a b y: c }", r#"{"b":2,"y":3,"z":1}"#, r#"{"z":1,"b":2,"y":3}"#),
            ("{ ...F a } fragment F on Q { b ... { c } }", r#"{"a":1,"c":3,"b":2}"#, r#"{"b":2,"c":3,"a":1}"#),
            ("{ a { x } b a { y } }", r#"{"b":2,"a":{"y":2,"x":1}}"#, r#"{"a":{"x":1,"y":2},"b":2}"#),
            ("{ a { b { x y } z } }", r#"{"a":{"z":1,"b":{"y":2,"x":1}}}"#, r#"{"a":{"b":{"x":1,"y":2},"z":1}}"#),
        ];

        for (document, data, expected) in table {
            assert_eq!(ordered(document, data), expected, "{document}");
        }
    }

    #[test]
    fn each_object_of_a_list_is_looked_at_by_itself() {
        let data = r#"{"a":[[{"x":1,"y":2}],[{"y":4,"x":3},null],null]}"#;

        assert_eq!(ordered("{ a { x y } }", data), r#"{"a":[[{"x":1,"y":2}],[{"x":3,"y":4},null],null]}"#);
    }

    #[test]
    fn what_is_left_out_leaves_the_rest_in_order() {
        assert_eq!(ordered("{ a b c d }", r#"{"d":4,"b":2}"#), r#"{"b":2,"d":4}"#);
    }

    #[test]
    fn an_object_that_is_a_leaf_is_the_resolvers_own() {
        let data = r#"{"b":{"z":1,"a":2},"a":1}"#;

        let text = ordered("{ a b }", data);

        assert_eq!(text, r#"{"a":1,"b":{"z":1,"a":2}}"#);
    }
}
