//! The types of a flow's document.

use async_graphql::{Enum, InputObject, SimpleObject};

use super::both::one_of;

one_of! {
    /// What is heard in one language: one of these.
    FlowUtterance as "FlowUtteranceInput", FlowUtteranceShown as "FlowUtterance" {
        /// A text that is spoken, 1 to 1000 characters; `{name}` is replaced by what is known under that name.
        Say / say: String,
        /// A recording that is played: for Twilio an address that begins with https or http, for Asterisk the name of a sound file without extension.
        Play / play: String,
    }
}

/// What is heard in one language.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowWordsInput")]
pub struct FlowWords {
    /// Language by BCP 47, one of the flow's.
    pub language: String,
    /// What is heard.
    pub heard: FlowUtterance,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowTextInput")]
pub struct FlowText {
    /// Language by BCP 47, one of the flow's.
    pub language: String,
    /// The text, 1 to 1000 characters; `{name}` is replaced by what is known under that name.
    pub text: String,
}

/// What an answer can mean for whatever a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FlowMeaning {
    /// Whoever was called will be there.
    Confirmed,
    /// Whoever was called will not.
    Canceled,
    /// Whoever was called wants another time.
    Rescheduled,
}

one_of! {
    /// What an answer means for whatever the call is about: one of these.
    FlowOutcome as "FlowOutcomeInput", FlowOutcomeShown as "FlowOutcome" {
        /// One of those that are known everywhere.
        Meaning / meaning: FlowMeaning,
        /// A line of the flow's own, 1 to 60 characters.
        Own / own: String,
    }
}

/// What keys mean for whatever the call is about.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowKeysOutcomeInput")]
pub struct FlowKeysOutcome {
    /// The keys, as they are pressed.
    pub keys: String,
    /// What they mean.
    pub outcome: FlowOutcome,
}

/// How keys are asked for. Only keys are heard, no speech.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowAskInput")]
pub struct FlowAsk {
    /// What is heard, in each language of the flow; nothing with `speechOff`.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
    /// What is heard after keys that are not among those asked for, before it is asked again.
    #[graphql(default)]
    pub invalid: Vec<FlowWords>,
    /// How often it is asked again when nothing was pressed, or nothing valid, 0 to 9: so many attempts and one.
    #[graphql(default = 0)]
    pub retries: i32,
    /// Seconds without a key after which nothing was pressed, 1 to 60.
    #[graphql(default = 5)]
    pub timeout_seconds: i32,
    /// Nothing is said: keys are awaited in silence, after what an earlier node has said.
    #[graphql(default = false)]
    pub speech_off: bool,
    /// It is said to the end: keys pressed meanwhile do not count.
    #[graphql(default = false)]
    pub uninterrupted: bool,
    /// What keys mean for whatever the call is about. The keys themselves are kept in any case.
    #[graphql(default)]
    pub outcomes: Vec<FlowKeysOutcome>,
}

/// Says something. Branches on `NEXT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowPlayMessageInput")]
pub struct FlowPlayMessage {
    /// What is heard, in each language of the flow.
    pub words: Vec<FlowWords>,
}

/// A key that can be chosen.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowChoiceInput")]
pub struct FlowChoice {
    /// The key: a digit, `*` or `#`.
    pub key: String,
    /// What it means, in results: 1 to 100 characters.
    pub label: String,
    /// Language in which is gone on; null: the same.
    pub language: Option<String>,
}

/// Asks to choose one of a few keys. Branches on `KEYS`, `ANY`, `INVALID`, `TIMEOUT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowMultipleChoiceInput")]
pub struct FlowMultipleChoice {
    /// How it is asked.
    pub ask: FlowAsk,
    /// Keys that can be chosen; no others are accepted.
    pub choices: Vec<FlowChoice>,
}

/// Asks for a number from 1 on. Branches on `KEYS`, `ANY`, `INVALID`, `TIMEOUT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowRatingInput")]
pub struct FlowRating {
    /// How it is asked.
    pub ask: FlowAsk,
    /// Up to which number, 1 to 99.
    #[graphql(default = 9)]
    pub highest: i32,
}

/// Asks for digits; `#` ends them. Branches on `KEYS`, `ANY`, `INVALID`, `TIMEOUT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowCaptureDigitsInput")]
pub struct FlowCaptureDigits {
    /// How it is asked.
    pub ask: FlowAsk,
    /// How many digits at the most, 1 to 32.
    #[graphql(default = 2)]
    pub most: i32,
    /// The least number that is accepted, in digits; null: any.
    pub minimum: Option<String>,
    /// The greatest number that is accepted, in digits; null: any.
    pub maximum: Option<String>,
}

/// Records what is said; `#` ends it. Branches on `NEXT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowRecordInput")]
pub struct FlowRecord {
    /// What is heard before, in each language of the flow.
    pub words: Vec<FlowWords>,
    /// Seconds it may be long, 1 to 600.
    #[graphql(default = 120)]
    pub longest_seconds: i32,
    /// Seconds of silence that end it, 1 to 60.
    #[graphql(default = 5)]
    pub silence_seconds: i32,
}

/// A header of an invitation by SIP.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowHeaderInput")]
pub struct FlowHeader {
    /// Name, which begins with `X-`.
    pub name: String,
    /// Its text, at most 200 characters; may have variables.
    pub value: String,
}

/// What a rung party hears, and has to press before it is joined.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowConfirmationInput")]
pub struct FlowConfirmation {
    /// What it hears, in each language of the flow.
    pub words: Vec<FlowWords>,
    /// Key that joins: a digit, `*` or `#`. Any other, or none, declines.
    pub key: String,
}

