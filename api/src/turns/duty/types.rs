//! A notice as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, RotaNoticeId},
    stored,
};

use super::{
    news::NoticeNews,
    notice::{Gap, Missing},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        live::{ChangeKind, Followed},
        scalars::LiveCursor,
    },
    persons::{Person, loader::person},
    queues::{Queue, loader::queue},
};

/// What is told about the rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::RotaNoticeKind")]
pub enum RotaNoticeKind {
    /// A slot begins, or the service ends: who comes, and who goes.
    HandOff,
    /// A slot is about to begin in which fewer persons can answer than are wanted.
    UncoveredAhead,
}

/// Why nobody answers a line of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Missing")]
pub enum RotaGapReason {
    /// The turn is nobody's.
    Empty,
    /// Its person was deactivated.
    Inactive,
    /// Its person has no extension.
    NoExtension,
}

/// A line of a slot that nobody answers.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct RotaGap {
    /// Which line, from 1.
    pub line: i32,
    /// Why nobody answers it.
    #[graphql(owned)]
    pub reason: RotaGapReason,
    /// Whose it is.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
    /// Of which account.
    #[graphql(skip)]
    pub account_id: AccountId,
}

#[ComplexObject]
impl RotaGap {
    /// Whose turn it is; null when it is nobody's.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }
}

/// Something told about a queue's rota.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct RotaNotice {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it was told.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the notice: it is new.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the notice.
    #[graphql(owned)]
    pub node_id: ID,
    /// What is told.
    #[graphql(owned)]
    pub what: RotaNoticeKind,
    /// When the slot begins that it is about; of a hand-off at the end of the service, when that is.
    #[graphql(owned)]
    pub starts_at: DateTime<Utc>,
    /// When that slot ends; null at the end of the service.
    #[graphql(owned)]
    pub ends_at: Option<DateTime<Utc>>,
    /// Persons wanted in that slot.
    pub demand: i32,
    /// Lines of that slot that nobody answers.
    pub gaps: Vec<RotaGap>,
    /// What was told.
    #[graphql(skip)]
    pub news: NoticeNews,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
}

impl TryFrom<Followed> for RotaNotice {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: NoticeNews = change.news()?;
        let account_id = change.account_id;
        let gap = |gap: &Gap| RotaGap { line: gap.line, reason: gap.why.into(), person_id: gap.person_id, account_id };
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: RotaNoticeId(change.node_id).into(),
            what: news.what.into(),
            starts_at: news.starts_at,
            ends_at: news.detail.ends_at,
            demand: news.detail.demand,
            gaps: news.detail.gaps.iter().map(gap).collect(),
            account_id,
            cursor: change.cursor,
            news,
        })
    }
}

#[ComplexObject]
impl RotaNotice {
    /// The queue it is about.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        Ok(queue(ctx, self.account_id, self.news.queue_id).await?.map(Queue::from))
    }

    /// Who has a turn in that slot and can be rung, in the order of lines.
    async fn persons(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        self.those(ctx, &self.news.detail.persons).await
    }

    /// Those of them who were not on duty just before; empty for a warning.
    async fn comes(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        self.those(ctx, &self.news.detail.comes).await
    }

    /// Who was on duty just before and is not any more; empty for a warning.
    async fn goes(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        self.those(ctx, &self.news.detail.goes).await
    }
}

impl RotaNotice {
    async fn those(&self, ctx: &Context<'_>, ids: &[PersonId]) -> Result<Vec<Person>> {
        ctx.permit(Operation::Person)?;
        let mut persons = Vec::with_capacity(ids.len());
        for id in ids {
            persons.extend(person(ctx, self.account_id, *id).await?);
        }
        Ok(persons)
    }
}
