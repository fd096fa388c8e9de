//! API keys: how programs get in.

use acceptance::{TestAccount, TestApp, on_both};
use chrono::TimeDelta;
use entity::{api_key, stored::Role};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{NewApiKey, TokenWanted, found, issue_token},
    error::Fault,
};
use tokio::time::timeout;

use super::{SOON, create_user, end_of, is_refused, log_in};

const CREATE: &str = "mutation ($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input) {
        apiKey { id name prefix role scopes createdAt expiresAt lastUsedAt revokedAt } secret userErrors { code path }
    }
}";

const REVOKE: &str = "mutation ($id: ID!) { apiKeyRevoke(id: $id) { apiKey { id revokedAt } userErrors { code path } } }";

const WHO: &str = "{ viewer { apiKey { id name } user { id } role } }";

struct Key {
    id: String,
    secret: String,
}

async fn create(account: &TestAccount, input: Value) -> Key {
    let admin = account.as_role(Role::Admin).await;
    let answer = admin.query(CREATE, json!({ "input": input })).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    Key { id: text(&answer["apiKeyCreate"]["apiKey"]["id"]), secret: text(&answer["apiKeyCreate"]["secret"]) }
}

fn reading_persons() -> Value {
    json!({ "name": "Dialler", "role": "COORDINATOR", "scopes": ["PERSONS_READ"] })
}

on_both!(a_key_is_shown_once_and_kept_as_a_hash);
async fn a_key_is_shown_once_and_kept_as_a_hash(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let input = json!({
        "name": " Dialler ", "role": "AGENT", "scopes": ["QUEUES_READ", "CALLS_READ", "QUEUES_READ"], "expiresAt": "2027-01-01T00:00:00Z",
    });

    let answer = admin.query(CREATE, json!({ "input": input })).await;

    let payload = &answer["apiKeyCreate"];
    let (id, secret) = (payload["apiKey"]["id"].as_str().expect("an id"), payload["secret"].as_str().expect("a secret"));
    let prefix = format!("sbk_{}", id.trim_start_matches("key_"));
    assert_eq!(
        payload["apiKey"],
        json!({
            "id": id, "name": "Dialler", "prefix": prefix, "role": "AGENT", "scopes": ["QUEUES_READ", "CALLS_READ"],
            "createdAt": "2026-11-21T10:00:00+00:00", "expiresAt": "2027-01-01T00:00:00+00:00", "lastUsedAt": null, "revokedAt": null,
        })
    );
    let proof = secret.strip_prefix(&format!("{prefix}_")).expect("the prefix and a proof");
    assert_eq!(proof.len(), 43);
    let rows = api_key::Entity::find().all(app.app().db.read()).await.expect("the rows");
    let kept = format!("{rows:?} {:?} {:?}", app.audit_log().await, app.news().await);
    assert!(!kept.contains(proof), "{kept}");
    assert_eq!(
        admin.query("{ apiKeys { nodes { id prefix } } }", json!({})).await["apiKeys"]["nodes"],
        json!([{ "id": id, "prefix": prefix }])
    );
}

on_both!(a_key_opens_what_its_scopes_name_and_no_more);
async fn a_key_opens_what_its_scopes_name_and_no_more(app: TestApp) {
    let key = create(&app, reading_persons()).await;
    let program = app.showing(&key.secret).await.expect("let in");

    let who = program.query(WHO, json!({})).await;

    assert_eq!(who["viewer"], json!({ "apiKey": { "id": key.id, "name": "Dialler" }, "user": null, "role": "COORDINATOR" }));
    program.query("{ persons { nodes { id } } }", json!({})).await;
    for document in ["{ queues { nodes { id } } }", "{ users { nodes { id } } }", "mutation { logOut { sessionsEnded } }"] {
        assert_eq!(program.error(document, json!({})).await.code, "FORBIDDEN", "{document}");
    }
    let create = json!({ "input": { "name": "Another", "role": "ADMIN", "scopes": ["ACCESS_WRITE"] } });
    assert_eq!(program.error(CREATE, create).await.code, "FORBIDDEN");
}

