//! A running turn taken over, at once.
//!
//! The turn changes hands whole, also for the time that is over: a cell has one holder. When it did so is in the history and in
//! the audit log; who has carried it is for the loads whoever had it last. A cell cut in two would be two turns in every load,
//! feed and limit for a quarter of an hour's help.

use entity::{
    id::{PersonId, TurnId},
    stored::TimetableAction,
};

use super::{
    Done,
    edit::{find, judge, problems},
    is_published, locked, reason,
};
use crate::{
    app::App,
    auth::Permit,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::timetable::{
        check::Edit,
        state::Step,
        write::{By, Deed, Written, hand_over},
    },
};

/// Gives a running turn to whoever asks.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for a caller who is no person; `CONFLICT` when the turn does not run now, or is of a draft; and what
/// speaks against the person's having it, except for warnings.
pub async fn take_over(app: &App, permit: Permit<'_>, turn: TurnId, why: Option<&str>) -> Outcome<Done> {
    let why = reason(why, "reason")?;
    let tx = app.db.begin().await?;
    let found = find(&tx, &permit, turn, &["id"]).await?;
    let person = taker(&permit)?;
    let (timetable, _) = locked(&tx, &permit, found.timetable_id, Step::Edit, &["id"]).await?;
    let row = find(&tx, &permit, turn, &["id"]).await?;
    let now = app.clock.now();
    if !is_published(&timetable) || now < row.starts_at || now >= row.ends_at {
        let message = "Only a turn that runs now is taken over, in a timetable that is published.";
        return Err(Problem::new(ProblemCode::Conflict, &["id"], message).into());
    }
    if row.person_id == Some(person) {
        return Ok(Done::Written(Box::new(Written { timetable, turns: vec![row] }), Vec::new()));
    }
    let edit = Edit { changes: vec![(turn, Some(person))], limit_empty: false };
    let verdict = judge(&tx, &[&timetable], &edit).await?;
    if !verdict.refusals.is_empty() {
        return Err(Refusal::User(problems(&verdict.refusals, &["id"])));
    }
    let deed = Deed::new(TimetableAction::TakenOver, why);
    let written = hand_over(&tx, By::Caller(&permit), timetable, vec![(row, Some(person))], &[], deed, now).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), verdict.warnings))
}

fn taker(permit: &Permit<'_>) -> Result<PersonId, Problem> {
    permit.caller().person_id.ok_or_else(|| {
        Problem::new(ProblemCode::Forbidden, &["id"], "Only who is a person takes a turn over; give it to somebody with `turnAssign`.")
    })
}
