//! Live changes of reminders.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CalendarId, EventId, ReminderId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    loader,
    news::ReminderNews,
    types::{Reminder, ReminderStatus},
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

/// A reminder was made, or has come on.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ReminderChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the reminder.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the reminder.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far it has come with this change.
    #[graphql(owned)]
    pub status: ReminderStatus,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which reminder.
    #[graphql(skip)]
    reminder_id: ReminderId,
}

/// A reminder was made, or has come on.
#[ComplexObject]
impl ReminderChange {
    /// The reminder as it is now.
    async fn reminder(&self, ctx: &Context<'_>) -> Result<Option<Reminder>> {
        Ok(loader::reminder(ctx, self.account_id, self.reminder_id).await?.map(Reminder::from))
    }
}

impl TryFrom<Followed> for ReminderChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: ReminderNews = change.news()?;
        let reminder_id = ReminderId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: reminder_id.into(),
            status: news.status.into(),
            account_id: change.account_id,
            reminder_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of reminders.
#[derive(Default)]
pub struct ReminderSubscription;

/// Live changes of reminders.
#[Subscription]
impl ReminderSubscription {
    /// Reminders as they are made, tried and over; a calendar user hears of the own calendars'.
    async fn reminder_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only reminders of this calendar.")] calendar_id: Option<ID>,
        #[graphql(desc = "Only reminders of this event.")] event_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<ReminderChange>> + use<>> {
        let user = ctx.permit(Operation::ReminderChanged)?.only_calendars_of();
        let calendar: Option<CalendarId> = calendar_id.map(|id| id::argument(&id, "calendarId")).transpose()?;
        let event: Option<EventId> = event_id.map(|id| id::argument(&id, "eventId")).transpose()?;
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Reminder
                && change.news::<ReminderNews>().is_ok_and(|news| {
                    user.is_none_or(|user| news.owner == Some(user))
                        && calendar.is_none_or(|calendar| news.calendar == calendar)
                        && event.is_none_or(|event| news.event == event)
                })
        })?)
    }
}
