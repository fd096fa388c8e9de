//! Logging in, staying in, being turned out.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::json;
use switchboard::error::Fault;
use tokio::time::timeout;

use super::{LOG_IN, PASSWORD, SOON, create_user, end_of, is_refused, log_in, refresh};

const LOG_OUT: &str = "mutation ($everywhere: Boolean) { logOut(everywhere: $everywhere) { sessionsEnded userErrors { code } } }";

on_both!(logging_in_gives_a_session_that_opens_the_api);
async fn logging_in_gives_a_session_that_opens_the_api(app: TestApp) {
    let id = create_user(&app, "ana@example.org", Role::Coordinator).await;

    let answer = app.anonymous().query(LOG_IN, json!({ "email": " Ana@Example.org ", "password": PASSWORD })).await;

    let payload = &answer["logIn"];
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(payload["session"]["accessTokenExpiresAt"], "2026-11-21T10:10:00+00:00");
    assert_eq!(payload["session"]["refreshTokenExpiresAt"], "2026-12-05T10:00:00+00:00");
    assert_eq!(
        payload["viewer"],
        json!({
            "role": "COORDINATOR", "user": { "id": id, "email": "ana@example.org", "lastLoginAt": "2026-11-21T10:00:00+00:00" },
            "person": null, "apiKey": null, "account": { "name": "Som" }, "sessionExpiresAt": "2026-11-21T10:10:00+00:00",
        })
    );
    let ana = app.showing(payload["session"]["accessToken"].as_str().expect("a token")).await.expect("let in");
    assert_eq!(ana.query("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"], id);
    let last = app.audit_log().await.pop().expect("an audit entry");
    assert_eq!((last.action.as_str(), last.actor_name.as_str()), ("logIn", "ana@example.org"));
}

on_both!(an_access_token_asks_no_database);
async fn an_access_token_asks_no_database(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let tokens = log_in(&app, "ana@example.org").await;

    let (caller, statements) = app.statements(app.access().authenticate(Some(&tokens.access), None)).await;

    assert_eq!(caller.expect("let in").map(|caller| caller.role), Some(Role::Agent));
    assert_eq!(statements, [] as [&str; 0]);
}

on_both!(nobody_learns_which_addresses_can_log_in);
async fn nobody_learns_which_addresses_can_log_in(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let gone = create_user(&app, "gone@example.org", Role::Agent).await;
    let admin = app.as_role(Role::Admin).await;
    admin.query(super::UPDATE_USER, json!({ "id": gone, "input": { "active": false } })).await;
    let attempts = [
        ("ana@example.org", "wrong horse battery"),
        ("nobody@example.org", PASSWORD),
        ("gone@example.org", PASSWORD),
        ("no address", PASSWORD),
    ];

    for (email, password) in attempts {
        let answer = app.anonymous().query(LOG_IN, json!({ "email": email, "password": password })).await;

        let message = "The e-mail address or the password is wrong.";
        let expected =
            json!({ "session": null, "viewer": null, "userErrors": [{ "code": "FORBIDDEN", "message": message, "path": null }] });
        assert_eq!(answer["logIn"], expected, "{email}");
    }
}

on_both!(guessing_is_stopped_even_for_the_right_password_until_a_while_has_passed);
async fn guessing_is_stopped_even_for_the_right_password_until_a_while_has_passed(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    for _ in 0..10 {
        app.anonymous().query(LOG_IN, json!({ "email": "ana@example.org", "password": "wrong horse battery" })).await;
    }

    let (refused, statements) =
        app.statements(app.anonymous().error(LOG_IN, json!({ "email": "ana@example.org", "password": PASSWORD }))).await;

    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("RATE_LIMITED", "logIn"));
    assert_eq!(statements, [] as [&str; 0]);
    app.clock.advance(TimeDelta::seconds(6));
    log_in(&app, "ana@example.org").await;
}

on_both!(forged_and_expired_tokens_are_refused_at_the_door);
async fn forged_and_expired_tokens_are_refused_at_the_door(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Admin).await;
    let tokens = log_in(&app, "ana@example.org").await;
    let parts: Vec<&str> = tokens.access.split('.').collect();
    // {"alg":"none","typ":"JWT"}
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]);
    let resigned = format!("{}.{}.{}", parts[0], parts[1], "A".repeat(43));

    assert!(is_refused(&app, &unsigned).await);
    assert!(is_refused(&app, &resigned).await);
    assert!(is_refused(&app, &tokens.refresh).await);
    assert!(app.showing(&tokens.access).await.is_ok());
    app.clock.advance(TimeDelta::seconds(600));
    assert!(is_refused(&app, &tokens.access).await);
}

on_both!(a_session_is_carried_on_by_refresh_tokens_until_one_is_too_old);
async fn a_session_is_carried_on_by_refresh_tokens_until_one_is_too_old(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let first = log_in(&app, "ana@example.org").await;
    app.clock.advance(TimeDelta::hours(335));

    let second = refresh(&app, &first.refresh).await.expect("refreshed");

    assert!(app.showing(&second.access).await.is_ok());
    app.clock.advance(TimeDelta::hours(335));
    let third = refresh(&app, &second.refresh).await.expect("refreshed");
    app.clock.advance(TimeDelta::hours(336));
    assert!(refresh(&app, &third.refresh).await.is_none());
}

