//! Where webhooks go, and where they may not.

use acceptance::{Listener, Reply, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};
use switchboard::config::webhooks::Webhooks;

use super::{
    confirmed,
    desk::{CREATE, Desk},
};

on_both!(a_redirect_is_not_followed);
async fn a_redirect_is_not_followed(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Elsewhere]);
    let _poster = desk.office.posts_webhooks();

    desk.tell(&confirmed(), &[]).await;

    let waiting = desk.until_tried(1).await;
    assert_eq!((&waiting["problem"], &waiting["tries"][0]["status"]), (&json!("REDIRECTED"), &json!(307)));
    let paths: Vec<String> = listener.got().into_iter().map(|post| post.path).collect();
    assert_eq!(paths, ["/hooks"]);
}

on_both!(what_a_name_leads_to_is_looked_at_when_a_connection_is_made);
async fn what_a_name_leads_to_is_looked_at_when_a_connection_is_made(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    // It was allowed when it was named.
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let careful = app.with_webhooks(Webhooks { allow_private: false, ..Listener::settings() }).await;
    let _poster = careful.posts_webhooks();

    desk.tell(&confirmed(), &[]).await;

    let waiting = desk.until_tried(1).await;
    assert_eq!((&waiting["status"], &waiting["problem"]), (&json!("PENDING"), &json!("NOT_ALLOWED")));
    assert_eq!(waiting["tries"][0]["message"], "it leads to an address that is not everybody's");
    assert_eq!(listener.got(), []);
}

on_both!(addresses_to_which_nothing_may_go_are_refused_with_the_reason);
async fn addresses_to_which_nothing_may_go_are_refused_with_the_reason(app: TestApp) {
    // By the usual settings.
    let admin = app.as_role(Role::Admin).await;
    let wrong = [
        "example.org",
        "http://example.org/hooks",
        "ftp://example.org/",
        "https://user:word@example.org/",
        "https://example.org/#here",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
    ];

    for url in wrong {
        let input = json!({ "name": "Theirs", "url": url, "kinds": [] });
        let refused = admin.query(CREATE, json!({ "input": input })).await["webhookEndpointCreate"].take();
        let faults: Vec<Value> =
            refused["userErrors"].as_array().expect("user errors").iter().map(|fault| json!([fault["code"], fault["path"]])).collect();
        assert_eq!((faults, &refused["secret"]), (vec![json!(["INVALID", ["input", "url"]])], &json!(null)), "{url}");
    }
}
