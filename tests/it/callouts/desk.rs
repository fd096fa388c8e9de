//! Somebody who coordinates callouts over a carrier.

use acceptance::{
    Client, TestAccount, TestApp,
    carrier::{Carrier, CarrierLink},
};
use entity::{contact, id::CalloutId, stored::Role};
use serde_json::{Value, json};
use telephony::outgoing::{CallOrder, CallProgress};

const PROVIDER: &str = "{ providers { id name } }";
const ADD: &str = "mutation ($callout: ID!, $contact: ID!) {
    participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code path message } } }";
const CALLOUT: &str = "query ($id: ID!) { callout(id: $id) { status participations { nodes { number status reason attempts } }
    statistics { calloutParticipations calloutParticipationsAnswered calloutParticipationsExhausted calloutParticipationsSkipped
        calloutParticipationsWaiting calloutParticipationsInFlight calls callsCompleted callsBusy } } }";

/// Somebody who coordinates a callout over a carrier.
pub(super) struct Desk {
    pub(super) account: TestAccount,
    pub(super) client: Client,
    pub(super) carrier: Carrier,
    pub(super) _link: CarrierLink,
}

impl Desk {
    pub(super) async fn new(app: &TestApp) -> Self {
        let (carrier, client) = (Carrier::new(), app.as_role(Role::Coordinator).await);
        let link = carrier.link(app, "carrier").await;
        Self { account: app.account().clone(), client, carrier, _link: link }
    }

    pub(super) async fn provider(&self, name: &str) -> Value {
        let providers = self.client.query(PROVIDER, json!({})).await["providers"].take();
        let all = providers.as_array().expect("providers");
        all.iter().find(|provider| provider["name"] == name).expect("the provider")["id"].clone()
    }

    /// A callout that plays a recording over the carrier, with what `settings` say besides.
    pub(super) async fn callout(&self, name: &str, settings: Value) -> CalloutId {
        let mut input = json!({
            "name": name, "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": self.provider("carrier").await }],
        });
        for (key, value) in settings.as_object().expect("an object") {
            input[key] = value.clone();
        }
        self.account.callout(&self.client, input).await
    }

    pub(super) async fn contacts(&self, count: usize) -> Vec<contact::Model> {
        let mut contacts = Vec::new();
        for place in 0..count {
            contacts.push(self.account.contact(&self.client, json!({ "number": format!("+349721{:05}", 80_000 + place) })).await);
        }
        contacts
    }

    pub(super) async fn add(&self, callout: CalloutId, contacts: &[contact::Model]) {
        for contact in contacts {
            let answer = self.client.query(ADD, json!({ "callout": callout, "contact": contact.id })).await;
            assert_eq!(answer["participationAdd"]["userErrors"], json!([]));
        }
    }

    pub(super) async fn step(&self, callout: CalloutId, name: &str) {
        let document = format!("mutation ($id: ID!) {{ {name}(id: $id) {{ userErrors {{ code path message }} }} }}");
        let answer = self.client.query(&document, json!({ "id": callout })).await;
        assert_eq!(answer[name]["userErrors"], json!([]), "{name}");
    }

    /// Makes a callout to these, and starts it.
    pub(super) async fn started(&self, name: &str, settings: Value, contacts: &[contact::Model]) -> CalloutId {
        let callout = self.callout(name, settings).await;
        self.add(callout, contacts).await;
        self.step(callout, "calloutStart").await;
        callout
    }

    pub(super) async fn until(&self, callout: CalloutId, holds: impl Fn(&Value) -> bool) -> Value {
        self.account.until(&self.client, CALLOUT, json!({ "id": callout }), |answer| holds(&answer["callout"])).await["callout"].take()
    }

    pub(super) async fn until_status(&self, callout: CalloutId, status: &str) -> Value {
        self.until(callout, |callout| callout["status"] == status).await
    }

    pub(super) async fn tell_all(&self, orders: &[CallOrder], progress: CallProgress) {
        for order in orders {
            self.carrier.tell(order, progress).await;
        }
    }
}
