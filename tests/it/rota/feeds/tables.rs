//! A queue's turns as a table.

use acceptance::{TestApp, on_both};
use entity::{id::TurnId, stored::Role};
use switchboard::accounts::service::{TokenWanted, issue_token};

use super::{Door, on_monday, turns};

async fn bearer(app: &TestApp, role: Role) -> String {
    let email = app.as_role(role).await.caller().expect("somebody").name.clone();
    let Ok(token) = issue_token(app.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
    format!("Bearer {token}")
}

on_both!(a_queues_published_turns_leave_as_a_table);
async fn a_queues_published_turns_leave_as_a_table(app: TestApp) {
    let (ana, evil) = (app.person("Ana").extension("1001").create().await, app.person("=HYPERLINK(\"x\")").create().await);
    let (queue, slot) = on_monday(&app, &[Some(&ana), Some(&evil), None]).await;
    let token = bearer(&app, Role::Viewer).await;
    let door = Door::of(&app);

    let table = door.get(&format!("/export/turns.csv?queue={queue}&from=2026-11-23&to=2026-11-23"), &[("authorization", &token)]).await;
    let none = door.get(&format!("/export/turns.csv?queue={queue}&from=2026-11-24&to=2026-11-30"), &[("authorization", &token)]).await;

    let ids: Vec<TurnId> = turns(&app, slot).await.into_iter().map(|row| row.id).collect();
    let mut lines: Vec<&str> = table.body.lines().collect();
    lines[1..].sort_unstable_by_key(|line| line.split(',').nth(5).map(str::to_owned));
    let same = "2026-11-23T08:00:00Z,2026-11-23T09:15:00Z";
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(
        lines,
        [
            "queue,day,starts,ends,time_zone,line,person,extension,standing,timetable,starts_at,ends_at,turn_id".to_owned(),
            format!("support,2026-11-23,09:00,10:15,Europe/Madrid,1,Ana,1001,false,PUBLISHED,{same},{}", ids[0]),
            format!("support,2026-11-23,09:00,10:15,Europe/Madrid,2,\"'=HYPERLINK(\"\"x\"\")\",,false,PUBLISHED,{same},{}", ids[1]),
            format!("support,2026-11-23,09:00,10:15,Europe/Madrid,3,,,false,PUBLISHED,{same},{}", ids[2]),
        ]
    );
    assert_eq!(none.body.lines().count(), 1);
}

on_both!(a_table_is_for_whoever_may_read_the_rota_and_asks_for_days);
async fn a_table_is_for_whoever_may_read_the_rota_and_asks_for_days(app: TestApp) {
    let queue = app.managed_queue("support").await.id;
    let foreign = app.other_account().await.managed_queue("theirs").await.id;
    let token = bearer(&app, Role::Viewer).await;
    let door = Door::of(&app);
    let days = "&from=2026-11-23&to=2026-11-29";
    let table = [
        (format!("queue={queue}{days}"), None, 401),
        (format!("queue={queue}{days}"), Some("Bearer sbk_wrong"), 401),
        (format!("queue={queue}{days}"), Some(token.as_str()), 200),
        (format!("queue={foreign}{days}"), Some(&token), 404),
        (format!("queue={queue}"), Some(&token), 400),
        (format!("queue=support{days}"), Some(&token), 400),
        (format!("queue={queue}&from=2026-11-29&to=2026-11-23"), Some(&token), 400),
        (format!("queue={queue}&from=23.11.2026&to=2026-11-29"), Some(&token), 400),
    ];

    for (query, token, expected) in table {
        let headers: Vec<(&str, &str)> = token.into_iter().map(|token| ("authorization", token)).collect();
        let answer = door.get(&format!("/export/turns.csv?{query}"), &headers).await;

        assert_eq!(answer.status.as_u16(), expected, "{query}: {}", answer.body);
    }
}
