//! Use cases of what persons bring to the rota: each checks, then writes rows, audit entry and news of the person in one
//! transaction. An agent changes only when the agent is busy.

mod entries;
mod part;

use chrono::{DateTime, Utc};
use entity::{
    id::PersonId,
    person,
    stored::{ChangeKind, Topic},
};
pub use entries::{add, remove, replace, update};
pub use part::{set_no_mail, update as update_part};
use sea_orm::DbErr;

use crate::{
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    live::outbox::{self, News},
    persons::repository::Persons,
};

/// The person, whose part in the rota nobody else changes until the transaction ends.
async fn locked(tx: &Tx, permit: &Permit<'_>, id: PersonId, path: &[&str]) -> Outcome<person::Model> {
    let person = Persons::of(&**tx, permit).locked(id).await?.ok_or_else(|| Problem::not_found("person", path))?;
    if !permit.covers(id) {
        return Err(Problem::new(ProblemCode::Forbidden, path, "An agent may do this only for the person the agent is.").into());
    }
    Ok(person)
}

async fn tell(tx: &Tx, permit: &Permit<'_>, person: PersonId, at: DateTime<Utc>, change: audit::Change) -> Result<(), DbErr> {
    audit::record(tx, permit, at, change).await?;
    let news = News { person_id: Some(person), ..News::new(permit.account_id(), at, Topic::Person, ChangeKind::Updated, person.0) };
    outbox::publish(tx, vec![news]).await
}
