//! How many turns each person has in a week, before anything is scheduled: the ideal load for the days that are there, within
//! what the person can take, filled up or cut down to the cells, and evened out over the weeks by credit and debt.
//!
//! The steps, for a person with ideal load I, of B business days of which O are days off, where a whole week has N:
//!
//! 1. `ponderated` = I (B − O) / N.
//! 2. `rounded` = that, halves to the even number.
//! 3. `capacity` = sum over days of [`day_capacity`].
//! 4. `upper` = the lesser of `ponderated` + the greatest overload and `capacity`, rounded as before; `limited` = the lesser of
//!    `rounded` and `upper`.
//! 5. If all `limited` together are more than the cells, turns are taken; if fewer, they are given, up to `upper`.
//! 6. Turns move from creditors to debtors while both together come nearer to nothing owed.
//! 7. What is missing is the load of nobody. If lines may be closed, as many whole lines as it fills are.
//!    Who has a load by decision keeps it through all of this.
//! 8. `overload` = the load − `ponderated`, to one decimal: what the week adds to the person's credit in the [`Ledger`].

mod balance;
mod capacity;
mod ledger;
mod tenths;

use std::collections::HashSet;

pub use capacity::day_capacity;
pub use ledger::Ledger;
pub use tenths::Tenths;

use balance::Account;
use tenths::round_half_even;

/// A week whose loads are asked for.
#[derive(Clone, Debug)]
pub struct Week {
    /// Business days: for each, the lines of each of its slots.
    pub lines: Vec<Vec<u32>>,
    /// Business days of a whole week, for which ideal loads are meant; at least 1. 5, for most.
    pub whole_week: u32,
    /// How far a load may go beyond the ponderated ideal.
    pub max_overload: Tenths,
    /// Whether lines that nobody would fill all week are closed.
    pub close_lines: bool,
    /// Whether credit and debt of the past are ignored.
    pub forgive: bool,
    /// Who takes part.
    pub members: Vec<Member>,
}

/// Somebody who has a load.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name, by which ties are broken. Names differ.
    pub name: String,
    /// Turns in a whole week.
    pub ideal: u32,
    /// The most turns on one day.
    pub max_per_day: u32,
    /// Each business day.
    pub days: Vec<Day>,
    /// What the person is owed from before; negative: owes.
    pub credit: Tenths,
    /// The load, where it has been decided: it is not found by the steps, and no turn moves to it or from it.
    pub decided: Option<u32>,
}

/// A business day of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// A day off: it lowers the ideal load.
    Off,
    /// At work, with each slot free (true) or busy by a required entry. Busy slots only lower the capacity.
    There(Vec<bool>),
}

/// Why a week's loads cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadFault {
    /// A whole week must have a day.
    #[error("a whole week has no business day")]
    NoWholeWeek,
    /// The person's days are not the week's.
    #[error("{name} has {days} business days, the week has {expected}")]
    DaysDiffer {
        /// The person.
        name: String,
        /// Days told.
        days: usize,
        /// Business days of the week.
        expected: usize,
    },
    /// The slots of a person's day are not the day's.
    #[error("{name} has {slots} slots on business day {day}, which has {expected}")]
    SlotsDiffer {
        /// The person.
        name: String,
        /// The business day, from 0.
        day: usize,
        /// Slots told.
        slots: usize,
        /// Slots of the day.
        expected: usize,
    },
    /// Two people have one name.
    #[error("two people are called {name}")]
    NameTakenTwice {
        /// The name.
        name: String,
    },
}

/// The loads of a week, and how they came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyLoad {
    /// As the members, one each.
    pub persons: Vec<PersonLoad>,
    /// What was done to reach the final loads, in order.
    pub steps: Vec<Step>,
    /// Lines closed in every slot.
    pub closed_lines: u32,
    /// The load of nobody: cells that stay empty in the lines that are open.
    pub empty: u64,
}

/// One person's load by its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLoad {
    /// The name.
    pub name: String,
    /// The ideal for the days that are there, rounded to one decimal to be shown; it is reckoned with exactly.
    pub ponderated: Tenths,
    /// That in whole turns.
    pub rounded: u32,
    /// Turns for which there is room in the person's days.
    pub capacity: u32,
    /// The most the person may be given.
    pub upper: u32,
    /// The load before it is compared with others'.
    pub limited: u32,
    /// The load after cells were filled, before turns were moved.
    pub filled: u32,
    /// The load.
    pub load: u32,
    /// Credit that counted: none if it was forgiven.
    pub credit: Tenths,
    /// What the week adds to it.
    pub overload: Tenths,
}

/// A change of loads. Persons are places among the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There were too many turns, so one was taken.
    Took {
        /// From whom.
        person: usize,
        /// Whose credit it is then.
        credit: Tenths,
    },
    /// There were too few, so one was given.
    Gave {
        /// To whom.
        person: usize,
        /// Whose credit it is then.
        credit: Tenths,
    },
    /// A turn moved to make up for earlier weeks.
    Moved {
        /// Who had credit.
        from: usize,
        /// Who was in debt.
        to: usize,
    },
}

