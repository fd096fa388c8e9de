//! Words of webhooks.

use super::stored;

stored! {
    /// What happened, as endpoints subscribe to it.
    WebhookKind {
        /// Somebody confirmed an occurrence.
        OccurrenceConfirmed = "OCCURRENCE_CONFIRMED",
        /// Somebody canceled an occurrence.
        OccurrenceCanceled = "OCCURRENCE_CANCELED",
        /// Somebody asked for another time.
        OccurrenceRescheduled = "OCCURRENCE_RESCHEDULED",
        /// A reminder reached nobody.
        ReminderFailed = "REMINDER_FAILED",
        /// A callout has called everybody.
        CalloutCompleted = "CALLOUT_COMPLETED",
        /// Somebody tries whether an endpoint gets anything.
        WebhookTest = "WEBHOOK_TEST",
    }

    /// Whether an endpoint gets anything.
    WebhookEndpointStatus {
        /// It does.
        Enabled = "ENABLED",
        /// Somebody said that it should not.
        Disabled = "DISABLED",
        /// It answered that it is gone.
        Gone = "GONE",
    }

    /// How far a webhook has come.
    WebhookDeliveryStatus {
        /// It is tried, or will be.
        Pending = "PENDING",
        /// It was taken.
        Delivered = "DELIVERED",
        /// It was given up.
        Failed = "FAILED",
        /// Its endpoint was not to get it any more.
        Canceled = "CANCELED",
    }

    /// What stood in the way of a webhook.
    WebhookProblem {
        /// It was answered with a status that is no success.
        Refused = "REFUSED",
        /// It was answered that nothing is wanted there any more.
        Gone = "GONE",
        /// It was sent elsewhere.
        Redirected = "REDIRECTED",
        /// No answer came in time.
        TooSlow = "TOO_SLOW",
        /// Nobody could be reached.
        Unreachable = "UNREACHABLE",
        /// It may not go where the address leads.
        NotAllowed = "NOT_ALLOWED",
        /// Whoever posted it did not live to tell what came of it.
        Interrupted = "INTERRUPTED",
        /// The endpoint is disabled.
        EndpointDisabled = "ENDPOINT_DISABLED",
        /// The endpoint was deleted.
        EndpointDeleted = "ENDPOINT_DELETED",
        /// Webhooks are not set up.
        NotSetUp = "NOT_SET_UP",
    }
}
