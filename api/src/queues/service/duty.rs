//! Who is wanted in a queue by the rota: exactly those on duty, and only by what differs.
//!
//! What somebody wished by hand stays: who was put into the queue so, on duty or not; and the pause and the penalty of one whose
//! duty goes on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    id::{AssignmentId, PersonId},
    queue, queue_assignment, queue_event, rota_settings,
    stored::{MemberSource, QueueChangeKind, QueueMode, QueueSyncState},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::{
    audit,
    auth::Actor,
    db::Tx,
    live::outbox,
    queues::{news::QueueNews, repository::Queues},
};

/// What the rota wants in a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duty {
    /// Who is on duty and can be rung, and by which turn: each person once, in the order in which they are to come.
    pub on: Vec<(PersonId, String)>,
    /// Why somebody who was on duty is not any more, where there is more to say than that.
    pub off: HashMap<PersonId, String>,
}

/// Said of whoever is not on duty any more where nothing else is.
const OFF: &str = "no longer on duty";

/// Whether the rota decides who is in `queue`.
///
/// # Errors
/// The database's.
pub async fn is_driven(db: &impl ConnectionTrait, queue: &queue::Model) -> Result<bool, DbErr> {
    if queue.mode != QueueMode::Managed {
        return Ok(false);
    }
    let settings =
        rota_settings::Entity::find_by_id(queue.id).filter(rota_settings::Column::AccountId.eq(queue.account_id)).one(db).await?;
    Ok(settings.is_some_and(|settings| settings.duty_driven))
}

/// Whether somebody has to come or to go before `wanted` is as `duty` has it.
pub fn differs(wanted: &[queue_assignment::Model], duty: &Duty) -> bool {
    comes(wanted, duty).next().is_some() || goes(wanted, duty).next().is_some()
}

fn comes<'a>(wanted: &'a [queue_assignment::Model], duty: &'a Duty) -> impl Iterator<Item = &'a (PersonId, String)> {
    duty.on.iter().filter(|(person, _)| wanted.iter().all(|wish| wish.person_id != *person))
}

fn goes<'a>(wanted: &'a [queue_assignment::Model], duty: &'a Duty) -> impl Iterator<Item = &'a queue_assignment::Model> {
    let on_duty = |person| duty.on.iter().any(|(on, _)| *on == person);
    wanted.iter().filter(move |wish| wish.source == MemberSource::Turn && !on_duty(wish.person_id))
}

/// Makes who is wanted in `queue` as `duty` has it, with audit entry, history and news of each who comes or goes. For a queue that
/// the rota decides, whose row the transaction has locked.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &Tx, queue: &queue::Model, duty: &Duty, now: DateTime<Utc>) -> Result<(), DbErr> {
    let wanted = Queues(queue.account_id).wanted(&**tx, queue.id).await?;
    for (person, reason) in comes(&wanted, duty) {
        let wish = wish(queue, *person, reason.clone(), now);
        // Ids rise: the provider is told of them in this order.
        queue_assignment::Entity::insert(wish.clone().into_active_model()).exec_without_returning(&**tx).await?;
        tell(tx, queue, Moment::Begin, &wish, reason, now).await?;
    }
    for wish in goes(&wanted, duty) {
        let reason = duty.off.get(&wish.person_id).map_or(OFF, String::as_str);
        wish.clone().delete(&**tx).await?;
        tell(tx, queue, Moment::End, wish, reason, now).await?;
    }
    Ok(())
}

