//! Rules about groups and rooms.

use entity::{
    id::{QueueId, RotaRuleId},
    rota_rule,
    stored::RotaRuleKind,
};
use sea_orm::{EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::{Value, json};

use super::told::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    graphql::id,
    turns::{
        check::Check,
        shape::{input::RotaRuleAddInput, repository::Shape, weights::most},
    },
};

/// Characters of a group's name at the most, as persons have it.
const GROUP_LENGTH: usize = 120;
/// People that a rule counts at the most.
const MOST_PEOPLE: i32 = 200;

/// Adds a rule to a queue's rota.
///
/// # Errors
/// `NOT_FOUND`; `INVALID`; `TAKEN` when there is such a rule about the group or room.
pub async fn add(app: &App, permit: Permit<'_>, input: &RotaRuleAddInput) -> Outcome<rota_rule::Model> {
    let queue: QueueId = id::parse(&input.queue_id, &["input", "queueId"])?;
    let kind = RotaRuleKind::from(input.kind);
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let queue = locked(&tx, &permit, queue, &["input", "queueId"]).await?;
    let mut check = Check::at(&["input"]);
    let group_name = input.group.as_ref().map(|group| check.line("group", group, GROUP_LENGTH));
    if group_name.is_none() && kind != RotaRuleKind::RoomLimit {
        check.invalid("group", "Only a limit of rooms can be about each of them: say which group.");
    }
    let limit = check.number("limit", input.limit, 0..=MOST_PEOPLE);
    let weight = check.number("weight", input.weight, 0..=most());
    check.done()?;

    let row = rota_rule::Model {
        id: RotaRuleId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        kind,
        group_name,
        limit,
        required: input.required,
        weight,
        created_at: now,
        updated_at: now,
    };
    let insert = rota_rule::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await;
    insert.map_err(|error| {
        let twice = is_taken(&error, "rota_rule_subject_key", "rota_rule.queue_id, rota_rule.kind, rota_rule.group_name")
            || is_taken(&error, "rota_rule_every_room_key", "rota_rule.queue_id, rota_rule.kind");
        let message = "There is such a rule already: remove it first.";
        if twice { Refusal::from(Problem::new(ProblemCode::Taken, &["input", "group"], message)) } else { error.into() }
    })?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    tell(&tx, &permit, &[queue.id], now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes a rule away; gives it as it was.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn remove(app: &App, permit: Permit<'_>, id: RotaRuleId) -> Outcome<rota_rule::Model> {
    let tx = app.db.begin().await?;
    let row = Shape(permit.account_id()).rule(&*tx, id).await?.ok_or_else(|| Problem::not_found("rule", &["id"]))?;
    row.clone().delete(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    tell(&tx, &permit, &[row.queue_id], app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(row)
}

fn described(row: &rota_rule::Model) -> Value {
    json!({
        "queueId": row.queue_id,
        "kind": row.kind,
        "group": row.group_name,
        "limit": row.limit,
        "required": row.required,
        "weight": row.weight,
    })
}
