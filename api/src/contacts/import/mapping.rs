//! What becomes of a file's columns, and what a row of it says of a contact. Pure.

use std::collections::HashSet;

use numbering::{Country, Msisdn};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::contacts::{fields::Check, number, service::ContactEdit};

/// Where the cells of a column go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// The number.
    Number,
    /// The name.
    Name,
    /// The time zone.
    TimeZone,
    /// A value of the metadata, at these keys; without any, all of it as a JSON object.
    Metadata(Vec<String>),
}

/// What becomes of a file's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub Vec<(usize, Target)>);

/// What a row says of a contact.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) number: Msisdn,
    pub(super) edit: ContactEdit,
}

impl Mapping {
    /// As the columns' names say: what is called like a number is the number, what is called like a name the name, and so on; all
    /// else is metadata under its own name.
    pub(super) fn by_names(columns: &[String]) -> Self {
        let mut taken = HashSet::new();
        let mut mapped = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let name = column.trim();
            let known: String = name.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect();
            let kind = match known.as_str() {
                "number" | "phone" | "phonenumber" | "telephone" | "tel" | "mobile" | "msisdn" | "telefon" | "telefono" | "teléfono" => {
                    'n'
                }
                "name" | "fullname" | "nom" | "nombre" => 'a',
                "timezone" | "tz" => 'z',
                "metadata" => 'm',
                _ => 'o',
            };
            let target = match kind {
                'n' if taken.insert('n') => Target::Number,
                'a' if taken.insert('a') => Target::Name,
                'z' if taken.insert('z') => Target::TimeZone,
                'm' if taken.insert('m') => Target::Metadata(Vec::new()),
                _ if name.is_empty() => continue,
                // What the export tells besides is not a contact's to keep.
                _ if ["id", "importline", "importreason", "donotcallsince", "donotcallreason", "createdat", "updatedat"]
                    .contains(&known.as_str()) =>
                {
                    continue;
                }
                _ => Target::Metadata(vec![name.to_owned()]),
            };
            mapped.push((place, target));
        }
        Self(mapped)
    }

    /// Whether a column is the number's.
    pub(super) fn has_number(&self) -> bool {
        self.0.iter().any(|(_, target)| *target == Target::Number)
    }

    /// What a row says; or why it cannot be taken over.
    pub(super) fn read(&self, cells: &[String], country: Option<Country>) -> Result<Said, String> {
        let mut number = None;
        let mut edit = ContactEdit::default();
        let mut metadata = Map::new();
        for (place, target) in &self.0 {
            let cell = meant(cells.get(*place).map(String::as_str).unwrap_or_default());
            if cell.is_empty() {
                continue;
            }
            match target {
                Target::Number => {
                    number = Some(number::read(cell, country).map_err(|error| format!("`{cell}` is no public number: {error}."))?);
                }
                Target::Name => edit.name = Some(Some(cell.to_owned())),
                Target::TimeZone => {
                    let zone = cell.parse().map_err(|_| format!("`{cell}` is no IANA time zone, such as Europe/Madrid."))?;
                    edit.time_zone = Some(Some(zone));
                }
                Target::Metadata(keys) if keys.is_empty() => {
                    let read: Map<String, Value> =
                        serde_json::from_str(cell).map_err(|error| format!("The metadata are no JSON object: {error}."))?;
                    metadata.extend(read);
                }
                Target::Metadata(keys) => put(&mut metadata, keys, cell),
            }
        }
        let number = number.ok_or("The number is missing.")?;
        edit.metadata = (!metadata.is_empty()).then_some(Some(Value::Object(metadata)));
        Ok(Said { number, edit })
    }
}

/// What a cell means: a mark that keeps a spreadsheet from taking it for a formula is not part of it.
fn meant(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => rest,
        _ => cell,
    }
}

fn put(map: &mut Map<String, Value>, keys: &[String], cell: &str) {
    let [key, rest @ ..] = keys else { return };
    if rest.is_empty() {
        map.insert(key.clone(), Value::String(cell.to_owned()));
        return;
    }
    let inner = map.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, cell);
    }
}

/// Why an edit is not to be had, in one line.
pub(super) fn reason(check: Check) -> Option<String> {
    let told: Vec<String> = check.into_problems().into_iter().map(|problem| problem.message).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn columns_are_known_by_their_names() {
        let mapping = Mapping::by_names(&texts(&["Phone number", "Name", "time_zone", "City", "phone", "", "metadata", "created_at"]));

        let metadata = |name: &str| Target::Metadata(vec![name.to_owned()]);
        let expected = [
            (0, Target::Number),
            (1, Target::Name),
            (2, Target::TimeZone),
            (3, metadata("City")),
            (4, metadata("phone")),
            (6, Target::Metadata(Vec::new())),
        ];
        assert_eq!(mapping.0, expected);
    }

    #[test]
    fn a_row_says_what_its_cells_hold_and_empty_ones_say_nothing() {
        let keys = |keys: &[&str]| Target::Metadata(texts(keys));
        let mapping = Mapping(vec![
            (0, Target::Number),
            (1, Target::Name),
            (2, keys(&["address", "city"])),
            (3, keys(&["address", "door"])),
            (4, keys(&["x"])),
        ]);

        let said = mapping.read(&texts(&["972183386", "'=Ana", " Girona ", "'-1", ""]), Country::parse("ES").ok()).unwrap();

        assert_eq!(said.number.as_str(), "+34972183386");
        assert_eq!(said.edit.name, Some(Some("=Ana".to_owned())));
        assert_eq!(said.edit.metadata, Some(Some(json!({ "address": { "city": "Girona", "door": "-1" } }))));
    }

    #[test]
    fn a_row_that_cannot_be_taken_over_says_why() {
        let mapping = Mapping(vec![(0, Target::Number), (1, Target::TimeZone), (2, Target::Metadata(Vec::new()))]);
        let table = [
            (vec!["", ""], "The number is missing."),
            (vec!["12"], "`12` is no public number: "),
            (vec!["+34972183386", "Madrid"], "`Madrid` is no IANA time zone"),
            (vec!["+34972183386", "", "[1]"], "The metadata are no JSON object: "),
        ];

        for (cells, expected) in table {
            let wrong = mapping.read(&texts(&cells), None).err().unwrap_or_default();
            assert!(wrong.starts_with(expected), "{cells:?}: {wrong}");
        }
    }
}
