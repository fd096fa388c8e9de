//! The tries of a delivery, as they are kept with it: when each began, and what came of it.

use chrono::{DateTime, Utc};
use entity::stored::WebhookProblem;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Tries that are kept of one delivery: more are made only of what is asked for again and again.
const KEPT: usize = 50;

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over; none: it is under way, or nobody lived to tell.
    pub ended_at: Option<DateTime<Utc>>,
    /// Status of the answer, if there was one.
    pub status: Option<u16>,
    /// What stood in its way; none: it was taken, or is under way.
    pub problem: Option<WebhookProblem>,
    /// The same in words, where there are more.
    pub message: Option<String>,
}

/// Tries as they are kept.
///
/// # Errors
/// When what is stored is none.
pub fn read(stored: &Value) -> Result<Vec<Try>, DbErr> {
    Vec::<Try>::deserialize(stored).map_err(|error| DbErr::Type(format!("tries of a webhook: {error}")))
}

/// Tries to be kept: the newest.
pub fn write(tries: &[Try]) -> Value {
    let newest = &tries[tries.len().saturating_sub(KEPT)..];
    // Plain values: they always serialise.
    serde_json::to_value(newest).unwrap_or_else(|_| Value::Array(Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_tries_the_newest_are_kept() {
        let at = |seconds: i64| Try {
            started_at: DateTime::from_timestamp(seconds, 0).unwrap(),
            ended_at: None,
            status: Some(500),
            problem: Some(WebhookProblem::Refused),
            message: None,
        };
        let tries: Vec<Try> = (0..60).map(at).collect();

        let kept = read(&write(&tries)).unwrap();

        assert_eq!(kept, tries[10..]);
    }
}
