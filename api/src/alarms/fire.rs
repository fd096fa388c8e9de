//! One try of a reminder: the call, or the message, that is wanted for it. Pure.

use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{AttemptId, ProviderId},
    occurrence, reminder,
    stored::{ActorKind, AlarmMethod, AttemptStatus, MachineBehavior, MessageCause, ReminderReason as Reason},
};
use flow::Variables;
use serde_json::json;
use telephony::outgoing::Script;

use super::{
    definition::{self, Step, To, With},
    means::{Line, Means},
    world::{Around, World},
};
use crate::{
    calls::attempts::order::{Frozen, Led},
    flows::templates::made::made,
    messages::service::{NewMail, NewText},
};

/// How long a telephone rings if no settings say otherwise, in seconds.
const RING: u32 = 45;

/// What is wanted for a try.
#[derive(Debug)]
pub(super) enum Fired {
    /// A call, over one of these providers.
    Call(Vec<ProviderId>, Box<call_attempt::Model>),
    /// A text message.
    Text(NewText),
    /// A mail.
    Mail(NewMail),
    /// It cannot be, and would be no better later.
    Never(Reason),
    /// Whoever does it is down.
    Down,
}

/// A reminder whose time has come, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Try<'a> {
    pub(super) world: &'a World,
    pub(super) means: &'a Means,
    pub(super) around: &'a Around,
    pub(super) occurrence: &'a occurrence::Model,
    pub(super) row: &'a reminder::Model,
    pub(super) now: DateTime<Utc>,
}

impl Try<'_> {
    /// What is wanted for it.
    pub(super) fn fire(&self) -> Fired {
        let Some(step) = self.around.definition.step(self.row.step) else { return Fired::Never(Reason::NoRecipient) };
        match step.method {
            AlarmMethod::Call => self.call(step),
            AlarmMethod::Sms => self.text(step),
            AlarmMethod::Email => self.mail(step),
        }
    }

    fn call(&self, step: &Step) -> Fired {
        let account = self.row.account_id;
        let Some(target) = self.world.number(step) else { return Fired::Never(Reason::NoRecipient) };
        if self.means.is_not_to_be_called(account, target) {
            return Fired::Never(Reason::DoNotCall);
        }
        if self.means.has_opted_out(account, target) {
            return Fired::Never(Reason::OptedOut);
        }
        let With::Flow(version) = step.with else { return Fired::Never(Reason::NoText) };
        let Some(document) = self.means.document(version) else { return Fired::Never(Reason::NoText) };
        let settings = self.around.settings.as_ref();
        let behavior = definition::behavior(&self.around.alarm, settings);
        let detect_machine = document.tells_machines() || behavior != MachineBehavior::Always;
        let lines = match self.means.line(self.around, detect_machine, self.row.tries, self.now) {
            Line::These(lines) => lines,
            Line::Down => return Fired::Down,
            Line::Nobody => return Fired::Never(Reason::NoProvider),
        };
        let Some(first) = lines.first().copied() else { return Fired::Never(Reason::NoProvider) };
        let led = Led {
            version,
            language: None,
            variables: self.world.known(self.around, Some(step), self.occurrence),
            only: (behavior != MachineBehavior::Always).then_some(behavior),
        };
        let order = Frozen {
            script: Script::Converse,
            ring_seconds: settings.and_then(|settings| u32::try_from(settings.ring_seconds).ok()).unwrap_or(RING),
            limit_seconds: None,
            detect_machine,
            elsewhere: false,
            flow: Some(led),
        };
        let row = call_attempt::Model {
            id: AttemptId::new(),
            account_id: account,
            provider_id: first,
            callout_id: None,
            participation_id: None,
            reminder_id: Some(self.row.id),
            contact_id: match step.to {
                To::Contact(id) => Some(id),
                _ => None,
            },
            number: self.row.tries + 1,
            target: target.to_owned(),
            from_number: settings.and_then(|settings| settings.caller_id.clone()),
            order: order.to_json(),
            status: AttemptStatus::Created,
            provider_key: None,
            provider_status: None,
            sequence: None,
            answered_by: None,
            cause: None,
            provider_code: None,
            problem: None,
            verdict: Some(json!({ "plannedAt": self.row.planned_at, "dueAt": self.row.due_at, "firedAt": self.now })),
            hang_up_wanted: false,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: self.around.alarm.name.clone().unwrap_or_else(|| self.around.event.title.clone()),
            created_at: self.now,
            dispatched_at: None,
            sent_at: None,
            answered_at: None,
            ended_at: None,
            talk_seconds: None,
            updated_at: self.now,
            due_at: Some(self.now),
            fence: 0,
        };
        Fired::Call(lines, Box::new(row))
    }

    fn dedupe_key(&self) -> String {
        format!("{}/{}", self.row.id, self.row.tries + 1)
    }

    fn text(&self, step: &Step) -> Fired {
        let Some(to) = self.world.number(step) else { return Fired::Never(Reason::NoRecipient) };
        let With::Template(id) = step.with else { return Fired::Never(Reason::NoText) };
        let Some(template) = self.means.template(id) else { return Fired::Never(Reason::NoText) };
        let Ok(made) = made(template, &self.world.variables(self.around, Some(step), self.occurrence)) else {
            return Fired::Never(Reason::NoText);
        };
        let Some(provider) = self.means.sender(self.around) else { return Fired::Never(Reason::NoProvider) };
        Fired::Text(NewText {
            cause: MessageCause::Reminder,
            cause_id: self.row.id.0,
            dedupe_key: self.dedupe_key(),
            contact_id: self.world.contact(step).map(|contact| contact.id),
            to: to.to_owned(),
            sender: template.sender.clone().or_else(|| provider.message_sender.clone()),
            provider_id: Some(provider.id),
            body: made.body,
        })
    }

    fn mail(&self, step: &Step) -> Fired {
        let Some(to) = self.world.address(step) else { return Fired::Never(Reason::NoRecipient) };
        let With::Template(id) = step.with else { return Fired::Never(Reason::NoText) };
        let Some(template) = self.means.template(id) else { return Fired::Never(Reason::NoText) };
        let Ok(made) = made(template, &self.world.variables(self.around, Some(step), self.occurrence)) else {
            return Fired::Never(Reason::NoText);
        };
        Fired::Mail(NewMail {
            cause: MessageCause::Reminder,
            cause_id: self.row.id.0,
            dedupe_key: self.dedupe_key(),
            person_id: match step.to {
                To::Person(id) => Some(id),
                _ => None,
            },
            to: to.to_owned(),
            subject: made.subject.unwrap_or_else(|| self.around.event.title.clone()),
            body: made.body,
            expires_at: (!self.around.alarm.past_end).then_some(self.occurrence.ends_at),
        })
    }
}

