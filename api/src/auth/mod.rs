//! Who asks, and what they may.
//!
//! [`caller`] is who asks; [`policy`] lists every operation with the roles and the scope it needs; a [`policy::Permit`] is
//! the proof that a caller passed it, and what services take as argument.
//!
//! [`Access`] lets them in: it knows the signing [`secret`], issues and reads access [`token`]s, begins, refreshes and ends
//! [`session`]s, verifies [`password`]s and [`api_key`]s, keeps the [`revocation`]s in memory and the [`limiter`]'s count.

pub mod access;
pub mod api_key;
mod authenticate;
pub mod caller;
pub mod email;
pub mod limiter;
pub mod password;
pub mod policy;
pub mod revocation;
pub mod secret;
pub mod session;
pub mod token;

pub use access::Access;
pub use caller::{Actor, Caller, Origin};
pub use policy::{Operation, Permit};
pub use secret::Keys;
