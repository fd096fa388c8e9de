//! Whether a hand may change turns so: what must not be, and what had better not be. Pure.
//!
//! Only what a change brings about is told: who was given a turn against the rules before is nobody's fault now.

use std::collections::HashSet;

use entity::{
    id::{PersonId, TimetableId, TimetableSlotId, TurnId},
    stored::RotaRuleKind,
};

use super::facts::{Cell, Facts, Rule};

/// Who is to have which turns; nobody: they are left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Turns, each with its new holder.
    pub changes: Vec<(TurnId, Option<PersonId>)>,
    /// Whether what becomes empty is held to the limit of empty cells: not what puts back what was.
    pub limit_empty: bool,
}

/// What is found of a change of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// The person takes no part.
    Inactive,
    /// The person cannot.
    Busy,
    /// The person is on duty elsewhere, or twice, at that time.
    DoubleBooked,
    /// More turns on a day than the person may have.
    DailyLimit,
    /// More cells of a slot left empty than may be.
    TooManyEmpty,
    /// A rule about a group or a room is broken.
    Rule,
    /// The person would rather not.
    RatherNot,
    /// More turns in the week than the person should carry.
    OverLoad,
    /// The person has no load: does not attend.
    NoLoad,
}

/// Something found of a change of a turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// Which turn.
    pub turn: TurnId,
    /// Whom it concerns.
    pub person: Option<PersonId>,
    /// For people.
    pub message: String,
}

/// What there is to say against an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it must not be.
    pub refusals: Vec<Finding>,
    /// Why it had better not be.
    pub warnings: Vec<Finding>,
}

/// What there is to say against `edit`.
pub fn check(edit: &Edit, facts: &Facts) -> Verdict {
    let after = applied(edit, facts);
    let mut verdict = Verdict::default();
    for (turn, person) in &edit.changes {
        let Some(cell) = after.iter().find(|cell| cell.turn == *turn) else { continue };
        let was = facts.cells.iter().find(|cell| cell.turn == *turn).and_then(|cell| cell.person);
        match person {
            Some(person) if was != Some(*person) => Look { facts, after: &after, cell, person: *person }.all(&mut verdict),
            None if was.is_some() && edit.limit_empty => emptiness(facts, &after, cell, &mut verdict),
            _ => {}
        }
    }
    told_once(verdict)
}

/// Every hard rule that the turns break as they are.
pub fn violations(facts: &Facts) -> Vec<Finding> {
    let mut verdict = Verdict::default();
    for cell in &facts.cells {
        if let Some(person) = cell.person {
            Look { facts, after: &facts.cells, cell, person }.all(&mut verdict);
        }
    }
    told_once(verdict).refusals
}

fn applied(edit: &Edit, facts: &Facts) -> Vec<Cell> {
    let mut cells = facts.cells.clone();
    for cell in &mut cells {
        if let Some((_, person)) = edit.changes.iter().find(|(turn, _)| *turn == cell.turn) {
            cell.person = *person;
        }
    }
    cells
}

fn told_once(mut verdict: Verdict) -> Verdict {
    let mut seen = HashSet::new();
    verdict.refusals.retain(|finding| seen.insert(finding.message.clone()));
    verdict.warnings.retain(|finding| seen.insert(finding.message.clone()));
    verdict
}

fn emptiness(facts: &Facts, after: &[Cell], cell: &Cell, verdict: &mut Verdict) {
    let (Some(slot), Some(week)) = (facts.slots.get(&cell.slot), facts.week_of(cell.slot)) else { return };
    let empty = after.iter().filter(|other| other.slot == cell.slot && other.person.is_none()).count();
    if whole(empty) > week.max_empty_per_slot {
        verdict.refusals.push(Finding {
            kind: FindingKind::TooManyEmpty,
            turn: cell.turn,
            person: None,
            message: format!("{} would have {empty} empty cells; at most {} are left so.", slot.label, week.max_empty_per_slot),
        });
    }
}

/// A look at one turn in one person's hands, when all is done.
struct Look<'a> {
    facts: &'a Facts,
    after: &'a [Cell],
    cell: &'a Cell,
    person: PersonId,
}

