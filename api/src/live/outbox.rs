//! Publishing: news are rows of the transaction that makes them true. Nobody publishes otherwise.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CallId, PersonId, QueueId},
    outbox,
    stored::{ChangeKind, Topic},
};
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbBackend, DbErr, EntityTrait, Set, prelude::Uuid};
use serde_json::Value;

use crate::db::Tx;

/// Channel of PostgreSQL's NOTIFY that says: there is news.
pub(super) const CHANNEL: &str = "switchboard_news";

/// Rows of one INSERT: 11 values a row, far below the databases' limits on bound values.
const CHUNK: usize = 500;

/// A change about to be published.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// Whose.
    pub account_id: AccountId,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it is about.
    pub topic: Topic,
    /// What became of it.
    pub kind: ChangeKind,
    /// Id of the thing, by topic.
    pub node_id: Uuid,
    /// Queue it concerns.
    pub queue_id: Option<QueueId>,
    /// Person it concerns.
    pub person_id: Option<PersonId>,
    /// Call it concerns.
    pub call_id: Option<CallId>,
    /// What the topic's slice tells besides; an object.
    pub payload: Value,
}

impl News {
    /// News of `node_id` with nothing besides.
    pub fn new(account_id: AccountId, occurred_at: DateTime<Utc>, topic: Topic, kind: ChangeKind, node_id: Uuid) -> Self {
        Self {
            account_id,
            occurred_at,
            topic,
            kind,
            node_id,
            queue_id: None,
            person_id: None,
            call_id: None,
            payload: Value::Object(serde_json::Map::new()),
        }
    }
}

/// Writes `news`, in order, into the transaction.
///
/// # Errors
/// The database's.
pub async fn publish(tx: &Tx, news: Vec<News>) -> Result<(), DbErr> {
    if news.is_empty() {
        return Ok(());
    }
    let mut rows = news.into_iter().map(row).peekable();
    while rows.peek().is_some() {
        outbox::Entity::insert_many(rows.by_ref().take(CHUNK)).exec_without_returning(&**tx).await?;
    }
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_notify('{CHANNEL}', '')")).await?;
    }
    Ok(())
}

fn row(news: News) -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: NotSet,
        position: NotSet,
        account_id: Set(news.account_id),
        occurred_at: Set(news.occurred_at),
        topic: Set(news.topic),
        kind: Set(news.kind),
        node_id: Set(news.node_id),
        queue_id: Set(news.queue_id),
        person_id: Set(news.person_id),
        call_id: Set(news.call_id),
        payload: Set(news.payload),
    }
}
