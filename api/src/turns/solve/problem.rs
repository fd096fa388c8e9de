//! A timetable as the solver sees it: rows of the database become a [`rota::Problem`], whose places are those of the lists here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use entity::{
    id::{AccountId, PersonId, TimetableSlotId},
    rota_rule, standing_turn,
    stored::{RotaRuleKind, TimetableStatus},
    timetable,
};
use rota::{Assignment, Busy, BusyKind, DayLimit, Draft, Fault, Group, Limit, PersonIx, Problem, SlotIx, Strength, Turn};
use sea_orm::{ConnectionTrait, DbErr};

use crate::turns::{
    shape::{repository::Shape, settings::Settings},
    timetable::facts::{Elsewhere, Facts, Person, Slot},
    weekday::Weekday,
};

/// What the problem is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// To judge the turns as they are, or as these persons would have them.
    Judge(Vec<PersonId>),
    /// To find better ones.
    Plan {
        /// What has begun by now, in a week that people go by, stays as it is.
        now: DateTime<Utc>,
        /// Whether each change has its price.
        minimum_change: bool,
    },
}

/// A timetable as the solver sees it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The problem.
    pub problem: Problem,
    /// Its persons, by place.
    pub persons: Vec<PersonId>,
    /// Its slots, by place.
    pub slots: Vec<TimetableSlotId>,
    /// The turns as they are.
    pub rota: Assignment,
    /// What it was made of.
    pub facts: Facts,
}

/// Why a timetable is no problem.
#[derive(Debug, thiserror::Error)]
pub enum Unplannable {
    /// What is wrong with it.
    #[error("{}", words(.0))]
    Faults(Vec<Fault>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn words(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}

impl Planned {
    /// Reads a timetable with all that its turns are judged by.
    ///
    /// # Errors
    /// The database's; and when it cannot be planned at all, why.
    pub async fn read(db: &impl ConnectionTrait, timetable: &timetable::Model, purpose: &Purpose) -> Result<Self, Unplannable> {
        let account: AccountId = timetable.account_id;
        let shape = Shape(account);
        let week = Week {
            timetable,
            purpose,
            facts: Facts::read(db, account, std::slice::from_ref(timetable)).await?,
            settings: shape.settings(db, timetable.queue_id).await?,
            rules: shape.rules(db, timetable.queue_id).await?,
            standing: shape.standing_turns(db, timetable.queue_id).await?,
        };
        week.planned()
    }

    /// Place of a person.
    pub fn person(&self, id: PersonId) -> Option<PersonIx> {
        self.persons.iter().position(|known| *known == id).map(PersonIx)
    }

    /// Place of a slot.
    pub fn slot(&self, id: TimetableSlotId) -> Option<SlotIx> {
        self.slots.iter().position(|known| *known == id).map(SlotIx)
    }

    /// A turn of the solver's as who and when.
    pub fn named(&self, turn: Turn) -> (PersonId, TimetableSlotId) {
        (self.persons[turn.person.0], self.slots[turn.slot.0])
    }
}

/// All that was read of a week.
struct Week<'a> {
    timetable: &'a timetable::Model,
    purpose: &'a Purpose,
    facts: Facts,
    settings: Settings,
    rules: Vec<rota_rule::Model>,
    standing: Vec<standing_turn::Model>,
}

impl Week<'_> {
    fn planned(self) -> Result<Planned, Unplannable> {
        let slots = self.slots();
        let persons = self.persons();
        let places = Places { slots: &slots, persons: &persons };
        let turns: Vec<Turn> = self.facts.cells.iter().filter_map(|cell| places.turn(cell.person?, cell.slot)).collect();
        let draft = self.draft(&places, &turns);
        let problem = Problem::new(draft).map_err(Unplannable::Faults)?;
        let rota = problem.assign(turns).map_err(|turn| DbErr::Custom(format!("{turn:?} is no turn of the problem")))?;
        Ok(Planned { problem, persons, slots: slots.into_iter().map(|(id, _)| id).collect(), rota, facts: self.facts })
    }

    /// In the order of the week.
    fn slots(&self) -> Vec<(TimetableSlotId, Slot)> {
        let mut slots: Vec<_> = self.facts.slots.iter().map(|(id, slot)| (*id, slot.clone())).collect();
        slots.sort_by_key(|(id, slot)| (slot.day, slot.span, *id));
        slots
    }

    /// Everybody who has turns, may be given some, or counts in a rule; by id.
    fn persons(&self) -> Vec<PersonId> {
        let mut persons: BTreeSet<PersonId> = self.facts.cells.iter().filter_map(|cell| cell.person).collect();
        let groups: HashSet<&str> = self.rules.iter().filter_map(|rule| rule.group_name.as_deref()).collect();
        let loads = self.loads();
        let concerned = |id: &PersonId, person: &Person| {
            let in_rule = person.active && person.groups.iter().any(|group| groups.contains(group.as_str()));
            in_rule || loads.contains_key(id) || (person.active && person.ideal_load.is_some())
        };
        persons.extend(self.facts.persons.iter().filter(|(id, person)| concerned(id, person)).map(|(id, _)| *id));
        if let Purpose::Judge(also) = self.purpose {
            persons.extend(also);
        }
        persons.retain(|id| self.facts.persons.contains_key(id));
        persons.into_iter().collect()
    }

