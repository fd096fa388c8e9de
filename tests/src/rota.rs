//! Queues with service hours, and persons who take part in the rota, that are already there when a test begins.

use chrono::{NaiveDate, NaiveTime};
use entity::{
    busy_entry,
    id::{BusyEntryId, PersonId, QueueId, ServiceSlotId},
    person_rota, queue, service_slot,
    stored::{QueueMode, QueueSyncState},
};

use crate::account::TestAccount;

/// A queue about to be; says only what matters to the test. It is at the account's provider, observed and in no telephone
/// system: who is in it does not matter.
pub struct QueueBuilder {
    account: TestAccount,
    key: String,
    time_zone: String,
    slots: Vec<(i16, NaiveTime, NaiveTime, i32)>,
}

impl TestAccount {
    /// A queue of that key, about to be.
    pub fn queue(&self, key: &str) -> QueueBuilder {
        QueueBuilder { account: self.clone(), key: key.to_owned(), time_zone: "Europe/Madrid".to_owned(), slots: Vec::new() }
    }

    /// The person takes part in the rota with that ideal load.
    pub async fn attends(&self, person: PersonId, ideal_load: i32) {
        let now = self.process.app.clock.now();
        let row = person_rota::Model {
            person_id: person,
            account_id: self.id,
            ideal_load: Some(ideal_load),
            max_per_day: None,
            room: None,
            no_mail: false,
            created_at: now,
            updated_at: now,
        };
        self.process.insert::<person_rota::Entity, _>(row).await;
    }

    /// The person cannot be on duty on that day.
    pub async fn busy_on(&self, person: PersonId, day: NaiveDate, reason: &str) -> busy_entry::Model {
        let now = self.process.app.clock.now();
        let row = busy_entry::Model {
            id: BusyEntryId::new(),
            account_id: self.id,
            person_id: person,
            weekday: None,
            on_date: Some(day),
            starts_at: None,
            ends_at: None,
            required: true,
            day_off: false,
            reason: reason.to_owned(),
            created_at: now,
            updated_at: now,
        };
        self.process.insert::<busy_entry::Entity, _>(row.clone()).await;
        row
    }
}

impl QueueBuilder {
    /// In this time zone.
    pub fn time_zone(mut self, zone: &str) -> Self {
        self.time_zone = zone.to_owned();
        self
    }

    /// Answered on that day of the week, 1 (Monday) to 7, from `HH:MM` to `HH:MM`, by so many.
    pub fn slot(mut self, weekday: i16, starts_at: &str, ends_at: &str, demand: i32) -> Self {
        self.slots.push((weekday, time(starts_at), time(ends_at), demand));
        self
    }

    /// Answered from Monday to Friday in four turns of 75 minutes from 09:00 on, by so many.
    pub fn mornings(mut self, demand: i32) -> Self {
        for weekday in 1..=5 {
            for (starts_at, ends_at) in [("09:00", "10:15"), ("10:15", "11:30"), ("11:30", "12:45"), ("12:45", "14:00")] {
                self = self.slot(weekday, starts_at, ends_at, demand);
            }
        }
        self
    }

    /// Writes the rows.
    pub async fn create(self) -> queue::Model {
        let process = &self.account.process;
        let now = process.app.clock.now();
        let queue = queue::Model {
            id: QueueId::new(),
            account_id: self.account.id,
            provider_id: self.account.provider().await.id,
            name: self.key.clone(),
            key: self.key,
            mode: QueueMode::Observed,
            time_zone: self.time_zone,
            service_level_seconds: 20,
            sync_state: QueueSyncState::Observed,
            sync_pending: 0,
            sync_problem: None,
            last_synced_at: None,
            known_since: None,
            created_at: now,
            updated_at: now,
        };
        process.insert::<queue::Entity, _>(queue.clone()).await;
        for (weekday, starts_at, ends_at, demand) in self.slots {
            let slot = service_slot::Model {
                id: ServiceSlotId::new(),
                account_id: self.account.id,
                queue_id: queue.id,
                weekday,
                starts_at,
                ends_at,
                demand,
                created_at: now,
                updated_at: now,
            };
            process.insert::<service_slot::Entity, _>(slot).await;
        }
        queue
    }
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time of day")
}
