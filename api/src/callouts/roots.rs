//! The parts of callouts put together for the schema: a line each.

use async_graphql::{MergedObject, MergedSubscription};

use super::{
    mutation::CalloutMutation,
    participations::{mutation::ParticipationMutation, query::ParticipationQuery, subscription::ParticipationSubscription},
    populations::{mutation::PopulationMutation, query::PopulationQuery},
    query::CalloutQuery,
    subscription::CalloutSubscription,
    why::query::WhyQuery,
};

/// Queries about callouts.
#[derive(Default, MergedObject)]
pub struct CalloutsQuery(CalloutQuery, PopulationQuery, ParticipationQuery, WhyQuery);

/// Mutations of callouts.
#[derive(Default, MergedObject)]
pub struct CalloutsMutation(CalloutMutation, PopulationMutation, ParticipationMutation);

/// What happens to callouts.
#[derive(Default, MergedSubscription)]
pub struct CalloutsSubscription(CalloutSubscription, ParticipationSubscription);
