//! Events of which nothing has happened yet are deleted: what was only a slip. What has happened is never lost.

use entity::{
    event,
    id::EventId,
    occurrence,
    stored::{ChangeKind, OccurrenceState as State},
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter, SqlErr, sea_query::ExprTrait};

use super::{Desk, Open, described, open, record};
use crate::{
    auth::Permit,
    error::{Outcome, Problem, ProblemCode, Refusal},
    events::news,
    live::outbox,
};

/// Deletes an event of which nothing has happened yet, with its occurrences.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when something of it has happened, or hangs on it.
pub async fn delete(desk: Desk<'_>, permit: Permit<'_>, id: EventId) -> Outcome<EventId> {
    use occurrence::Column as C;
    let tx = desk.app.db.begin().await?;
    let Open { calendar, event, now, .. } = open(&tx, desk.app, &permit, id, &["id"]).await?;
    // What is due and was not looked at yet has happened, too.
    let begun = C::State.is_in([State::Pending, State::Paused]).and(C::StartsAt.lte(now));
    let happened = Condition::any().add(C::State.is_in([State::Completed, State::Skipped])).add(begun);
    let of_it = occurrence::Entity::find().filter(C::EventId.eq(id));
    let count = of_it.filter(happened).count(&*tx).await?;
    if count > 0 {
        let message = format!("It cannot be deleted: it has happened {count} times. `eventCancel` calls off what is to come of it.");
        return Err(conflict(message).into());
    }
    occurrence::Entity::delete_many().filter(C::EventId.eq(id)).exec(&*tx).await.map_err(in_use)?;
    event::Entity::delete_by_id(id).exec(&*tx).await.map_err(in_use)?;
    record(&tx, &permit, now, id.to_string(), Some(described(&event)), None).await?;
    outbox::publish(&tx, vec![news::event(&event, &calendar, ChangeKind::Deleted, now)]).await?;
    tx.commit().await?;
    Ok(id)
}

/// What hangs on an event keeps it: reminders tell what became of them.
fn in_use(error: DbErr) -> Refusal {
    match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => {
            conflict("It cannot be deleted: alarms hang on it. `eventCancel` calls off what is to come of it.".to_owned()).into()
        }
        _ => error.into(),
    }
}

fn conflict(message: String) -> Problem {
    Problem::new(ProblemCode::Conflict, &["id"], message)
}
