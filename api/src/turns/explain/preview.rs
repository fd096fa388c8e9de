//! What an edit would do, before it is made.

use std::collections::BTreeMap;

use entity::id::{PersonId, TurnId};
use rota::{Constraint, Score, explain};

use super::judged::Judged;
use crate::turns::timetable::check::{Edit, Verdict, check};

/// What an edit would do.
#[derive(Clone, Debug)]
pub(super) struct Preview {
    pub(super) before: Score,
    pub(super) after: Score,
    pub(super) parts: Vec<(Constraint, i64)>,
    pub(super) verdict: Verdict,
}

/// Judges an edit as it would be judged when it is made.
pub(super) fn preview(judged: &Judged, changes: Vec<(TurnId, Option<PersonId>)>) -> Preview {
    let after = explain(&judged.planned.problem, &judged.after(&changes));
    let mut parts: BTreeMap<Constraint, i64> = BTreeMap::new();
    for (sign, explanation) in [(1, &after), (-1, &judged.explanation)] {
        for (constraint, points) in explanation.by_constraint() {
            *parts.entry(constraint).or_default() += sign * i64::try_from(points).unwrap_or(i64::MAX);
        }
    }
    parts.retain(|_, points| *points != 0);
    Preview {
        before: judged.explanation.score,
        after: after.score,
        parts: parts.into_iter().collect(),
        verdict: check(&Edit { changes, limit_empty: true }, &judged.planned.facts),
    }
}
