//! A change of a run, as subscribers get it: how far it has come is read from the news themselves.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, SolverRunId};

use super::{
    loader,
    news::RunNews,
    types::{SolverRun, SolverRunStatus},
};
use crate::{
    error::Fault,
    graphql::{
        live::{ChangeKind, Followed},
        scalars::LiveCursor,
    },
    turns::explain::constraint::points_of,
};

/// A run of the solver has come further.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SolverRunChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the run.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the run.
    #[graphql(owned)]
    pub node_id: ID,
    /// Id of the timetable.
    #[graphql(owned)]
    pub timetable_id: ID,
    /// How far it had come.
    #[graphql(owned)]
    pub status: SolverRunStatus,
    /// Score of the best so far.
    pub incumbent: Option<i32>,
    /// No timetable scores less.
    pub bound: Option<f64>,
    /// How far the best so far may be from the best there is, as a share of its score.
    pub gap: Option<f64>,
    /// Seconds it had solved.
    pub seconds: Option<f64>,
    /// Why it ended without the timetable being changed.
    pub problem: Option<String>,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which run.
    #[graphql(skip)]
    run_id: SolverRunId,
}

impl TryFrom<Followed> for SolverRunChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: RunNews = change.news()?;
        let run_id = SolverRunId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: run_id.into(),
            timetable_id: news.timetable.into(),
            status: news.status.into(),
            incumbent: news.incumbent.map(points_of),
            bound: news.bound,
            gap: news.gap,
            seconds: news.seconds,
            problem: news.problem,
            account_id: change.account_id,
            run_id,
            cursor: change.cursor,
        })
    }
}

#[ComplexObject]
impl SolverRunChange {
    /// The run as it is now; null when its timetable was deleted.
    async fn run(&self, ctx: &Context<'_>) -> Result<Option<SolverRun>> {
        Ok(loader::run(ctx, self.account_id, self.run_id).await?.map(SolverRun::from))
    }
}
