//! How a queue's rota is made and kept.

use async_graphql::MaybeUndefined;
use entity::{id::QueueId, rota_settings};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::told::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    error::Outcome,
    turns::{
        check::Check,
        shape::{
            input::RotaSettingsUpdateInput,
            notice_by_mail,
            repository::Shape,
            settings::unset,
            weights::{changed, most},
        },
    },
};

/// Changes the settings of a queue's rota: what is absent is kept, null gives the default. What is as it was is not written.
///
/// # Errors
/// `NOT_FOUND`; every field that cannot be.
pub async fn update(app: &App, permit: Permit<'_>, queue: QueueId, input: &RotaSettingsUpdateInput) -> Outcome<rota_settings::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let queue = locked(&tx, &permit, queue, &["queueId"]).await?;
    let known = Shape(permit.account_id()).settings_row(&*tx, queue.id).await?;
    let is_new = known.is_none();
    let defaults = unset(queue.account_id, queue.id, now);
    let before = known.unwrap_or_else(|| defaults.clone());
    let mut check = Check::at(&["input"]);
    let after = edited(&before, &defaults, input, app.config.mail.is_on(), &mut check);
    check.done()?;
    if after == before {
        return Ok(before);
    }

    let after = rota_settings::Model { updated_at: now, ..after };
    let row = after.clone().into_active_model();
    if is_new {
        rota_settings::Entity::insert(row).exec_without_returning(&*tx).await?;
    } else {
        row.reset_all().update(&*tx).await?;
    }
    let change = audit::Change {
        subject_id: Some(queue.id.to_string()),
        reason: None,
        before: Some(described(&before)),
        after: Some(described(&after)),
    };
    tell(&tx, &permit, &[queue.id], now, change).await?;
    tx.commit().await?;
    Ok(after)
}

fn edited(
    before: &rota_settings::Model,
    defaults: &rota_settings::Model,
    input: &RotaSettingsUpdateInput,
    mail_is_on: bool,
    check: &mut Check,
) -> rota_settings::Model {
    let mut number = |field, given: &MaybeUndefined<i32>, before, default, range| match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => default,
        MaybeUndefined::Value(value) => check.number(field, *value, range),
    };
    let numbers = [
        number("maxOverload", &input.max_overload, before.max_overload, defaults.max_overload, 0..=40),
        number("maxEmptyPerSlot", &input.max_empty_per_slot, before.max_empty_per_slot, defaults.max_empty_per_slot, 0..=50),
        number("maxPerDay", &input.max_per_day, before.max_per_day, defaults.max_per_day, 1..=32),
        number("changeWeight", &input.change_weight, before.change_weight, defaults.change_weight, 0..=most()),
        number("warnMinutes", &input.warn_minutes, before.warn_minutes, defaults.warn_minutes, 0..=1_440),
    ];
    let [max_overload, max_empty_per_slot, max_per_day, change_weight, warn_minutes] = numbers;
    let weights = match &input.weights {
        MaybeUndefined::Undefined => before.weights.clone(),
        MaybeUndefined::Null => defaults.weights.clone(),
        MaybeUndefined::Value(given) => {
            check.go(&["input", "weights"]);
            changed(&before.weights, given, check)
        }
    };
    let notice_by_mail = notice_by_mail::changed(before.notice_by_mail.as_ref(), &input.notice_by_mail, mail_is_on, check);
    rota_settings::Model {
        duty_driven: flag(input.duty_driven, before.duty_driven, defaults.duty_driven),
        max_overload,
        close_lines: flag(input.close_lines, before.close_lines, defaults.close_lines),
        max_empty_per_slot,
        max_per_day,
        forgive_credit: flag(input.forgive_credit, before.forgive_credit, defaults.forgive_credit),
        weights,
        change_weight,
        warn_minutes,
        notice_by_mail,
        ..before.clone()
    }
}

fn flag(given: MaybeUndefined<bool>, before: bool, default: bool) -> bool {
    match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => default,
        MaybeUndefined::Value(flag) => flag,
    }
}

fn described(row: &rota_settings::Model) -> Value {
    json!({
        "dutyDriven": row.duty_driven,
        "maxOverload": row.max_overload,
        "closeLines": row.close_lines,
        "maxEmptyPerSlot": row.max_empty_per_slot,
        "maxPerDay": row.max_per_day,
        "forgiveCredit": row.forgive_credit,
        "weights": row.weights,
        "changeWeight": row.change_weight,
        "warnMinutes": row.warn_minutes,
        "noticeByMail": row.notice_by_mail,
    })
}
