//! Reads lists of busy times: a line each, `+person day turns # reason`. Pure.
//!
//! `+`: the person cannot; without it would rather not. The day is a date, a day of the week, or missing: every day. The turns are a
//! sign each, `1` for busy, or missing: the whole day.

use chrono::{NaiveDate, NaiveTime};

use super::week::DAYS;

/// Characters of a reason at the most.
const LONGEST_REASON: usize = 200;

/// A line that tells something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) read: Result<Busy, String>,
}

/// When somebody is busy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Busy {
    pub(super) nickname: String,
    pub(super) weekday: Option<i16>,
    pub(super) on_date: Option<NaiveDate>,
    /// Stretches of the day; none: the whole day.
    pub(super) spans: Option<Vec<(NaiveTime, NaiveTime)>>,
    pub(super) required: bool,
    pub(super) reason: String,
}

/// Reads the lines of a file. `hours` are when turns begin, and when the last one ends.
pub(super) fn read(text: &str, hours: &[NaiveTime]) -> Vec<Line> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.split('#').next().unwrap_or_default().trim().is_empty());
    lines.map(|(number, line)| Line { number, read: entry(line, hours) }).collect()
}

fn entry(line: &str, hours: &[NaiveTime]) -> Result<Busy, String> {
    let (row, reason) = line.split_once('#').unwrap_or((line, ""));
    let reason: String = reason.trim().chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        return Err("it has no reason after a #".to_owned());
    }
    let mut items = row.split_whitespace().peekable();
    let name = items.next().unwrap_or_default();
    let (required, nickname) = name.strip_prefix('+').map_or((false, name), |name| (true, name));
    if nickname.is_empty() {
        return Err("it names nobody".to_owned());
    }
    let weekday = items.next_if(|item| DAYS.contains(item)).and_then(|item| (1..).zip(DAYS).find(|(_, day)| *day == item));
    let on_date = if weekday.is_none() { items.next_if(|item| is_dated(item)) } else { None };
    let on_date = on_date.map(|item| item.parse().map_err(|_| format!("`{item}` is no date"))).transpose()?;
    let spans = items.next().map(|mask| spans(mask, hours)).transpose()?.flatten();
    if let Some(more) = items.next() {
        return Err(format!("`{more}` is more than there should be"));
    }
    Ok(Busy { nickname: nickname.to_owned(), weekday: weekday.map(|(number, _)| number), on_date, spans, required, reason })
}

fn is_dated(item: &str) -> bool {
    item.contains('-')
}

/// The stretches of a mask; none when it is the whole day.
fn spans(mask: &str, hours: &[NaiveTime]) -> Result<Option<Vec<(NaiveTime, NaiveTime)>>, String> {
    if !mask.bytes().all(|sign| matches!(sign, b'0' | b'1')) {
        return Err(format!("`{mask}` is neither a day nor turns of 0 and 1"));
    }
    if hours.len() < 2 {
        return Err("no file says when turns begin".to_owned());
    }
    if mask.len() + 1 != hours.len() {
        return Err(format!("`{mask}` is of {} turns, and a day has {}", mask.len(), hours.len() - 1));
    }
    if !mask.contains('1') {
        return Err(format!("`{mask}` is busy in no turn"));
    }
    if !mask.contains('0') {
        return Ok(None);
    }
    let mut spans: Vec<(NaiveTime, NaiveTime)> = Vec::new();
    for (sign, times) in mask.bytes().zip(hours.windows(2)) {
        let &[from, to] = times else { continue };
        match spans.last_mut() {
            _ if sign == b'0' => {}
            Some(last) if last.1 == from => last.1 = to,
            _ => spans.push((from, to)),
        }
    }
    Ok(Some(spans))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    fn hours() -> Vec<NaiveTime> {
        vec![time(9, 0), time(10, 15), time(11, 30), time(12, 45), time(14, 0)]
    }

    fn one(line: &str) -> Result<Busy, String> {
        read(line, &hours()).remove(0).read
    }

    #[test]
    fn a_line_says_who_when_how_much_and_why() {
        let busy = one("+bama dm 0110 # a # course").unwrap();

        assert_eq!(
            busy,
            Busy {
                nickname: "bama".to_owned(),
                weekday: Some(2),
                on_date: None,
                spans: Some(vec![(time(10, 15), time(12, 45))]),
                required: true,
                reason: "a # course".to_owned(),
            }
        );
        assert_eq!(one("bama dm 1001 # x").unwrap().spans, Some(vec![(time(9, 0), time(10, 15)), (time(12, 45), time(14, 0))]));
    }

    #[test]
    fn day_and_turns_may_be_missing() {
        let [every_day, dated, weekly] = ["bama # x", "+bama 2026-11-23 # x", "bama dg 1111 # x"].map(|line| one(line).unwrap());

        assert_eq!((every_day.weekday, every_day.on_date, every_day.spans, every_day.required), (None, None, None, false));
        assert_eq!((dated.on_date.map(|day| day.to_string()), dated.required), (Some("2026-11-23".to_owned()), true));
        assert_eq!((weekly.weekday, weekly.spans), (Some(7), None));
        assert_eq!(one("bama 0011 # x").unwrap().spans, Some(vec![(time(11, 30), time(14, 0))]));
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_line() {
        let text = "\n# only a remark\nbama dm\nbama dm 011 # x\nbama dm 0000 # x\nbama xx # x\nbama dm 0110 y # x\n+ dm # x\nbama 2026-02-30 # x\n";

        let wrong: Vec<usize> = read(text, &hours()).into_iter().filter(|line| line.read.is_err()).map(|line| line.number).collect();

        assert_eq!(wrong, [3, 4, 5, 6, 7, 8, 9]);
        assert!(read("bama dm 0110 # x", &[])[0].read.is_err());
    }
}
