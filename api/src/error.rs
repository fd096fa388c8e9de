//! Two tracks of errors: a [`Problem`] is the user's to mend and goes into `userErrors`; a [`Fault`] ends the field with
//! a stable `extensions.code`. What a [`Fault::Internal`] holds never reaches a client.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr};

/// What a user error is about; the schema's `UserErrorCode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemCode {
    /// No such thing, or it belongs to another account.
    NotFound,
    /// The value cannot be right.
    Invalid,
    /// The value must be unique and is not.
    Taken,
    /// It no longer is, or never was, in a state that allows this.
    Conflict,
    /// Not yours to change.
    Forbidden,
    /// The provider cannot be reached; nothing was changed.
    ProviderUnavailable,
    /// The provider cannot do this at all; nothing was changed.
    CapabilityUnsupported,
    /// More than is allowed.
    LimitReached,
    /// Whoever it is for does not want it, and has said so.
    OptedOut,
    /// Whoever it is for is on the do-not-call list.
    DoNotCall,
}

/// Something the user can see and mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is about.
    pub code: ProblemCode,
    /// For people.
    pub message: String,
    /// Path in the arguments, e.g. `["input", "email"]`; empty when no single argument is to blame.
    pub path: Vec<String>,
}

impl Problem {
    /// A problem with the argument at `path`.
    pub fn new(code: ProblemCode, path: &[&str], message: impl Into<String>) -> Self {
        Self { code, message: message.into(), path: path.iter().map(|part| (*part).to_owned()).collect() }
    }

    /// No such thing, or not in this account: the two cannot be told apart from outside.
    pub fn not_found(what: &str, path: &[&str]) -> Self {
        Self::new(ProblemCode::NotFound, path, format!("There is no such {what}."))
    }

    /// The argument cannot be right.
    pub fn invalid(path: &[&str], message: impl Into<String>) -> Self {
        Self::new(ProblemCode::Invalid, path, message)
    }
}

/// What ends a field, or a whole request.
///
/// It is no `Display` on purpose: async-graphql turns whatever can be displayed into an error without a code.
#[derive(Debug)]
pub enum Fault {
    /// Nobody is logged in, or the token is no good.
    Unauthenticated,
    /// Logged in, but not allowed.
    Forbidden(String),
    /// The request itself is wrong.
    BadRequest(String),
    /// A cursor is none that was given out for this.
    CursorInvalid(String),
    /// The cursor's changes have been pruned: read the snapshot again.
    CursorExpired,
    /// Too many attempts; how many seconds to wait.
    RateLimited(u64),
    /// Something this depends on is not there.
    Unavailable(String),
    /// Ours to mend. Logged, and masked outside.
    Internal(anyhow::Error),
}

impl Fault {
    /// Whether others stood in the way at the database: worth another try.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Internal(error) if error.downcast_ref::<DbErr>().is_some_and(is_busy))
    }

    /// Stable code for `extensions.code`; none for what is masked.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Unauthenticated => Some("UNAUTHENTICATED"),
            Self::Forbidden(_) => Some("FORBIDDEN"),
            Self::BadRequest(_) => Some("BAD_REQUEST"),
            Self::CursorInvalid(_) => Some("CURSOR_INVALID"),
            Self::CursorExpired => Some("CURSOR_EXPIRED"),
            Self::RateLimited(_) => Some("RATE_LIMITED"),
            Self::Unavailable(_) => Some("UNAVAILABLE"),
            Self::Internal(_) => None,
        }
    }

    /// For people; of what is masked, for the log.
    pub fn message(&self) -> String {
        match self {
            Self::Unauthenticated => "Log in first: this needs a valid access token or API key.".to_owned(),
            Self::Forbidden(message) | Self::BadRequest(message) | Self::CursorInvalid(message) | Self::Unavailable(message) => {
                message.clone()
            }
            Self::CursorExpired => {
                "The changes after this cursor are no longer kept: read the present state and subscribe after `liveCursor`.".to_owned()
            }
            Self::RateLimited(seconds) => format!("Too many attempts: try again in {seconds} seconds."),
            Self::Internal(error) => format!("{error:#}"),
        }
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        Self::Internal(anyhow::Error::new(error).context("database"))
    }
}

/// Why a use case did not happen.
#[derive(Debug)]
pub enum Refusal {
    /// The user can mend it; at least one.
    User(Vec<Problem>),
    /// The user cannot.
    Fault(Fault),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::User(vec![problem])
    }
}

impl<E: Into<Fault>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// Outcome of a use case.
pub type Outcome<T> = Result<T, Refusal>;

/// Whether `error` is a breach of the unique index `name`.
///
/// PostgreSQL names the index; SQLite names the columns, so those are given as it writes them: `person.account_id, person.extension`.
pub fn is_taken(error: &DbErr, name: &str, columns: &str) -> bool {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(message)) => message.contains(name) || message.contains(columns),
        _ => false,
    }
}

/// Whether `error` says that others stood in the way, by what they were writing or by their number: worth another try.
pub fn is_busy(error: &DbErr) -> bool {
    let error = match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => error,
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return true,
        _ => return false,
    };
    // SQLite: busy, or busy for a reason. PostgreSQL: serialisation failure and deadlock (class 40), no lock in time, too many
    // connections.
    let busy = |code: &str| matches!(code, "5" | "261" | "517" | "773" | "55P03" | "53300") || code.starts_with("40");
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| busy(&code))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sea_orm::{
        ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    };

    use super::*;

    async fn open(url: &str) -> DatabaseConnection {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).max_connections(1).map_sqlx_sqlite_opts(|options| options.busy_timeout(Duration::ZERO));
        Database::connect(options).await.unwrap()
    }

    #[tokio::test]
    async fn a_writer_in_the_way_is_told_from_what_is_wrong() {
        let file = std::env::temp_dir().join(format!("switchboard-busy-{}.sqlite3", std::process::id()));
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let (one, other) = (open(&url).await, open(&url).await);
        let writing = || TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        let held = one.begin_with_options(writing()).await.unwrap();

        let busy = other.begin_with_options(writing()).await.err().unwrap();
        let wrong = other.execute_unprepared("nonsense").await.err().unwrap();

        held.rollback().await.unwrap();
        std::fs::remove_file(file).unwrap();
        assert!(is_busy(&busy), "{busy:?}");
        assert!(!is_busy(&wrong), "{wrong:?}");
    }
}
