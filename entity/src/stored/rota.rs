//! Words of the rota.

use super::stored;

stored! {
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
}
