//! Turns change hands: the one place that writes it. State, loads, history, audit and news of an edit are one transaction.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, TimetableEntryId, TimetableSlotId, TurnId},
    stored::{SwapStatus, TimetableAction},
    swap_request, timetable, timetable_entry, turn,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    loads,
    news::{TimetableNews, What},
};
use crate::{
    audit,
    auth::{Actor, Permit},
    db::Tx,
    error::Outcome,
    live::outbox,
};

/// A turn in a timetable's history: who had it before, and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange {
    /// Which turn.
    pub turn: TurnId,
    /// In which slot.
    pub slot: TimetableSlotId,
    /// Which line of it.
    pub line: i32,
    /// Whose it was.
    pub before: Option<PersonId>,
    /// Whose it became.
    pub after: Option<PersonId>,
    /// Its revision, of a turn whose line was closed: from there it goes on when the line is opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i32>,
}

impl CellChange {
    /// Of a turn that goes to `after`.
    pub(in crate::turns) fn of(row: &turn::Model, after: Option<PersonId>) -> Self {
        Self { turn: row.id, slot: row.slot_id, line: row.line, before: row.person_id, after, sequence: None }
    }
}

/// Who does it, and how the audit log calls it.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A caller, with leave.
    Caller(&'a Permit<'a>),
    /// Somebody a job acts for, or Switchboard itself.
    Job(&'a Actor, &'static str),
}

impl By<'_> {
    pub(in crate::turns) fn actor(&self) -> Actor {
        match self {
            Self::Caller(permit) => permit.actor(),
            Self::Job(actor, _) => (*actor).clone(),
        }
    }

    pub(in crate::turns) async fn audit(&self, tx: &Tx, account: AccountId, at: DateTime<Utc>, change: audit::Change) -> Outcome<()> {
        match self {
            Self::Caller(permit) => audit::record(tx, permit, at, change).await?,
            Self::Job(actor, action) => audit::record_as(tx, account, (*actor).clone(), action, at, change).await?,
        }
        Ok(())
    }
}

/// What is done, and why.
#[derive(Clone, Debug)]
pub struct Deed {
    /// What.
    pub what: TimetableAction,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Entry that it undoes.
    pub undoes: Option<TimetableEntryId>,
    /// Turns that go to those whose standing turns they are. Any other that changes hands is nobody's.
    pub standing: HashSet<TurnId>,
}

impl Deed {
    /// That, for this reason.
    pub fn new(what: TimetableAction, reason: Option<String>) -> Self {
        Self { what, reason, undoes: None, standing: HashSet::new() }
    }
}

/// A timetable and its changed turns as they are now.
#[derive(Clone, Debug)]
pub struct Written {
    /// The timetable.
    pub timetable: timetable::Model,
    /// The turns.
    pub turns: Vec<turn::Model>,
}

/// Gives turns of a timetable, which is locked, to others: `changes` are the turns as they are, each with its new holder.
/// `exchanged` are turns of another timetable that changed hands by the same deed, for the history.
///
/// # Errors
/// The database's.
pub async fn hand_over(
    tx: &Tx,
    by: By<'_>,
    timetable: timetable::Model,
    changes: Vec<(turn::Model, Option<PersonId>)>,
    exchanged: &[CellChange],
    deed: Deed,
    now: DateTime<Utc>,
) -> Outcome<Written> {
    let changes: Vec<_> = changes.into_iter().filter(|(row, person)| row.person_id != *person).collect();
    let mut by_person: BTreeMap<(Option<PersonId>, bool), Vec<TurnId>> = BTreeMap::new();
    for (row, person) in &changes {
        by_person.entry((*person, deed.standing.contains(&row.id))).or_default().push(row.id);
    }
    for ((person, standing), turns) in by_person {
        turn::Entity::update_many()
            .col_expr(turn::Column::PersonId, Expr::value(person))
            .col_expr(turn::Column::Standing, Expr::value(standing))
            .col_expr(turn::Column::Sequence, Expr::col(turn::Column::Sequence).add(1))
            .col_expr(turn::Column::ChangedAt, Expr::value(now))
            .filter(turn::Column::Id.is_in(turns.iter().copied()))
            .exec(&**tx)
            .await?;
        outdated(tx, person, &turns, now).await?;
    }
    let mut cells: Vec<CellChange> = changes.iter().map(|(row, person)| CellChange::of(row, *person)).collect();
    cells.extend_from_slice(exchanged);
    let turns = changes
        .into_iter()
        .map(|(row, person)| {
            let standing = deed.standing.contains(&row.id);
            turn::Model { person_id: person, standing, sequence: row.sequence + 1, changed_at: now, ..row }
        })
        .collect();
    finish(tx, by, timetable, turns, &cells, deed, now).await
}

