//! One command: from a step of the plan to the wire and back. Written down before it is sent, its outcome after.

use chrono::{DateTime, Utc};
use entity::{
    id::{CommandId, PersonId},
    person, queue, queue_assignment, queue_command, queue_member,
    stored::CommandStatus,
};
use numbering::Extension;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use telephony::port::{CommandError, Endpoint, QueueCommand, QueueKey};

use super::{Hold, settle};
use crate::{app::App, auth::Actor, lease::LeaseError, queues::reconcile::Step};

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
    let removed = match step {
        Step::Remove { member } => actual[*member].person_id,
        _ => None,
    };
    Ok(Some(Order {
        command,
        person_id: wish.map(|want| want.person_id).or(removed),
        member,
        actor: wish.map_or_else(Actor::system, |want| Actor { kind: want.actor_kind, id: want.actor_id, name: want.actor_name.clone() }),
        reason: wish.and_then(|want| want.reason.clone()),
    }))
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
    // Word is left under every name the event may bear.
    let mut names = vec![order.member.clone()];
    if let QueueCommand::Add { extension, .. } = &order.command {
        names.push(extension.to_string());
    }
    for name in names {
        hold.expected.leave(QueueKey(queue.key.clone()), name, order.actor.clone(), order.reason.clone(), now);
    }
    let answer = hold.provider.command(order.command).await;
    conclude(hold, id, &answer).await?;
    Ok(answer.map_or_else(
        |error| {
            tracing::warn!(queue.id = %queue.id, command.id = %id, error = %error, "exchange: a command was not carried out: {error}");
            Sent::Refused(error.to_string())
        },
        |()| Sent::Done,
    ))
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
