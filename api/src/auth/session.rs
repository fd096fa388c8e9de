//! Sessions: begun by logging in, carried on by refresh tokens, ended by logging out or by whatever makes them wrong.
//!
//! A refresh token is used once. Shown again, it was stolen, from or by whoever used it first: the session ends, without a
//! grace for clients that lost an answer, since that grace would be the thief's.

use std::net::IpAddr;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{AccountId, RefreshTokenId, SessionId, UserId},
    refresh_token, session, user,
};
use metrics::counter;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    prelude::{Expr, Uuid},
};
use serde_json::json;

use super::{
    access::Access,
    api_key::{digest, random_text},
    caller::{Actor, Caller, Credential, Origin},
    email::Email,
    policy::Permit,
    revocation::{self, EndReason, Ended},
    token::Claims,
};
use crate::{
    audit,
    db::Tx,
    error::{Fault, Outcome, Problem, ProblemCode},
};

/// What a client keeps of its session.
#[derive(Clone)]
pub struct Issued {
    /// Shown with each request.
    pub access_token: String,
    /// When the access token ends.
    pub access_token_expires_at: DateTime<Utc>,
    /// Exchanged, once, for the next of both.
    pub refresh_token: String,
    /// When the refresh token, and with it the session, ends.
    pub refresh_token_expires_at: DateTime<Utc>,
}

/// Someone who was let in just now.
#[derive(Clone)]
pub struct LoggedIn {
    /// What to give to the client.
    pub issued: Issued,
    /// Who it is.
    pub caller: Caller,
}

impl Access {
    /// Begins a session. An unknown address, a wrong password and a user who may not log in are told apart neither by the
    /// answer nor by the time it takes.
    ///
    /// # Errors
    /// `FORBIDDEN`; [`Fault::RateLimited`] after too many failures, before the password is looked at.
    pub async fn log_in(&self, email: &str, password: &str, origin: &Origin) -> Outcome<LoggedIn> {
        let Some(email) = Email::parse(email) else { return Err(wrong_log_in()) };
        let attempt = self.limiter().try_log_in(&email, origin.ip).inspect_err(|_| count_log_in("limited"))?;
        let db = &self.app().db;
        let found = user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(db.read()).await?;
        let right = self.passwords().verify(password, found.as_ref().map(|user| user.password_hash.as_str())).await?;
        let Some(found) = found.filter(|user| right && user.active) else { return Err(wrong_log_in()) };

        let tx = db.begin().await?;
        // Read again under a lock: whoever changes the user now ends this session too, or is waited for.
        let user = user::Entity::find_by_id(found.id).lock_exclusive().one(&*tx).await?;
        let unchanged = |user: &user::Model| user.active && user.password_hash == found.password_hash;
        let Some(user) = user.filter(unchanged) else { return Err(wrong_log_in()) };
        let now = self.now();
        let session_id = SessionId::new();
        let logged_in = self.begin_session(&tx, &user, session_id, now).await?;
        let change = audit::Change { subject_id: Some(session_id.to_string()), ..audit::Change::default() };
        audit::record_at_door(&tx, user.account_id, logged_in.caller.actor(), "logIn", origin, now, change).await?;
        user::ActiveModel { id: Set(user.id), last_login_at: Set(Some(now)), ..Default::default() }.update(&*tx).await?;
        tx.commit().await?;
        attempt.succeeded();
        count_log_in("succeeded");
        Ok(logged_in)
    }

    /// Whether `password` is the one of `known_hash`, counted as a log-in for `email`.
    ///
    /// # Errors
    /// [`Fault::RateLimited`] after too many failures, before the password is looked at.
    pub(crate) async fn confirm_password(
        &self,
        email: &Email,
        password: &str,
        known_hash: &str,
        ip: Option<IpAddr>,
    ) -> Result<bool, Fault> {
        let attempt = self.limiter().try_log_in(email, ip)?;
        let right = self.passwords().verify(password, Some(known_hash)).await?;
        if right {
            attempt.succeeded();
        }
        Ok(right)
    }

