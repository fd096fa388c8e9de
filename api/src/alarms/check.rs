//! What an alarm may be: all that is wrong with one is told at once, each with its path, before anything is written.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    alarm, event,
    id::{ContactId, PersonId, TemplateId},
    occurrence,
    stored::{AlarmLate, AlarmMethod, MachineBehavior, TemplateMedium},
};
use flow::Outcome;
use numbering::{Extension, Msisdn};
use serde_json::json;

use super::{
    answers::Meaning,
    definition::{Definition, Failure, Step},
    recipients::{self, Named},
    world::World,
};
use crate::{
    auth::Permit,
    calendars::check::Check,
    contacts::number,
    db::Tx,
    error::{Outcome as Done, Problem, ProblemCode},
    flows::{
        pick,
        templates::{made::made, repository::Templates},
    },
};

/// Characters of a name at the most.
const NAME: usize = 80;
/// Steps at the most.
const STEPS: usize = 10;
/// Tries of a step at the most.
const ATTEMPTS: i32 = 10;
/// Meanings at the most.
const ANSWERS: usize = 50;
/// Seconds before an occurrence at the most: as far ahead as occurrences are made, but a day.
const LEAD: i32 = 59 * 86_400;
/// Seconds of a pause at the most.
const PAUSE: i32 = 86_400;
/// Seconds after which something is too late.
const LATE: std::ops::RangeInclusive<i32> = 60..=604_800;

/// Hours of the day, as they are wished.
#[derive(Clone, Debug)]
pub struct WindowWish {
    /// From then on.
    pub from: NaiveTime,
    /// Before then.
    pub to: NaiveTime,
    /// By whose clock; none: whoever's who is reminded, else the calendar's.
    pub zone: Option<Tz>,
}

/// A step, as it is wished.
#[derive(Clone, Debug)]
pub struct StepWish {
    /// How.
    pub method: AlarmMethod,
    /// A number, as people write it.
    pub number: Option<String>,
    /// A contact.
    pub contact: Option<ContactId>,
    /// A person.
    pub person: Option<PersonId>,
    /// An address of mail.
    pub email: Option<String>,
    /// By which flow.
    pub flow: Option<pick::Named>,
    /// By which template.
    pub template: Option<TemplateId>,
    /// Tries.
    pub attempts: i32,
    /// Pause before the first.
    pub after_seconds: i32,
}

/// Who hears that all was in vain, as it is wished.
#[derive(Clone, Debug)]
pub struct FailureWish {
    /// A number, as people write it.
    pub to: String,
    /// By which template.
    pub template: Option<TemplateId>,
}

/// What is wished of an alarm: `None` keeps.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Shown to people.
    pub name: Option<Option<String>>,
    /// Whether it reminds anybody.
    pub enabled: Option<bool>,
    /// So long before, in seconds.
    pub before_seconds: Option<Option<i32>>,
    /// At an instant.
    pub at: Option<Option<DateTime<Utc>>>,
    /// Within which hours.
    pub window: Option<Option<WindowWish>>,
    /// Whether these do not count.
    pub urgent: Option<bool>,
    /// Whether also after the end.
    pub past_end: Option<bool>,
    /// What becomes of what is too late.
    pub late: Option<AlarmLate>,
    /// When it is.
    pub late_seconds: Option<i32>,
    /// Pause between two tries.
    pub retry_seconds: Option<i32>,
    /// How much longer each further one is.
    pub retry_factor: Option<f64>,
    /// How somebody is reached.
    pub steps: Option<Vec<StepWish>>,
    /// Who hears that all was in vain.
    pub failure: Option<Option<FailureWish>>,
    /// What becomes of calls that a machine answers.
    pub machine_behavior: Option<Option<MachineBehavior>>,
    /// What answers mean.
    pub answers: Option<Vec<Meaning>>,
    /// Whether somebody who says nothing was not reached.
    pub needs_answer: Option<bool>,
    /// Whether whoever says so cancels the occurrence.
    pub cancels: Option<bool>,
    /// Number for a flow that joins somebody.
    pub transfer_to: Option<Option<String>>,
}

/// Where an alarm is checked.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) tx: &'a Tx,
    pub(super) permit: &'a Permit<'a>,
    pub(super) event: &'a event::Model,
    pub(super) now: DateTime<Utc>,
}

