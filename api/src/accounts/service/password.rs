//! A user's own password.

use std::net::IpAddr;

use entity::user;
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

use crate::{
    accounts::repository::Repository,
    audit,
    auth::{
        Access, Permit,
        caller::Credential,
        email::Email,
        password,
        revocation::EndReason,
        session::{self, Which},
    },
    error::{Fault, Outcome, Problem, ProblemCode},
};

/// Changes the caller's password, and ends every other session of the caller's.
///
/// # Errors
/// `FORBIDDEN` when `current` is wrong, counted as a failed log-in; `INVALID` when `new` will not do; [`Fault::RateLimited`].
pub async fn change(access: &Access, permit: Permit<'_>, current: &str, new: &str, ip: Option<IpAddr>) -> Outcome<user::Model> {
    let app = access.app();
    let Credential::Session { user_id, session_id } = permit.caller().credential else {
        return Err(Fault::Forbidden("An API key has no password.".to_owned()).into());
    };
    let known = Repository::new(app.db.read(), permit.account_id()).user(user_id).await?.ok_or(Fault::Unauthenticated)?;
    let email = Email::parse(&known.email).ok_or_else(|| anyhow::anyhow!("the e-mail address of {user_id} cannot be read"))?;
    password::check(new, &email).map_err(|message| Problem::invalid(&["newPassword"], message))?;
    if new == current {
        return Err(Problem::invalid(&["newPassword"], "This is the current password.").into());
    }
    access.confirm_password(&email, current, &known.password_hash, ip).await?.then_some(()).ok_or_else(wrong_password)?;
    let hash = access.passwords().hash(new).await?;

    let tx = app.db.begin().await?;
    let user = Repository::new(&*tx, permit.account_id()).user_locked(user_id).await?.ok_or(Fault::Unauthenticated)?;
    if user.password_hash != known.password_hash || !user.active {
        return Err(wrong_password().into());
    }
    let user = user::ActiveModel { id: Set(user_id), password_hash: Set(hash), ..Default::default() }.update(&*tx).await?;
    let now = app.clock.now();
    let which = Which::OfUser { user_id, except: Some(session_id) };
    let ended = session::end(&tx, permit.account_id(), which, EndReason::PasswordChanged, now).await?;
    let change = audit::Change {
        subject_id: Some(user_id.to_string()),
        after: Some(json!({ "passwordChanged": true })),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, now, change).await?;
    access.commit(tx, ended).await?;
    Ok(user)
}

fn wrong_password() -> Problem {
    Problem::new(ProblemCode::Forbidden, &["currentPassword"], "This is not the current password.")
}
