//! Every operation, with the roles that may and the scope an API key needs: the one table to read.
//!
//! A root field of the schema names its operation; a test compares this table with the schema, so that no field is forgotten.

use entity::{
    id::{AccountId, PersonId, UserId},
    stored::{Role, Scope},
};

use super::caller::{Actor, Caller, Credential};
use crate::error::Fault;

/// What an operation asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Roles that may.
    pub roles: &'static [Role],
    /// Scope that an API key needs; `None`: not for API keys.
    pub scope: Option<Scope>,
    /// An agent may, for the person the agent is.
    pub agents_own: bool,
    /// A calendar user may, for the own calendars.
    pub calendars_own: bool,
}

const EVERYBODY: &[Role] = &[Role::Admin, Role::Coordinator, Role::Agent, Role::Viewer];
/// Also those who see nothing of the team.
const WHOEVER: &[Role] = &[Role::Admin, Role::Coordinator, Role::Agent, Role::Viewer, Role::CalendarUser];
const TEAM_LEADS: &[Role] = &[Role::Admin, Role::Coordinator];
const ADMINS: &[Role] = &[Role::Admin];

const fn rule(roles: &'static [Role], scope: Scope) -> Rule {
    Rule { roles, scope: Some(scope), agents_own: false, calendars_own: false }
}

const fn people_only(roles: &'static [Role]) -> Rule {
    Rule { roles, scope: None, agents_own: false, calendars_own: false }
}

const fn or_own(roles: &'static [Role], scope: Scope) -> Rule {
    Rule { roles, scope: Some(scope), agents_own: true, calendars_own: false }
}

/// Of calendars and what is in them: their readers see all, a calendar user the own.
const fn calendars_read(roles: &'static [Role]) -> Rule {
    Rule { roles, scope: Some(Scope::CalendarsRead), agents_own: false, calendars_own: true }
}

/// Agents change the calendars of the person they are, calendar users the own.
const fn calendars_write(roles: &'static [Role]) -> Rule {
    Rule { roles, scope: Some(Scope::CalendarsWrite), agents_own: true, calendars_own: true }
}

/// As [`or_own`], and for the own calendars of a calendar user.
const fn or_own_calendars(roles: &'static [Role], scope: Scope) -> Rule {
    Rule { roles, scope: Some(scope), agents_own: true, calendars_own: true }
}

macro_rules! operations {
    ($($operation:ident = $field:literal: $rule:expr;)+) => {
        /// A root field of the schema.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is documented by the schema's field of the same name")]
        pub enum Operation { $($operation,)+ }

        impl Operation {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$operation,)+];

            /// The root field's name.
            pub fn field(self) -> &'static str {
                match self { $(Self::$operation => $field,)+ }
            }

            /// What it asks of its caller.
            pub fn rule(self) -> Rule {
                match self { $(Self::$operation => $rule,)+ }
            }
        }
    };
}

