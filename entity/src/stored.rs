//! Enums that are stored as text: the words of the schema, so that a row can be read without a key.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! stored {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// The word as stored and shown.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    )+};
}

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
    }

    /// Part of the API an API key is limited to.
    Scope {
        /// Persons, read.
        PersonsRead = "PERSONS_READ",
        /// Persons, changed.
        PersonsWrite = "PERSONS_WRITE",
        /// Queues, read.
        QueuesRead = "QUEUES_READ",
        /// Queues and members, changed.
        QueuesWrite = "QUEUES_WRITE",
        /// Calls, read.
        CallsRead = "CALLS_READ",
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

    /// Whether the link to a provider is up.
    ProviderHealth {
        /// Not up yet.
        Connecting = "CONNECTING",
        /// Up.
        Up = "UP",
        /// Down; tried again.
        Down = "DOWN",
    }

    /// Which telephone system a provider is.
    ProviderKind {
        /// Asterisk.
        Asterisk = "ASTERISK",
        /// The built-in simulator.
        Simulator = "SIMULATOR",
        /// Twilio, or another that speaks its API.
        Twilio = "TWILIO",
    }

    /// Whether Switchboard decides who is in a queue.
    QueueMode {
        /// Membership, pauses and penalties converge to what is wanted here.
        Managed = "MANAGED",
        /// Only mirrored; nothing is sent to it.
        Observed = "OBSERVED",
    }

    /// Whether a managed queue is as wanted.
    QueueSyncState {
        /// Wanted and actual agree.
        InSync = "IN_SYNC",
        /// Commands are under way.
        Changing = "CHANGING",
        /// A command was refused; tried again more slowly.
        Failing = "FAILING",
        /// Nothing is wanted: the queue is only observed.
        Observed = "OBSERVED",
    }

    /// Who wants a member in a queue.
    MemberSource {
        /// Put there by hand.
        Manual = "MANUAL",
        /// On duty by the rota.
        Turn = "TURN",
        /// Fixed in the provider's configuration.
        Fixed = "FIXED",
        /// Nobody here: only the provider has it.
        Unmanaged = "UNMANAGED",
    }

    /// What a member is doing.
    Presence {
        /// Free, and rung by the next call.
        Available = "AVAILABLE",
        /// Its telephone rings.
        Ringing = "RINGING",
        /// Talking.
        OnCall = "ON_CALL",
        /// Has just finished a call and is not rung yet.
        WrapUp = "WRAP_UP",
        /// Paused.
        Paused = "PAUSED",
        /// Its telephone cannot be reached.
        Offline = "OFFLINE",
    }

    /// What happened in a queue.
    QueueChangeKind {
        /// The queue itself was created or changed.
        Defined = "DEFINED",
        /// A member is in the queue that was not.
        MemberAdded = "MEMBER_ADDED",
        /// A member is no longer in the queue.
        MemberRemoved = "MEMBER_REMOVED",
        /// A member's presence, pause, penalty or person changed.
        MemberChanged = "MEMBER_CHANGED",
        /// Who is wanted in the queue changed; the provider follows.
        Wanted = "WANTED",
        /// A call waits.
        CallJoined = "CALL_JOINED",
        /// A member's telephone rings for a waiting call, or stopped ringing for it.
        CallRinging = "CALL_RINGING",
        /// A call no longer waits.
        CallLeft = "CALL_LEFT",
        /// How a wait ended became known; the counters have moved.
        CallResult = "CALL_RESULT",
        /// A new day's counters began.
        Counted = "COUNTED",
        /// Wanted and actual came to agree, or ceased to.
        SyncChanged = "SYNC_CHANGED",
        /// The link to the provider came up or went down.
        LinkChanged = "LINK_CHANGED",
    }

    /// How a wait in a queue ended.
    QueueOutcome {
        /// A member answered.
        Answered = "ANSWERED",
        /// The caller hung up.
        Abandoned = "ABANDONED",
        /// The caller waited as long as the queue allows.
        TimedOut = "TIMED_OUT",
        /// Nobody was there to answer.
        NoAgents = "NO_AGENTS",
        /// The queue had no room.
        Full = "FULL",
        /// The call was taken out of the queue.
        Withdrawn = "WITHDRAWN",
        /// Not seen: the link was down.
        Unknown = "UNKNOWN",
    }

    /// State of a command to a provider.
    CommandStatus {
        /// Written, about to be sent.
        Sending = "SENDING",
        /// The provider did it.
        Succeeded = "SUCCEEDED",
        /// The provider refused it.
        Failed = "FAILED",
        /// No answer came; the next comparison tells.
        Unknown = "UNKNOWN",
    }

    /// Which way a call goes, seen from the team.
    CallDirection {
        /// Someone outside calls the team.
        Inbound = "INBOUND",
        /// A member of the team calls out.
        Outbound = "OUTBOUND",
    }

    /// How far a call has come.
    CallStatus {
        /// Began; rings somewhere, or is about to.
        Ringing = "RINGING",
        /// Waits in a queue.
        Waiting = "WAITING",
        /// Two parties talk.
        InProgress = "IN_PROGRESS",
        /// Ended after a conversation.
        Completed = "COMPLETED",
        /// The caller hung up before anybody answered.
        Abandoned = "ABANDONED",
        /// Nobody answered.
        NoAnswer = "NO_ANSWER",
        /// Engaged.
        Busy = "BUSY",
        /// Could not be connected.
        Failed = "FAILED",
        /// Ended while the link was down: how is not known.
        Unknown = "UNKNOWN",
    }

    /// What a leg is to its call.
    LegRole {
        /// The party that started the call.
        Caller = "CALLER",
        /// A member of the team.
        Agent = "AGENT",
        /// Anyone else.
        Other = "OTHER",
    }

    /// How far a leg has come.
    LegState {
        /// Known, not ringing yet.
        Started = "STARTED",
        /// Ringing.
        Ringing = "RINGING",
        /// Answered and up.
        Answered = "ANSWERED",
        /// Over.
        Ended = "ENDED",
    }

    /// Why a call or a leg ended.
    CallCause {
        /// Ended as calls end.
        Normal = "NORMAL",
        /// The calling party hung up.
        CallerHangup = "CALLER_HANGUP",
        /// The called party hung up.
        CalleeHangup = "CALLEE_HANGUP",
        /// Rang and was not answered.
        NoAnswer = "NO_ANSWER",
        /// Engaged.
        Busy = "BUSY",
        /// Refused by the called party.
        Rejected = "REJECTED",
        /// We ended it.
        CancelledByUs = "CANCELLED_BY_US",
        /// Someone else answered first.
        AnsweredElsewhere = "ANSWERED_ELSEWHERE",
        /// Out of reach.
        Unreachable = "UNREACHABLE",
        /// No such number.
        InvalidNumber = "INVALID_NUMBER",
        /// On a block list.
        Blocked = "BLOCKED",
        /// The queue had no room.
        QueueFull = "QUEUE_FULL",
        /// Waited as long as the queue allows.
        QueueTimeout = "QUEUE_TIMEOUT",
        /// Nobody was there to answer.
        NoAgent = "NO_AGENT",
        /// Outside the service hours.
        OffSchedule = "OFF_SCHEDULE",
        /// A machine answered.
        Machine = "MACHINE",
        /// Refused for credit.
        Billing = "BILLING",
        /// Refused for pace.
        RateLimited = "RATE_LIMITED",
        /// The provider failed.
        ProviderError = "PROVIDER_ERROR",
        /// Not known.
        Unknown = "UNKNOWN",
    }

    /// What a rule of the rota limits.
    RotaRuleKind {
        /// At most so many of a group on the telephone at once.
        MaxOnPhone = "MAX_ON_PHONE",
        /// At least so many of a group neither on the telephone nor busy.
        MinFree = "MIN_FREE",
        /// At most so many of one room on the telephone at once.
        RoomLimit = "ROOM_LIMIT",
    }

    /// How far a timetable has come.
    TimetableStatus {
        /// Being made; nobody is on duty by it.
        Draft = "DRAFT",
        /// Known to everybody: who is on duty goes by it.
        Published = "PUBLISHED",
        /// Over; what was carried has become credit.
        Archived = "ARCHIVED",
    }

    /// What was done to a timetable.
    TimetableAction {
        /// It was made.
        Created = "CREATED",
        /// A result of the solver was taken over.
        Solved = "SOLVED",
        /// It was read from another system.
        Imported = "IMPORTED",
        /// A turn was given to somebody, or to somebody else.
        Reassigned = "REASSIGNED",
        /// Two turns changed hands.
        Swapped = "SWAPPED",
        /// A turn was left empty.
        Cleared = "CLEARED",
        /// A line was opened in a slot.
        LineAdded = "LINE_ADDED",
        /// A line was closed in a slot.
        LineClosed = "LINE_CLOSED",
        /// A running turn was taken over.
        TakenOver = "TAKEN_OVER",
        /// It was published.
        Published = "PUBLISHED",
        /// It was archived.
        Archived = "ARCHIVED",
        /// An earlier entry was undone.
        Undone = "UNDONE",
    }

    /// How far an offer of a turn has come.
    SwapStatus {
        /// Nobody has answered yet.
        Open = "OPEN",
        /// Somebody accepted, and has the turn.
        Accepted = "ACCEPTED",
        /// Refused by whom it was made to.
        Declined = "DECLINED",
        /// Taken back.
        Withdrawn = "WITHDRAWN",
        /// A turn began before anybody accepted.
        Expired = "EXPIRED",
    }

    /// How far a run of the solver has come.
    SolverRunStatus {
        /// Asked for, not begun.
        Queued = "QUEUED",
        /// Solving.
        Running = "RUNNING",
        /// Ended with a result: the best there is, or the best within the time limit.
        Solved = "SOLVED",
        /// Stopped when asked to; keeps the best so far.
        Stopped = "STOPPED",
        /// There is no timetable that keeps all that must hold.
        Infeasible = "INFEASIBLE",
        /// Ended without a result, for the reason told.
        Failed = "FAILED",
    }

    /// What was told about the rota.
    RotaNoticeKind {
        /// Who is on duty changes.
        HandOff = "HAND_OFF",
        /// A slot is about to begin that is not covered.
        UncoveredAhead = "UNCOVERED_AHEAD",
    }

    /// Kind of thing a change is about.
    Topic {
        /// A person.
        Person = "PERSON",
        /// A queue, its members, its waiting calls.
        Queue = "QUEUE",
        /// A call.
        Call = "CALL",
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
