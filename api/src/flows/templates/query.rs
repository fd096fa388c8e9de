//! Queries about templates.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use flow::Variables;
use serde_json::Value;

use super::{
    made::made,
    repository::Templates,
    types::{Template, TemplateMedium},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// What a template makes of variables.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplatePreview {
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text; null: it is not made.
    pub body: Option<String>,
    /// The same for programs that show it formatted; of mail.
    pub html: Option<String>,
    /// Names of which nothing is known, where the template refuses them.
    pub unknown: Vec<String>,
}

/// Queries about templates.
#[derive(Default)]
pub struct TemplateQuery;

/// Queries about templates.
#[Object]
impl TemplateQuery {
    /// The template of that id; null when there is none in this account.
    async fn template(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the template.")] id: ID) -> Result<Option<Template>> {
        let permit = ctx.permit(Operation::Template)?;
        let id = id::argument(&id, "id")?;
        Ok(Templates::of(&permit).find(ctx.app().db.read(), id).await.map_err(Fault::from)?.map(Template::from))
    }

    /// Templates, the newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for this; all when absent.")] medium: Option<TemplateMedium>,
        #[graphql(desc = "Templates on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Template>> {
        let permit = ctx.permit(Operation::Templates)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Templates::of(&permit).page(ctx.app().db.read(), medium.map(Into::into), &request).await.map_err(Fault::from)?;
        Ok(page(&request, rows, |row| row.id.0, Template::from))
    }

    /// What a template makes of variables; null when there is none of that id.
    async fn template_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the template.")] id: ID,
        #[graphql(desc = "An object; what lies deeper bears a name with dots, e.g. `contact.town`.")] variables: Value,
    ) -> Result<Option<TemplatePreview>> {
        let permit = ctx.permit(Operation::TemplatePreview)?;
        let id = id::argument(&id, "id")?;
        let Some(row) = Templates::of(&permit).find(ctx.app().db.read(), id).await.map_err(Fault::from)? else { return Ok(None) };
        Ok(Some(match made(&row, &Variables::of(&variables)) {
            Ok(made) => TemplatePreview { subject: made.subject, body: Some(made.body), html: made.html, unknown: Vec::new() },
            Err(names) => TemplatePreview { subject: None, body: None, html: None, unknown: names.0 },
        }))
    }
}
