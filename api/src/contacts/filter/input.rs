//! Filters as clients give them. All that is given must be read: nothing is left out because it is not understood.

use async_graphql::{Enum, InputObject, InputValueError, InputValueResult, OneofObject, Scalar, ScalarType};
use entity::stored;
use numbering::Msisdn;
use serde_json::Value as Json;

use super::{Filter, Moment, NameTest, Span, Test, Value};
use crate::{
    contacts::{
        metadata::{self, KEY_LENGTH},
        number,
        types::Channel,
    },
    error::{Fault, Problem, ProblemCode},
    graphql::scalars::TimeZone,
};

/// How deep filters may lie in each other.
const DEPTH: usize = 6;
/// Conditions of a filter, all levels counted, at the most.
const CONDITIONS: usize = 100;
/// Values of one list at the most.
const VALUES: usize = 1_000;
/// Characters of a text to compare with at the most.
const TEXT_LENGTH: usize = 1_000;

/// Day, `2026-11-23`, taken as a whole and in UTC; or instant, `2026-11-23T10:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOrInstant(pub Moment);

/// Day, `2026-11-23`, taken as a whole and in UTC; or instant, `2026-11-23T10:00:00Z`.
#[Scalar]
impl ScalarType for DayOrInstant {
    fn parse(value: async_graphql::Value) -> InputValueResult<Self> {
        let async_graphql::Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let wrong = || {
            InputValueError::custom(format!("`{text}` is neither a day, such as 2026-11-23, nor an instant, such as 2026-11-23T10:00:00Z"))
        };
        metadata::moment(text).map(Self).ok_or_else(wrong)
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::String(match self.0 {
            Moment::Day(day) => day.to_string(),
            Moment::At(at) => at.to_rfc3339(),
        })
    }
}

/// Which contacts; all that is given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ContactFilter {
    /// One of these numbers; one that cannot be read is nobody's.
    pub number: Option<Vec<String>>,
    /// By name, in upper or lower case.
    pub name: Option<ContactNameTest>,
    /// By when the contact was made.
    pub created_at: Option<SpanInput>,
    /// By when the contact was last changed.
    pub updated_at: Option<SpanInput>,
    /// Whether nobody may call the contact.
    pub do_not_call: Option<bool>,
    /// Those who have opted out.
    pub opted_out: Option<OptedOutTest>,
    /// One of these time zones.
    pub time_zone: Option<Vec<TimeZone>>,
    /// By values in the metadata; all must hold.
    pub metadata: Option<Vec<MetadataCondition>>,
    /// All of these must hold.
    pub and: Option<Vec<ContactFilter>>,
    /// One of these must hold; of an empty list none does.
    pub or: Option<Vec<ContactFilter>>,
    /// This must not hold.
    pub not: Option<Box<ContactFilter>>,
}

/// What is asked of a name, in upper or lower case.
#[derive(Clone, Debug, OneofObject)]
pub enum ContactNameTest {
    /// It is this.
    Equals(String),
    /// This is in it.
    Contains(String),
    /// It begins with this.
    StartsWith(String),
}

/// Stretch of time; what is not given does not bound it.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct SpanInput {
    /// Earlier than this.
    pub before: Option<DayOrInstant>,
    /// This or earlier.
    pub on_or_before: Option<DayOrInstant>,
    /// Later than this.
    pub after: Option<DayOrInstant>,
    /// This or later.
    pub on_or_after: Option<DayOrInstant>,
}

/// Who has opted out.
#[derive(Clone, Debug, InputObject)]
pub struct OptedOutTest {
    /// On this channel.
    pub channel: Channel,
    /// Of this sender, or of every sender. Absent: of every sender.
    pub sender: Option<String>,
}

/// What is asked of a value in metadata.
#[derive(Clone, Debug, InputObject)]
pub struct MetadataCondition {
    /// Keys that lead to the value, the outermost first; a key may hold any sign, also dots.
    pub path: Vec<String>,
    /// How values are compared; absent: numbers as numbers, all else as text.
    pub cast: Option<MetadataCast>,
    /// What is asked.
    pub test: MetadataTest,
}

/// How values in metadata are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MetadataCast {
    /// As they are written, by code point.
    Text,
    /// As numbers: those that are one, and texts that read as one. What does not is neither equal nor less nor greater.
    Number,
    /// As days or instants, by ISO 8601: texts that read as one. A day is compared by date, in UTC.
    Date,
}

/// What is asked of a value in metadata. Values to compare with are texts, numbers, or true and false.
#[derive(Clone, Debug, OneofObject)]
pub enum MetadataTest {
    /// It is this.
    Equals(Json),
    /// It is not this; also where there is none.
    NotEquals(Json),
    /// It is one of these.
    In(Vec<Json>),
    /// It is none of these; also where there is none.
    NotIn(Vec<Json>),
    /// It is one of these, or a list that holds one of them.
    Any(Vec<Json>),
    /// It is less.
    Lt(Json),
    /// It is less or equal.
    Lte(Json),
    /// It is greater.
    Gt(Json),
    /// It is greater or equal.
    Gte(Json),
    /// It lies within these.
    Between(MetadataRange),
    /// Whether the key is there, whatever it holds.
    Exists(bool),
    /// Whether the key is not there, or holds null.
    IsNull(bool),
}

