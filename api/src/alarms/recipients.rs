//! Whom a step reaches, and with what: read from what is wished, and looked up.

use entity::{contact, person, stored::AlarmMethod, stored::TemplateMedium, template};
use flow::Document;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    check::{Place, StepWish},
    definition::{Step, To, With},
};
use crate::{
    auth::email::Email,
    calendars::{check::Check, repository as calendars},
    contacts::number,
    error::{Outcome, Problem, ProblemCode, Refusal},
    flows::{pick, repository::Flows, templates::repository::Templates},
};

/// Whom a step reaches.
pub(super) async fn of(check: &mut Check, place: Place<'_>, at: &str, wish: &StepWish) -> Outcome<Option<To>> {
    let path = |field: &'static str| ["input", "steps", at, field];
    let mut given = Vec::new();
    if let Some(text) = &wish.number {
        match number::read(text, None) {
            Ok(number) => given.push(To::Number(number.into())),
            Err(error) => check.add(Problem::invalid(&path("number"), format!("This is no number with country code: {error}."))),
        }
    }
    if let Some(id) = wish.contact {
        let row = contact::Entity::find_by_id(id).filter(contact::Column::AccountId.eq(place.permit.account_id()));
        match row.one(&**place.tx).await? {
            _ if is_hidden(place) => check.add(hidden(&path("contactId"))),
            None => check.add(Problem::not_found("contact", &path("contactId"))),
            Some(_) => given.push(To::Contact(id)),
        }
    }
    if let Some(id) = wish.person {
        let row = person::Entity::find_by_id(id).filter(person::Column::AccountId.eq(place.permit.account_id()));
        match (row.one(&**place.tx).await?, wish.method) {
            _ if is_hidden(place) => check.add(hidden(&path("personId"))),
            (None, _) => check.add(Problem::not_found("person", &path("personId"))),
            (Some(row), AlarmMethod::Call) if row.extension.is_none() => {
                check.add(Problem::invalid(&path("personId"), "This person has no telephone here."));
            }
            (Some(row), AlarmMethod::Email) if row.email.is_none() => {
                check.add(Problem::invalid(&path("personId"), "This person has no address of mail."));
            }
            (Some(_), _) => given.push(To::Person(id)),
        }
    }
    if let Some(text) = &wish.email {
        match Email::parse(text) {
            Some(address) => given.push(To::Email(address.to_string())),
            None => check.add(Problem::invalid(&path("email"), "This is no address of mail.")),
        }
    }
    let named = [wish.number.is_some(), wish.contact.is_some(), wish.person.is_some(), wish.email.is_some()];
    let (field, wanted) = match wish.method {
        AlarmMethod::Call => ("number", "a number, a contact or a person by telephone here"),
        AlarmMethod::Sms => ("number", "a number or a contact"),
        AlarmMethod::Email => ("email", "an address or a person"),
    };
    if named.iter().filter(|named| **named).count() != 1 {
        check.add(Problem::invalid(&path(field), format!("This step reaches one of these: {wanted}.")));
        return Ok(None);
    }
    let Some(to) = given.pop() else { return Ok(None) };
    let fits = match wish.method {
        AlarmMethod::Call => !matches!(to, To::Email(_)),
        AlarmMethod::Sms => matches!(to, To::Number(_) | To::Contact(_)),
        AlarmMethod::Email => matches!(to, To::Email(_) | To::Person(_)),
    };
    if !fits {
        check.add(Problem::invalid(&path(field), format!("This step reaches one of these: {wanted}.")));
    }
    Ok(fits.then_some(to))
}

/// Who has only calendars does not see whom the team knows.
fn is_hidden(place: Place<'_>) -> bool {
    place.permit.only_calendars_of().is_some()
}

fn hidden(path: &[&str]) -> Problem {
    Problem::new(ProblemCode::Forbidden, path, "Who has only calendars names numbers and addresses.")
}

/// With what it does so.
pub(super) async fn with(check: &mut Check, place: Place<'_>, at: &str, wish: &StepWish) -> Outcome<Option<With>> {
    let path = |field: &'static str| ["input", "steps", at, field];
    let (mut flow, mut template) = (None, None);
    if let Some(named) = wish.flow {
        match pick::version(&**place.tx, Flows::of(place.permit), named, &path("flowId")).await {
            Ok(version) => {
                flow = Some(With::Flow(version.id));
                let (account, calendar) = (place.event.account_id, place.event.calendar_id);
                if !calendars::may_be_led_by(&**place.tx, account, calendar, version.flow_id).await? {
                    let message = "The calendar's settings do not allow this flow.";
                    check.add(Problem::new(ProblemCode::Forbidden, &path("flowId"), message));
                }
            }
            Err(Refusal::User(problems)) => problems.into_iter().for_each(|problem| check.add(problem)),
            Err(fault) => return Err(fault),
        }
    }
    if let Some(id) = wish.template {
        let medium = match wish.method {
            AlarmMethod::Sms => Some(TemplateMedium::Sms),
            AlarmMethod::Email => Some(TemplateMedium::Email),
            AlarmMethod::Call => None,
        };
        match Templates::of(place.permit).find(&**place.tx, id).await? {
            None => check.add(Problem::not_found("template", &path("templateId"))),
            Some(row) if medium.is_some_and(|medium| medium != row.medium) => {
                let message = format!("This template is for {}.", row.medium.as_str());
                check.add(Problem::invalid(&path("templateId"), message));
            }
            Some(row) => template = Some(With::Template(row.id)),
        }
    }
    let (given, other, wanted, not) = match wish.method {
        AlarmMethod::Call => (flow, wish.template.is_some(), "flowId", "templateId"),
        AlarmMethod::Sms | AlarmMethod::Email => (template, wish.flow.is_some(), "templateId", "flowId"),
    };
    if other {
        check.add(Problem::invalid(&path(not), "This is not for steps of this method."));
    }
    let missing = if wanted == "flowId" { wish.flow.is_none() } else { wish.template.is_none() };
    if missing {
        check.add(Problem::invalid(&path(wanted), "A call is led by a flow, and a message is made of a template: name it."));
    }
    Ok(given)
}

/// What a step says, looked up.
pub(super) enum Named {
    /// What a flow says.
    Flow(Document),
    /// A template.
    Template(template::Model),
    /// It is not there any more.
    Nothing,
}

/// What a step says.
pub(super) async fn named(place: Place<'_>, step: &Step) -> Outcome<Named> {
    let account = place.permit.account_id();
    Ok(match step.with {
        With::Flow(id) => match Flows(account).version(&**place.tx, id).await? {
            Some(version) => Named::Flow(pick::document(&version)?),
            None => Named::Nothing,
        },
        With::Template(id) => Templates(account).find(&**place.tx, id).await?.map_or(Named::Nothing, Named::Template),
    })
}