/// Writes what is wished into the row.
///
/// # Errors
/// All that cannot be right.
pub(super) async fn applied(place: Place<'_>, row: &mut alarm::Model, wish: Wish) -> Done<()> {
    let mut check = Check::at(&["input"]);
    if let Some(name) = wish.name {
        row.name = name.map(|name| check.line("name", &name, NAME));
    }
    when(&mut check, place, row, wish.before_seconds, wish.at);
    if let Some(window) = wish.window {
        row.window_from = window.as_ref().map(|window| window.from);
        row.window_to = window.as_ref().map(|window| window.to);
        row.time_zone = window.as_ref().and_then(|window| window.zone).map(|zone| zone.name().to_owned());
        if row.window_from.is_some() && row.window_from == row.window_to {
            check.invalid("window", "It is never open: it ends when it begins. Leave it out for any time.");
        }
    }
    row.enabled = wish.enabled.unwrap_or(row.enabled);
    row.urgent = wish.urgent.unwrap_or(row.urgent);
    row.past_end = wish.past_end.unwrap_or(row.past_end);
    row.late = wish.late.unwrap_or(row.late);
    row.needs_answer = wish.needs_answer.unwrap_or(row.needs_answer);
    row.cancels = wish.cancels.unwrap_or(row.cancels);
    row.machine_behavior = wish.machine_behavior.unwrap_or(row.machine_behavior);
    if let Some(seconds) = wish.late_seconds {
        row.late_seconds = check.number("lateSeconds", seconds, LATE).into();
    }
    if let Some(seconds) = wish.retry_seconds {
        row.retry_seconds = check.number("retrySeconds", seconds, 0..=PAUSE).into();
    }
    if let Some(factor) = wish.retry_factor {
        row.retry_factor = factor;
        if !(1.0..=10.0).contains(&factor) {
            check.invalid("retryFactor", "This is 1 to 10.");
        }
    }
    if let Some(answers) = wish.answers {
        answered(&mut check, &answers);
        row.answers = json!(answers);
    }
    if let Some(to) = wish.transfer_to {
        row.transfer_to = to.and_then(|text| transfer(&mut check, &text));
    }
    if let Some(steps) = wish.steps {
        row.steps = json!(stepped(&mut check, place, steps).await?);
    }
    if let Some(failure) = wish.failure {
        row.failure = match failure {
            Some(failure) => failing(&mut check, place, failure).await?.map(|failure| json!(failure)),
            None => None,
        };
    }
    if check.is_fine() {
        fits(&mut check, place, row).await?;
    }
    check.done()
}

fn when(check: &mut Check, place: Place<'_>, row: &mut alarm::Model, before: Option<Option<i32>>, at: Option<Option<DateTime<Utc>>>) {
    if let Some(seconds) = before {
        row.before_seconds = seconds.map(|seconds| check.number("beforeSeconds", seconds, 0..=LEAD).into());
    }
    if let Some(at) = at {
        row.at = at;
        // Said anew, the other does not hold any more.
        if at.is_some() && before.is_none() {
            row.before_seconds = None;
        }
        let again = place.event.rule.is_some() || place.event.rdates.as_array().is_some_and(|dates| !dates.is_empty());
        match at {
            Some(at) if at <= place.now => check.invalid("at", "This is past already."),
            Some(_) if again => check.invalid("at", "The event happens again and again: give `beforeSeconds`."),
            _ => {}
        }
    } else if before.is_some_and(|seconds| seconds.is_some()) {
        row.at = None;
    }
    if row.at.is_some() && row.before_seconds.is_some() {
        check.invalid("at", "Give `beforeSeconds` or `at`, not both.");
    }
    if row.at.is_none() && row.before_seconds.is_none() {
        row.before_seconds = Some(0);
    }
}

fn answered(check: &mut Check, answers: &[Meaning]) {
    if answers.len() > ANSWERS {
        check.fault(ProblemCode::LimitReached, "answers", format!("There are at most {ANSWERS}."));
    }
    for (place, meaning) in answers.iter().enumerate() {
        let at = place.to_string();
        if meaning.answer.parse::<Outcome>().is_err() {
            check.add(Problem::invalid(&["input", "answers", &at, "answer"], "This is 1 to 60 characters on a line."));
        }
        if answers.iter().take(place).any(|other| other.answer == meaning.answer) {
            check.add(Problem::invalid(&["input", "answers", &at, "answer"], "This has a meaning already."));
        }
    }
}

/// A number that a flow may join somebody with: a public one, or a telephone here.
fn transfer(check: &mut Check, text: &str) -> Option<String> {
    if let Ok(extension) = text.trim().parse::<Extension>() {
        return Some(extension.into());
    }
    match number::read(text, None) {
        Ok(number) => Some(number.into()),
        Err(error) => {
            check.invalid("transferTo", format!("This is no number with country code, nor a telephone here: {error}."));
            None
        }
    }
}

