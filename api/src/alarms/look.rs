//! One look at reminders that are due: what they are for is locked, each is judged, and what is wanted for it is written down before
//! anybody asks a provider: a call, or a message.
//!
//! Everything happens in one transaction: who dies in it leaves all as it was. Two who look at once take different occurrences, since
//! whoever has one locks it; so a reminder is taken up once, and not while its occurrence is being changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    calendar, call_attempt,
    id::{AccountId, CalendarId, MessageId, OccurrenceId, ReminderId},
    message, occurrence, reminder,
    stored::{AlarmMethod, ChangeKind, OccurrenceState, ReminderReason as Reason, ReminderStatus as Status},
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockBehavior, LockType},
};

use super::{
    after::{after, has_failed},
    choose::{self, Passed},
    definition::rule,
    duplicates::Told,
    fire::{self, Fired, Try},
    firing::Verdict,
    hooks,
    means::Means,
    plan,
    state::{self, Step},
    steps::Ended,
    world::{Around, World},
};
use crate::{
    app::App,
    callouts::shared::Shared,
    calls::attempts::news,
    db::Tx,
    live::outbox,
    messages::service::{NewMail, NewText, post, post_text},
    webhooks,
};

/// When a reminder is looked at again whose provider is down.
const DOWN: TimeDelta = TimeDelta::seconds(5);
/// Attempts of one INSERT: 32 values each.
const CHUNK: usize = 200;

/// What one look brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// Reminders that are due.
    pub(super) due: usize,
    /// Reminders that have come further.
    pub(super) done: usize,
}

/// Looks once. What is held up by a limit is passed by in what is left of the round.
///
/// # Errors
/// The database's.
pub(super) async fn look(app: &App, passed: &mut Passed) -> Result<Looked, DbErr> {
    let now = app.clock.now();
    let due = choose::due(app.db.read(), passed, now).await?;
    if due.is_empty() {
        return Ok(Looked::default());
    }
    let tx = app.db.begin().await?;
    let mut batch = Batch::locked(&tx, &due, now).await?;
    for (id, _) in &due {
        batch.take(*id, passed);
    }
    let done = batch.changed.len();
    batch.write(&tx).await?;
    tx.commit().await?;
    Ok(Looked { due: due.len(), done })
}

/// Reminders that were taken up, and what becomes of them.
struct Batch {
    rows: HashMap<ReminderId, reminder::Model>,
    occurrences: HashMap<OccurrenceId, occurrence::Model>,
    world: World,
    means: Means,
    limits: BTreeMap<AccountId, Shared>,
    /// Calls under way of calendars that have a limit, and that.
    calling: HashMap<CalendarId, (u64, u64)>,
    told: Told,
    changed: Vec<reminder::Model>,
    attempts: Vec<call_attempt::Model>,
    texts: Vec<(AccountId, NewText)>,
    mails: Vec<(AccountId, NewMail)>,
    events: Vec<(AccountId, webhooks::Event)>,
    now: DateTime<Utc>,
}

impl Batch {
    /// Locks what is due, as everybody locks it: calendars, occurrences, reminders, limits.
    async fn locked(tx: &Tx, due: &[(ReminderId, OccurrenceId)], now: DateTime<Utc>) -> Result<Self, DbErr> {
        use reminder::Column as C;
        let ids: Vec<ReminderId> = due.iter().map(|(id, _)| *id).collect();
        let calling = calendars(tx, &ids).await?;
        let wanted: BTreeSet<OccurrenceId> = due.iter().map(|(_, id)| *id).collect();
        let occurrences = occurrence::Entity::find()
            .filter(occurrence::Column::Id.is_in(wanted))
            .order_by_asc(occurrence::Column::Id)
            .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
            .all(&**tx)
            .await?;
        let occurrences: HashMap<OccurrenceId, occurrence::Model> = occurrences.into_iter().map(|row| (row.id, row)).collect();
        let rows = reminder::Entity::find()
            .filter(C::Id.is_in(ids))
            .filter(C::OccurrenceId.is_in(occurrences.keys().copied()))
            .filter(C::DueAt.lte(now))
            .order_by_asc(C::Id)
            .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
            .all(&**tx)
            .await?;
        let siblings = reminder::Entity::find().filter(C::OccurrenceId.is_in(occurrences.keys().copied())).all(&**tx).await?;
        let world = World::read(&**tx, siblings.iter().map(|row| row.alarm_id)).await?;
        let of: Vec<(&Around, i32)> = rows.iter().filter_map(|row| Some((world.around(row.alarm_id)?, row.step))).collect();
        let means = Means::read(&**tx, &world, &of).await?;
        let accounts: BTreeSet<AccountId> = rows.iter().filter(|row| row.method == AlarmMethod::Call).map(|row| row.account_id).collect();
        let mut limits = BTreeMap::new();
        for account in accounts {
            limits.insert(account, Shared::locked(tx, account, &means.providers_of(account), now).await?);
        }
        let told = Told::of(&world, siblings);
        Ok(Self {
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            occurrences,
            world,
            means,
            limits,
            calling,
            told,
            changed: Vec::new(),
            attempts: Vec::new(),
            texts: Vec::new(),
            mails: Vec::new(),
            events: Vec::new(),
            now,
        })
    }

