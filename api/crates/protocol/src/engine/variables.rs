//! Variables against their declared types (GraphQL specification, `CoerceVariableValues`), before anything runs.
//!
//! async-graphql 7.2.1 looks at a variable where it is used: a missing one is found while fields already resolve. Here it is
//! a request error, as the specification has it, and names the variable.

use std::hash::Hash;

use async_graphql::{
    Value, Variables,
    parser::types::{BaseType, OperationDefinition, Type},
    registry::{MetaInputValue, MetaType, Registry},
};

use crate::{Code, Fault};

/// Refuses variables whose values do not fit. Variables that the operation does not declare are ignored.
///
/// # Errors
/// `VARIABLES_INVALID`, the variable's declaration as its location.
pub(crate) fn check(registry: &Registry, operation: &OperationDefinition, variables: &Variables) -> Result<(), Fault> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let ty = &definition.node.var_type.node;
        let result = match variables.get(name) {
            Some(value) => fits(registry, ty, value),
            None if ty.nullable || definition.node.default_value.is_some() => Ok(()),
            None => Err(Misfit::new(format!("a value of type `{ty}` is required"))),
        };
        if let Err(misfit) = result {
            let message = format!("Variable `${name}{}`: {}.", misfit.path, misfit.reason);
            return Err(Fault::new(Code::VariablesInvalid, message).with("variable", name.to_string()).at(definition.pos));
        }
    }
    Ok(())
}

/// Why a value does not fit, and where inside of it.
struct Misfit {
    path: String,
    reason: String,
}

impl Misfit {
    fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    fn under(mut self, segment: &str) -> Self {
        self.path.insert_str(0, segment);
        self
    }
}

fn fits(registry: &Registry, ty: &Type, value: &Value) -> Result<(), Misfit> {
    if *value == Value::Null {
        return if ty.nullable { Ok(()) } else { Err(Misfit::new(format!("`{ty}` cannot be null"))) };
    }
    match &ty.base {
        BaseType::List(item) => match value {
            Value::List(values) => values
                .iter()
                .enumerate()
                .try_for_each(|(index, value)| fits(registry, item, value).map_err(|misfit| misfit.under(&format!("[{index}]")))),
            single => fits(registry, item, single),
        },
        BaseType::Named(name) => fits_named(registry, name, value),
    }
}

fn fits_named(registry: &Registry, name: &str, value: &Value) -> Result<(), Misfit> {
    match registry.types.get(name) {
        Some(MetaType::Scalar { is_valid: Some(is_valid), .. }) if !is_valid(value) => {
            Err(Misfit::new(format!("{} is no `{name}`", abridged(value))))
        }
        Some(MetaType::Enum { enum_values, .. }) => {
            let known = match value {
                Value::String(text) => enum_values.contains_key(text),
                Value::Enum(text) => enum_values.contains_key(text.as_str()),
                _ => false,
            };
            if known { Ok(()) } else { Err(Misfit::new(format!("{} is no value of `{name}`", abridged(value)))) }
        }
        Some(MetaType::InputObject { input_fields, oneof, .. }) => match value {
            Value::Object(fields) if *oneof && (fields.len() != 1 || fields.values().any(|value| *value == Value::Null)) => {
                Err(Misfit::new(format!("`{name}` takes exactly one field, and not null")))
            }
            Value::Object(fields) => {
                if let Some(unknown) = fields.keys().find(|key| !input_fields.contains_key(key.as_str())) {
                    return Err(Misfit::new(format!("`{name}` has no field `{unknown}`")));
                }
                input_fields.values().try_for_each(|field| {
                    field_fits(registry, field, fields.get(field.name.as_str())).map_err(|misfit| misfit.under(&format!(".{}", field.name)))
                })
            }
            other => Err(Misfit::new(format!("{} is no `{name}`", abridged(other)))),
        },
        // Scalars without a check of their own, and types that validation refuses as inputs.
        _ => Ok(()),
    }
}

fn field_fits(registry: &Registry, field: &MetaInputValue, value: Option<&Value>) -> Result<(), Misfit> {
    let Some(ty) = Type::new(&field.ty) else {
        return Ok(());
    };
    match value {
        Some(value) => fits(registry, &ty, value),
        None if ty.nullable || field.default_value.is_some() => Ok(()),
        None => Err(Misfit::new(format!("a value of type `{ty}` is required"))),
    }
}

/// Enough of a value to recognise it; the text of strings stays out of errors and so out of logs.
fn abridged(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Number(_) => "a number",
        Value::String(_) => "this string",
        Value::Boolean(_) => "a boolean",
        Value::Binary(_) => "binary data",
        Value::Enum(_) => "this name",
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Hashes all of the variables but the text of strings.
pub(crate) fn hash_shape(operation: usize, variables: &Variables, state: &mut impl std::hash::Hasher) {
    operation.hash(state);
    variables.len().hash(state);
    for (name, value) in variables.iter() {
        name.as_str().hash(state);
        hash_value(value, state);
    }
}

fn hash_value(value: &Value, state: &mut impl std::hash::Hasher) {
    std::mem::discriminant(value).hash(state);
    match value {
        Value::Number(number) => number.hash(state),
        Value::Boolean(boolean) => boolean.hash(state),
        Value::Enum(name) => name.as_str().hash(state),
        Value::Null | Value::String(_) | Value::Binary(_) => {}
        Value::List(values) => {
            values.len().hash(state);
            values.iter().for_each(|value| hash_value(value, state));
        }
        Value::Object(fields) => {
            fields.len().hash(state);
            for (name, value) in fields {
                name.as_str().hash(state);
                hash_value(value, state);
            }
        }
    }
}
