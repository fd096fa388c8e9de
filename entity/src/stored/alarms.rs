//! Words of alarms and reminders.

use super::stored;

stored! {
    /// How somebody is reminded.
    AlarmMethod {
        /// By a call that a flow leads.
        Call = "CALL",
        /// By a text message.
        Sms = "SMS",
        /// By mail.
        Email = "EMAIL",
    }

    /// What becomes of a reminder that comes too late.
    AlarmLate {
        /// It is sent all the same.
        Send = "SEND",
        /// It is left out.
        Skip = "SKIP",
        /// It waits for the next opening of its window, or for the same time of the next day.
        Shift = "SHIFT",
        /// It has failed.
        Expire = "EXPIRE",
    }

    /// How far a reminder has come.
    ReminderStatus {
        /// Its time is to come.
        Pending = "PENDING",
        /// It is being tried.
        InProcess = "IN_PROCESS",
        /// It was tried in vain, and is tried again.
        Retry = "RETRY",
        /// It reached whom it was for.
        Success = "SUCCESS",
        /// All was in vain.
        Failure = "FAILURE",
        /// Its occurrence was called off, or its alarm.
        Canceled = "CANCELED",
        /// It was too late.
        Expired = "EXPIRED",
        /// It was left out.
        Skipped = "SKIPPED",
        /// Another one told the same.
        Merged = "MERGED",
    }

    /// Why a reminder is as it is.
    ReminderReason {
        /// A window moved it.
        Window = "WINDOW",
        /// It came too late.
        Late = "LATE",
        /// It would have come after the end.
        AfterEnd = "AFTER_END",
        /// Its occurrence is held back.
        OccurrencePaused = "OCCURRENCE_PAUSED",
        /// Its occurrence was called off.
        OccurrenceCanceled = "OCCURRENCE_CANCELED",
        /// Its occurrence was held back until its end.
        OccurrenceSkipped = "OCCURRENCE_SKIPPED",
        /// Its occurrence was changed while it was about to be sent.
        Withdrawn = "WITHDRAWN",
        /// Its alarm is off.
        AlarmDisabled = "ALARM_DISABLED",
        /// Another one told the same.
        Duplicate = "DUPLICATE",
        /// No provider that could be used can be reached now.
        ProviderUnavailable = "PROVIDER_UNAVAILABLE",
        /// No provider can do it.
        NoProvider = "NO_PROVIDER",
        /// Whoever it is for cannot be found any more, or has no such number.
        NoRecipient = "NO_RECIPIENT",
        /// The text cannot be made: something it names is unknown.
        NoText = "NO_TEXT",
        /// Whoever it is for is on the do-not-call list.
        DoNotCall = "DO_NOT_CALL",
        /// Whoever it is for has opted out.
        OptedOut = "OPTED_OUT",
        /// Nobody answered.
        NotAnswered = "NOT_ANSWERED",
        /// Engaged, or refused.
        Busy = "BUSY",
        /// It could not be connected.
        Failed = "FAILED",
        /// A machine answered, and it is for humans.
        Machine = "MACHINE",
        /// A human answered, and it is for machines.
        Human = "HUMAN",
        /// A fax answered.
        Fax = "FAX",
        /// Somebody answered, and said nothing.
        NoAnswer = "NO_ANSWER",
        /// The message was not sent.
        NotSent = "NOT_SENT",
        /// The message did not arrive.
        NotDelivered = "NOT_DELIVERED",
        /// What became of it cannot be known.
        OutcomeUnknown = "OUTCOME_UNKNOWN",
    }
}