impl Look<'_> {
    fn all(&self, verdict: &mut Verdict) {
        let Some(person) = self.facts.persons.get(&self.person) else { return };
        if !person.active {
            verdict.refusals.push(self.finding(FindingKind::Inactive, format!("{} takes no part any more.", person.name)));
        }
        self.busy(verdict);
        verdict.refusals.extend(self.double_booked());
        verdict.refusals.extend(self.daily_limit());
        verdict.warnings.extend(self.load());
        for rule in self.facts.week_of(self.cell.slot).into_iter().flat_map(|week| &week.rules) {
            if let Some(message) = self.broken(rule) {
                let findings = if rule.required { &mut verdict.refusals } else { &mut verdict.warnings };
                findings.push(self.finding(FindingKind::Rule, message));
            }
        }
    }

    fn finding(&self, kind: FindingKind, message: String) -> Finding {
        Finding { kind, turn: self.cell.turn, person: Some(self.person), message }
    }

    fn busy(&self, verdict: &mut Verdict) {
        let (Some(slot), Some(person)) = (self.facts.slots.get(&self.cell.slot), self.facts.persons.get(&self.person)) else { return };
        for entry in person.busy.iter().filter(|entry| entry.meets(slot)) {
            if entry.required {
                let message = format!("{} cannot on {}: {}.", person.name, slot.label, entry.reason);
                verdict.refusals.push(self.finding(FindingKind::Busy, message));
            } else {
                let message = format!("{} would rather not on {}: {}.", person.name, slot.label, entry.reason);
                verdict.warnings.push(self.finding(FindingKind::RatherNot, message));
            }
        }
    }

    fn double_booked(&self) -> Option<Finding> {
        let (slot, person) = (self.facts.slots.get(&self.cell.slot)?, self.facts.persons.get(&self.person)?);
        let told = |place: &str| {
            let message = format!("{} has a turn {place} at that time already, on {}.", person.name, slot.label);
            Some(self.finding(FindingKind::DoubleBooked, message))
        };
        for other in self.after.iter().filter(|other| other.turn != self.cell.turn && other.person == Some(self.person)) {
            if other.slot == self.cell.slot {
                return told("in this slot");
            }
            // Slots of one timetable never overlap on the wall's clock, though in the hour that comes twice their instants do.
            let elsewhere = self.facts.slots.get(&other.slot).filter(|other| other.timetable != slot.timetable);
            if elsewhere.is_some_and(|other| other.starts_at < slot.ends_at && slot.starts_at < other.ends_at) {
                return told("in another timetable");
            }
        }
        let other = person.elsewhere.iter().find(|other| other.starts_at < slot.ends_at && slot.starts_at < other.ends_at)?;
        told(&format!("in {}", other.queue))
    }

    fn daily_limit(&self) -> Option<Finding> {
        let (slot, person) = (self.facts.slots.get(&self.cell.slot)?, self.facts.persons.get(&self.person)?);
        let limit = person.max_per_day.unwrap_or(self.facts.week_of(self.cell.slot)?.max_per_day);
        let same_day = |other: &Cell| self.facts.slots.get(&other.slot).is_some_and(|other| other.day == slot.day);
        let here = self.after.iter().filter(|other| other.person == Some(self.person) && same_day(other)).count();
        let there = person.elsewhere.iter().filter(|other| other.day == slot.day).count();
        let message = format!("{} would have {} turns on {}; at most {limit} are allowed.", person.name, here + there, slot.day);
        (whole(here + there) > limit).then(|| self.finding(FindingKind::DailyLimit, message))
    }

    fn load(&self) -> Option<Finding> {
        let (slot, person) = (self.facts.slots.get(&self.cell.slot)?, self.facts.persons.get(&self.person)?);
        let has = |cells: &[Cell]| self.count(cells, slot.timetable);
        let (before, after) = (has(&self.facts.cells), has(self.after));
        if after <= before {
            return None;
        }
        match self.facts.week_of(self.cell.slot)?.loads.get(&self.person) {
            None => Some(self.finding(FindingKind::NoLoad, format!("{} has no load in this week.", person.name))),
            Some(load) if after > *load => {
                let message = format!("{} would have {after} turns in this week; the load is {load}.", person.name);
                Some(self.finding(FindingKind::OverLoad, message))
            }
            Some(_) => None,
        }
    }

    fn count(&self, cells: &[Cell], timetable: TimetableId) -> i32 {
        let in_week = |slot: TimetableSlotId| self.facts.slots.get(&slot).is_some_and(|slot| slot.timetable == timetable);
        whole(cells.iter().filter(|cell| cell.person == Some(self.person) && in_week(cell.slot)).count())
    }

    /// How the person's being on the telephone then breaks a rule.
    fn broken(&self, rule: &Rule) -> Option<String> {
        let (slot, person) = (self.facts.slots.get(&self.cell.slot)?, self.facts.persons.get(&self.person)?);
        let on_phone: HashSet<PersonId> =
            self.after.iter().filter(|other| other.slot == self.cell.slot).filter_map(|other| other.person).collect();
        let known = |id: &PersonId| self.facts.persons.get(id);
        match rule.kind {
            RotaRuleKind::MaxOnPhone => {
                let group = rule.group.as_ref().filter(|group| person.groups.contains(group))?;
                let busy = on_phone.iter().filter_map(known).filter(|other| other.groups.contains(group)).count();
                let message = format!("{busy} of {group} would be on the telephone on {}; at most {} are.", slot.label, rule.limit);
                (whole(busy) > rule.limit).then_some(message)
            }
            RotaRuleKind::MinFree => {
                let group = rule.group.as_ref().filter(|group| person.groups.contains(group))?;
                let cannot = |other: &super::facts::Person| other.busy.iter().any(|entry| entry.required && entry.meets(slot));
                let members = self.facts.persons.iter().filter(|(_, other)| other.active && other.groups.contains(group));
                let free = members.filter(|(id, other)| !on_phone.contains(id) && !cannot(other)).count();
                let message = format!("{free} of {group} would be free on {}; at least {} are.", slot.label, rule.limit);
                (whole(free) < rule.limit).then_some(message)
            }
            RotaRuleKind::RoomLimit => {
                let room = person.room.as_ref().filter(|room| rule.group.as_ref().is_none_or(|only| only == *room))?;
                let loud = on_phone.iter().filter_map(known).filter(|other| other.room.as_ref() == Some(room)).count();
                let message = format!("{loud} in {room} would be on the telephone on {}; at most {} are.", slot.label, rule.limit);
                (whole(loud) > rule.limit).then_some(message)
            }
        }
    }
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests;
