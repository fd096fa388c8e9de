//! What every slice's GraphQL needs: ids, connections, user errors, scalars, changes, and the way to the caller.

pub mod actor;
pub mod batch;
pub mod connection;
pub mod context;
pub mod id;
pub mod interval;
pub mod live;
pub mod local;
pub mod rows;
pub mod scalars;
pub mod user_error;