/// Rings another party and joins it to the call. Branches on `NEXT`, once they have talked, and on `UNREACHED`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowTransferInput")]
pub struct FlowTransfer {
    /// What is heard before; may be nothing.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
    /// Whom: a public number in E.164, an extension, a SIP address, or a text with variables that becomes one of them.
    pub to: String,
    /// Number shown to that party, or a text with variables that becomes one, e.g. `{number}`; null: the provider's default.
    pub from: Option<String>,
    /// Seconds it may ring, 5 to 300.
    #[graphql(default = 30)]
    pub ring_seconds: i32,
    /// Headers of the invitation, where the party is rung by SIP; at most 10.
    #[graphql(default)]
    pub headers: Vec<FlowHeader>,
    /// What that party has to agree to; null: it is joined as it answers.
    pub confirmation: Option<FlowConfirmation>,
}

/// Ends the call. Has no branches.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowHangUpInput")]
pub struct FlowHangUp {
    /// What is heard before; may be nothing.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
}

/// Joins a room of the account with whoever is in it. Branches on `NEXT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowConferenceInput")]
pub struct FlowConference {
    /// What is heard before; may be nothing.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
    /// Name of the room: 1 to 40 letters, digits, `-` and `_`, or a text with variables that becomes one.
    pub room: String,
}

/// Has the called number not called any more, by any callout, and ends the call. Has no branches.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowDoNotCallInput")]
pub struct FlowDoNotCall {
    /// What is heard; may be nothing.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
}

/// Sends a text message. Branches on `NEXT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowSendMessageInput")]
pub struct FlowSendMessage {
    /// What is heard meanwhile; may be nothing.
    #[graphql(default)]
    pub words: Vec<FlowWords>,
    /// What is sent, in each language of the flow.
    pub message: Vec<FlowText>,
    /// To which public number, or a text with variables that becomes one; null: to the called number.
    pub to: Option<String>,
}

/// Leaves a message on an answering machine, after its greeting; to people it is told at once. Branches on `NEXT`.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowVoicemailDropInput")]
pub struct FlowVoicemailDrop {
    /// What is left, in each language of the flow.
    pub words: Vec<FlowWords>,
    /// Seconds the greeting may take at the most, 1 to 120.
    #[graphql(default = 30)]
    pub longest_greeting_seconds: i32,
}

one_of! {
    /// What a node does: one of these.
    FlowDoes as "FlowDoesInput", FlowDoesShown as "FlowDoes" {
        /// Says something.
        PlayMessage / play_message: FlowPlayMessage,
        /// Asks to choose one of a few keys.
        MultipleChoice / multiple_choice: FlowMultipleChoice,
        /// Asks for a number from 1 on.
        Rating / rating: FlowRating,
        /// Asks for digits.
        CaptureDigits / capture_digits: FlowCaptureDigits,
        /// Records what is said.
        Record / record: FlowRecord,
        /// Rings another party and joins it to the call.
        Transfer / transfer: FlowTransfer,
        /// Ends the call.
        HangUp / hang_up: FlowHangUp,
        /// Joins a room with others.
        Conference / conference: FlowConference,
        /// Has the called number not called any more, and ends the call.
        DoNotCall / do_not_call: FlowDoNotCall,
        /// Sends a text message.
        SendMessage / send_message: FlowSendMessage,
        /// Goes by who answered; always true. Branches on `HUMAN`, `MACHINE`, `FAX`, `UNKNOWN`.
        Answered / answered: bool,
        /// Leaves a message on an answering machine.
        VoicemailDrop / voicemail_drop: FlowVoicemailDrop,
    }
}

/// When a branch is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FlowBranchOn {
    /// Exactly the keys that the branch names were pressed.
    Keys,
    /// Keys were pressed for which there is no other branch.
    Any,
    /// What was pressed is not among what was asked for, also at the last attempt. Without such a branch: as `ANY`.
    Invalid,
    /// Nothing was pressed, also at the last attempt.
    Timeout,
    /// The node is done.
    Next,
    /// Whoever was rung did not come. Without such a branch: as `NEXT`.
    Unreached,
    /// Somebody answered, or nobody looked.
    Human,
    /// A machine answered.
    Machine,
    /// A fax answered.
    Fax,
    /// It could not be told who answered. Without such a branch: as `HUMAN`.
    Unknown,
}

/// What follows from a node. Where there is no branch for what happens, the call ends.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowBranchInput")]
pub struct FlowBranch {
    /// When it is taken.
    pub on: FlowBranchOn,
    /// The keys, with `KEYS`: 1 to 32 of 0-9, `*` and `#`.
    pub keys: Option<String>,
    /// Id of the node it leads to, in this flow; null: the call ends.
    pub to: Option<String>,
}

/// A node of a flow.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowNodeInput")]
pub struct FlowNode {
    /// Name of the node in its flow: 1 to 40 small letters, digits or underscores.
    pub id: String,
    /// What people call it, in drawings and reports: at most 500 characters.
    pub label: Option<String>,
    /// What it does.
    pub does: FlowDoes,
    /// What follows.
    #[graphql(default)]
    pub branches: Vec<FlowBranch>,
}

/// A voice application as a graph: nodes, and branches that lead from one to another.
#[derive(Clone, Debug, PartialEq, SimpleObject, InputObject)]
#[graphql(input_name = "FlowDocumentInput")]
pub struct FlowDocument {
    /// Languages it speaks, by BCP 47, e.g. `es-ES`; the first where nobody says which. At most 20.
    pub languages: Vec<String>,
    /// Id of the node with which it begins; null: it cannot be sealed yet.
    pub start: Option<String>,
    /// Its nodes, at most 200.
    pub nodes: Vec<FlowNode>,
}
