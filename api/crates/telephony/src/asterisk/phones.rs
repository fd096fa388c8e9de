//! Telephones as an Asterisk makes them: a text for `pjsip_wizard.conf`, a section a telephone.
//!
//! Refused: making passwords. Whoever makes the telephones has them already, or makes them where they are kept; here they would be in
//! one more place.

use std::fmt::Write;

use numbering::Extension;

/// Signs of a name at the most: more than telephones show.
const LONGEST_NAME: usize = 80;

/// Somebody's telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// What it is rung by.
    pub extension: Extension,
    /// Shown to whoever is called from it.
    pub name: String,
}

/// The sections of `phones`, in the order given. What all have in common (context, transport, codecs) they take from a template
/// `switchboard-phone`, and each its password from a section of its own, which stand in files of the operator's.
pub fn wizard(phones: &[Phone]) -> String {
    let mut text = "\
; Telephones of Switchboard, written by `switchboard extensions`. Include it from pjsip_wizard.conf, between the template
; and the passwords, which are yours:
;
;   [switchboard-phone](!)
;   type = wizard
;   accepts_registrations = yes
;   accepts_auth = yes
;   has_hint = yes
;   endpoint/context = internal
;   hint_context = internal
;
;   #include switchboard-phones.conf
;
;   [1001](+)
;   inbound_auth/password = ...
"
    .to_owned();
    for phone in phones {
        let (extension, name) = (phone.extension.as_str(), shown(&phone.name));
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "\n[{extension}](switchboard-phone)\ninbound_auth/username = {extension}\nhint_exten = {extension}\nendpoint/callerid = \"{name}\" <{extension}>\n"
        );
    }
    text
}

/// A name without what means something in the file: quotes, the comment's sign, line breaks, brackets.
fn shown(name: &str) -> String {
    let plain = name.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    plain.filter(|sign| !matches!(sign, '"' | '\\' | ';' | '<' | '>')).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(extension: &str, name: &str) -> Phone {
        Phone { extension: extension.parse().unwrap(), name: name.to_owned() }
    }

    #[test]
    fn each_telephone_is_a_section_without_a_password() {
        let text = wizard(&[phone("1001", "Ana Ferrer"), phone("1002", "Pau")]);

        let sections: Vec<&str> = text.lines().filter(|line| !line.starts_with(';') && !line.is_empty()).collect();
        assert_eq!(
            sections,
            [
                "[1001](switchboard-phone)",
                "inbound_auth/username = 1001",
                "hint_exten = 1001",
                "endpoint/callerid = \"Ana Ferrer\" <1001>",
                "[1002](switchboard-phone)",
                "inbound_auth/username = 1002",
                "hint_exten = 1002",
                "endpoint/callerid = \"Pau\" <1002>",
            ]
        );
    }

    #[test]
    fn a_name_cannot_bring_a_line_or_a_comment() {
        let text = wizard(&[phone("1001", "A\"; x\n[1002](+)\r\ninbound_auth/password = x <9>")]);

        assert!(text.ends_with("endpoint/callerid = \"A x [1002](+)  inbound_auth/password = x 9\" <1001>\n"), "{text}");
    }
}
