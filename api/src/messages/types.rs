//! A message as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ContactId, FlowRunId, MessageId, PersonId, ProviderId, ReminderId, RotaNoticeId},
    message, stored,
};

use crate::{
    auth::Operation,
    contacts::{Contact, loader as contacts},
    graphql::{context::ContextExt, rows::Plain},
    persons::{Person, loader::person},
    providers::Provider,
    queues::loader as queues,
};

/// Way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::MessageChannel")]
pub enum MessageChannel {
    /// Electronic mail.
    Email,
    /// A text message to a telephone.
    Sms,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::MessageStatus")]
pub enum MessageStatus {
    /// Wanted, and not begun; or put off, to be tried again.
    Queued,
    /// Being handed over.
    Sending,
    /// Handed over: to the mail server, to the provider.
    Sent,
    /// Told to be with its receiver. Mail servers do not tell.
    Delivered,
    /// Handed over, and told not to have arrived.
    Undelivered,
    /// Refused, or given up.
    Failed,
    /// Called off before it was handed over.
    Canceled,
    /// Of no use any more before it could be handed over.
    Expired,
    /// Whether it was handed over is not known. It is not repeated, unless a provider says that it never had it.
    Unknown,
}

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::MessageCause")]
pub enum MessageCause {
    /// Something told about the rota: a hand-off, a slot that will not be covered.
    RotaNotice,
    /// Somebody asked for it, by `messageSend`.
    Request,
    /// A flow sends it during a call.
    FlowRun,
    /// It reminds of a time at which an event happens, or tells that nobody could be reminded.
    Reminder,
}

/// What stood in the way of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::MessageProblemKind")]
pub enum MessageProblemKind {
    /// Mail is not set up.
    MailOff,
    /// The mail server or the provider cannot be reached, or lets us not in.
    Unreachable,
    /// It was not taken at the time.
    PutOff,
    /// No message is taken for this receiver.
    RecipientRefused,
    /// The message is refused.
    Refused,
    /// There is no such number, or none that gets messages.
    InvalidNumber,
    /// Who would get it does not want anything from this sender. It is written down, and nothing more is sent there by this sender.
    OptedOut,
    /// Who would get it is on the do-not-call list.
    DoNotCall,
    /// Not to that country, or not past that filter.
    Blocked,
    /// The receiver's telephone is off, or out of reach.
    OutOfReach,
    /// Refused for credit.
    Billing,
    /// The provider failed, or is not set up for it.
    ProviderFailed,
    /// It did not arrive, and nobody says why.
    Unexplained,
    /// It cannot be sent safely.
    Unsafe,
    /// It was handed over, and no answer came.
    Lost,
    /// Whoever handed it over did not live to tell what came of it.
    Interrupted,
}

/// What stood in the way of a message last.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct MessageProblem {
    /// What it was.
    pub kind: MessageProblemKind,
    /// The other side's own code for it, e.g. `550` of a mail server, `30003` of Twilio.
    pub code: Option<String>,
    /// The other side's own words, or ours.
    pub message: Option<String>,
}

/// Something sent to a person or a contact, or about to be.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Message {
    /// Id of the message.
    #[graphql(owned)]
    pub id: ID,
    /// Way it goes.
    #[graphql(owned)]
    pub channel: MessageChannel,
    /// How far it has come.
    #[graphql(owned)]
    pub status: MessageStatus,
    /// What it is for.
    #[graphql(owned)]
    pub cause: MessageCause,
    /// Id of that: of a notice of the rota, what `rotaNotice` gave as `nodeId`, of a reminder its id; null for one that somebody asked for.
    #[graphql(owned)]
    pub cause_id: Option<ID>,
    /// From which address, number or name; null: the one that is configured.
    #[graphql(name = "from")]
    pub sender: Option<String>,
    /// To which address or number.
    #[graphql(name = "to")]
    pub recipient: String,
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// The provider's own name of it, once it has it.
    pub provider_key: Option<String>,
    /// How often it was begun.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    #[graphql(owned)]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What stood in its way last; null when nothing did.
    #[graphql(owned)]
    pub problem: Option<MessageProblem>,
    /// From when on it is of no use: then it is not sent any more. Null: it is always of use.
    #[graphql(owned)]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[graphql(owned)]
    pub updated_at: DateTime<Utc>,
    /// When it was handed over.
    #[graphql(owned)]
    pub sent_at: Option<DateTime<Utc>>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: MessageId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Whom it is for.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
    /// Whose number it goes to, if it is a contact's.
    #[graphql(skip)]
    pub contact_id: Option<ContactId>,
    /// Who sends it.
    #[graphql(skip)]
    pub provider_id: Option<ProviderId>,
}

impl Plain for Message {}

impl From<message::Model> for Message {
    fn from(row: message::Model) -> Self {
        let waits = row.status == stored::MessageStatus::Queued;
        let cause_id = row.cause_id.and_then(|id| match row.cause {
            stored::MessageCause::RotaNotice => Some(RotaNoticeId(id).into()),
            stored::MessageCause::FlowRun => Some(FlowRunId(id).into()),
            stored::MessageCause::Reminder => Some(ReminderId(id).into()),
            stored::MessageCause::Request => None,
        });
        let problem = row.problem.map(|kind| MessageProblem { kind: kind.into(), code: row.problem_code, message: row.problem_message });
        Self {
            id: row.id.into(),
            channel: row.channel.into(),
            status: row.status.into(),
            cause: row.cause.into(),
            cause_id,
            sender: row.sender,
            recipient: row.recipient,
            subject: row.subject,
            body: row.body,
            provider_key: row.provider_key,
            attempts: row.attempts,
            next_attempt_at: row.due_at.filter(|_| waits),
            problem,
            expires_at: row.expires_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            sent_at: row.sent_at,
            key: row.id,
            account_id: row.account_id,
            person_id: row.person_id,
            contact_id: row.contact_id,
            provider_id: row.provider_id,
        }
    }
}

#[ComplexObject]
impl Message {
    /// Person it is for; null when it is for an address alone.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Contact it is for; null when its number is nobody's here.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        ctx.permit(Operation::Contact)?;
        let Some(id) = self.contact_id else { return Ok(None) };
        Ok(contacts::contact(ctx, self.account_id, id).await?)
    }

    /// Provider that sends it; null: the mail server.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        ctx.permit(Operation::Providers)?;
        let Some(id) = self.provider_id else { return Ok(None) };
        let row = queues::provider(ctx, self.account_id, id).await?;
        Ok(row.map(|row| Provider::at(row, ctx.app().clock.now())))
    }
}