operations! {
    // Queries.
    Viewer = "viewer": people_only(WHOEVER);
    Users = "users": rule(ADMINS, Scope::AccessRead);
    ApiKeys = "apiKeys": rule(ADMINS, Scope::AccessRead);
    AuditEntries = "auditEntries": rule(ADMINS, Scope::AuditRead);
    Person = "person": rule(EVERYBODY, Scope::PersonsRead);
    Persons = "persons": rule(EVERYBODY, Scope::PersonsRead);
    Contact = "contact": rule(EVERYBODY, Scope::ContactsRead);
    ContactByNumber = "contactByNumber": rule(EVERYBODY, Scope::ContactsRead);
    Contacts = "contacts": rule(EVERYBODY, Scope::ContactsRead);
    ContactImport = "contactImport": rule(EVERYBODY, Scope::ContactsRead);
    CalendarSettings = "calendarSettings": rule(EVERYBODY, Scope::CalendarsRead);
    Calendar = "calendar": calendars_read(EVERYBODY);
    Calendars = "calendars": calendars_read(EVERYBODY);
    Event = "event": calendars_read(EVERYBODY);
    Events = "events": calendars_read(EVERYBODY);
    Occurrence = "occurrence": calendars_read(EVERYBODY);
    Occurrences = "occurrences": calendars_read(EVERYBODY);
    Alarm = "alarm": calendars_read(EVERYBODY);
    AlarmForecast = "alarmForecast": calendars_read(EVERYBODY);
    Reminder = "reminder": calendars_read(EVERYBODY);
    RecurrencePreview = "recurrencePreview": calendars_read(EVERYBODY);
    Providers = "providers": rule(EVERYBODY, Scope::ProvidersRead);
    Queue = "queue": rule(EVERYBODY, Scope::QueuesRead);
    Queues = "queues": rule(EVERYBODY, Scope::QueuesRead);
    Message = "message": or_own(TEAM_LEADS, Scope::MessagesRead);
    Messages = "messages": or_own(TEAM_LEADS, Scope::MessagesRead);
    WebhookEndpoint = "webhookEndpoint": rule(ADMINS, Scope::WebhooksRead);
    WebhookEndpoints = "webhookEndpoints": rule(ADMINS, Scope::WebhooksRead);
    WebhookDelivery = "webhookDelivery": rule(ADMINS, Scope::WebhooksRead);
    WebhookDeliveries = "webhookDeliveries": rule(ADMINS, Scope::WebhooksRead);
    Flow = "flow": rule(EVERYBODY, Scope::FlowsRead);
    Flows = "flows": rule(EVERYBODY, Scope::FlowsRead);
    FlowVersion = "flowVersion": rule(EVERYBODY, Scope::FlowsRead);
    FlowCheck = "flowCheck": rule(EVERYBODY, Scope::FlowsRead);
    FlowRun = "flowRun": rule(EVERYBODY, Scope::FlowsRead);
    Template = "template": rule(EVERYBODY, Scope::FlowsRead);
    Templates = "templates": rule(EVERYBODY, Scope::FlowsRead);
    TemplatePreview = "templatePreview": rule(EVERYBODY, Scope::FlowsRead);
    Call = "call": rule(EVERYBODY, Scope::CallsRead);
    Calls = "calls": rule(EVERYBODY, Scope::CallsRead);
    CallAttempt = "callAttempt": rule(EVERYBODY, Scope::CallsRead);
    CallAttempts = "callAttempts": rule(EVERYBODY, Scope::CallsRead);
    CallLimits = "callLimits": rule(EVERYBODY, Scope::CallsRead);
    Callout = "callout": rule(EVERYBODY, Scope::CalloutsRead);
    Callouts = "callouts": rule(EVERYBODY, Scope::CalloutsRead);
    Population = "population": rule(EVERYBODY, Scope::CalloutsRead);
    PopulationPreview = "populationPreview": rule(EVERYBODY, Scope::CalloutsRead);
    Participation = "participation": rule(EVERYBODY, Scope::CalloutsRead);
    WhyNotCalled = "whyNotCalled": rule(EVERYBODY, Scope::CalloutsRead);
    Rota = "rota": rule(EVERYBODY, Scope::RotaRead);
    ClosedDays = "closedDays": rule(EVERYBODY, Scope::RotaRead);
    Timetable = "timetable": rule(EVERYBODY, Scope::RotaRead);
    TimetableOf = "timetableOf": rule(EVERYBODY, Scope::RotaRead);
    Timetables = "timetables": rule(EVERYBODY, Scope::RotaRead);
    Turns = "turns": rule(EVERYBODY, Scope::RotaRead);
    TimetableSlotCandidates = "timetableSlotCandidates": rule(EVERYBODY, Scope::RotaRead);
    TimetableDiff = "timetableDiff": rule(EVERYBODY, Scope::RotaRead);
    TurnAssignPreview = "turnAssignPreview": rule(EVERYBODY, Scope::RotaRead);
    TurnSwapPreview = "turnSwapPreview": rule(EVERYBODY, Scope::RotaRead);
    CoverageGaps = "coverageGaps": rule(EVERYBODY, Scope::RotaRead);
    SolverRun = "solverRun": rule(EVERYBODY, Scope::RotaRead);
    SwapRequests = "swapRequests": rule(EVERYBODY, Scope::RotaRead);
    Feeds = "feeds": or_own_calendars(TEAM_LEADS, Scope::RotaRead);
    // Mutations.
    LogOut = "logOut": people_only(WHOEVER);
    PasswordChange = "passwordChange": people_only(WHOEVER);
    UserCreate = "userCreate": rule(ADMINS, Scope::AccessWrite);
    UserUpdate = "userUpdate": rule(ADMINS, Scope::AccessWrite);
    ApiKeyCreate = "apiKeyCreate": people_only(ADMINS);
    ApiKeyRevoke = "apiKeyRevoke": rule(ADMINS, Scope::AccessWrite);
    PersonCreate = "personCreate": rule(TEAM_LEADS, Scope::PersonsWrite);
    PersonUpdate = "personUpdate": rule(TEAM_LEADS, Scope::PersonsWrite);
    PersonDeactivate = "personDeactivate": rule(TEAM_LEADS, Scope::PersonsWrite);
    PersonReactivate = "personReactivate": rule(TEAM_LEADS, Scope::PersonsWrite);
    ContactCreate = "contactCreate": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactUpdate = "contactUpdate": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactUpsert = "contactUpsert": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactDelete = "contactDelete": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactDoNotCallSet = "contactDoNotCallSet": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactDoNotCallClear = "contactDoNotCallClear": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactOptOut = "contactOptOut": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactOptIn = "contactOptIn": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactImportCreate = "contactImportCreate": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactImportUpdate = "contactImportUpdate": rule(TEAM_LEADS, Scope::ContactsWrite);
    ContactImportRun = "contactImportRun": rule(TEAM_LEADS, Scope::ContactsWrite);
    CalendarSettingsCreate = "calendarSettingsCreate": rule(TEAM_LEADS, Scope::CalendarsWrite);
    CalendarSettingsUpdate = "calendarSettingsUpdate": rule(TEAM_LEADS, Scope::CalendarsWrite);
    CalendarSettingsDelete = "calendarSettingsDelete": rule(TEAM_LEADS, Scope::CalendarsWrite);
    CalendarUserCreate = "calendarUserCreate": rule(ADMINS, Scope::AccessWrite);
    CalendarUserUpdate = "calendarUserUpdate": rule(ADMINS, Scope::AccessWrite);
    CalendarCreate = "calendarCreate": calendars_write(TEAM_LEADS);
    CalendarUpdate = "calendarUpdate": calendars_write(TEAM_LEADS);
    CalendarDelete = "calendarDelete": calendars_write(TEAM_LEADS);
    CalendarImport = "calendarImport": calendars_write(TEAM_LEADS);
    EventCreate = "eventCreate": calendars_write(TEAM_LEADS);
    EventUpdate = "eventUpdate": calendars_write(TEAM_LEADS);
    EventPause = "eventPause": calendars_write(TEAM_LEADS);
    EventResume = "eventResume": calendars_write(TEAM_LEADS);
    EventCancel = "eventCancel": calendars_write(TEAM_LEADS);
    EventDelete = "eventDelete": calendars_write(TEAM_LEADS);
    EventEnd = "eventEnd": calendars_write(TEAM_LEADS);
    AlarmCreate = "alarmCreate": calendars_write(TEAM_LEADS);
    AlarmUpdate = "alarmUpdate": calendars_write(TEAM_LEADS);
    AlarmDelete = "alarmDelete": calendars_write(TEAM_LEADS);
    OccurrenceMove = "occurrenceMove": calendars_write(TEAM_LEADS);
    OccurrencePause = "occurrencePause": calendars_write(TEAM_LEADS);
    OccurrenceResume = "occurrenceResume": calendars_write(TEAM_LEADS);
    OccurrenceCancel = "occurrenceCancel": calendars_write(TEAM_LEADS);
    QueueUpdate = "queueUpdate": rule(ADMINS, Scope::QueuesWrite);
    QueueMemberAdd = "queueMemberAdd": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberRemove = "queueMemberRemove": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberPause = "queueMemberPause": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberResume = "queueMemberResume": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberSetPenalty = "queueMemberSetPenalty": rule(TEAM_LEADS, Scope::QueuesWrite);
    QueueMembersOrder = "queueMembersOrder": rule(TEAM_LEADS, Scope::QueuesWrite);
    FlowCreate = "flowCreate": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowUpdate = "flowUpdate": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowDelete = "flowDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowSeal = "flowSeal": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowRecordingDelete = "flowRecordingDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateCreate = "templateCreate": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateUpdate = "templateUpdate": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateDelete = "templateDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
    CallOriginate = "callOriginate": or_own(TEAM_LEADS, Scope::CallsWrite);
    CallHangUp = "callHangUp": or_own(TEAM_LEADS, Scope::CallsWrite);
    CallLimitsSet = "callLimitsSet": rule(ADMINS, Scope::CallsWrite);
    MessageSend = "messageSend": rule(TEAM_LEADS, Scope::MessagesWrite);
    MessageCancel = "messageCancel": rule(TEAM_LEADS, Scope::MessagesWrite);
    WebhookEndpointCreate = "webhookEndpointCreate": rule(ADMINS, Scope::WebhooksWrite);
    WebhookEndpointUpdate = "webhookEndpointUpdate": rule(ADMINS, Scope::WebhooksWrite);
    WebhookEndpointDelete = "webhookEndpointDelete": rule(ADMINS, Scope::WebhooksWrite);
    WebhookEndpointRotateSecret = "webhookEndpointRotateSecret": rule(ADMINS, Scope::WebhooksWrite);
    WebhookDeliveryRetry = "webhookDeliveryRetry": rule(ADMINS, Scope::WebhooksWrite);
    WebhookTest = "webhookTest": rule(ADMINS, Scope::WebhooksWrite);
    CalloutCreate = "calloutCreate": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutUpdate = "calloutUpdate": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutDelete = "calloutDelete": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutStart = "calloutStart": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutSchedule = "calloutSchedule": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutUnschedule = "calloutUnschedule": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutPause = "calloutPause": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutResume = "calloutResume": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutStop = "calloutStop": rule(TEAM_LEADS, Scope::CalloutsWrite);
    CalloutRetry = "calloutRetry": rule(TEAM_LEADS, Scope::CalloutsWrite);
    PopulationCreate = "populationCreate": rule(TEAM_LEADS, Scope::CalloutsWrite);
    PopulationQueue = "populationQueue": rule(TEAM_LEADS, Scope::CalloutsWrite);
    PopulationDelete = "populationDelete": rule(TEAM_LEADS, Scope::CalloutsWrite);
    ParticipationAdd = "participationAdd": rule(TEAM_LEADS, Scope::CalloutsWrite);
    ParticipationRemove = "participationRemove": rule(TEAM_LEADS, Scope::CalloutsWrite);
    FeedCreate = "feedCreate": or_own_calendars(TEAM_LEADS, Scope::RotaWrite);
    FeedRevoke = "feedRevoke": or_own_calendars(TEAM_LEADS, Scope::RotaWrite);
    ServiceHoursSet = "serviceHoursSet": rule(TEAM_LEADS, Scope::RotaWrite);
    ClosedDayAdd = "closedDayAdd": rule(TEAM_LEADS, Scope::RotaWrite);
    ClosedDayRemove = "closedDayRemove": rule(TEAM_LEADS, Scope::RotaWrite);
    RotaSettingsUpdate = "rotaSettingsUpdate": rule(TEAM_LEADS, Scope::RotaWrite);
    RotaRuleAdd = "rotaRuleAdd": rule(TEAM_LEADS, Scope::RotaWrite);
    RotaRuleRemove = "rotaRuleRemove": rule(TEAM_LEADS, Scope::RotaWrite);
    StandingTurnAdd = "standingTurnAdd": rule(TEAM_LEADS, Scope::RotaWrite);
    StandingTurnRemove = "standingTurnRemove": rule(TEAM_LEADS, Scope::RotaWrite);
    PersonRotaUpdate = "personRotaUpdate": rule(TEAM_LEADS, Scope::RotaWrite);
    PersonNoMailSet = "personNoMailSet": or_own(TEAM_LEADS, Scope::RotaWrite);
    BusyAdd = "busyAdd": or_own(TEAM_LEADS, Scope::RotaWrite);
    BusyUpdate = "busyUpdate": or_own(TEAM_LEADS, Scope::RotaWrite);
    BusyRemove = "busyRemove": or_own(TEAM_LEADS, Scope::RotaWrite);
    BusyReplace = "busyReplace": or_own(TEAM_LEADS, Scope::RotaWrite);
    TimetableCreate = "timetableCreate": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetableDelete = "timetableDelete": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetablePublish = "timetablePublish": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetableArchive = "timetableArchive": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetableUndo = "timetableUndo": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetableLoadsSet = "timetableLoadsSet": rule(TEAM_LEADS, Scope::RotaWrite);
    TimetableSolve = "timetableSolve": rule(TEAM_LEADS, Scope::RotaWrite);
    SolverRunStop = "solverRunStop": rule(TEAM_LEADS, Scope::RotaWrite);
    SolverRunApply = "solverRunApply": rule(TEAM_LEADS, Scope::RotaWrite);
    TurnAssign = "turnAssign": rule(TEAM_LEADS, Scope::RotaWrite);
    TurnSwap = "turnSwap": rule(TEAM_LEADS, Scope::RotaWrite);
    TurnTakeOver = "turnTakeOver": or_own(TEAM_LEADS, Scope::RotaWrite);
    LineAdd = "lineAdd": rule(TEAM_LEADS, Scope::RotaWrite);
    LineClose = "lineClose": rule(TEAM_LEADS, Scope::RotaWrite);
    SwapRequestOffer = "swapRequestOffer": or_own(TEAM_LEADS, Scope::RotaWrite);
    SwapRequestAccept = "swapRequestAccept": or_own(TEAM_LEADS, Scope::RotaWrite);
    SwapRequestDecline = "swapRequestDecline": or_own(TEAM_LEADS, Scope::RotaWrite);
    SwapRequestWithdraw = "swapRequestWithdraw": or_own(TEAM_LEADS, Scope::RotaWrite);
    // Subscriptions.
    PersonChanged = "personChanged": rule(EVERYBODY, Scope::PersonsRead);
    ContactChanged = "contactChanged": rule(EVERYBODY, Scope::ContactsRead);
    ContactImportChanged = "contactImportChanged": rule(EVERYBODY, Scope::ContactsRead);
    EventChanged = "eventChanged": calendars_read(EVERYBODY);
    OccurrenceChanged = "occurrenceChanged": calendars_read(EVERYBODY);
    ReminderChanged = "reminderChanged": calendars_read(EVERYBODY);
    QueueChanged = "queueChanged": rule(EVERYBODY, Scope::QueuesRead);
    TimetableChanged = "timetableChanged": rule(EVERYBODY, Scope::RotaRead);
    SolverRunChanged = "solverRunChanged": rule(EVERYBODY, Scope::RotaRead);
    MessageChanged = "messageChanged": or_own(TEAM_LEADS, Scope::MessagesRead);
    CalloutChanged = "calloutChanged": rule(EVERYBODY, Scope::CalloutsRead);
    ParticipationChanged = "participationChanged": rule(EVERYBODY, Scope::CalloutsRead);
    FlowRunChanged = "flowRunChanged": rule(EVERYBODY, Scope::FlowsRead);
    CallChanged = "callChanged": rule(EVERYBODY, Scope::CallsRead);
    CallAttemptChanged = "callAttemptChanged": rule(EVERYBODY, Scope::CallsRead);
    IncomingCall = "incomingCall": or_own(TEAM_LEADS, Scope::CallsRead);
    ProviderChanged = "providerChanged": rule(EVERYBODY, Scope::ProvidersRead);
    RotaNotice = "rotaNotice": rule(EVERYBODY, Scope::RotaRead);
}

