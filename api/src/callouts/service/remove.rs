//! Callouts deleted.

use entity::{callout, callout_population, callout_tally, id::CalloutId, stored::ChangeKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{ID, locked, told};
use crate::{
    app::App,
    auth::Permit,
    callouts::repository::Callouts,
    error::{Outcome, Problem, ProblemCode},
};

/// Deletes a callout that nobody takes part in, and its populations.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while somebody takes part in it.
pub async fn delete(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<CalloutId> {
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, &permit, id, ID).await?;
    if Callouts::of(&permit).has_participations(&*tx, id).await? {
        let message = "Somebody takes part in this callout, and what became of it is kept: stop it instead.";
        return Err(Problem::new(ProblemCode::Conflict, ID, message).into());
    }
    callout_population::Entity::delete_many().filter(callout_population::Column::CalloutId.eq(id)).exec(&*tx).await?;
    callout_tally::Entity::delete_many().filter(callout_tally::Column::CalloutId.eq(id)).exec(&*tx).await?;
    callout::Entity::delete_by_id(id).exec(&*tx).await?;
    row.updated_at = app.clock.now();
    told(&tx, &permit, &row, ChangeKind::Deleted, Some(json!({ "name": row.name, "status": row.status })), None).await?;
    tx.commit().await?;
    Ok(id)
}
