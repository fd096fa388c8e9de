//! The door: who may ask for what, and what every answer bears. In process, without a network.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by it")]

use std::{fs, path::PathBuf};

use acceptance::{Backend, TestApp};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use entity::stored::{Role, Scope};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{NewApiKey, TokenWanted, issue_token},
    config::Config,
    web,
};
use tower::ServiceExt;

/// A web app of three files, one of them in three forms, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("switchboard-door-{}-{test}", std::process::id()));
        fs::create_dir_all(folder.join("web/assets")).unwrap();
        fs::create_dir_all(folder.join("web/graphiql")).unwrap();
        fs::write(folder.join("web/index.html"), "<!doctype html><title>Wallboard</title>").unwrap();
        fs::write(folder.join("web/graphiql/index.html"), "<!doctype html><title>GraphiQL</title>").unwrap();
        fs::write(folder.join("web/assets/index-4f2a.js"), "export {};").unwrap();
        fs::write(folder.join("web/assets/index-4f2a.js.gz"), "by gzip").unwrap();
        fs::write(folder.join("web/assets/index-4f2a.js.br"), "by brotli").unwrap();
        fs::write(folder.join("secret"), "let me in\n").unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The application behind its door.
struct Door {
    app: TestApp,
    router: Router,
    _folder: Folder,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or("OK").to_owned()
    }
}

impl Door {
    async fn open(test: &str, set: impl FnOnce(&mut Config)) -> Self {
        let folder = Folder::new(test);
        let mut config = Config::default();
        config.server.web_dir = Some(folder.0.join("web"));
        config.server.metrics_token_file = Some(folder.0.join("secret"));
        set(&mut config);
        let app = TestApp::start_with(Backend::Sqlite, config).await;
        let router = web::Server::new(app.access().clone()).unwrap().router();
        Self { app, router, _folder: folder }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, Body::empty()).await
    }

    async fn ask(&self, document: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: Vec<_> = [("content-type", "application/json")].iter().chain(headers).copied().collect();
        self.send("POST", "/graphql", &headers, Body::from(json!({ "query": document }).to_string())).await
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// The header of somebody with that role.
    async fn bearer(&self, role: Role) -> String {
        let email = self.app.as_role(role).await.caller().unwrap().name.clone();
        self.token(&email, TokenWanted::Access).await
    }

    /// The header of a program.
    async fn key(&self, role: Role, scope: Scope) -> String {
        let email = self.app.as_role(Role::Admin).await.caller().unwrap().name.clone();
        let key = NewApiKey { name: "a collector".to_owned(), role, scopes: vec![scope], expires_at: None };
        self.token(&email, TokenWanted::ApiKey(key)).await
    }

    async fn token(&self, email: &str, wanted: TokenWanted) -> String {
        let Ok(token) = issue_token(self.app.access(), email, wanted).await else { panic!("no token for {email}") };
        format!("Bearer {token}")
    }
}

