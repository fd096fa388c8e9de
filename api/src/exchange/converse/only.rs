//! Calls in which something is said to humans only, or to machines only: nothing is said to whom it is not for.

use entity::{
    call_attempt,
    stored::{AnsweredBy, MachineBehavior},
};
use flow::voice::{Heard, Who};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, DbErr, Set};

use crate::{calls::attempts::order::Led, db::Tx};

/// Whether whoever answered is not told anything. Who cannot be told is taken for a human.
pub(super) fn unwanted(order: &Led, heard: &Heard) -> bool {
    let Heard::Answered { by } = heard else { return false };
    match order.only {
        Some(MachineBehavior::HumanOnly) => matches!(by, Some(Who::Machine | Who::Fax)),
        Some(MachineBehavior::VoicemailOnly) => !matches!(by, Some(Who::Machine)),
        Some(MachineBehavior::Always) | None => false,
    }
}

/// Keeps who answered, where the provider tells it here alone.
pub(super) async fn noted(tx: &Tx, attempt: &call_attempt::Model, heard: &Heard) -> Result<(), DbErr> {
    let Heard::Answered { by: Some(who) } = heard else { return Ok(()) };
    if attempt.answered_by.is_some() {
        return Ok(());
    }
    let by = match who {
        Who::Human => AnsweredBy::Human,
        Who::Machine => AnsweredBy::Machine,
        Who::Fax => AnsweredBy::Fax,
        Who::Unknown => AnsweredBy::Unknown,
    };
    let known = call_attempt::ActiveModel { id: Unchanged(attempt.id), answered_by: Set(Some(by)), ..Default::default() };
    known.update(&**tx).await.map(drop)
}

#[cfg(test)]
mod tests {
    use entity::id::FlowVersionId;

    use super::*;

    #[test]
    fn who_is_not_told_anything_is_as_the_calendar_says() {
        use MachineBehavior::{Always, HumanOnly, VoicemailOnly};
        let order = |only| Led { version: FlowVersionId::new(), language: None, variables: serde_json::json!({}), only };
        let answers = [None, Some(Who::Human), Some(Who::Machine), Some(Who::Fax), Some(Who::Unknown)];
        let table = [
            (None, [false; 5]),
            (Some(Always), [false; 5]),
            (Some(HumanOnly), [false, false, true, true, false]),
            (Some(VoicemailOnly), [true, true, false, true, true]),
        ];

        for (only, expected) in table {
            assert_eq!(answers.map(|by| unwanted(&order(only), &Heard::Answered { by })), expected, "{only:?}");
        }
        assert!(!unwanted(&order(Some(HumanOnly)), &Heard::Played));
    }
}
