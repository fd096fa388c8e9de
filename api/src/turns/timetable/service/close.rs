//! A timetable made known, and in the end closed.

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use entity::{id::TimetableId, stored::TimetableAction, timetable};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{Done, edit::problems, locked};
use crate::{
    app::App,
    auth::Permit,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::timetable::{
        check, credit,
        facts::Facts,
        instants, loads,
        repository::Timetables,
        state::{Next, Step},
        write::{By, Deed, Written, note, told},
    },
};

/// Makes a timetable known: from now on people are on duty by it. One that is published already stays as it is.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for an archived one; everything that breaks a hard rule in it, with the codes of edits.
pub async fn publish(app: &App, permit: Permit<'_>, id: TimetableId, version: i32) -> Outcome<Done> {
    let tx = app.db.begin().await?;
    let (timetable, next) = locked(&tx, &permit, id, Step::Publish, &["id"]).await?;
    let Next::Becomes(status) = next else {
        return Ok(Done::Written(Box::new(Written { timetable, turns: Vec::new() }), Vec::new()));
    };
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let facts = Facts::read(&*tx, timetable.account_id, std::slice::from_ref(&timetable)).await?;
    // Held, so that nobody is given a turn elsewhere at the same time meanwhile.
    let holders: Vec<_> = facts.cells.iter().filter_map(|cell| cell.person).collect();
    Timetables(timetable.account_id).hold_persons(&tx, &holders).await?;
    let facts = Facts::read(&*tx, timetable.account_id, std::slice::from_ref(&timetable)).await?;
    let violations = check::violations(&facts);
    if !violations.is_empty() {
        return Err(Refusal::User(problems(&violations, &["id"])));
    }
    let now = app.clock.now();
    // From here on they are what people are held to, and are not found anew any more.
    loads::aim(&tx, &timetable, now).await?;
    let mut row = timetable.clone().into_active_model();
    row.status = Set(status);
    row.version = Set(timetable.version + 1);
    row.published_at = Set(Some(now));
    row.updated_at = Set(now);
    let after = row.update(&*tx).await?;
    let deed = Deed::new(TimetableAction::Published, None);
    note(&tx, By::Caller(&permit), &after, Some(told(&timetable)), Vec::new(), &[], deed, now).await?;
    credit::carry_forward(&tx, after.account_id, after.week, now).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(Written { timetable: after, turns: Vec::new() }), Vec::new()))
}

/// Closes the timetable of a week that is over: what people carried in it has become credit, and is not changed any more. One that
/// is archived already stays as it is.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a draft, and for a week that is not over.
pub async fn archive(app: &App, permit: Permit<'_>, id: TimetableId) -> Outcome<timetable::Model> {
    let tx = app.db.begin().await?;
    let (timetable, next) = locked(&tx, &permit, id, Step::Archive, &["id"]).await?;
    let Next::Becomes(status) = next else { return Ok(timetable) };
    let now = app.clock.now();
    let zone: Tz = timetable.time_zone.parse().unwrap_or(Tz::UTC);
    if now < instants::begins(zone, timetable.week + TimeDelta::days(7), NaiveTime::MIN) {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "This week is not over yet.").into());
    }
    let mut row = timetable.clone().into_active_model();
    row.status = Set(status);
    row.version = Set(timetable.version + 1);
    row.archived_at = Set(Some(now));
    row.updated_at = Set(now);
    let after = row.update(&*tx).await?;
    let deed = Deed::new(TimetableAction::Archived, None);
    note(&tx, By::Caller(&permit), &after, Some(told(&timetable)), Vec::new(), &[], deed, now).await?;
    credit::carry_forward(&tx, after.account_id, after.week, now).await?;
    tx.commit().await?;
    Ok(after)
}