/// What a value lies within, both ends with it.
#[derive(Clone, Debug, InputObject)]
pub struct MetadataRange {
    /// The least.
    pub from: Json,
    /// The greatest.
    pub to: Json,
}

impl ContactFilter {
    /// The filter that is meant.
    ///
    /// # Errors
    /// Everything that cannot be read, with its place below `path`.
    pub fn read(self, path: &[&str]) -> Result<Filter, Vec<Problem>> {
        let mut reading = Reading { path: path.iter().map(|part| (*part).to_owned()).collect(), ..Reading::default() };
        let filter = reading.filter(self, 1);
        if reading.conditions > CONDITIONS {
            let message = format!("A filter has at most {CONDITIONS} conditions; here are {}.", reading.conditions);
            reading.fault(ProblemCode::LimitReached, message);
        }
        if reading.problems.is_empty() { Ok(filter) } else { Err(reading.problems) }
    }

    /// The filter given as the argument `name` of a query, which has no user errors.
    ///
    /// # Errors
    /// [`Fault::BadRequest`], with the first thing that cannot be read.
    pub fn argument(self, name: &str) -> Result<Filter, Fault> {
        self.read(&[name]).map_err(|problems| {
            let told = problems.first().map(|problem| format!("`{}`: {}", problem.path.join("."), problem.message));
            Fault::BadRequest(told.unwrap_or_default())
        })
    }
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    conditions: usize,
    problems: Vec<Problem>,
}

impl Reading {
    fn fault(&mut self, code: ProblemCode, message: impl Into<String>) {
        self.problems.push(Problem { code, message: message.into(), path: self.path.clone() });
    }

    fn invalid(&mut self, message: impl Into<String>) {
        self.fault(ProblemCode::Invalid, message);
    }

