//! What else is known of a contact: an object as its account likes it. Here are its limits, how two are merged, and how one is
//! flattened into rows that filters look at.

use async_graphql::Enum;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use entity::{
    contact_value,
    id::{AccountId, ContactId},
    stored::ValueKind,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Problem, ProblemCode};

/// Bytes of metadata, written as JSON, at the most.
const BYTES: usize = 16_384;
/// How deep objects may lie in each other; metadata itself is the first.
const DEPTH: usize = 5;
/// Keys and list elements in all, at the most.
const VALUES: usize = 200;
/// Characters of a key at the most.
pub(super) const KEY_LENGTH: usize = 100;
/// Characters of a text that an index takes; what is longer is compared beyond them apart.
const INDEXED: usize = 200;

/// How given metadata and those there are become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MetadataMode {
    /// Given keys take the place of those of the same name, the others stay; null takes a key away.
    #[default]
    Merge,
    /// The same within objects, however deep.
    DeepMerge,
    /// What is given takes the place of all.
    Replace,
}

/// An object within the limits.
///
/// # Errors
/// All that is wrong, with its place below `path`.
pub(super) fn read(value: &Value, path: &[String]) -> Result<Map<String, Value>, Vec<Problem>> {
    let Value::Object(map) = value else {
        return Err(vec![problem(ProblemCode::Invalid, path, "Metadata are an object, such as {\"city\": \"Girona\"}.")]);
    };
    let mut reading = Reading::default();
    reading.object(map, path, 1);
    if reading.values > VALUES {
        let message = format!("Metadata have at most {VALUES} keys and list elements; here are {}.", reading.values);
        reading.problems.push(problem(ProblemCode::LimitReached, path, message));
    }
    let bytes = value.to_string().len();
    if bytes > BYTES {
        reading.problems.push(problem(ProblemCode::LimitReached, path, format!("Metadata have at most {BYTES} bytes; here are {bytes}.")));
    }
    if reading.problems.is_empty() { Ok(map.clone()) } else { Err(reading.problems) }
}

fn problem(code: ProblemCode, path: &[String], message: impl Into<String>) -> Problem {
    Problem { code, message: message.into(), path: path.to_vec() }
}

#[derive(Default)]
struct Reading {
    values: usize,
    problems: Vec<Problem>,
}

impl Reading {
    fn object(&mut self, map: &Map<String, Value>, path: &[String], depth: usize) {
        for (key, value) in map {
            let below = [path, std::slice::from_ref(key)].concat();
            let length = key.chars().count();
            if length == 0 || length > KEY_LENGTH || key.chars().any(char::is_control) {
                let message = format!("A key has 1 to {KEY_LENGTH} characters, and no control characters.");
                self.problems.push(problem(ProblemCode::Invalid, path, message));
            }
            self.value(value, &below, depth);
        }
    }

    fn value(&mut self, value: &Value, path: &[String], depth: usize) {
        self.values += 1;
        match value {
            Value::Object(_) | Value::Array(_) if depth >= DEPTH => {
                self.problems.push(problem(ProblemCode::LimitReached, path, format!("Metadata are at most {DEPTH} levels deep.")));
            }
            Value::Object(map) => self.object(map, path, depth + 1),
            Value::Array(list) => {
                for (place, element) in list.iter().enumerate() {
                    self.value(element, &[path, &[place.to_string()]].concat(), depth + 1);
                }
            }
            Value::String(text) if text.contains('\0') => {
                self.problems.push(problem(ProblemCode::Invalid, path, "A text cannot hold the character NUL."));
            }
            _ => {}
        }
    }
}

/// What becomes of metadata when others are given.
pub(super) fn merged(known: &Map<String, Value>, given: Map<String, Value>, mode: MetadataMode) -> Map<String, Value> {
    let deep = match mode {
        MetadataMode::Replace => return given,
        MetadataMode::Merge => false,
        MetadataMode::DeepMerge => true,
    };
    let mut merged = known.clone();
    for (key, value) in given {
        match value {
            Value::Null => drop(merged.remove(&key)),
            Value::Object(given) if deep => {
                let none = Map::new();
                let known = merged.get(&key).and_then(Value::as_object).unwrap_or(&none);
                let both = self::merged(known, given, mode);
                merged.insert(key, Value::Object(both));
            }
            value => drop(merged.insert(key, value)),
        }
    }
    merged
}

