//! Attempts that are already there when a test begins.

use entity::{
    call_attempt,
    id::{AttemptId, ProviderId},
    stored::{ActorKind, AttemptStatus},
};
use serde_json::json;

use crate::account::TestAccount;

impl TestAccount {
    /// An attempt over a provider to reach somebody, of no callout, that has come so far.
    pub async fn attempt(&self, provider_id: ProviderId, status: AttemptStatus) -> call_attempt::Model {
        let now = self.process.app.clock.now();
        let row = call_attempt::Model {
            id: AttemptId::new(),
            account_id: self.id,
            provider_id,
            callout_id: None,
            participation_id: None,
            reminder_id: None,
            contact_id: None,
            number: 1,
            target: "+34972183386".to_owned(),
            from_number: None,
            order: json!({}),
            status,
            provider_key: None,
            provider_status: None,
            sequence: None,
            answered_by: None,
            cause: None,
            provider_code: None,
            problem: None,
            verdict: None,
            hang_up_wanted: false,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: "a test".to_owned(),
            created_at: now,
            dispatched_at: Some(now),
            sent_at: None,
            answered_at: None,
            ended_at: None,
            talk_seconds: None,
            updated_at: now,
            due_at: None,
            fence: 1,
        };
        self.process.insert::<call_attempt::Entity, _>(row.clone()).await;
        row
    }
}
