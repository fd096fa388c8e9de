//! Who gets in, how long, and who sees to it.

mod api_keys;
mod audit;
mod passwords;
mod sessions;
mod users;

use std::time::Duration;

use acceptance::{Client, TestAccount, TestApp};
use entity::stored::Role;
use futures_util::FutureExt;
use serde_json::{Value, json};
use switchboard::error::Fault;

const SOON: Duration = Duration::from_secs(5);

const PASSWORD: &str = "correct horse battery";

const LOG_IN: &str = "mutation ($email: String!, $password: String!) {
    logIn(email: $email, password: $password) {
        session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
        viewer { role user { id email lastLoginAt } person { name } apiKey { id } account { name } sessionExpiresAt }
        userErrors { code message path }
    }
}";

const REFRESH: &str = "mutation ($token: String!) {
    sessionRefresh(refreshToken: $token) { session { accessToken refreshToken } viewer { role } userErrors { code path } }
}";

const CREATE_USER: &str = "mutation ($input: UserCreateInput!) {
    userCreate(input: $input) { user { id email role active person { name } } userErrors { code path } }
}";

const UPDATE_USER: &str = "mutation ($id: ID!, $input: UserUpdateInput!) {
    userUpdate(id: $id, input: $input) { user { id email role active person { name } } userErrors { code path } }
}";

/// A session's tokens.
#[derive(Clone, Debug)]
struct Tokens {
    access: String,
    refresh: String,
}

impl Tokens {
    fn of(session: &Value) -> Self {
        let text = |name: &str| session[name].as_str().expect("a token").to_owned();
        Self { access: text("accessToken"), refresh: text("refreshToken") }
    }
}

/// A user with [`PASSWORD`], created by an admin who is there besides.
async fn create_user(account: &TestAccount, email: &str, role: Role) -> String {
    let admin = account.as_role(Role::Admin).await;
    let input = json!({ "email": email, "password": PASSWORD, "role": role });
    let answer = admin.query(CREATE_USER, json!({ "input": input })).await;
    answer["userCreate"]["user"]["id"].as_str().expect("a user").to_owned()
}

async fn log_in(account: &TestAccount, email: &str) -> Tokens {
    let answer = account.anonymous().query(LOG_IN, json!({ "email": email, "password": PASSWORD })).await;
    Tokens::of(&answer["logIn"]["session"])
}

async fn refresh(account: &TestAccount, token: &str) -> Option<Tokens> {
    let answer = account.anonymous().query(REFRESH, json!({ "token": token })).await;
    let payload = &answer["sessionRefresh"];
    if payload["session"].is_null() {
        assert_eq!(payload["userErrors"], json!([{ "code": "FORBIDDEN", "path": ["refreshToken"] }]));
        return None;
    }
    Some(Tokens::of(&payload["session"]))
}

async fn is_refused(account: &TestAccount, bearer: &str) -> bool {
    matches!(account.showing(bearer).await, Err(Fault::Unauthenticated))
}

/// Why the caller's session or key has ended; none while it has not.
fn end_of(app: &TestApp, client: &Client) -> Option<&'static str> {
    let caller = client.caller().expect("a caller");
    app.access().revoked(caller).now_or_never().map(|reason| reason.as_str())
}
