//! Reads a week: `graella-<monday>.yaml`, and the standing turns, which are a week without a date. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde::Deserialize;

use super::yaml::{self, Rows, Text};

/// Days of the week as the files call them, Monday first.
pub(super) const DAYS: [&str; 7] = ["dl", "dm", "dx", "dj", "dv", "ds", "dg"];
/// An empty cell, and one without service.
const EMPTY: &str = "ningu";
const CLOSED: &str = "festiu";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    week: Text,
    /// What the week was called once.
    date: Text,
    hours: Vec<Text>,
    timetable: BTreeMap<String, Rows>,
    overload: BTreeMap<String, Text>,
}

/// A slot of a day with its cells: a nickname, or nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Days after Monday.
    pub(super) day: u8,
    pub(super) starts_at: NaiveTime,
    pub(super) ends_at: NaiveTime,
    pub(super) cells: Vec<Option<String>>,
}

/// A week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Week {
    pub(super) monday: NaiveDate,
    /// When turns begin, and the last one ends.
    pub(super) hours: Vec<NaiveTime>,
    /// In order; without those in which there is no service.
    pub(super) slots: Vec<Slot>,
    /// Carried beyond the ideal, in tenths of a turn, by nickname.
    pub(super) overload: BTreeMap<String, i32>,
    pub(super) warnings: Vec<String>,
}

/// Reads a week. `path` may name its Monday when the file does not.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(text: &str, path: &str) -> Result<Week, String> {
    let file: File = yaml::read(text)?;
    let monday = file.week.as_deref().or(file.date.as_deref()).or_else(|| dated(path));
    let monday = monday.ok_or("it does not say which week it is")?;
    let monday: NaiveDate = monday.trim().parse().map_err(|_| format!("`{monday}` is no date"))?;
    if monday.weekday() != Weekday::Mon {
        return Err(format!("{monday} is not a Monday"));
    }
    let hours = hours(&file.hours)?;
    let mut week = Week { monday, hours, ..Week::default() };
    week.slots = slots(&file.timetable, &week.hours, &mut week.warnings)?;
    for (nickname, figure) in file.overload {
        match figure.as_deref().and_then(tenths) {
            Some(figure) => drop(week.overload.insert(nickname, figure)),
            None => week.warnings.push(format!("the overload of {nickname} is no number, and left out")),
        }
    }
    Ok(week)
}

/// The standing turns of a file: nicknames by day and beginning. Files without hours have those of `usual`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn standing(text: &str, usual: &[NaiveTime]) -> Result<Vec<Slot>, String> {
    let file: File = yaml::read(text)?;
    if file.timetable.is_empty() {
        return Ok(Vec::new());
    }
    let hours = if file.hours.is_empty() { usual.to_vec() } else { hours(&file.hours)? };
    slots(&file.timetable, &hours, &mut Vec::new())
}

/// The hours of a configuration file; none when it has none.
pub(super) fn hours_of_config(text: &str) -> Option<Vec<NaiveTime>> {
    let file: File = yaml::read(text).ok()?;
    hours(&file.hours).ok()
}

impl Week {
    /// Everybody who is in it.
    pub(super) fn nicknames(&self) -> BTreeSet<&str> {
        self.slots.iter().flat_map(|slot| &slot.cells).flatten().map(String::as_str).collect()
    }

    /// Day of a slot.
    pub(super) fn day(&self, slot: &Slot) -> NaiveDate {
        self.monday + TimeDelta::days(slot.day.into())
    }
}

/// The date in a name like `graelles/graella-2026-11-23.yaml`.
fn dated(path: &str) -> Option<&str> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.get(stem.len().checked_sub(10)?..)
}

fn hours(texts: &[Text]) -> Result<Vec<NaiveTime>, String> {
    let read = |text: &Text| {
        let text = text.as_deref().unwrap_or_default().trim();
        NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| format!("`{text}` is no time of day"))
    };
    let hours: Vec<NaiveTime> = texts.iter().map(read).collect::<Result<_, _>>()?;
    if hours.len() < 2 {
        return Err("it has no hours".to_owned());
    }
    if !hours.is_sorted_by(|one, next| one < next) {
        return Err("its hours do not ascend".to_owned());
    }
    Ok(hours)
}

