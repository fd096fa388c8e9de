//! A calendar taken over: each component with a verdict, all of them in one transaction; a dry run is the same, taken back.

use entity::{
    calendar, event,
    id::{CalendarId, EventId},
    occurrence,
    stored::{EventStatus, OccurrenceState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::read::{self, Found, What};
use crate::{
    auth::Permit,
    calendars::repository::Calendars,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    events::{
        repository::Events,
        service::{
            Desk,
            define::{self, OVER},
            occurrences, steps,
        },
        state::Step,
    },
    ical::read::{Component, components},
};

/// Bytes of a calendar at the most.
const BYTES: usize = 1_048_576;
/// Components of it at the most: they are taken over while whoever asks waits.
const COMPONENTS: usize = 500;

/// What became of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is an event more.
    Created,
    /// An event, or an occurrence of one, is another.
    Changed,
    /// It is as it was.
    Unchanged,
    /// There is nothing to take over.
    LeftOut,
    /// It cannot be taken over.
    Refused,
}

/// A component, and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// Which component, from 1.
    pub(super) place: usize,
    /// What it is.
    pub(super) kind: String,
    /// By what the other program knows it.
    pub(super) uid: Option<String>,
    /// What it is called there.
    pub(super) title: Option<String>,
    /// What became of it.
    pub(super) verdict: Verdict,
    /// Why, and what was done.
    pub(super) messages: Vec<String>,
    /// The event; of a dry run there may be none.
    pub(super) event: Option<EventId>,
}

/// Takes a calendar over into one that is there. Without `dry`, what can be taken over is, also if other components cannot.
///
/// # Errors
/// `NOT_FOUND` calendar; `INVALID` for what is no calendar; `LIMIT_REACHED` for one that is too large.
pub(super) async fn take_over(desk: Desk<'_>, permit: Permit<'_>, id: CalendarId, text: &str, dry: bool) -> Outcome<Vec<Judged>> {
    if text.len() > BYTES {
        return Err(Problem::new(ProblemCode::LimitReached, &["ics"], format!("A calendar has at most {BYTES} bytes.")).into());
    }
    let missing = || Problem::not_found("calendar", &["calendarId"]);
    Calendars::of(&permit).find(desk.app.db.read(), id).await?.ok_or_else(missing)?;
    let found = components(text).map_err(|message| Problem::invalid(&["ics"], message))?;
    let found: Vec<Component> = found.into_iter().filter(|component| component.kind != "VTIMEZONE").collect();
    if found.len() > COMPONENTS {
        let message = format!("A calendar has at most {COMPONENTS} components; here are {}.", found.len());
        return Err(Problem::new(ProblemCode::LimitReached, &["ics"], message).into());
    }
    let tx = desk.app.db.begin().await?;
    let calendar = Calendars::of(&permit).locked(&*tx, id).await?.ok_or_else(missing)?;
    let import = Import { tx: &tx, desk, permit: &permit, calendar: &calendar };
    let mut judged = Vec::with_capacity(found.len());
    // First the events, then what single occurrences of them are: they may be told in any order.
    for single in [false, true] {
        for (place, component) in found.iter().enumerate().filter(|(_, component)| component.get("RECURRENCE-ID").is_some() == single) {
            judged.push(import.judge(place + 1, component).await?);
        }
    }
    judged.sort_by_key(|one| one.place);
    if dry {
        // What is not committed did not happen.
        judged.iter_mut().filter(|one| one.verdict == Verdict::Created).for_each(|one| one.event = None);
    } else {
        tx.commit().await?;
    }
    Ok(judged)
}

struct Import<'a> {
    tx: &'a Tx,
    desk: Desk<'a>,
    permit: &'a Permit<'a>,
    calendar: &'a calendar::Model,
}

/// What became of one: the verdict, the event, why.
type Became = (Verdict, Option<EventId>, Vec<String>);

