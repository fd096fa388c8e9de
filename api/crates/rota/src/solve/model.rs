//! The problem as HiGHS takes it: columns for people's days and for what slots lack or have too much of; rows for people's days
//! and loads, for lines, and for rules about several people.

use highs::{ColProblem, Row};

use super::columns::{Columns, signed};
use crate::{
    assignment::Assignment,
    constraints::{empty_cells, group_min_free::there, table_noise},
    problem::{Group, PersonIx, Problem, SlotIx, Strength, Turn},
};

/// The model, and what is needed to read an answer.
pub(super) struct Model {
    /// For HiGHS. Its columns are those of `columns`, then the steps of `counts`.
    pub(super) highs: ColProblem,
    columns: Columns,
    counts: Vec<Count>,
    /// What HiGHS's objective leaves out.
    pub(super) base: i64,
}

/// People who are counted in a slot.
struct Count {
    slot: SlotIx,
    row: Row,
    /// Whether each person counts.
    whom: Vec<bool>,
    /// So many are free of charge. Of holes: so many people are wanted.
    free: u32,
    /// What each one beyond costs, or each one missing.
    steps: Vec<u64>,
    missing: bool,
}

impl Model {
    /// Builds the model: first the rows, since columns name them.
    pub(super) fn new(problem: &Problem, columns: Columns) -> Self {
        let mut model = Self { highs: ColProblem::new(), base: columns.base, columns, counts: Vec::new() };
        let days: Vec<Row> = model.columns.days.iter().map(|day| model.highs.add_row(f64::from(u8::from(day.demanded))..=1.0)).collect();
        let loads: Vec<Row> = problem.persons().map(|person| model.highs.add_row(..=f64::from(problem.person(person).load))).collect();
        for slot in problem.slots().filter(|slot| problem.slot(*slot).lines > 0) {
            model.lines(problem, slot);
            for group in &problem.draft().groups {
                model.group(problem, group, slot);
            }
            for (_, people) in problem.tables() {
                model.table(problem, people, slot);
            }
        }
        model.add_columns(problem, &days, &loads);
        model
    }

    /// People and holes together are the slot's lines.
    fn lines(&mut self, problem: &Problem, slot: SlotIx) {
        let lines = problem.slot(slot).lines;
        let row = self.highs.add_row(f64::from(lines)..=f64::from(lines));
        let steps = (1..=lines).map(|nth| empty_cells::step(problem.weights(), nth)).collect();
        self.counts.push(Count { slot, row, whom: problem.persons().map(|_| true).collect(), free: lines, steps, missing: true });
    }

    fn group(&mut self, problem: &Problem, group: &Group, slot: SlotIx) {
        let steps = |strength, beyond: u32| match strength {
            Strength::Hard => Vec::new(),
            Strength::Soft(weight) => vec![u64::from(weight); beyond as usize],
        };
        let most = possible(problem, &group.members, slot);
        if let Some(limit) = group.most_on_phone {
            self.at_most(problem, &group.members, slot, limit.count, steps(limit.strength, most.saturating_sub(limit.count)));
        }
        if let Some(limit) = group.fewest_free {
            let there = there(problem, group, slot);
            let spare = there.saturating_sub(limit.count);
            // Those who are missing even if nobody telephones cost the same in every rota.
            if let Strength::Soft(weight) = limit.strength {
                self.base += signed(u64::from(weight) * u64::from(limit.count.saturating_sub(there)));
            }
            self.at_most(problem, &group.members, slot, spare, steps(limit.strength, most.saturating_sub(spare)));
        }
    }

    /// The second of a table and each one after have a price; beyond a hard limit there is no step.
    fn table(&mut self, problem: &Problem, people: &[PersonIx], slot: SlotIx) {
        let most = possible(problem, people, slot).min(problem.draft().max_per_table.unwrap_or(u32::MAX));
        let steps = (2..=most).map(|nth| table_noise::step(problem.weights(), nth)).collect();
        self.at_most(problem, people, slot, most.min(1), steps);
    }

    fn at_most(&mut self, problem: &Problem, people: &[PersonIx], slot: SlotIx, free: u32, steps: Vec<u64>) {
        let most = possible(problem, people, slot);
        let costs_nothing = steps.iter().all(|price| *price == 0);
        if most > free && !(costs_nothing && steps.len() >= (most - free) as usize) {
            let row = self.highs.add_row(..=f64::from(free));
            let whom = problem.persons().map(|person| people.contains(&person)).collect();
            self.counts.push(Count { slot, row, whom, free, steps, missing: false });
        }
    }

    fn add_columns(&mut self, problem: &Problem, days: &[Row], loads: &[Row]) {
        let mut rows_of: Vec<Vec<&Count>> = problem.slots().map(|_| Vec::new()).collect();
        for count in &self.counts {
            rows_of[count.slot.0].push(count);
        }
        for column in &self.columns.columns {
            let turns =
                problem.days()[self.columns.days[column.place].day].iter().enumerate().filter(|(bit, _)| column.mask >> bit & 1 == 1);
            let counted = turns.flat_map(|(_, slot)| rows_of[slot.0].iter()).filter(|count| count.whom[column.person.0]);
            let own = [(days[column.place], 1.0), (loads[column.person.0], f64::from(column.mask.count_ones()))];
            let rows: Vec<(Row, f64)> = own.into_iter().chain(counted.map(|count| (count.row, 1.0))).collect();
            self.highs.add_integer_column(column.price as f64, 0.0..=1.0, rows);
        }
        // Each step costs no less than the one before, so that they are taken in order, and whole where people are.
        for count in &self.counts {
            let sign = if count.missing { 1.0 } else { -1.0 };
            for price in &count.steps {
                self.highs.add_column(*price as f64, 0.0..=1.0, [(count.row, sign)]);
            }
        }
    }

    /// A rota as values of the columns.
    pub(super) fn values(&self, problem: &Problem, rota: &Assignment) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.highs.num_cols());
        for column in &self.columns.columns {
            let day = &problem.days()[self.columns.days[column.place].day];
            values.push(if rota.mask(column.person, day) == column.mask { 1.0 } else { 0.0 });
        }
        for count in &self.counts {
            let people = rota.on(count.slot).filter(|person| count.whom[person.0]).count() as u32;
            let taken = if count.missing { count.free.saturating_sub(people) } else { people.saturating_sub(count.free) };
            values.extend((0..count.steps.len()).map(|step| if step < taken as usize { 1.0 } else { 0.0 }));
        }
        values
    }

    /// The rota that values of the columns mean.
    pub(super) fn rota(&self, problem: &Problem, values: &[f64]) -> Assignment {
        let mut rota = problem.nobody();
        for (column, _) in self.columns.columns.iter().zip(values).filter(|(_, value)| **value > 0.5) {
            let day = &problem.days()[self.columns.days[column.place].day];
            for (_, slot) in day.iter().enumerate().filter(|(bit, _)| column.mask >> bit & 1 == 1) {
                rota.set(Turn { person: column.person, slot: *slot }, true);
            }
        }
        rota
    }
}

/// The most of these people that can be in the slot.
fn possible(problem: &Problem, people: &[PersonIx], slot: SlotIx) -> u32 {
    let free = people.iter().filter(|person| !problem.is_busy(Turn { person: **person, slot })).count();
    u32::try_from(free).unwrap_or(u32::MAX).min(problem.slot(slot).lines)
}
