//! Alarms as clients write them.

use async_graphql::{ID, InputObject, MaybeUndefined};
use chrono::{DateTime, Utc};
use entity::id::EventId;
use flow::Outcome;

use super::{
    answers::Meaning,
    check::{FailureWish, StepWish, WindowWish, Wish},
    types::{AlarmLate, AlarmMethod},
};
use crate::{
    calendars::types::MachineBehavior,
    error::Problem,
    flows::pick::Named,
    graphql::{id, local::LocalTime, scalars::TimeZone},
};

/// Hours of the day in which somebody may be reminded; over midnight when they end before they begin.
#[derive(Clone, Debug, InputObject)]
pub struct AlarmWindowInput {
    /// From then on.
    pub from: LocalTime,
    /// Before then.
    pub to: LocalTime,
    /// By whose clock; absent: by whoever's who is reminded, where that is known, else the calendar's.
    pub time_zone: Option<TimeZone>,
}

/// One way to reach somebody: whom, by one of `number`, `contactId`, `personId` and `email`, and with what.
#[derive(Clone, Debug, InputObject)]
pub struct AlarmStepInput {
    /// How.
    pub method: AlarmMethod,
    /// Number with country code; of calls and text messages.
    pub number: Option<String>,
    /// Id of a contact, by its number at that time; of calls and text messages.
    pub contact_id: Option<ID>,
    /// Id of a person: of calls by telephone here, of mails by address.
    pub person_id: Option<ID>,
    /// Address of mail.
    pub email: Option<String>,
    /// Id of a flow, of which the last sealed version is taken, or of a version; of calls.
    pub flow_id: Option<ID>,
    /// Id of a template; of text messages and mails. It may name `{name}`, `{event.title}`, `{event.data.…}`, `{occurrence.date}`,
    /// `{occurrence.time}`, `{contact.…}` and `{alarm.transfer}`.
    pub template_id: Option<ID>,
    /// Tries, 1 to 10.
    #[graphql(default = 1)]
    pub attempts: i32,
    /// Pause after the step before was in vain, in seconds, at most 86400.
    #[graphql(default)]
    pub after_seconds: i32,
}

/// Who gets a text message when all was in vain.
#[derive(Clone, Debug, InputObject)]
pub struct AlarmFailureInput {
    /// Number with country code.
    pub to: String,
    /// Id of a template of text messages; absent: a sentence that says whom nobody could reach. It may name `{alarm.number}` and
    /// `{alarm.tries}` besides.
    pub template_id: Option<ID>,
}

/// What an answer means to which the flow gives no meaning.
#[derive(Clone, Debug, InputObject)]
pub struct AlarmAnswerInput {
    /// A word of the flow's own, or keys as they are pressed.
    pub answer: String,
    /// `CONFIRMED`, `CANCELED`, `RESCHEDULED`, or a word of your own.
    pub means: String,
}

/// A new alarm.
#[derive(Clone, Debug, InputObject)]
pub struct AlarmCreateInput {
    /// Id of the event.
    pub event_id: ID,
    /// How somebody is reached, 1 to 10 steps: the next follows when one was in vain.
    pub steps: Vec<AlarmStepInput>,
    /// Name, 1 to 80 characters.
    pub name: Option<String>,
    /// Whether it reminds anybody.
    #[graphql(default = true)]
    pub enabled: bool,
    /// So many seconds before an occurrence begins, at most 59 days; absent: when it begins.
    pub before_seconds: Option<i32>,
    /// At that instant instead; of an event that happens once.
    pub at: Option<DateTime<Utc>>,
    /// Hours of the day in which somebody may be reminded; absent: at any time.
    pub window: Option<AlarmWindowInput>,
    /// Whether the window does not count.
    #[graphql(default)]
    pub urgent: bool,
    /// Whether somebody may be reminded after the end, too.
    #[graphql(default)]
    pub past_end: bool,
    /// What becomes of a reminder that comes too late.
    #[graphql(default_with = "AlarmLate::Expire")]
    pub late: AlarmLate,
    /// After so many seconds it is too late, 60 to 604800.
    #[graphql(default = 3600)]
    pub late_seconds: i32,
    /// Pause between two tries of a step, in seconds, at most 86400.
    #[graphql(default = 300)]
    pub retry_seconds: i32,
    /// How much longer each further pause is, 1 to 10.
    #[graphql(default = 1.0)]
    pub retry_factor: f64,
    /// Who gets a text message when all was in vain.
    pub failure: Option<AlarmFailureInput>,
    /// What becomes of calls that a machine answers; absent: as the calendar's settings say.
    pub machine_behavior: Option<MachineBehavior>,
    /// What answers mean to which the flow gives no meaning.
    pub answers: Option<Vec<AlarmAnswerInput>>,
    /// Whether somebody who says nothing that means anything was not reached.
    #[graphql(default)]
    pub needs_answer: bool,
    /// Whether `CANCELED`, said by whoever is reminded, cancels the occurrence.
    #[graphql(default)]
    pub cancels: bool,
    /// Number with country code, or a telephone here, for a flow that joins whoever wants another time.
    pub transfer_to: Option<String>,
}

