//! From what a caller shows to who it is.

use std::net::IpAddr;

use super::{
    access::{Access, credential_id},
    api_key::{self, Presented},
    caller::Caller,
    token::Claims,
};
use crate::error::Fault;

impl Access {
    /// Who shows `bearer`, an access token or an API key. Nothing shown: nobody, and that is no fault, since who logs in is
    /// nobody yet. An access token asks no database; an API key asks it once in some seconds.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`] when it is no good, for whatever reason; [`Fault::RateLimited`] when too many unknown keys
    /// came from `ip`.
    pub async fn authenticate(&self, bearer: Option<&str>, ip: Option<IpAddr>) -> Result<Option<Caller>, Fault> {
        let Some(bearer) = bearer else { return Ok(None) };
        let caller = if bearer.starts_with(api_key::PREFIX) { self.by_api_key(bearer, ip).await? } else { self.by_token(bearer)? };
        if self.revocations().reason(credential_id(&caller)).is_some() {
            return Err(Fault::Unauthenticated);
        }
        Ok(Some(caller))
    }

    fn by_token(&self, text: &str) -> Result<Caller, Fault> {
        match Claims::verify(text, self.keys(), self.now()) {
            Ok(claims) => Ok(claims.caller()),
            Err(error) => {
                tracing::debug!(error = %error, "auth: an access token was refused");
                Err(Fault::Unauthenticated)
            }
        }
    }

    async fn by_api_key(&self, text: &str, ip: Option<IpAddr>) -> Result<Caller, Fault> {
        let presented = Presented::parse(text).ok_or(Fault::Unauthenticated)?;
        let known = match self.api_keys().remembered(presented.id) {
            Some(known) => known,
            None => {
                self.limiter().try_unknown(ip)?;
                let known = self.api_keys().look_up(&self.app().db, presented.id).await?.ok_or(Fault::Unauthenticated)?;
                self.limiter().was_known(ip);
                known
            }
        };
        let now = self.now();
        let caller = known.caller(&presented, now).ok_or(Fault::Unauthenticated)?;
        self.api_keys().used(presented.id, now);
        Ok(caller)
    }
}
