//! Contacts: whom the team calls and writes to, what is known of them, and whether they want to be reached.
//!
//! [`service`] holds the use cases, [`repository`] the reads, [`loader`] a contact for whoever names one by id. [`filter`] is a
//! condition on contacts that can be kept: what a population is made of. [`consent`] is the ledger of who does not want to be
//! reached, which is asked before anybody is. [`import`] takes contacts over from a file, [`table`] writes one.

pub mod consent;
mod fields;
pub mod filter;
pub mod import;
mod in_use;
mod input;
pub mod list;
pub mod loader;
pub mod metadata;
pub mod mutation;
pub mod number;
pub mod query;
pub mod repository;
pub mod service;
pub mod subscription;
pub mod table;
pub mod types;
mod write;
pub mod zone;

use async_graphql::{MergedObject, MergedSubscription};

pub use self::types::Contact;

/// Queries about contacts and their imports.
#[derive(Default, MergedObject)]
#[graphql(name = "ContactsAndImportsQuery")]
pub struct ContactsQuery(query::ContactQuery, import::ImportQuery);

/// Mutations of contacts and their imports.
#[derive(Default, MergedObject)]
#[graphql(name = "ContactsAndImportsMutation")]
pub struct ContactsMutation(mutation::ContactMutation, import::ImportMutation);

/// Live changes of contacts and their imports.
#[derive(Default, MergedSubscription)]
#[graphql(name = "ContactsAndImportsSubscription")]
pub struct ContactsSubscription(subscription::ContactSubscription, import::ImportSubscription);