fn wish(queue: &queue::Model, person_id: PersonId, reason: String, now: DateTime<Utc>) -> queue_assignment::Model {
    let actor = Actor::system();
    queue_assignment::Model {
        id: AssignmentId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        person_id,
        source: MemberSource::Turn,
        penalty: 0,
        paused_reason: None,
        paused_at: None,
        settled: false,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        reason: Some(reason),
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}

/// What became of somebody's duty.
#[derive(Clone, Copy)]
enum Moment {
    Begin,
    End,
}

async fn tell(
    tx: &Tx,
    queue: &queue::Model,
    moment: Moment,
    wish: &queue_assignment::Model,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let told = json!({ "queueId": wish.queue_id, "penalty": wish.penalty, "paused": wish.paused_reason });
    let (action, before, after) = match moment {
        Moment::Begin => ("dutyBegin", None, Some(told)),
        Moment::End => ("dutyEnd", Some(told), None),
    };
    let change = audit::Change { subject_id: Some(wish.person_id.to_string()), reason: Some(reason.to_owned()), before, after };
    audit::record_as(tx, queue.account_id, Actor::system(), action, now, change).await?;
    let news = QueueNews { reason: Some(reason.to_owned()), ..QueueNews::new(QueueChangeKind::Wanted, &Actor::system()) };
    let mut entry = news.history(queue.account_id, queue.id, now, None);
    entry.person_id = Some(wish.person_id);
    queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&**tx).await?;
    // Not as wanted any more, from this very commit on: the exchange says when it is again.
    queue::Entity::update_many()
        .col_expr(queue::Column::SyncState, Expr::value(QueueSyncState::Changing))
        .filter(queue::Column::Id.eq(queue.id))
        .exec(&**tx)
        .await?;
    let mut row = news.publish(queue.account_id, queue.id, now);
    row.person_id = Some(wish.person_id);
    outbox::publish(tx, vec![row]).await
}

#[cfg(test)]
mod tests {
    use entity::{
        id::{AccountId, ProviderId, QueueId},
        stored::ActorKind,
    };

    use super::*;

    fn queue() -> queue::Model {
        queue::Model {
            id: QueueId::new(),
            account_id: AccountId::new(),
            provider_id: ProviderId::new(),
            key: "support".to_owned(),
            name: "support".to_owned(),
            mode: QueueMode::Managed,
            time_zone: "UTC".to_owned(),
            service_level_seconds: 20,
            sync_state: QueueSyncState::InSync,
            sync_pending: 0,
            sync_problem: None,
            last_synced_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            known_since: None,
        }
    }

    fn wanted(person: PersonId, source: MemberSource) -> queue_assignment::Model {
        queue_assignment::Model { source, ..wish(&queue(), person, "turn 09:00-10:15".to_owned(), DateTime::UNIX_EPOCH) }
    }

    fn duty(persons: &[PersonId]) -> Duty {
        Duty { on: persons.iter().map(|person| (*person, "turn 10:15-11:30".to_owned())).collect(), off: HashMap::new() }
    }

    #[test]
    fn those_who_are_not_there_come_in_order_and_those_of_the_rota_who_are_off_duty_go() {
        let [ana, pau, mar, joan] = [(); 4].map(|()| PersonId::new());
        let wanted = [wanted(ana, MemberSource::Turn), wanted(pau, MemberSource::Turn)];
        let duty = duty(&[mar, pau, joan]);

        let come: Vec<PersonId> = comes(&wanted, &duty).map(|(person, _)| *person).collect();
        let gone: Vec<PersonId> = goes(&wanted, &duty).map(|wish| wish.person_id).collect();

        assert_eq!((come, gone), (vec![mar, joan], vec![ana]));
        assert!(differs(&wanted, &duty));
    }

    #[test]
    fn who_was_put_there_by_hand_neither_goes_nor_comes_a_second_time() {
        let (ana, pau) = (PersonId::new(), PersonId::new());
        let wanted = [wanted(ana, MemberSource::Manual), wanted(pau, MemberSource::Manual)];

        assert!(!differs(&wanted, &duty(&[ana])));
    }

    #[test]
    fn a_wish_of_the_rota_is_switchboards_own() {
        let wish = wish(&queue(), PersonId::new(), "turn 09:00-10:15".to_owned(), DateTime::UNIX_EPOCH);

        assert_eq!((wish.source, wish.actor_kind, wish.settled), (MemberSource::Turn, ActorKind::System, false));
    }
}
