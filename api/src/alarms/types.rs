//! Alarms and reminders as clients see them.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    alarm,
    id::{AccountId, AlarmId, EventId, OccurrenceId, ReminderId},
    reminder,
};
use sea_orm::DbErr;

use super::definition::{Definition, To, With};
use crate::{
    calendars::types::MachineBehavior,
    flows::{document::FlowOutcome, runs::types::outcome},
    graphql::{local::LocalTime, rows::Plain, scalars::TimeZone},
};

/// How somebody is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::AlarmMethod")]
pub enum AlarmMethod {
    /// By a call that a flow leads.
    Call,
    /// By a text message.
    Sms,
    /// By mail.
    Email,
}

/// What becomes of a reminder that comes too late, e.g. since nothing could be sent for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::AlarmLate")]
pub enum AlarmLate {
    /// It is sent all the same.
    Send,
    /// It is left out: `SKIPPED`.
    Skip,
    /// It waits for the next opening of its window, or for the same time of the next day; after the end of its occurrence it has failed.
    Shift,
    /// It has failed: `EXPIRED`, and whoever hears of failures does.
    Expire,
}

/// How far a reminder has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ReminderStatus")]
pub enum ReminderStatus {
    /// Its time is to come, or it is held back.
    Pending,
    /// It is being tried.
    InProcess,
    /// It was tried in vain, and is tried again.
    Retry,
    /// It reached whom it was for.
    Success,
    /// All was in vain.
    Failure,
    /// Its occurrence was called off, or its alarm turned off.
    Canceled,
    /// It was too late, or would have been after the end.
    Expired,
    /// It was left out.
    Skipped,
    /// Another one told the same people the same at that time.
    Merged,
}

/// Why a reminder is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ReminderReason")]
pub enum ReminderReason {
    /// A window moved it.
    Window,
    /// It came too late.
    Late,
    /// It would have come after the end.
    AfterEnd,
    /// Its occurrence is held back.
    OccurrencePaused,
    /// Its occurrence was called off.
    OccurrenceCanceled,
    /// Its occurrence was held back until its end.
    OccurrenceSkipped,
    /// Its occurrence was changed while it was about to be sent.
    Withdrawn,
    /// Its alarm is off.
    AlarmDisabled,
    /// Another one told the same.
    Duplicate,
    /// No provider that could be used can be reached now.
    ProviderUnavailable,
    /// No provider can do it.
    NoProvider,
    /// Whoever it is for cannot be found any more, or has no such number or address.
    NoRecipient,
    /// The text cannot be made: something it names is unknown.
    NoText,
    /// Whoever it is for is on the do-not-call list.
    DoNotCall,
    /// Whoever it is for has opted out.
    OptedOut,
    /// Nobody answered.
    NotAnswered,
    /// Engaged, or refused.
    Busy,
    /// It could not be connected.
    Failed,
    /// A machine answered, and it is for humans.
    Machine,
    /// A human answered, and it is for machines.
    Human,
    /// A fax answered.
    Fax,
    /// Somebody answered, and said nothing.
    NoAnswer,
    /// The message was not sent.
    NotSent,
    /// The message did not arrive.
    NotDelivered,
    /// What became of it cannot be known: it is not repeated.
    OutcomeUnknown,
}

/// Hours of the day in which somebody may be reminded; they may be over midnight.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmWindow {
    /// From then on.
    pub from: LocalTime,
    /// Before then.
    pub to: LocalTime,
    /// By whose clock; null: by whoever's who is reminded, where that is known, else the calendar's.
    pub time_zone: Option<TimeZone>,
}

/// One way to reach somebody.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmStep {
    /// How.
    pub method: AlarmMethod,
    /// The number that is called, or written to.
    pub number: Option<String>,
    /// Id of the contact, whose number it is at that time.
    pub contact_id: Option<ID>,
    /// Id of the person, who is reached by telephone here or by mail.
    pub person_id: Option<ID>,
    /// The address that is written to.
    pub email: Option<String>,
    /// Id of the sealed version that leads the call.
    pub flow_version_id: Option<ID>,
    /// Id of the template that the message is made of.
    pub template_id: Option<ID>,
    /// Tries at the most.
    pub attempts: i32,
    /// Pause after the step before was in vain, in seconds.
    pub after_seconds: i32,
}

/// Who gets a text message when all was in vain.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmFailure {
    /// The number.
    pub to: String,
    /// Id of the template that it is made of; null: a sentence that says whom nobody could reach.
    pub template_id: Option<ID>,
}

/// What an answer means to which the flow gives no meaning.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmAnswer {
    /// A word of the flow's own, or keys as they were pressed.
    pub answer: String,
    /// What it means.
    pub means: FlowOutcome,
}