    async fn begin_session(&self, tx: &Tx, user: &user::Model, session_id: SessionId, now: DateTime<Utc>) -> Result<LoggedIn, Fault> {
        let row = session::Model {
            id: session_id,
            account_id: user.account_id,
            user_id: user.id,
            created_at: now,
            expires_at: now + self.refresh_life(),
            revoked_at: None,
            revoked_reason: None,
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
        self.issue(tx, user, session_id, now).await
    }

    /// A new pair of tokens for the session.
    async fn issue(&self, tx: &Tx, user: &user::Model, session_id: SessionId, now: DateTime<Utc>) -> Result<LoggedIn, Fault> {
        let refresh_token = random_text();
        let expires_at = now + self.refresh_life();
        let row = refresh_token::Model {
            id: RefreshTokenId::new(),
            session_id,
            hash: digest(&refresh_token).to_vec(),
            created_at: now,
            expires_at,
            used_at: None,
        };
        refresh_token::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
        let (access_token, claims) = self.access_token(user, session_id, now)?;
        let issued =
            Issued { access_token, access_token_expires_at: claims.expires_at(), refresh_token, refresh_token_expires_at: expires_at };
        Ok(LoggedIn { issued, caller: claims.caller() })
    }

    fn access_token(&self, user: &user::Model, session_id: SessionId, now: DateTime<Utc>) -> Result<(String, Claims), Fault> {
        let life = TimeDelta::seconds(self.app().config.auth.access_token_seconds.into());
        let claims = Claims::new(user.into(), session_id, now, life);
        let text = claims.sign(self.keys()).context("an access token could not be signed")?;
        Ok((text, claims))
    }

    /// An access token for `user` without a refresh token: a session that ends with it. Written down by whoever asks.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn short_session(&self, tx: &Tx, user: &user::Model, now: DateTime<Utc>) -> Result<(SessionId, String), Fault> {
        let session_id = SessionId::new();
        let (text, claims) = self.access_token(user, session_id, now)?;
        let row = session::Model {
            id: session_id,
            account_id: user.account_id,
            user_id: user.id,
            created_at: now,
            expires_at: claims.expires_at(),
            revoked_at: None,
            revoked_reason: None,
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
        Ok((session_id, text))
    }

    /// Exchanges a refresh token for the next pair.
    ///
    /// # Errors
    /// `FORBIDDEN` when it is unknown, over or was used; in the last case the session has ended.
    /// [`Fault::RateLimited`] when too many unknown ones came from that address.
    pub async fn refresh(&self, refresh_token: &str, origin: &Origin) -> Outcome<LoggedIn> {
        let hash = digest(refresh_token).to_vec();
        let find = || refresh_token::Entity::find().filter(refresh_token::Column::Hash.eq(hash.clone()));
        self.limiter().try_unknown(origin.ip)?;
        // Looked for without a lock first: strangers must not keep writers waiting.
        if find().one(self.app().db.read()).await?.is_none() {
            return Err(wrong_refresh());
        }
        self.limiter().was_known(origin.ip);

        let now = self.now();
        let tx = self.app().db.begin().await?;
        let Some(token) = find().lock_exclusive().one(&*tx).await? else { return Err(wrong_refresh()) };
        let Some(session) = session::Entity::find_by_id(token.session_id).lock_exclusive().one(&*tx).await? else {
            return Err(wrong_refresh());
        };
        let Some(user) = user::Entity::find_by_id(session.user_id).one(&*tx).await? else { return Err(wrong_refresh()) };
        if session.revoked_at.is_some() {
            return Err(wrong_refresh());
        }
        if token.used_at.is_some() {
            self.end_stolen(tx, &session, &user, origin, now).await?;
            return Err(wrong_refresh());
        }
        if token.expires_at <= now || !user.active {
            return Err(wrong_refresh());
        }
        refresh_token::ActiveModel { id: Set(token.id), used_at: Set(Some(now)), ..Default::default() }.update(&*tx).await?;
        session::ActiveModel { id: Set(session.id), expires_at: Set(now + self.refresh_life()), ..Default::default() }.update(&*tx).await?;
        let logged_in = self.issue(&tx, &user, session.id, now).await?;
        tx.commit().await?;
        Ok(logged_in)
    }

    async fn end_stolen(
        &self,
        tx: Tx,
        session: &session::Model,
        user: &user::Model,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let ended = end(&tx, session.account_id, Which::Session(session.id), EndReason::TokenReused, now).await?;
        let change = audit::Change {
            subject_id: Some(session.id.to_string()),
            reason: Some(EndReason::TokenReused.as_str().to_owned()),
            ..audit::Change::default()
        };
        let actor = Actor { name: format!("{} (a used refresh token)", user.email), ..Actor::system() };
        audit::record_at_door(&tx, session.account_id, actor, "sessionRefresh", origin, now, change).await?;
        self.commit(tx, ended).await?;
        counter!("refresh_tokens_reused_total").increment(1);
        tracing::warn!(session.id = %session.id, user.id = %user.id, "auth: a used refresh token was shown again; its session was ended");
        Ok(())
    }

    /// Ends the caller's session, or all of the user's.
    ///
    /// # Errors
    /// The database's.
    pub async fn log_out(&self, permit: Permit<'_>, everywhere: bool) -> Outcome<usize> {
        let Credential::Session { user_id, session_id } = permit.caller().credential else {
            return Err(Fault::Forbidden("`logOut` is not for API keys.".to_owned()).into());
        };
        let now = self.now();
        let which = if everywhere { Which::OfUser { user_id, except: None } } else { Which::Session(session_id) };
        let tx = self.app().db.begin().await?;
        let ended = end(&tx, permit.account_id(), which, EndReason::LoggedOut, now).await?;
        let change = audit::Change {
            subject_id: Some(session_id.to_string()),
            after: Some(json!({ "everywhere": everywhere, "sessions": ended.ids.len() })),
            ..audit::Change::default()
        };
        audit::record(&tx, &permit, now, change).await?;
        let count = ended.ids.len();
        self.commit(tx, ended).await?;
        Ok(count)
    }

    fn refresh_life(&self) -> TimeDelta {
        TimeDelta::hours(self.app().config.auth.refresh_token_hours.into())
    }
}

/// Which sessions are to end.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// One.
    Session(SessionId),
    /// All of a user's.
    OfUser {
        /// The user.
        user_id: UserId,
        /// But this one.
        except: Option<SessionId>,
    },
}

