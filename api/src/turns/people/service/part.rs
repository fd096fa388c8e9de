//! A person's load, limit and room.

use async_graphql::MaybeUndefined;
use entity::{id::PersonId, person, person_rota};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    error::Outcome,
    turns::{
        check::Check,
        people::{input::PersonRotaUpdateInput, repository::People},
    },
};

/// Characters of a room's name at the most.
const ROOM_LENGTH: usize = 120;

/// Changes a person's part in the rota: what is absent is kept, null clears. What is as it was is not written.
///
/// # Errors
/// `NOT_FOUND`; every field that cannot be.
pub async fn update(app: &App, permit: Permit<'_>, id: PersonId, input: &PersonRotaUpdateInput) -> Outcome<person::Model> {
    change(app, permit, id, |before, check| edited(before, input, check)).await
}

/// Says whether a person wants no notices of the rota by mail. An agent says so of the person the agent is.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN`.
pub async fn set_no_mail(app: &App, permit: Permit<'_>, id: PersonId, no_mail: bool) -> Outcome<person::Model> {
    change(app, permit, id, |before, _| person_rota::Model { no_mail, ..before.clone() }).await
}

async fn change(
    app: &App,
    permit: Permit<'_>,
    id: PersonId,
    edit: impl FnOnce(&person_rota::Model, &mut Check) -> person_rota::Model,
) -> Outcome<person::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let person = locked(&tx, &permit, id, &["personId"]).await?;
    let known = People(person.account_id).rota(&*tx, id).await?;
    let is_new = known.is_none();
    let before = known.unwrap_or(person_rota::Model {
        person_id: id,
        account_id: person.account_id,
        ideal_load: None,
        max_per_day: None,
        room: None,
        no_mail: false,
        created_at: now,
        updated_at: now,
    });
    let mut check = Check::at(&["input"]);
    let after = edit(&before, &mut check);
    check.done()?;
    if after == before {
        return Ok(person);
    }

    let row = person_rota::Model { updated_at: now, ..after.clone() }.into_active_model();
    if is_new {
        person_rota::Entity::insert(row).exec_without_returning(&*tx).await?;
    } else {
        row.reset_all().update(&*tx).await?;
    }
    let change =
        audit::Change { subject_id: Some(id.to_string()), reason: None, before: Some(described(&before)), after: Some(described(&after)) };
    tell(&tx, &permit, id, now, change).await?;
    tx.commit().await?;
    Ok(person)
}

fn edited(before: &person_rota::Model, input: &PersonRotaUpdateInput, check: &mut Check) -> person_rota::Model {
    let mut row = before.clone();
    match input.ideal_load {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => row.ideal_load = None,
        MaybeUndefined::Value(load) => row.ideal_load = Some(check.number("idealLoad", load, 0..=40)),
    }
    match input.max_per_day {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => row.max_per_day = None,
        MaybeUndefined::Value(most) => row.max_per_day = Some(check.number("maxPerDay", most, 1..=32)),
    }
    match &input.room {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => row.room = None,
        MaybeUndefined::Value(room) => row.room = Some(check.line("room", room, ROOM_LENGTH)),
    }
    row
}

fn described(row: &person_rota::Model) -> Value {
    json!({ "idealLoad": row.ideal_load, "maxPerDay": row.max_per_day, "room": row.room, "noMail": row.no_mail })
}