impl Import<'_> {
    async fn judge(&self, place: usize, component: &Component) -> Outcome<Judged> {
        let (uid, title) = (component.text("UID"), component.text("SUMMARY"));
        let (verdict, event, messages) = if component.kind == "VEVENT" {
            self.event(component).await?
        } else {
            (Verdict::LeftOut, None, vec!["This is no event.".to_owned()])
        };
        let short = |text: String| text.chars().take(255).collect();
        Ok(Judged { place, kind: short(component.kind.clone()), uid: uid.map(short), title: title.map(short), verdict, messages, event })
    }

    async fn event(&self, component: &Component) -> Outcome<Became> {
        let zone = self.calendar.time_zone.parse().map_err(|_| anyhow::anyhow!("the time zone of a calendar is none"))?;
        let found = match read::event(component, zone) {
            Ok(found) => found,
            Err(message) => return Ok((Verdict::Refused, None, vec![format!("{message}.")])),
        };
        let known = Events(Calendars::of(self.permit)).by_uid(&**self.tx, self.calendar.id, &found.uid).await?;
        let id = known.as_ref().map(|known| known.id);
        let notes = found.notes.iter().map(|note| format!("{note}.")).collect::<Vec<_>>();
        match self.apply(found, known).await {
            Ok((verdict, event, messages)) => Ok((verdict, event, messages.into_iter().chain(notes).collect())),
            Err(Refusal::User(problems)) => {
                let over = problems.iter().any(|problem| problem.message == OVER);
                let verdict = if over { Verdict::LeftOut } else { Verdict::Refused };
                Ok((verdict, id, problems.into_iter().map(|problem| problem.message).collect()))
            }
            Err(fault) => Err(fault),
        }
    }

    async fn apply(&self, found: Found, known: Option<event::Model>) -> Outcome<Became> {
        match (found.what, known) {
            (What::Event(_), None) if found.canceled => Ok((Verdict::LeftOut, None, vec!["It is called off.".to_owned()])),
            (What::Event(wish), None) => {
                let event = define::add(self.tx, self.desk, self.permit, self.calendar, Some(found.uid), *wish).await?;
                Ok((Verdict::Created, Some(event.id), Vec::new()))
            }
            (What::Event(_), Some(known)) if found.canceled => {
                if matches!(known.status, EventStatus::Canceled | EventStatus::Completed) {
                    return Ok((Verdict::Unchanged, Some(known.id), Vec::new()));
                }
                steps::step(self.tx, self.desk, self.permit, known.id, Step::Cancel).await?;
                Ok((Verdict::Changed, Some(known.id), vec!["It is called off.".to_owned()]))
            }
            (What::Event(wish), Some(known)) => {
                let (event, _) = define::change(self.tx, self.desk, self.permit, known.id, *wish).await?;
                let verdict = if event == known { Verdict::Unchanged } else { Verdict::Changed };
                Ok((verdict, Some(known.id), Vec::new()))
            }
            (What::One { .. }, None) => Ok((Verdict::Refused, None, vec!["There is no event of this UID.".to_owned()])),
            (What::One { original, starts_at, ends_at }, Some(known)) => {
                let Some(row) = occurrences::at(self.tx, self.desk, self.permit, known.id, original).await? else {
                    return Ok((Verdict::Refused, Some(known.id), vec!["The event has no occurrence at RECURRENCE-ID.".to_owned()]));
                };
                self.one(row, found.canceled, starts_at, ends_at).await
            }
        }
    }

    async fn one(
        &self,
        row: occurrence::Model,
        canceled: bool,
        starts_at: chrono::DateTime<chrono::Utc>,
        ends_at: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Outcome<Became> {
        let ends_at = ends_at.unwrap_or_else(|| starts_at + (row.ends_at - row.starts_at));
        let same = if canceled { row.state == OccurrenceState::Canceled } else { (row.starts_at, row.ends_at) == (starts_at, ends_at) };
        if same {
            return Ok((Verdict::Unchanged, Some(row.event_id), Vec::new()));
        }
        if row.state != OccurrenceState::Pending || row.starts_at <= self.desk.app.clock.now() {
            return Ok((Verdict::LeftOut, Some(row.event_id), vec!["The occurrence is over, paused or called off.".to_owned()]));
        }
        if canceled {
            occurrences::off(self.tx, self.desk, self.permit, row.id).await?;
        } else {
            occurrences::to(self.tx, self.desk, self.permit, row.id, starts_at, Some(ends_at)).await?;
        }
        Ok((Verdict::Changed, Some(row.event_id), Vec::new()))
    }
}

/// The events that were taken over, as they are now.
///
/// # Errors
/// The database's.
pub(super) async fn events(
    db: &impl sea_orm::ConnectionTrait,
    judged: &[Judged],
) -> Result<std::collections::HashMap<EventId, event::Model>, sea_orm::DbErr> {
    let ids = judged.iter().filter_map(|one| one.event);
    let rows = event::Entity::find().filter(event::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
