//! What is told about the rota, and when: who comes and who goes at a boundary; ahead of a slot that somebody is missing. Pure.
//!
//! Each is told once. What is over is not told: a hand-off within ten minutes of its boundary and only the last one, a slot ahead
//! until it begins. After a longer outage nobody is woken by what cannot be helped any more.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{id::PersonId, stored::RotaNoticeKind};
use serde::{Deserialize, Serialize};

use super::{
    read::Rota,
    roster::{self, Slot},
};

/// How long after a boundary a hand-off is still told.
pub(super) const TOLD_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// Something to be told about a queue's rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub kind: RotaNoticeKind,
    /// When the slot it is about begins; of a hand-off at the end of the service, when that is.
    pub starts_at: DateTime<Utc>,
    /// The rest.
    pub detail: Detail,
}

/// What is told besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// When the slot ends; none at the end of the service.
    pub ends_at: Option<DateTime<Utc>>,
    /// Persons wanted.
    pub demand: i32,
    /// Who is in the slot and can be rung, in the order of lines.
    pub persons: Vec<PersonId>,
    /// Those of them who were not on duty just before.
    pub comes: Vec<PersonId>,
    /// Who was on duty just before and is not any more.
    pub goes: Vec<PersonId>,
    /// Lines that nobody answers.
    pub gaps: Vec<Gap>,
}

/// A line that nobody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Which, from 1.
    pub line: i32,
    /// Whose it is, if it is anybody's.
    pub person_id: Option<PersonId>,
    /// Why nobody answers.
    pub why: Missing,
}

/// Why nobody answers a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Missing {
    /// It is nobody's.
    Empty,
    /// Its person was deactivated.
    Inactive,
    /// Its person has no extension.
    NoExtension,
}

impl Missing {
    /// In words, for a queue's history.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Empty => "the turn is nobody's",
            Self::Inactive => "on duty, but deactivated",
            Self::NoExtension => "on duty, but without an extension",
        }
    }
}

/// What keeps persons from being rung; who is not named can be.
pub(super) type Unable = HashMap<PersonId, Missing>;

/// What has been told already.
pub(super) type Told = BTreeSet<(RotaNoticeKind, DateTime<Utc>)>;

/// What is to be told now.
pub(super) fn due(rota: &Rota, now: DateTime<Utc>) -> Vec<Notice> {
    let warnings = roster::ahead(&rota.slots, now, rota.warning).filter_map(|slot| uncovered(rota, slot));
    let notices = hand_off(rota, now).into_iter().chain(warnings);
    notices.filter(|notice| !rota.told.contains(&(notice.kind, notice.starts_at))).collect()
}

/// The last boundary, if it is fresh.
fn hand_off(rota: &Rota, now: DateTime<Utc>) -> Option<Notice> {
    let boundary = roster::last_boundary(&rota.slots, now).filter(|boundary| now - *boundary < TOLD_WITHIN)?;
    let before = roster::on_duty_before(&rota.slots, boundary);
    let after = roster::on_duty(&rota.slots, boundary);
    let mut detail = Detail::default();
    for slot in roster::running(&rota.slots, boundary) {
        let of = covered(rota, slot);
        let known = detail.persons.clone();
        detail.ends_at = detail.ends_at.max(of.ends_at);
        detail.demand += of.demand;
        // Slots overlap in the night in which an hour comes twice: somebody may be in both.
        detail.persons.extend(of.persons.into_iter().filter(|person| !known.contains(person)));
        detail.gaps.extend(of.gaps);
    }
    detail.comes = detail.persons.iter().copied().filter(|person| !before.contains(person)).collect();
    detail.goes = before.into_iter().filter(|person| !after.contains(person)).collect();
    Some(Notice { kind: RotaNoticeKind::HandOff, starts_at: boundary, detail })
}

/// A warning, if fewer persons can answer than are wanted.
fn uncovered(rota: &Rota, slot: &Slot) -> Option<Notice> {
    let detail = covered(rota, slot);
    let short = detail.persons.len() < slot.lines.len();
    short.then_some(Notice { kind: RotaNoticeKind::UncoveredAhead, starts_at: slot.starts_at, detail })
}

fn covered(rota: &Rota, slot: &Slot) -> Detail {
    let persons = slot.persons().into_iter().filter(|person| !rota.unable.contains_key(person)).collect();
    let gaps = (1..).zip(&slot.lines).filter_map(|(line, person)| {
        let why = person.map_or(Some(Missing::Empty), |person| rota.unable.get(&person).copied())?;
        Some(Gap { line, person_id: *person, why })
    });
    let demand = i32::try_from(slot.lines.len()).unwrap_or(i32::MAX);
    Detail { ends_at: Some(slot.ends_at), demand, persons, gaps: gaps.collect(), ..Detail::default() }
}
