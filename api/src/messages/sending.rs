//! A message is wanted by somebody: checked, and written down. Whoever has a line to the provider sends it.

use chrono::{DateTime, Utc};
use entity::{
    contact,
    id::{ContactId, MessageId, ProviderId},
    message, provider,
    stored::{ChangeKind, MessageCause, MessageChannel, MessageStatus},
};
use numbering::{Country, Msisdn};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use telephony::{
    capability::{Capabilities, Operation as Ability, Support},
    outgoing::{OrderError, check_body},
};

use super::{
    barred::{Bar, barred},
    news,
    repository::Messages,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    contacts::{number, repository::Contacts},
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    live::outbox,
    providers,
    requests::{self, Once},
};

/// Characters of a sender at the most: those of the longest that providers know.
const SENDER_LENGTH: usize = 34;

/// A message that somebody wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The sender's own key of the request.
    pub request_id: String,
    /// Which way it goes.
    pub channel: MessageChannel,
    /// To which number, as people write it; none: the contact's.
    pub to: Option<String>,
    /// To which contact.
    pub contact_id: Option<ContactId>,
    /// Country in which national numbers are read.
    pub country: Option<String>,
    /// From which number or name; none: the provider's own.
    pub from: Option<String>,
    /// Over which provider; none: the only one that can.
    pub provider_id: Option<ProviderId>,
    /// The text.
    pub body: String,
    /// From when on it is of no use.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What became of a wish.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The message.
    pub row: message::Model,
    /// Whether it had been asked for before, under the same key.
    pub replayed: bool,
}

/// Wants a message to be sent, once for each key.
///
/// # Errors
/// All that is wrong with the input; `NOT_FOUND`; `OPTED_OUT` or `DO_NOT_CALL` for whoever is not to be written to;
/// `PROVIDER_UNAVAILABLE` or `CAPABILITY_UNSUPPORTED`, and nothing was done; `CONFLICT` when something else was asked under the same key.
pub async fn send(app: &App, permit: Permit<'_>, wish: Wish) -> Outcome<Wanted> {
    let now = app.clock.now();
    let Read { to, from } = read(&wish)?;
    let tx = app.db.begin().await?;
    let id = MessageId::new();
    let asked = json!({
        "channel": wish.channel, "to": to, "contact": wish.contact_id, "from": from, "provider": wish.provider_id, "body": wish.body,
        "expiresAt": wish.expires_at,
    });
    let key = ["input", "requestId"];
    if let Once::Done(before) = requests::once(&tx, &permit, &wish.request_id, &asked, &id.to_string(), now, &key).await? {
        let known = before.parse().map_err(anyhow::Error::new)?;
        let row = Messages::of(&*tx, &permit).find(known).await?;
        let gone = || Problem::new(ProblemCode::Conflict, &key, "What this request did is not kept any more: take a new key.");
        return Ok(Wanted { row: row.ok_or_else(gone)?, replayed: true });
    }
    if wish.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(Problem::invalid(&["input", "expiresAt"], "It would be of no use already.").into());
    }
    let provider = able(app, &tx, &permit, wish.provider_id).await?;
    let (recipient, contact) = recipient(&tx, &permit, to, wish.contact_id).await?;
    let no_sender = || Problem::invalid(&["input", "from"], format!("{} has no sender of its own: name one.", provider.name));
    let sender = from.or_else(|| provider.message_sender.clone()).ok_or_else(no_sender)?;
    if let Some(bar) = barred(&*tx, permit.account_id(), &recipient, Some(&sender)).await? {
        let path = ["input", if wish.contact_id.is_some() { "contactId" } else { "to" }];
        return Err(refused(bar, &path).into());
    }
    let row = message::Model {
        id,
        account_id: permit.account_id(),
        channel: wish.channel,
        status: MessageStatus::Queued,
        cause: MessageCause::Request,
        cause_id: None,
        dedupe_key: id.to_string(),
        person_id: None,
        contact_id: contact,
        provider_id: Some(provider.id),
        provider_key: None,
        sender: Some(sender),
        recipient,
        subject: None,
        body: wish.body,
        attempts: 0,
        begun_at: None,
        problem: None,
        problem_code: None,
        problem_message: None,
        expires_at: wish.expires_at,
        due_at: Some(now),
        fence: 0,
        created_at: now,
        updated_at: now,
        sent_at: None,
    };
    let row = row.into_active_model().insert(&*tx).await?;
    let after = json!({ "channel": row.channel, "contactId": row.contact_id, "providerId": row.provider_id, "expiresAt": row.expires_at });
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(after), ..Default::default() };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, vec![news::told(&row, ChangeKind::Created, now)]).await?;
    tx.commit().await?;
    Ok(Wanted { row, replayed: false })
}