on_both!(a_refresh_token_shown_twice_ends_the_session_for_thief_and_owner);
async fn a_refresh_token_shown_twice_ends_the_session_for_thief_and_owner(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let first = log_in(&app, "ana@example.org").await;
    let elsewhere = log_in(&app, "ana@example.org").await;
    let second = refresh(&app, &first.refresh).await.expect("refreshed");
    let ana = app.showing(&second.access).await.expect("let in");

    assert!(refresh(&app, &first.refresh).await.is_none());

    assert_eq!(end_of(&app, &ana), Some("TOKEN_REUSED"));
    assert!(is_refused(&app, &first.access).await);
    assert!(is_refused(&app, &second.access).await);
    assert!(refresh(&app, &second.refresh).await.is_none());
    assert!(app.showing(&elsewhere.access).await.is_ok(), "another session is left alone");
    let last = app.audit_log().await.pop().expect("an audit entry");
    assert_eq!((last.action.as_str(), last.reason.as_deref()), ("sessionRefresh", Some("TOKEN_REUSED")));
}

on_both!(of_two_refreshes_at_the_same_time_one_is_the_second_use);
async fn of_two_refreshes_at_the_same_time_one_is_the_second_use(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let tokens = log_in(&app, "ana@example.org").await;

    let (one, other) = tokio::join!(refresh(&app, &tokens.refresh), refresh(&app, &tokens.refresh));

    assert_ne!(one.is_some(), other.is_some());
    let next = one.or(other).expect("one was refreshed");
    assert!(is_refused(&app, &next.access).await);
    assert!(refresh(&app, &next.refresh).await.is_none());
}

on_both!(strangers_who_try_refresh_tokens_are_stopped);
async fn strangers_who_try_refresh_tokens_are_stopped(app: TestApp) {
    for attempt in 0..60 {
        assert!(refresh(&app, &format!("guess {attempt}")).await.is_none());
    }

    let refused = app.anonymous().error(super::REFRESH, json!({ "token": "one more guess" })).await;

    assert_eq!(refused.code, "RATE_LIMITED");
}

on_both!(logging_out_ends_this_session_and_everywhere_ends_all);
async fn logging_out_ends_this_session_and_everywhere_ends_all(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    create_user(&app, "pau@example.org", Role::Agent).await;
    let (here, there) = (log_in(&app, "ana@example.org").await, log_in(&app, "ana@example.org").await);
    let pau = log_in(&app, "pau@example.org").await;
    let ana = app.showing(&here.access).await.expect("let in");

    let answer = ana.query(LOG_OUT, json!({ "everywhere": false })).await;

    assert_eq!(answer["logOut"], json!({ "sessionsEnded": 1, "userErrors": [] }));
    assert_eq!(end_of(&app, &ana), Some("LOGGED_OUT"));
    assert!(is_refused(&app, &here.access).await);
    assert!(refresh(&app, &here.refresh).await.is_none());
    let again = log_in(&app, "ana@example.org").await;
    let ana = app.showing(&there.access).await.expect("let in");
    let answer = ana.query(LOG_OUT, json!({ "everywhere": true })).await;
    assert_eq!(answer["logOut"]["sessionsEnded"], 2);
    assert!(is_refused(&app, &again.access).await);
    assert!(app.showing(&pau.access).await.is_ok());
}

on_both!(other_processes_hear_of_a_log_out_and_later_ones_know_of_it);
async fn other_processes_hear_of_a_log_out_and_later_ones_know_of_it(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    let tokens = log_in(&app, "ana@example.org").await;
    let other = app.another_process().await;
    let there = other.showing(&tokens.access).await.expect("let in there, too");
    let ended = other.access().revoked(there.caller().expect("a caller"));

    app.showing(&tokens.access).await.expect("let in").query(LOG_OUT, json!({})).await;

    let reason = timeout(SOON, ended).await.expect("heard of in time");
    assert_eq!(reason.as_str(), "LOGGED_OUT");
    assert!(is_refused(&other, &tokens.access).await);
    let later = app.another_process().await;
    assert!(is_refused(&later, &tokens.access).await);
}

on_both!(nothing_shown_is_nobody_and_something_wrong_is_refused);
async fn nothing_shown_is_nobody_and_something_wrong_is_refused(app: TestApp) {
    assert!(matches!(app.access().authenticate(None, None).await, Ok(None)));

    for bearer in ["", "Bearer", "sbk_", "a.b.c"] {
        assert!(matches!(app.access().authenticate(Some(bearer), None).await, Err(Fault::Unauthenticated)), "{bearer}");
    }

    let refused = app.anonymous().error("{ viewer { role } }", json!({})).await;
    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("UNAUTHENTICATED", "viewer"));
}
