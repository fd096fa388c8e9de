//! Reads the list of days without service: a line each, the date, a tab, the reason. Pure.

use chrono::NaiveDate;

/// Characters of a reason at the most.
const LONGEST_REASON: usize = 200;

/// A day without service, and why.
type Closed = (NaiveDate, String);

/// Reads the lines that tell something, each with its number.
pub(super) fn read(text: &str) -> Vec<(usize, Result<Closed, String>)> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number, day(line))).collect()
}

fn day(line: &str) -> Result<Closed, String> {
    let (date, reason) = line.trim().split_once(char::is_whitespace).ok_or("it has no reason after the date")?;
    let date = date.parse().map_err(|_| format!("`{date}` is no date"))?;
    Ok((date, reason.trim().chars().filter(|sign| !sign.is_control()).take(LONGEST_REASON).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_date_and_a_reason() {
        let read = read("2026-12-25\tNadal\n\n2026-12-26\n26/12/2026\tx\n");

        assert_eq!(read[0], (1, Ok((NaiveDate::from_ymd_opt(2026, 12, 25).unwrap(), "Nadal".to_owned()))));
        assert!(read[1].1.is_err() && read[2].1.is_err());
        assert_eq!(read.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
