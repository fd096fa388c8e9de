//! Whether a call that its provider did not take is still to be made. While it was tried again the hours may have ended, the contact may
//! have opted out, the callout may have been held or stopped: so everything is asked anew, each time. What is not made goes back to the
//! participation, which is judged as any other when it is its turn.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    call_attempt, callout, callout_participation,
    id::{AttemptId, CalloutId},
    stored::{AttemptStatus, CalloutStatus},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use super::super::{
    facts::People,
    outcome::stored,
    policy::{Policy, Proof, Verdict},
};
use crate::db::Tx;

/// What is to be done about a call that was begun and that its provider does not have.
#[derive(Clone, Debug, PartialEq)]
pub enum Still {
    /// It is made; the proof that it may be.
    Made(Value),
    /// It is not made, and why.
    Dropped(&'static str),
}

/// Judges those of these attempts that belong to callouts and that no provider has.
///
/// # Errors
/// The database's.
pub async fn still(tx: &Tx, rows: &[call_attempt::Model], now: DateTime<Utc>) -> Result<HashMap<AttemptId, Still>, DbErr> {
    let mut of: BTreeMap<CalloutId, Vec<&call_attempt::Model>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.status == AttemptStatus::Created) {
        if let Some(callout) = row.callout_id {
            of.entry(callout).or_default().push(row);
        }
    }
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let callouts = callout::Entity::find().filter(callout::Column::Id.is_in(of.keys().copied())).all(&**tx).await?;
    let mut judged = HashMap::new();
    for callout in callouts {
        let attempts = of.remove(&callout.id).unwrap_or_default();
        judged.extend(of_callout(tx, &callout, &attempts, now).await?);
    }
    Ok(judged)
}

async fn of_callout(
    tx: &Tx,
    callout: &callout::Model,
    attempts: &[&call_attempt::Model],
    now: DateTime<Utc>,
) -> Result<Vec<(AttemptId, Still)>, DbErr> {
    if callout.status != CalloutStatus::Running {
        let why = "Its callout does not call any more, or not now.";
        return Ok(attempts.iter().map(|attempt| (attempt.id, Still::Dropped(why))).collect());
    }
    let ids = attempts.iter().filter_map(|attempt| attempt.participation_id);
    let parts = callout_participation::Entity::find().filter(callout_participation::Column::Id.is_in(ids)).all(&**tx).await?;
    let (routes, policy): (_, Policy) = (stored(callout.id, callout.routes.clone())?, stored(callout.id, callout.policy.clone())?);
    let people = People::read(&**tx, callout, &routes, &policy, &parts, now).await?;
    let parts: HashMap<_, _> = parts.iter().map(|part| (Some(part.id), part)).collect();
    let judge = |attempt: &&call_attempt::Model| {
        let part = parts.get(&attempt.participation_id)?;
        let proof = Proof::of(&policy, people.facts_of(part, attempt, &policy));
        let still = match proof.verdict {
            Verdict::Allowed => Still::Made(proof.to_json()),
            Verdict::Later { .. } => Still::Dropped("The rules of its callout let it be made only later."),
            Verdict::Never { .. } => Still::Dropped("The rules of its callout do not let it be made any more."),
        };
        Some((attempt.id, still))
    };
    Ok(attempts.iter().filter_map(judge).collect())
}
