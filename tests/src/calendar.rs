//! Calendars, their users and events that are already there when a test begins.

use entity::{id::UserId, stored::Role, user};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchboard::{
    alarms::{keeper as reminders, listener::listener},
    auth::caller::{Caller, Credential},
    events::keeper,
};

use crate::{account::TestAccount, client::Client};

const ALWAYS: &str = "Europe/Madrid";

impl TestAccount {
    /// Id of a calendar of a person, in Madrid, made by a coordinator through the API.
    pub async fn calendar(&self) -> String {
        let owner = self.person("Owner").create().await;
        let input = json!({ "name": "Appointments", "timeZone": ALWAYS, "ownerPersonId": owner.id });
        self.calendar_by(&self.as_role(Role::Coordinator).await, input).await
    }

    /// Id of a calendar made by `client` of what `input` says.
    pub async fn calendar_by(&self, client: &Client, input: Value) -> String {
        const CREATE: &str = "mutation ($input: CalendarCreateInput!) {
            calendarCreate(input: $input) { calendar { id } userErrors { code path message } } }";
        let answer = client.query(CREATE, json!({ "input": input })).await;
        id(&answer["calendarCreate"], "calendar")
    }

    /// A calendar user with settings of that name, logged in, and the user's id.
    pub async fn calendar_user(&self, name: &str) -> (Client, UserId) {
        const SETTINGS: &str = "mutation ($input: CalendarSettingsCreateInput!) {
            calendarSettingsCreate(input: $input) { settings { id } userErrors { code path message } } }";
        const CREATE: &str = "mutation ($input: CalendarUserCreateInput!) {
            calendarUserCreate(input: $input) { user { id } userErrors { code path message } } }";
        let admin = self.as_role(Role::Admin).await;
        let answer = admin.query(SETTINGS, json!({ "input": { "name": name } })).await;
        let settings = id(&answer["calendarSettingsCreate"], "settings");
        let email = format!("{}@example.org", name.to_lowercase());
        let input = json!({ "email": email, "password": "a long enough password", "settingsId": settings });
        let answer = admin.query(CREATE, json!({ "input": input })).await;
        let user: UserId = id(&answer["calendarUserCreate"], "user").parse().expect("an id of a user");
        (self.as_user(user).await, user)
    }

    /// A user who is there, logged in.
    async fn as_user(&self, user_id: UserId) -> Client {
        let known = user::Entity::find_by_id(user_id).one(self.process.app.db.read()).await.expect("the user is read");
        let known = known.expect("the user is there");
        // Whoever it is, somebody has begun a session for another user of the role; only who it is matters here.
        let somebody = self.as_role(known.role).await;
        let caller = somebody.caller().expect("a caller").clone();
        let Credential::Session { session_id, .. } = caller.credential else { panic!("a session") };
        let caller = Caller { credential: Credential::Session { user_id, session_id }, name: known.email, ..caller };
        Client::new(std::sync::Arc::clone(&self.process), Some(caller))
    }

    /// Id of an event made by `client` of what `input` says.
    pub async fn event(&self, client: &Client, input: Value) -> String {
        const CREATE: &str = "mutation ($input: EventCreateInput!) {
            eventCreate(input: $input) { event { id } userErrors { code path message } } }";
        let answer = client.query(CREATE, json!({ "input": input })).await;
        id(&answer["eventCreate"], "event")
    }

    /// Does what is due of events now.
    pub async fn keep_events(&self) {
        keeper::once(&self.process.app, &listener()).await.expect("events are kept");
    }

    /// Sends what is due of reminders now: how many have come further.
    pub async fn remind(&self) -> usize {
        reminders::once(&self.process.app, &listener()).await.expect("reminders are sent").done
    }
}

fn id(payload: &Value, thing: &str) -> String {
    payload[thing]["id"].as_str().unwrap_or_else(|| panic!("a {thing} was refused: {payload:#}")).to_owned()
}
