//! A published week that is already there when a test begins, and who keeps duty by it.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    id::{QueueId, TimetableId, TimetableSlotId, TurnId},
    person, queue, rota_settings,
    stored::{ChangeKind, QueueMode, QueueSyncState, TimetableStatus, Topic},
    timetable, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::json;
use switchboard::{
    db::Tx,
    exchange::notices,
    live::outbox::{self, News},
    turns::duty::{self, SharedListener},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::account::TestAccount;

/// A queue's week. What is changed of it is told as a change of the timetable is, and takes effect.
pub struct Week {
    account: TestAccount,
    row: timetable::Model,
}

/// A slot of a week.
pub type WeekSlot = timetable_slot::Model;

impl TestAccount {
    /// A managed queue of the account's telephone system, whether that is there or not.
    pub async fn managed_queue(&self, key: &str) -> queue::Model {
        let now = self.process.app.clock.now();
        let row = queue::Model {
            id: QueueId::new(),
            account_id: self.id,
            provider_id: self.provider().await.id,
            key: key.to_owned(),
            name: key.to_owned(),
            mode: QueueMode::Managed,
            time_zone: "Europe/Madrid".to_owned(),
            service_level_seconds: 20,
            sync_state: QueueSyncState::InSync,
            sync_pending: 0,
            sync_problem: None,
            last_synced_at: None,
            created_at: now,
            updated_at: now,
            known_since: None,
        };
        self.process.insert::<queue::Entity, _>(row.clone()).await;
        row
    }

    /// From now on the rota decides who is in the queue.
    pub async fn driven_by_the_rota(&self, queue: QueueId) {
        let now = self.process.app.clock.now();
        let row = rota_settings::Model {
            queue_id: queue,
            account_id: self.id,
            duty_driven: true,
            max_overload: 0,
            close_lines: false,
            max_empty_per_slot: 2,
            max_per_day: 2,
            forgive_credit: false,
            weights: json!({}),
            change_weight: 15,
            warn_minutes: 30,
            notice_by_mail: None,
            created_at: now,
            updated_at: now,
        };
        self.process.insert::<rota_settings::Entity, _>(row).await;
    }

    /// A published week of a queue, in the zone of Madrid, in which nothing stands yet: the one in which `day` is.
    pub async fn published_week(&self, queue: QueueId, day: DateTime<Utc>) -> Week {
        let now = self.process.app.clock.now();
        let today = day.with_timezone(&Tz::Europe__Madrid).date_naive();
        let row = timetable::Model {
            id: TimetableId::new(),
            account_id: self.id,
            queue_id: queue,
            week: today - Days::new(today.weekday().num_days_from_monday().into()),
            status: TimetableStatus::Published,
            version: 1,
            time_zone: Tz::Europe__Madrid.name().to_owned(),
            published_at: Some(now),
            archived_at: None,
            created_at: now,
            updated_at: now,
        };
        self.process.insert::<timetable::Entity, _>(row.clone()).await;
        Week { account: self.clone(), row }
    }

    /// A process that keeps duty from now on.
    pub fn keeps_duty(&self, holder: &str) -> DutyKeeper {
        self.keeps_duty_heard_by(holder, notices::listener(&self.process.app))
    }

    /// The same, with somebody else hearing what is told.
    pub fn keeps_duty_heard_by(&self, holder: &str, listener: SharedListener) -> DutyKeeper {
        let stop = CancellationToken::new();
        let task = tokio::spawn(duty::run(self.process.app.clone(), holder.to_owned(), listener, stop.clone()));
        DutyKeeper { stop, task, _account: self.clone() }
    }
}

impl Week {
    /// Adds a slot of so many minutes, with these persons on its lines.
    pub async fn slot(&self, starts_at: DateTime<Utc>, minutes: i64, lines: &[Option<&person::Model>]) -> WeekSlot {
        let now = self.account.process.app.clock.now();
        let ends_at = starts_at + TimeDelta::minutes(minutes);
        let local = |at: DateTime<Utc>| at.with_timezone(&Tz::Europe__Madrid);
        let known = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.eq(self.row.id));
        let known = known.all(self.account.process.app.db.read()).await.expect("the slots are read").len();
        let slot = timetable_slot::Model {
            id: TimetableSlotId::new(),
            account_id: self.account.id,
            timetable_id: self.row.id,
            day: local(starts_at).date_naive(),
            ordinal: i16::try_from(known).expect("a few slots"),
            local_start: local(starts_at).time(),
            local_end: local(ends_at).time(),
            starts_at,
            ends_at,
            demand: i32::try_from(lines.len()).expect("a few lines"),
            created_at: now,
            updated_at: now,
        };
        let turns = (1..).zip(lines).map(|(line, person)| {
            let row = turn::Model {
                id: TurnId::new(),
                account_id: self.account.id,
                timetable_id: self.row.id,
                slot_id: slot.id,
                queue_id: self.row.queue_id,
                line,
                person_id: person.map(|person| person.id),
                starts_at,
                ends_at,
                standing: false,
                sequence: 0,
                changed_at: now,
                created_at: now,
            };
            row.into_active_model()
        });
        let turns: Vec<_> = turns.collect();
        let written = slot.clone();
        self.write(async |tx: &Tx| {
            timetable_slot::Entity::insert(written.into_active_model()).exec_without_returning(&**tx).await.expect("a slot is written");
            turn::Entity::insert_many(turns).exec_without_returning(&**tx).await.expect("its turns are written");
        })
        .await;
        slot
    }

    /// Gives a line of a slot to somebody else, or to nobody.
    pub async fn give(&self, slot: &WeekSlot, line: i32, person: Option<&person::Model>) {
        let turns = turn::Entity::update_many()
            .col_expr(turn::Column::PersonId, Expr::value(person.map(|person| person.id)))
            .filter(turn::Column::SlotId.eq(slot.id))
            .filter(turn::Column::Line.eq(line));
        self.write(async |tx: &Tx| {
            turns.exec(&**tx).await.expect("a turn is written");
        })
        .await;
    }

    /// Ends a slot earlier or later.
    pub async fn end(&self, slot: &WeekSlot, at: DateTime<Utc>) {
        let slots = timetable_slot::Entity::update_many().col_expr(timetable_slot::Column::EndsAt, Expr::value(at));
        let turns = turn::Entity::update_many().col_expr(turn::Column::EndsAt, Expr::value(at));
        let (slots, turns) = (slots.filter(timetable_slot::Column::Id.eq(slot.id)), turns.filter(turn::Column::SlotId.eq(slot.id)));
        self.write(async |tx: &Tx| {
            slots.exec(&**tx).await.expect("a slot is written");
            turns.exec(&**tx).await.expect("its turns are written");
        })
        .await;
    }

    async fn write(&self, work: impl AsyncFnOnce(&Tx)) {
        let app = &self.account.process.app;
        let tx = app.db.begin().await.expect("a transaction");
        work(&tx).await;
        let news = News {
            queue_id: Some(self.row.queue_id),
            ..News::new(self.account.id, app.clock.now(), Topic::Timetable, ChangeKind::Updated, self.row.id.0)
        };
        outbox::publish(&tx, vec![news]).await.expect("the change is told");
        tx.commit().await.expect("a week is kept");
    }
}

/// A process that keeps duty.
pub struct DutyKeeper {
    stop: CancellationToken,
    task: JoinHandle<()>,
    // Its process lives as long.
    _account: TestAccount,
}

impl DutyKeeper {
    /// Ends it as a process ends that was told to.
    pub async fn ends(mut self) {
        self.stop.cancel();
        (&mut self.task).await.expect("it ends");
    }

    /// Ends it as one that is killed: whatever it was about to do is not done, and its lease is still held.
    pub async fn is_killed(mut self) {
        self.task.abort();
        assert!((&mut self.task).await.is_err_and(|error| error.is_cancelled()), "it was under way");
    }
}

impl Drop for DutyKeeper {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
