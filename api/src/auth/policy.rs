//! Every operation, with the roles that may and the scope an API key needs: the one table to read.
//!
//! A root field of the schema names its operation; a test compares this table with the schema, so that no field is forgotten.

use entity::{
    id::{AccountId, PersonId},
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
}

const EVERYBODY: &[Role] = &[Role::Admin, Role::Coordinator, Role::Agent, Role::Viewer];
const TEAM_LEADS: &[Role] = &[Role::Admin, Role::Coordinator];
const ADMINS: &[Role] = &[Role::Admin];

const fn rule(roles: &'static [Role], scope: Scope) -> Rule {
    Rule { roles, scope: Some(scope), agents_own: false }
}

const fn people_only(roles: &'static [Role]) -> Rule {
    Rule { roles, scope: None, agents_own: false }
}

const fn or_own(roles: &'static [Role], scope: Scope) -> Rule {
    Rule { roles, scope: Some(scope), agents_own: true }
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
    Viewer = "viewer": Rule { roles: EVERYBODY, scope: None, agents_own: false };
    Users = "users": rule(ADMINS, Scope::AccessRead);
    ApiKeys = "apiKeys": rule(ADMINS, Scope::AccessRead);
    AuditEntries = "auditEntries": rule(ADMINS, Scope::AuditRead);
    Person = "person": rule(EVERYBODY, Scope::PersonsRead);
    Persons = "persons": rule(EVERYBODY, Scope::PersonsRead);
    Contact = "contact": rule(EVERYBODY, Scope::ContactsRead);
    ContactByNumber = "contactByNumber": rule(EVERYBODY, Scope::ContactsRead);
    Contacts = "contacts": rule(EVERYBODY, Scope::ContactsRead);
    ContactImport = "contactImport": rule(EVERYBODY, Scope::ContactsRead);
    Providers = "providers": rule(EVERYBODY, Scope::ProvidersRead);
    Queue = "queue": rule(EVERYBODY, Scope::QueuesRead);
    Queues = "queues": rule(EVERYBODY, Scope::QueuesRead);
    Message = "message": or_own(TEAM_LEADS, Scope::MessagesRead);
    Messages = "messages": or_own(TEAM_LEADS, Scope::MessagesRead);
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
    Feeds = "feeds": or_own(TEAM_LEADS, Scope::RotaRead);
    // Mutations.
    LogOut = "logOut": people_only(EVERYBODY);
    Flow = "flow": rule(EVERYBODY, Scope::FlowsRead);
    Flows = "flows": rule(EVERYBODY, Scope::FlowsRead);
    FlowVersion = "flowVersion": rule(EVERYBODY, Scope::FlowsRead);
    FlowCheck = "flowCheck": rule(EVERYBODY, Scope::FlowsRead);
    FlowRun = "flowRun": rule(EVERYBODY, Scope::FlowsRead);
    Template = "template": rule(EVERYBODY, Scope::FlowsRead);
    Templates = "templates": rule(EVERYBODY, Scope::FlowsRead);
    TemplatePreview = "templatePreview": rule(EVERYBODY, Scope::FlowsRead);
    PasswordChange = "passwordChange": people_only(EVERYBODY);
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
    QueueUpdate = "queueUpdate": rule(ADMINS, Scope::QueuesWrite);
    QueueMemberAdd = "queueMemberAdd": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberRemove = "queueMemberRemove": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberPause = "queueMemberPause": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberResume = "queueMemberResume": or_own(TEAM_LEADS, Scope::QueuesWrite);
    QueueMemberSetPenalty = "queueMemberSetPenalty": rule(TEAM_LEADS, Scope::QueuesWrite);
    QueueMembersOrder = "queueMembersOrder": rule(TEAM_LEADS, Scope::QueuesWrite);
    CallOriginate = "callOriginate": or_own(TEAM_LEADS, Scope::CallsWrite);
    CallHangUp = "callHangUp": or_own(TEAM_LEADS, Scope::CallsWrite);
    CallLimitsSet = "callLimitsSet": rule(ADMINS, Scope::CallsWrite);
    MessageSend = "messageSend": rule(TEAM_LEADS, Scope::MessagesWrite);
    MessageCancel = "messageCancel": rule(TEAM_LEADS, Scope::MessagesWrite);
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
    FeedCreate = "feedCreate": or_own(TEAM_LEADS, Scope::RotaWrite);
    FeedRevoke = "feedRevoke": or_own(TEAM_LEADS, Scope::RotaWrite);
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
    FlowCreate = "flowCreate": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowUpdate = "flowUpdate": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowDelete = "flowDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowSeal = "flowSeal": rule(TEAM_LEADS, Scope::FlowsWrite);
    FlowRecordingDelete = "flowRecordingDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateCreate = "templateCreate": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateUpdate = "templateUpdate": rule(TEAM_LEADS, Scope::FlowsWrite);
    TemplateDelete = "templateDelete": rule(TEAM_LEADS, Scope::FlowsWrite);
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
    QueueChanged = "queueChanged": rule(EVERYBODY, Scope::QueuesRead);
    TimetableChanged = "timetableChanged": rule(EVERYBODY, Scope::RotaRead);
    SolverRunChanged = "solverRunChanged": rule(EVERYBODY, Scope::RotaRead);
    MessageChanged = "messageChanged": or_own(TEAM_LEADS, Scope::MessagesRead);
    CalloutChanged = "calloutChanged": rule(EVERYBODY, Scope::CalloutsRead);
    ParticipationChanged = "participationChanged": rule(EVERYBODY, Scope::CalloutsRead);
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
                    Ok(Permit { caller: self, operation, own_only: false })
                } else {
                    Err(Fault::Forbidden(format!("`{}` is not for API keys: log in.", operation.field())))
                };
            };
            if !scopes.contains(&scope) {
                return Err(Fault::Forbidden(format!("`{}` needs the scope {}.", operation.field(), scope.as_str())));
            }
        }
        if rule.roles.contains(&self.role) {
            return Ok(Permit { caller: self, operation, own_only: false });
        }
        if rule.agents_own && self.role == Role::Agent && self.person_id.is_some() {
            return Ok(Permit { caller: self, operation, own_only: true });
        }
        Err(Fault::Forbidden(format!("`{}` is not for the role {}.", operation.field(), self.role.as_str())))
    }
}

impl<'a> Permit<'a> {
    /// Who asks.
    FlowRunChanged = "flowRunChanged": rule(EVERYBODY, Scope::FlowsRead);
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

    /// Whether the caller may act for `person`.
    pub fn covers(&self, person: PersonId) -> bool {
        self.held_to().is_none_or(|own| own == person)
    }
}
