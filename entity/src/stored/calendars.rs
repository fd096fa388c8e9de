//! Words of calendars and events.

use super::stored;

stored! {
    /// What becomes of a call for an event that a machine answers.
    MachineBehavior {
        /// It is as with anybody.
        Always = "ALWAYS",
        /// It is hung up, and tried again.
        HumanOnly = "HUMAN_ONLY",
        /// Only a machine is told anything, after its greeting.
        VoicemailOnly = "VOICEMAIL_ONLY",
    }

    /// How far an event has come.
    EventStatus {
        /// It happens.
        Active = "ACTIVE",
        /// Nothing of it happens for the moment.
        Paused = "PAUSED",
        /// Nothing of it happens any more.
        Canceled = "CANCELED",
        /// All that was to happen of it did, or was left out.
        Completed = "COMPLETED",
    }

    /// How far an occurrence has come.
    OccurrenceState {
        /// Its time is to come.
        Pending = "PENDING",
        /// Held back.
        Paused = "PAUSED",
        /// Called off.
        Canceled = "CANCELED",
        /// Its time came.
        Completed = "COMPLETED",
        /// Its time went by while it was held back.
        Skipped = "SKIPPED",
    }

    /// Why an occurrence is paused or canceled.
    OccurrenceCause {
        /// Somebody did so with this one.
        Alone = "ALONE",
        /// Somebody did so with the event.
        Event = "EVENT",
        /// The event ends before.
        End = "END",
        /// The event is at other times since it was changed.
        Edit = "EDIT",
    }
}