on_both!(a_key_is_limited_by_its_role_too);
async fn a_key_is_limited_by_its_role_too(app: TestApp) {
    let key = create(&app, json!({ "name": "Watcher", "role": "VIEWER", "scopes": ["ACCESS_READ", "PERSONS_WRITE"] })).await;
    let program = app.showing(&key.secret).await.expect("let in");

    let refused = program.error("{ users { nodes { id } } }", json!({})).await;

    assert_eq!(refused.code, "FORBIDDEN");
}

on_both!(a_key_ends_at_its_instant);
async fn a_key_ends_at_its_instant(app: TestApp) {
    let mut input = reading_persons();
    input["expiresAt"] = json!("2026-11-21T10:00:05Z");
    let key = create(&app, input).await;
    assert!(app.showing(&key.secret).await.is_ok());

    app.clock.advance(TimeDelta::seconds(5));

    assert!(is_refused(&app, &key.secret).await);
}

on_both!(a_revoked_key_ends_at_once_in_every_process);
async fn a_revoked_key_ends_at_once_in_every_process(app: TestApp) {
    let key = create(&app, reading_persons()).await;
    let admin = app.as_role(Role::Admin).await;
    let other = app.another_process().await;
    let (here, there) = (app.showing(&key.secret).await.expect("let in"), other.showing(&key.secret).await.expect("let in"));
    let ended = other.access().revoked(there.caller().expect("a caller"));

    let answer = admin.query(REVOKE, json!({ "id": key.id })).await;

    let expected = json!({ "apiKey": { "id": key.id, "revokedAt": "2026-11-21T10:00:00+00:00" }, "userErrors": [] });
    assert_eq!(answer["apiKeyRevoke"], expected);
    assert_eq!(end_of(&app, &here), Some("KEY_REVOKED"));
    assert!(is_refused(&app, &key.secret).await);
    timeout(SOON, ended).await.expect("heard of in time");
    assert!(is_refused(&other, &key.secret).await);
}

on_both!(revoking_a_key_again_changes_nothing);
async fn revoking_a_key_again_changes_nothing(app: TestApp) {
    let key = create(&app, reading_persons()).await;
    let admin = app.as_role(Role::Admin).await;
    let first = admin.query(REVOKE, json!({ "id": key.id })).await;
    let entries = app.audit_log().await.len();
    app.clock.advance(TimeDelta::seconds(1));

    let second = admin.query(REVOKE, json!({ "id": key.id })).await;

    assert_eq!(first, second);
    assert_eq!(app.audit_log().await.len(), entries);
}

on_both!(a_key_of_another_account_is_not_there);
async fn a_key_of_another_account_is_not_there(app: TestApp) {
    let other = app.other_account().await;
    let key = create(&other, reading_persons()).await;
    let admin = app.as_role(Role::Admin).await;

    let answer = admin.query(REVOKE, json!({ "id": key.id })).await;

    assert_eq!(answer["apiKeyRevoke"], json!({ "apiKey": null, "userErrors": [{ "code": "NOT_FOUND", "path": ["id"] }] }));
    assert!(other.showing(&key.secret).await.is_ok());
}

on_both!(another_proof_does_not_open_a_key);
async fn another_proof_does_not_open_a_key(app: TestApp) {
    let (one, other) = (create(&app, reading_persons()).await, create(&app, reading_persons()).await);
    let id = &one.secret[..30];
    let proof = &other.secret[30..];

    assert!(is_refused(&app, &format!("{id}{proof}")).await);
    assert!(app.showing(&one.secret).await.is_ok());
    assert!(is_refused(&app, &format!("{id}{proof}")).await, "nor once it is in memory");
}

on_both!(strangers_who_try_keys_are_stopped_and_known_keys_are_not);
async fn strangers_who_try_keys_are_stopped_and_known_keys_are_not(app: TestApp) {
    let key = create(&app, reading_persons()).await;
    assert!(app.showing(&key.secret).await.is_ok());
    for _ in 0..60 {
        assert!(is_refused(&app, &switchboard::auth::api_key::mint().text).await);
    }

    let refused = app.showing(&switchboard::auth::api_key::mint().text).await;

    assert!(matches!(refused, Err(Fault::RateLimited(_))));
    assert!(app.showing(&key.secret).await.is_ok());
}

