//! Use cases of templates: each checks, then writes row and audit entry in one transaction.

use entity::{
    id::TemplateId,
    stored::{TemplateMedium, TemplateUnknown},
    template,
};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::repository::Templates;
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
};

/// Characters of a key at the most.
const KEY_LENGTH: usize = 30;
/// Characters of a name at the most.
const NAME_LENGTH: usize = 75;
/// Characters of a subject at the most.
const SUBJECT_LENGTH: usize = 200;
/// Characters of a sender at the most.
const SENDER_LENGTH: usize = 100;
/// Characters of a text message, before its variables are put in, at the most.
const SMS_LENGTH: usize = 1_600;
/// Characters of another text at the most.
const BODY_LENGTH: usize = 20_000;

/// Changes to a template, as given: `None` keeps, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Its name for programs; cannot be cleared.
    pub key: Option<Option<String>>,
    /// Shown to people; cannot be cleared.
    pub name: Option<Option<String>>,
    /// What it is for; cannot be cleared.
    pub medium: Option<TemplateMedium>,
    /// BCP 47 language.
    pub language: Option<Option<String>>,
    /// What it is about; of mail.
    pub subject: Option<Option<String>>,
    /// The text; cannot be cleared.
    pub body: Option<Option<String>>,
    /// The same, formatted; of mail.
    pub html: Option<Option<String>>,
    /// From whom.
    pub sender: Option<Option<String>>,
    /// What becomes of unknown names.
    pub unknown: Option<TemplateUnknown>,
}

/// What became of a change that was asked for.
#[derive(Debug)]
pub enum Done {
    /// It was done.
    Changed(template::Model),
    /// It was not: somebody has changed the template meanwhile. This is what it is now.
    Stale(template::Model),
}

/// Makes a template.
///
/// # Errors
/// Every field that cannot be right; `TAKEN` for a key that another one has.
pub async fn create(app: &App, permit: Permit<'_>, new: Edit) -> Outcome<template::Model> {
    let now = app.clock.now();
    let blank = template::Model {
        id: TemplateId::new(),
        account_id: permit.account_id(),
        key: String::new(),
        name: String::new(),
        medium: TemplateMedium::Sms,
        language: None,
        subject: None,
        body: String::new(),
        html: None,
        sender: None,
        unknown: TemplateUnknown::Refused,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let row = edited(blank, new)?;
    let tx = app.db.begin().await?;
    template::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(taken)?;
    recorded(&tx, &permit, &row, None, Some(described(&row))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a template. What is as it was is not written.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: TemplateId, version: i32, edit: Edit) -> Outcome<Done> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id).await?;
    if before.version != version {
        return Ok(Done::Stale(before));
    }
    let mut after = edited(before.clone(), edit)?;
    if after == before {
        return Ok(Done::Changed(before));
    }
    after.version += 1;
    after.updated_at = app.clock.now();
    let row = after.into_active_model().reset_all().update(&*tx).await.map_err(taken)?;
    recorded(&tx, &permit, &row, Some(described(&before)), Some(described(&row))).await?;
    tx.commit().await?;
    Ok(Done::Changed(row))
}

/// Deletes a template.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn delete(app: &App, permit: Permit<'_>, id: TemplateId) -> Outcome<TemplateId> {
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, &permit, id).await?;
    template::Entity::delete_by_id(id).exec(&*tx).await?;
    row.updated_at = app.clock.now();
    recorded(&tx, &permit, &row, Some(described(&row)), None).await?;
    tx.commit().await?;
    Ok(id)
}

async fn locked(tx: &Tx, permit: &Permit<'_>, id: TemplateId) -> Outcome<template::Model> {
    Ok(Templates::of(permit).locked(&**tx, id).await?.ok_or_else(|| Problem::not_found("template", &["id"]))?)
}

