//! The mutation by which a calendar is taken over.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};

use super::import::{self, Judged, Verdict};
use crate::{
    auth::Operation,
    error::Fault,
    events::{mutation::desk, types::Event},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of a component of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Verdict")]
pub enum CalendarImportVerdict {
    /// There is an event more.
    Created,
    /// An event, or an occurrence of one, is another.
    Changed,
    /// It is as it was.
    Unchanged,
    /// There is nothing to take over: it is over, called off, or no event.
    LeftOut,
    /// It cannot be taken over.
    Refused,
}

/// A component of a calendar, and what became of it.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalendarImportComponent {
    /// Which component, from 1; time zones are not counted.
    pub place: i32,
    /// What it is, e.g. `VEVENT`.
    pub kind: String,
    /// By what the other program knows it.
    pub uid: Option<String>,
    /// What it is called there.
    pub title: Option<String>,
    /// What became of it.
    pub verdict: CalendarImportVerdict,
    /// Why, and what was done to take it over.
    pub messages: Vec<String>,
    /// The event as it is now; null where there is none, also after a dry run.
    pub event: Option<Event>,
}

/// What became of `calendarImport`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalendarImportPayload {
    /// The components, in order; null when nothing was done.
    pub components: Option<Vec<CalendarImportComponent>>,
    /// What was wrong with the whole; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// The mutation by which a calendar is taken over.
#[derive(Default)]
pub struct IcsMutation;

/// The mutation by which a calendar is taken over.
#[Object]
impl IcsMutation {
    /// Takes events over from a calendar in iCalendar's format (RFC 5545): rules, dates besides and left out, and single occurrences that
    /// are elsewhere or called off. An event is known again by its UID. Each component has a verdict; one that is refused does not keep
    /// back the others.
    async fn calendar_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the calendar they are taken over into.")] calendar_id: ID,
        #[graphql(desc = "The calendar, from BEGIN:VCALENDAR on: at most 1 MiB and 500 components.")] ics: String,
        #[graphql(desc = "Whether only to say what would be done.", default_with = "Some(false)")] dry_run: Option<bool>,
    ) -> Result<Option<CalendarImportPayload>> {
        let permit = ctx.permit(Operation::CalendarImport)?;
        let dry = dry_run.unwrap_or(false);
        let done = async {
            let id = id::parse(&calendar_id, &["calendarId"])?;
            import::take_over(desk(ctx)?, permit, id, &ics, dry).await
        };
        let (judged, user_errors) = split(done.await)?;
        let Some(judged) = judged else { return Ok(Some(CalendarImportPayload { components: None, user_errors })) };
        let mut events = import::events(ctx.app().db.read(), &judged).await.map_err(Fault::from)?;
        let mut components = Vec::with_capacity(judged.len());
        for Judged { place, kind, uid, title, verdict, messages, event } in judged {
            // Of an event that is there twice, the first tells it.
            let event = event.and_then(|id| events.remove(&id)).map(Event::try_from).transpose().map_err(Fault::from)?;
            let place = i32::try_from(place).unwrap_or(i32::MAX);
            components.push(CalendarImportComponent { place, kind, uid, title, verdict: verdict.into(), messages, event });
        }
        Ok(Some(CalendarImportPayload { components: Some(components), user_errors }))
    }
}
