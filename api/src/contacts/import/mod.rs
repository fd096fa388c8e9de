//! Contacts taken over from a file: it is sent, its rows are looked at, and taken over when somebody says so.
//!
//! [`service`] begins imports and sets them going; [`job`] works their rows off, a piece a transaction. Looking at rows and taking
//! them over is the same code, but for writing, so that the one tells what the other does. What a row says is found by [`mapping`].

mod file;
pub mod job;
pub mod mapping;
pub mod rejects;
pub mod roots;
pub mod service;
pub mod types;

pub use roots::{ContactImportChange, ImportMutation, ImportQuery, ImportSubscription, find};
pub use types::ContactImport;
