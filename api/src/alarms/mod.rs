//! Alarms: who is reminded of each time at which an event happens, how, when, and what came of it.
//!
//! An alarm is a definition at an event ([`definition`], [`check`]); a reminder is one alarm for one occurrence. Reminders follow what
//! becomes of occurrences ([`listener`], [`plan`]), are sent by the [`keeper`] when they are due, in [`look`]s, and go on when the call or
//! message that they wanted is over ([`outcome`]). What has not reached its provider is taken back when its occurrence is changed
//! ([`again`]).
//!
//! Pure: how a reminder comes on ([`state`]), when it is sent ([`firing`]), what follows a try ([`steps`]), what was said ([`answers`]),
//! and which tell the same ([`duplicates`]).

mod after;
pub mod again;
pub mod answers;
pub mod check;
mod choose;
pub mod definition;
mod duplicates;
mod effects;
mod fire;
pub mod firing;
pub mod forecast;
mod hooks;
pub mod input;
pub mod keeper;
pub mod listener;
pub mod loader;
mod look;
mod means;
pub mod mutation;
pub mod news;
pub mod outcome;
mod plan;
pub mod query;
mod recipients;
pub mod repository;
pub mod service;
pub mod state;
pub mod steps;
pub mod subscription;
pub mod types;
mod world;

use async_graphql::{MergedObject, MergedSubscription};

pub use self::{
    loader::register,
    types::{Alarm, Reminder},
};

/// Queries about alarms and reminders.
#[derive(Default, MergedObject)]
pub struct AlarmsQuery(query::AlarmQuery, forecast::ForecastQuery);

/// Mutations of alarms.
#[derive(Default, MergedObject)]
pub struct AlarmsMutation(mutation::AlarmMutation);

/// Live changes of reminders.
#[derive(Default, MergedSubscription)]
pub struct AlarmsSubscription(subscription::ReminderSubscription);
