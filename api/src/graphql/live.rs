//! From a subscription's arguments to the stream of changes: where to begin, whose changes, and the cursor of each.

use std::{ops::Deref, sync::Arc};

use async_graphql::{Context, Enum, Error};
use futures_util::{Stream, StreamExt};
use protocol::LiveWindow;
use serde::de::DeserializeOwned;

use crate::{
    error::Fault,
    graphql::{context::ContextExt, scalars::LiveCursor},
    live::{
        Change, Hub, Position,
        cursor::CursorError,
        stream::{self, StreamError},
    },
};

/// What became of the thing a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ChangeKind")]
pub enum ChangeKind {
    /// It is new.
    Created,
    /// It is different.
    Updated,
    /// It is gone.
    Deleted,
}

/// A change on its way to a subscriber, with the cursor from which to go on after it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The change.
    pub change: Arc<Change>,
    /// Its place, as clients hold it.
    pub cursor: LiveCursor,
}

impl Deref for Followed {
    type Target = Change;

    fn deref(&self) -> &Change {
        &self.change
    }
}

impl Followed {
    /// What its slice tells besides.
    ///
    /// # Errors
    /// [`Fault::Internal`]: it was written as something else.
    pub fn news<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let topic = self.topic;
        Ok(self.change.news().map_err(|error| anyhow::Error::new(error).context(format!("news of the topic {topic:?}")))?)
    }
}

/// The caller's account's changes after `after`, or from now on, for which `wanted` holds, each as what subscribers are told.
///
/// Where "now" is, is settled before anything is awaited: what is committed after the call is not missed. A [`LiveWindow`] in
/// the request's data goes before `after`, which then is only one of several subscribers': the door gives it to serve
/// identical subscriptions at once, and has read their cursors itself.
///
/// # Errors
/// [`Fault::Unauthenticated`]; [`Fault::CursorInvalid`] when `after` is no cursor of this API; [`Fault::CursorExpired`] when it is
/// of another stream of changes. The stream ends with [`Fault::CursorExpired`] when what came after the cursor has been pruned.
pub fn follow<T, F>(
    ctx: &Context<'_>,
    after: Option<LiveCursor>,
    wanted: F,
) -> Result<impl Stream<Item = async_graphql::Result<T>> + Send + 'static + use<T, F>, Fault>
where
    T: TryFrom<Followed> + 'static,
    T::Error: Into<Error>,
    F: Fn(&Change) -> bool + Send + 'static,
{
    let account_id = ctx.caller()?.account_id;
    let hub = ctx.app().live.clone();
    let window = ctx.data_opt::<LiveWindow>().cloned();
    let (after, until) = match (&window, after) {
        (Some(window), _) => (window.after.map(Position), window.until.map(Position)),
        (None, Some(cursor)) => (Some(position(&hub, &cursor)?), None),
        (None, None) => (None, None),
    };
    let after = after.unwrap_or_else(|| hub.head());
    let changes = stream::changes(hub.clone(), after, until, move |change| change.account_id == account_id && wanted(change));
    Ok(changes.map(move |change| {
        let change = change.map_err(|error| Error::from(fault(error)))?;
        if let Some(window) = &window {
            window.positions.push(change.position.0);
        }
        let cursor = LiveCursor(hub.cursor(change.position));
        T::try_from(Followed { change, cursor }).map_err(Into::into)
    }))
}

fn position(hub: &Hub, cursor: &LiveCursor) -> Result<Position, Fault> {
    hub.position(&cursor.0).map_err(|error| match error {
        CursorError::Unreadable => Fault::CursorInvalid("`after` is no cursor of this API.".to_owned()),
        // The database was put back from a copy, or is another: to begin again is the remedy here, too.
        CursorError::Foreign => Fault::CursorExpired,
    })
}

fn fault(error: StreamError) -> Fault {
    match error {
        StreamError::Expired => Fault::CursorExpired,
        StreamError::Database(error) => error.into(),
    }
}
