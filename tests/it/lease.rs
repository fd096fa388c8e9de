//! Leases: one holder at a time, and none that comes back from the dead.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use switchboard::lease::{LIFE, Lease, LeaseError};

const NAME: &str = "provider/prv_1";

async fn take(app: &TestApp, holder: &str) -> Option<Lease> {
    Lease::take(app.app(), NAME, holder).await.expect("the database answers")
}

async fn renew(app: &TestApp, lease: &Lease) -> Result<(), LeaseError> {
    let tx = app.app().db.begin().await.expect("a transaction");
    lease.renew(app.app(), &tx).await?;
    tx.commit().await.expect("a commit");
    Ok(())
}

on_both!(a_lease_is_held_by_one_at_a_time_and_as_long_as_it_is_renewed);
async fn a_lease_is_held_by_one_at_a_time_and_as_long_as_it_is_renewed(app: TestApp) {
    let first = take(&app, "first").await.expect("it is free");

    app.clock.advance(LIFE - TimeDelta::seconds(1));
    renew(&app, &first).await.expect("it is still held");
    app.clock.advance(LIFE - TimeDelta::seconds(1));

    assert_eq!(take(&app, "second").await, None);
}

on_both!(a_holder_that_was_thought_dead_writes_nothing_any_more);
async fn a_holder_that_was_thought_dead_writes_nothing_any_more(app: TestApp) {
    let first = take(&app, "first").await.expect("it is free");
    app.clock.advance(LIFE);

    let second = take(&app, "second").await.expect("it has expired");

    assert_eq!(second.fence(), first.fence() + 1);
    assert!(matches!(renew(&app, &first).await, Err(LeaseError::Lost)));
    renew(&app, &second).await.expect("it is held");
}

on_both!(of_two_who_see_a_lease_expire_one_takes_it);
async fn of_two_who_see_a_lease_expire_one_takes_it(app: TestApp) {
    take(&app, "first").await.expect("it is free");
    app.clock.advance(LIFE);

    let (second, third) = tokio::join!(take(&app, "second"), take(&app, "third"));

    assert_eq!([second, third].into_iter().flatten().count(), 1);
}

on_both!(a_lease_given_back_is_free_at_once);
async fn a_lease_given_back_is_free_at_once(app: TestApp) {
    let first = take(&app, "first").await.expect("it is free");

    first.give_back(app.app()).await.expect("the database answers");

    assert!(take(&app, "second").await.is_some());
}
