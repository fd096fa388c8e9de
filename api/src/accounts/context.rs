//! From a resolver to the door.

use async_graphql::Context;

use crate::{
    auth::{Access, Origin},
    error::Fault,
};

/// What resolvers that let callers in or turn them out ask of their context.
pub trait AccessExt<'a> {
    /// The door.
    ///
    /// # Errors
    /// When the schema was built without it: a fault of the program.
    fn access(&self) -> Result<&'a Access, Fault>;

    /// Where the request comes from.
    fn origin(&self) -> Origin;
}

impl<'a> AccessExt<'a> for Context<'a> {
    fn access(&self) -> Result<&'a Access, Fault> {
        self.data().map_err(|error| Fault::Internal(anyhow::anyhow!(error.message)))
    }

    fn origin(&self) -> Origin {
        self.data_opt::<Origin>().cloned().unwrap_or_default()
    }
}
