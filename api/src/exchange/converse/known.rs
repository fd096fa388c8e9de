//! What is known of whoever is called, for the texts of a flow.

use entity::{call_attempt, callout, callout_participation, contact};
use flow::Variables;
use sea_orm::{DbErr, EntityTrait};
use serde_json::{Value, json};

use crate::{calls::attempts::order::Led, db::Tx, flows::runs::turn::Call};

/// The call that is to be led: what is kept of the contact, of its part in the callout and of the callout, and what was given with the order,
/// which goes before.
pub(super) async fn call(tx: &Tx, attempt: &call_attempt::Model, order: Led) -> Result<Call, DbErr> {
    let contact = match attempt.contact_id {
        Some(id) => contact::Entity::find_by_id(id).one(&**tx).await?,
        None => None,
    };
    let mut variables = Variables::default();
    let mut language = order.language;
    if let Some(contact) = &contact {
        variables = variables.with(&contact.metadata);
        language = language.or_else(|| contact.metadata.get("language").and_then(Value::as_str).map(str::to_owned));
        if !contact.name.is_empty() {
            variables.set("name", &contact.name);
        }
    }
    if let Some(id) = attempt.callout_id
        && let Some(callout) = callout::Entity::find_by_id(id).one(&**tx).await?
    {
        variables = variables.and("callout", &json!({ "name": callout.name, "metadata": callout.metadata }));
    }
    if let Some(id) = attempt.participation_id
        && let Some(part) = callout_participation::Entity::find_by_id(id).one(&**tx).await?
    {
        variables = variables.with(&part.metadata);
    }
    variables = variables.with(&order.variables);
    variables.set("number", &attempt.target);
    Ok(Call {
        account_id: attempt.account_id,
        attempt_id: attempt.id,
        callout_id: attempt.callout_id,
        contact_id: attempt.contact_id,
        provider_id: attempt.provider_id,
        language,
        variables,
    })
}
