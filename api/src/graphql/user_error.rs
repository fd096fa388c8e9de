//! User errors of the schema, and how a use case's outcome becomes a payload.

use async_graphql::{Enum, SimpleObject};

use crate::error::{Fault, Outcome, Problem, ProblemCode, Refusal};

/// What a user error is about. Codes are added, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// No such thing in this account.
    NotFound,
    /// The value cannot be right.
    Invalid,
    /// The value must be unique and is not.
    Taken,
    /// The thing no longer is, or never was, in a state that allows this.
    Conflict,
    /// Not yours to change.
    Forbidden,
    /// The provider cannot be reached; nothing was changed.
    ProviderUnavailable,
    /// The provider cannot do this at all; nothing was changed.
    CapabilityUnsupported,
    /// More than is allowed.
    LimitReached,
    /// Whoever it is for does not want anything from this sender, and has said so.
    OptedOut,
    /// Whoever it is for is on the do-not-call list.
    DoNotCall,
}

/// Failure that the user can see and mend; everything else is a top-level error with `extensions.code`.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// What it is about.
    pub code: UserErrorCode,
    /// For people.
    pub message: String,
    /// Path in the arguments, e.g. `["input", "email"]`; null when no single argument is to blame.
    pub path: Option<Vec<String>>,
}

impl From<Problem> for UserError {
    fn from(problem: Problem) -> Self {
        let code = match problem.code {
            ProblemCode::NotFound => UserErrorCode::NotFound,
            ProblemCode::Invalid => UserErrorCode::Invalid,
            ProblemCode::Taken => UserErrorCode::Taken,
            ProblemCode::Conflict => UserErrorCode::Conflict,
            ProblemCode::Forbidden => UserErrorCode::Forbidden,
            ProblemCode::ProviderUnavailable => UserErrorCode::ProviderUnavailable,
            ProblemCode::CapabilityUnsupported => UserErrorCode::CapabilityUnsupported,
            ProblemCode::LimitReached => UserErrorCode::LimitReached,
            ProblemCode::OptedOut => UserErrorCode::OptedOut,
            ProblemCode::DoNotCall => UserErrorCode::DoNotCall,
        };
        Self { code, message: problem.message, path: (!problem.path.is_empty()).then_some(problem.path) }
    }
}

/// Splits an outcome: what was done, or the errors beside it. A fault stays a fault.
///
/// # Errors
/// The fault, if it was one.
pub fn split<T>(outcome: Outcome<T>) -> Result<(Option<T>, Vec<UserError>), Fault> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Refusal::User(problems)) => Ok((None, problems.into_iter().map(UserError::from).collect())),
        Err(Refusal::Fault(fault)) => Err(fault),
    }
}
