//! One subscriber's changes: replayed from its position, then followed, in order, none left out.

use std::sync::Arc;

use futures_util::stream::{self, Stream};
use sea_orm::DbErr;

use super::{
    change::{Change, Position},
    hub::Hub,
};

/// Changes taken at a time.
const PAGE: usize = 256;

/// Why a stream ends early.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// What came after the position has been pruned.
    #[error("the changes after this position are no longer kept")]
    Expired,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Every change after `after` for which `wanted` holds; up to and with `until`, or without end.
///
/// The stream ends after an error. It holds no more than a page, however slowly it is read.
pub fn changes<F>(
    hub: Hub,
    after: Position,
    until: Option<Position>,
    wanted: F,
) -> impl Stream<Item = Result<Arc<Change>, StreamError>> + Send + 'static
where
    F: Fn(&Change) -> bool + Send + 'static,
{
    let reader = Reader { head: hub.watch(), hub, at: after, until, page: Vec::new().into_iter(), wanted, ended: false };
    stream::unfold(reader, |mut reader| async move {
        if reader.ended {
            return None;
        }
        match reader.next().await {
            Ok(Some(change)) => Some((Ok(change), reader)),
            Ok(None) => None,
            Err(error) => {
                reader.ended = true;
                Some((Err(error), reader))
            }
        }
    })
}

struct Reader<F> {
    hub: Hub,
    head: tokio::sync::watch::Receiver<Position>,
    /// The last position looked at.
    at: Position,
    until: Option<Position>,
    page: std::vec::IntoIter<Arc<Change>>,
    wanted: F,
    ended: bool,
}

impl<F: Fn(&Change) -> bool> Reader<F> {
    async fn next(&mut self) -> Result<Option<Arc<Change>>, StreamError> {
        loop {
            for change in self.page.by_ref() {
                if self.until.is_some_and(|until| change.position > until) {
                    return Ok(None);
                }
                self.at = change.position;
                if (self.wanted)(&change) {
                    return Ok(Some(change));
                }
            }
            if self.until.is_some_and(|until| self.at >= until) {
                return Ok(None);
            }
            self.page = self.fill().await?.into_iter();
        }
    }

    /// The next page; waits when there is none yet.
    async fn fill(&mut self) -> Result<Vec<Arc<Change>>, StreamError> {
        loop {
            // Seen before the look, so that a change between look and wait is not slept through.
            self.head.mark_unchanged();
            let head = *self.head.borrow();
            match self.hub.recent(self.at, PAGE) {
                Some(page) if !page.is_empty() => return Ok(page),
                Some(_) => {
                    if self.until.is_some_and(|until| head >= until) {
                        self.at = self.at.max(head);
                        return Ok(Vec::new());
                    }
                    // The sender lives in the hub that this reader holds.
                    if self.head.changed().await.is_err() {
                        return Err(DbErr::Custom("the hub is gone".to_owned()).into());
                    }
                }
                None => return self.replay().await,
            }
        }
    }

    async fn replay(&mut self) -> Result<Vec<Arc<Change>>, StreamError> {
        let page = self.hub.log().page(self.at, PAGE as u64).await?;
        // Asked after the read: what was pruned meanwhile may be missing from the page.
        if self.at < self.hub.log().pruned().await? {
            return Err(StreamError::Expired);
        }
        Ok(page.into_iter().map(Arc::new).collect())
    }
}