    fn loads(&self) -> HashMap<PersonId, i32> {
        self.facts.weeks.get(&self.timetable.id).map(|week| week.loads.clone()).unwrap_or_default()
    }

    fn draft(&self, places: &Places<'_>, turns: &[Turn]) -> Draft {
        let mut draft = Draft {
            slots: self.draft_slots(places),
            persons: self.draft_persons(places),
            standing: self.standing(places),
            groups: self.groups(places),
            weights: self.settings.weights.clone(),
            ..Draft::default()
        };
        draft.weights.change = 0;
        let frozen = self.frozen(places);
        for place in &frozen {
            let people: Vec<PersonIx> = turns.iter().filter(|turn| turn.slot == *place).map(|turn| turn.person).collect();
            draft.freeze(*place, &people);
        }
        // What has been is not judged any more: who was there could come, and carried it.
        for (place, person) in draft.persons.iter_mut().enumerate() {
            let has = count(turns.iter().filter(|turn| turn.person.0 == place && frozen.contains(&turn.slot)));
            person.load = person.load.max(has);
        }
        draft.day_limits = self.day_limits(places, turns, &frozen);
        draft.busy = self.busy(places).into_iter().filter(|busy| !frozen.contains(&busy.turn.slot)).collect();
        if let Purpose::Plan { minimum_change, .. } = self.purpose {
            draft.previous = Some(turns.to_vec());
            draft.weights.change = if *minimum_change { self.settings.change_weight.unsigned_abs() } else { 0 };
        }
        draft
    }

    fn draft_slots(&self, places: &Places<'_>) -> Vec<rota::Slot> {
        let mut of_day: HashMap<NaiveDate, u32> = HashMap::new();
        let slots = places.slots.iter().map(|(id, slot)| {
            let place = of_day.entry(slot.day).or_default();
            *place += 1;
            let lines = self.facts.cells.iter().filter(|cell| cell.slot == *id).count();
            rota::Slot {
                label: slot.label.clone(),
                day: self.number(slot.day),
                place: *place,
                starts: slot.span.from,
                ends: slot.span.to,
                lines: u32::try_from(lines).unwrap_or(u32::MAX),
            }
        });
        slots.collect()
    }

    fn draft_persons(&self, places: &Places<'_>) -> Vec<rota::Person> {
        let (loads, rooms) = (self.loads(), self.rooms());
        let mut names: HashMap<&str, u32> = HashMap::new();
        let persons = places.persons.iter().filter_map(|id| {
            let person = self.facts.persons.get(id)?;
            let namesakes = names.entry(&person.name).or_default();
            *namesakes += 1;
            Some(rota::Person {
                name: if *namesakes == 1 { person.name.clone() } else { format!("{} ({namesakes})", person.name) },
                load: loads.get(id).copied().unwrap_or_default().unsigned_abs(),
                max_per_day: self.limit(person).unsigned_abs(),
                table: person.room.as_ref().and_then(|room| rooms.get(room.as_str()).copied()),
            })
        });
        persons.collect()
    }

    fn limit(&self, person: &Person) -> i32 {
        person.max_per_day.unwrap_or(self.settings.max_per_day)
    }

    fn rooms(&self) -> BTreeMap<&str, u32> {
        let rooms: BTreeSet<&str> = self.facts.persons.values().filter_map(|person| person.room.as_deref()).collect();
        rooms.into_iter().zip(0..).collect()
    }

    fn standing(&self, places: &Places<'_>) -> Vec<Turn> {
        let loads = self.loads();
        let turns = self.standing.iter().filter_map(|row| {
            let begins = row.starts_at.hour() * 60 + row.starts_at.minute();
            let at = |slot: &Slot| Weekday::of(slot.day).number() == row.weekday && slot.span.from == begins;
            let (id, _) = places.slots.iter().find(|(_, slot)| at(slot))?;
            // To somebody who has no load this week nothing is owed.
            loads.contains_key(&row.person_id).then(|| places.turn(row.person_id, *id))?
        });
        turns.collect()
    }

