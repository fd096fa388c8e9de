//! Finding a text within another, whatever the case of its letters, the same on both databases.
//!
//! `LIKE` and `lower` fold only ASCII on SQLite, and on PostgreSQL what the database's locale says. So each letter becomes
//! the class of its cases: `GLOB` on SQLite and a regular expression on PostgreSQL understand those by code point. Letters
//! whose other case is several (`ß`) match themselves; accents count (`é` is not `e`).

use sea_orm::{
    DbBackend, IntoSimpleExpr,
    sea_query::{BinOper, Expr, ExprTrait},
};

/// Whether `column` has `text` in it.
pub(super) fn contains(backend: DbBackend, column: impl IntoSimpleExpr, text: &str) -> Expr {
    let (operator, pattern) = match backend {
        DbBackend::Postgres => ("~", regex(text)),
        _ => ("GLOB", glob(text)),
    };
    column.into_simple_expr().binary(BinOper::Custom(operator), Expr::val(pattern))
}

fn glob(text: &str) -> String {
    let mut pattern = String::from("*");
    for sign in text.chars() {
        match sign {
            '*' | '?' | '[' => pattern.extend(['[', sign, ']']),
            _ => push_cases(&mut pattern, sign),
        }
    }
    pattern.push('*');
    pattern
}

fn regex(text: &str) -> String {
    // `***=` would take the text literally, but then also its case.
    let mut pattern = String::from("***:");
    for sign in text.chars() {
        if sign.is_ascii_punctuation() {
            pattern.push('\\');
            pattern.push(sign);
        } else {
            push_cases(&mut pattern, sign);
        }
    }
    pattern
}

fn push_cases(pattern: &mut String, sign: char) {
    let other = other_case(sign);
    if other == sign {
        pattern.push(sign);
    } else {
        pattern.extend(['[', sign, other, ']']);
    }
}

fn other_case(sign: char) -> char {
    let single = |mut cases: Box<dyn Iterator<Item = char>>| match (cases.next(), cases.next()) {
        (Some(only), None) => only,
        _ => sign,
    };
    let lower = single(Box::new(sign.to_lowercase()));
    if lower == sign { single(Box::new(sign.to_uppercase())) } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_classes_and_wildcards_themselves() {
        assert_eq!(glob("aÉ1*?[]"), "*[aA][Éé]1[*][?][[]]*");
        assert_eq!(regex("aÉ1.*\\"), "***:[aA][Éé]1\\.\\*\\\\");
    }

    #[test]
    fn a_letter_with_several_signs_in_its_other_case_is_itself() {
        assert_eq!(glob("ß"), "*ß*");
    }
}
