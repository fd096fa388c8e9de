//! Mutations of accounts.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{
    context::AccessExt,
    input::{ApiKeyCreateInput, UserCreateInput, UserUpdateInput},
    service,
    types::{ApiKey, Session, User, Viewer},
};
use crate::{
    auth::{Operation, session::LoggedIn},
    error::{Fault, Outcome},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// Outcome of `logIn`.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// What to keep; null when the log-in failed.
    pub session: Option<Session>,
    /// Who logged in.
    pub viewer: Option<Viewer>,
    /// What was wrong; the same for an unknown address and for a wrong password.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `sessionRefresh`.
#[derive(SimpleObject)]
pub struct SessionRefreshPayload {
    /// What to keep, instead of what was kept; null when the session is over.
    pub session: Option<Session>,
    /// Who is logged in, as it is now.
    pub viewer: Option<Viewer>,
    /// Why not.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `logOut`.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// How many sessions were ended.
    pub sessions_ended: Option<i32>,
    /// Why not.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `passwordChange`.
#[derive(SimpleObject)]
pub struct PasswordChangePayload {
    /// Whose password was changed.
    pub user: Option<User>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `userCreate`.
#[derive(SimpleObject)]
pub struct UserCreatePayload {
    /// The user.
    pub user: Option<User>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `userUpdate`.
#[derive(SimpleObject)]
pub struct UserUpdatePayload {
    /// The user, as it is now.
    pub user: Option<User>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `apiKeyCreate`.
#[derive(SimpleObject)]
pub struct ApiKeyCreatePayload {
    /// The key.
    pub api_key: Option<ApiKey>,
    /// The key's whole text, to be given to the program: shown here, and never again.
    pub secret: Option<String>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `apiKeyRevoke`.
#[derive(SimpleObject)]
pub struct ApiKeyRevokePayload {
    /// The key, as it is now.
    pub api_key: Option<ApiKey>,
    /// What was wrong.
    pub user_errors: Vec<UserError>,
}

/// Mutations of accounts.
#[derive(Default)]
pub struct AccountsMutation;

#[Object]
impl AccountsMutation {
    /// Begins a session. Needs no authentication.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "E-mail address of the user; upper and lower case are the same.")] email: String,
        #[graphql(desc = "Password of the user.")] password: String,
    ) -> Result<Option<LogInPayload>> {
        let outcome = ctx.access()?.log_in(&email, &password, &ctx.origin()).await;
        let (session, viewer, user_errors) = let_in(ctx, outcome).await?;
        Ok(Some(LogInPayload { session, viewer, user_errors }))
    }

    /// Exchanges a refresh token for the next access and refresh token. Needs no authentication. A refresh token shown for
    /// the second time ends its session: somebody else has it, too.
    async fn session_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session's last refresh token.")] refresh_token: String,
    ) -> Result<Option<SessionRefreshPayload>> {
        let outcome = ctx.access()?.refresh(&refresh_token, &ctx.origin()).await;
        let (session, viewer, user_errors) = let_in(ctx, outcome).await?;
        Ok(Some(SessionRefreshPayload { session, viewer, user_errors }))
    }

    /// Ends the caller's session at once, on every device if asked; its sockets are closed.
    async fn log_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether to end all sessions of the user.", default_with = "Some(false)")] everywhere: Option<bool>,
    ) -> Result<Option<LogOutPayload>> {
        let permit = ctx.permit(Operation::LogOut)?;
        let (ended, user_errors) = split(ctx.access()?.log_out(permit, everywhere.unwrap_or(false)).await)?;
        let sessions_ended = ended.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
        Ok(Some(LogOutPayload { sessions_ended, user_errors }))
    }

    /// Changes the caller's own password, and ends every other session of the caller's.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password until now.")] current_password: String,
        #[graphql(desc = "The password from now on: 12 to 128 characters.")] new_password: String,
    ) -> Result<Option<PasswordChangePayload>> {
        let permit = ctx.permit(Operation::PasswordChange)?;
        let outcome = service::change_password(ctx.access()?, permit, &current_password, &new_password, ctx.origin().ip).await;
        let (user, user_errors) = split(outcome)?;
        Ok(Some(PasswordChangePayload { user: user.map(User::from), user_errors }))
    }

    /// Creates a user. For admins.
    async fn user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: UserCreateInput,
    ) -> Result<Option<UserCreatePayload>> {
        let permit = ctx.permit(Operation::UserCreate)?;
        let outcome = match input.read() {
            Ok(input) => service::create_user(ctx.access()?, permit, input).await,
            Err(problem) => Err(problem.into()),
        };
        let (user, user_errors) = split(outcome)?;
        Ok(Some(UserCreatePayload { user: user.map(User::from), user_errors }))
    }

    /// Changes a user. A new role, person, address or password, or an end to logging in, ends the user's sessions at once.
    /// The account's last active admin stays one. For admins.
    async fn user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the user.")] id: ID,
        #[graphql(desc = "What to change.")] input: UserUpdateInput,
    ) -> Result<Option<UserUpdatePayload>> {
        let permit = ctx.permit(Operation::UserUpdate)?;
        let read = id::parse(&id, &["id"]).and_then(|id| Ok((id, input.read()?)));
        let outcome = match read {
            Ok((id, changes)) => service::update_user(ctx.access()?, permit, id, changes).await,
            Err(problem) => Err(problem.into()),
        };
        let (user, user_errors) = split(outcome)?;
        Ok(Some(UserUpdatePayload { user: user.map(User::from), user_errors }))
    }

    /// Creates an API key. For admins who are logged in.
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: ApiKeyCreateInput,
    ) -> Result<Option<ApiKeyCreatePayload>> {
        let permit = ctx.permit(Operation::ApiKeyCreate)?;
        let (made, user_errors) = split(service::create_api_key(ctx.access()?, permit, input.into()).await)?;
        let (api_key, secret) = made.unzip();
        Ok(Some(ApiKeyCreatePayload { api_key: api_key.map(ApiKey::try_from).transpose()?, secret, user_errors }))
    }

    /// Ends an API key at once; its sockets are closed. For admins.
    async fn api_key_revoke(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the key.")] id: ID) -> Result<Option<ApiKeyRevokePayload>> {
        let permit = ctx.permit(Operation::ApiKeyRevoke)?;
        let outcome = match id::parse(&id, &["id"]) {
            Ok(id) => service::revoke_api_key(ctx.access()?, permit, id).await,
            Err(problem) => Err(problem.into()),
        };
        let (api_key, user_errors) = split(outcome)?;
        Ok(Some(ApiKeyRevokePayload { api_key: api_key.map(ApiKey::try_from).transpose()?, user_errors }))
    }
}

async fn let_in(ctx: &Context<'_>, outcome: Outcome<LoggedIn>) -> Result<(Option<Session>, Option<Viewer>, Vec<UserError>), Fault> {
    let (logged_in, user_errors) = split(outcome)?;
    let Some(LoggedIn { issued, caller }) = logged_in else { return Ok((None, None, user_errors)) };
    let viewer = service::viewer(ctx.app(), &caller).await?;
    Ok((Some(issued.into()), Some(viewer), user_errors))
}
