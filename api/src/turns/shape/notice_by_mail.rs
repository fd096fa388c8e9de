//! Who is told about a queue's rota by mail.

use async_graphql::{InputObject, MaybeUndefined, SimpleObject};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{auth::email::Email, error::ProblemCode, turns::check::Check};

/// Addresses at the most.
const ADDRESSES: usize = 20;

/// Who is told about a queue's rota by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
#[graphql(name = "RotaNoticeByMail")]
#[serde(default, rename_all = "camelCase")]
pub struct NoticeByMail {
    /// At a hand-off those whose turn begins, if they have an address and want mail.
    pub who_comes: bool,
    /// At a hand-off those whose turn is over, likewise.
    pub who_goes: bool,
    /// Of slots ahead that will not be covered, the coordinators.
    pub warnings: bool,
    /// Addresses that are told of those instead; empty: the users with the role COORDINATOR, or if there are none, ADMIN.
    pub warnings_to: Vec<String>,
}

/// Changes to who is told about a queue's rota by mail: an absent field keeps its value, null gives it its default.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "RotaNoticeByMailInput")]
pub struct NoticeByMailInput {
    /// At a hand-off those whose turn begins. False by default.
    pub who_comes: MaybeUndefined<bool>,
    /// At a hand-off those whose turn is over. False by default.
    pub who_goes: MaybeUndefined<bool>,
    /// Of slots ahead that will not be covered, the coordinators. False by default.
    pub warnings: MaybeUndefined<bool>,
    /// Addresses that are told of those instead, at most 20. None by default.
    pub warnings_to: MaybeUndefined<Vec<String>>,
}

impl NoticeByMail {
    /// As kept in a row; nobody, if nothing is.
    ///
    /// # Errors
    /// When what is kept is no such thing.
    pub fn of_row(kept: Option<&Value>) -> Result<Self, DbErr> {
        kept.map_or_else(|| Ok(Self::default()), |kept| Self::deserialize(kept).map_err(|error| DbErr::Json(error.to_string())))
    }

    /// To be kept in a row; nothing, if it is the default.
    fn row(&self) -> Option<Value> {
        // A struct of plain values: it always serialises.
        (*self != Self::default()).then(|| serde_json::to_value(self).unwrap_or_default())
    }

    /// Whether anybody is told.
    pub fn is_on(&self) -> bool {
        self.who_comes || self.who_goes || self.warnings
    }
}

/// What is kept after a change. That nobody would ever be told, because mail is not set up, is told to whoever asks for it.
pub(super) fn changed(
    kept: Option<&Value>,
    given: &MaybeUndefined<NoticeByMailInput>,
    mail_is_on: bool,
    check: &mut Check,
) -> Option<Value> {
    let given = match given {
        MaybeUndefined::Undefined => return kept.cloned(),
        MaybeUndefined::Null => return None,
        MaybeUndefined::Value(given) => given,
    };
    let before = NoticeByMail::of_row(kept).unwrap_or_default();
    let flag = |given: MaybeUndefined<bool>, before: bool| match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => false,
        MaybeUndefined::Value(flag) => flag,
    };
    check.go(&["input", "noticeByMail"]);
    let after = NoticeByMail {
        who_comes: flag(given.who_comes, before.who_comes),
        who_goes: flag(given.who_goes, before.who_goes),
        warnings: flag(given.warnings, before.warnings),
        warnings_to: match &given.warnings_to {
            MaybeUndefined::Undefined => before.warnings_to,
            MaybeUndefined::Null => Vec::new(),
            MaybeUndefined::Value(texts) => addresses(texts, check),
        },
    };
    if after.is_on() && !mail_is_on {
        check.go(&["input"]);
        check.fault(ProblemCode::CapabilityUnsupported, "noticeByMail", "Mail is not set up: there is no [mail] in the configuration.");
    }
    after.row()
}

/// Addresses in their one spelling, each once.
fn addresses(texts: &[String], check: &mut Check) -> Vec<String> {
    if texts.len() > ADDRESSES {
        check.fault(ProblemCode::LimitReached, "warningsTo", format!("There are at most {ADDRESSES} addresses."));
        return Vec::new();
    }
    let mut known: Vec<String> = Vec::new();
    for text in texts {
        match Email::parse(text) {
            Some(email) if known.iter().any(|known| known == email.as_str()) => {}
            Some(email) => known.push(email.as_str().to_owned()),
            None => check.invalid("warningsTo", "One of these is no e-mail address."),
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn given(input: NoticeByMailInput) -> MaybeUndefined<NoticeByMailInput> {
        MaybeUndefined::Value(input)
    }

    #[test]
    fn absent_keeps_and_null_gives_the_default() {
        let mut check = Check::at(&["input"]);
        let addresses = vec![" Ana@Example.org".to_owned(), "ana@example.org".to_owned()];
        let all = given(NoticeByMailInput {
            who_comes: MaybeUndefined::Value(true),
            warnings: MaybeUndefined::Value(true),
            warnings_to: MaybeUndefined::Value(addresses),
            ..NoticeByMailInput::default()
        });

        let set = changed(None, &all, true, &mut check);
        let kept = changed(set.as_ref(), &given(NoticeByMailInput::default()), true, &mut check);
        let fewer =
            NoticeByMailInput { who_comes: MaybeUndefined::Null, warnings_to: MaybeUndefined::Null, ..NoticeByMailInput::default() };
        let fewer = changed(set.as_ref(), &given(fewer), true, &mut check);
        let cleared = changed(set.as_ref(), &MaybeUndefined::Null, true, &mut check);

        assert_eq!(set, Some(json!({ "whoComes": true, "whoGoes": false, "warnings": true, "warningsTo": ["ana@example.org"] })));
        assert_eq!((kept, cleared), (set, None));
        assert_eq!(fewer, Some(json!({ "whoComes": false, "whoGoes": false, "warnings": true, "warningsTo": [] })));
        assert!(check.done().is_ok());
    }

    #[test]
    fn what_can_never_be_sent_is_not_asked_for() {
        let on = || given(NoticeByMailInput { who_goes: MaybeUndefined::Value(true), ..NoticeByMailInput::default() });
        let off = given(NoticeByMailInput { who_goes: MaybeUndefined::Value(false), ..NoticeByMailInput::default() });
        let wrong = |given: &MaybeUndefined<NoticeByMailInput>, mail_is_on| {
            let mut check = Check::at(&["input"]);
            changed(None, given, mail_is_on, &mut check);
            check.done().is_err()
        };

        assert_eq!((wrong(&on(), true), wrong(&on(), false), wrong(&off, false)), (false, true, false));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for addresses in [vec!["ana".to_owned()], vec!["a@b.org\nBcc: c@d.org".to_owned()], vec!["ana@example.org".to_owned(); 21]] {
            let mut check = Check::at(&["input"]);

            changed(
                None,
                &given(NoticeByMailInput { warnings_to: MaybeUndefined::Value(addresses), ..NoticeByMailInput::default() }),
                true,
                &mut check,
            );

            assert!(check.done().is_err());
        }
    }
}