/// How somebody is reminded of each time at which an event happens.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Alarm {
    /// Id of the alarm.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the alarm.
    pub name: Option<String>,
    /// Whether it reminds anybody.
    pub enabled: bool,
    /// So many seconds before an occurrence begins; null: at an instant.
    pub before_seconds: Option<i32>,
    /// At that instant, of an event that happens once.
    pub at: Option<DateTime<Utc>>,
    /// Hours of the day in which somebody may be reminded: what is outside of them waits for the next opening. Null: at any time.
    pub window: Option<AlarmWindow>,
    /// Whether the window does not count.
    pub urgent: bool,
    /// Whether somebody may be reminded after the end, too.
    pub past_end: bool,
    /// What becomes of a reminder that comes too late.
    pub late: AlarmLate,
    /// After so many seconds it is too late.
    pub late_seconds: i32,
    /// Pause between two tries of a step, in seconds.
    pub retry_seconds: i32,
    /// How much longer each further pause is.
    pub retry_factor: f64,
    /// How somebody is reached: the next step follows when one was in vain.
    pub steps: Vec<AlarmStep>,
    /// Who gets a text message when all was in vain, once.
    pub failure: Option<AlarmFailure>,
    /// What becomes of calls that a machine answers; null: as the calendar's settings say.
    pub machine_behavior: Option<MachineBehavior>,
    /// What answers mean to which the flow gives no meaning.
    pub answers: Vec<AlarmAnswer>,
    /// Whether somebody who answers the call, and says nothing that means anything, was not reached.
    pub needs_answer: bool,
    /// Whether `CANCELED`, said by whoever is reminded, cancels the occurrence.
    pub cancels: bool,
    /// Number for a flow that joins whoever wants another time: `{alarm.transfer}` in its transfer.
    pub transfer_to: Option<String>,
    /// Counts changes: who changes it names the version that was seen.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: AlarmId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Of which event.
    #[graphql(skip)]
    pub event_id: EventId,
}

impl Plain for Alarm {}

impl TryFrom<alarm::Model> for Alarm {
    type Error = DbErr;

    fn try_from(row: alarm::Model) -> Result<Self, DbErr> {
        let definition = Definition::of(&row)?;
        let whole = |seconds: i64| i32::try_from(seconds).unwrap_or(i32::MAX);
        let zone = definition.zone.map(TimeZone);
        let window = row.window_from.zip(row.window_to);
        let step = |step: super::definition::Step| {
            let (mut number, mut contact, mut person, mut email) = (None, None, None, None);
            match step.to {
                To::Number(text) => number = Some(text),
                To::Contact(id) => contact = Some(id.into()),
                To::Person(id) => person = Some(id.into()),
                To::Email(text) => email = Some(text),
            }
            let (flow, template) = match step.with {
                With::Flow(id) => (Some(id.into()), None),
                With::Template(id) => (None, Some(id.into())),
            };
            AlarmStep {
                method: step.method.into(),
                number,
                contact_id: contact,
                person_id: person,
                email,
                flow_version_id: flow,
                template_id: template,
                attempts: step.attempts,
                after_seconds: whole(step.after_seconds),
            }
        };
        let failure = definition.failure.map(|failure| AlarmFailure { to: failure.to, template_id: failure.template.map(Into::into) });
        let answers = definition.answers.into_iter();
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            enabled: row.enabled,
            before_seconds: row.before_seconds.map(whole),
            at: row.at,
            window: window.map(|(from, to)| AlarmWindow { from: from.into(), to: to.into(), time_zone: zone }),
            urgent: row.urgent,
            past_end: row.past_end,
            late: row.late.into(),
            late_seconds: whole(row.late_seconds),
            retry_seconds: whole(row.retry_seconds),
            retry_factor: row.retry_factor,
            steps: definition.steps.into_iter().map(step).collect(),
            failure,
            machine_behavior: row.machine_behavior.map(Into::into),
            answers: answers.map(|meaning| AlarmAnswer { answer: meaning.answer, means: meaning.means.into() }).collect(),
            needs_answer: row.needs_answer,
            cancels: row.cancels,
            transfer_to: row.transfer_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
            account_id: row.account_id,
            event_id: row.event_id,
        })
    }
}

/// One alarm for one time at which its event happens.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Reminder {
    /// Id of the reminder.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    pub status: ReminderStatus,
    /// Why it is so.
    pub reason: Option<ReminderReason>,
    /// At which of the alarm's steps it is, from 0.
    pub step: i32,
    /// How that step reaches somebody.
    pub method: AlarmMethod,
    /// Tries of all steps so far.
    pub tries: i32,
    /// When it is to be sent, before a window moves it.
    pub planned_at: DateTime<Utc>,
    /// When it is sent, or tried again; null: it is over, is being tried, or is held back.
    pub due_at: Option<DateTime<Utc>>,
    /// What was said by whoever was reminded; null: nothing that means anything.
    pub answer: Option<FlowOutcome>,
    /// Keys as they were pressed, the last ones.
    pub keys: Option<String>,
    /// Id of the reminder that told the same, of one that was merged.
    pub merged_into_id: Option<ID>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: ReminderId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// By which alarm.
    #[graphql(skip)]
    pub alarm_id: AlarmId,
    /// Of which occurrence.
    #[graphql(skip)]
    pub occurrence_id: OccurrenceId,
}

impl Plain for Reminder {}

impl From<reminder::Model> for Reminder {
    fn from(row: reminder::Model) -> Self {
        Self {
            id: row.id.into(),
            status: row.status.into(),
            reason: row.reason.map(Into::into),
            step: row.step,
            method: row.method.into(),
            tries: row.tries,
            planned_at: row.planned_at,
            due_at: row.due_at,
            answer: outcome(row.answer.as_deref()),
            keys: row.keys,
            merged_into_id: row.merged_into.map(Into::into),
            created_at: row.created_at,
            updated_at: row.updated_at,
            ended_at: row.ended_at,
            key: row.id,
            account_id: row.account_id,
            alarm_id: row.alarm_id,
            occurrence_id: row.occurrence_id,
        }
    }
}
