//! Service hours: set as a whole, so that no two slots ever overlap.

use chrono::{DateTime, NaiveTime, Utc};
use entity::{
    id::{QueueId, ServiceSlotId},
    service_slot,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};

use super::told::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::Outcome,
    turns::shape::{
        hours::{self, Hours},
        input::ServiceSlotInput,
        repository::Shape,
    },
};

/// Makes `slots` the service hours of a queue; all of them or none. A slot that begins as one there was is that one, changed.
/// Standing turns that are in no slot any more stay, and are not planned.
///
/// # Errors
/// `NOT_FOUND`; every slot that cannot be, with its place.
pub async fn set(app: &App, permit: Permit<'_>, queue: QueueId, slots: &[ServiceSlotInput]) -> Outcome<Vec<service_slot::Model>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let queue = locked(&tx, &permit, queue, &["queueId"]).await?.id;
    let wanted = hours::read(slots)?;
    let before = Shape(permit.account_id()).hours(&*tx, queue).await?;
    if before.len() == wanted.len() && before.iter().zip(&wanted).all(|(slot, hours)| is(slot, *hours)) {
        return Ok(before);
    }

    change(&tx, &permit, queue, &before, &wanted, now).await?;
    let after = Shape(permit.account_id()).hours(&*tx, queue).await?;
    let change = audit::Change {
        subject_id: Some(queue.to_string()),
        reason: None,
        before: Some(described(&before)),
        after: Some(described(&after)),
    };
    tell(&tx, &permit, &[queue], now, change).await?;
    tx.commit().await?;
    Ok(after)
}

async fn change(
    tx: &Tx,
    permit: &Permit<'_>,
    queue: QueueId,
    before: &[service_slot::Model],
    wanted: &[Hours],
    now: DateTime<Utc>,
) -> Outcome<()> {
    let begins_as = |slot: &service_slot::Model, hours: &Hours| slot.weekday == hours.weekday && slot.starts_at == hours.starts_at;
    let gone = before.iter().filter(|slot| !wanted.iter().any(|hours| begins_as(slot, hours))).map(|slot| slot.id);
    service_slot::Entity::delete_many().filter(service_slot::Column::Id.is_in(gone)).exec(&**tx).await?;
    for hours in wanted {
        match before.iter().find(|slot| begins_as(slot, hours)) {
            Some(slot) if is(slot, *hours) => {}
            Some(slot) => {
                let changed = service_slot::ActiveModel {
                    id: Set(slot.id),
                    ends_at: Set(hours.ends_at),
                    demand: Set(hours.demand),
                    updated_at: Set(now),
                    ..Default::default()
                };
                changed.update(&**tx).await?;
            }
            None => {
                let slot = service_slot::Model {
                    id: ServiceSlotId::new(),
                    account_id: permit.account_id(),
                    queue_id: queue,
                    weekday: hours.weekday,
                    starts_at: hours.starts_at,
                    ends_at: hours.ends_at,
                    demand: hours.demand,
                    created_at: now,
                    updated_at: now,
                };
                service_slot::Entity::insert(slot.into_active_model()).exec_without_returning(&**tx).await?;
            }
        }
    }
    Ok(())
}

fn is(slot: &service_slot::Model, hours: Hours) -> bool {
    hours == Hours { weekday: slot.weekday, starts_at: slot.starts_at, ends_at: slot.ends_at, demand: slot.demand }
}

fn described(slots: &[service_slot::Model]) -> Value {
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    let slots = slots.iter().map(
        |slot| json!({ "weekday": slot.weekday, "startsAt": time(slot.starts_at), "endsAt": time(slot.ends_at), "demand": slot.demand }),
    );
    json!({ "serviceHours": slots.collect::<Vec<_>>() })
}
