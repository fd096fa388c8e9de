//! Words of calls and their legs.

use super::stored;

stored! {
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
        /// The rules did not let it be made any more.
        NotAllowed = "NOT_ALLOWED",
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
}
