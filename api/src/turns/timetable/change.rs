//! A change of a timetable, as subscribers get it: what it is about comes with it, read from the news themselves.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, TimetableId},
    stored,
};

use super::{
    loader,
    news::{TimetableNews, What},
    turn::Turn,
    types::{Timetable, TimetableStatus},
};
use crate::{
    auth,
    error::Fault,
    graphql::{
        actor::Actor,
        live::{ChangeKind, Followed},
        local::Date,
        scalars::LiveCursor,
    },
};

/// What happened to a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TimetableChangeKind {
    /// It was made.
    Created,
    /// It was deleted.
    Deleted,
    /// It is a draft, and what each should carry in it is another now: persons, hours or other weeks were
    /// changed, or somebody has decided it.
    Loads,
    /// It was published.
    Published,
    /// It was archived.
    Archived,
    /// Turns changed hands by a result of the solver.
    Solved,
    /// Turns were read from another system.
    Imported,
    /// A turn was given to somebody, or to somebody else.
    Reassigned,
    /// Two turns changed hands.
    Swapped,
    /// A turn was left empty.
    Cleared,
    /// A line was opened in a slot.
    LineAdded,
    /// A line was closed in a slot.
    LineClosed,
    /// A running turn was taken over.
    TakenOver,
    /// An edit was undone.
    Undone,
    /// A turn was offered to others.
    SwapOffered,
    /// Such an offer was declined or withdrawn, or has expired. One that was accepted is `SWAPPED`.
    SwapDecided,
}

impl From<What> for TimetableChangeKind {
    fn from(what: What) -> Self {
        use stored::TimetableAction as A;
        match what {
            What::Deleted => Self::Deleted,
            What::Loads => Self::Loads,
            What::SwapOffered => Self::SwapOffered,
            What::SwapDecided => Self::SwapDecided,
            What::Done(A::Created) => Self::Created,
            What::Done(A::Solved) => Self::Solved,
            What::Done(A::Imported) => Self::Imported,
            What::Done(A::Reassigned) => Self::Reassigned,
            What::Done(A::Swapped) => Self::Swapped,
            What::Done(A::Cleared) => Self::Cleared,
            What::Done(A::LineAdded) => Self::LineAdded,
            What::Done(A::LineClosed) => Self::LineClosed,
            What::Done(A::TakenOver) => Self::TakenOver,
            What::Done(A::Published) => Self::Published,
            What::Done(A::Archived) => Self::Archived,
            What::Done(A::Undone) => Self::Undone,
        }
    }
}

/// Something happened to a timetable.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the timetable.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the timetable.
    #[graphql(owned)]
    pub node_id: ID,
    /// What happened to it.
    #[graphql(owned)]
    pub what: TimetableChangeKind,
    /// The Monday its week begins on.
    pub week: Date,
    /// How far it had come then.
    #[graphql(owned)]
    pub status: TimetableStatus,
    /// Its version from then on.
    pub version: i32,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Turns that were changed, as this left them; of a line that was closed, as it was last.
    pub turns: Vec<Turn>,
    /// Id of the offer it is about.
    pub swap_request_id: Option<ID>,
    /// The news.
    #[graphql(skip)]
    news: TimetableNews,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which timetable.
    #[graphql(skip)]
    timetable_id: TimetableId,
}

impl TryFrom<Followed> for TimetableChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: TimetableNews = change.news()?;
        let timetable_id = TimetableId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: timetable_id.into(),
            what: news.what.into(),
            week: news.week.into(),
            status: news.status.into(),
            version: news.version,
            reason: news.reason.clone(),
            turns: news.turns.iter().cloned().map(Turn::from).collect(),
            swap_request_id: news.swap.map(ID::from),
            account_id: change.account_id,
            cursor: change.cursor,
            timetable_id,
            news,
        })
    }
}

#[ComplexObject]
impl TimetableChange {
    /// Who did it.
    async fn actor(&self) -> Actor {
        auth::Actor { kind: self.news.actor_kind, id: self.news.actor_id, name: self.news.actor_name.clone() }.into()
    }

    /// The timetable as it is now; null when it is deleted.
    async fn timetable(&self, ctx: &Context<'_>) -> Result<Option<Timetable>> {
        Ok(loader::timetable(ctx, self.account_id, self.timetable_id).await?.map(Timetable::from))
    }
}
