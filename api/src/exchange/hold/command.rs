//! One command: from a step of the plan to the wire and back. Written down before it is sent, its outcome after.

use chrono::{DateTime, Utc};
use entity::{
    id::{CommandId, PersonId},
    person, queue, queue_assignment, queue_command, queue_event, queue_member,
    stored::{CommandStatus, QueueChangeKind},
};
use numbering::Extension;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};
use telephony::port::{CommandError, Endpoint, QueueCommand, QueueKey};

use super::{Hold, settle};
use crate::{
    app::App,
    auth::Actor,
    exchange::expected::{Effect, Word},
    lease::LeaseError,
    queues::reconcile::Step,
};

/// A command with what must be known to send it and to write it down.
pub(super) struct Order {
    pub(super) command: QueueCommand,
    person_id: Option<PersonId>,
    /// Address or extension: what names the member until it shows.
    pub(super) member: String,
    actor: Actor,
    reason: Option<String>,
}

/// What names the member of a step, as in [`Order::member`].
pub(super) fn member(step: &Step, wanted: &[queue_assignment::Model], actual: &[queue_member::Model]) -> Option<String> {
    match step {
        Step::Add { wish } => Some(wanted[*wish].person_id.to_string()),
        Step::Remove { member } | Step::Pause { member, .. } | Step::Resume { member, .. } | Step::SetPenalty { member, .. } => {
            Some(actual[*member].endpoint.clone())
        }
    }
}

/// The command of a step; `None` when the person has no extension to be rung at.
pub(super) async fn of(
    step: &Step,
    queue: &queue::Model,
    wanted: &[queue_assignment::Model],
    actual: &[queue_member::Model],
    app: &App,
) -> Result<Option<Order>, DbErr> {
    let key = QueueKey(queue.key.clone());
    let endpoint = |member: usize| Endpoint(actual[member].endpoint.clone());
    let (command, wish) = match *step {
        Step::Add { wish } => {
            let want = &wanted[wish];
            let Some((extension, name)) = telephone(app, want.person_id).await? else { return Ok(None) };
            let penalty = u32::try_from(want.penalty).unwrap_or_default();
            (QueueCommand::Add { queue: key, extension, name, penalty, paused: want.paused_reason.clone() }, Some(want))
        }
        Step::Remove { member } => (QueueCommand::Remove { queue: key, endpoint: endpoint(member) }, None),
        Step::Pause { wish, member } => {
            let reason = wanted[wish].paused_reason.clone().unwrap_or_default();
            (QueueCommand::Pause { queue: key, endpoint: endpoint(member), reason }, Some(&wanted[wish]))
        }
        Step::Resume { wish, member } => (QueueCommand::Resume { queue: key, endpoint: endpoint(member) }, Some(&wanted[wish])),
        Step::SetPenalty { wish, member } => {
            let penalty = u32::try_from(wanted[wish].penalty).unwrap_or_default();
            (QueueCommand::SetPenalty { queue: key, endpoint: endpoint(member), penalty }, Some(&wanted[wish]))
        }
    };
    let member = member(step, wanted, actual).unwrap_or_default();
    let (person_id, (actor, reason)) = match (step, wish) {
        (Step::Remove { member }, _) => (actual[*member].person_id, who_removes(app, wanted, &actual[*member]).await?),
        (_, Some(want)) => {
            let actor = Actor { kind: want.actor_kind, id: want.actor_id, name: want.actor_name.clone() };
            (Some(want.person_id), (actor, want.reason.clone()))
        }
        (_, None) => (None, (Actor::system(), None)),
    };
    Ok(Some(Order { command, person_id, member, actor, reason }))
}

/// Who wished that a member be not in the queue any more, and why: Switchboard itself, where nobody has said so since the
/// member came. The wish is no more, but the queue's history tells whose it was to end it.
async fn who_removes(
    app: &App,
    wanted: &[queue_assignment::Model],
    member: &queue_member::Model,
) -> Result<(Actor, Option<String>), DbErr> {
    use queue_event::Column as C;
    let nobody = (Actor::system(), None);
    // One who is wanted is there by another address, too: nobody asked for that.
    let Some(person) = member.person_id.filter(|person| wanted.iter().all(|want| want.person_id != *person)) else { return Ok(nobody) };
    let came = queue_member::Entity::find()
        .filter(queue_member::Column::MemberId.eq(member.member_id))
        .order_by_asc(queue_member::Column::ValidFrom)
        .one(app.db.read())
        .await?
        .map_or(member.valid_from, |first| first.valid_from);
    let last = queue_event::Entity::find()
        .filter(C::QueueId.eq(member.queue_id))
        .filter(C::OccurredAt.gte(came))
        .filter(C::Kind.eq(QueueChangeKind::Wanted))
        .filter(C::PersonId.eq(person))
        .order_by_desc(C::OccurredAt)
        .order_by_desc(C::Id)
        .one(app.db.read())
        .await?;
    Ok(last.map_or(nobody, |event| (Actor { kind: event.actor_kind, id: event.actor_id, name: event.actor_name }, event.reason)))
}