    /// When persons cannot, or would rather not: by what they say, and by their turns elsewhere.
    fn busy(&self, places: &Places<'_>) -> Vec<Busy> {
        let mut busy = Vec::new();
        for (person, id) in places.persons.iter().enumerate() {
            let Some(facts) = self.facts.persons.get(id) else { continue };
            for (slot, (_, interval)) in places.slots.iter().enumerate() {
                let turn = Turn::new(person, slot);
                for entry in facts.busy.iter().filter(|entry| entry.meets(interval)) {
                    let kind = if entry.required { BusyKind::Required } else { BusyKind::Optional };
                    busy.push(Busy { turn, kind, reason: entry.reason.clone() });
                }
                for other in facts.elsewhere.iter().filter(|other| overlaps(interval, other)) {
                    busy.push(Busy { turn, kind: BusyKind::Required, reason: format!("a turn in {}", other.queue) });
                }
            }
        }
        busy
    }

    /// Days on which somebody may have fewer turns than usual: those in other queues count, too. And more, where more have been.
    fn day_limits(&self, places: &Places<'_>, turns: &[Turn], frozen: &HashSet<SlotIx>) -> Vec<DayLimit> {
        let days: BTreeSet<NaiveDate> = places.slots.iter().map(|(_, slot)| slot.day).collect();
        let mut limits = Vec::new();
        for (place, id) in places.persons.iter().enumerate() {
            let Some(person) = self.facts.persons.get(id) else { continue };
            let usual = self.limit(person).unsigned_abs();
            for day in &days {
                let there = count(person.elsewhere.iter().filter(|other| other.day == *day));
                let been = turns.iter().filter(|turn| turn.person.0 == place && frozen.contains(&turn.slot));
                let been = count(been.filter(|turn| places.slots[turn.slot.0].1.day == *day));
                let left = usual.saturating_sub(there);
                let reason = if been > left { "as many have begun".to_owned() } else { format!("{there} in other queues") };
                let limit = DayLimit { person: PersonIx(place), day: self.number(*day), most: left.max(been), reason };
                limits.extend(Some(limit).filter(|limit| limit.most != usual));
            }
        }
        limits
    }

    /// A day as the solver counts it.
    fn number(&self, day: NaiveDate) -> u32 {
        u32::try_from((day - self.timetable.week).num_days()).unwrap_or_default()
    }

    fn groups(&self, places: &Places<'_>) -> Vec<Group> {
        let mut groups = Vec::new();
        for rule in &self.rules {
            let strength = if rule.required { Strength::Hard } else { Strength::Soft(rule.weight.unsigned_abs()) };
            let limit = Some(Limit { count: rule.limit.unsigned_abs(), strength });
            match (rule.kind, &rule.group_name) {
                (RotaRuleKind::MaxOnPhone, Some(name)) => {
                    let members = self.members(places, |person| person.groups.contains(name));
                    groups.push(Group { name: name.clone(), members, most_on_phone: limit, fewest_free: None });
                }
                (RotaRuleKind::MinFree, Some(name)) => {
                    let members = self.members(places, |person| person.active && person.groups.contains(name));
                    groups.push(Group { name: name.clone(), members, most_on_phone: None, fewest_free: limit });
                }
                (RotaRuleKind::RoomLimit, only) => {
                    let rooms = self.rooms();
                    for room in rooms.keys().filter(|room| only.as_ref().is_none_or(|only| only == *room)) {
                        let members = self.members(places, |person| person.room.as_deref() == Some(room));
                        groups.push(Group { name: (*room).to_owned(), members, most_on_phone: limit, fewest_free: None });
                    }
                }
                (RotaRuleKind::MaxOnPhone | RotaRuleKind::MinFree, None) => {}
            }
        }
        groups
    }

    fn members(&self, places: &Places<'_>, belongs: impl Fn(&Person) -> bool) -> Vec<PersonIx> {
        let persons = places.persons.iter().enumerate();
        persons.filter(|(_, id)| self.facts.persons.get(id).is_some_and(&belongs)).map(|(place, _)| PersonIx(place)).collect()
    }

    /// Slots that are not up for change: those that have begun, of a week that people go by.
    fn frozen(&self, places: &Places<'_>) -> HashSet<SlotIx> {
        let Purpose::Plan { now, .. } = self.purpose else { return HashSet::new() };
        if self.timetable.status == TimetableStatus::Draft {
            return HashSet::new();
        }
        places.slots.iter().enumerate().filter(|(_, (_, slot))| slot.starts_at <= *now).map(|(place, _)| SlotIx(place)).collect()
    }
}

fn count<T>(list: impl Iterator<Item = T>) -> u32 {
    u32::try_from(list.count()).unwrap_or(u32::MAX)
}

fn overlaps(slot: &Slot, other: &Elsewhere) -> bool {
    other.starts_at < slot.ends_at && slot.starts_at < other.ends_at
}

/// Where everybody and everything is.
struct Places<'a> {
    slots: &'a [(TimetableSlotId, Slot)],
    persons: &'a [PersonId],
}

impl Places<'_> {
    fn turn(&self, person: PersonId, slot: TimetableSlotId) -> Option<Turn> {
        let person = self.persons.iter().position(|known| *known == person)?;
        Some(Turn::new(person, self.slots.iter().position(|(known, _)| *known == slot)?))
    }
}
