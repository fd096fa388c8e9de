//! The root of a subscription: the one field, where its cursor comes from, and the text that names its feed.

use std::fmt::Write;

use async_graphql::{
    Name, Positioned, Value as ConstValue, Variables,
    parser::types::{Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet, VariableDefinition},
};
use async_graphql_value::Value;

use crate::{Code, Fault};

/// The argument by which a subscription says where to resume.
pub(crate) const AFTER: &str = "after";

/// Where the cursor of a subscription comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum After {
    /// Not given: from now on.
    Absent,
    /// Written into the document.
    Literal(String),
    /// In a variable, with the default the document gives it. `shared`: the variable serves elsewhere too.
    Variable { name: Name, default: Option<String>, shared: bool },
}

/// The root field of a subscription.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    field: Positioned<Selection>,
    /// Name of the field in the schema.
    pub(crate) name: Name,
    pub(crate) after: After,
    /// The operation written in one way whatever its spaces, comments and cursor: equal texts, equal results.
    pub(crate) canonical: String,
}

impl Root {
    pub(crate) fn of(document: &ExecutableDocument, operation: &Positioned<OperationDefinition>) -> Result<Self, Fault> {
        let single = || Fault::new(Code::ValidationFailed, "A subscription selects exactly one field.").at(operation.pos);
        let mut fields = Vec::new();
        collect(document, &operation.node.selection_set.node, &mut fields)?;
        let [selection] = fields.as_slice() else {
            return Err(single());
        };
        let Selection::Field(field) = &selection.node else {
            return Err(single());
        };
        if field.node.name.node.starts_with("__") {
            return Err(Fault::new(Code::ValidationFailed, "A subscription cannot select an introspection field.").at(field.pos));
        }
        let mut writer = Canonical { document, text: String::new(), mentions: Vec::new() };
        writer.root(&operation.node.variable_definitions, &field.node);
        let after = after(&field.node, &operation.node.variable_definitions, &writer.mentions);
        Ok(Self { field: (*selection).clone(), name: field.node.name.node.clone(), after, canonical: writer.text })
    }

    /// The document with the root field standing alone.
    pub(crate) fn in_place(&self, mut document: ExecutableDocument) -> ExecutableDocument {
        let put = |operation: &mut Positioned<OperationDefinition>| {
            operation.node.selection_set.node.items = vec![self.field.clone()];
        };
        match &mut document.operations {
            async_graphql::parser::types::DocumentOperations::Single(operation) => put(operation),
            async_graphql::parser::types::DocumentOperations::Multiple(operations) => operations.values_mut().for_each(put),
        }
        document
    }

    /// The cursor the subscriber came with.
    ///
    /// # Errors
    /// `CURSOR_INVALID` if it is not a string.
    pub(crate) fn cursor(&self, variables: &Variables) -> Result<Option<String>, Fault> {
        match &self.after {
            After::Absent => Ok(None),
            After::Literal(cursor) => Ok(Some(cursor.clone())),
            After::Variable { name, default, .. } => match variables.get(name) {
                None => Ok(default.clone()),
                Some(ConstValue::Null) => Ok(None),
                Some(ConstValue::String(cursor)) => Ok(Some(cursor.clone())),
                Some(_) => Err(Fault::new(Code::CursorInvalid, format!("The cursor in `${name}` is not a string."))),
            },
        }
    }
}

/// Root fields through fragments. `@skip` and `@include` have no place there (GraphQL specification, 5.2.4.1).
fn collect<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, fields: &mut Vec<&'a Positioned<Selection>>) -> Result<(), Fault> {
    for selection in &set.items {
        let conditional = |directive: &Positioned<Directive>| matches!(directive.node.name.node.as_str(), "skip" | "include");
        if selection.node.directives().iter().any(conditional) {
            let message = "`@skip` and `@include` have no place at the root of a subscription.";
            return Err(Fault::new(Code::ValidationFailed, message).at(selection.pos));
        }
        match &selection.node {
            Selection::Field(_) => fields.push(selection),
            Selection::InlineFragment(inline) => collect(document, &inline.node.selection_set.node, fields)?,
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, fields)?;
                }
            }
        }
    }
    Ok(())
}

fn after(field: &Field, definitions: &[Positioned<VariableDefinition>], mentions: &[Name]) -> After {
    match field.get_argument(AFTER).map(|value| &value.node) {
        Some(Value::String(cursor)) => After::Literal(cursor.clone()),
        Some(Value::Variable(name)) => {
            let default =
                definitions.iter().find(|definition| definition.node.name.node == *name).and_then(|definition| {
                    match definition.node.default_value.as_ref().map(|value| &value.node) {
                        Some(ConstValue::String(cursor)) => Some(cursor.clone()),
                        _ => None,
                    }
                });
            After::Variable { name: name.clone(), default, shared: mentions.contains(name) }
        }
        _ => After::Absent,
    }
}

/// Writes an operation with its fragments in place, in one way.
struct Canonical<'a> {
    document: &'a ExecutableDocument,
    text: String,
    /// Variables mentioned anywhere but in the root's cursor.
    mentions: Vec<Name>,
}