/// Changes to an alarm: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AlarmUpdateInput {
    /// How somebody is reached, all steps.
    pub steps: Option<Vec<AlarmStepInput>>,
    /// Name, 1 to 80 characters.
    pub name: MaybeUndefined<String>,
    /// Whether it reminds anybody: what has not been sent is called off when it is turned off, and there again when it is turned on.
    pub enabled: Option<bool>,
    /// So many seconds before an occurrence begins.
    pub before_seconds: MaybeUndefined<i32>,
    /// At that instant instead.
    pub at: MaybeUndefined<DateTime<Utc>>,
    /// Hours of the day in which somebody may be reminded.
    pub window: MaybeUndefined<AlarmWindowInput>,
    /// Whether the window does not count.
    pub urgent: Option<bool>,
    /// Whether somebody may be reminded after the end, too.
    pub past_end: Option<bool>,
    /// What becomes of a reminder that comes too late.
    pub late: Option<AlarmLate>,
    /// After so many seconds it is too late.
    pub late_seconds: Option<i32>,
    /// Pause between two tries of a step, in seconds.
    pub retry_seconds: Option<i32>,
    /// How much longer each further pause is.
    pub retry_factor: Option<f64>,
    /// Who gets a text message when all was in vain.
    pub failure: MaybeUndefined<AlarmFailureInput>,
    /// What becomes of calls that a machine answers.
    pub machine_behavior: MaybeUndefined<MachineBehavior>,
    /// What answers mean, all of them.
    pub answers: Option<Vec<AlarmAnswerInput>>,
    /// Whether somebody who says nothing that means anything was not reached.
    pub needs_answer: Option<bool>,
    /// Whether `CANCELED` cancels the occurrence.
    pub cancels: Option<bool>,
    /// Number for a flow that joins whoever wants another time.
    pub transfer_to: MaybeUndefined<String>,
}

fn window(given: &AlarmWindowInput) -> Result<WindowWish, Problem> {
    Ok(WindowWish {
        from: given.from.parse(&["input", "window", "from"])?,
        to: given.to.parse(&["input", "window", "to"])?,
        zone: given.time_zone.map(|zone| zone.0),
    })
}

fn steps(given: Vec<AlarmStepInput>) -> Result<Vec<StepWish>, Problem> {
    let read = |(place, step): (usize, AlarmStepInput)| {
        let place = place.to_string();
        let path = |field: &'static str| ["input", "steps", place.as_str(), field];
        Ok(StepWish {
            method: step.method.into(),
            number: step.number,
            contact: step.contact_id.map(|given| id::parse(&given, &path("contactId"))).transpose()?,
            person: step.person_id.map(|given| id::parse(&given, &path("personId"))).transpose()?,
            email: step.email,
            flow: step.flow_id.map(|given| Named::parse(&given, &path("flowId"))).transpose()?,
            template: step.template_id.map(|given| id::parse(&given, &path("templateId"))).transpose()?,
            attempts: step.attempts,
            after_seconds: step.after_seconds,
        })
    };
    given.into_iter().enumerate().map(read).collect()
}

fn failure(given: AlarmFailureInput) -> Result<FailureWish, Problem> {
    let template = given.template_id.map(|given| id::parse(&given, &["input", "failure", "templateId"])).transpose()?;
    Ok(FailureWish { to: given.to, template })
}

fn answers(given: Vec<AlarmAnswerInput>) -> Result<Vec<Meaning>, Problem> {
    let read = |(place, answer): (usize, AlarmAnswerInput)| {
        let place = place.to_string();
        let means: Result<Outcome, _> = answer.means.parse();
        let means = means.map_err(|error| Problem::invalid(&["input", "answers", &place, "means"], format!("This is none: {error}.")))?;
        Ok(Meaning { answer: answer.answer, means })
    };
    given.into_iter().enumerate().map(read).collect()
}

/// What is there is read; what is cleared, cleared.
fn cleared<T, R>(given: MaybeUndefined<T>, read: impl FnOnce(T) -> Result<R, Problem>) -> Result<Option<Option<R>>, Problem> {
    Ok(match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(read(value)?)),
    })
}

impl AlarmCreateInput {
    pub(super) fn read(self) -> Result<(EventId, Wish), Problem> {
        let wish = Wish {
            name: self.name.map(Some),
            enabled: Some(self.enabled),
            before_seconds: self.before_seconds.map(Some),
            at: self.at.map(Some),
            window: self.window.as_ref().map(window).transpose()?.map(Some),
            urgent: Some(self.urgent),
            past_end: Some(self.past_end),
            late: Some(self.late.into()),
            late_seconds: Some(self.late_seconds),
            retry_seconds: Some(self.retry_seconds),
            retry_factor: Some(self.retry_factor),
            steps: Some(steps(self.steps)?),
            failure: self.failure.map(failure).transpose()?.map(Some),
            machine_behavior: self.machine_behavior.map(|behavior| Some(behavior.into())),
            answers: Some(answers(self.answers.unwrap_or_default())?),
            needs_answer: Some(self.needs_answer),
            cancels: Some(self.cancels),
            transfer_to: self.transfer_to.map(Some),
        };
        Ok((id::parse(&self.event_id, &["input", "eventId"])?, wish))
    }
}

impl AlarmUpdateInput {
    pub(super) fn read(self) -> Result<Wish, Problem> {
        Ok(Wish {
            name: self.name.into(),
            enabled: self.enabled,
            before_seconds: self.before_seconds.into(),
            at: self.at.into(),
            window: cleared(self.window, |given| window(&given))?,
            urgent: self.urgent,
            past_end: self.past_end,
            late: self.late.map(Into::into),
            late_seconds: self.late_seconds,
            retry_seconds: self.retry_seconds,
            retry_factor: self.retry_factor,
            steps: self.steps.map(steps).transpose()?,
            failure: cleared(self.failure, failure)?,
            machine_behavior: cleared(self.machine_behavior, |behavior| Ok(behavior.into()))?,
            answers: self.answers.map(answers).transpose()?,
            needs_answer: self.needs_answer,
            cancels: self.cancels,
            transfer_to: self.transfer_to.into(),
        })
    }
}
