//! Turns given to others, left empty, or exchanged.

use entity::{
    id::{PersonId, TurnId},
    stored::TimetableAction,
    timetable, turn,
};

use super::{Done, known, locked, reason};
use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::timetable::{
        check::{self, Edit, Finding, FindingKind, Verdict},
        facts::Facts,
        repository::Timetables,
        state::Step,
        write::{By, Deed, Written, hand_over},
    },
};

/// Gives a turn to a person, or leaves it empty.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for an archived timetable, for a person who cannot or has a turn at that time already; `INVALID` for a
/// person who takes no part; `LIMIT_REACHED` for too many turns on a day, too many empty cells, or a rule that must hold.
pub async fn assign(
    app: &App,
    permit: Permit<'_>,
    turn: TurnId,
    person: Option<PersonId>,
    version: i32,
    why: Option<&str>,
    ignore_warnings: bool,
) -> Outcome<Done> {
    let why = reason(why, "reason")?;
    let tx = app.db.begin().await?;
    let found = find(&tx, &permit, turn, &["id"]).await?;
    if let Some(person) = person {
        known(&tx, &permit, person, &["personId"]).await?;
    }
    let (timetable, _) = locked(&tx, &permit, found.timetable_id, Step::Edit, &["id"]).await?;
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let row = find(&tx, &permit, turn, &["id"]).await?;
    if row.person_id == person {
        return Ok(Done::Written(Box::new(Written { timetable, turns: vec![row] }), Vec::new()));
    }
    let edit = Edit { changes: vec![(turn, person)], limit_empty: true };
    let verdict = judge(&tx, &[&timetable], &edit).await?;
    let path = if person.is_some() { ["personId"] } else { ["id"] };
    let warnings = match accept(verdict, &path, ignore_warnings)? {
        Ok(warnings) => warnings,
        Err(done) => return Ok(done),
    };
    let what = if person.is_some() { TimetableAction::Reassigned } else { TimetableAction::Cleared };
    let changes = vec![(row, person)];
    let written = hand_over(&tx, By::Caller(&permit), timetable, changes, &[], Deed::new(what, why), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), warnings))
}

/// Exchanges the holders of two turns of one timetable, at once. One of them may be empty.
///
/// # Errors
/// As [`assign`]; `INVALID` for turns of two timetables, or of one person.
pub async fn swap(
    app: &App,
    permit: Permit<'_>,
    turn: TurnId,
    with: TurnId,
    version: i32,
    why: Option<&str>,
    ignore_warnings: bool,
) -> Outcome<Done> {
    let why = reason(why, "reason")?;
    let tx = app.db.begin().await?;
    let found = find(&tx, &permit, turn, &["id"]).await?;
    let other = find(&tx, &permit, with, &["withId"]).await?;
    if other.timetable_id != found.timetable_id {
        return Err(Problem::invalid(&["withId"], "The other turn is of another timetable: offer it with `swapRequestOffer`.").into());
    }
    let (timetable, _) = locked(&tx, &permit, found.timetable_id, Step::Edit, &["id"]).await?;
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let (one, other) = (find(&tx, &permit, turn, &["id"]).await?, find(&tx, &permit, with, &["withId"]).await?);
    if one.person_id == other.person_id {
        return Err(Problem::invalid(&["withId"], "Both turns are of the same person, or both are empty.").into());
    }
    let edit = Edit { changes: vec![(turn, other.person_id), (with, one.person_id)], limit_empty: true };
    let verdict = judge(&tx, &[&timetable], &edit).await?;
    let warnings = match accept(verdict, &["withId"], ignore_warnings)? {
        Ok(warnings) => warnings,
        Err(done) => return Ok(done),
    };
    let (first, second) = (one.person_id, other.person_id);
    let changes = vec![(one, second), (other, first)];
    let deed = Deed::new(TimetableAction::Swapped, why);
    let written = hand_over(&tx, By::Caller(&permit), timetable, changes, &[], deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), warnings))
}

/// What there is to say against an edit of timetables that are locked. The persons who get turns are held from here on.
///
/// # Errors
/// The database's.
pub(in crate::turns) async fn judge(tx: &Tx, timetables: &[&timetable::Model], edit: &Edit) -> Outcome<Verdict> {
    let Some(first) = timetables.first() else { return Ok(Verdict::default()) };
    let receivers: Vec<PersonId> = edit.changes.iter().filter_map(|(_, person)| *person).collect();
    Timetables(first.account_id).hold_persons(tx, &receivers).await?;
    let rows: Vec<timetable::Model> = timetables.iter().map(|row| (*row).clone()).collect();
    let facts = Facts::read(&**tx, first.account_id, &rows).await?;
    Ok(check::check(edit, &facts))
}

/// The warnings of an edit that may be done; otherwise what to answer.
fn accept(verdict: Verdict, path: &[&str], ignore_warnings: bool) -> Outcome<Result<Vec<Finding>, Done>> {
    if !verdict.refusals.is_empty() {
        return Err(Refusal::User(problems(&verdict.refusals, path)));
    }
    if !verdict.warnings.is_empty() && !ignore_warnings {
        return Ok(Err(Done::Warned(verdict.warnings)));
    }
    Ok(Ok(verdict.warnings))
}

/// Findings as the user is told of them.
pub(in crate::turns) fn problems(findings: &[Finding], path: &[&str]) -> Vec<Problem> {
    let code = |finding: &Finding| match finding.kind {
        FindingKind::Inactive => ProblemCode::Invalid,
        FindingKind::DailyLimit | FindingKind::TooManyEmpty | FindingKind::Rule => ProblemCode::LimitReached,
        _ => ProblemCode::Conflict,
    };
    findings.iter().map(|finding| Problem::new(code(finding), path, finding.message.clone())).collect()
}

/// The turn of the account.
pub(super) async fn find(tx: &Tx, permit: &Permit<'_>, id: TurnId, path: &[&str]) -> Outcome<turn::Model> {
    Timetables(permit.account_id()).turn(&**tx, id).await?.ok_or_else(|| Problem::not_found("turn", path).into())
}