async fn stepped(check: &mut Check, place: Place<'_>, wishes: Vec<StepWish>) -> Done<Vec<Step>> {
    if wishes.is_empty() || wishes.len() > STEPS {
        check.fault(ProblemCode::Invalid, "steps", format!("There are 1 to {STEPS} steps."));
    }
    let mut steps = Vec::with_capacity(wishes.len());
    for (at, wish) in wishes.into_iter().take(STEPS).enumerate() {
        let at = at.to_string();
        if !(1..=ATTEMPTS).contains(&wish.attempts) {
            check.add(Problem::invalid(&["input", "steps", &at, "attempts"], format!("There are 1 to {ATTEMPTS} of them.")));
        }
        if !(0..=PAUSE).contains(&wish.after_seconds) {
            check.add(Problem::invalid(&["input", "steps", &at, "afterSeconds"], format!("This is 0 to {PAUSE}.")));
        }
        let to = recipients::of(check, place, &at, &wish).await?;
        let with = recipients::with(check, place, &at, &wish).await?;
        if let (Some(to), Some(with)) = (to, with) {
            let after_seconds = wish.after_seconds.into();
            steps.push(Step { method: wish.method, to, with, attempts: wish.attempts, after_seconds });
        }
    }
    Ok(steps)
}

async fn failing(check: &mut Check, place: Place<'_>, wish: FailureWish) -> Done<Option<Failure>> {
    let path = |field: &'static str| ["input", "failure", field];
    let to: Option<Msisdn> = match number::read(&wish.to, None) {
        Ok(number) => Some(number),
        Err(error) => {
            check.add(Problem::invalid(&path("to"), format!("This is no number with country code: {error}.")));
            None
        }
    };
    if let Some(id) = wish.template {
        match Templates::of(place.permit).find(&**place.tx, id).await? {
            None => check.add(Problem::not_found("template", &path("templateId"))),
            Some(row) if row.medium != TemplateMedium::Sms => {
                check.add(Problem::invalid(&path("templateId"), "This is no template of text messages."));
            }
            Some(_) => {}
        }
    }
    Ok(to.map(|to| Failure { to: to.into(), template: wish.template }))
}

/// What is right by itself, and not together: texts that name what is not known, and a flow that leaves no message on machines.
async fn fits(check: &mut Check, place: Place<'_>, row: &alarm::Model) -> Done<()> {
    let world = World::of(&**place.tx, vec![row.clone()]).await?;
    let Some(around) = world.around(row.id) else { return Ok(()) };
    let behavior = super::definition::behavior(row, around.settings.as_ref());
    let example = example(place.event);
    let Definition { steps, failure, .. } = &around.definition;
    for (at, step) in steps.iter().enumerate() {
        let at = at.to_string();
        match recipients::named(place, step).await? {
            Named::Flow(document) => {
                if behavior == MachineBehavior::VoicemailOnly && !document.tells_machines() {
                    let path = ["input", "steps", &at, "flowId"];
                    check.add(Problem::invalid(&path, "Only machines are told anything, and this flow leaves no message on one."));
                }
            }
            Named::Template(template) => {
                if let Err(unknown) = made(&template, &world.variables(around, Some(step), &example)) {
                    check.add(Problem::invalid(&["input", "steps", &at, "templateId"], format!("It cannot be made: {unknown}.")));
                }
            }
            Named::Nothing => {}
        }
    }
    if let Some(id) = failure.as_ref().and_then(|failure| failure.template)
        && let Some(template) = Templates::of(place.permit).find(&**place.tx, id).await?
    {
        let known = super::fire::of_failure(&world, around, &example, 1);
        if let Err(unknown) = made(&template, &known) {
            check.add(Problem::invalid(&["input", "failure", "templateId"], format!("It cannot be made: {unknown}.")));
        }
    }
    Ok(())
}

/// An occurrence of the event as texts may name it.
fn example(event: &event::Model) -> occurrence::Model {
    let zone = event.time_zone.parse().unwrap_or(Tz::UTC);
    let starts_at = recurrence::resolve(zone, event.local_start);
    occurrence::Model {
        id: entity::id::OccurrenceId(event.id.0),
        account_id: event.account_id,
        calendar_id: event.calendar_id,
        event_id: event.id,
        original_start: starts_at,
        starts_at,
        ends_at: starts_at + TimeDelta::seconds(event.duration_seconds),
        state: entity::stored::OccurrenceState::Pending,
        cause: None,
        moved: false,
        created_at: starts_at,
        updated_at: starts_at,
    }
}
