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

stored! {
    /// How far an import of contacts has come.
    ContactImportStatus {
        /// Waits for its file.
        Waiting = "WAITING",
        /// Its rows are looked at; nothing is written.
        Checking = "CHECKING",
        /// Each row has a verdict; nothing was written.
        Checked = "CHECKED",
        /// Its rows are taken over.
        Running = "RUNNING",
        /// Each row was taken over, or has a reason why not.
        Completed = "COMPLETED",
        /// It cannot go on, for the reason told.
        Failed = "FAILED",
    }

    /// What becomes of a row of an import.
    ImportVerdict {
        /// A contact that is new.
        Created = "CREATED",
        /// A contact that changes.
        Updated = "UPDATED",
        /// A contact that is as the row says.
        Unchanged = "UNCHANGED",
        /// Its number stands in an earlier row, which counts.
        Duplicate = "DUPLICATE",
        /// It cannot be taken over.
        Rejected = "REJECTED",
    }
}