/// Ends the sessions of the account that have not ended; commit with [`Access::commit`].
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx, account_id: AccountId, which: Which, reason: EndReason, now: DateTime<Utc>) -> Result<Ended, DbErr> {
    let mut find = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    match which {
        Which::Session(id) => find = find.filter(session::Column::Id.eq(id)),
        Which::OfUser { user_id, except } => {
            find = find.filter(session::Column::UserId.eq(user_id));
            if let Some(except) = except {
                find = find.filter(session::Column::Id.ne(except));
            }
        }
    }
    let ids: Vec<Uuid> = find.lock_exclusive().into_tuple().all(&**tx).await?;
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .col_expr(session::Column::RevokedReason, Expr::value(reason.as_str()))
        .filter(session::Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    let ended = Ended { ids, reason, at: now };
    revocation::publish(tx, account_id, &ended).await?;
    Ok(ended)
}

fn wrong_log_in() -> crate::error::Refusal {
    count_log_in("failed");
    Problem::new(ProblemCode::Forbidden, &[], "The e-mail address or the password is wrong.").into()
}

fn wrong_refresh() -> crate::error::Refusal {
    Problem::new(ProblemCode::Forbidden, &["refreshToken"], "This refresh token is no longer good: log in again.").into()
}

fn count_log_in(outcome: &'static str) {
    counter!("log_ins_total", "outcome" => outcome).increment(1);
}
