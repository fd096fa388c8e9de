//! What all changes have.

use async_graphql::{ID, Interface};
use chrono::{DateTime, Utc};

use crate::{
    alarms::subscription::ReminderChange,
    callouts::{participations::subscription::ParticipationChange, subscription::CalloutChange},
    calls::{
        attempts::subscription::CallAttemptChange,
        subscription::{CallChange, IncomingCall},
    },
    contacts::{import::ContactImportChange, subscription::ContactChange},
    events::subscription::{EventChange, OccurrenceChange},
    flows::runs::subscription::FlowRunChange,
    graphql::{live::ChangeKind, scalars::LiveCursor},
    messages::subscription::MessageChange,
    persons::subscription::PersonChange,
    providers::subscription::ProviderChange,
    queues::QueueChange,
    turns::{duty::types::RotaNotice, solve::SolverRunChange, timetable::TimetableChange},
};

/// Something that happened, with its place in the stream of changes.
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "cursor", ty = "LiveCursor", desc = "Place of the change: subscribe after it to go on from here."),
    field(name = "occurred_at", ty = "DateTime<Utc>", desc = "When it happened."),
    field(name = "kind", ty = "ChangeKind", desc = "What became of the thing."),
    field(name = "node_id", ty = "ID", desc = "Id of the thing.")
)]
pub enum Change {
    /// Of a person.
    Person(PersonChange),
    /// Of a contact.
    Contact(ContactChange),
    /// Of an import of contacts.
    ContactImport(ContactImportChange),
    /// Of an event.
    Event(EventChange),
    /// Of a time at which an event happens.
    Occurrence(OccurrenceChange),
    /// Of what reminds of a time at which an event happens.
    Reminder(ReminderChange),
    /// Of a provider.
    Provider(ProviderChange),
    /// Of a queue.
    Queue(Box<QueueChange>),
    /// Of a timetable.
    Timetable(Box<TimetableChange>),
    /// Of a run of the solver.
    SolverRun(SolverRunChange),
    /// Of a call.
    Call(CallChange),
    /// Of an attempt to reach somebody.
    CallAttempt(CallAttemptChange),
    /// Of a call that is led by a flow.
    FlowRun(FlowRunChange),
    /// Of a callout.
    Callout(CalloutChange),
    /// Of a contact's part in a callout.
    Participation(ParticipationChange),
    /// A telephone rings.
    Incoming(IncomingCall),
    /// Of a message.
    Message(MessageChange),
    /// Something told about the rota.
    RotaNotice(Box<RotaNotice>),
}
