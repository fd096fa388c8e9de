//! Words of callouts.

use super::stored;

stored! {
    /// How far a callout has come.
    CalloutStatus {
        /// Made, and not started.
        Initialized = "INITIALIZED",
        /// Starts by itself at an instant.
        Scheduled = "SCHEDULED",
        /// Dials.
        Running = "RUNNING",
        /// Dials nobody for the moment; calls that are under way go on.
        Paused = "PAUSED",
        /// Ended by somebody; may be resumed.
        Stopped = "STOPPED",
        /// Everybody was reached, given up or skipped.
        Completed = "COMPLETED",
        /// Could not be started, for the reason told; may be started again.
        Errored = "ERRORED",
    }

    /// How far a population has come.
    PopulationStatus {
        /// Can be looked at; nobody was added yet.
        Preview = "PREVIEW",
        /// Waits for a worker.
        Queued = "QUEUED",
        /// Contacts are being added.
        Running = "RUNNING",
        /// Everybody was added.
        Finished = "FINISHED",
        /// Ended without adding everybody, for the reason told; may be queued again.
        Failed = "FAILED",
    }

    /// How far a contact's part in a callout has come.
    ParticipationStatus {
        /// Has not been called.
        Pending = "PENDING",
        /// Is being called.
        InFlight = "IN_FLIGHT",
        /// Was called in vain, and will be called again.
        Waiting = "WAITING",
        /// Was reached.
        Answered = "ANSWERED",
        /// Was called in vain as often as may be, or cannot be reached.
        Exhausted = "EXHAUSTED",
        /// Is not called, for the reason told.
        Skipped = "SKIPPED",
    }
}
