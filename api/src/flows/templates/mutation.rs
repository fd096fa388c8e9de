//! Mutations of templates.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};

use super::{
    service::{self, Done, Edit},
    types::{Template, TemplateMedium, TemplateUnknown},
};
use crate::{
    auth::Operation,
    error::{Problem, ProblemCode},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// A new template.
#[derive(Clone, Debug, InputObject)]
pub struct TemplateCreateInput {
    /// Its name for programs, 1 to 30 letters, digits, `_`, `-` and `.`; unique in the account.
    pub key: String,
    /// Name, 1 to 75 characters.
    pub name: String,
    /// What it is for.
    pub medium: TemplateMedium,
    /// Language by BCP 47, e.g. `es-ES`.
    pub language: Option<String>,
    /// What it is about, 1 to 200 characters; of mail, which has one.
    pub subject: Option<String>,
    /// The text: of a text message at most 1600 characters, else 20000; `{name}` is replaced by what is known under that name.
    pub body: String,
    /// The same for programs that show it formatted; of mail.
    pub html: Option<String>,
    /// From which number, name or address; absent: the default.
    pub sender: Option<String>,
    /// What becomes of names of which nothing is known.
    #[graphql(default_with = "TemplateUnknown::Refused")]
    pub unknown: TemplateUnknown,
}

/// Changes to a template: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TemplateUpdateInput {
    /// Its name for programs; cannot be cleared.
    pub key: MaybeUndefined<String>,
    /// Name, 1 to 75 characters; cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// What it is for.
    pub medium: Option<TemplateMedium>,
    /// Language by BCP 47.
    pub language: MaybeUndefined<String>,
    /// What it is about; of mail.
    pub subject: MaybeUndefined<String>,
    /// The text; cannot be cleared.
    pub body: MaybeUndefined<String>,
    /// The same for programs that show it formatted; of mail.
    pub html: MaybeUndefined<String>,
    /// From which number, name or address.
    pub sender: MaybeUndefined<String>,
    /// What becomes of names of which nothing is known.
    pub unknown: Option<TemplateUnknown>,
}

/// What became of `templateCreate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateCreatePayload {
    /// The template; null when nothing was done.
    pub template: Option<Template>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `templateUpdate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateUpdatePayload {
    /// The template as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
    pub template: Option<Template>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `templateDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateDeletePayload {
    /// Id of the template that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of templates.
#[derive(Default)]
pub struct TemplateMutation;

/// Mutations of templates.
#[Object]
impl TemplateMutation {
    /// Makes a template.
    async fn template_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new template.")] input: TemplateCreateInput,
    ) -> Result<Option<TemplateCreatePayload>> {
        let permit = ctx.permit(Operation::TemplateCreate)?;
        let new = Edit {
            key: Some(Some(input.key)),
            name: Some(Some(input.name)),
            medium: Some(input.medium.into()),
            language: Some(input.language),
            subject: Some(input.subject),
            body: Some(Some(input.body)),
            html: Some(input.html),
            sender: Some(input.sender),
            unknown: Some(input.unknown.into()),
        };
        let (row, user_errors) = split(service::create(ctx.app(), permit, new).await)?;
        Ok(Some(TemplateCreatePayload { template: row.map(Template::from), user_errors }))
    }

    /// Changes a template: absent fields keep their values, null clears them.
    async fn template_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the template.")] id: ID,
        #[graphql(desc = "Version of the template that was seen.")] version: i32,
        #[graphql(desc = "What to change.")] input: TemplateUpdateInput,
    ) -> Result<Option<TemplateUpdatePayload>> {
        let permit = ctx.permit(Operation::TemplateUpdate)?;
        let edit = Edit {
            key: input.key.into(),
            name: input.name.into(),
            medium: input.medium.map(Into::into),
            language: input.language.into(),
            subject: input.subject.into(),
            body: input.body.into(),
            html: input.html.into(),
            sender: input.sender.into(),
            unknown: input.unknown.map(Into::into),
        };
        let done = async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, version, edit).await };
        let (done, user_errors) = split(done.await)?;
        let stale = || {
            let message = "The template has been changed meanwhile; it is told as it is now.";
            Problem::new(ProblemCode::Conflict, &["version"], message).into()
        };
        Ok(Some(match done {
            None => TemplateUpdatePayload { template: None, user_errors },
            Some(Done::Changed(row)) => TemplateUpdatePayload { template: Some(row.into()), user_errors },
            Some(Done::Stale(row)) => TemplateUpdatePayload { template: Some(row.into()), user_errors: vec![stale()] },
        }))
    }

    /// Deletes a template.
    async fn template_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the template.")] id: ID,
    ) -> Result<Option<TemplateDeletePayload>> {
        let permit = ctx.permit(Operation::TemplateDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(TemplateDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }
}