impl Canonical<'_> {
    /// Fragments are written where they stand: the measure of the document was checked, so this cannot explode.
    fn root(&mut self, definitions: &[Positioned<VariableDefinition>], field: &Field) {
        for definition in definitions {
            let definition = &definition.node;
            self.write(format_args!("${}:{}", definition.name.node, definition.var_type.node));
            if let Some(default) = &definition.default_value {
                self.write(format_args!("={}", default.node));
            }
        }
        self.field(field, true);
    }

    fn field(&mut self, field: &Field, root: bool) {
        if let Some(alias) = &field.alias {
            self.write(format_args!("{}:", alias.node));
        }
        self.write(format_args!("{}(", field.name.node));
        for (name, value) in &field.arguments {
            if !(root && name.node == AFTER) {
                self.argument(&name.node, &value.node);
            }
        }
        self.text.push(')');
        self.directives(&field.directives);
        self.set(&field.selection_set.node);
    }

    fn set(&mut self, set: &SelectionSet) {
        self.text.push('{');
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(&field.node, false),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or("", |condition| condition.node.on.node.as_str());
                    self.fragment(on, &inline.node.directives, &inline.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.directives(&fragment.node.directives);
                        self.fragment(on, &spread.node.directives, &fragment.node.selection_set.node);
                    }
                }
            }
            self.text.push(' ');
        }
        self.text.push('}');
    }

    fn fragment(&mut self, on: &str, directives: &[Positioned<Directive>], set: &SelectionSet) {
        self.write(format_args!("...{on}"));
        self.directives(directives);
        self.set(set);
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        for directive in directives {
            self.write(format_args!("@{}(", directive.node.name.node));
            for (name, value) in &directive.node.arguments {
                self.argument(&name.node, &value.node);
            }
            self.text.push(')');
        }
    }

    fn argument(&mut self, name: &Name, value: &Value) {
        mentioned(value, &mut self.mentions);
        self.write(format_args!("{name}:{value} "));
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        let written = self.text.write_fmt(what);
        debug_assert!(written.is_ok(), "a String takes whatever is written");
    }
}

fn mentioned(value: &Value, into: &mut Vec<Name>) {
    match value {
        Value::Variable(name) => into.push(name.clone()),
        Value::List(values) => values.iter().for_each(|value| mentioned(value, into)),
        Value::Object(fields) => fields.values().for_each(|value| mentioned(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn root(document: &str) -> Result<Root, Fault> {
        let document = parse_query(document).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        Root::of(&document, operation)
    }

    #[test]
    fn what_does_not_matter_does_not_tell_subscriptions_apart() {
        let same = [
            "subscription($after: String) { calls(after: $after, queue: 7) { id caller { name } } }",
            "subscription Named($after:String){calls(queue:7,after:$after){id,caller{name}}} # comment",
            "subscription($after: String) { ...R } fragment R on S { calls(queue: 7, after: $after) { id caller { name } } }",
        ];

        for document in same {
            assert_eq!(root(document).unwrap().canonical, root(same[0]).unwrap().canonical);
        }
        assert_eq!(
            root("subscription { calls(after: \"a\") { id } }").unwrap().canonical,
            root("subscription { calls(after: \"b\") { id } }").unwrap().canonical
        );
    }

    #[test]
    fn what_matters_tells_them_apart() {
        let different = [
            "subscription { calls { id } }",
            "subscription { x: calls { id } }",
            "subscription { calls { x: id } }",
            "subscription { calls { id name } }",
            "subscription { calls(queue: 7) { id } }",
            "subscription { calls(queue: \"7\") { id } }",
            "subscription { calls { id @skip(if: true) } }",
            "subscription { calls { ... on Call { id } } }",
            "subscription { calls { ... on Other { id } } }",
            "subscription($q: Int) { calls(queue: $q) { id } }",
            "subscription($q: Int = 1) { calls(queue: $q) { id } }",
            "subscription { calls { parent { id } } }",
            "subscription { calls { parent id } }",
            "subscription { others { id } }",
        ];

        let texts: std::collections::HashSet<_> = different.iter().map(|document| root(document).unwrap().canonical).collect();
        assert_eq!(texts.len(), different.len());
    }

    #[test]
    fn the_cursor_is_found_wherever_it_stands() {
        let table = [
            ("subscription { calls { id } }", json!({}), Ok(None)),
            ("subscription { calls(after: null) { id } }", json!({}), Ok(None)),
            ("subscription { calls(after: \"a\") { id } }", json!({}), Ok(Some("a"))),
            ("subscription($c: String) { calls(after: $c) { id } }", json!({}), Ok(None)),
            ("subscription($c: String) { calls(after: $c) { id } }", json!({ "c": null }), Ok(None)),
            ("subscription($c: String) { calls(after: $c) { id } }", json!({ "c": "b" }), Ok(Some("b"))),
            ("subscription($c: String = \"d\") { calls(after: $c) { id } }", json!({}), Ok(Some("d"))),
            ("subscription($c: String = \"d\") { calls(after: $c) { id } }", json!({ "c": null }), Ok(None)),
            ("subscription($c: Int) { calls(after: $c) { id } }", json!({ "c": 1 }), Err(Code::CursorInvalid)),
        ];

        for (document, variables, expected) in table {
            let cursor = root(document).unwrap().cursor(&Variables::from_json(variables));
            assert_eq!(cursor.map_err(|fault| fault.code), expected.map(|cursor| cursor.map(str::to_owned)), "{document}");
        }
    }

    #[test]
    fn a_cursor_variable_that_serves_elsewhere_is_no_private_matter() {
        let shared = |document: &str| matches!(root(document).unwrap().after, After::Variable { shared: true, .. });

        assert!(shared("subscription($c: String) { calls(after: $c) { note(about: $c) } }"));
        assert!(shared("subscription($c: String) { calls(after: $c, or: [$c]) { id } }"));
        assert!(!shared("subscription($c: String, $d: String) { calls(after: $c) { note(about: $d) } }"));
    }
}
