//! What is wrong with a document, as clients see it, and as whoever saves or seals it is refused.

use async_graphql::{Enum, SimpleObject};
use flow::{Code, Document, Finding, check};

use crate::error::{Problem, ProblemCode};

/// What is wrong with a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Code")]
pub enum FlowFindingCode {
    /// Nothing says with which node it begins.
    NoStart,
    /// There is no language.
    NoLanguage,
    /// This is no language, or it stands there twice.
    LanguageInvalid,
    /// A branch, or the beginning, leads to a node that is not in this flow.
    UnknownNode,
    /// No way leads to this node.
    Unreachable,
    /// From this node no way leads to the end of the call.
    NoWayOut,
    /// A call in which nobody presses a key comes by this node again and again.
    Endless,
    /// Nothing is said here in a language of the flow.
    TextMissing,
    /// Something is said here in a language that is not the flow's.
    LanguageUnknown,
    /// This cannot be said or sent.
    TextInvalid,
    /// A branch on keys that this node does not ask for, or on what cannot happen at it.
    BranchInvalid,
    /// Nothing says what follows from these keys.
    KeyWithoutBranch,
    /// A key that cannot be pressed, or is not asked for.
    KeyInvalid,
    /// A number that is too small or too large.
    OutOfRange,
    /// This is nobody who can be rung, or no room.
    TargetInvalid,
    /// There is more than can be.
    TooMany,
}

/// Something that is wrong with a flow.
#[derive(Clone, Debug, SimpleObject)]
pub struct FlowFinding {
    /// What.
    pub code: FlowFindingCode,
    /// Where in the document; nodes by their ids, e.g. `["nodes", "ask", "branches", "1"]`.
    pub path: Vec<String>,
    /// Id of the node it is about; null: about the flow as a whole.
    pub node: Option<String>,
    /// The same, for people.
    pub message: String,
}

impl From<Finding> for FlowFinding {
    fn from(finding: Finding) -> Self {
        let node = finding.path.get(1).filter(|_| finding.path.first().is_some_and(|first| first == "nodes")).cloned();
        Self { code: finding.code.into(), path: finding.path, node, message: finding.message }
    }
}

/// What stands in the way of saving a document below `path`: what cannot be right however it goes on.
pub fn refused(document: &Document, path: &[&str]) -> Vec<Problem> {
    check(document).into_iter().filter(|finding| !finding.code.may_stand_in_a_draft()).map(|finding| problem(finding, path)).collect()
}

/// What stands in the way of sealing a document: all that is wrong with it.
pub fn unfinished(document: &Document, path: &[&str]) -> Vec<Problem> {
    check(document).into_iter().map(|finding| problem(finding, path)).collect()
}

fn problem(finding: Finding, path: &[&str]) -> Problem {
    let code = match finding.code {
        Code::UnknownNode => ProblemCode::NotFound,
        Code::TooMany => ProblemCode::LimitReached,
        _ => ProblemCode::Invalid,
    };
    let word = async_graphql::resolver_utils::enum_value(FlowFindingCode::from(finding.code));
    let word = if let async_graphql::Value::Enum(word) = word { word.to_string() } else { String::new() };
    let path: Vec<&str> = path.iter().copied().chain(finding.path.iter().map(String::as_str)).collect();
    Problem::new(code, &path, format!("{word}: {}", finding.message))
}
