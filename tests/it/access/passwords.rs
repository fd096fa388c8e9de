//! A user's own password.

use acceptance::{TestApp, on_both};
use entity::stored::{Role, Scope};
use serde_json::{Value, json};

use super::{LOG_IN, PASSWORD, create_user, end_of, is_refused, log_in, refresh};

const CHANGE: &str = "mutation ($current: String!, $new: String!) {
    passwordChange(currentPassword: $current, newPassword: $new) { user { email } userErrors { code path } }
}";

const NEW: &str = "staple battery horse";

fn change(current: &str, new: &str) -> Value {
    json!({ "current": current, "new": new })
}

on_both!(a_new_password_ends_every_other_session_of_its_user);
async fn a_new_password_ends_every_other_session_of_its_user(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Viewer).await;
    let (here, there) = (log_in(&app, "ana@example.org").await, log_in(&app, "ana@example.org").await);
    let ana = app.showing(&here.access).await.expect("let in");
    let thief = app.showing(&there.access).await.expect("let in");

    let answer = ana.query(CHANGE, change(PASSWORD, NEW)).await;

    assert_eq!(answer["passwordChange"], json!({ "user": { "email": "ana@example.org" }, "userErrors": [] }));
    assert_eq!((end_of(&app, &ana), end_of(&app, &thief)), (None, Some("PASSWORD_CHANGED")));
    assert!(is_refused(&app, &there.access).await);
    assert!(refresh(&app, &there.refresh).await.is_none());
    assert!(refresh(&app, &here.refresh).await.is_some());
    for (password, right) in [(PASSWORD, false), (NEW, true)] {
        let answer = app.anonymous().query(LOG_IN, json!({ "email": "ana@example.org", "password": password })).await;
        assert_eq!(answer["logIn"]["session"].is_object(), right);
    }
    let log = format!("{:?}", app.audit_log().await);
    assert!(log.contains("passwordChange") && !log.contains(NEW) && !log.contains("argon2"), "{log}");
}

on_both!(a_password_is_not_changed_by_who_does_not_know_it_nor_to_a_weak_one);
async fn a_password_is_not_changed_by_who_does_not_know_it_nor_to_a_weak_one(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Viewer).await;
    let ana = app.showing(&log_in(&app, "ana@example.org").await.access).await.expect("let in");
    let cases = [
        (change("wrong horse battery", NEW), "FORBIDDEN", "currentPassword"),
        (change(PASSWORD, "too short"), "INVALID", "newPassword"),
        (change(PASSWORD, PASSWORD), "INVALID", "newPassword"),
        (change(PASSWORD, "ANA@example.org"), "INVALID", "newPassword"),
    ];

    for (variables, code, path) in cases {
        let answer = ana.query(CHANGE, variables).await;
        assert_eq!(answer["passwordChange"], json!({ "user": null, "userErrors": [{ "code": code, "path": [path] }] }));
    }

    log_in(&app, "ana@example.org").await;
}

on_both!(guessing_at_the_current_password_is_stopped);
async fn guessing_at_the_current_password_is_stopped(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Viewer).await;
    let ana = app.showing(&log_in(&app, "ana@example.org").await.access).await.expect("let in");
    for _ in 0..10 {
        ana.query(CHANGE, change("wrong horse battery", NEW)).await;
    }

    let refused = ana.error(CHANGE, change(PASSWORD, NEW)).await;

    assert_eq!(refused.code, "RATE_LIMITED");
}

on_both!(an_api_key_has_no_password);
async fn an_api_key_has_no_password(app: TestApp) {
    let key = app.with_key(Role::Admin, &[Scope::AccessWrite]);

    let refused = key.error(CHANGE, change(PASSWORD, NEW)).await;

    assert_eq!(refused.code, "FORBIDDEN");
}
