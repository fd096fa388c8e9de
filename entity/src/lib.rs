//! Rows: one file a table, typed ids ([`id`]), stored enums ([`stored`]). No GraphQL, no rules.

pub mod account;
pub mod api_key;
pub mod audit_entry;
pub mod call;
pub mod call_leg;
pub mod id;
pub mod installation;
pub mod lease;
pub mod outbox;
pub mod person;
pub mod provider;
pub mod queue;
pub mod queue_assignment;
pub mod queue_command;
pub mod queue_day;
pub mod queue_event;
pub mod queue_member;
pub mod queue_visit;
pub mod refresh_token;
pub mod session;
pub mod stored;
pub mod user;
