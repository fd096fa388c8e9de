//! Live changes of events and their occurrences.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CalendarId, EventId, OccurrenceId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    listener::What,
    loader,
    news::{EventNews, OccurrenceNews},
    types::{Event, Occurrence},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "What")]
pub enum OccurrenceChangeKind {
    /// It is new.
    Made,
    /// It has another time, or lasts another while.
    Moved,
    /// It is held back.
    Paused,
    /// It is not held back any more.
    Resumed,
    /// It is called off.
    Canceled,
    /// It was called off by a change of its event, and another has it again.
    Restored,
    /// Its start has come.
    Completed,
    /// Its end came while it was held back.
    Skipped,
}

/// An event was made, changed, or came on.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct EventChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the event.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the event.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which event.
    #[graphql(skip)]
    event_id: EventId,
}

/// An event was made, changed, or came on.
#[ComplexObject]
impl EventChange {
    /// The event as it is now.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        let row = loader::event(ctx, self.account_id, self.event_id).await?;
        Ok(row.map(Event::try_from).transpose().map_err(Fault::from)?)
    }
}

impl From<Followed> for EventChange {
    fn from(change: Followed) -> Self {
        let event_id = EventId(change.node_id);
        Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: event_id.into(),
            account_id: change.account_id,
            event_id,
            cursor: change.cursor,
        }
    }
}

/// Something became of an occurrence.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct OccurrenceChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the occurrence, as of any thing.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the occurrence.
    #[graphql(owned)]
    pub node_id: ID,
    /// What became of it.
    #[graphql(owned)]
    pub what: OccurrenceChangeKind,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which occurrence.
    #[graphql(skip)]
    occurrence_id: OccurrenceId,
}

/// Something became of an occurrence.
#[ComplexObject]
impl OccurrenceChange {
    /// The occurrence as it is now.
    async fn occurrence(&self, ctx: &Context<'_>) -> Result<Option<Occurrence>> {
        Ok(loader::occurrence(ctx, self.account_id, self.occurrence_id).await?.map(Occurrence::from))
    }
}

impl TryFrom<Followed> for OccurrenceChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: OccurrenceNews = change.news()?;
        let occurrence_id = OccurrenceId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: occurrence_id.into(),
            what: news.what.into(),
            account_id: change.account_id,
            occurrence_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of events and their occurrences.
#[derive(Default)]
pub struct EventSubscription;

/// Live changes of events and their occurrences.
#[Subscription]
impl EventSubscription {
    /// Events as they are made, changed and come on; a calendar user hears of the own calendars'.
    async fn event_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events of this calendar.")] calendar_id: Option<ID>,
        #[graphql(desc = "Only this event.")] event_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<EventChange>> + use<>> {
        let user = ctx.permit(Operation::EventChanged)?.only_calendars_of();
        let calendar: Option<CalendarId> = calendar_id.map(|id| id::argument(&id, "calendarId")).transpose()?;
        let event: Option<EventId> = event_id.map(|id| id::argument(&id, "eventId")).transpose()?;
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Event
                && event.is_none_or(|event| change.node_id == event.0)
                && change.news::<EventNews>().is_ok_and(|news| {
                    user.is_none_or(|user| news.owner == Some(user)) && calendar.is_none_or(|calendar| news.calendar == calendar)
                })
        })?)
    }

    /// What becomes of occurrences; a calendar user hears of the own calendars'.
    async fn occurrence_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only occurrences of this calendar.")] calendar_id: Option<ID>,
        #[graphql(desc = "Only occurrences of this event.")] event_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<OccurrenceChange>> + use<>> {
        let user = ctx.permit(Operation::OccurrenceChanged)?.only_calendars_of();
        let calendar: Option<CalendarId> = calendar_id.map(|id| id::argument(&id, "calendarId")).transpose()?;
        let event: Option<EventId> = event_id.map(|id| id::argument(&id, "eventId")).transpose()?;
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Occurrence
                && change.news::<OccurrenceNews>().is_ok_and(|news| {
                    user.is_none_or(|user| news.owner == Some(user))
                        && calendar.is_none_or(|calendar| news.calendar == calendar)
                        && event.is_none_or(|event| news.event == event)
                })
        })?)
    }
}
