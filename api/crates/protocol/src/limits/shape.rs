//! Measures a parsed document with its fragments spread, without spreading them: a fragment is measured once and its
//! measure added wherever it stands, so a document that would multiply into millions of fields costs its own length.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

use crate::{Code, Fault, Limits};

/// Levels of fields and fragments together. Above [`Limits::depth`] so that fragments may be used freely, below what the
/// recursive executor's stack bears; async-graphql's own limit is set to the same.
pub(crate) const LEVELS: usize = 48;

/// Lists of the schema's own description: each nested pair multiplies the answer by the size of the schema.
const SCHEMA_LISTS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];
const SCHEMA_LISTS_NESTED: usize = 3;

/// What a selection amounts to, fragments spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Measure {
    levels: usize,
    depth: usize,
    introspection_depth: usize,
    schema_lists: usize,
    root_fields: usize,
    fields: usize,
    aliases: usize,
    directives: usize,
}

impl Measure {
    /// Beside: what is nested counts once, what is listed adds up.
    fn add(&mut self, other: Self) {
        self.levels = self.levels.max(other.levels);
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        self.schema_lists = self.schema_lists.max(other.schema_lists);
        self.root_fields = self.root_fields.saturating_add(other.root_fields);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
    }
}

/// Refuses a document that is too large in any direction, and fragments that spread themselves.
///
/// Every operation must keep the limits, also those that will not run: validation looks at them all.
///
/// # Errors
/// One of the `LIMIT_` codes, or `VALIDATION_FAILED` for a cycle of fragments.
pub(crate) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Fault> {
    let mut surveyor = Surveyor { document, known: HashMap::new(), open: HashSet::new() };
    let mut whole = Measure::default();
    for (_, operation) in document.operations.iter() {
        let measure = surveyor.operation(&operation.node)?;
        keep(Code::LimitRootFields, "root_fields", limits.root_fields, measure.root_fields)?;
        whole.add(measure);
    }
    for (name, fragment) in &document.fragments {
        surveyor.fragment(name, false).map_err(|fault| fault.at(fragment.pos))?;
    }
    keep(Code::LimitDepth, "depth", limits.depth, whole.depth)?;
    keep(Code::LimitDepth, "introspection_depth", limits.introspection_depth, whole.introspection_depth)?;
    keep(Code::LimitDepth, "introspection_lists", SCHEMA_LISTS_NESTED, whole.schema_lists)?;
    keep(Code::LimitDepth, "levels", LEVELS, whole.levels)?;
    keep(Code::LimitFields, "fields", limits.fields, whole.fields)?;
    keep(Code::LimitAliases, "aliases", limits.aliases, whole.aliases)?;
    keep(Code::LimitDirectives, "directives", limits.directives, whole.directives)
}

/// Whether the operation asks about the schema. `__typename` is no secret.
pub(crate) fn introspects(document: &ExecutableDocument, operation: &OperationDefinition) -> bool {
    let mut seen = HashSet::new();
    let mut sets = vec![&operation.selection_set.node];
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if is_schema_field(&field.node.name.node) => return true,
                Selection::Field(_) => {}
                Selection::InlineFragment(inline) => sets.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let (true, Some(fragment)) = (seen.insert(name), document.fragments.get(name)) {
                        sets.push(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
    false
}

fn is_schema_field(name: &Name) -> bool {
    matches!(name.as_str(), "__schema" | "__type")
}

fn keep(code: Code, name: &'static str, limit: usize, actual: usize) -> Result<(), Fault> {
    if actual <= limit { Ok(()) } else { Err(Fault::limit(code, name, limit as u64, Some(actual as u64))) }
}

struct Surveyor<'a> {
    document: &'a ExecutableDocument,
    /// Measures of fragments, apart for those that stand under `__schema`.
    known: HashMap<(&'a str, bool), Measure>,
    /// Fragments being measured: meeting one again is a cycle.
    open: HashSet<&'a str>,
}

impl<'a> Surveyor<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Measure, Fault> {
        let mut measure = self.selection(&operation.selection_set.node, false)?;
        measure.directives = measure.directives.saturating_add(operation.directives.len());
        Ok(measure)
    }

    fn selection(&mut self, set: &'a SelectionSet, in_schema: bool) -> Result<Measure, Fault> {
        let mut sum = Measure::default();
        for selection in &set.items {
            let mut measure = match &selection.node {
                Selection::Field(field) => {
                    let schema = in_schema || is_schema_field(&field.node.name.node);
                    let below = self.selection(&field.node.selection_set.node, schema)?;
                    field_over(below, &field.node.name.node, schema, field.node.alias.is_some())
                }
                Selection::InlineFragment(inline) => deeper(self.selection(&inline.node.selection_set.node, in_schema)?),
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    deeper(self.fragment(name, in_schema).map_err(|fault| fault.at(spread.pos))?)
                }
            };
            measure.directives = measure.directives.saturating_add(selection.node.directives().len());
            sum.add(measure);
        }
        Ok(sum)
    }

    fn fragment(&mut self, name: &str, in_schema: bool) -> Result<Measure, Fault> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Measure::default()); // validation names the unknown fragment
        };
        if let Some(known) = self.known.get(&(name.as_str(), in_schema)) {
            return Ok(*known);
        }
        if !self.open.insert(name.as_str()) {
            return Err(Fault::new(Code::ValidationFailed, format!("Fragment \"{name}\" spreads itself.")));
        }
        let measure = self.selection(&fragment.node.selection_set.node, in_schema)?;
        self.open.remove(name.as_str());
        self.known.insert((name.as_str(), in_schema), measure);
        Ok(measure)
    }
}

