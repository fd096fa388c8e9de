//! Words of calls that are placed: attempts, and what they are for.

use super::stored;

stored! {
    /// How far an attempt to reach somebody has come.
    AttemptStatus {
        /// Wanted, and not begun.
        Created = "CREATED",
        /// About to be asked of the provider, or asked and not answered yet.
        Dispatching = "DISPATCHING",
        /// The provider has it.
        Sent = "SENT",
        /// Rings, or was answered.
        InProgress = "IN_PROGRESS",
        /// Over: it was answered.
        Completed = "COMPLETED",
        /// Over: engaged, or refused by whoever was called.
        Busy = "BUSY",
        /// Over: rang and was not answered.
        NotAnswered = "NOT_ANSWERED",
        /// Over: the network could not connect it.
        Failed = "FAILED",
        /// Over: called off.
        Canceled = "CANCELED",
        /// Over: the provider refused the order.
        Errored = "ERRORED",
        /// Whether the provider has it is not known; it is looked up, and not repeated meanwhile.
        Unknown = "UNKNOWN",
        /// The provider has been silent about it for too long. What it may tell later still counts.
        Expired = "EXPIRED",
    }

    /// Who, or what, answered: as the provider guesses.
    AnsweredBy {
        /// A human being.
        Human = "HUMAN",
        /// An answering machine.
        Machine = "MACHINE",
        /// A fax.
        Fax = "FAX",
        /// The provider could not tell.
        Unknown = "UNKNOWN",
    }
}
