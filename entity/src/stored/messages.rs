//! Words of messages.

use super::stored;

stored! {
    /// Way a message goes.
    MessageChannel {
        /// Electronic mail.
        Email = "EMAIL",
        /// A text message.
        Sms = "SMS",
    }

    /// How far a message has come.
    MessageStatus {
        /// Wanted, and not begun; or put off.
        Queued = "QUEUED",
        /// Being handed over.
        Sending = "SENDING",
        /// Handed over.
        Sent = "SENT",
        /// With its receiver.
        Delivered = "DELIVERED",
        /// Handed over, and did not arrive.
        Undelivered = "UNDELIVERED",
        /// Refused, or given up.
        Failed = "FAILED",
        /// Called off before it was handed over.
        Canceled = "CANCELED",
        /// Of no use any more before it could be handed over.
        Expired = "EXPIRED",
        /// Whether it was handed over is not known. It is not repeated.
        Unknown = "UNKNOWN",
    }

    /// What a message is for.
    MessageCause {
        /// Something told about the rota.
        RotaNotice = "ROTA_NOTICE",
        /// Somebody asked for it.
        Request = "REQUEST",
        /// A flow sends it during a call.
        FlowRun = "FLOW_RUN",
        /// It reminds of a time at which an event happens, or tells that nobody could be reminded.
        Reminder = "REMINDER",
    }

    /// What stood in the way of a message.
    MessageProblemKind {
        /// Mail is not set up.
        MailOff = "MAIL_OFF",
        /// Who takes messages cannot be reached, or lets us not in.
        Unreachable = "UNREACHABLE",
        /// It was not taken at the time.
        PutOff = "PUT_OFF",
        /// No message is taken for this receiver.
        RecipientRefused = "RECIPIENT_REFUSED",
        /// The message is refused.
        Refused = "REFUSED",
        /// There is no such number, or none that gets messages.
        InvalidNumber = "INVALID_NUMBER",
        /// Who would get it does not want anything from this sender.
        OptedOut = "OPTED_OUT",
        /// Who would get it is on the do-not-call list.
        DoNotCall = "DO_NOT_CALL",
        /// Not to that country, not past that filter.
        Blocked = "BLOCKED",
        /// The receiver's telephone is off, or out of reach.
        OutOfReach = "OUT_OF_REACH",
        /// Refused for credit.
        Billing = "BILLING",
        /// The provider failed, or is not set up for it.
        ProviderFailed = "PROVIDER_FAILED",
        /// It did not arrive, and nobody says why.
        Unexplained = "UNEXPLAINED",
        /// It cannot be sent safely.
        Unsafe = "UNSAFE",
        /// It was handed over, and no answer came.
        Lost = "LOST",
        /// Whoever handed it over did not live to tell what came of it.
        Interrupted = "INTERRUPTED",
    }
}
