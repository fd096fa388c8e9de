//! Words of changes that are told.

use super::stored;

stored! {
    /// Kind of thing a change is about.
    Topic {
        /// A person.
        Person = "PERSON",
        /// A contact.
        Contact = "CONTACT",
        /// An import of contacts.
        ContactImport = "CONTACT_IMPORT",
        /// An event.
        Event = "EVENT",
        /// A time at which an event happens.
        Occurrence = "OCCURRENCE",
        /// What reminds of a time at which an event happens.
        Reminder = "REMINDER",
        /// A queue, its members, its waiting calls.
        Queue = "QUEUE",
        /// A call.
        Call = "CALL",
        /// An attempt to reach somebody.
        Attempt = "ATTEMPT",
        /// A call that is led by a flow.
        FlowRun = "FLOW_RUN",
        /// A callout.
        Callout = "CALLOUT",
        /// A contact's part in a callout.
        Participation = "PARTICIPATION",
        /// A member's telephone began to ring for a call.
        Ring = "RING",
        /// A provider's link.
        Provider = "PROVIDER",
        /// A timetable, and the turns in it.
        Timetable = "TIMETABLE",
        /// A run of the solver.
        SolverRun = "SOLVER_RUN",
        /// Something told about the rota: a hand-off, a slot that will not be covered.
        RotaNotice = "ROTA_NOTICE",
        /// A message.
        Message = "MESSAGE",
        /// A webhook is to be posted. Not shown to clients.
        WebhookDelivery = "WEBHOOK_DELIVERY",
        /// A session or an API key ended. Never shown to clients.
        Access = "ACCESS",
    }

    /// What became of the thing a change is about.
    ChangeKind {
        /// It is new.
        Created = "CREATED",
        /// It is different.
        Updated = "UPDATED",
        /// It is gone.
        Deleted = "DELETED",
    }
}
