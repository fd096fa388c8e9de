//! Use cases of attempts: a call is wanted, a call is not wanted any more. Each only writes down what is wanted; whoever has a line to
//! the provider asks it.

use entity::{
    call_attempt,
    id::{AttemptId, ContactId, PersonId, ProviderId},
    person, provider,
    stored::{AttemptStatus, ChangeKind, Channel},
};
use numbering::{Country, DialTarget, Msisdn};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use telephony::{
    capability::{Capabilities, Operation as Ability, Support},
    outgoing::Script,
};

use super::{
    happening::{self, What},
    news,
    order::{Frozen, Led},
    repository::Attempts,
    state,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    calls::limits,
    contacts::{consent, repository::Contacts},
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    flows::{
        pick::{self, Named},
        repository::Flows,
    },
    live::outbox,
    providers,
    requests::{self, Once},
};

/// Seconds for which somebody's telephone rings if nobody says otherwise.
const RING_SECONDS: u32 = 30;

/// What happens when somebody answers.
#[derive(Clone, Debug, PartialEq)]
pub enum OnAnswer {
    /// This person is rung first, and joined to the number.
    Join(PersonId),
    /// The number is rung, and a flow leads the call.
    Flow {
        /// Which flow.
        named: Named,
        /// Language of whoever is called.
        language: Option<String>,
        /// What is known besides of whoever is called: an object.
        variables: Value,
    },
}

/// A call that somebody wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The sender's own key of the request.
    pub request_id: String,
    /// What happens when somebody answers.
    pub on_answer: OnAnswer,
    /// Number that is called, as people write it.
    pub to: String,
    /// Number shown to the called party; none: the provider's default.
    pub from: Option<String>,
    /// Country in which national numbers are read.
    pub country: Option<String>,
    /// Which telephone system; none: the only one that can.
    pub provider_id: Option<ProviderId>,
}

/// What became of a wish.
#[derive(Clone, Debug)]
pub struct Originated {
    /// The attempt.
    pub row: call_attempt::Model,
    /// Whether it had been made before, under the same key.
    pub replayed: bool,
}

/// Wants a call: the person's telephone is rung, and who answers it is joined to the number; or the number is rung, and led by a flow.
///
/// # Errors
/// All that is wrong with the input; `NOT_FOUND`; `OPTED_OUT` or `DO_NOT_CALL` for whoever is not to be called by a flow; `PROVIDER_UNAVAILABLE` or `CAPABILITY_UNSUPPORTED`, and nothing was done; `CONFLICT`
/// when something else was asked under the same key.
pub async fn originate(app: &App, permit: Permit<'_>, wish: Wish) -> Outcome<Originated> {
    let now = app.clock.now();
    let (to, from) = numbers(&wish)?;
    let tx = app.db.begin().await?;
    let id = AttemptId::new();
    let (person, flow) = match &wish.on_answer {
        OnAnswer::Join(person) => (Some(*person), None),
        OnAnswer::Flow { named, language, variables } => {
            (None, Some(json!({ "of": format!("{named:?}"), "language": language, "variables": variables })))
        }
    };
    let asked = json!({ "person": person, "flow": flow, "to": to, "from": from, "provider": wish.provider_id });
    let key = ["input", "requestId"];
    if let Once::Done(before) = requests::once(&tx, &permit, &wish.request_id, &asked, &id.to_string(), now, &key).await? {
        let known = before.parse().map_err(anyhow::Error::new)?;
        let row = Attempts::of(&*tx, &permit).find(known).await?;
        let row =
            row.ok_or_else(|| Problem::new(ProblemCode::Conflict, &key, "What this request did is not kept any more: take a new key."))?;
        return Ok(Originated { row, replayed: true });
    }
    let Planned { target, contact_id, order } = match &wish.on_answer {
        OnAnswer::Join(person) => joined(&tx, &permit, *person, &to, from.clone()).await?,
        OnAnswer::Flow { named, language, variables } => led(&tx, &permit, *named, (language, variables), &to, from.as_ref()).await?,
    };
    let provider = able(app, &tx, &permit, wish.provider_id, &order).await?;
    let actor = permit.actor();
    let version = order.flow.as_ref().map(|flow| flow.version);
    let row = call_attempt::Model {
        id,
        account_id: permit.account_id(),
        provider_id: provider.id,
        callout_id: None,
        participation_id: None,
        reminder_id: None,
        contact_id,
        number: 1,
        target,
        from_number: from.map(String::from),
        order: order.to_json(),
        status: AttemptStatus::Created,
        provider_key: None,
        provider_status: None,
        sequence: None,
        answered_by: None,
        cause: None,
        provider_code: None,
        problem: None,
        verdict: None,
        hang_up_wanted: false,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        created_at: now,
        dispatched_at: None,
        sent_at: None,
        answered_at: None,
        ended_at: None,
        talk_seconds: None,
        updated_at: now,
        due_at: Some(now),
        fence: 0,
    };
    let row = row.into_active_model().insert(&*tx).await?;
    let change = audit::Change {
        subject_id: Some(row.id.to_string()),
        after: Some(json!({ "person": person, "flowVersionId": version })),
        ..Default::default()
    };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, vec![news::told(&row, ChangeKind::Created, now)]).await?;
    tx.commit().await?;
    Ok(Originated { row, replayed: false })
}

