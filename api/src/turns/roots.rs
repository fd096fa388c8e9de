//! The parts of the rota put together for the schema: a line each.

use async_graphql::{MergedObject, MergedSubscription, SchemaBuilder};

use super::{
    duty::DutySubscription,
    explain::{self, ExplainQuery},
    feeds::{FeedsMutation, FeedsQuery},
    people::{self, PeopleMutation},
    shape::{self, ShapeMutation, ShapeQuery},
    solve::{self, SolveMutation, SolveQuery, SolveSubscription},
    swap::{SwapMutation, SwapQuery},
    timetable::{self, TimetableMutation, TimetableQuery, TimetableSubscription},
};
use crate::db::Db;

/// Queries about the rota.
#[derive(Default, MergedObject)]
pub struct TurnsQuery(FeedsQuery, ShapeQuery, TimetableQuery, SolveQuery, ExplainQuery, SwapQuery);

/// Mutations of the rota.
#[derive(Default, MergedObject)]
pub struct TurnsMutation(FeedsMutation, ShapeMutation, PeopleMutation, TimetableMutation, SolveMutation, SwapMutation);

/// What happens in the rota.
#[derive(Default, MergedSubscription)]
pub struct TurnsSubscription(DutySubscription, TimetableSubscription, SolveSubscription);

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    let builder = shape::loader::register(builder, db);
    let builder = people::loader::register(builder, db);
    let builder = solve::loader::register(builder, db);
    let builder = explain::loader::register(builder, db);
    timetable::loader::register(builder, db)
}