impl Week {
    /// Computes the loads.
    ///
    /// # Errors
    /// [`LoadFault`]: the first thing wrong with the week.
    pub fn loads(&self) -> Result<WeeklyLoad, LoadFault> {
        self.check()?;
        let mut persons: Vec<PersonLoad> = self.members.iter().map(|member| self.alone(member)).collect();
        let mut accounts: Vec<Account> = persons.iter().zip(&self.members).map(account).collect();
        let mut steps = Vec::new();

        balance::fill(&mut accounts, self.cells(), &mut steps);
        for (person, account) in persons.iter_mut().zip(&accounts) {
            person.filled = account.load;
        }
        balance::compensate(&mut accounts, &mut steps);
        for ((person, account), member) in persons.iter_mut().zip(&accounts).zip(&self.members) {
            person.load = account.load;
            person.overload = self.overload(member, account.load);
        }

        // Loads that were decided may be more than there are cells.
        let given = persons.iter().map(|person| u64::from(person.load)).sum::<u64>();
        let missing = self.cells().saturating_sub(given);
        let closed_lines = self.closable(missing);
        Ok(WeeklyLoad { persons, steps, closed_lines, empty: missing - u64::from(closed_lines) * self.slots() })
    }

    fn check(&self) -> Result<(), LoadFault> {
        if self.whole_week == 0 {
            return Err(LoadFault::NoWholeWeek);
        }
        let mut names = HashSet::new();
        for Member { name, days, .. } in &self.members {
            let name = name.clone();
            if days.len() != self.lines.len() {
                return Err(LoadFault::DaysDiffer { name, days: days.len(), expected: self.lines.len() });
            }
            for (day, (there, lines)) in days.iter().zip(&self.lines).enumerate() {
                if let Day::There(slots) = there
                    && slots.len() != lines.len()
                {
                    return Err(LoadFault::SlotsDiffer { name, day, slots: slots.len(), expected: lines.len() });
                }
            }
            if !names.insert(name.clone()) {
                return Err(LoadFault::NameTakenTwice { name });
            }
        }
        Ok(())
    }

    fn cells(&self) -> u64 {
        self.lines.iter().flatten().map(|lines| u64::from(*lines)).sum()
    }

    fn slots(&self) -> u64 {
        self.lines.iter().map(|slots| slots.len() as u64).sum()
    }

    /// Ponderated ideal as a fraction of this numerator by the days of a whole week.
    fn ponderated(member: &Member) -> i64 {
        let there = member.days.iter().filter(|day| **day != Day::Off).count();
        i64::from(member.ideal) * i64::try_from(there).unwrap_or(i64::from(u32::MAX))
    }

    /// Steps 1 to 4: what concerns nobody else.
    fn alone(&self, member: &Member) -> PersonLoad {
        let week = i64::from(self.whole_week);
        let ponderated = Self::ponderated(member);
        let rounded = whole(round_half_even(ponderated, week));
        let capacity = member.days.iter().map(|day| day_room(day, member.max_per_day)).sum::<u32>();
        let reach = 10 * ponderated + self.max_overload.0 * week;
        let upper = whole(round_half_even(reach.min(i64::from(capacity) * 10 * week), 10 * week));
        let (upper, limited) = member.decided.map_or((upper, rounded.min(upper)), |load| (load, load));
        PersonLoad {
            name: member.name.clone(),
            ponderated: Tenths(round_half_even(10 * ponderated, week)),
            rounded,
            capacity,
            upper,
            limited,
            filled: limited,
            load: limited,
            credit: if self.forgive { Tenths(0) } else { member.credit },
            overload: Tenths(0),
        }
    }

    fn overload(&self, member: &Member, load: u32) -> Tenths {
        let week = i64::from(self.whole_week);
        Tenths(round_half_even(10 * (i64::from(load) * week - Self::ponderated(member)), week))
    }

    /// Whole lines that so many missing turns fill, of those that every slot has.
    fn closable(&self, missing: u64) -> u32 {
        let every_slot = self.lines.iter().flatten().copied().min().unwrap_or(0);
        let whole_lines = if self.close_lines { missing.checked_div(self.slots()).unwrap_or(0) } else { 0 };
        every_slot.min(u32::try_from(whole_lines).unwrap_or(u32::MAX))
    }
}

impl WeeklyLoad {
    /// The steps in words, to be shown.
    pub fn account(&self) -> Vec<String> {
        let name = |person: &usize| self.persons[*person].name.as_str();
        let told = |step: &Step| match step {
            Step::Took { person, credit } => format!("one turn taken from {}, whose credit is {credit} then", name(person)),
            Step::Gave { person, credit } => format!("one turn given to {}, whose credit is {credit} then", name(person)),
            Step::Moved { from, to } => format!("one turn moved from {} to {}", name(from), name(to)),
        };
        self.steps.iter().map(told).collect()
    }
}

fn account((person, member): (&PersonLoad, &Member)) -> Account {
    let lower = member.decided.unwrap_or(0);
    Account { name: person.name.clone(), load: person.limited, lower, upper: person.upper, credit: person.credit }
}

fn day_room(day: &Day, max_per_day: u32) -> u32 {
    match day {
        Day::Off => 0,
        Day::There(free) => day_capacity(free, max_per_day),
    }
}

/// A number of turns, which is never less than none.
fn whole(turns: i64) -> u32 {
    u32::try_from(turns.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