/// Wants an attempt to end: called off if its provider has not been asked, hung up as soon as it is known there. Over already is well.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for an agent who did not want the call.
pub async fn hang_up(app: &App, permit: Permit<'_>, id: AttemptId) -> Outcome<call_attempt::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let path = ["id"];
    let row = Attempts::of(&*tx, &permit).locked(id).await?.ok_or_else(|| Problem::not_found("attempt", &path))?;
    if permit.held_to().is_some() && row.actor_id != permit.actor().id {
        return Err(Problem::new(ProblemCode::Forbidden, &path, "An agent ends only calls that the agent has placed.").into());
    }
    let Some(new) = happening::after(&row, &What::CalledOff, now) else { return Ok(row) };
    if new.callout_id.is_some() && new.status != row.status {
        return Err(Problem::new(ProblemCode::Conflict, &path, "It has not been begun: take the participation out of the callout.").into());
    }
    if new.reminder_id.is_some() && new.status != row.status {
        return Err(Problem::new(ProblemCode::Conflict, &path, "It has not been begun: cancel the occurrence that it reminds of.").into());
    }
    let saved = new.clone().into_active_model().reset_all().update(&*tx).await?;
    if state::is_final(saved.status) {
        limits::repository::freed(&tx, &[&saved]).await?;
    }
    let change = audit::Change { subject_id: Some(id.to_string()), ..Default::default() };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, vec![news::told(&saved, ChangeKind::Updated, now)]).await?;
    tx.commit().await?;
    Ok(saved)
}

fn numbers(wish: &Wish) -> Outcome<(Msisdn, Option<Msisdn>)> {
    let mut problems = Vec::new();
    let country = wish.country.as_deref().and_then(|code| {
        Country::parse(code).map_err(|error| problems.push(Problem::invalid(&["input", "country"], format!("`{code}`: {error}.")))).ok()
    });
    let mut read = |text: &str, field: &str| {
        let read = Msisdn::parse(text, country);
        read.map_err(|error| problems.push(Problem::invalid(&["input", field], format!("This is {error}.")))).ok()
    };
    let to = read(&wish.to, "to");
    let from = wish.from.as_deref().map(|text| read(text, "from"));
    match (to, from) {
        (Some(to), from) if problems.is_empty() => Ok((to, from.flatten())),
        _ => Err(Refusal::User(problems)),
    }
}

/// Whom a call rings, and what is asked of its provider.
struct Planned {
    target: String,
    contact_id: Option<ContactId>,
    order: Frozen,
}

fn order(script: Script) -> Frozen {
    Frozen { script, ring_seconds: RING_SECONDS, limit_seconds: None, detect_machine: false, elsewhere: false, flow: None }
}

/// A person is rung, and joined to the number.
async fn joined(tx: &Tx, permit: &Permit<'_>, person: PersonId, to: &Msisdn, from: Option<Msisdn>) -> Outcome<Planned> {
    let target = telephone(tx, permit, person).await?;
    Ok(Planned { target, contact_id: None, order: order(Script::Connect { to: DialTarget::Number(to.clone()), from }) })
}

