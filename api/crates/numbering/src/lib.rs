//! Telephone numbers and extensions: parse once, at the edge; inward nobody re-checks.
//!
//! [`Msisdn`] is a public number in E.164, [`Extension`] a short internal one, [`DialTarget`] either, where something is dialled.

mod extension;
mod msisdn;
mod target;

pub use extension::{Extension, ExtensionError};
pub use msisdn::{Country, Msisdn, MsisdnError};
pub use target::DialTarget;
