//! Inputs of populations.

use async_graphql::{ID, InputObject};
use serde_json::Value;

use super::service::NewPopulation;
use crate::{
    contacts::filter::{Filter, input::ContactFilter},
    error::Problem,
    graphql::id,
};

/// A new population.
#[derive(Clone, Debug, InputObject)]
pub struct PopulationCreateInput {
    /// Id of the callout.
    pub callout_id: ID,
    /// Which contacts; absent: all.
    pub filter: Option<ContactFilter>,
    /// Copied to each participation: an object.
    pub metadata: Option<Value>,
}

impl PopulationCreateInput {
    /// The population that is meant.
    ///
    /// # Errors
    /// `INVALID` for an id that is none of a callout.
    pub(super) fn read(self) -> Result<NewPopulation, Problem> {
        let filter = self.filter.map_or_else(|| Ok(Filter::default()), |filter| filter.read(&["input", "filter"]));
        Ok(NewPopulation { callout: id::parse(&self.callout_id, &["input", "calloutId"])?, filter, metadata: self.metadata })
    }
}