/// The number is rung, and a flow leads the call.
async fn led(
    tx: &Tx,
    permit: &Permit<'_>,
    named: Named,
    (language, variables): (&Option<String>, &Value),
    to: &Msisdn,
    from: Option<&Msisdn>,
) -> Outcome<Planned> {
    if permit.held_to().is_some() {
        let message = "An agent places calls only from the agent's own telephone.";
        return Err(Problem::new(ProblemCode::Forbidden, &["input", "flow"], message).into());
    }
    let account = permit.account_id();
    let version = pick::version(&**tx, Flows(account), named, &["input", "flow", "id"]).await?;
    let contact = Contacts::in_account(&**tx, account).by_number(to.as_str()).await?;
    // Nobody dials here by hand: it holds for it what holds for callouts.
    if contact.as_ref().is_some_and(|contact| contact.do_not_call_at.is_some()) {
        return Err(Problem::new(ProblemCode::DoNotCall, &["input", "to"], "This contact is on the do-not-call list.").into());
    }
    let opted_out = consent::opted_out(&**tx, account, [to.as_str()], Channel::Call, from.map(Msisdn::as_str)).await?;
    if !opted_out.is_empty() {
        return Err(Problem::new(ProblemCode::OptedOut, &["input", "to"], "This number has opted out of calls.").into());
    }
    let flow = Led { version: version.id, language: language.clone(), variables: variables.clone(), only: None };
    let detect_machine = pick::document(&version)?.tells_machines();
    let order = Frozen { detect_machine, flow: Some(flow), ..order(Script::Converse) };
    Ok(Planned { target: to.to_string(), contact_id: contact.map(|contact| contact.id), order })
}

/// Where a person is rung.
async fn telephone(tx: &Tx, permit: &Permit<'_>, id: PersonId) -> Outcome<String> {
    let path = ["input", "personId"];
    if !permit.covers(id) {
        return Err(Problem::new(ProblemCode::Forbidden, &path, "An agent places calls only from the agent's own telephone.").into());
    }
    let found = person::Entity::find_by_id(id).filter(person::Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
    let person = found.ok_or_else(|| Problem::not_found("person", &path))?;
    let extension = person.extension.filter(|_| person.active);
    Ok(extension
        .ok_or_else(|| Problem::new(ProblemCode::Conflict, &path, "This person has no telephone here, or takes no part any more."))?)
}

/// The telephone system by which it is done: the one that is named, or the only one that can.
async fn able(app: &App, tx: &Tx, permit: &Permit<'_>, named: Option<ProviderId>, order: &Frozen) -> Outcome<provider::Model> {
    let path: &[&str] = if named.is_some() { &["input", "providerId"] } else { &["input"] };
    let rows = provider::Entity::find().filter(provider::Column::AccountId.eq(permit.account_id())).all(&**tx).await?;
    let rows: Vec<provider::Model> = rows.into_iter().filter(|row| named.is_none_or(|id| row.id == id)).collect();
    if rows.is_empty() {
        return Err(Problem::not_found("provider", path).into());
    }
    let mut able: Vec<provider::Model> = rows.into_iter().filter(|row| can(row, order)).collect();
    let Some(row) = able.pop() else {
        let message = match order.script {
            Script::Converse => "No provider here can lead a call by such a flow.",
            _ => "No provider here can ring a telephone and join it to a number.",
        };
        return Err(Problem::new(ProblemCode::CapabilityUnsupported, path, message).into());
    };
    if !able.is_empty() {
        return Err(Problem::invalid(path, "Several providers can do this: name one.").into());
    }
    if !providers::is_up(&row, app.clock.now()) {
        return Err(Problem::new(ProblemCode::ProviderUnavailable, path, format!("{} cannot be reached now.", row.name)).into());
    }
    Ok(row)
}

/// Whether a provider can do what is ordered.
fn can(row: &provider::Model, order: &Frozen) -> bool {
    let Ok(capabilities) = serde_json::from_value::<Capabilities>(row.capabilities.clone()) else { return false };
    let on_answer = if matches!(order.script, Script::Converse) { Ability::Converse } else { Ability::Connect };
    let detect = order.detect_machine.then_some(Ability::DetectMachine);
    [Some(Ability::PlaceCall), Some(on_answer), detect].into_iter().flatten().all(|ability| capabilities.support(ability) != Support::None)
}