fn slots(days: &BTreeMap<String, Rows>, hours: &[NaiveTime], warnings: &mut Vec<String>) -> Result<Vec<Slot>, String> {
    let mut slots = Vec::new();
    if let Some(unknown) = days.keys().find(|day| !DAYS.contains(&day.as_str())) {
        return Err(format!("`{unknown}` is no day: there are {}", DAYS.join(" ")));
    }
    for (number, day) in (0u8..).zip(DAYS) {
        let Some(Rows(rows)) = days.get(day) else { continue };
        if rows.len() + 1 > hours.len().max(1) {
            return Err(format!("{day} has {} turns, and there are hours for {}", rows.len(), hours.len().saturating_sub(1)));
        }
        for (row, times) in rows.iter().zip(hours.windows(2)) {
            let &[starts_at, ends_at] = times else { continue };
            let place = format!("{day} {}", starts_at.format("%H:%M"));
            let cells = cells(row, &place, warnings);
            if !cells.is_empty() {
                slots.push(Slot { day: number, starts_at, ends_at, cells });
            }
        }
    }
    Ok(slots)
}

/// The cells with service.
fn cells(row: &[Text], place: &str, warnings: &mut Vec<String>) -> Vec<Option<String>> {
    let mut seen = BTreeSet::new();
    let open = row.iter().map(|cell| cell.as_deref().map_or(EMPTY, str::trim)).filter(|cell| *cell != CLOSED);
    let mut cells = Vec::new();
    for cell in open {
        let taken = cell != EMPTY && !cell.is_empty();
        if taken && !seen.insert(cell) {
            warnings.push(format!("{cell} stands twice at {place}: the second is left empty"));
            cells.push(None);
        } else {
            cells.push(taken.then(|| cell.to_owned()));
        }
    }
    cells
}

/// A figure in tenths.
fn tenths(text: &str) -> Option<i32> {
    let figure: f64 = text.trim().parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a figure of at most a thousand turns")]
    (figure.abs() <= 1_000.0).then(|| (figure * 10.0).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: &str = "
week: '2026-11-23'
days: [dl, dm]
hours: [09:00, '10:15', '11:30']
turns: [L1, L2]
timetable:
  dl:
  - [bama, ningu]
  - [cori, cori]
  dm:
  - [festiu, festiu]
  - [festiu, dulo]
overload: {bama: -0.6, cori: 1.0, dulo: x}
";

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn empty_cells_stay_and_cells_without_service_go() {
        let week = read(WEEK, "").unwrap();

        assert_eq!(
            week.slots,
            [
                Slot { day: 0, starts_at: time(9, 0), ends_at: time(10, 15), cells: vec![some("bama"), None] },
                Slot { day: 0, starts_at: time(10, 15), ends_at: time(11, 30), cells: vec![some("cori"), None] },
                Slot { day: 1, starts_at: time(10, 15), ends_at: time(11, 30), cells: vec![some("dulo")] },
            ]
        );
        assert_eq!(week.overload, BTreeMap::from([("bama".to_owned(), -6), ("cori".to_owned(), 10)]));
        assert_eq!(week.warnings.len(), 2, "{:?}", week.warnings);
    }

    #[test]
    fn the_older_form_numbers_its_turns_and_may_be_dated_by_its_name() {
        let text = "hours: ['9:00', '10:15']\ntimetable:\n  dl:\n    1:\n    - bama\n";

        let week = read(text, "graelles/graella-2026-11-23.yaml").unwrap();

        assert_eq!((week.monday.to_string().as_str(), week.slots.len()), ("2026-11-23", 1));
    }

    #[test]
    fn a_week_that_cannot_be_right_is_refused() {
        let table = [
            ("week: '2026-11-24'\nhours: ['9:00', '10:00']", "not a Monday"),
            ("week: soon\nhours: ['9:00', '10:00']", "no date"),
            ("week: '2026-11-23'\nhours: ['9:00', '0:15']", "do not ascend"),
            ("week: '2026-11-23'\nhours: ['9:00', '25:00']", "no time of day"),
            ("week: '2026-11-23'", "no hours"),
            ("hours: ['9:00', '10:00']", "which week"),
            ("week: '2026-11-23'\nhours: ['9:00', '10:00']\ntimetable: {dl: [[a], [b]]}", "hours for 1"),
            ("week: '2026-11-23'\nhours: ['9:00', '10:00']\ntimetable: {mon: [[a]]}", "no day"),
            ("[", ""),
        ];

        for (text, expected) in table {
            let told = read(text, "").unwrap_err();
            assert!(told.contains(expected), "{text}: {told}");
        }
    }

    #[test]
    fn standing_turns_are_those_with_a_name() {
        let text = "timetable:\n  dm:\n  - [bama, null]\n  - [null, ningu]\n";

        let slots = standing(text, &[time(9, 0), time(10, 15), time(11, 30)]).unwrap();

        assert_eq!(slots[0].cells, [some("bama"), None]);
        assert_eq!(standing("{}", &[]), Ok(Vec::new()));
    }
}