/// The telephone of a person, and the name to show beside it.
async fn telephone(app: &App, person_id: PersonId) -> Result<Option<(Extension, String)>, DbErr> {
    let row = person::Entity::find_by_id(person_id).filter(person::Column::Active.eq(true)).one(app.db.read()).await?;
    Ok(row.and_then(|row| Some((row.extension?.parse().ok()?, row.name))))
}

/// What became of an order.
pub(super) enum Sent {
    /// Carried out.
    Done,
    /// Refused, in words for people.
    Refused(String),
    /// Not sent: since the comparison somebody has wished otherwise.
    Void,
}

/// Sends an order that came from comparing `wanted`.
pub(super) async fn send(hold: &Hold, queue: &queue::Model, wanted: &[queue_assignment::Model], order: Order) -> Result<Sent, LeaseError> {
    let now = hold.app.clock.now();
    let Some(id) = intend(hold, queue, wanted, &order, now).await? else { return Ok(Sent::Void) };
    let word = hold.expected.leave(order.word(), now);
    let answer = hold.provider.command(order.command).await;
    // Of one without an answer it is not known: the word waits for what shows.
    if answer.as_ref().is_err_and(|error| !matches!(error, CommandError::OutcomeUnknown)) {
        hold.expected.withdraw(word);
    }
    conclude(hold, id, &answer).await?;
    Ok(answer.map_or_else(
        |error| {
            tracing::warn!(queue.id = %queue.id, command.id = %id, error = %error, "exchange: a command was not carried out: {error}");
            Sent::Refused(error.to_string())
        },
        |()| Sent::Done,
    ))
}

impl Order {
    /// What to expect of it.
    fn word(&self) -> Word {
        // The address of one who is added is the provider's to say.
        let member = match &self.command {
            QueueCommand::Add { extension, .. } => extension.to_string(),
            _ => self.member.clone(),
        };
        Word {
            queue: self.command.queue().clone(),
            member,
            person_id: self.person_id,
            effect: Effect::of(&self.command),
            actor: self.actor.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// The command as a row, before it is sent; `None` when it is no longer what is wanted.
///
/// A comparison may be old by now: commands for other queues went before. A queue that was released meanwhile has no wishes
/// left, and would be emptied.
async fn intend(
    hold: &Hold,
    queue: &queue::Model,
    wanted: &[queue_assignment::Model],
    order: &Order,
    now: DateTime<Utc>,
) -> Result<Option<CommandId>, LeaseError> {
    let row = queue_command::Model {
        id: CommandId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        person_id: order.person_id,
        // An enum of plain values: it always serialises.
        command: serde_json::to_value(&order.command).unwrap_or_default(),
        status: CommandStatus::Sending,
        error: None,
        fence: hold.lease.fence(),
        created_at: now,
        finished_at: None,
    };
    let id = row.id;
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    if !settle::still(&tx, queue, wanted).await? {
        return Ok(None);
    }
    queue_command::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
    tx.commit().await?;
    Ok(Some(id))
}

async fn conclude(hold: &Hold, id: CommandId, answer: &Result<(), CommandError>) -> Result<(), LeaseError> {
    use queue_command::Column as C;
    let status = match answer {
        Ok(()) => CommandStatus::Succeeded,
        Err(CommandError::OutcomeUnknown) => CommandStatus::Unknown,
        Err(_) => CommandStatus::Failed,
    };
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    queue_command::Entity::update_many()
        .col_expr(C::Status, Expr::value(status))
        .col_expr(C::Error, Expr::value(answer.as_ref().err().map(ToString::to_string)))
        .col_expr(C::FinishedAt, Expr::value(hold.app.clock.now()))
        .filter(C::Id.eq(id))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
