//! Contacts that are already there when a test begins.

use entity::{contact, id::ContactId};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{account::TestAccount, client::Client};

impl TestAccount {
    /// A contact made by `client` of what `input` says, through the API.
    pub async fn contact(&self, client: &Client, input: Value) -> contact::Model {
        const CREATE: &str = "mutation ($input: ContactCreateInput!) {
            contactCreate(input: $input) { contact { id } userErrors { code path message } } }";
        let answer = client.query(CREATE, json!({ "input": input })).await;
        let payload = &answer["contactCreate"];
        let id = payload["contact"]["id"].as_str().unwrap_or_else(|| panic!("a contact was refused: {payload:#}"));
        let id: ContactId = id.parse().expect("an id of a contact");
        let row = contact::Entity::find_by_id(id).one(self.process.app.db.read()).await.expect("the contact is read");
        row.expect("the contact is there")
    }
}
