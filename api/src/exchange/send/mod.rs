//! Messages that providers send: what is due is taken up, committed as being handed over, and only then asked of the provider. What
//! became of it goes into the same book as what becomes of calls ([`known`]).
//!
//! Any number of processes do so side by side, each over the lines it has. Who dies leaves what it held to whoever looks next: of a
//! message it is then not known whether its provider has it, so the provider is asked that first.

pub(super) mod known;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::ProviderId,
    message,
    stored::{ChangeKind, MessageChannel, MessageProblemKind, MessageStatus},
};
use jobs::{Claim, Due};
use numbering::DialTarget;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};
use telephony::outgoing::{LookUp, MessageOrder, OrderError, OrderKey, Reference};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::dial::{
    Outgoing,
    book::{Happening, Whose},
};
use crate::{
    app::App,
    calls::attempts::happening::{LEASE, What},
    db::Tx,
    desk::{self, Desk},
    live::{Change, outbox},
    messages::{
        barred::{Bar, barred},
        happening, news,
        outcome::{self, Problem, blamed, moved},
        state::Moment,
        withdrawn::withdrawn,
    },
};

/// How much earlier another message to the same number may have been wanted, and still be taken for this one.
const AROUND: TimeDelta = TimeDelta::days(1);

/// Has messages sent until `stop`; then begins nothing more, and ends what is under way.
pub async fn run(app: App, outgoing: Outgoing, stop: CancellationToken) {
    desk::run(Sender { app, outgoing }, stop).await;
}

struct Sender {
    app: App,
    outgoing: Outgoing,
}

/// What is asked of a provider.
enum Ask {
    /// To send it.
    Send,
    /// What became of it; with the other messages of about that time to the same number.
    LookUp(Vec<message::Model>),
}

impl Desk for Sender {
    const NAME: &'static str = "messages by providers";
    const ROWS: Due = Due::of("message");
    const HANDS: usize = 50;
    const LOOK: Duration = Duration::from_secs(5);

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        LEASE
    }

    /// Messages of the providers that this process can ask.
    fn ours(&self) -> Option<Condition> {
        let providers = self.outgoing.lines.all().into_iter().map(|line| line.id);
        Some(Condition::all().add(message::Column::Channel.eq(MessageChannel::Sms)).add(message::Column::ProviderId.is_in(providers)))
    }

    fn concerns(change: &Change) -> bool {
        news::is_new(change)
    }

    fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.outgoing.lines.post)
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        let Some((row, ask)) = self.begin(&claim).await? else { return Ok(()) };
        let Some(from) = row.provider_id else { return Ok(()) };
        // Whoever was held up so long that the lease has ended asks nobody any more: another may be at it.
        if self.app.clock.now() >= claim.until {
            return Ok(());
        }
        let what = self.ask(&row, from, ask).await;
        if let What::Answered(Err(error)) | What::LookedUp(Err(error)) = &what {
            tracing::warn!(message.id = %row.id, provider.id = %from, error = %error, "exchange: a message: {error}");
        }
        let happening = Happening { of: Whose::Message(row.id), what, fence: Some(claim.fence), from, callback: None };
        if let Err(error) = self.outgoing.book.write(happening).await {
            // What is not written down is looked up when the lease ends.
            tracing::error!(message.id = %row.id, error = %error, "exchange: what became of a message was not written down: {error}");
        }
        Ok(())
    }
}

impl Sender {
    /// Commits what is about to be asked. None: nothing is, and what the message is instead was written.
    async fn begin(&self, claim: &Claim) -> Result<Option<(message::Model, Ask)>, DbErr> {
        let (tx, now) = (self.app.db.begin().await?, self.app.clock.now());
        let found = message::Entity::find().filter(message::Column::Id.eq(claim.id)).filter(claim.held());
        let Some(row) = found.lock(LockType::NoKeyUpdate).one(&*tx).await? else { return Ok(None) };
        let before = row.status;
        let over = row.expires_at.is_some_and(|expires_at| expires_at <= now);
        let new = match row.status {
            MessageStatus::Queued if over => moved(row, Moment::Expire, now),
            MessageStatus::Queued if withdrawn(&tx, &row, now).await? => moved(row, Moment::Cancel, now),
            MessageStatus::Queued => match objection(&tx, &row).await? {
                Some(problem) => moved(blamed(row, Some(problem)), Moment::Refuse, now),
                None => moved(row, Moment::Begin, now),
            },
            MessageStatus::Sending => happening::after(&row, &What::Abandoned, now),
            MessageStatus::Unknown | MessageStatus::Sent => Some(row),
            // Over, and due by an oversight: nobody looks any more.
            _ => Some(message::Model { due_at: None, ..row }),
        };
        let Some(mut row) = new else { return Ok(None) };
        let ask = match row.status {
            MessageStatus::Sending => Some(Ask::Send),
            MessageStatus::Unknown | MessageStatus::Sent => Some(Ask::LookUp(others(&tx, &row).await?)),
            _ => None,
        };
        if ask.is_some() {
            // Held until the lease ends, whatever it has become.
            row.due_at = Some(claim.until);
        }
        if !outcome::save(&tx, &row, Some(claim)).await? {
            return Ok(None);
        }
        if row.status != before {
            outbox::publish(&tx, vec![news::told(&row, ChangeKind::Updated, now)]).await?;
        }
        tx.commit().await?;
        Ok(ask.map(|ask| (row, ask)))
    }