fn deeper(measure: Measure) -> Measure {
    Measure { levels: measure.levels + 1, ..measure }
}

fn field_over(below: Measure, name: &Name, in_schema: bool, aliased: bool) -> Measure {
    let list = usize::from(in_schema && SCHEMA_LISTS.contains(&name.as_str()));
    Measure {
        levels: below.levels + 1,
        depth: if in_schema { below.depth } else { below.depth + 1 },
        introspection_depth: if in_schema { below.introspection_depth + 1 } else { below.introspection_depth },
        schema_lists: below.schema_lists + list,
        root_fields: 1,
        fields: below.fields.saturating_add(1),
        aliases: below.aliases.saturating_add(usize::from(aliased)),
        directives: below.directives,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn refused(document: &str, limits: &Limits) -> Option<(Code, String)> {
        check(&parse_query(document).unwrap(), limits).err().map(|fault| (fault.code, fault.message))
    }

    #[test]
    fn each_limit_is_kept_at_its_value_and_broken_one_beyond() {
        let limits = Limits { depth: 3, fields: 6, aliases: 2, root_fields: 3, directives: 2, ..Limits::default() };
        let table = [
            ("{ a { b { c } } }", None),
            ("{ a { b { c { d } } } }", Some(Code::LimitDepth)),
            ("{ a { b { ...F } } } fragment F on T { c }", None),
            ("{ a { b { ...F } } } fragment F on T { c { d } }", Some(Code::LimitDepth)),
            ("{ a { b c d e f } }", None),
            ("{ a { b c d e f g } }", Some(Code::LimitFields)),
            ("{ x: a y: b }", None),
            ("{ x: a y: b z: c }", Some(Code::LimitAliases)),
            ("{ a b c }", None),
            ("{ a b ...F } fragment F on Query { c d }", Some(Code::LimitRootFields)),
            ("{ a @x b @x }", None),
            ("{ a @x @x @x }", Some(Code::LimitDirectives)),
            ("query @x { a @x ... @x { b } }", Some(Code::LimitDirectives)),
        ];

        for (document, expected) in table {
            assert_eq!(refused(document, &limits).map(|(code, _)| code), expected, "{document}");
        }
    }

    #[test]
    fn a_refusal_names_the_limit_and_both_numbers() {
        let limits = Limits { depth: 1, ..Limits::default() };

        let (_, message) = refused("{ a { b } }", &limits).unwrap();

        assert_eq!(message, "The limit `depth` is 1; this request has 2.");
    }

    #[test]
    fn a_fragment_bomb_is_measured_in_its_own_length_and_refused() {
        let mut bomb = String::from("{ ...F0 }");
        for n in 0..40 {
            bomb += &format!(" fragment F{n} on Query {{ ...F{next} ...F{next} }}", next = n + 1);
        }
        bomb += " fragment F40 on Query { a }";

        let (code, message) = refused(&bomb, &Limits::default()).unwrap();

        assert_eq!(code, Code::LimitRootFields);
        assert!(message.contains("1099511627776"), "{message}");
    }

    #[test]
    fn fragments_that_spread_themselves_are_refused_also_where_no_operation_uses_them() {
        for document in [
            "{ ...A } fragment A on Query { ...A }",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { a { ...A } }",
            "{ a } fragment A on Query { ...A }",
        ] {
            assert_eq!(refused(document, &Limits::default()).unwrap().0, Code::ValidationFailed, "{document}");
        }
    }

    #[test]
    fn the_schema_may_be_asked_as_tools_ask_it_but_not_round_in_circles() {
        let tools = include_str!("../../tests/it/introspection.graphql");
        let circles = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";

        assert_eq!(refused(tools, &Limits { depth: 1, ..Limits::default() }), None);
        assert_eq!(refused(circles, &Limits::default()).unwrap().0, Code::LimitDepth);
    }

    #[test]
    fn asking_about_the_schema_is_found_inside_fragments() {
        for (document, expected) in [
            ("{ a __typename }", false),
            ("{ __type(name: \"A\") { name } }", true),
            ("{ ... { ...F } } fragment F on Query { __schema { types { name } } }", true),
        ] {
            let document = parse_query(document).unwrap();
            let (_, operation) = document.operations.iter().next().unwrap();
            assert_eq!(introspects(&document, &operation.node), expected);
        }
    }
}
