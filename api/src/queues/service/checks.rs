//! What every change of a queue's membership asks first.

use entity::{
    id::{PersonId, QueueId},
    person, provider, queue,
    stored::QueueMode,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use telephony::capability::{Capabilities, Operation, Support};

use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    providers,
    queues::repository::Queues,
};

/// Longest reason, in bytes of UTF-8: what every provider keeps whole. Asterisk cuts at 79 without a word.
const LONGEST_REASON: usize = 79;
/// Highest penalty.
pub(super) const HIGHEST_PENALTY: i32 = 1_000;

/// The queue, locked, if it is managed and its provider is there and can do `operation`.
pub(super) async fn managed(app: &App, tx: &Tx, permit: &Permit<'_>, id: QueueId, operation: Operation) -> Outcome<queue::Model> {
    let queue = Queues(permit.account_id()).locked(tx, id).await?.ok_or_else(|| Problem::not_found("queue", &["queueId"]))?;
    if queue.mode == QueueMode::Observed {
        let message = format!("The queue {} is only observed: make it managed with `queueUpdate` to change who is in it.", queue.name);
        return Err(Problem::new(ProblemCode::Conflict, &["queueId"], message).into());
    }
    able(app, tx, &queue, operation).await?;
    Ok(queue)
}

/// That the queue's provider is there and can do `operation`.
pub(super) async fn able(app: &App, tx: &Tx, queue: &queue::Model, operation: Operation) -> Outcome<()> {
    let provider = provider::Entity::find_by_id(queue.provider_id)
        .one(&**tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("provider {}", queue.provider_id)))?;
    let capabilities: Capabilities = serde_json::from_value(provider.capabilities.clone()).map_err(anyhow::Error::new)?;
    if capabilities.support(operation) == Support::None {
        let message = format!("The provider {} cannot do this.", provider.name);
        return Err(Problem::new(ProblemCode::CapabilityUnsupported, &["queueId"], message).into());
    }
    if !providers::is_up(&provider, app.clock.now()) {
        let message = format!("The provider {} cannot be reached; nothing was changed.", provider.name);
        return Err(Problem::new(ProblemCode::ProviderUnavailable, &["queueId"], message).into());
    }
    Ok(())
}

/// The person, if the caller may act for it.
pub(super) async fn person(tx: &Tx, permit: &Permit<'_>, id: PersonId) -> Outcome<person::Model> {
    if !permit.covers(id) {
        return Err(Problem::new(ProblemCode::Forbidden, &["personId"], "An agent may do this only for the person the agent is.").into());
    }
    let row = person::Entity::find_by_id(id)
        .filter(person::Column::AccountId.eq(permit.account_id()))
        .one(&**tx)
        .await?
        .ok_or_else(|| Problem::not_found("person", &["personId"]))?;
    Ok(row)
}

/// A reason as it is kept.
pub(super) fn reason(text: &str, path: &[&str]) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::invalid(path, "Say why, in a word or two."));
    }
    if text.len() > LONGEST_REASON {
        return Err(Problem::invalid(path, format!("A reason has at most {LONGEST_REASON} bytes: as many letters, fewer with accents.")));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::invalid(path, "A reason is one line without control characters."));
    }
    Ok(text.to_owned())
}

/// A reason that may be left out.
pub(super) fn reason_if_given(text: Option<&str>) -> Result<Option<String>, Problem> {
    text.filter(|text| !text.trim().is_empty()).map(|text| reason(text, &["reason"])).transpose()
}

/// A penalty.
pub(super) fn penalty(value: i32) -> Result<i32, Problem> {
    if (0..=HIGHEST_PENALTY).contains(&value) {
        Ok(value)
    } else {
        Err(Problem::invalid(&["penalty"], format!("A penalty is 0 to {HIGHEST_PENALTY}; lower is rung first.")))
    }
}