/// What of the input could be read without the database.
struct Read {
    to: Option<Msisdn>,
    from: Option<String>,
}

fn read(wish: &Wish) -> Outcome<Read> {
    let mut problems = Vec::new();
    if wish.channel != MessageChannel::Sms {
        let why = "Only text messages are sent so far: channel SMS.";
        problems.push(Problem::new(ProblemCode::CapabilityUnsupported, &["input", "channel"], why));
    }
    let country = wish.country.as_deref().and_then(|code| {
        Country::parse(code).map_err(|error| problems.push(Problem::invalid(&["input", "country"], format!("`{code}`: {error}.")))).ok()
    });
    let to = wish.to.as_deref().and_then(|text| {
        number::read(text, country).map_err(|error| problems.push(Problem::invalid(&["input", "to"], format!("This is {error}.")))).ok()
    });
    let from = wish.from.as_deref().map(number::sender);
    if let Some(sender) = &from
        && (sender.is_empty() || sender.chars().count() > SENDER_LENGTH || sender.chars().any(char::is_control))
    {
        let why = format!("A sender has 1 to {SENDER_LENGTH} characters; leave it out for the provider's own.");
        problems.push(Problem::invalid(&["input", "from"], why));
    }
    if let Err(OrderError::UnsafeValue(why)) = check_body(&wish.body) {
        problems.push(Problem::invalid(&["input", "body"], format!("This cannot be sent: {why}.")));
    }
    if problems.is_empty() { Ok(Read { to, from }) } else { Err(Refusal::User(problems)) }
}

/// Which number it goes to, and whose that is.
async fn recipient(
    tx: &Tx,
    permit: &Permit<'_>,
    to: Option<Msisdn>,
    contact_id: Option<ContactId>,
) -> Outcome<(String, Option<ContactId>)> {
    match (to, contact_id) {
        (Some(to), None) => {
            let known = Contacts::in_account(&**tx, permit.account_id()).by_number(to.as_str()).await?;
            Ok((to.into(), known.map(|contact| contact.id)))
        }
        (None, Some(id)) => {
            let named = contact::Entity::find_by_id(id).filter(contact::Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
            let contact = named.ok_or_else(|| Problem::not_found("contact", &["input", "contactId"]))?;
            Ok((contact.number, Some(contact.id)))
        }
        _ => Err(Problem::invalid(&["input", "to"], "Name a number, or a contact by `contactId`: one of the two.").into()),
    }
}

fn refused(bar: Bar, path: &[&str]) -> Problem {
    match bar {
        Bar::DoNotCall => Problem::new(ProblemCode::DoNotCall, path, "This contact is on the do-not-call list."),
        Bar::OptedOut => Problem::new(ProblemCode::OptedOut, path, "This number has opted out of messages from this sender."),
    }
}

/// The provider by which it is sent: the one that is named, or the only one that can.
async fn able(app: &App, tx: &Tx, permit: &Permit<'_>, named: Option<ProviderId>) -> Outcome<provider::Model> {
    let path: &[&str] = if named.is_some() { &["input", "providerId"] } else { &["input"] };
    let mut rows = provider::Entity::find().filter(provider::Column::AccountId.eq(permit.account_id())).all(&**tx).await?;
    if let Some(id) = named {
        rows.retain(|row| row.id == id);
        if rows.is_empty() {
            return Err(Problem::not_found("provider", path).into());
        }
    }
    rows.retain(sends);
    let Some(row) = rows.pop() else {
        let why = if named.is_some() { "This provider sends no messages." } else { "No provider here sends messages." };
        return Err(Problem::new(ProblemCode::CapabilityUnsupported, path, why).into());
    };
    if !rows.is_empty() {
        return Err(Problem::invalid(path, "Several providers send messages: name one.").into());
    }
    if !providers::is_up(&row, app.clock.now()) {
        return Err(Problem::new(ProblemCode::ProviderUnavailable, path, format!("{} cannot be reached now.", row.name)).into());
    }
    Ok(row)
}

fn sends(row: &provider::Model) -> bool {
    let capabilities = serde_json::from_value::<Capabilities>(row.capabilities.clone());
    capabilities.is_ok_and(|capabilities| capabilities.support(Ability::SendMessage) != Support::None)
}
