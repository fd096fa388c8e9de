//! Webhooks as clients see them.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, WebhookEndpointId},
    stored, webhook_delivery, webhook_endpoint,
};
use sea_orm::DbErr;

use super::{
    loader,
    repository::kinds,
    tries::{self, Try},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, rows::Plain},
};

/// What happened, as endpoints subscribe to it. Posted is a JSON object: `id`, the delivery's, also in the header `webhook-id`; `type`, the
/// name that is given here with each kind; `timestamp`, when it happened; `account`; `subject`, the id of what it happened to; and `data`, whose
/// fields are told here with each kind. Fields are added, and never taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::WebhookKind")]
pub enum WebhookKind {
    /// `occurrence.confirmed`: who was reminded of it confirmed an occurrence. `data` has `occurrenceId`, `eventId`, `calendarId`,
    /// `reminderId`, `title`, `startsAt`, `eventData`, and `keys`, those that were pressed.
    OccurrenceConfirmed,
    /// `occurrence.canceled`: who was reminded of it canceled an occurrence. `data` as of `occurrence.confirmed`.
    OccurrenceCanceled,
    /// `occurrence.rescheduled`: who was reminded of it asked for another time. `data` as of `occurrence.confirmed`.
    OccurrenceRescheduled,
    /// `reminder.failed`: a reminder reached nobody, and is not tried again. `data` has `reminderId`, `occurrenceId`, `eventId`,
    /// `calendarId`, `title`, `startsAt`, `attempts`, and `reason`.
    ReminderFailed,
    /// `callout.completed`: nobody of a callout is left to be called. `data` has `calloutId`, `name`, `startedAt`, and `completedAt`. It comes
    /// again when somebody is added afterwards, and called.
    CalloutCompleted,
    /// `webhook.test`: somebody tries whether an endpoint gets anything, by `webhookTest`; nothing to subscribe to. `data` is empty.
    WebhookTest,
}

/// The name of a kind as it is posted.
pub fn name(kind: stored::WebhookKind) -> &'static str {
    use stored::WebhookKind as K;
    match kind {
        K::OccurrenceConfirmed => "occurrence.confirmed",
        K::OccurrenceCanceled => "occurrence.canceled",
        K::OccurrenceRescheduled => "occurrence.rescheduled",
        K::ReminderFailed => "reminder.failed",
        K::CalloutCompleted => "callout.completed",
        K::WebhookTest => "webhook.test",
    }
}

/// Whether an endpoint gets anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::WebhookEndpointStatus")]
pub enum WebhookEndpointStatus {
    /// It does.
    Enabled,
    /// Somebody said that it should not.
    Disabled,
    /// It answered `410 Gone`, and gets nothing until somebody enables it again.
    Gone,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::WebhookDeliveryStatus")]
pub enum WebhookDeliveryStatus {
    /// It is tried, or will be.
    Pending,
    /// It was answered with a status of success.
    Delivered,
    /// It was given up: tried nine times over two days, or answered with `410 Gone`.
    Failed,
    /// Its endpoint was disabled or deleted before it was taken.
    Canceled,
}

/// What stood in the way of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::WebhookProblem")]
pub enum WebhookProblem {
    /// It was answered with a status that is no success.
    Refused,
    /// It was answered with `410 Gone`: nothing is wanted there any more.
    Gone,
    /// It was answered with a redirect, which is not followed.
    Redirected,
    /// No answer came in time.
    TooSlow,
    /// Nobody could be reached, or the connection broke.
    Unreachable,
    /// The address leads to a machine or network of our own, or is of a kind that is not allowed.
    NotAllowed,
    /// Whoever posted it did not live to tell what came of it. It may have arrived.
    Interrupted,
    /// The endpoint is disabled.
    EndpointDisabled,
    /// The endpoint was deleted.
    EndpointDeleted,
    /// Webhooks are not set up: there is no secret in `[webhooks]` of the configuration.
    NotSetUp,
}

/// Where webhooks go: an address of another program, and of which kinds it is told. Each post is signed after *Standard Webhooks*: header
/// `webhook-signature` has `v1,` and the base 64 of HMAC-SHA256 over `webhook-id`, `webhook-timestamp` and the body, with dots between, by the
/// bytes that the secret has in base 64 after `whsec_`; two of them, with a blank between, while a secret is renewed. Answer with a status of
/// success within ten seconds; `410` ends it. A post may come twice, under the same `webhook-id`, and in any order.
#[derive(Clone, Debug, SimpleObject)]
pub struct WebhookEndpoint {
    /// Id of the endpoint.
    #[graphql(owned)]
    pub id: ID,
    /// Name, for people.
    pub name: String,
    /// Where posts go.
    pub url: String,
    /// Kinds of events that it gets; empty: only what is sent to it by name.
    #[graphql(owned)]
    pub kinds: Vec<WebhookKind>,
    /// Whether it gets anything.
    #[graphql(owned)]
    pub status: WebhookEndpointStatus,
    /// Until when posts are signed by the secret of before, too; null when they are not.
    #[graphql(owned)]
    pub former_secret_until: Option<DateTime<Utc>>,
    /// When it was made.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[graphql(owned)]
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: WebhookEndpointId,
}

impl Plain for WebhookEndpoint {}

impl TryFrom<webhook_endpoint::Model> for WebhookEndpoint {
    type Error = DbErr;

