//! What was counted of all calls that a version led: by node and response, and recordings by their length. One statement each, over
//! indexes.

use async_graphql::{ComplexObject, SimpleObject};
use entity::{
    flow_version,
    stored::{FlowResultKind as StoredKind, FlowRunStatus as StoredStatus},
};
use sea_orm::{ActiveEnum, ConnectionTrait, DbErr, FromQueryResult, Statement};

use super::{
    super::{document::FlowOutcome, pick::document},
    types::{FlowResultKind, FlowRunStatus, outcome},
};

/// Different responses of a node that are told; of those that are more only the number is.
const MOST_RESPONSES: i64 = 100;

/// So many calls of a status.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowStatusCount {
    /// How far they have come.
    pub status: FlowRunStatus,
    /// How many they are.
    pub count: i64,
}

/// So many calls that mean the same.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowOutcomeCount {
    /// What they mean; null: nothing that the flow says.
    pub outcome: Option<FlowOutcome>,
    /// How many they are.
    pub count: i64,
}

/// So many calls in which a node heard the same.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowResponseCount {
    /// What kind of thing it heard.
    pub kind: FlowResultKind,
    /// What was answered; null where there is nothing to tell beside the kind.
    pub response: Option<String>,
    /// In how many calls.
    pub count: i64,
}

/// Recordings of a node by their length.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct FlowRecordingCounts {
    /// Of 0 to 20 seconds.
    pub to20: i64,
    /// Of 21 to 40 seconds.
    pub to40: i64,
    /// Of 41 to 60 seconds.
    pub to60: i64,
    /// Of 61 to 90 seconds.
    pub to90: i64,
    /// Longer.
    pub longer: i64,
}

/// What was counted of a node.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowNodeResults {
    /// Id of the node.
    pub node: String,
    /// What people call it.
    pub label: Option<String>,
    /// Calls in which it heard something, or nothing.
    pub total: i64,
    /// The same by what it heard, the most frequent first; at most 100.
    pub responses: Vec<FlowResponseCount>,
    /// Recordings by their length; null where none was made.
    pub recordings: Option<FlowRecordingCounts>,
}

/// What was counted of all calls that a version led. A call counts once for each node, by what it heard there last.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct FlowResults {
    /// Calls by how far they have come.
    pub statuses: Vec<FlowStatusCount>,
    /// Calls by what they mean.
    pub outcomes: Vec<FlowOutcomeCount>,
    /// What each node heard, in the order of their ids; without those that heard nothing yet.
    pub nodes: Vec<FlowNodeResults>,
}

#[ComplexObject]
impl FlowResults {
    /// All calls.
    async fn runs(&self) -> i64 {
        self.statuses.iter().map(|status| status.count).sum()
    }
}

#[derive(FromQueryResult)]
struct Counted {
    word: Option<String>,
    count: i64,
}

#[derive(FromQueryResult)]
struct Heard {
    node: String,
    kind: String,
    response: Option<String>,
    count: i64,
    total: i64,
}

#[derive(FromQueryResult)]
struct Recorded {
    node: String,
    to20: i64,
    to40: i64,
    to60: i64,
    to90: i64,
    longer: i64,
}

impl FlowResults {
    /// Counts.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(db: &impl ConnectionTrait, version: &flow_version::Model) -> Result<Self, DbErr> {
        let statement = |sql: &str| Statement::from_sql_and_values(db.get_database_backend(), sql, [version.id.into()]);
        let statuses = Counted::find_by_statement(statement(
            "SELECT status AS word, COUNT(*) AS count FROM flow_run WHERE flow_version_id = $1 GROUP BY status ORDER BY status",
        ));
        let outcomes = Counted::find_by_statement(statement(
            "SELECT outcome AS word, COUNT(*) AS count FROM flow_run WHERE flow_version_id = $1 GROUP BY outcome ORDER BY COUNT(*) DESC, outcome",
        ));
        let heard = Heard::find_by_statement(Statement::from_sql_and_values(
            db.get_database_backend(),
            "SELECT node, kind, response, count, CAST(total AS BIGINT) AS total FROM (
                 SELECT node, kind, response, COUNT(*) AS count, SUM(COUNT(*)) OVER (PARTITION BY node) AS total,
                     ROW_NUMBER() OVER (PARTITION BY node ORDER BY COUNT(*) DESC, kind, response) AS place
                 FROM flow_result WHERE flow_version_id = $1 GROUP BY node, kind, response
             ) AS counted WHERE place <= $2 ORDER BY node, place",
            [version.id.into(), MOST_RESPONSES.into()],
        ));
        let recorded = Recorded::find_by_statement(statement(
            "SELECT node,
                 COUNT(CASE WHEN seconds <= 20 THEN 1 END) AS to20,
                 COUNT(CASE WHEN seconds > 20 AND seconds <= 40 THEN 1 END) AS to40,
                 COUNT(CASE WHEN seconds > 40 AND seconds <= 60 THEN 1 END) AS to60,
                 COUNT(CASE WHEN seconds > 60 AND seconds <= 90 THEN 1 END) AS to90,
                 COUNT(CASE WHEN seconds > 90 THEN 1 END) AS longer
             FROM flow_recording WHERE flow_version_id = $1 GROUP BY node",
        ));
        let statuses = statuses.all(db).await?;
        let outcomes = outcomes.all(db).await?;
        let heard = heard.all(db).await?;
        let recorded = recorded.all(db).await?;
        Ok(Self {
            statuses: statuses.into_iter().filter_map(status).collect(),
            outcomes: outcomes
                .into_iter()
                .map(|row| FlowOutcomeCount { outcome: outcome(row.word.as_deref()), count: row.count })
                .collect(),
            nodes: nodes(version, heard, recorded)?,
        })
    }
}

fn status(row: Counted) -> Option<FlowStatusCount> {
    let status = StoredStatus::try_from_value(&row.word?).ok()?;
    Some(FlowStatusCount { status: status.into(), count: row.count })
}

fn nodes(version: &flow_version::Model, heard: Vec<Heard>, recorded: Vec<Recorded>) -> Result<Vec<FlowNodeResults>, DbErr> {
    let document = document(version)?;
    let label = |node: &str| document.nodes.get(&node.parse().ok()?).and_then(|node| node.label.clone());
    let mut nodes: Vec<FlowNodeResults> = Vec::new();
    for row in heard {
        let kind = StoredKind::try_from_value(&row.kind)?;
        let response = FlowResponseCount { kind: kind.into(), response: row.response, count: row.count };
        match nodes.last_mut().filter(|last| last.node == row.node) {
            Some(last) => last.responses.push(response),
            None => nodes.push(FlowNodeResults {
                label: label(&row.node),
                node: row.node,
                total: row.total,
                responses: vec![response],
                recordings: None,
            }),
        }
    }
    for row in recorded {
        let Recorded { node, to20, to40, to60, to90, longer } = row;
        if let Some(known) = nodes.iter_mut().find(|known| known.node == node) {
            known.recordings = Some(FlowRecordingCounts { to20, to40, to60, to90, longer });
        }
    }
    Ok(nodes)
}
