//! What the tests of webhooks begin with: an admin, a process that posts to this machine, and endpoints.

use acceptance::{Client, Listener, TestAccount, TestApp};
use entity::{id::WebhookEndpointId, stored::Role};
use serde_json::{Value, json};
use switchboard::webhooks::{Event, publish};

pub(crate) const DELIVERIES: &str = "query ($filter: WebhookDeliveryFilter, $first: Int, $after: String) {
    webhookDeliveries(filter: $filter, first: $first, after: $after) {
        nodes { id kind subjectId status problem attempts nextAttemptAt deliveredAt endpoint { id } tries { endedAt status problem message } }
        pageInfo { hasNextPage endCursor } } }";
pub(crate) const CREATE: &str = "mutation ($input: WebhookEndpointCreateInput!) {
    webhookEndpointCreate(input: $input) { endpoint { id url kinds status } secret userErrors { code path message } } }";

/// An admin, and a process that posts.
pub(crate) struct Desk {
    pub(crate) admin: Client,
    /// A process that may post to this machine.
    pub(crate) office: TestAccount,
}

impl Desk {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let office = app.with_webhooks(Listener::settings()).await;
        Self { admin: office.as_role(Role::Admin).await, office }
    }

    /// A new endpoint that gets these kinds: its id and its secret.
    pub(crate) async fn endpoint(&self, url: &str, kinds: Value) -> (String, String) {
        let input = json!({ "name": "Theirs", "url": url, "kinds": kinds });
        let made = self.admin.query(CREATE, json!({ "input": input })).await["webhookEndpointCreate"].take();
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("an endpoint: {made}")).to_owned();
        (text(&made["endpoint"]["id"]), text(&made["secret"]))
    }

    /// Has an event told, in a transaction of its own: to how many.
    pub(crate) async fn tell(&self, event: &Event, also: &[WebhookEndpointId]) -> usize {
        let app = self.office.app_behind();
        let tx = app.db.begin().await.expect("a transaction");
        let told = publish(&tx, self.office.id, event, also, app.clock.now()).await.expect("it is written");
        tx.commit().await.expect("a commit");
        told
    }

    /// All deliveries, the newest first.
    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let mut answer = self.admin.query(DELIVERIES, json!({})).await;
        serde_json::from_value(answer["webhookDeliveries"]["nodes"].take()).expect("a list")
    }

    /// The newest delivery, once it is so.
    pub(crate) async fn until(&self, is: impl Fn(&Value) -> bool) -> Value {
        let seen = |answer: &Value| is(&answer["webhookDeliveries"]["nodes"][0]);
        self.office.until(&self.admin, DELIVERIES, json!({ "first": 1 }), seen).await["webhookDeliveries"]["nodes"][0].take()
    }

    pub(crate) async fn until_status(&self, status: &str) -> Value {
        self.until(|row| row["status"] == status).await
    }

    /// The newest delivery, once it was tried so often and waits again.
    pub(crate) async fn until_tried(&self, tries: usize) -> Value {
        self.until(|row| row["attempts"] == tries && !row["problem"].is_null() && !row["nextAttemptAt"].is_null()).await
    }

    /// Waits until there are so many deliveries of that status.
    pub(crate) async fn until_all(&self, status: &str, count: usize) {
        let all = |answer: &Value| {
            let nodes = answer["webhookDeliveries"]["nodes"].as_array().map_or(&[][..], Vec::as_slice);
            nodes.iter().filter(|row| row["status"] == status).count() == count
        };
        self.office.until(&self.admin, DELIVERIES, json!({}), all).await;
    }
}
