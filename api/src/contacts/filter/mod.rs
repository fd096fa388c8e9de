//! Which contacts: a condition that can be kept, told as text, and asked of the database.
//!
//! [`Filter`] is what is kept: of a population, say. [`input`] reads it from what clients give, [`condition`] makes SQL of it.
//! Every filter is true or false of a contact, never unknown; so `not` turns it into its opposite.

mod condition;
pub mod input;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::stored::Channel;
use serde::{Deserialize, Serialize};

pub use self::condition::condition;
pub use super::metadata::Moment;

/// Which contacts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Filter {
    /// Those for whom all hold; of none, everybody.
    All(Vec<Filter>),
    /// Those for whom one holds; of none, nobody.
    Any(Vec<Filter>),
    /// Those for whom it does not hold.
    Not(Box<Filter>),
    /// Those with one of these numbers, in E.164.
    Number(Vec<String>),
    /// By name, in upper or lower case.
    Name(NameTest),
    /// By when they were made.
    CreatedAt(Span),
    /// By when they were last changed.
    UpdatedAt(Span),
    /// Those whom nobody may call, or the others.
    DoNotCall(bool),
    /// Those who have opted out.
    OptedOut {
        /// On this channel.
        channel: Channel,
        /// Of this sender, or of every sender; none given: of every sender.
        sender: Option<String>,
    },
    /// Those in one of these time zones.
    TimeZone(Vec<Tz>),
    /// By a value in their metadata.
    Metadata {
        /// Keys that lead to it, the outermost first.
        path: Vec<String>,
        /// What is asked of it.
        test: Test,
    },
}

impl Default for Filter {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// What is asked of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NameTest {
    /// It is this.
    Equals(String),
    /// This is in it.
    Contains(String),
    /// It begins with this.
    StartsWith(String),
}

/// A stretch of time; what is not given does not bound it. A day is taken as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Span {
    /// Earlier than this.
    pub before: Option<Moment>,
    /// This or earlier.
    pub on_or_before: Option<Moment>,
    /// Later than this.
    pub after: Option<Moment>,
    /// This or later.
    pub on_or_after: Option<Moment>,
}

/// What a value is compared with. Its kind says how: a number with what is a number or reads as one, a moment with what reads as
/// one, a text with everything as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// As text, by code point.
    Text(String),
    /// As a number.
    Number(f64),
    /// As a day or an instant.
    Moment(Moment),
}

/// What is asked of a value in metadata. What cannot be compared is not equal, not less and not greater.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// It is this.
    Equals(Value),
    /// It is not this; also where there is none.
    NotEquals(Value),
    /// It is one of these.
    In(Vec<Value>),
    /// It is none of these; also where there is none.
    NotIn(Vec<Value>),
    /// It is one of these, or a list that holds one of them.
    Any(Vec<Value>),
    /// It is less.
    Lt(Value),
    /// It is less or equal.
    Lte(Value),
    /// It is greater.
    Gt(Value),
    /// It is greater or equal.
    Gte(Value),
    /// It is not less than the first, and not greater than the second.
    Between(Value, Value),
    /// The key is there, whatever it holds, or is not.
    Exists(bool),
    /// The key is not there or holds null; or neither.
    IsNull(bool),
}

/// First instant of a moment, and the first after it.
fn bounds(moment: Moment) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = moment.first();
    match moment {
        Moment::Day(_) => (first, first + chrono::TimeDelta::days(1)),
        // Instants are kept to the microsecond.
        Moment::At(_) => (first, first + chrono::TimeDelta::microseconds(1)),
    }
}
