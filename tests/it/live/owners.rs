//! Who shares a subscription with others: none but who may see the same.

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::json;

use super::socket::Door;

const EVENTS: &str = "subscription ($calendar: ID) { eventChanged(calendarId: $calendar) { event { title } } }";

on_both!(of_calendar_users_who_ask_the_same_each_hears_of_the_own_calendars_alone);
async fn of_calendar_users_who_ask_the_same_each_hears_of_the_own_calendars_alone(app: TestApp) {
    let ((ana, _), (berta, _)) = (app.calendar_user("Ana").await, app.calendar_user("Berta").await);
    let anas = app.calendar_by(&ana, json!({ "name": "Ana's", "timeZone": "Europe/Madrid" })).await;
    let bertas = app.calendar_by(&berta, json!({ "name": "Berta's", "timeZone": "Europe/Madrid" })).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let door = Door::open_for(&app, &ana).await;
    let others = [door.also_for(&app, &berta).await, door.also_for(&app, &coordinator).await];
    let mut of_ana = door.subscribe(EVENTS, json!({})).await;
    let mut of_berta = others[0].subscribe(EVENTS, json!({})).await;
    let mut of_all = others[1].subscribe(EVENTS, json!({})).await;
    // Somebody else's calendar, by its id.
    let mut of_nobody = others[0].subscribe(EVENTS, json!({ "calendar": anas })).await;

    // A subscription begins a while after it was asked for: made until each has heard of something.
    let heard = async { tokio::join!(of_ana.next(), of_berta.next(), of_all.next()) };
    let made = async {
        loop {
            for (client, calendar, title) in [(&ana, &anas, "Ana's event"), (&berta, &bertas, "Berta's event")] {
                app.event(client, json!({ "calendarId": calendar, "title": title, "start": "2026-11-23T09:00:00" })).await;
            }
            tokio::task::yield_now().await;
        }
    };
    let (to_ana, to_berta, to_all) = tokio::select! {
        heard = heard => heard,
        () = made => unreachable!(),
    };

    assert_eq!(to_ana["eventChanged"]["event"]["title"], "Ana's event");
    assert_eq!(to_berta["eventChanged"]["event"]["title"], "Berta's event");
    assert!(to_all["eventChanged"]["event"]["title"].is_string());
    for _ in 0..3 {
        app.event(&ana, json!({ "calendarId": anas, "title": "Ana's event", "start": "2026-11-23T09:00:00" })).await;
        app.event(&berta, json!({ "calendarId": bertas, "title": "Berta's event", "start": "2026-11-23T09:00:00" })).await;
        assert_eq!(of_ana.next().await["eventChanged"]["event"]["title"], "Ana's event");
        assert_eq!(of_berta.next().await["eventChanged"]["event"]["title"], "Berta's event");
    }
    assert!(of_nobody.is_silent());
}
