//! The database's changes, one file each, the same on SQLite and PostgreSQL.
//!
//! Instants are `timestamp with time zone` (on SQLite RFC 3339 texts in UTC, which sort as they should), ids are UUIDs,
//! enums are their words as text. Constraints and indexes have names: errors are told apart by them.

#![expect(elided_lifetimes_in_paths, reason = "the trait MigrationTrait is declared so, and async_trait wants the same form")]

mod m20261121_000001_create_accounts;
mod m20261121_000002_create_persons;
mod m20261121_000003_create_access;
mod m20261121_000004_create_audit;
mod m20261121_000005_create_outbox;
mod m20261121_000006_create_providers;
mod m20261121_000007_create_queues;
mod m20261121_000008_create_calls;
mod m20261121_000009_create_queue_history;
mod m20261121_000010_create_rota_shape;
mod m20261121_000011_create_rota_people;
mod m20261121_000012_create_timetables;
mod m20261121_000013_create_solver_runs;
mod m20261121_000014_create_rota_feeds;
mod m20261121_000015_add_decided_loads;
mod m20261121_000020_bound_queue_history;
mod m20261121_000030_create_contacts;
mod m20261121_000031_create_contact_imports;
mod m20261121_000035_create_messages;
mod m20261121_000036_add_notices_by_mail;
mod m20261121_000040_create_callouts;
mod m20261121_000041_create_requests;
mod m20261121_000044_send_messages;
mod m20261121_000050_create_call_limits;
mod m20261121_000051_add_costs_to_callouts;
mod m20261122_000060_create_calendars;
mod m20261122_000061_create_events;
mod m20261122_000062_add_feeds_of_calendars;
mod m20261122_000065_create_flows;
mod m20261122_000066_create_flow_runs;
mod m20261122_000067_call_by_flows;
mod m20261122_000070_create_alarms;
mod m20261122_000075_create_webhooks;
mod m20261122_000076_allow_flows_to_calendars;
mod table;

use sea_orm_migration::prelude::*;

/// All changes, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_accounts::Migration),
            Box::new(m20261121_000002_create_persons::Migration),
            Box::new(m20261121_000003_create_access::Migration),
            Box::new(m20261121_000004_create_audit::Migration),
            Box::new(m20261121_000005_create_outbox::Migration),
            Box::new(m20261121_000006_create_providers::Migration),
            Box::new(m20261121_000007_create_queues::Migration),
            Box::new(m20261121_000008_create_calls::Migration),
            Box::new(m20261121_000009_create_queue_history::Migration),
            Box::new(m20261121_000010_create_rota_shape::Migration),
            Box::new(m20261121_000011_create_rota_people::Migration),
            Box::new(m20261121_000012_create_timetables::Migration),
            Box::new(m20261121_000013_create_solver_runs::Migration),
            Box::new(m20261121_000014_create_rota_feeds::Migration),
            Box::new(m20261121_000015_add_decided_loads::Migration),
            Box::new(m20261121_000020_bound_queue_history::Migration),
            Box::new(m20261121_000030_create_contacts::Migration),
            Box::new(m20261121_000031_create_contact_imports::Migration),
            Box::new(m20261121_000035_create_messages::Migration),
            Box::new(m20261121_000036_add_notices_by_mail::Migration),
            Box::new(m20261121_000040_create_callouts::Migration),
            Box::new(m20261121_000041_create_requests::Migration),
            Box::new(m20261121_000044_send_messages::Migration),
            Box::new(m20261121_000050_create_call_limits::Migration),
            Box::new(m20261121_000051_add_costs_to_callouts::Migration),
            Box::new(m20261122_000060_create_calendars::Migration),
            Box::new(m20261122_000061_create_events::Migration),
            Box::new(m20261122_000062_add_feeds_of_calendars::Migration),
            Box::new(m20261122_000065_create_flows::Migration),
            Box::new(m20261122_000066_create_flow_runs::Migration),
            Box::new(m20261122_000067_call_by_flows::Migration),
            Box::new(m20261122_000070_create_alarms::Migration),
            Box::new(m20261122_000075_create_webhooks::Migration),
            Box::new(m20261122_000076_allow_flows_to_calendars::Migration),
        ]
    }
}