/// Offers of turns that are somebody else's now stand no longer.
async fn outdated(tx: &Tx, holder: Option<PersonId>, turns: &[TurnId], now: DateTime<Utc>) -> Outcome<()> {
    use swap_request::Column as C;
    let mut concerned = Condition::any().add(C::WantedTurnId.is_in(turns.iter().copied()));
    let mut offered = Condition::all().add(C::TurnId.is_in(turns.iter().copied()));
    if let Some(holder) = holder {
        offered = offered.add(C::FromPersonId.ne(holder));
    }
    concerned = concerned.add(offered);
    swap_request::Entity::update_many()
        .col_expr(C::Status, Expr::value(SwapStatus::Withdrawn))
        .col_expr(C::DecidedAt, Expr::value(now))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .filter(C::Status.eq(SwapStatus::Open))
        .filter(concerned)
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The end of every edit: loads, the timetable's version, its history, the audit log, the news. `turns` are those changed, as
/// they are now.
///
/// # Errors
/// The database's.
pub(super) async fn finish(
    tx: &Tx,
    by: By<'_>,
    timetable: timetable::Model,
    turns: Vec<turn::Model>,
    cells: &[CellChange],
    deed: Deed,
    now: DateTime<Utc>,
) -> Outcome<Written> {
    loads::recount(tx, &timetable, now).await?;
    let before = timetable.clone();
    let version = timetable.version + 1;
    let mut row = timetable.into_active_model();
    row.version = Set(version);
    row.updated_at = Set(now);
    let timetable = row.update(&**tx).await?;
    note(tx, by, &timetable, Some(told(&before)), turns.clone(), cells, deed, now).await?;
    Ok(Written { timetable, turns })
}

/// History, audit log and news of a timetable as it is now.
///
/// # Errors
/// The database's.
#[expect(clippy::too_many_arguments, reason = "each is another thing to be told, and there is nobody else to tell")]
pub(in crate::turns) async fn note(
    tx: &Tx,
    by: By<'_>,
    timetable: &timetable::Model,
    before: Option<Value>,
    turns: Vec<turn::Model>,
    cells: &[CellChange],
    deed: Deed,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let actor = by.actor();
    let cells = json!(cells);
    let entry = timetable_entry::Model {
        id: TimetableEntryId::new(),
        account_id: timetable.account_id,
        timetable_id: timetable.id,
        version: timetable.version,
        occurred_at: now,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name.clone(),
        what: deed.what,
        reason: deed.reason.clone(),
        cells: cells.clone(),
        undoes: deed.undoes,
        undone_by: None,
    };
    if let Some(undone) = deed.undoes {
        timetable_entry::Entity::update_many()
            .col_expr(timetable_entry::Column::UndoneBy, Expr::value(entry.id))
            .filter(timetable_entry::Column::Id.eq(undone))
            .exec(&**tx)
            .await?;
    }
    timetable_entry::Entity::insert(entry.into_active_model()).exec_without_returning(&**tx).await?;
    let mut after = told(timetable);
    after["cells"] = cells;
    let change = audit::Change { subject_id: Some(timetable.id.to_string()), reason: deed.reason.clone(), before, after: Some(after) };
    by.audit(tx, timetable.account_id, now, change).await?;
    let news = TimetableNews { reason: deed.reason, turns, ..TimetableNews::new(What::Done(deed.what), timetable, &actor) };
    outbox::publish(tx, vec![news.publish(timetable, now)]).await?;
    Ok(())
}

/// A timetable as the audit log keeps it.
pub(super) fn told(row: &timetable::Model) -> Value {
    json!({ "queueId": row.queue_id, "week": row.week, "status": row.status, "version": row.version })
}
