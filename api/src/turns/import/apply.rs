//! One transaction from files to rows, and a verdict for each row.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use entity::{id::AccountId, queue};
use sea_orm::DbErr;
use serde_json::Value;

use super::{
    Options,
    folder::{File, Folder},
    persons::{self, NOBODY, Told},
    report::{Report, Row, Verdict},
    roster::Roster,
    times,
    week::{self, Week},
    weeks,
};
use crate::{app::App, audit, auth::Actor, db::Tx};

/// How the audit log calls it.
pub(super) const ACTION: &str = "importTomatic";

/// What every step is given.
pub(super) struct Work<'a> {
    pub(super) tx: &'a Tx,
    pub(super) queue: &'a queue::Model,
    pub(super) zone: Tz,
    pub(super) now: DateTime<Utc>,
    pub(super) actor: Actor,
    pub(super) rows: Vec<Row>,
}

impl Work<'_> {
    pub(super) fn account(&self) -> AccountId {
        self.queue.account_id
    }

    /// Today where the queue is.
    pub(super) fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    pub(super) fn tell(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(super) fn refuse(&mut self, file: &str, place: &str, why: impl Into<String>) {
        self.tell(Row::new(file, place, Verdict::Refused(why.into())));
    }

    pub(super) async fn audit(&self, subject: impl ToString, before: Option<Value>, after: Option<Value>) -> Result<(), DbErr> {
        let change = audit::Change { subject_id: Some(subject.to_string()), reason: None, before, after };
        audit::record_as(self.tx, self.account(), self.actor.clone(), ACTION, self.now, change).await
    }
}

/// Does it, and takes it back if it is a dry run, or something was refused that is not to be left out.
pub(super) async fn run(app: &App, files: &Folder, queue: queue::Model, options: Options) -> anyhow::Result<Report> {
    let zone: Tz = queue.time_zone.parse().ok().with_context(|| format!("`{}` is no time zone", queue.time_zone))?;
    let tx = app.db.begin().await?;
    let mut work = Work { tx: &tx, queue: &queue, zone, now: app.clock.now(), actor: Actor::system(), rows: Vec::new() };
    all(&mut work, files).await?;
    let rows = work.rows;
    let refused = rows.iter().any(|row| matches!(row.verdict, Verdict::Refused(_)));
    let written = !options.dry_run && (!refused || options.leave_out_refused);
    if written {
        tx.commit().await?;
    }
    Ok(Report { rows, written })
}

async fn all(work: &mut Work<'_>, files: &Folder) -> anyhow::Result<()> {
    let mut roster = Roster::load(work).await?;
    for file in &files.persons {
        match persons::read(&file.text, files.ideal_loads.first().map(|file| file.text.as_str())) {
            Ok(told) => roster.take(work, &file.path, told).await?,
            Err(why) => work.refuse(&file.path, "the file", why),
        }
    }
    let read = read_weeks(work, &files.weeks);
    strangers(work, &mut roster, &read).await?;
    let hours = hours(&files.config, &read);
    times::service_hours(work, &read).await?;
    for (file, week) in &read {
        weeks::take(work, &roster, file, week).await?;
    }
    for file in &files.standing {
        times::standing(work, &roster, file, &hours).await?;
    }
    for file in &files.busy {
        times::busy(work, &roster, file, &hours, false).await?;
    }
    for file in &files.absences {
        times::busy(work, &roster, file, &hours, true).await?;
    }
    for file in &files.holidays {
        times::holidays(work, file).await?;
    }
    Ok(())
}

/// The weeks that can be read, the earliest first: credit goes from each to the next.
fn read_weeks<'a>(work: &mut Work<'_>, files: &'a [File]) -> Vec<(&'a File, Week)> {
    let mut weeks: Vec<(&File, Week)> = Vec::new();
    for file in files {
        match week::read(&file.text, &file.path) {
            Ok(week) if weeks.iter().any(|(_, other)| other.monday == week.monday) => {
                work.refuse(&file.path, &format!("week {}", week.monday), "another file has the same week");
            }
            Ok(week) => weeks.push((file, week)),
            Err(why) => work.refuse(&file.path, "the week", why),
        }
    }
    weeks.sort_by_key(|(_, week)| week.monday);
    weeks
}

/// Takes over who is only known by weeks.
async fn strangers(work: &mut Work<'_>, roster: &mut Roster, weeks: &[(&File, Week)]) -> anyhow::Result<()> {
    let mut told = BTreeSet::new();
    for (file, week) in weeks.iter().rev() {
        let unknown = |name: &&str| !roster.knows(name) && !NOBODY.contains(name);
        let names: Vec<String> = week.nicknames().into_iter().filter(unknown).map(str::to_owned).collect();
        // Who stands in a week that is not over still takes part.
        let active = week.monday + chrono::TimeDelta::days(7) > work.today();
        for name in names {
            if told.insert(name.clone()) {
                roster.take_stranger(work, &file.path, Told::unknown(&name), active).await?;
            }
        }
    }
    Ok(())
}

/// When turns begin: as configured, else as in the last week.
fn hours(config: &[File], weeks: &[(&File, Week)]) -> Vec<NaiveTime> {
    let configured = config.iter().find_map(|file| week::hours_of_config(&file.text));
    configured.or_else(|| weeks.last().map(|(_, week)| week.hours.clone())).unwrap_or_default()
}
