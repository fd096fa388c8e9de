//! Words of contacts.

use super::stored;

stored! {
    /// Where a contact's time zone is from.
    TimeZoneSource {
        /// Somebody said so.
        Given = "GIVEN",
        /// The number's country has only this one.
        Number = "NUMBER",
    }

    /// What a value within metadata is.
    ValueKind {
        /// A text.
        Text = "TEXT",
        /// A number.
        Number = "NUMBER",
        /// True or false.
        Boolean = "BOOLEAN",
        /// Nothing.
        Null = "NULL",
        /// A list.
        List = "LIST",
        /// An object.
        Object = "OBJECT",
    }

    /// Way to reach a contact.
    Channel {
        /// By telephone.
        Call = "CALL",
        /// By text message.
        Sms = "SMS",
        /// By e-mail.
        Email = "EMAIL",
    }

    /// What a contact has said about being reached.
    ConsentState {
        /// Not any more.
        OptedOut = "OPTED_OUT",
        /// Again.
        OptedIn = "OPTED_IN",
    }

    /// By what it is known that a contact does not want to be reached, or wants to again.
    EvidenceKind {
        /// The contact sent a keyword, such as STOP, or pressed a key.
        Keyword = "KEYWORD",
        /// The provider refused, since the contact told it so.
        Provider = "PROVIDER",
        /// Somebody of the team wrote it down.
        Person = "PERSON",
    }
}
