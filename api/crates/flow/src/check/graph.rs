//! Whether every node can be come to, every call comes to an end, and none goes on by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Found};
use crate::{Document, Does, NodeId, On};

/// Where a call can go from a node.
struct Ways<'a> {
    /// To these nodes.
    to: BTreeSet<&'a NodeId>,
    /// To these also if nobody presses a key.
    by_itself: BTreeSet<&'a NodeId>,
    /// It can end here.
    ends: bool,
}

impl Found {
    /// Whether every node can be come to, every call comes to an end, and none goes on by itself.
    pub(super) fn graph(&mut self, document: &Document) {
        let ways: BTreeMap<&NodeId, Ways<'_>> = document.nodes.keys().map(|id| (id, ways(document, id))).collect();
        let reachable = reached(document.start.as_ref(), |id| ways.get(id).map(|ways| &ways.to));
        for id in document.nodes.keys().filter(|id| !reachable.contains(id)) {
            self.add(Code::Unreachable, &["nodes", id.as_str()], format!("No way leads to the node `{id}`."));
        }
        let ending: BTreeSet<&NodeId> = ending(&ways);
        for id in document.nodes.keys().filter(|id| !ending.contains(id)) {
            self.add(Code::NoWayOut, &["nodes", id.as_str()], format!("From the node `{id}` no way leads to the end of the call."));
        }
        for id in document.nodes.keys() {
            let after = ways.get(id).into_iter().flat_map(|ways| &ways.by_itself).copied();
            let again = after.flat_map(|next| reached(Some(next), |id| ways.get(id).map(|ways| &ways.by_itself))).any(|next| next == id);
            if again {
                let message = format!("A call in which nobody presses a key comes by the node `{id}` again and again.");
                self.add(Code::Endless, &["nodes", id.as_str()], message);
            }
        }
    }
}

/// Where a call can go from a node: by every branch that is taken there, its own or its fallback's.
fn ways<'a>(document: &'a Document, id: &'a NodeId) -> Ways<'a> {
    let mut ways = Ways { to: BTreeSet::new(), by_itself: BTreeSet::new(), ends: false };
    let Some(node) = document.nodes.get(id) else { return ways };
    if node.does.ends() {
        ways.ends = true;
        return ways;
    }
    let keys = node.branches.0.keys().filter(|on| matches!(on, On::Keys(_) | On::Any)).cloned();
    let always = match &node.does {
        does if does.ask().is_some() => vec![On::Invalid, On::Timeout],
        Does::Answered(_) => vec![On::Human, On::Machine, On::Fax, On::Unknown],
        Does::Transfer(_) => vec![On::Next, On::Unreached],
        _ => vec![On::Next],
    };
    for on in keys.chain(always).filter(|on| node.does.branches_on(on)) {
        let by_itself = !matches!(on, On::Keys(_) | On::Any | On::Invalid);
        match node.branches.to(&on) {
            Some(to) if document.nodes.contains_key(to) => {
                ways.to.insert(to);
                if by_itself {
                    ways.by_itself.insert(to);
                }
            }
            _ => ways.ends = true,
        }
    }
    ways
}

/// All nodes that can be come to from `start`, itself among them.
fn reached<'a>(start: Option<&'a NodeId>, next: impl Fn(&NodeId) -> Option<&BTreeSet<&'a NodeId>>) -> BTreeSet<&'a NodeId> {
    let mut known = BTreeSet::new();
    let mut open: Vec<&NodeId> = start.into_iter().collect();
    while let Some(id) = open.pop() {
        if known.insert(id) {
            open.extend(next(id).into_iter().flatten().copied());
        }
    }
    known
}

/// All nodes from which a call can come to its end.
fn ending<'a>(ways: &BTreeMap<&'a NodeId, Ways<'a>>) -> BTreeSet<&'a NodeId> {
    let mut ending: BTreeSet<&NodeId> = ways.iter().filter(|(_, ways)| ways.ends).map(|(id, _)| *id).collect();
    loop {
        let more: Vec<&NodeId> = ways
            .iter()
            .filter(|(id, ways)| !ending.contains(*id) && ways.to.iter().any(|to| ending.contains(to)))
            .map(|(id, _)| *id)
            .collect();
        if more.is_empty() {
            return ending;
        }
        ending.extend(more);
    }
}
