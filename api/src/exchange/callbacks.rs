//! What providers post to us: proved to be theirs, written down with what became of the order, and only then acknowledged.
//!
//! What is not proved leaves no row. A repeat is known by its name and changes nothing. Who posts is answered only after the commit, so
//! that what a crash swallows is posted again.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use axum::http::HeaderMap;
use entity::{id::ProviderId, provider};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;
use telephony::{
    outgoing::Reference,
    port::{Callback, CallbackError, Provider},
};

use super::{
    Link,
    dial::book::{self, Book, Happening, Whose},
};
use crate::{
    app::App,
    calls::attempts::happening::What,
    failpoint::{self, Failpoint},
};

/// Takes in what providers post. Cheap to clone.
#[derive(Clone)]
pub struct Callbacks {
    app: App,
    book: Book,
    /// The providers of the configuration, by name.
    providers: Arc<HashMap<String, Arc<dyn Provider>>>,
    /// Their rows, once they were looked for.
    ids: Arc<RwLock<HashMap<String, ProviderId>>>,
}

/// What was posted.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// Name of the provider, as configured.
    pub provider: &'a str,
    /// Our reference of the order it is about.
    pub reference: &'a str,
    /// What followed the question mark.
    pub query: Option<&'a str>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

/// Why it was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// There is no such provider, or it posts nothing.
    #[error("there is no such provider here, or it posts nothing")]
    Unknown,
    /// It is not proved to be the provider's.
    #[error("the signature is missing or wrong")]
    Unproved,
    /// It is the provider's, and cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// It could not be written down: it is to be posted again.
    #[error("it cannot be taken now")]
    Later,
}

impl Callbacks {
    /// Takes in what these providers post.
    pub fn new<'a>(app: App, book: Book, links: impl Iterator<Item = &'a Link>) -> Self {
        let providers = links.map(|link| (link.name.clone(), Arc::clone(&link.provider))).collect();
        Self { app, book, providers: Arc::new(providers), ids: Arc::default() }
    }

    /// Takes in what was posted; returns once it is committed.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn take(&self, post: Post<'_>) -> Result<(), NotTaken> {
        let provider = self.providers.get(post.provider).ok_or(NotTaken::Unknown)?;
        let reference: Reference = post.reference.parse().map_err(|_| NotTaken::Unknown)?;
        let callback = Callback { reference: &reference, query: post.query, headers: post.headers, body: post.body };
        let read = provider.read_callback(&callback).map_err(|error| match error {
            CallbackError::Unsupported => NotTaken::Unknown,
            CallbackError::Unproved => NotTaken::Unproved,
            CallbackError::Unreadable(why) => NotTaken::Unreadable(why),
        })?;
        let id = self.id(post.provider).await.map_err(|error| {
            tracing::error!(provider.name = post.provider, error = %error, "exchange: a callback cannot be taken now: {error}");
            NotTaken::Later
        })?;
        let id = id.ok_or(NotTaken::Later)?;
        // Of the names that it bears the last is the one it always bears.
        let name = read.names.last().cloned().ok_or_else(|| NotTaken::Unreadable("it bears no name".to_owned()))?;
        let kept = book::Callback {
            // What many names say is one thing: the order and how far it is.
            dedupe_key: format!("{reference}/{name}"),
            body: json!({ "query": post.query, "body": String::from_utf8_lossy(post.body) }),
            report: serde_json::to_value(&read.report).unwrap_or_default(),
        };
        let of = Whose::of(id, &read.report);
        let happening = Happening { of, what: What::Reported(read.report), fence: None, from: id, callback: Some(kept) };
        failpoint::pass(Failpoint::ReportProved, 1);
        self.book.write(happening).await.map(drop).map_err(|_| NotTaken::Later)
    }

    /// The row of the provider configured under that name; none: it never ran.
    async fn id(&self, name: &str) -> Result<Option<ProviderId>, DbErr> {
        let known = self.ids.read().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        if known.is_some() {
            return Ok(known);
        }
        // Names are unique in the configuration, and so is the account of each.
        let row = provider::Entity::find().filter(provider::Column::Name.eq(name)).one(self.app.db.read()).await?;
        let Some(row) = row else { return Ok(None) };
        self.ids.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), row.id);
        Ok(Some(row.id))
    }
}
