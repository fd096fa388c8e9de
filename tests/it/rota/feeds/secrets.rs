//! Addresses of calendars: who has none finds none, and no log has one.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use acceptance::{Backend, TestApp, on_both};
use axum::http::StatusCode;
use entity::stored::Role;
use serde_json::json;
use switchboard::config::Config;
use tracing_subscriber::fmt::MakeWriter;

use super::{Door, REVOKE, created};

on_both!(a_feed_that_was_revoked_is_as_one_that_never_was);
async fn a_feed_that_was_revoked_is_as_one_that_never_was(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let agent = app.as_agent(&ana).await;
    let (id, path) = created(&agent, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);
    assert_eq!(door.get(&path, &[]).await.status, StatusCode::OK);

    let answer = agent.query(REVOKE, json!({ "id": id })).await;

    assert_eq!(answer["feedRevoke"]["feed"]["revokedAt"], "2026-11-21T10:00:00+00:00");
    let revoked = door.get(&path, &[]).await;
    for path in [path.replace("sbf_", "sbf-"), "/feeds/x.ics".to_owned(), "/feeds/x".to_owned(), format!("/feeds/{}.ics", "x".repeat(500))]
    {
        let unknown = door.get(&path, &[]).await;
        assert_eq!((unknown.status, &unknown.body), (StatusCode::NOT_FOUND, &revoked.body), "{path}");
    }
    assert_eq!(revoked.status, StatusCode::NOT_FOUND);
    assert_eq!(app.audit_log().await.last().expect("an entry").action, "feedRevoke");
}

on_both!(the_calendar_of_somebody_who_left_is_closed_and_opens_when_they_are_back);
async fn the_calendar_of_somebody_who_left_is_closed_and_opens_when_they_are_back(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let lead = app.as_role(Role::Coordinator).await;
    let (_, path) = created(&lead, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);

    lead.query("mutation ($id: ID!) { personDeactivate(id: $id) { userErrors { code } } }", json!({ "id": ana.id })).await;
    let gone = door.get(&path, &[]).await.status;
    lead.query("mutation ($id: ID!) { personReactivate(id: $id) { userErrors { code } } }", json!({ "id": ana.id })).await;
    let back = door.get(&path, &[]).await.status;

    assert_eq!((gone, back), (StatusCode::NOT_FOUND, StatusCode::OK));
}

#[tokio::test]
async fn whoever_tries_addresses_is_told_when_to_come_back() {
    let mut config = Config::default();
    config.limits.requests_per_minute = 2;
    let app = TestApp::start_with(Backend::Sqlite, config).await;
    let door = Door::of(&app);

    let statuses = [door.get("/feeds/a.ics", &[]).await, door.get("/feeds/b.ics", &[]).await, door.get("/feeds/c.ics", &[]).await];

    assert_eq!(statuses.each_ref().map(|answer| answer.status.as_u16()), [404, 404, 429]);
    assert_eq!(statuses[2].header("retry-after"), "30");
}

/// What is logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("the log").clone()).expect("text")
    }
}

impl Write for Written {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

on_both!(a_secret_stands_in_no_log);
async fn a_secret_stands_in_no_log(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let (_, path) = created(&app.as_agent(&ana).await, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);
    // Once before: a place in the code that is first reached by another test, which captures nothing, would count as unwanted.
    door.get("/feeds/none.ics", &[]).await;
    let written = Written::default();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(written.clone()).with_ansi(false).finish();
    let _capturing = tracing::subscriber::set_default(log);

    door.get(&path, &[]).await;
    door.get(&path.replace("sbf_", "sbf_wrong"), &[]).await;

    let log = written.text();
    assert!(log.contains("GET /feeds/{file}"), "the request is told:\n{log}");
    assert!(!log.contains("sbf_"), "{log}");
}