    async fn ask(&self, row: &message::Model, from: ProviderId, ask: Ask) -> What {
        let down = || OrderError::NotSent("the link is down".to_owned());
        let line = self.outgoing.lines.of(from);
        match (line, ask) {
            // The link went down meanwhile: nothing was sent.
            (None, Ask::Send) => What::Answered(Err(down())),
            (None, Ask::LookUp(_)) => What::LookedUp(Err(down())),
            (Some(line), Ask::Send) => match order(row) {
                Ok(order) => What::Answered(line.provider.send(&order).await),
                Err(error) => What::Answered(Err(error)),
            },
            (Some(line), Ask::LookUp(others)) => match question(row, &others, self.app.clock.now()) {
                Ok(question) => What::LookedUp(line.provider.look_up_message(&question).await),
                Err(error) => What::LookedUp(Err(error)),
            },
        }
    }
}

/// Why a message is not sent after all: asked at the moment of sending, whatever was so when it was wanted.
async fn objection(tx: &Tx, row: &message::Model) -> Result<Option<Problem>, DbErr> {
    let bar = barred(&**tx, row.account_id, &row.recipient, row.sender.as_deref()).await?;
    Ok(bar.map(|bar| match bar {
        Bar::DoNotCall => Problem::ours(MessageProblemKind::DoNotCall, "Who would get it is on the do-not-call list by now."),
        Bar::OptedOut => Problem::ours(MessageProblemKind::OptedOut, "Who would get it has opted out of messages from this sender by now."),
    }))
}

/// Other messages to the same number over the same provider, of about that time, that were begun: what the provider shows may be those.
async fn others(tx: &Tx, row: &message::Model) -> Result<Vec<message::Model>, DbErr> {
    use message::Column as C;
    if row.provider_key.is_some() {
        return Ok(Vec::new());
    }
    let begun = row.begun_at.unwrap_or(row.created_at);
    message::Entity::find()
        .filter(C::AccountId.eq(row.account_id))
        .filter(C::Recipient.eq(row.recipient.as_str()))
        .filter(C::CreatedAt.gt(begun - AROUND))
        .filter(C::ProviderId.eq(row.provider_id))
        .filter(C::BegunAt.is_not_null())
        .filter(C::Id.ne(row.id))
        .all(&**tx)
        .await
}

fn reference(row: &message::Model) -> Result<Reference, OrderError> {
    row.id.to_string().parse().map_err(|error| OrderError::UnsafeValue(format!("{error}")))
}

fn order(row: &message::Model) -> Result<MessageOrder, OrderError> {
    let to = row.recipient.parse().map_err(|_| OrderError::UnsafeValue("it goes to what is no public number".to_owned()))?;
    Ok(MessageOrder { reference: reference(row)?, to, from: row.sender.clone(), body: row.body.clone() })
}

fn question(row: &message::Model, others: &[message::Model], now: DateTime<Utc>) -> Result<LookUp, OrderError> {
    let MessageOrder { reference, to, body, .. } = order(row)?;
    let open = |other: &message::Model| matches!(other.status, MessageStatus::Sending | MessageStatus::Unknown);
    Ok(LookUp {
        reference,
        key: row.provider_key.clone().map(OrderKey),
        to: DialTarget::Number(to),
        // A sender may be a name, or one of several.
        from: None,
        // A text tells messages apart, so that only one with the same is a rival.
        rivals: others.iter().any(|other| other.provider_key.is_none() && open(other) && other.body == body),
        others: others.iter().filter_map(|other| other.provider_key.clone().map(OrderKey)).collect(),
        body: Some(body),
        ordered_at: row.begun_at.unwrap_or(row.created_at),
        asked_at: now,
    })
}
