//! Words of who may do what, and who did it.

use super::stored;

stored! {
    /// What a user or an API key may do.
    Role {
        /// Everything in the account.
        Admin = "ADMIN",
        /// Runs the team: persons, queues, everybody's state.
        Coordinator = "COORDINATOR",
        /// Answers the telephone: sees the team, changes what is theirs.
        Agent = "AGENT",
        /// Sees, and changes nothing.
        Viewer = "VIEWER",
        /// Sees and changes the own calendars, and nothing else.
        CalendarUser = "CALENDAR_USER",
    }

    /// Part of the API an API key is limited to.
    Scope {
        /// Persons, read.
        PersonsRead = "PERSONS_READ",
        /// Persons, changed.
        PersonsWrite = "PERSONS_WRITE",
        /// Contacts, read.
        ContactsRead = "CONTACTS_READ",
        /// Contacts, changed.
        ContactsWrite = "CONTACTS_WRITE",
        /// Queues, read.
        QueuesRead = "QUEUES_READ",
        /// Queues and members, changed.
        QueuesWrite = "QUEUES_WRITE",
        /// Calls, read.
        CallsRead = "CALLS_READ",
        /// Calls, placed and ended.
        CallsWrite = "CALLS_WRITE",
        /// Messages, read.
        MessagesRead = "MESSAGES_READ",
        /// Messages, called off.
        MessagesWrite = "MESSAGES_WRITE",
        /// Flows and templates, read.
        FlowsRead = "FLOWS_READ",
        /// Flows and templates, changed.
        FlowsWrite = "FLOWS_WRITE",
        /// Callouts, read.
        CalloutsRead = "CALLOUTS_READ",
        /// Callouts, changed and run.
        CalloutsWrite = "CALLOUTS_WRITE",
        /// Calendars and events, read.
        CalendarsRead = "CALENDARS_READ",
        /// Calendars and events, changed.
        CalendarsWrite = "CALENDARS_WRITE",
        /// Webhooks, read.
        WebhooksRead = "WEBHOOKS_READ",
        /// Webhooks, changed and posted.
        WebhooksWrite = "WEBHOOKS_WRITE",
        /// Providers, read.
        ProvidersRead = "PROVIDERS_READ",
        /// The rota, read: service hours, busy times, timetables.
        RotaRead = "ROTA_READ",
        /// The rota, changed.
        RotaWrite = "ROTA_WRITE",
        /// Users and API keys, read.
        AccessRead = "ACCESS_READ",
        /// Users and API keys, changed.
        AccessWrite = "ACCESS_WRITE",
        /// The audit log, read.
        AuditRead = "AUDIT_READ",
    }

    /// Kind of whoever did something.
    ActorKind {
        /// A user who logged in.
        User = "USER",
        /// A program with an API key.
        ApiKey = "API_KEY",
        /// Switchboard itself.
        System = "SYSTEM",
        /// Someone at the telephone system: at a phone, at its console.
        Provider = "PROVIDER",
    }
}
