//! What is known of whoever is called, to be put into texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Characters of a value that are kept.
const VALUE_LENGTH: usize = 500;
/// Values at the most; what comes later by name is left out.
const MOST: usize = 500;
/// How deep objects are looked into.
const DEPTH: usize = 6;

/// Names with their values; what lies deeper bears a name with dots, e.g. `contact.town`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Of an object: its texts, numbers and truth values, however deep they lie. Lists and nulls are left out.
    pub fn of(object: &Value) -> Self {
        let mut variables = Self::default();
        variables.take(None, object, 0);
        variables
    }

    /// With all of `object`, which goes before what was known.
    #[must_use]
    pub fn with(mut self, object: &Value) -> Self {
        self.take(None, object, 0);
        self
    }

    /// With all of `object` under the name `below`.
    #[must_use]
    pub fn and(mut self, below: &str, object: &Value) -> Self {
        self.take(Some(below), object, 0);
        self
    }

    /// With one more value.
    pub fn set(&mut self, name: &str, value: &str) {
        if self.0.len() < MOST || self.0.contains_key(name) {
            self.0
                .insert(name.to_owned(), value.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(VALUE_LENGTH).collect());
        }
    }

    /// The value of that name. An id is none: one whose name ends in `_id` is for machines, and never told to people.
    pub fn get(&self, name: &str) -> Option<&str> {
        let last = name.rsplit('.').next().unwrap_or_default();
        if last == "id" || last.ends_with("_id") {
            return None;
        }
        self.0.get(name).map(String::as_str)
    }

    fn take(&mut self, name: Option<&str>, value: &Value, depth: usize) {
        match (value, name) {
            (Value::Object(fields), _) if depth < DEPTH => {
                for (key, value) in fields {
                    let below = name.map_or_else(|| key.clone(), |name| format!("{name}.{key}"));
                    self.take(Some(&below), value, depth + 1);
                }
            }
            (Value::String(text), Some(name)) => self.set(name, text),
            (Value::Number(number), Some(name)) => self.set(name, &number.to_string()),
            (Value::Bool(truth), Some(name)) => self.set(name, &truth.to_string()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_lies_deeper_bears_a_name_with_dots_and_ids_are_not_told() {
        let given = json!({ "name": "Mary", "age": 44, "member": true, "town": { "name": "Leeds", "id": "7" }, "customer_id": "8", "tags": ["a"], "none": null });

        let variables = Variables::of(&given).and("event", &json!({ "title": "Check-up" }));

        let told: Vec<_> = ["name", "age", "member", "town.name", "event.title"].map(|name| variables.get(name)).into();
        assert_eq!(told, [Some("Mary"), Some("44"), Some("true"), Some("Leeds"), Some("Check-up")]);
        for name in ["town", "town.id", "customer_id", "tags", "none", "nobody"] {
            assert_eq!(variables.get(name), None, "{name}");
        }
    }

    #[test]
    fn a_value_is_one_line_and_not_endless() {
        let mut variables = Variables::default();

        variables.set("note", &format!("a\nb{}", "x".repeat(600)));

        let note = variables.get("note").unwrap_or_default();
        assert_eq!((&note[..3], note.chars().count()), ("a b", VALUE_LENGTH));
    }
}
