//! A template with its variables put in. Pure.

use entity::{
    stored::{TemplateMedium, TemplateUnknown},
    template,
};
use flow::{
    Variables,
    template::{Medium, Unknown, UnknownNames, render},
};

/// A text that was made of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// The same for programs that show it formatted; of mail.
    pub html: Option<String>,
}

/// The text that a template makes.
///
/// # Errors
/// [`UnknownNames`], where the template refuses them.
pub fn made(row: &template::Model, variables: &Variables) -> Result<Made, UnknownNames> {
    let unknown = match row.unknown {
        TemplateUnknown::Empty => Unknown::Empty,
        TemplateUnknown::Refused => Unknown::Refused,
    };
    let medium = match row.medium {
        TemplateMedium::Voice => Medium::Voice,
        TemplateMedium::Sms | TemplateMedium::Email => Medium::Text,
    };
    let texts = [row.subject.as_deref(), Some(row.body.as_str()), row.html.as_deref()];
    let mut missing: Vec<String> = Vec::new();
    let [subject, body, html] = texts.map(|text| {
        let made = text.map(|text| render(text, variables, medium, unknown)).transpose();
        made.unwrap_or_else(|UnknownNames(names)| {
            missing.extend(names);
            None
        })
    });
    if !missing.is_empty() {
        missing.sort();
        missing.dedup();
        return Err(UnknownNames(missing));
    }
    // What stands in a value is text: it becomes no markup.
    let html = html.map(|_| html_of(row, variables, medium, unknown));
    Ok(Made { subject: subject.map(|text| text.replace(['\r', '\n'], " ")), body: body.unwrap_or_default(), html })
}

fn html_of(row: &template::Model, variables: &Variables, medium: Medium, unknown: Unknown) -> String {
    let text = row.html.as_deref().unwrap_or_default();
    let mut escaped = Variables::default();
    for name in flow::template::names(text) {
        if let Some(value) = variables.get(name) {
            let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;");
            escaped.set(name, &value);
        }
    }
    render(text, &escaped, medium, unknown).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::id::{AccountId, TemplateId};
    use serde_json::json;

    use super::*;

    fn template(unknown: TemplateUnknown) -> template::Model {
        template::Model {
            id: TemplateId::new(),
            account_id: AccountId::new(),
            key: "reminder".to_owned(),
            name: "Reminder".to_owned(),
            medium: TemplateMedium::Email,
            language: None,
            subject: Some("For {name}".to_owned()),
            body: "Hello {name}, {town}".to_owned(),
            html: Some("<b>{name}</b>".to_owned()),
            sender: None,
            unknown,
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_is_unknown_becomes_nothing_or_is_refused_as_the_template_says() {
        let variables = Variables::of(&json!({ "name": "Mary <3" }));

        let empty = made(&template(TemplateUnknown::Empty), &variables).expect("a text");
        let refused = made(&template(TemplateUnknown::Refused), &variables);

        let expected = ("For Mary <3", "Hello Mary <3, ", "<b>Mary &lt;3</b>");
        assert_eq!(
            (empty.subject.as_deref(), empty.body.as_str(), empty.html.as_deref()),
            (Some(expected.0), expected.1, Some(expected.2))
        );
        assert_eq!(refused, Err(UnknownNames(vec!["town".to_owned()])));
    }
}
