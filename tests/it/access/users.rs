//! Users, as admins see to them.

use acceptance::{Client, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::{CREATE_USER, LOG_IN, PASSWORD, UPDATE_USER, create_user, end_of, is_refused, log_in, refresh};

async fn update(client: &Client, id: &str, input: Value) -> Value {
    let answer = client.query(UPDATE_USER, json!({ "id": id, "input": input })).await;
    answer["userUpdate"].clone()
}

fn problem(code: &str, path: &[&str]) -> Value {
    json!({ "user": null, "userErrors": [{ "code": code, "path": path }] })
}

on_both!(a_new_user_is_written_down_without_its_password);
async fn a_new_user_is_written_down_without_its_password(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let ana = app.person("Ana").create().await;
    let input = json!({ "email": "Ana@Example.org", "password": PASSWORD, "role": "AGENT", "personId": ana.id });

    let answer = admin.query(CREATE_USER, json!({ "input": input })).await;

    let user = &answer["userCreate"]["user"];
    let id = user["id"].as_str().expect("an id");
    let expected = json!({ "id": id, "email": "ana@example.org", "role": "AGENT", "active": true, "person": { "name": "Ana" } });
    assert_eq!(*user, expected);
    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref()), ("userCreate", Some(id)));
    let after = json!({ "email": "ana@example.org", "role": "AGENT", "personId": ana.id, "active": true });
    assert_eq!(entry.after, Some(after));
}

on_both!(a_user_that_cannot_be_is_refused_with_the_path);
async fn a_user_that_cannot_be_is_refused_with_the_path(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    create_user(&app, "ana@example.org", Role::Agent).await;
    let others = app.other_account().await.person("Of others").create().await;
    let cases = [
        (json!({ "email": "no address", "password": PASSWORD, "role": "AGENT" }), "INVALID", "email"),
        (json!({ "email": "pau@example.org", "password": "too short", "role": "AGENT" }), "INVALID", "password"),
        (json!({ "email": "pau@example.org", "password": "pau@example.org", "role": "AGENT" }), "INVALID", "password"),
        (json!({ "email": "ANA@example.org", "password": PASSWORD, "role": "AGENT" }), "TAKEN", "email"),
        (json!({ "email": "pau@example.org", "password": PASSWORD, "role": "AGENT", "personId": others.id }), "NOT_FOUND", "personId"),
        (json!({ "email": "pau@example.org", "password": PASSWORD, "role": "AGENT", "personId": "per_x" }), "INVALID", "personId"),
    ];

    for (input, code, field) in cases {
        let answer = admin.query(CREATE_USER, json!({ "input": input })).await;
        assert_eq!(answer["userCreate"], problem(code, &["input", field]), "{input}");
    }
}

on_both!(in_an_update_absent_keeps_and_null_clears_what_can_be_cleared);
async fn in_an_update_absent_keeps_and_null_clears_what_can_be_cleared(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let ana = app.person("Ana").create().await;
    let id = create_user(&app, "ana@example.org", Role::Agent).await;
    let whole = |person: Value, role: &str| json!({ "id": id, "email": "ana@example.org", "role": role, "active": true, "person": person });

    let linked = update(&admin, &id, json!({ "personId": ana.id })).await;
    let promoted = update(&admin, &id, json!({ "role": "COORDINATOR" })).await;
    let unlinked = update(&admin, &id, json!({ "personId": null })).await;

    assert_eq!(linked["user"], whole(json!({ "name": "Ana" }), "AGENT"));
    assert_eq!(promoted["user"], whole(json!({ "name": "Ana" }), "COORDINATOR"));
    assert_eq!(unlinked["user"], whole(Value::Null, "COORDINATOR"));
    for field in ["email", "password", "role", "active"] {
        assert_eq!(update(&admin, &id, json!({ field: null })).await, problem("INVALID", &["input", field]));
    }
}

on_both!(an_update_that_changes_nothing_leaves_no_trace_and_ends_nothing);
async fn an_update_that_changes_nothing_leaves_no_trace_and_ends_nothing(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let id = create_user(&app, "ana@example.org", Role::Agent).await;
    let tokens = log_in(&app, "ana@example.org").await;
    let before = app.audit_log().await.len();

    let same = update(&admin, &id, json!({ "email": "Ana@example.org", "role": "AGENT", "active": true })).await;
    let empty = update(&admin, &id, json!({})).await;

    assert_eq!((&same["userErrors"], &empty["userErrors"]), (&json!([]), &json!([])));
    assert_eq!(app.audit_log().await.len(), before);
    assert!(app.showing(&tokens.access).await.is_ok());
}

