//! Access tokens: JSON Web Tokens (RFC 7519) signed with HS256, and nothing else (RFC 8725, section 3.1).
//!
//! A token says all that is needed to know its caller, so that reading one asks no database; that its session has not been
//! ended meanwhile, [`super::revocation`] knows.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use entity::{
    id::{AccountId, PersonId, SessionId, UserId},
    stored::Role,
};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    caller::{Caller, Credential},
    secret::Keys,
};

/// Who issues the tokens, and the only one believed.
const ISSUER: &str = "switchboard";
/// Longest text looked at: several times what is ever issued.
const LONGEST: usize = 4_096;

/// What a token says. All of it must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    sub: UserId,
    acc: AccountId,
    role: Role,
    // With a function of its own the field must be there, be it null.
    #[serde(deserialize_with = "present")]
    per: Option<PersonId>,
    name: String,
    sid: SessionId,
    iat: i64,
    exp: i64,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PersonId>, D::Error> {
    Option::deserialize(deserializer)
}

/// Why a token is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not issued here: another algorithm, key or issuer, damaged, or with claims missing.
    #[error("the access token was not issued here")]
    Invalid,
    /// Its time is over.
    #[error("the access token has expired")]
    Expired,
}

/// Whom a token is for.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The user.
    pub user_id: UserId,
    /// The user's account.
    pub account_id: AccountId,
    /// The user's role now.
    pub role: Role,
    /// The person the user is.
    pub person_id: Option<PersonId>,
    /// The user's e-mail address.
    pub name: String,
}

impl From<&entity::user::Model> for Subject {
    fn from(user: &entity::user::Model) -> Self {
        Self { user_id: user.id, account_id: user.account_id, role: user.role, person_id: user.person_id, name: user.email.clone() }
    }
}

impl Claims {
    /// For `subject` in `session_id`, from `now` for `life`.
    pub fn new(subject: Subject, session_id: SessionId, now: DateTime<Utc>, life: TimeDelta) -> Self {
        let now = now.trunc_subsecs(0);
        Self {
            iss: ISSUER.to_owned(),
            sub: subject.user_id,
            acc: subject.account_id,
            role: subject.role,
            per: subject.person_id,
            name: subject.name,
            sid: session_id,
            iat: now.timestamp(),
            exp: (now + life).timestamp(),
        }
    }

    /// When the token ends.
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    /// Who shows it.
    pub fn caller(&self) -> Caller {
        Caller {
            account_id: self.acc,
            credential: Credential::Session { user_id: self.sub, session_id: self.sid },
            role: self.role,
            person_id: self.per,
            name: self.name.clone(),
            expires_at: Some(self.expires_at()),
            request_id: None,
        }
    }

    /// The token's text.
    ///
    /// # Errors
    /// None in practice: the claims always serialise and the key is of the algorithm's kind.
    pub fn sign(&self, keys: &Keys) -> jsonwebtoken::errors::Result<String> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), self, &keys.signing)
    }

    /// Reads a token's text at the instant `now`.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn verify(text: &str, keys: &Keys, now: DateTime<Utc>) -> Result<Self, TokenError> {
        if text.len() > LONGEST {
            return Err(TokenError::Invalid);
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // Expiry is compared below, by the application's clock and without leeway.
        validation.validate_exp = false;
        let read = |key| jsonwebtoken::decode::<Self>(text, key, &validation).ok();
        let claims = keys.accepted.iter().find_map(read).ok_or(TokenError::Invalid)?.claims;
        if claims.expires_at() <= now { Err(TokenError::Expired) } else { Ok(claims) }
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
