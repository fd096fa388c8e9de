//! Words of flows.

use super::stored;

stored! {
    /// How far a call that is led by a flow has come.
    FlowRunStatus {
        /// It goes on.
        Running = "RUNNING",
        /// It came to an end of the flow.
        Completed = "COMPLETED",
        /// Whoever was called hung up before.
        HungUp = "HUNG_UP",
        /// It took more steps than a call may.
        TooLong = "TOO_LONG",
        /// The provider could not go on.
        Failed = "FAILED",
    }

    /// What kind of thing a node heard.
    FlowResultKind {
        /// Keys that were asked for.
        Answer = "ANSWER",
        /// Keys that were not, at the last attempt.
        Invalid = "INVALID",
        /// Nothing.
        Silence = "SILENCE",
        /// Something that was recorded.
        Recording = "RECORDING",
        /// Another party was rung and joined.
        Joined = "JOINED",
        /// Another party was rung in vain.
        NotJoined = "NOT_JOINED",
        /// A room was joined and left.
        Conference = "CONFERENCE",
        /// A message was left on a machine.
        MessageLeft = "MESSAGE_LEFT",
    }

    /// Whether a recording is still there.
    RecordingStatus {
        /// The provider has it.
        Kept = "KEPT",
        /// It was deleted.
        Deleted = "DELETED",
    }

    /// What a template is for.
    TemplateMedium {
        /// It is spoken in a call.
        Voice = "VOICE",
        /// It is sent as a text message.
        Sms = "SMS",
        /// It is sent by mail.
        Email = "EMAIL",
    }

    /// What becomes of names in a template of which nothing is known.
    TemplateUnknown {
        /// They become nothing.
        Empty = "EMPTY",
        /// The text is not made, nor sent.
        Refused = "REFUSED",
    }
}
