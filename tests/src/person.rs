//! Persons that are already there when a test begins.

use entity::{id::PersonId, person};
use serde_json::json;

use crate::account::TestAccount;

/// A person about to be; says only what matters to the test.
pub struct PersonBuilder {
    account: TestAccount,
    row: person::Model,
}

impl PersonBuilder {
    pub(crate) fn new(account: TestAccount, name: &str) -> Self {
        let now = account.process.app.clock.now();
        let row = person::Model {
            id: PersonId::new(),
            account_id: account.id,
            name: name.to_owned(),
            email: None,
            extension: None,
            phone_numbers: json!([]),
            colour: None,
            groups: json!([]),
            time_zone: None,
            active: true,
            created_at: now,
            updated_at: now,
        };
        Self { account, row }
    }

    /// With this e-mail address.
    pub fn email(mut self, email: &str) -> Self {
        self.row.email = Some(email.to_owned());
        self
    }

    /// With this extension.
    pub fn extension(mut self, extension: &str) -> Self {
        self.row.extension = Some(extension.to_owned());
        self
    }

    /// With these public numbers.
    pub fn phone_numbers(mut self, numbers: &[&str]) -> Self {
        self.row.phone_numbers = json!(numbers);
        self
    }

    /// Shown in this colour.
    pub fn colour(mut self, colour: &str) -> Self {
        self.row.colour = Some(colour.to_owned());
        self
    }

    /// In these groups.
    pub fn groups(mut self, groups: &[&str]) -> Self {
        self.row.groups = json!(groups);
        self
    }

    /// Working in this time zone.
    pub fn time_zone(mut self, zone: &str) -> Self {
        self.row.time_zone = Some(zone.to_owned());
        self
    }

    /// Taking no part any more.
    pub fn inactive(mut self) -> Self {
        self.row.active = false;
        self
    }

    /// Writes the row.
    pub async fn create(self) -> person::Model {
        self.account.process.insert::<person::Entity, _>(self.row.clone()).await;
        self.row
    }
}