on_both!(the_last_use_of_a_key_is_kept_to_the_minute_and_off_the_requests_way);
async fn the_last_use_of_a_key_is_kept_to_the_minute_and_off_the_requests_way(app: TestApp) {
    let key = create(&app, reading_persons()).await;
    let admin = app.as_role(Role::Admin).await;
    let used = async || {
        app.showing(&key.secret).await.expect("let in");
        app.access().write_uses().await;
        admin.query("{ apiKeys { nodes { lastUsedAt } } }", json!({})).await["apiKeys"]["nodes"][0]["lastUsedAt"].clone()
    };

    let first = used().await;
    app.clock.advance(TimeDelta::seconds(59));
    let soon = used().await;
    app.clock.advance(TimeDelta::seconds(1));
    let later = used().await;

    let (begin, minute) = ("2026-11-21T10:00:00+00:00", "2026-11-21T10:01:00+00:00");
    assert_eq!([first, soon, later], [json!(begin), json!(begin), json!(minute)]);
    let (known, statements) = app.statements(app.showing(&key.secret)).await;
    assert!(known.is_ok());
    assert_eq!(statements, [] as [&str; 0]);
}

on_both!(all_that_is_wrong_with_a_key_is_told_at_once);
async fn all_that_is_wrong_with_a_key_is_told_at_once(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let input = json!({ "name": "  ", "role": "AGENT", "scopes": [], "expiresAt": "2026-11-21T10:00:00Z" });

    let answer = admin.query(CREATE, json!({ "input": input })).await;

    let path = |field| json!({ "code": "INVALID", "path": ["input", field] });
    let expected = json!({ "apiKey": null, "secret": null, "userErrors": [path("name"), path("scopes"), path("expiresAt")] });
    assert_eq!(answer["apiKeyCreate"], expected);
}

on_both!(the_command_line_founds_an_account_and_issues_tokens);
async fn the_command_line_founds_an_account_and_issues_tokens(app: TestApp) {
    let (account_id, _) = found(app.app(), "Founded", "Root@example.org", super::PASSWORD).await.expect("founded");
    let key = NewApiKey { name: "cron".to_owned(), role: Role::Viewer, scopes: vec![entity::stored::Scope::CallsRead], expires_at: None };

    let token = issue_token(app.access(), "root@example.org", TokenWanted::Access).await.expect("a token");
    let key = issue_token(app.access(), "root@example.org", TokenWanted::ApiKey(key)).await.expect("a key");

    for (bearer, role) in [(token, Role::Admin), (key, Role::Viewer)] {
        let client = app.showing(&bearer).await.expect("let in");
        let caller = client.caller().expect("a caller");
        assert_eq!((caller.account_id, caller.role), (account_id, role));
    }
    assert!(found(app.app(), "Founded", "other@example.org", super::PASSWORD).await.is_err(), "the name is taken");
    assert!(found(app.app(), "Another", "root@example.org", super::PASSWORD).await.is_err(), "the address is taken");
    log_in(&app, "root@example.org").await;
}

on_both!(no_token_is_issued_for_who_may_not_log_in_nor_a_key_for_who_is_no_admin);
async fn no_token_is_issued_for_who_may_not_log_in_nor_a_key_for_who_is_no_admin(app: TestApp) {
    let id = create_user(&app, "ana@example.org", Role::Agent).await;
    let key =
        || NewApiKey { name: "cron".to_owned(), role: Role::Admin, scopes: vec![entity::stored::Scope::AccessWrite], expires_at: None };

    assert!(issue_token(app.access(), "ana@example.org", TokenWanted::ApiKey(key())).await.is_err());
    assert!(issue_token(app.access(), "ana@example.org", TokenWanted::Access).await.is_ok());
    let admin = app.as_role(Role::Admin).await;
    admin.query(super::UPDATE_USER, json!({ "id": id, "input": { "active": false } })).await;

    assert!(issue_token(app.access(), "ana@example.org", TokenWanted::Access).await.is_err());
    assert!(issue_token(app.access(), "nobody@example.org", TokenWanted::Access).await.is_err());
}
