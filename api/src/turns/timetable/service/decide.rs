//! Loads of a draft that somebody decides instead of having them found.

use std::collections::{BTreeMap, HashSet};

use entity::{
    id::{PersonId, TimetableId},
    person,
    stored::TimetableStatus,
    timetable, timetable_load, turn,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};
use serde_json::json;

use super::locked;
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    live::outbox,
    turns::{
        check::Check,
        timetable::{
            loads,
            news::{TimetableNews, What},
            repository::Timetables,
            state::Step,
        },
    },
};

/// Turns of a person in a week at the most.
const MOST: i32 = 200;

/// Decides what these persons should carry in a draft; none: it is found again. The others' loads are found around it.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for what is or was published; every entry that cannot be; `INVALID` for loads that together are more
/// than the week has turns.
pub async fn decide(app: &App, permit: Permit<'_>, id: TimetableId, wanted: &[(PersonId, Option<i32>)]) -> Outcome<timetable::Model> {
    let tx = app.db.begin().await?;
    let (timetable, _) = locked(&tx, &permit, id, Step::Edit, &["id"]).await?;
    let persons: Vec<PersonId> = wanted.iter().map(|(person, _)| *person).collect();
    let known = Timetables(permit.account_id()).hold_persons(&tx, &persons).await?;
    check(wanted, &known)?;
    if timetable.status != TimetableStatus::Draft {
        let message = "By these loads people are on duty: they were decided when the timetable was published.";
        return Err(Problem::new(ProblemCode::Conflict, &["id"], message).into());
    }
    let rows = timetable_load::Entity::find().filter(timetable_load::Column::TimetableId.eq(id)).all(&*tx).await?;
    let before: BTreeMap<PersonId, i32> = rows.iter().filter_map(|row| Some((row.person_id, row.decided?))).collect();
    let mut after = before.clone();
    for (person, load) in wanted {
        match load {
            Some(load) => after.insert(*person, *load),
            None => after.remove(person),
        };
    }
    if after == before {
        return Ok(timetable);
    }
    add_up(&tx, &timetable, &after).await?;
    let now = app.clock.now();
    for (person, load) in wanted {
        match rows.iter().find(|row| row.person_id == *person) {
            Some(row) => {
                let mut row = row.clone().into_active_model();
                (row.decided, row.updated_at) = (Set(*load), Set(now));
                row.update(&*tx).await?;
            }
            None => {
                let row = timetable_load::Model {
                    timetable_id: id,
                    person_id: *person,
                    account_id: timetable.account_id,
                    ideal_tenths: 0,
                    load: 0,
                    decided: *load,
                    assigned: 0,
                    overload_tenths: 0,
                    credit_before_tenths: 0,
                    created_at: now,
                    updated_at: now,
                };
                timetable_load::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
            }
        }
    }
    loads::aim(&tx, &timetable, now).await?;
    let told = |decided: &BTreeMap<PersonId, i32>| Some(json!({ "decidedLoads": decided }));
    let change = audit::Change { subject_id: Some(id.to_string()), reason: None, before: told(&before), after: told(&after) };
    audit::record(&tx, &permit, now, change).await?;
    let news = TimetableNews::new(What::Loads, &timetable, &permit.actor());
    outbox::publish(&tx, vec![news.publish(&timetable, now)]).await?;
    tx.commit().await?;
    Ok(timetable)
}

fn check(wanted: &[(PersonId, Option<i32>)], known: &[person::Model]) -> Outcome<()> {
    let mut check = Check::at(&[]);
    let mut seen = HashSet::new();
    for (place, (person, load)) in wanted.iter().enumerate() {
        check.go(&["loads", &place.to_string()]);
        match known.iter().find(|row| row.id == *person) {
            None => check.fault(ProblemCode::NotFound, "personId", "There is no such person."),
            Some(row) if !row.active => check.invalid("personId", format!("{} takes no part any more.", row.name)),
            Some(row) if !seen.insert(*person) => check.invalid("personId", format!("{} is named twice.", row.name)),
            Some(_) => {}
        }
        if let Some(load) = load {
            check.number("load", *load, 0..=MOST);
        }
    }
    check.done()
}

/// That there are as many turns.
async fn add_up(tx: &Tx, timetable: &timetable::Model, decided: &BTreeMap<PersonId, i32>) -> Outcome<()> {
    let turns = cells(tx, timetable.id).await?;
    let sum = decided.values().map(|load| i64::from(*load)).sum::<i64>();
    if sum > turns {
        let message = format!("The loads that are decided come to {sum}; the week has {turns} turns.");
        return Err(Problem::invalid(&["loads"], message).into());
    }
    Ok(())
}

async fn cells(tx: &Tx, id: TimetableId) -> Result<i64, DbErr> {
    let turns = turn::Entity::find().filter(turn::Column::TimetableId.eq(id)).count(&**tx).await?;
    Ok(i64::try_from(turns).unwrap_or(i64::MAX))
}