/// What the text of a failure may name: what others may, whom it did not reach, and how often that was tried.
pub(super) fn of_failure(world: &World, around: &Around, occurrence: &occurrence::Model, tries: i32) -> Variables {
    let step = around.definition.step(0);
    let mut variables = world.variables(around, step, occurrence);
    let whom = step.and_then(|step| world.number(step).or_else(|| world.address(step))).unwrap_or("nobody");
    variables.set("alarm.number", whom);
    variables.set("alarm.tries", &tries.to_string());
    variables
}

/// The message that all was in vain, if anybody gets one.
pub(super) fn failure(
    world: &World,
    means: &Means,
    around: &Around,
    occurrence: &occurrence::Model,
    row: &reminder::Model,
) -> Option<NewText> {
    let failure = around.definition.failure.as_ref()?;
    let variables = of_failure(world, around, occurrence, row.tries);
    let of_template = failure.template.and_then(|id| made(means.template(id)?, &variables).ok()).map(|made| made.body);
    let known = |name: &str| variables.get(name).unwrap_or_default().to_owned();
    let ours = || {
        let (title, date, time) = (known("event.title"), known("occurrence.date"), known("occurrence.time"));
        format!("\"{title}\" on {date} at {time}: nobody was reached at {} in {} tries.", known("alarm.number"), known("alarm.tries"))
    };
    let provider = means.sender(around);
    Some(NewText {
        cause: MessageCause::Reminder,
        cause_id: row.id.0,
        // Once for each time it is planned for.
        dedupe_key: format!("{}/failure/{}", row.id, row.planned_at.timestamp()),
        contact_id: None,
        to: failure.to.clone(),
        sender: provider.and_then(|provider| provider.message_sender.clone()),
        provider_id: provider.map(|provider| provider.id),
        body: of_template.unwrap_or_else(ours),
    })
}
