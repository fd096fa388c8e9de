//! The parts of flows put together for the schema: a line each.

use async_graphql::{MergedObject, MergedSubscription};

use super::{
    mutation::FlowMutation,
    query::FlowQuery,
    runs::{mutation::FlowRunMutation, query::FlowRunQuery, subscription::FlowRunSubscription},
    templates::{mutation::TemplateMutation, query::TemplateQuery},
};

/// Queries about flows.
#[derive(Default, MergedObject)]
pub struct FlowsQuery(FlowQuery, FlowRunQuery, TemplateQuery);

/// Mutations of flows.
#[derive(Default, MergedObject)]
pub struct FlowsMutation(FlowMutation, FlowRunMutation, TemplateMutation);

/// What happens to flows.
#[derive(Default, MergedSubscription)]
pub struct FlowsSubscription(FlowRunSubscription);
