//! That nobody is left to be called is told to other programs.

use acceptance::{Listener, TestApp, on_both};
use serde_json::json;
use telephony::outgoing::CallProgress;

use super::desk::Desk;
use crate::webhooks::desk::Desk as Hooks;

on_both!(a_callout_that_has_called_everybody_is_posted_to_whoever_gets_that);
async fn a_callout_that_has_called_everybody_is_posted_to_whoever_gets_that(app: TestApp) {
    let (desk, hooks, listener) = (Desk::new(&app).await, Hooks::new(&app).await, Listener::start().await);
    let (_, secret) = hooks.endpoint(&listener.url(), json!(["CALLOUT_COMPLETED"])).await;
    let _poster = hooks.office.posts_webhooks();
    let contacts = desk.contacts(1).await;

    let callout = desk.started("Assembly", json!({}), &contacts).await;
    let orders = desk.carrier.orders(1).await;
    desk.tell_all(&orders, CallProgress::Completed).await;

    let [post] = listener.until_got(1).await.try_into().expect("one post");
    let body = post.json();
    let data = json!({
        "calloutId": callout, "name": "Assembly", "startedAt": "2026-11-21T10:00:00Z", "completedAt": "2026-11-21T10:00:00Z",
    });
    assert_eq!((&body["type"], &body["subject"], &body["data"]), (&json!("callout.completed"), &json!(callout), &data));
    assert!(post.is_signed_by(&secret));
}