    /// What becomes of one of them.
    fn take(&mut self, id: ReminderId, passed: &mut Passed) {
        let Some(row) = self.rows.remove(&id) else { return };
        let Some(occurrence) = self.occurrences.get(&row.occurrence_id).cloned() else { return };
        let before = row.status;
        let Some(around) = self.world.around(row.alarm_id).cloned() else {
            return self.changed.push(plan::over(row, Step::Cancel, Reason::AlarmDisabled, self.now));
        };
        let said = row.answer.clone();
        let Some(new) = self.judged(&around, &occurrence, row, passed) else { return };
        let events = hooks::events(&around, &occurrence, (before, said.as_deref()), &new);
        self.events.extend(events.into_iter().map(|event| (new.account_id, event)));
        if has_failed(before, new.status)
            && let Some(text) = fire::failure(&self.world, &self.means, &around, &occurrence, &new)
        {
            self.texts.push((new.account_id, text));
        }
        self.told.take(&new);
        self.changed.push(new);
    }

    /// What it is after this look; none: it stays due, and is for another look.
    fn judged(
        &mut self,
        around: &Around,
        occurrence: &occurrence::Model,
        row: reminder::Model,
        passed: &mut Passed,
    ) -> Option<reminder::Model> {
        let now = self.now;
        let over = |row, step, reason| Some(plan::over(row, step, reason, now));
        match occurrence.state {
            _ if !around.alarm.enabled => return over(row, Step::Cancel, Reason::AlarmDisabled),
            OccurrenceState::Canceled => return over(row, Step::Cancel, Reason::OccurrenceCanceled),
            OccurrenceState::Skipped => return over(row, Step::Skip, Reason::OccurrenceSkipped),
            OccurrenceState::Paused => {
                return Some(reminder::Model { due_at: None, reason: Some(Reason::OccurrencePaused), updated_at: now, ..row });
            }
            OccurrenceState::Pending | OccurrenceState::Completed => {}
        }
        let zone = self.world.zone(around, around.definition.step(row.step));
        let rule = rule(&around.alarm, zone);
        let due = row.due_at.unwrap_or(now);
        match rule.judge(due, occurrence.ends_at, now) {
            Verdict::Wait(at) => {
                let reason = if now - due > rule.late_after { Reason::Late } else { Reason::Window };
                Some(reminder::Model { due_at: Some(at), reason: Some(reason), updated_at: now, ..row })
            }
            Verdict::AfterEnd => over(row, Step::Expire, Reason::AfterEnd),
            Verdict::Skip => over(row, Step::Skip, Reason::Late),
            Verdict::Expire => over(row, Step::Expire, Reason::Late),
            Verdict::Fire { late } => match self.told.same(&row) {
                Some(other) => {
                    let merged = plan::over(row, Step::Merge, Reason::Duplicate, now);
                    Some(reminder::Model { merged_into: Some(other), ..merged })
                }
                None => self.fired(around, occurrence, row, late, passed),
            },
        }
    }

    fn fired(
        &mut self,
        around: &Around,
        occurrence: &occurrence::Model,
        row: reminder::Model,
        late: bool,
        passed: &mut Passed,
    ) -> Option<reminder::Model> {
        let now = self.now;
        if row.method == AlarmMethod::Call {
            if self.calling.get(&row.calendar_id).is_some_and(|(under_way, most)| under_way >= most) {
                passed.calendars.insert(row.calendar_id);
                return None;
            }
            if self.limits.get(&row.account_id).is_some_and(|limits| limits.room() == Some(0)) {
                passed.accounts.insert(row.account_id);
                return None;
            }
        }
        let wanted = Try { world: &self.world, means: &self.means, around, occurrence, row: &row, now }.fire();
        let status = state::next(row.status, Step::Fire)?;
        let mut new = reminder::Model { status, updated_at: now, due_at: None, reason: late.then_some(Reason::Late), ..row.clone() };
        match wanted {
            Fired::Down => {
                return Some(reminder::Model {
                    due_at: Some(now + DOWN),
                    reason: Some(Reason::ProviderUnavailable),
                    updated_at: now,
                    ..row
                });
            }
            Fired::Never(reason) => return after(&self.world, around, occurrence, &new, Ended::Never(reason), now),
            Fired::Call(lines, mut attempt) => {
                let limits = self.limits.get_mut(&row.account_id);
                let free = |line: &entity::id::ProviderId| limits.as_ref().is_none_or(|limits| limits.room_over(*line) != Some(0));
                let Some(line) = lines.into_iter().find(free) else {
                    passed.accounts.insert(row.account_id);
                    return None;
                };
                if let Some(limits) = limits {
                    limits.begin(line);
                }
                if let Some((under_way, _)) = self.calling.get_mut(&row.calendar_id) {
                    *under_way += 1;
                }
                attempt.provider_id = line;
                (new.calling, new.attempt_id, new.message_id) = (true, Some(attempt.id), None);
                self.attempts.push(*attempt);
            }
            // Which message that is, is known when it is written.
            Fired::Text(text) => self.texts.push((row.account_id, text)),
            Fired::Mail(mail) => self.mails.push((row.account_id, mail)),
        }
        new.tried += 1;
        new.tries += 1;
        Some(new)
    }

