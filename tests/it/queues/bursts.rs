//! Many changes at once: what follows from them is done once.

use acceptance::{SOON, TestApp, extension, on_both};
use entity::stored::{ChangeKind, Topic};
use switchboard::live::{
    Position,
    outbox::{self, News},
};

use super::Desk;

/// Waits until every change up to `position` has been read.
async fn read(app: &TestApp, position: Position) {
    let live = &app.app().live;
    let reading = async {
        while live.head() < position {
            live.past(live.head()).await;
        }
    };
    tokio::time::timeout(SOON, reading).await.expect("the changes are read");
}

on_both!(many_changes_of_persons_are_followed_once_and_not_each);
async fn many_changes_of_persons_are_followed_once_and_not_each(app: TestApp) {
    const MANY: u32 = 200;
    let desk = Desk::with_ana(&app).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    let before = app.app().live.head();
    let changed = News::new(desk.ana.account_id, app.now(), Topic::Person, ChangeKind::Updated, desk.ana.id.0);

    let ((), statements) = app
        .statements(async {
            let tx = app.app().db.begin().await.expect("a transaction");
            outbox::publish(&tx, (0..MANY).map(|_| changed.clone()).collect()).await.expect("published");
            tx.commit().await.expect("committed");
            let burst = Position(before.0 + u64::from(MANY));
            read(&app, burst).await;
            // Told only after persons were looked up again.
            desk.telephones.system.pause_at_phone(None, &extension("1001"), "tea").expect("paused");
            read(&app, Position(burst.0 + 1)).await;
        })
        .await;

    assert!(statements.len() < 100, "{} statements", statements.len());
}
