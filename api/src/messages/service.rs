//! Use cases of messages: asked for within somebody else's transaction, called off in one of their own.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ContactId, MessageId, PersonId, ProviderId},
    message,
    stored::{ChangeKind, MessageCause, MessageChannel, MessageProblemKind, MessageStatus},
};
use numbering::Msisdn;
use sea_orm::{DbErr, EntityTrait, IntoActiveModel, prelude::Uuid, sea_query::OnConflict};
use serde_json::json;
use telephony::outgoing::check_body;

use super::{news, outcome, repository::Messages, state::Moment};
use crate::{
    app::App,
    audit,
    auth::{Actor, Permit},
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    live::outbox,
};

/// A mail to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    /// What it is for.
    pub cause: MessageCause,
    /// Id of that.
    pub cause_id: Uuid,
    /// Tells it from whatever else is sent for the same cause.
    pub dedupe_key: String,
    /// Person it is for, if it is one.
    pub person_id: Option<PersonId>,
    /// Address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// The text.
    pub body: String,
    /// From when on it is of no use.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A text message to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// What it is for.
    pub cause: MessageCause,
    /// Id of that.
    pub cause_id: Uuid,
    /// Tells it from whatever else is sent for the same cause.
    pub dedupe_key: String,
    /// Contact it is for, if it is one.
    pub contact_id: Option<ContactId>,
    /// Number, in E.164.
    pub to: String,
    /// From which number or name.
    pub sender: Option<String>,
    /// Who sends it; none: nobody can.
    pub provider_id: Option<ProviderId>,
    /// The text.
    pub body: String,
}

/// Asks for a text message, within the transaction of what it is for: it is sent if that is committed. What was asked for before, by its key,
/// is not asked for again. One that nobody can send is written down as failed; who does not want it, is asked about when it is sent.
///
/// # Errors
/// The database's.
pub async fn post_text(tx: &Tx, account_id: AccountId, text: NewText, now: DateTime<Utc>) -> Result<(), DbErr> {
    let known = OnConflict::columns([message::Column::AccountId, message::Column::DedupeKey]).do_nothing().to_owned();
    let obstacle = if text.to.parse::<Msisdn>().is_err() {
        Some((MessageProblemKind::InvalidNumber, "It goes to what is no public number."))
    } else if text.provider_id.is_none() {
        Some((MessageProblemKind::ProviderFailed, "No provider here sends messages, or none has a sender."))
    } else if check_body(&text.body).is_err() {
        Some((MessageProblemKind::Unsafe, "The text cannot be sent: it is empty, too long, or has control characters."))
    } else {
        None
    };
    let mut row = message::Model {
        channel: MessageChannel::Sms,
        contact_id: text.contact_id,
        provider_id: text.provider_id,
        sender: text.sender,
        subject: None,
        ..row(
            account_id,
            NewMail {
                cause: text.cause,
                cause_id: text.cause_id,
                dedupe_key: text.dedupe_key,
                person_id: None,
                to: text.to,
                subject: String::new(),
                body: text.body,
                expires_at: None,
            },
            now,
        )
    };
    if let Some((kind, why)) = obstacle {
        row =
            message::Model { status: MessageStatus::Failed, due_at: None, ..outcome::blamed(row, Some(outcome::Problem::ours(kind, why))) };
    }
    let written = message::Entity::insert(row.clone().into_active_model()).on_conflict(known).exec_without_returning(&**tx).await?;
    if written == 0 {
        return Ok(());
    }
    let after = json!({ "channel": row.channel, "cause": row.cause, "contactId": row.contact_id, "providerId": row.provider_id });
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(after), ..Default::default() };
    audit::record_as(tx, account_id, Actor::system(), "messagePost", now, change).await?;
    outbox::publish(tx, vec![news::told(&row, ChangeKind::Created, now)]).await
}

/// Asks for mails, within the transaction of what they are for: they are sent if that is committed. What was asked for before, by
/// its key, is not asked for again. How many are new.
///
/// # Errors
/// The database's.
pub async fn post(tx: &Tx, account_id: AccountId, mails: Vec<NewMail>, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let (mut told, actor) = (Vec::new(), Actor::system());
    for mail in mails {
        let row = row(account_id, mail, now);
        let known = OnConflict::columns([message::Column::AccountId, message::Column::DedupeKey]).do_nothing().to_owned();
        let written = message::Entity::insert(row.clone().into_active_model()).on_conflict(known).exec_without_returning(&**tx).await?;
        if written == 0 {
            continue;
        }
        let after = json!({ "channel": row.channel, "cause": row.cause, "personId": row.person_id, "expiresAt": row.expires_at });
        let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(after), ..Default::default() };
        audit::record_as(tx, account_id, actor.clone(), "messagePost", now, change).await?;
        told.push(news::told(&row, ChangeKind::Created, now));
    }
    let new = told.len();
    outbox::publish(tx, told).await?;
    Ok(new)
}

fn row(account_id: AccountId, mail: NewMail, now: DateTime<Utc>) -> message::Model {
    message::Model {
        id: MessageId::new(),
        account_id,
        channel: MessageChannel::Email,
        status: MessageStatus::Queued,
        cause: mail.cause,
        cause_id: Some(mail.cause_id),
        dedupe_key: mail.dedupe_key,
        person_id: mail.person_id,
        contact_id: None,
        provider_id: None,
        provider_key: None,
        sender: None,
        recipient: mail.to,
        subject: Some(mail.subject),
        body: mail.body,
        attempts: 0,
        begun_at: None,
        problem: None,
        problem_code: None,
        problem_message: None,
        expires_at: mail.expires_at,
        due_at: Some(now),
        fence: 0,
        created_at: now,
        updated_at: now,
        sent_at: None,
    }
}

/// Calls a message off that nobody has begun to hand over.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` once it is being handed over, or has ended otherwise.
pub async fn cancel(app: &App, permit: Permit<'_>, id: MessageId) -> Outcome<message::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = Messages::of(&*tx, &permit).locked(id).await?.ok_or_else(|| Problem::not_found("message", &["id"]))?;
    if row.status == MessageStatus::Canceled {
        return Ok(row);
    }
    let before = row.status;
    let Some(row) = outcome::moved(row, Moment::Cancel, now) else {
        let why = format!("The message is {}: only one that waits can be called off.", before.as_str());
        return Err(Problem::new(ProblemCode::Conflict, &["id"], why).into());
    };
    outcome::save(&tx, &row, None).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        reason: None,
        before: Some(json!({ "status": before })),
        after: Some(json!({ "status": row.status })),
    };
    audit::record(&tx, &permit, now, change).await?;
    outbox::publish(&tx, vec![news::told(&row, ChangeKind::Updated, now)]).await?;
    tx.commit().await?;
    Ok(row)
}