fn taken(error: DbErr) -> Refusal {
    if is_taken(&error, "template_key_key", "template.account_id, template.key") {
        return Problem::new(ProblemCode::Taken, &["input", "key"], "Another template has this key.").into();
    }
    error.into()
}

/// The template after an edit, if that can be.
fn edited(mut row: template::Model, edit: Edit) -> Outcome<template::Model> {
    let mut check = Check(Vec::new());
    if let Some(key) = edit.key {
        row.key = check.needed("key", key, KEY_LENGTH);
        if !row.key.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"_.-".contains(&sign)) {
            check.invalid("key", "A key has letters, digits, `_`, `-` and `.` only.".to_owned());
        }
    }
    if let Some(name) = edit.name {
        row.name = check.needed("name", name, NAME_LENGTH);
    }
    if let Some(medium) = edit.medium {
        row.medium = medium;
    }
    if let Some(language) = edit.language {
        row.language = check.line("language", language, 35);
    }
    if let Some(subject) = edit.subject {
        row.subject = check.line("subject", subject, SUBJECT_LENGTH);
    }
    if let Some(body) = edit.body {
        row.body = body.unwrap_or_default();
    }
    if let Some(html) = edit.html {
        row.html = html.filter(|html| !html.trim().is_empty());
    }
    if let Some(sender) = edit.sender {
        row.sender = check.line("sender", sender, SENDER_LENGTH);
    }
    if let Some(unknown) = edit.unknown {
        row.unknown = unknown;
    }
    let most = if row.medium == TemplateMedium::Sms { SMS_LENGTH } else { BODY_LENGTH };
    if row.body.trim().is_empty() || row.body.chars().count() > most || row.body.contains('\0') {
        check.invalid("body", format!("A text has 1 to {most} characters."));
    }
    if row.html.as_ref().is_some_and(|html| html.chars().count() > BODY_LENGTH || html.contains('\0')) {
        check.invalid("html", format!("A text has at most {BODY_LENGTH} characters."));
    }
    if row.medium != TemplateMedium::Email {
        for (field, given) in [("subject", row.subject.is_some()), ("html", row.html.is_some())] {
            if given {
                check.invalid(field, "Only mail has this.".to_owned());
            }
        }
    } else if row.subject.is_none() {
        check.invalid("subject", "Mail has a subject.".to_owned());
    }
    if check.0.is_empty() { Ok(row) } else { Err(Refusal::User(check.0)) }
}

struct Check(Vec<Problem>);

impl Check {
    fn invalid(&mut self, field: &str, message: String) {
        self.0.push(Problem::invalid(&["input", field], message));
    }

    fn needed(&mut self, field: &str, given: Option<String>, most: usize) -> String {
        self.line(field, given, most).unwrap_or_else(|| {
            if self.0.last().is_none_or(|problem| problem.path.last().is_none_or(|last| last != field)) {
                self.invalid(field, "This cannot be blank.".to_owned());
            }
            String::new()
        })
    }

    /// A line; blank: none.
    fn line(&mut self, field: &str, given: Option<String>, most: usize) -> Option<String> {
        let text = given?.trim().to_owned();
        if text.chars().count() > most || text.chars().any(char::is_control) {
            self.invalid(field, format!("This is a line of at most {most} characters."));
            return None;
        }
        (!text.is_empty()).then_some(text)
    }
}

/// A template as the audit log keeps it: the schema's names.
fn described(row: &template::Model) -> Value {
    json!({
        "key": row.key,
        "name": row.name,
        "medium": row.medium,
        "language": row.language,
        "subject": row.subject,
        "body": row.body,
        "html": row.html,
        "sender": row.sender,
        "unknown": row.unknown,
    })
}

async fn recorded(tx: &Tx, permit: &Permit<'_>, row: &template::Model, before: Option<Value>, after: Option<Value>) -> Result<(), DbErr> {
    let change = audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after };
    audit::record(tx, permit, row.updated_at, change).await
}
