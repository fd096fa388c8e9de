//! Posts that ask what comes next in a call that is led: who may ask, and what bad ones get.

mod alike;

use acceptance::{TestApp, on_both, twilio::TwilioWorld};
use axum::http::StatusCode;
use entity::id::AttemptId;

on_both!(what_is_not_signed_for_that_very_turn_is_refused);
async fn what_is_not_signed_for_that_very_turn_is_refused(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let reference = AttemptId::new();
    let of = |turn: u32| format!("/conversations/twilio/{reference}?turn={turn}");

    let signed = world.signature_at(&of(0), "Digits=1");

    assert_eq!(world.post(&of(0), "", "Digits=1").await, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&of(1), &signed, "Digits=1").await, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&of(0), &signed, "Digits=2").await, StatusCode::FORBIDDEN);
    let other = format!("/conversations/twilio/{}?turn=0", AttemptId::new());
    assert_eq!(world.post(&other, &signed, "Digits=1").await, StatusCode::FORBIDDEN);
}

on_both!(what_nobody_leads_or_says_no_turn_is_told_so);
async fn what_nobody_leads_or_says_no_turn_is_told_so(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let reference = AttemptId::new();
    let table = [
        (format!("/conversations/twilio/{reference}?turn=0"), StatusCode::NOT_FOUND),
        ("/conversations/twilio/somebody?turn=0".to_owned(), StatusCode::NOT_FOUND),
        (format!("/conversations/twilio/{reference}"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("/conversations/twilio/{reference}?turn=soon"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("/conversations/nobody/{reference}?turn=0"), StatusCode::NOT_FOUND),
    ];

    for (path, status) in table {
        let signature = world.signature_at(&path, "CallSid=CA1");
        assert_eq!(world.post(&path, &signature, "CallSid=CA1").await, status, "{path}");
    }
}

on_both!(while_nobody_leads_whoever_asks_is_told_to_come_again);
async fn while_nobody_leads_whoever_asks_is_told_to_come_again(app: TestApp) {
    let world = TwilioWorld::that_has_only_begun(&app).await;
    let path = format!("/conversations/twilio/{}?turn=0", AttemptId::new());

    let status = world.post(&path, &world.signature_at(&path, "CallSid=CA1"), "CallSid=CA1").await;
    let unproved = world.post(&path, "", "CallSid=CA1").await;

    assert_eq!((status, unproved), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::FORBIDDEN));
}

on_both!(what_is_too_long_is_not_read);
async fn what_is_too_long_is_not_read(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let path = format!("/conversations/twilio/{}?turn=0", AttemptId::new());
    let body = format!("Digits={}", "1".repeat(70_000));

    let signature = world.signature_at(&path, &body);

    assert_eq!(world.post(&path, &signature, &body).await, StatusCode::PAYLOAD_TOO_LARGE);
}