#[tokio::test]
async fn all_but_health_and_pages_needs_a_token() {
    let door = Door::open("token", |_| {}).await;

    for open in ["/", "/callouts/out_1", "/graphiql", "/graphiql/", "/assets/index-4f2a.js", "/health/live", "/health/ready"] {
        assert_eq!(door.get(open, &[]).await.status, StatusCode::OK, "{open}");
    }
    assert_eq!(door.get("/metrics", &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(door.ask("{ queues { nodes { name } } }", &[]).await.code(), "UNAUTHENTICATED");
    assert_eq!(door.ask("{ viewer { role } }", &[]).await.code(), "UNAUTHENTICATED");

    let wrong = door.ask("{ __typename }", &[("authorization", "Bearer sbk_wrong")]).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    assert_eq!(wrong.header("www-authenticate"), "Bearer");

    let viewer = door.bearer(Role::Viewer).await;
    assert_eq!(door.ask("{ viewer { role } }", &[("authorization", &viewer)]).await.body, r#"{"data":{"viewer":{"role":"VIEWER"}}}"#);
}

#[tokio::test]
async fn metrics_are_for_admins_and_for_the_token_of_the_file() {
    let door = Door::open("metrics", |_| {}).await;
    let table = [
        ("Bearer let me in".to_owned(), StatusCode::OK),
        (door.bearer(Role::Admin).await, StatusCode::OK),
        (door.key(Role::Admin, Scope::ProvidersRead).await, StatusCode::OK),
        (door.key(Role::Viewer, Scope::ProvidersRead).await, StatusCode::FORBIDDEN),
        (door.bearer(Role::Coordinator).await, StatusCode::FORBIDDEN),
        ("Bearer let me i".to_owned(), StatusCode::UNAUTHORIZED),
        ("Basic let me in".to_owned(), StatusCode::UNAUTHORIZED),
    ];

    for (shown, expected) in table {
        let answer = door.get("/metrics", &[("authorization", &shown)]).await;

        assert_eq!(answer.status, expected, "{shown}");
        assert_eq!(answer.body.contains("http_requests_total{"), expected == StatusCode::OK, "{shown}: {}", answer.body);
    }
}

#[tokio::test]
async fn every_answer_bears_the_headers_that_hold_browsers_back() {
    let door = Door::open("headers", |_| {}).await;

    for (path, allows) in [
        ("/", "script-src 'self'"),
        ("/timetable", "script-src 'self'"),
        ("/graphiql", "'unsafe-inline'"),
        ("/health/live", "default-src 'none'"),
        ("/no/such", ""),
    ] {
        let answer = door.get(path, &[]).await;

        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && policy.contains(allows),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    assert!(!door.get("/", &[]).await.header("content-security-policy").contains("unsafe"));
}

#[tokio::test]
async fn files_are_fetched_once() {
    let door = Door::open("files", |_| {}).await;
    let (page, script) = (door.get("/", &[]).await, door.get("/assets/index-4f2a.js", &[]).await);

    let again = door.get("/", &[("if-none-match", page.header("etag"))]).await;
    let other = door.get("/", &[("if-none-match", script.header("etag"))]).await;

    assert_eq!((page.header("cache-control"), script.header("cache-control")), ("no-cache", "public, max-age=31536000, immutable"));
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!((other.status, other.body), (StatusCode::OK, page.body));
}

#[tokio::test]
async fn a_view_of_the_web_app_is_its_page() {
    let door = Door::open("views", |_| {}).await;
    let page = door.get("/", &[]).await;

    for view in ["/calls", "/callouts/", "/callouts/out_1", "/flows/flo_1"] {
        let answer = door.get(view, &[]).await;

        assert_eq!((answer.status, &answer.body), (StatusCode::OK, &page.body), "{view}");
        for header in ["content-type", "content-security-policy", "cache-control", "etag"] {
            assert_eq!(answer.header(header), page.header(header), "{view}: {header}");
        }
    }
    assert_eq!(door.get("/no/view", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let door = Door::open("outside", |_| {}).await;

    for path in
        ["/../secret", "/assets/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/assets/%2e%2e%2f%2e%2e%2fsecret", "//etc/passwd", "/%00"]
    {
        let answer = door.get(path, &[]).await;

        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
    }
    assert_eq!(door.send("POST", "/index.html", &[], Body::empty()).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_request_keeps_its_id_if_that_is_a_sane_one() {
    let door = Door::open("id", |_| {}).await;

    let kept = door.ask("{ __typename }", &[("x-request-id", "desk-42")]).await;
    let made = door.ask("{ __typename }", &[("x-request-id", "<script>")]).await;

    assert_eq!(kept.header("x-request-id"), "desk-42");
    assert_eq!(made.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back_and_a_proxy_is_believed_only_if_trusted() {
    let often = |trust_proxy| {
        move |config: &mut Config| {
            config.limits.requests_per_minute = 2;
            config.server.trust_proxy = trust_proxy;
        }
    };
    let (alone, proxied) = (Door::open("alone", often(false)).await, Door::open("proxied", often(true)).await);
    for door in [&alone, &proxied] {
        for _ in 0..2 {
            assert_eq!(door.ask("{ __typename }", &[("x-forwarded-for", "192.0.2.1")]).await.status, StatusCode::OK);
        }
    }

    let limited = proxied.ask("{ __typename }", &[("x-forwarded-for", "9.9.9.9, 192.0.2.1")]).await;
    let another = proxied.ask("{ __typename }", &[("x-forwarded-for", "192.0.2.1, 192.0.2.2")]).await;
    let claimed = alone.ask("{ __typename }", &[("x-forwarded-for", "192.0.2.2")]).await;

    assert_eq!(
        (limited.status, limited.code().as_str(), limited.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "30")
    );
    assert_eq!(another.status, StatusCode::OK);
    assert_eq!(claimed.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn only_pages_of_allowed_origins_may_ask() {
    let door = Door::open("origins", |config| config.server.allowed_origins = vec!["https://desk.example".to_owned()]).await;
    let preflight = |origin| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        let door = &door;
        async move { door.send("OPTIONS", "/graphql", &headers, Body::empty()).await }
    };

    let (ours, others) = (preflight("https://desk.example").await, preflight("https://evil.example").await);

    assert_eq!(ours.header("access-control-allow-origin"), "https://desk.example");
    assert!(ours.header("access-control-allow-headers").contains("authorization"));
    assert_eq!(ours.header("access-control-allow-credentials"), "");
    assert_eq!(others.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn without_its_database_it_lives_but_is_not_ready() {
    let door = Door::open("ready", |_| {}).await;
    door.app.app().db.read().close_by_ref().await.unwrap();

    let (live, ready) = (door.get("/health/live", &[]).await, door.get("/health/ready", &[]).await);

    assert_eq!(live.status, StatusCode::OK);
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    let body: Value = serde_json::from_str(&ready.body).unwrap();
    assert_eq!((&body["status"], &body["checks"]["database"]), (&json!("not ready"), &json!("failing")));
}

#[tokio::test]
async fn who_shows_too_many_keys_that_are_none_is_told_when_to_come_back() {
    let door = Door::open("keys", |_| {}).await;
    let unknown = || format!("Bearer {}", switchboard::auth::api_key::mint().text);
    for _ in 0..60 {
        assert_eq!(door.ask("{ __typename }", &[("authorization", &unknown())]).await.status, StatusCode::UNAUTHORIZED);
    }

    let asked = door.ask("{ __typename }", &[("authorization", &unknown())]).await;
    let counted = door.get("/metrics", &[("authorization", &unknown())]).await;

    assert_eq!((asked.status, asked.code().as_str(), asked.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "1"));
    assert_eq!((counted.status, counted.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
}

#[tokio::test]
async fn a_log_in_is_found_in_the_audit_log_by_its_request() {
    let door = Door::open("audit", |_| {}).await;
    let admin = door.bearer(Role::Admin).await;
    let create = "mutation { userCreate(input: { email: \"ana@example.org\", password: \"correct horse battery\", role: VIEWER }) \
        { user { id } } }";
    let log_in = "mutation { logIn(email: \"ana@example.org\", password: \"correct horse battery\") { viewer { role } } }";
    assert_eq!(door.ask(create, &[("authorization", &admin)]).await.code(), "OK");

    assert_eq!(door.ask(log_in, &[("x-request-id", "desk-42")]).await.code(), "OK");

    let entries = door.ask("{ auditEntries(first: 1) { nodes { action requestId } } }", &[("authorization", &admin)]).await;
    assert_eq!(entries.body, r#"{"data":{"auditEntries":{"nodes":[{"action":"logIn","requestId":"desk-42"}]}}}"#);
}

#[tokio::test]
async fn files_are_sent_compressed_to_whoever_takes_it_and_each_form_is_a_content_of_its_own() {
    let door = Door::open("compressed", |_| {}).await;
    let script = |encodings: &'static str| {
        let door = &door;
        async move { door.get("/assets/index-4f2a.js", &[("accept-encoding", encodings)]).await }
    };

    let (plain, gzip, brotli) = (script("identity").await, script("gzip, deflate").await, script("gzip, deflate, br").await);
    let page = door.get("/", &[("accept-encoding", "br")]).await;

    assert_eq!((plain.body.as_str(), plain.header("content-encoding")), ("export {};", ""));
    assert_eq!((gzip.body.as_str(), gzip.header("content-encoding")), ("by gzip", "gzip"));
    assert_eq!((brotli.body.as_str(), brotli.header("content-encoding")), ("by brotli", "br"));
    assert_eq!((page.status, page.header("content-encoding")), (StatusCode::OK, ""), "there is no other form of it");
    for answer in [&plain, &gzip, &brotli] {
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    }
    assert_ne!(plain.header("etag"), gzip.header("etag"));
    let known = [("if-none-match", gzip.header("etag")), ("accept-encoding", "gzip")];
    let again = door.get("/assets/index-4f2a.js", &known).await;
    assert_eq!((again.status, again.header("vary")), (StatusCode::NOT_MODIFIED, "accept-encoding"));
}

#[tokio::test]
async fn the_head_of_a_file_is_that_of_its_get() {
    let door = Door::open("head", |_| {}).await;

    for encodings in ["identity", "br"] {
        let headers = [("accept-encoding", encodings), ("x-request-id", "same")];
        let got = door.get("/assets/index-4f2a.js", &headers).await;
        let head = door.send("HEAD", "/assets/index-4f2a.js", &headers, Body::empty()).await;

        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
        assert_eq!(head.headers, got.headers, "{encodings}");
    }
}
