//! Calls that are already there when a test begins.

use chrono::{DateTime, Utc};
use entity::{
    call, call_leg,
    id::{CallId, LegId, ProviderId, QueueId},
    person,
    stored::{CallCause, CallDirection, CallStatus, LegRole, LegState},
};

use crate::account::TestAccount;

/// A call about to be: it came in just now and rings. Says only what matters to the test.
pub struct CallBuilder {
    account: TestAccount,
    row: call::Model,
    legs: Vec<call_leg::Model>,
}

impl CallBuilder {
    pub(crate) fn new(account: TestAccount) -> Self {
        let now = account.process.app.clock.now();
        let id = CallId::new();
        let row = call::Model {
            id,
            account_id: account.id,
            // Known when the row is written.
            provider_id: ProviderId::new(),
            provider_key: id.to_string(),
            direction: CallDirection::Inbound,
            status: CallStatus::Ringing,
            from_number: None,
            from_name: None,
            withheld: false,
            dialled: None,
            queue_id: None,
            person_id: None,
            queue_outcome: None,
            started_at: now,
            answered_at: None,
            ended_at: None,
            wait_seconds: None,
            talk_seconds: None,
            cause: None,
            provider_code: None,
        };
        Self { account, row, legs: Vec::new() }
    }

    /// From this number.
    pub fn from(mut self, number: &str) -> Self {
        self.row.from_number = Some(number.to_owned());
        self
    }

    /// To this number.
    pub fn dialled(mut self, number: &str) -> Self {
        self.row.dialled = Some(number.to_owned());
        self
    }

    /// Made by the team.
    pub fn outbound(mut self) -> Self {
        self.row.direction = CallDirection::Outbound;
        self
    }

    /// Begun at this instant.
    pub fn started_at(mut self, at: DateTime<Utc>) -> Self {
        self.row.started_at = at;
        self
    }

    /// Having waited in this queue.
    pub fn queue(mut self, queue: QueueId) -> Self {
        self.row.queue_id = Some(queue);
        self
    }

    /// Ringing at the telephone of `person`.
    pub fn ringing(mut self, person: &person::Model) -> Self {
        let leg = self.leg(person);
        self.legs.push(call_leg::Model { state: LegState::Ringing, ringing_at: Some(self.row.started_at), ..leg });
        self
    }

    /// Answered by `person`, who talks.
    pub fn answered_by(mut self, person: &person::Model) -> Self {
        let at = Some(self.row.started_at);
        let leg = self.leg(person);
        self.legs.push(call_leg::Model { state: LegState::Answered, ringing_at: at, answered_at: at, ..leg });
        self.row = call::Model { status: CallStatus::InProgress, person_id: Some(person.id), answered_at: at, ..self.row };
        self
    }

    /// Over, as `status`.
    pub fn ended(mut self, status: CallStatus) -> Self {
        let at = Some(self.row.started_at + chrono::TimeDelta::seconds(60));
        for leg in &mut self.legs {
            leg.state = LegState::Ended;
            leg.ended_at = at;
        }
        self.row = call::Model { status, ended_at: at, cause: Some(CallCause::Normal), ..self.row };
        self
    }

    fn leg(&self, person: &person::Model) -> call_leg::Model {
        let id = LegId::new();
        call_leg::Model {
            id,
            account_id: self.account.id,
            call_id: self.row.id,
            provider_key: id.to_string(),
            role: LegRole::Agent,
            person_id: Some(person.id),
            endpoint: None,
            extension: person.extension.clone(),
            number: None,
            state: LegState::Started,
            started_at: self.row.started_at,
            ringing_at: None,
            answered_at: None,
            ended_at: None,
            cause: None,
            provider_code: None,
        }
    }

    /// Writes the rows.
    pub async fn create(self) -> call::Model {
        let row = call::Model { provider_id: self.account.provider().await.id, ..self.row };
        self.account.process.insert::<call::Entity, _>(row.clone()).await;
        for leg in self.legs {
            self.account.process.insert::<call_leg::Entity, _>(leg).await;
        }
        row
    }
}
