//! An alarm as it is kept, and as the pure rules read it.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    alarm,
    id::{ContactId, FlowVersionId, PersonId, TemplateId},
    stored::{AlarmMethod, MachineBehavior},
};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    answers::Meaning,
    firing::{Notice, Rule, Window},
    steps::Steps,
};

/// Whom a step reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// This number, in E.164.
    Number(String),
    /// This contact, by its number at that time.
    Contact(ContactId),
    /// This person: by telephone here, or by mail.
    Person(PersonId),
    /// This address of mail.
    Email(String),
}

/// What is said, or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// The call is led by this version.
    Flow(FlowVersionId),
    /// The message is made of this template.
    Template(TemplateId),
}

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How.
    pub method: AlarmMethod,
    /// Whom.
    pub to: To,
    /// With what.
    pub with: With,
    /// Tries at the most.
    pub attempts: i32,
    /// Pause after the step before was in vain, in seconds.
    pub after_seconds: i64,
}

/// Who gets a text message when all was in vain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Number, in E.164.
    pub to: String,
    /// Template it is made of; none: a sentence of ours.
    pub template: Option<TemplateId>,
}

/// An alarm, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// How somebody is reached, one step after the other.
    pub steps: Vec<Step>,
    /// Who hears that all was in vain.
    pub failure: Option<Failure>,
    /// What answers mean.
    pub answers: Vec<Meaning>,
    /// The zone that was given for its window.
    pub zone: Option<Tz>,
}

fn stored<T: DeserializeOwned>(row: &alarm::Model, what: &str, value: &serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value.clone()).map_err(|error| DbErr::Json(format!("{what} of {}: {error}", row.id)))
}

impl Definition {
    /// Of a row.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub fn of(row: &alarm::Model) -> Result<Self, DbErr> {
        let zone = row.time_zone.as_deref().map(str::parse).transpose();
        Ok(Self {
            steps: stored(row, "steps", &row.steps)?,
            failure: row.failure.as_ref().map(|failure| stored(row, "failure", failure)).transpose()?,
            answers: stored(row, "answers", &row.answers)?,
            zone: zone.map_err(|_| DbErr::Type(format!("the time zone of {} cannot be read", row.id)))?,
        })
    }

    /// The step at a place; that of one that was changed meanwhile, at its last.
    pub fn step(&self, place: i32) -> Option<&Step> {
        self.steps.get(self.place(place))
    }

    /// A place that there is.
    pub fn place(&self, place: i32) -> usize {
        usize::try_from(place).unwrap_or_default().min(self.steps.len().saturating_sub(1))
    }

    /// What follows its tries.
    pub fn follows(&self, row: &alarm::Model) -> Steps {
        Steps {
            each: self.steps.iter().map(|step| (step.attempts, TimeDelta::seconds(step.after_seconds))).collect(),
            pause: TimeDelta::seconds(row.retry_seconds),
            factor: row.retry_factor,
        }
    }
}

/// When reminders of an alarm are sent to somebody by whose clock it is `zone`; an urgent one does not mind the window.
pub fn rule(row: &alarm::Model, zone: Tz) -> Rule {
    let window = match (row.window_from, row.window_to) {
        (Some(from), Some(to)) if !row.urgent => Some(Window { from, to, zone }),
        _ => None,
    };
    Rule {
        notice: row.at.map_or_else(|| Notice::Before(TimeDelta::seconds(row.before_seconds.unwrap_or_default())), Notice::At),
        window,
        past_end: row.past_end,
        late: row.late,
        late_after: TimeDelta::seconds(row.late_seconds),
    }
}

/// What becomes of calls of an alarm that a machine answers.
pub fn behavior(row: &alarm::Model, settings: Option<&entity::calendar_settings::Model>) -> MachineBehavior {
    row.machine_behavior.or(settings.map(|settings| settings.machine_behavior)).unwrap_or(MachineBehavior::Always)
}

/// An instant as somebody's clock shows it: day, and time of day.
pub fn shown(at: DateTime<Utc>, zone: Tz) -> (String, String) {
    let local = at.with_timezone(&zone);
    (local.format("%Y-%m-%d").to_string(), local.format("%H:%M").to_string())
}
