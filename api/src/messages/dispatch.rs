//! Messages that are due are handed over: by whichever process has a hand free, each under a claim of its own.
//!
//! That a message is being handed over is committed before the mail server hears of it, and what came of it afterwards; no
//! transaction is open in between. So one that is found being handed over after its lease had a holder that did not live to say
//! what came of it: it ends as of unknown outcome, and is not handed over again.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    message,
    stored::{ChangeKind, MessageChannel, MessageProblemKind, MessageStatus},
};
use jobs::{Claim, Due};
use mail::{Letter, Mailer};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};
use tokio_util::sync::CancellationToken;

use super::{
    news,
    outcome::{self, Problem, blamed, moved},
    state::Moment,
    withdrawn::withdrawn,
};
use crate::{
    app::App,
    db::Tx,
    desk::{self, Desk},
    live::{Change, outbox},
};

/// How long a lease outlasts what the mail server is given.
const SPARE: TimeDelta = TimeDelta::seconds(30);
/// When a message is looked at again while mail is not set up.
const MAIL_OFF: TimeDelta = TimeDelta::minutes(5);

/// Hands over what is due until `stop`.
pub async fn run(app: App, mailer: Option<Arc<dyn Mailer>>, stop: CancellationToken) {
    desk::run(Dispatch { app, mailer }, stop).await;
}

struct Dispatch {
    app: App,
    mailer: Option<Arc<dyn Mailer>>,
}

impl Desk for Dispatch {
    const NAME: &'static str = "messages";
    const ROWS: Due = Due::of("message");
    const HANDS: usize = 4;
    const LOOK: Duration = Duration::from_secs(15);

    fn app(&self) -> &App {
        &self.app
    }

    /// Longer than handing over can take: twice the mail server's patience, and some.
    fn lease(&self) -> TimeDelta {
        TimeDelta::seconds(2 * i64::from(self.app.config.mail.timeout_seconds)) + SPARE
    }

    /// Other channels have their own ways out.
    fn ours(&self) -> Option<Condition> {
        Some(Condition::all().add(message::Column::Channel.eq(MessageChannel::Email)))
    }

    fn concerns(change: &Change) -> bool {
        news::is_new(change)
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        let Some(row) = self.begin(&claim).await? else { return Ok(()) };
        let Some(mailer) = &self.mailer else { return Ok(()) };
        let said = mailer.send(&letter(&row)).await;
        let (moment, problem) = match said {
            Ok(_) => (Moment::Accept, None),
            Err(failure) => {
                let (moment, problem) = outcome::of_failure(failure);
                (moment, Some(problem))
            }
        };
        self.end(&claim, row, moment, problem).await
    }
}

fn letter(row: &message::Model) -> Letter {
    Letter {
        reference: row.id.to_string(),
        to: row.recipient.clone(),
        subject: row.subject.clone().unwrap_or_default(),
        body: row.body.clone(),
        written_at: row.created_at,
    }
}

impl Dispatch {
    /// Commits that the message is being handed over. None: it is not to be, and what it is instead was written.
    async fn begin(&self, claim: &Claim) -> Result<Option<message::Model>, DbErr> {
        let tx = self.app.db.begin().await?;
        let now = self.app.clock.now();
        let found = message::Entity::find().filter(message::Column::Id.eq(claim.id)).filter(claim.held());
        let Some(row) = found.lock(LockType::NoKeyUpdate).one(&*tx).await? else { return Ok(None) };
        let over = row.expires_at.is_some_and(|expires_at| expires_at <= now);
        let row = match row.status {
            MessageStatus::Sending => {
                let problem =
                    Problem::ours(MessageProblemKind::Interrupted, "Whoever handed it over did not live to tell what came of it.");
                moved(blamed(row, Some(problem)), Moment::Lose, now)
            }
            MessageStatus::Queued if over => moved(row, Moment::Expire, now),
            MessageStatus::Queued if withdrawn(&tx, &row, now).await? => moved(row, Moment::Cancel, now),
            MessageStatus::Queued if self.mailer.is_none() => {
                waits(&tx, claim, row, now).await?;
                tx.commit().await?;
                return Ok(None);
            }
            _ => moved(row, Moment::Begin, now),
        };
        let Some(row) = row else { return Ok(None) };
        self.write(tx, claim, &row).await?;
        Ok((row.status == MessageStatus::Sending).then_some(row))
    }

    /// Commits what came of it.
    async fn end(&self, claim: &Claim, row: message::Model, moment: Moment, problem: Option<Problem>) -> Result<(), DbErr> {
        let id = row.id;
        let Some(row) = moved(blamed(row, problem), moment, self.app.clock.now()) else { return Ok(()) };
        let tx = self.app.db.begin().await?;
        let kept = self.write(tx, claim, &row).await?;
        let (status, code) = (row.status.as_str(), row.problem_code.unwrap_or_default());
        match row.problem.map(|problem| problem.as_str()) {
            _ if !kept => tracing::warn!(message.id = %id, "messages: the outcome of a message came after its lease, and is not known now"),
            None => tracing::info!(message.id = %id, "messages: a message was handed over"),
            Some(problem) => {
                tracing::warn!(message.id = %id, message.problem = problem, message.code = code, "messages: a message is {status}: {problem} {code}");
            }
        }
        Ok(())
    }

    /// Writes the row and tells it, if the claim still holds.
    async fn write(&self, tx: Tx, claim: &Claim, row: &message::Model) -> Result<bool, DbErr> {
        if !outcome::save(&tx, row, Some(claim)).await? {
            return Ok(false);
        }
        outbox::publish(&tx, vec![news::told(row, ChangeKind::Updated, row.updated_at)]).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Mail is not set up: the message waits for that, and is told once to do so.
async fn waits(tx: &Tx, claim: &Claim, row: message::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let is_new = row.problem != Some(MessageProblemKind::MailOff);
    let due_at = row.expires_at.map_or(now + MAIL_OFF, |expires_at| expires_at.min(now + MAIL_OFF));
    let problem = Problem::ours(MessageProblemKind::MailOff, "Mail is not set up: there is no [mail] in the configuration.");
    let updated_at = if is_new { now } else { row.updated_at };
    let row = blamed(message::Model { due_at: Some(due_at), updated_at, ..row }, Some(problem));
    if outcome::save(tx, &row, Some(claim)).await? && is_new {
        outbox::publish(tx, vec![news::told(&row, ChangeKind::Updated, now)]).await?;
    }
    Ok(())
}
