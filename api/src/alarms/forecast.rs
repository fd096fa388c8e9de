//! The dry run: when reminders would be sent in the days ahead, and why then.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    alarm,
    id::{AlarmId, EventId},
    occurrence,
    stored::{OccurrenceState, ReminderStatus},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    definition::rule,
    firing::{Planned, Rule},
    repository::Alarms,
    types::Alarm,
    world::World,
};
use crate::{
    auth::Operation,
    calendars::repository::Calendars,
    error::Fault,
    events::{Occurrence, repository::Events},
    graphql::{context::ContextExt, id},
};

/// Days ahead at the most: as far as occurrences are made.
const MOST_DAYS: i32 = 60;
/// Reminders that are told at the most.
const MOST: usize = 500;

/// Why a reminder would be sent when it would, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ForecastReason {
    /// As the alarm says.
    OnTime,
    /// A window moves it to its next opening.
    Window,
    /// The window does not open before the end: it will not be sent.
    AfterEnd,
    /// The time is past; what becomes of it says `late` of the alarm.
    Late,
    /// What it reminds of is held back: it will not be sent unless that goes on.
    Paused,
    /// What it reminds of is called off: it will not be sent.
    Canceled,
    /// The alarm is off: it will not be sent.
    Disabled,
    /// It has been sent, or is being tried.
    Sent,
}

/// When a reminder would be sent, and why then.
#[derive(Clone, Debug, SimpleObject)]
pub struct AlarmForecast {
    /// The alarm.
    pub alarm: Alarm,
    /// What it reminds of.
    pub occurrence: Occurrence,
    /// When it is to be, before a window moves it.
    pub planned_at: DateTime<Utc>,
    /// When it would be sent; null: not at all.
    pub fires_at: Option<DateTime<Utc>>,
    /// Why then.
    pub reason: ForecastReason,
}

/// When a reminder would be sent, and why then. Pure.
fn forecast(
    rule: &Rule,
    enabled: bool,
    occurrence: &occurrence::Model,
    status: Option<ReminderStatus>,
    now: DateTime<Utc>,
) -> (Planned, Option<DateTime<Utc>>, ForecastReason) {
    let plan = rule.plan(occurrence.starts_at, occurrence.ends_at);
    let (fires_at, reason) = match occurrence.state {
        _ if status.is_some_and(|status| !matches!(status, ReminderStatus::Pending | ReminderStatus::Canceled)) => {
            (None, ForecastReason::Sent)
        }
        _ if !enabled => (None, ForecastReason::Disabled),
        OccurrenceState::Canceled | OccurrenceState::Skipped => (None, ForecastReason::Canceled),
        OccurrenceState::Paused => (None, ForecastReason::Paused),
        _ if plan.after_end => (None, ForecastReason::AfterEnd),
        _ if plan.due_at < now => (Some(now), ForecastReason::Late),
        _ if plan.due_at != plan.planned_at => (Some(plan.due_at), ForecastReason::Window),
        _ => (Some(plan.due_at), ForecastReason::OnTime),
    };
    (plan, fires_at, reason)
}

/// The dry run.
#[derive(Default)]
pub struct ForecastQuery;

/// The dry run.
#[Object]
impl ForecastQuery {
    /// When the reminders of an event, or of one alarm, would be sent in the days ahead, and why then, by time; as far as occurrences are
    /// made. Null when there is no such event or alarm in this account, or it is not in a calendar user's own calendars.
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn alarm_forecast(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the event; or give `alarmId`.")] event_id: Option<ID>,
        #[graphql(desc = "Id of the alarm; or give `eventId`.")] alarm_id: Option<ID>,
        #[graphql(desc = "So many days, 1 to 60.", default = 7)] days: i32,
    ) -> Result<Option<Vec<AlarmForecast>>> {
        let permit = ctx.permit(Operation::AlarmForecast)?;
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Fault::BadRequest(format!("`days` is 1 to {MOST_DAYS}.")).into());
        }
        let event: Option<EventId> = event_id.map(|id| id::argument(&id, "eventId")).transpose()?;
        let alarm: Option<AlarmId> = alarm_id.map(|id| id::argument(&id, "alarmId")).transpose()?;
        let (app, calendars) = (ctx.app(), Calendars::of(&permit));
        let db = app.db.read();
        let alarms = match (event, alarm) {
            (Some(id), None) => {
                if Events(calendars).find(db, id).await.map_err(Fault::from)?.is_none() {
                    return Ok(None);
                }
                alarm::Entity::find().filter(alarm::Column::EventId.eq(id)).all(db).await.map_err(Fault::from)?
            }
            (None, Some(id)) => match Alarms(calendars).find(db, id).await.map_err(Fault::from)? {
                Some(row) => vec![row],
                None => return Ok(None),
            },
            _ => return Err(Fault::BadRequest("Give `eventId` or `alarmId`: one of them.".to_owned()).into()),
        };
        let told = all(db, alarms, TimeDelta::days(days.into()), app.clock.now()).await.map_err(Fault::from)?;
        Ok(Some(told))
    }
}

async fn all(
    db: &impl ConnectionTrait,
    alarms: Vec<alarm::Model>,
    ahead: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<AlarmForecast>, DbErr> {
    use entity::reminder::{self, Column as R};
    use occurrence::Column as C;
    let Some(event) = alarms.first().map(|row| row.event_id) else { return Ok(Vec::new()) };
    // One may be reminded of long before it begins.
    let lead = alarms.iter().filter_map(|row| row.before_seconds).max().unwrap_or_default();
    let until = now + ahead + TimeDelta::seconds(lead);
    let rows = occurrence::Entity::find().filter(C::EventId.eq(event)).filter(C::EndsAt.gte(now)).filter(C::StartsAt.lte(until));
    let limit = u64::try_from(MOST).unwrap_or(u64::MAX);
    let occurrences = rows.order_by_asc(C::StartsAt).order_by_asc(C::Id).limit(limit).all(db).await?;
    let ids = occurrences.iter().map(|row| row.id);
    let reminders = reminder::Entity::find().filter(R::OccurrenceId.is_in(ids)).all(db).await?;
    let world = World::of(db, alarms.clone()).await?;
    let mut told = Vec::new();
    for row in alarms {
        let Some(around) = world.around(row.id) else { continue };
        let rule = rule(&row, world.zone(around, around.definition.step(0)));
        let shown = Alarm::try_from(row.clone())?;
        for occurrence in &occurrences {
            let known = reminders.iter().find(|known| known.alarm_id == row.id && known.occurrence_id == occurrence.id);
            let (plan, fires_at, reason) = forecast(&rule, row.enabled, occurrence, known.map(|known| known.status), now);
            if fires_at.unwrap_or(plan.planned_at) <= now + ahead {
                let (alarm, occurrence) = (shown.clone(), occurrence.clone().into());
                told.push(AlarmForecast { alarm, occurrence, planned_at: plan.planned_at, fires_at, reason });
            }
        }
    }
    told.sort_by_key(|one| (one.fires_at.unwrap_or(one.planned_at), one.alarm.key));
    told.truncate(MOST);
    Ok(told)
}