    fn try_from(row: webhook_endpoint::Model) -> Result<Self, DbErr> {
        Ok(Self {
            kinds: kinds(&row)?.into_iter().map(WebhookKind::from).collect(),
            id: row.id.into(),
            name: row.name,
            url: row.url,
            status: row.status.into(),
            former_secret_until: row.former_until,
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
        })
    }
}

/// One time that a delivery was posted.
#[derive(Clone, Debug, SimpleObject)]
pub struct WebhookTry {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over; null while it is under way.
    pub ended_at: Option<DateTime<Utc>>,
    /// Status of the answer; null when there was none.
    pub status: Option<i32>,
    /// What stood in its way; null when it was taken, or is under way.
    pub problem: Option<WebhookProblem>,
    /// The same in words, where there are more.
    pub message: Option<String>,
}

impl From<Try> for WebhookTry {
    fn from(kept: Try) -> Self {
        Self {
            started_at: kept.started_at,
            ended_at: kept.ended_at,
            status: kept.status.map(i32::from),
            problem: kept.problem.map(WebhookProblem::from),
            message: kept.message,
        }
    }
}

/// One event for one endpoint, tried until it is taken or given up.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct WebhookDelivery {
    /// Id of the delivery: header `webhook-id` of each try.
    #[graphql(owned)]
    pub id: ID,
    /// What happened.
    #[graphql(owned)]
    pub kind: WebhookKind,
    /// Id of what it happened to.
    #[graphql(owned)]
    pub subject_id: Option<ID>,
    /// What is posted, each time the same: JSON.
    pub body: String,
    /// How far it has come.
    #[graphql(owned)]
    pub status: WebhookDeliveryStatus,
    /// What stood in its way last; null when nothing did.
    #[graphql(owned)]
    pub problem: Option<WebhookProblem>,
    /// How often it was tried since it was last asked for.
    pub attempts: i32,
    /// Its tries, the oldest first; the newest 50.
    pub tries: Vec<WebhookTry>,
    /// When it is tried next, while it waits.
    #[graphql(owned)]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was taken.
    #[graphql(owned)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[graphql(owned)]
    pub updated_at: DateTime<Utc>,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Where it goes.
    #[graphql(skip)]
    pub endpoint_id: WebhookEndpointId,
}

impl Plain for WebhookDelivery {}

impl TryFrom<webhook_delivery::Model> for WebhookDelivery {
    type Error = DbErr;

    fn try_from(row: webhook_delivery::Model) -> Result<Self, DbErr> {
        let tries = tries::read(&row.tries)?;
        let under_way = tries.last().is_some_and(|last| last.ended_at.is_none());
        Ok(Self {
            id: row.id.into(),
            kind: row.kind.into(),
            subject_id: row.subject_id.map(ID),
            body: row.body,
            status: row.status.into(),
            problem: row.problem.map(WebhookProblem::from),
            attempts: row.attempts,
            tries: tries.into_iter().map(WebhookTry::from).collect(),
            next_attempt_at: row.due_at.filter(|_| !under_way),
            delivered_at: row.delivered_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            account_id: row.account_id,
            endpoint_id: row.endpoint_id,
        })
    }
}

#[ComplexObject]
impl WebhookDelivery {
    /// Where it goes; null when that is deleted.
    async fn endpoint(&self, ctx: &Context<'_>) -> Result<Option<WebhookEndpoint>> {
        ctx.permit(Operation::WebhookEndpoint)?;
        let row = loader::endpoint(ctx, self.account_id, self.endpoint_id).await?;
        Ok(row.map(WebhookEndpoint::try_from).transpose().map_err(Fault::from)?)
    }
}
