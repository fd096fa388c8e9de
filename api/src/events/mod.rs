//! Events: what happens in a calendar, once or again and again, and the times at which it does.
//!
//! An event is a definition: a local time, a zone, a rule. Its occurrences are rows, made ahead ([`plan`]) by whoever changes the event
//! and by the [`keeper`], which also completes them when their time comes. Each can be moved, paused, resumed and canceled alone.
//! Whoever is to do something about an occurrence, above, is a [`listener`].

mod definition;
pub mod ics;
pub mod input;
pub mod keeper;
pub mod list;
pub mod listener;
pub mod loader;
pub mod mutation;
pub mod news;
pub mod occurrence_state;
pub mod payload;
mod plan;
pub mod preview;
pub mod query;
pub mod repository;
pub mod service;
pub mod state;
pub mod subscription;
mod times;
pub mod types;

use async_graphql::{MergedObject, MergedSubscription};

pub use self::types::{Event, Occurrence};

/// Queries about events and their occurrences.
#[derive(Default, MergedObject)]
pub struct EventsQuery(query::EventQuery, preview::PreviewQuery);

/// Mutations of events and their occurrences.
#[derive(Default, MergedObject)]
pub struct EventsMutation(mutation::EventMutation, mutation::OccurrenceMutation, ics::IcsMutation);

/// Live changes of events and their occurrences.
#[derive(Default, MergedSubscription)]
pub struct EventsSubscription(subscription::EventSubscription);
