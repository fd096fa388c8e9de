//! Calendars: whose events belong together, by which clock they are told, and what may be done for them.
//!
//! A calendar is a person's or a calendar user's, who logs in and sees nothing but the own calendars. [`settings`] are what an account
//! settles for them: how calls for their events are made, and over which providers. What is in a calendar is the room `events`.

pub mod check;
pub mod input;
pub mod loader;
pub mod mutation;
pub mod query;
pub mod repository;
pub mod service;
pub mod settings;
pub mod types;
pub mod users;

use async_graphql::MergedObject;

pub use self::types::{Calendar, CalendarSettings};

/// Queries about calendars.
#[derive(Default, MergedObject)]
pub struct CalendarsQuery(query::CalendarQuery);

/// Mutations of calendars, their settings and their users.
#[derive(Default, MergedObject)]
pub struct CalendarsMutation(mutation::CalendarMutation, mutation::CalendarSettingsMutation);