on_both!(the_sessions_of_a_user_whose_tokens_became_wrong_end_at_once);
async fn the_sessions_of_a_user_whose_tokens_became_wrong_end_at_once(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let person = app.person("Ana").create().await;
    let cases = [
        (json!({ "role": "COORDINATOR" }), "USER_CHANGED"),
        (json!({ "personId": person.id }), "USER_CHANGED"),
        (json!({ "password": "staple battery horse" }), "PASSWORD_CHANGED"),
        (json!({ "active": false, "role": "VIEWER" }), "USER_DEACTIVATED"),
    ];

    for (index, (input, reason)) in cases.into_iter().enumerate() {
        let email = format!("user{index}@example.org");
        let id = create_user(&app, &email, Role::Agent).await;
        let tokens = log_in(&app, &email).await;
        let user = app.showing(&tokens.access).await.expect("let in");

        let answer = update(&admin, &id, input).await;

        assert_eq!(answer["userErrors"], json!([]));
        assert_eq!(end_of(&app, &user), Some(reason));
        assert!(is_refused(&app, &tokens.access).await, "{reason}");
        assert!(refresh(&app, &tokens.refresh).await.is_none(), "{reason}");
    }
}

on_both!(a_user_who_was_let_in_again_logs_in_with_the_new_role);
async fn a_user_who_was_let_in_again_logs_in_with_the_new_role(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let id = create_user(&app, "ana@example.org", Role::Agent).await;

    update(&admin, &id, json!({ "active": false })).await;
    update(&admin, &id, json!({ "active": true, "role": "VIEWER" })).await;

    let answer = app.anonymous().query(LOG_IN, json!({ "email": "ana@example.org", "password": PASSWORD })).await;
    assert_eq!(answer["logIn"]["viewer"]["role"], "VIEWER");
}

on_both!(the_last_admin_who_can_log_in_stays_one);
async fn the_last_admin_who_can_log_in_stays_one(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let own = admin.query("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().expect("an id").to_owned();
    app.other_account().await.as_role(Role::Admin).await;

    assert_eq!(update(&admin, &own, json!({ "role": "AGENT" })).await, problem("CONFLICT", &["input", "role"]));
    assert_eq!(update(&admin, &own, json!({ "active": false })).await, problem("CONFLICT", &["input", "active"]));

    app.as_role(Role::Admin).await;
    assert_eq!(update(&admin, &own, json!({ "role": "AGENT" })).await["userErrors"], json!([]));
}

on_both!(two_admins_who_demote_each_other_leave_one);
async fn two_admins_who_demote_each_other_leave_one(app: TestApp) {
    let (one, other) = (app.as_role(Role::Admin).await, app.as_role(Role::Admin).await);
    let id = async |client: &Client| client.query("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    let (one_id, other_id) = (id(&one).await, id(&other).await);
    let demote = json!({ "role": "AGENT" });

    let (first, second) = tokio::join!(
        update(&one, other_id.as_str().expect("an id"), demote.clone()),
        update(&other, one_id.as_str().expect("an id"), demote.clone())
    );

    let refused = [&first, &second].into_iter().filter(|answer| answer["user"].is_null()).count();
    assert_eq!(refused, 1, "{first} {second}");
}

on_both!(ones_own_password_is_not_set_without_the_current_one);
async fn ones_own_password_is_not_set_without_the_current_one(app: TestApp) {
    let id = create_user(&app, "root@example.org", Role::Admin).await;
    let root = app.showing(&log_in(&app, "root@example.org").await.access).await.expect("let in");

    let answer = update(&root, &id, json!({ "password": "staple battery horse" })).await;

    assert_eq!(answer, problem("FORBIDDEN", &["input", "password"]));
}

on_both!(a_user_of_another_account_is_not_there);
async fn a_user_of_another_account_is_not_there(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let other = app.other_account().await;
    let id = create_user(&other, "ana@example.org", Role::Agent).await;

    assert_eq!(update(&admin, &id, json!({ "active": false })).await, problem("NOT_FOUND", &["id"]));
    assert_eq!(admin.query("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await, json!({ "node": null }));

    let emails = admin.query("{ users { nodes { email } } }", json!({})).await;
    assert!(!emails.to_string().contains("ana@example.org"), "{emails}");
    log_in(&other, "ana@example.org").await;
}

on_both!(users_are_listed_by_address_page_by_page);
async fn users_are_listed_by_address_page_by_page(app: TestApp) {
    for name in ["mar", "ana", "pau"] {
        create_user(&app, &format!("{name}@a.example.org"), Role::Agent).await;
    }
    let admin = app.as_role(Role::Admin).await;
    let document = "query ($after: String) { users(first: 2, after: $after) { nodes { email } pageInfo { hasNextPage endCursor } } }";
    let mut found = Vec::new();
    let mut after = Value::Null;

    loop {
        let answer = admin.query(document, json!({ "after": after })).await;
        let page = &answer["users"];
        found.extend(page["nodes"].as_array().expect("nodes").iter().map(|node| node["email"].as_str().expect("an address").to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }

    assert!(found.is_sorted(), "{found:?}");
    assert_eq!(found.iter().filter(|email| email.ends_with("@a.example.org")).count(), 3);
    assert_eq!(found.len(), 7, "three, the admin who made each, and the one who asks");
}
