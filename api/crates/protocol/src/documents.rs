//! Documents, parsed once and remembered.
//!
//! A cached document is one that was parsed, kept all limits and passed validation at least once. What passed is written
//! down with the shape of the variables it came with: see [`Document::cost`].

pub(crate) mod live;

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use async_graphql::{
    Name, Positioned, ServerError, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use moka::sync::Cache;

use crate::{
    Code, Fault, Limits,
    engine::{order::Order, variables},
    limits::{shape, tokens},
};

/// Shapes of variables a document remembers as valid. Clients send a handful; the oldest gives way.
const SHAPES: usize = 16;

/// The documents seen lately, by their exact text.
pub(crate) struct Documents {
    cache: Cache<Arc<str>, Arc<Document>>,
    hasher: RandomState,
}

impl Documents {
    pub(crate) fn new(limits: &Limits) -> Self {
        let cache = Cache::builder()
            .max_capacity(limits.document_cache_bytes)
            .weigher(|text: &Arc<str>, _| u32::try_from(text.len()).unwrap_or(u32::MAX))
            .build();
        Self { cache, hasher: RandomState::new() }
    }

    /// The parsed document, from memory if it is there.
    ///
    /// # Errors
    /// The limits of size and shape, or `PARSE_FAILED`.
    pub(crate) fn get(&self, text: &str, limits: &Limits) -> Result<Arc<Document>, Fault> {
        if let Some(document) = self.cache.get(text) {
            return Ok(document);
        }
        Document::parse(text, limits, self.hasher.clone()).map(Arc::new)
    }

    /// Remembers a document that passed validation.
    pub(crate) fn keep(&self, text: &str, document: &Arc<Document>) {
        if !self.cache.contains_key(text) {
            self.cache.insert(text.into(), Arc::clone(document));
        }
    }
}

/// A parsed document within the limits.
pub(crate) struct Document {
    tree: ExecutableDocument,
    operations: Vec<Operation>,
    /// Hashes of variable shapes known to be valid, with their cost.
    costs: Mutex<Vec<(u64, u64)>>,
    hasher: RandomState,
}

/// One operation of a document.
pub(crate) struct Operation {
    /// `None` for an anonymous one.
    pub(crate) name: Option<Name>,
    pub(crate) ty: OperationType,
    /// Whether it asks about the schema.
    pub(crate) introspects: bool,
    live: OnceLock<Result<live::Root, Fault>>,
    order: OnceLock<Order>,
}

impl Document {
    fn parse(text: &str, limits: &Limits, hasher: RandomState) -> Result<Self, Fault> {
        if text.len() > limits.document_bytes {
            return Err(Fault::limit(Code::LimitDocumentBytes, "document_bytes", limits.document_bytes as u64, Some(text.len() as u64)));
        }
        tokens::check(text, limits)?;
        let tree = parse_query(text).map_err(|error| Fault::from_server(Code::ParseFailed, ServerError::from(error)))?;
        shape::check(&tree, limits)?;
        let operations = tree
            .operations
            .iter()
            .map(|(name, operation)| Operation {
                name: name.cloned(),
                ty: operation.node.ty,
                introspects: shape::introspects(&tree, &operation.node),
                live: OnceLock::new(),
                order: OnceLock::new(),
            })
            .collect();
        Ok(Self { tree, operations, costs: Mutex::new(Vec::new()), hasher })
    }

    /// Chooses what to execute (GraphQL specification, `GetOperation`). An empty name is no name.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`.
    pub(crate) fn select(&self, name: Option<&str>) -> Result<usize, Fault> {
        match name.filter(|name| !name.is_empty()) {
            Some(name) => self
                .operations
                .iter()
                .position(|operation| operation.name.as_ref().is_some_and(|known| known == name))
                .ok_or_else(|| Fault::new(Code::OperationUnknown, format!("The document has no operation \"{name}\"."))),
            None if self.operations.len() == 1 => Ok(0),
            None => Err(Fault::new(Code::OperationUnknown, "The document has several operations: name one in `operationName`.")),
        }
    }

    pub(crate) fn operation(&self, index: usize) -> &Operation {
        &self.operations[index]
    }

    pub(crate) fn tree(&self) -> &ExecutableDocument {
        &self.tree
    }

    /// The tree's own node of an operation.
    pub(crate) fn definition(&self, index: usize) -> Option<&Positioned<OperationDefinition>> {
        let name = self.operations[index].name.as_ref();
        self.tree.operations.iter().find(|(known, _)| *known == name).map(|(_, definition)| definition)
    }

    /// The root field of a subscription and what of it names the live feed.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` if there is not exactly one field.
    pub(crate) fn live(&self, index: usize) -> Result<&live::Root, Fault> {
        self.operations[index]
            .live
            .get_or_init(|| match self.definition(index) {
                Some(definition) => live::Root::of(&self.tree, definition),
                None => Err(Fault::new(Code::OperationUnknown, "The document has no such operation.")),
            })
            .as_ref()
            .map_err(Fault::clone)
    }

    /// In which order the operation's fields are to be answered.
    pub(crate) fn order(&self, index: usize) -> &Order {
        let definition = || self.definition(index).map(|definition| Order::of(&self.tree, &definition.node));
        self.operations[index].order.get_or_init(|| definition().unwrap_or_default())
    }

    /// What the executor gets: the one operation, a subscription's root without fragments around it, which async-graphql
    /// 7.2.1 would pass over in silence.
    ///
    /// # Errors
    /// Those of [`live`](Self::live).
    pub(crate) fn executable(&self, index: usize) -> Result<ExecutableDocument, Fault> {
        let only = match &self.tree.operations {
            DocumentOperations::Single(_) => self.tree.clone(),
            DocumentOperations::Multiple(all) if all.len() == 1 => self.tree.clone(),
            DocumentOperations::Multiple(_) => {
                let one = self.operations[index].name.clone().zip(self.definition(index).cloned());
                ExecutableDocument {
                    operations: DocumentOperations::Multiple(one.into_iter().collect()),
                    fragments: self.tree.fragments.clone(),
                }
            }
        };
        if self.operations[index].ty != OperationType::Subscription {
            return Ok(only);
        }
        let root = self.live(index)?;
        Ok(root.in_place(only))
    }

    /// What the operation costs with variables of this shape, if it was validated with them.
    ///
    /// Validation looks at values only to check them against their types, which [`variables::check`] does at each request,
    /// and cost depends on numbers, choices and lengths. So the shape that counts is everything but the text of strings.
    pub(crate) fn cost(&self, index: usize, variables: &Variables) -> Option<u64> {
        let shape = self.shape(index, variables);
        self.lock().iter().find(|(known, _)| *known == shape).map(|(_, cost)| *cost)
    }

    pub(crate) fn remember_cost(&self, index: usize, variables: &Variables, cost: u64) {
        let shape = self.shape(index, variables);
        let mut costs = self.lock();
        if costs.iter().any(|(known, _)| *known == shape) {
            return;
        }
        if costs.len() == SHAPES {
            costs.remove(0);
        }
        costs.push((shape, cost));
    }

    fn shape(&self, index: usize, variables: &Variables) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        variables::hash_shape(index, variables, &mut hasher);
        std::hash::Hasher::finish(&hasher)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(u64, u64)>> {
        // A poisoned list is still a list: nothing in here can be left half done.
        self.costs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