    fn at<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_owned());
        let read = read(self);
        self.path.pop();
        read
    }

    fn each<T, R>(&mut self, name: &str, list: Vec<T>, mut read: impl FnMut(&mut Self, T) -> R) -> Vec<R> {
        self.at(name, |reading| {
            if list.len() > VALUES {
                reading.fault(ProblemCode::LimitReached, format!("At most {VALUES}; here are {}.", list.len()));
                return Vec::new();
            }
            list.into_iter().enumerate().map(|(place, value)| reading.at(&place.to_string(), |reading| read(reading, value))).collect()
        })
    }

    fn filter(&mut self, input: ContactFilter, depth: usize) -> Filter {
        if depth > DEPTH {
            self.fault(ProblemCode::LimitReached, format!("Filters lie in each other at most {DEPTH} deep."));
            return Filter::default();
        }
        let mut all = Vec::new();
        if let Some(numbers) = input.number {
            let numbers = self.each("number", numbers, |_, text| number::read(&text, None).ok());
            all.push(Filter::Number(numbers.into_iter().flatten().map(Msisdn::into).collect()));
        }
        if let Some(test) = input.name {
            all.push(Filter::Name(self.at("name", |reading| reading.name(test))));
        }
        all.extend(input.created_at.map(|span| Filter::CreatedAt(span.into())));
        all.extend(input.updated_at.map(|span| Filter::UpdatedAt(span.into())));
        all.extend(input.do_not_call.map(Filter::DoNotCall));
        if let Some(OptedOutTest { channel, sender }) = input.opted_out {
            all.push(Filter::OptedOut { channel: stored::Channel::from(channel), sender: sender.map(|text| number::sender(&text)) });
        }
        all.extend(input.time_zone.map(|zones| Filter::TimeZone(zones.into_iter().map(|zone| zone.0).collect())));
        self.conditions += all.len();
        for condition in self.each("metadata", input.metadata.unwrap_or_default(), Self::metadata) {
            self.conditions += 1;
            all.push(condition);
        }
        all.extend(self.each("and", input.and.unwrap_or_default(), |reading, filter| reading.filter(filter, depth + 1)));
        if let Some(filters) = input.or {
            all.push(Filter::Any(self.each("or", filters, |reading, filter| reading.filter(filter, depth + 1))));
        }
        if let Some(filter) = input.not {
            all.push(Filter::Not(Box::new(self.at("not", |reading| reading.filter(*filter, depth + 1)))));
        }
        match <[Filter; 1]>::try_from(all) {
            Ok([only]) => only,
            Err(all) => Filter::All(all),
        }
    }

    fn name(&mut self, test: ContactNameTest) -> NameTest {
        let (name, text) = match &test {
            ContactNameTest::Equals(text) => ("equals", text),
            ContactNameTest::Contains(text) => ("contains", text),
            ContactNameTest::StartsWith(text) => ("startsWith", text),
        };
        self.at(name, |reading| reading.text(text));
        match test {
            ContactNameTest::Equals(text) => NameTest::Equals(text),
            // In a text that is found in every name there is nothing to look for.
            ContactNameTest::Contains(text) if text.is_empty() => NameTest::StartsWith(text),
            ContactNameTest::Contains(text) => NameTest::Contains(text),
            ContactNameTest::StartsWith(text) => NameTest::StartsWith(text),
        }
    }

    fn text(&mut self, text: &str) {
        if text.chars().count() > TEXT_LENGTH {
            self.fault(ProblemCode::LimitReached, format!("A text to compare with has at most {TEXT_LENGTH} characters."));
        }
        if text.contains('\0') {
            self.invalid("A text cannot hold the character NUL.");
        }
    }

    fn metadata(&mut self, condition: MetadataCondition) -> Filter {
        let MetadataCondition { path, cast, test } = condition;
        let wrong = |key: &String| key.is_empty() || key.chars().count() > KEY_LENGTH || key.contains('\0');
        if path.is_empty() || path.len() > DEPTH || path.iter().any(wrong) {
            self.at("path", |reading| {
                reading.invalid(format!("A path is 1 to {DEPTH} keys of 1 to {KEY_LENGTH} characters, such as [\"address\", \"city\"]."));
            });
        }
        let test = self.at("test", |reading| reading.test(test, cast));
        Filter::Metadata { path, test }
    }

    fn test(&mut self, test: MetadataTest, cast: Option<MetadataCast>) -> Test {
        let mut one = |name: &str, value: Json| self.at(name, |reading| reading.value(&value, cast));
        match test {
            MetadataTest::Equals(value) => Test::Equals(one("equals", value)),
            MetadataTest::NotEquals(value) => Test::NotEquals(one("notEquals", value)),
            MetadataTest::Lt(value) => Test::Lt(one("lt", value)),
            MetadataTest::Lte(value) => Test::Lte(one("lte", value)),
            MetadataTest::Gt(value) => Test::Gt(one("gt", value)),
            MetadataTest::Gte(value) => Test::Gte(one("gte", value)),
            MetadataTest::In(values) => Test::In(self.each("in", values, |reading, value| reading.value(&value, cast))),
            MetadataTest::NotIn(values) => Test::NotIn(self.each("notIn", values, |reading, value| reading.value(&value, cast))),
            MetadataTest::Any(values) => Test::Any(self.each("any", values, |reading, value| reading.value(&value, cast))),
            MetadataTest::Between(MetadataRange { from, to }) => self.at("between", |reading| {
                let from = reading.at("from", |reading| reading.value(&from, cast));
                let to = reading.at("to", |reading| reading.value(&to, cast));
                if std::mem::discriminant(&from) != std::mem::discriminant(&to) {
                    reading.invalid("Both ends are compared alike: give two texts, two numbers, or a cast.");
                }
                Test::Between(from, to)
            }),
            MetadataTest::Exists(yes) => Test::Exists(yes),
            MetadataTest::IsNull(yes) => Test::IsNull(yes),
        }
    }

    fn value(&mut self, value: &Json, cast: Option<MetadataCast>) -> Value {
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Bool(yes) => yes.to_string(),
            Json::Number(number) => metadata::digits(number),
            _ => {
                self.invalid("Values are compared with a text, a number, or true or false; use `isNull` for null.");
                return Value::Text(String::new());
            }
        };
        self.text(&text);
        let cast = cast.unwrap_or(if value.is_number() { MetadataCast::Number } else { MetadataCast::Text });
        let read = match cast {
            MetadataCast::Text => Some(Value::Text(text.clone())),
            MetadataCast::Number => {
                let number = value.as_f64().or_else(|| value.is_string().then(|| metadata::number(&text)).flatten());
                number.map(Value::Number)
            }
            MetadataCast::Date => value.is_string().then(|| metadata::moment(&text)).flatten().map(Value::Moment),
        };
        read.unwrap_or_else(|| {
            self.invalid(match cast {
                MetadataCast::Number => format!("`{text}` cannot be read as a number."),
                _ => format!("`{text}` can be read neither as a day, such as 2026-11-23, nor as an instant, such as 2026-11-23T10:00:00Z."),
            });
            Value::Text(text)
        })
    }
}

impl From<SpanInput> for Span {
    fn from(input: SpanInput) -> Self {
        let read = |moment: Option<DayOrInstant>| moment.map(|moment| moment.0);
        Self {
            before: read(input.before),
            on_or_before: read(input.on_or_before),
            after: read(input.after),
            on_or_after: read(input.on_or_after),
        }
    }
}