/// Keys that lead to a value, as one text: a JSON pointer, so that a key may hold any sign.
pub(super) fn pointer<S: AsRef<str>>(keys: &[S]) -> String {
    keys.iter().map(|key| format!("/{}", key.as_ref().replace('~', "~0").replace('/', "~1"))).collect()
}

/// The rows of a contact's metadata.
pub(super) fn flattened(account_id: AccountId, contact_id: ContactId, metadata: &Value) -> Vec<contact_value::Model> {
    let mut rows = Vec::new();
    let mut row = |path: &str, position: i32, value: &Value| {
        let Plain { kind, text, number, instant } = Plain::of(value);
        let (text, rest) = text.map_or((None, String::new()), |text| {
            let (text, rest) = split(&text);
            (Some(text.to_owned()), rest.to_owned())
        });
        rows.push(contact_value::Model { contact_id, path: path.to_owned(), position, account_id, kind, text, rest, number, instant });
    };
    if let Value::Object(map) = metadata {
        object(map, "", &mut row);
    }
    rows
}

fn object(map: &Map<String, Value>, path: &str, row: &mut impl FnMut(&str, i32, &Value)) {
    for (key, value) in map {
        let path = format!("{path}{}", pointer(&[key]));
        row(&path, 0, value);
        match value {
            Value::Object(map) => object(map, &path, row),
            Value::Array(list) => {
                let single = (1..).zip(list).filter(|(_, value)| !(value.is_null() || value.is_array() || value.is_object()));
                single.for_each(|(position, value)| row(&path, position, value));
            }
            _ => {}
        }
    }
}

/// A single value in all the ways in which it can be compared.
struct Plain {
    kind: ValueKind,
    text: Option<String>,
    number: Option<f64>,
    instant: Option<i64>,
}

impl Plain {
    fn of(value: &Value) -> Self {
        let none = |kind| Self { kind, text: None, number: None, instant: None };
        match value {
            Value::Null => none(ValueKind::Null),
            Value::Array(_) => none(ValueKind::List),
            Value::Object(_) => none(ValueKind::Object),
            Value::Bool(yes) => Self { text: Some(yes.to_string()), ..none(ValueKind::Boolean) },
            Value::Number(number) => Self { text: Some(digits(number)), number: number.as_f64(), ..none(ValueKind::Number) },
            Value::String(text) => Self {
                number: number(text),
                instant: moment(text).map(Moment::first_micros),
                text: Some(text.clone()),
                kind: ValueKind::Text,
            },
        }
    }
}

/// A number as text: the same for `1` and `1.0`.
pub(super) fn digits(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}

/// A text in two: what is indexed, and the rest. Cut by characters, so that parts compare as wholes do.
pub(super) fn split(text: &str) -> (&str, &str) {
    let end = text.char_indices().nth(INDEXED).map_or(text.len(), |(place, _)| place);
    text.split_at(end)
}

/// The number that a text is, if it is one.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A day, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// A whole day, in UTC.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
}

impl Moment {
    /// The first instant of it.
    pub(super) fn first(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
            Self::At(at) => at,
        }
    }

    pub(super) fn first_micros(self) -> i64 {
        self.first().timestamp_micros()
    }
}

/// The day or instant that a text is by ISO 8601, if it is one. What has no offset is taken for UTC.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    // chrono would also take years with a sign, and of other than four digits.
    if !(text.len() >= 10 && text.is_ascii() && text[..4].bytes().all(|sign| sign.is_ascii_digit()) && text.as_bytes()[4] == b'-') {
        return None;
    }
    if text.len() == 10 {
        return NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Moment::Day);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::At(at.to_utc()));
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    local.map(|local| Moment::At(local.and_utc()))
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
