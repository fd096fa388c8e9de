//! Words of queues, members, waits and commands.

use super::stored;

stored! {
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
}
