//! A template as clients see it.

use async_graphql::{ComplexObject, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::template;

use crate::graphql::rows::plain;

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::TemplateMedium")]
pub enum TemplateMedium {
    /// It is spoken in a call: telephone numbers are spelled digit by digit.
    Voice,
    /// It is sent as a text message.
    Sms,
    /// It is sent by mail.
    Email,
}

/// What becomes of names in a template of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::TemplateUnknown")]
pub enum TemplateUnknown {
    /// They become nothing.
    Empty,
    /// The text is not made, nor sent.
    Refused,
}

/// A text with variables: `{name}` is replaced by what is known under that name. Names that end in `_id` are never replaced: they count as
/// unknown.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Template {
    /// Id of the template.
    #[graphql(owned)]
    pub id: ID,
    /// Its name for programs; unique in the account.
    pub key: String,
    /// Name of the template.
    pub name: String,
    /// What it is for.
    pub medium: TemplateMedium,
    /// Language by BCP 47, e.g. `es-ES`.
    pub language: Option<String>,
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// The same for programs that show it formatted; of mail. Values are put in as text, not as markup.
    pub html: Option<String>,
    /// From which number, name or address; null: the default.
    pub sender: Option<String>,
    /// What becomes of names of which nothing is known.
    pub unknown: TemplateUnknown,
    /// Counts changes: who changes it names the version that was seen.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

plain!(Template {
    "id" => id,
    "key" => key,
    "name" => name,
    "language" => language,
    "subject" => subject,
    "body" => body,
    "html" => html,
    "sender" => sender,
    "version" => version,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

impl From<template::Model> for Template {
    fn from(row: template::Model) -> Self {
        Self {
            id: row.id.into(),
            key: row.key,
            name: row.name,
            medium: row.medium.into(),
            language: row.language,
            subject: row.subject,
            body: row.body,
            html: row.html,
            sender: row.sender,
            unknown: row.unknown.into(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

#[ComplexObject]
impl Template {
    /// Names that it puts in, sorted.
    async fn variables(&self) -> Result<Vec<String>> {
        let texts = [self.subject.as_deref(), Some(self.body.as_str()), self.html.as_deref()];
        let names: std::collections::BTreeSet<&str> = texts.into_iter().flatten().flat_map(flow::template::names).collect();
        Ok(names.into_iter().map(str::to_owned).collect())
    }
}
