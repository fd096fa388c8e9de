//! Use cases of attempts: a call is wanted, a call is not wanted any more. Each only writes down what is wanted; whoever has a line to
//! the provider asks it.

use entity::{
    call_attempt,
    id::{AttemptId, PersonId, ProviderId},
    person, provider,
    stored::{AttemptStatus, ChangeKind},
};
use numbering::{Country, DialTarget, Msisdn};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use telephony::{
    capability::{Capabilities, Operation as Ability, Support},
    outgoing::Script,
};

use super::{
    happening::{self, What},
    news,
    order::Frozen,
    repository::Attempts,
    state,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    calls::limits,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    live::outbox,
    providers,
    requests::{self, Once},
};

/// Seconds for which somebody's telephone rings if nobody says otherwise.
const RING_SECONDS: u32 = 30;

/// A call that somebody wants: a person is rung, and then the number.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The sender's own key of the request.
    pub request_id: String,
    /// Whose telephone is rung first.
    pub person_id: PersonId,
    /// Number that is called then, as people write it.
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

/// Wants a call: the person's telephone is rung, and who answers it is joined to the number.
///
/// # Errors
/// All that is wrong with the input; `NOT_FOUND`; `PROVIDER_UNAVAILABLE` or `CAPABILITY_UNSUPPORTED`, and nothing was done; `CONFLICT`
/// when something else was asked under the same key.
pub async fn originate(app: &App, permit: Permit<'_>, wish: Wish) -> Outcome<Originated> {
    let now = app.clock.now();
    let (to, from) = numbers(&wish)?;
    let tx = app.db.begin().await?;
    let id = AttemptId::new();
    let asked = json!({ "person": wish.person_id, "to": to, "from": from, "provider": wish.provider_id });
    let key = ["input", "requestId"];
    if let Once::Done(before) = requests::once(&tx, &permit, &wish.request_id, &asked, &id.to_string(), now, &key).await? {
        let known = before.parse().map_err(anyhow::Error::new)?;
        let row = Attempts::of(&*tx, &permit).find(known).await?;
        let row =
            row.ok_or_else(|| Problem::new(ProblemCode::Conflict, &key, "What this request did is not kept any more: take a new key."))?;
        return Ok(Originated { row, replayed: true });
    }
    let extension = telephone(&tx, &permit, wish.person_id).await?;
    let provider = able(app, &tx, &permit, wish.provider_id).await?;
    let order = Frozen {
        script: Script::Connect { to: DialTarget::Number(to), from: from.clone() },
        ring_seconds: RING_SECONDS,
        limit_seconds: None,
        detect_machine: false,
        elsewhere: false,
    };
    let actor = permit.actor();
    let row = call_attempt::Model {
        id,
        account_id: permit.account_id(),
        provider_id: provider.id,
        callout_id: None,
        participation_id: None,
        contact_id: None,
        number: 1,
        target: extension,
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
    let change =
        audit::Change { subject_id: Some(row.id.to_string()), after: Some(json!({ "person": wish.person_id })), ..Default::default() };
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
async fn able(app: &App, tx: &Tx, permit: &Permit<'_>, named: Option<ProviderId>) -> Outcome<provider::Model> {
    let path: &[&str] = if named.is_some() { &["input", "providerId"] } else { &["input"] };
    let rows = provider::Entity::find().filter(provider::Column::AccountId.eq(permit.account_id())).all(&**tx).await?;
    let rows: Vec<provider::Model> = rows.into_iter().filter(|row| named.is_none_or(|id| row.id == id)).collect();
    if rows.is_empty() {
        return Err(Problem::not_found("provider", path).into());
    }
    let mut able: Vec<provider::Model> = rows.into_iter().filter(can_connect).collect();
    let Some(row) = able.pop() else {
        return Err(Problem::new(
            ProblemCode::CapabilityUnsupported,
            path,
            "No provider here can ring a telephone and join it to a number.",
        )
        .into());
    };
    if !able.is_empty() {
        return Err(Problem::invalid(path, "Several providers can do this: name one.").into());
    }
    if !providers::is_up(&row, app.clock.now()) {
        return Err(Problem::new(ProblemCode::ProviderUnavailable, path, format!("{} cannot be reached now.", row.name)).into());
    }
    Ok(row)
}

fn can_connect(row: &provider::Model) -> bool {
    let Ok(capabilities) = serde_json::from_value::<Capabilities>(row.capabilities.clone()) else { return false };
    [Ability::PlaceCall, Ability::Connect].iter().all(|ability| capabilities.support(*ability) != Support::None)
}