/// Proof that a caller may do an operation: what services take. It carries the account, so that nothing is read or written
/// outside it, and the person an agent is held to.
#[derive(Clone, Copy, Debug)]
pub struct Permit<'a> {
    caller: &'a Caller,
    operation: Operation,
    own_only: bool,
    calendars_only: Option<UserId>,
}

impl Caller {
    /// Asks the policy.
    ///
    /// # Errors
    /// [`Fault::Forbidden`], naming what is missing.
    pub fn permit(&self, operation: Operation) -> Result<Permit<'_>, Fault> {
        let rule = operation.rule();
        if let Credential::ApiKey { scopes, .. } = &self.credential {
            let Some(scope) = rule.scope else {
                // Who am I: any key may ask.
                return if operation == Operation::Viewer {
                    Ok(Permit { caller: self, operation, own_only: false, calendars_only: None })
                } else {
                    Err(Fault::Forbidden(format!("`{}` is not for API keys: log in.", operation.field())))
                };
            };
            if !scopes.contains(&scope) {
                return Err(Fault::Forbidden(format!("`{}` needs the scope {}.", operation.field(), scope.as_str())));
            }
        }
        if rule.roles.contains(&self.role) {
            return Ok(Permit { caller: self, operation, own_only: false, calendars_only: None });
        }
        if rule.agents_own && self.role == Role::Agent && self.person_id.is_some() {
            return Ok(Permit { caller: self, operation, own_only: true, calendars_only: None });
        }
        // An API key has no calendars: nobody owns any by one.
        if let (true, Role::CalendarUser, Credential::Session { user_id, .. }) = (rule.calendars_own, self.role, &self.credential) {
            return Ok(Permit { caller: self, operation, own_only: false, calendars_only: Some(*user_id) });
        }
        Err(Fault::Forbidden(format!("`{}` is not for the role {}.", operation.field(), self.role.as_str())))
    }
}

impl<'a> Permit<'a> {
    /// Who asks.
    pub fn caller(&self) -> &'a Caller {
        self.caller
    }

    /// Whose data it may touch.
    pub fn account_id(&self) -> AccountId {
        self.caller.account_id
    }

    /// What was permitted: the audit log's action.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Who is said to have done it.
    pub fn actor(&self) -> Actor {
        self.caller.actor()
    }

    /// The only person the caller may act for; `None`: any.
    pub fn held_to(&self) -> Option<PersonId> {
        if self.own_only { self.caller.person_id } else { None }
    }

    /// The user whose calendars, and nothing else, the caller may see and change; `None`: the caller is no calendar user.
    pub fn only_calendars_of(&self) -> Option<UserId> {
        self.calendars_only
    }

    /// Whether the caller may act for `person`.
    pub fn covers(&self, person: PersonId) -> bool {
        self.held_to().is_none_or(|own| own == person)
    }
}
