//! What providers ask by posts of calls that are led: proved to be theirs, put to whoever leads the call, and answered with a document.
//!
//! What is not proved leaves no row. A post that is repeated is answered as before, since a turn has one answer.

use std::{collections::HashMap, sync::Arc};

use telephony::{
    conversation::{Asks, Conductor, ConductorError, Document},
    outgoing::{OrderError, Reference},
    port::{Callback, CallbackError, Provider},
};

use super::{
    Link,
    callbacks::{NotTaken, Post},
};

/// Answers what providers ask. Cheap to clone.
#[derive(Clone)]
pub struct Conversations {
    conductor: Arc<dyn Conductor>,
    /// The providers of the configuration, by name.
    providers: Arc<HashMap<String, Arc<dyn Provider>>>,
}

impl Conversations {
    /// Answers what these providers ask by what `conductor` says.
    pub fn new<'a>(conductor: Arc<dyn Conductor>, links: impl Iterator<Item = &'a Link>) -> Self {
        let providers = links.map(|link| (link.name.clone(), Arc::clone(&link.provider))).collect();
        Self { conductor, providers: Arc::new(providers) }
    }

    /// The providers of the configuration, by name.
    pub(super) fn providers(&self) -> Arc<HashMap<String, Arc<dyn Provider>>> {
        Arc::clone(&self.providers)
    }

    /// The answer to a post.
    ///
    /// # Errors
    /// [`NotTaken`]; `Unknown` also for a call that nobody leads.
    pub async fn answer(&self, post: Post<'_>) -> Result<Document, NotTaken> {
        let provider = self.providers.get(post.provider).ok_or(NotTaken::Unknown)?;
        let reference: Reference = post.reference.parse().map_err(|_| NotTaken::Unknown)?;
        let callback = Callback { reference: &reference, query: post.query, headers: post.headers, body: post.body };
        let read = provider.read_turn(&callback).map_err(|error| match error {
            CallbackError::Unsupported => NotTaken::Unknown,
            CallbackError::Unproved => NotTaken::Unproved,
            CallbackError::Unreadable(why) => NotTaken::Unreadable(why),
        })?;
        let act = match &read.asks {
            Asks::Next(heard) => self.conductor.next(&reference, read.turn, heard.clone()).await.map_err(refused)?,
            Asks::Confirm { .. } => {
                let present = self.conductor.present(&reference).await.map_err(refused)?;
                let (_, act) = present.filter(|(turn, _)| *turn == read.turn).ok_or_else(|| refused(ConductorError::WrongTurn))?;
                act
            }
        };
        provider.write_answer(&reference, &read, &act).map_err(|error| match error {
            OrderError::Unsupported => NotTaken::Unknown,
            // What was sealed and cannot be written is our fault, and ends the call.
            error => {
                tracing::error!(call_attempt.id = %reference, error = %error, "exchange: an act of a call cannot be written: {error}");
                NotTaken::Unreadable(error.to_string())
            }
        })
    }
}

fn refused(error: ConductorError) -> NotTaken {
    match error {
        ConductorError::NoSuchCall => NotTaken::Unknown,
        ConductorError::WrongTurn => NotTaken::Unreadable(error.to_string()),
        ConductorError::Unavailable(_) => NotTaken::Later,
    }
}
