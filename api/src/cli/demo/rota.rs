//! The demo's rota: a queue that is answered around the clock by whoever is on duty, solved and published for this week and
//! the next.

use std::collections::HashMap;

use anyhow::{Context, bail};
use async_graphql::MaybeUndefined;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use entity::{
    id::{PersonId, SolverRunId, TimetableId},
    queue,
    stored::{SolverRunStatus, Topic},
};
use futures_util::StreamExt;

use super::{
    people::{BUSY, LOAD},
    team::{done, permit},
};
use crate::{
    app::App,
    auth::{Caller, Operation},
    live::stream,
    queues::counters,
    turns::{
        people::{
            input::{BusyInput, PersonRotaUpdateInput},
            service as people,
        },
        shape::{
            input::{RotaSettingsUpdateInput, ServiceSlotInput},
            service as shape,
        },
        solve::{self, Runs},
        timetable::{repository::Timetables, service as timetables},
        weekday::Weekday,
    },
};

/// Hours at which turns begin, day and night.
const BEGINNINGS: [u32; 4] = [0, 6, 12, 18];
/// Persons on duty at once.
const LINES: i32 = 3;
/// Days of the week.
const WEEK: i64 = 7;

/// Plans `queue` for this week and the next. Weeks that are planned already, of a former start, stay as they are.
pub(super) async fn plan(app: &App, admin: &Caller, queue: &queue::Model, team: &HashMap<String, PersonId>) -> anyhow::Result<()> {
    let today = counters::day(counters::zone(queue), app.clock.now());
    let monday = today - TimeDelta::days(today.weekday().num_days_from_monday().into());
    if Timetables(admin.account_id).of_week(app.db.read(), queue.id, monday).await?.is_none() {
        ask_for_hours(app, admin, queue).await?;
        say_who_takes_part(app, admin, team).await?;
    }
    for week in [monday, monday + TimeDelta::days(WEEK)] {
        if Timetables(admin.account_id).of_week(app.db.read(), queue.id, week).await?.is_none() {
            publish(app, admin, queue, week).await.with_context(|| format!("the week of {week}"))?;
        }
    }
    Ok(())
}

async fn ask_for_hours(app: &App, admin: &Caller, queue: &queue::Model) -> anyhow::Result<()> {
    let time = |hour: u32| NaiveTime::from_hms_opt(hour % 24, 0, 0).unwrap_or_default().into();
    let slots: Vec<_> = (1..=7)
        .filter_map(|number| Weekday::of_row(number).ok())
        .flat_map(|weekday| {
            BEGINNINGS.map(|hour| ServiceSlotInput { weekday, starts_at: time(hour), ends_at: time(hour + 6), demand: LINES })
        })
        .collect();
    done(shape::set_hours(app, permit(admin, Operation::ServiceHoursSet)?, queue.id, &slots).await)?;
    let driven = RotaSettingsUpdateInput { duty_driven: MaybeUndefined::Value(true), ..RotaSettingsUpdateInput::default() };
    done(shape::update_settings(app, permit(admin, Operation::RotaSettingsUpdate)?, queue.id, &driven).await)?;
    Ok(())
}

async fn say_who_takes_part(app: &App, admin: &Caller, team: &HashMap<String, PersonId>) -> anyhow::Result<()> {
    for person in team.values() {
        let part = PersonRotaUpdateInput { ideal_load: MaybeUndefined::Value(LOAD), ..PersonRotaUpdateInput::default() };
        done(people::update_part(app, permit(admin, Operation::PersonRotaUpdate)?, *person, &part).await)?;
    }
    for busy in &BUSY {
        let Some(person) = team.get(busy.extension) else { continue };
        let entry = BusyInput {
            weekday: Some(busy.weekday),
            date: None,
            starts_at: None,
            ends_at: None,
            required: busy.required,
            day_off: false,
            reason: busy.reason.to_owned(),
        };
        done(people::add(app, permit(admin, Operation::BusyAdd)?, *person, &entry).await)?;
    }
    Ok(())
}

async fn publish(app: &App, admin: &Caller, queue: &queue::Model, week: NaiveDate) -> anyhow::Result<()> {
    let made = done(timetables::create(app, permit(admin, Operation::TimetableCreate)?, queue.id, week, None).await)?;
    let draft = made.timetable;
    solve(app, admin, draft.id).await?;
    let solved = Timetables(admin.account_id).find(app.db.read(), draft.id).await?.context("the draft is gone")?;
    done(timetables::publish(app, permit(admin, Operation::TimetablePublish)?, draft.id, solved.version).await)?;
    Ok(())
}

/// Asks for a run, and waits until it has ended.
async fn solve(app: &App, admin: &Caller, timetable: TimetableId) -> anyhow::Result<()> {
    let mut changes = Box::pin(stream::changes(app.live.clone(), app.live.head(), None, |change| change.topic == Topic::SolverRun));
    let options = solve::Options { time_limit_seconds: 20, minimum_change: false, forgive_credit: None };
    let asked = done(solve::ask(app, permit(admin, Operation::TimetableSolve)?, timetable, options).await)?;
    loop {
        match status(app, admin, asked.id).await? {
            SolverRunStatus::Solved | SolverRunStatus::Stopped => return Ok(()),
            SolverRunStatus::Queued | SolverRunStatus::Running => {}
            ended => bail!("the solver ended with {}", ended.as_str()),
        }
        changes.next().await.context("the stream of changes ended")??;
    }
}

async fn status(app: &App, admin: &Caller, run: SolverRunId) -> anyhow::Result<SolverRunStatus> {
    Ok(Runs(admin.account_id).find(app.db.read(), run).await?.context("the run is gone")?.status)
}