    /// Writes all of it down.
    async fn write(mut self, tx: &Tx) -> Result<(), DbErr> {
        let keys: Vec<String> = self.texts.iter().map(|(_, text)| text.dedupe_key.clone()).collect();
        let keys = keys.into_iter().chain(self.mails.iter().map(|(_, mail)| mail.dedupe_key.clone()));
        let keys: Vec<String> = keys.filter(|key| !key.contains("/failure/")).collect();
        for limits in self.limits.values() {
            limits.keep(tx).await?;
        }
        for piece in self.attempts.chunks(CHUNK) {
            let models = piece.iter().cloned().map(IntoActiveModel::into_active_model);
            call_attempt::Entity::insert_many(models).exec_without_returning(&**tx).await?;
        }
        for (account, text) in std::mem::take(&mut self.texts) {
            post_text(tx, account, text, self.now).await?;
        }
        for (account, mail) in std::mem::take(&mut self.mails) {
            post(tx, account, vec![mail], self.now).await?;
        }
        for (account, event) in &self.events {
            webhooks::publish(tx, *account, event, &[], self.now).await?;
        }
        let messages = messages(tx, &self.changed, keys).await?;
        for row in &mut self.changed {
            if let Some(message) = messages.get(&row.id).filter(|_| row.status == Status::InProcess && row.method != AlarmMethod::Call) {
                (row.message_id, row.attempt_id) = (Some(*message), None);
            }
        }
        plan::save(tx, &self.changed).await?;
        let mut told = plan::tell(&self.world, &self.changed, ChangeKind::Updated, self.now);
        told.extend(self.attempts.iter().map(|row| news::told(row, ChangeKind::Created, self.now)));
        outbox::publish(tx, told).await
    }
}

/// Calendars of these reminders that have a limit of calls, locked: how many are under way, and how many may be.
async fn calendars(tx: &Tx, ids: &[ReminderId]) -> Result<HashMap<CalendarId, (u64, u64)>, DbErr> {
    use reminder::Column as C;
    let of = reminder::Entity::find().select_only().column(C::CalendarId).distinct().filter(C::Id.is_in(ids.iter().copied()));
    let of: Vec<CalendarId> = of.filter(C::Method.eq(AlarmMethod::Call)).into_tuple().all(&**tx).await?;
    let limited = calendar::Entity::find()
        .filter(calendar::Column::Id.is_in(of))
        .filter(calendar::Column::MaxConcurrent.is_not_null())
        .order_by_asc(calendar::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(&**tx)
        .await?;
    if limited.is_empty() {
        return Ok(HashMap::new());
    }
    let counted = reminder::Entity::find().select_only().column(C::CalendarId).column_as(C::Id.count(), "count");
    let counted = counted.filter(C::CalendarId.is_in(limited.iter().map(|row| row.id))).filter(C::Calling.eq(true)).group_by(C::CalendarId);
    let counted: HashMap<CalendarId, i64> = counted.into_tuple::<(CalendarId, i64)>().all(&**tx).await?.into_iter().collect();
    let under_way = |id| u64::try_from(counted.get(&id).copied().unwrap_or_default()).unwrap_or_default();
    let most = |row: &calendar::Model| row.max_concurrent.and_then(|most| u64::try_from(most).ok()).unwrap_or(u64::MAX);
    Ok(limited.iter().map(|row| (row.id, (under_way(row.id), most(row)))).collect())
}

/// The messages that were just asked for, by the reminder they are tries of.
async fn messages(tx: &Tx, rows: &[reminder::Model], keys: Vec<String>) -> Result<HashMap<ReminderId, MessageId>, DbErr> {
    use message::Column as C;
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let accounts: BTreeSet<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let found = message::Entity::find().select_only().column(C::CauseId).column(C::Id);
    let found = found.filter(C::AccountId.is_in(accounts)).filter(C::DedupeKey.is_in(keys));
    let found: Vec<(Option<sea_orm::prelude::Uuid>, MessageId)> = found.into_tuple().all(&**tx).await?;
    Ok(found.into_iter().filter_map(|(cause, id)| Some((ReminderId(cause?), id))).collect())
}
