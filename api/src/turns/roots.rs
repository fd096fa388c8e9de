//! The parts of the rota put together for the schema: a line each.

use async_graphql::{MergedObject, SchemaBuilder};

use super::{
    people::{self, PeopleMutation},
    shape::{self, ShapeMutation, ShapeQuery},
};
use crate::db::Db;

/// Queries about the rota.
#[derive(Default, MergedObject)]
pub struct TurnsQuery(ShapeQuery);

/// Mutations of the rota.
#[derive(Default, MergedObject)]
pub struct TurnsMutation(ShapeMutation, PeopleMutation);

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    let builder = shape::loader::register(builder, db);
    people::loader::register(builder, db)
}
