//! How long weeks take to solve: `cargo run --release -p rota --example weeks`.
//!
//! The three real weeks by their own rules, then with people of one table kept apart, then a large one.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a measurement speaks to the terminal, and its weeks are its own")]

use std::{ops::ControlFlow, time::Duration};

use rota::{Busy, BusyKind, Draft, Options, Person, Problem, Turn, solve};

#[path = "../tests/it/fixtures.rs"]
mod fixtures;

fn main() {
    println!(
        "{:<22} {:>8} {:>7} {:>8} {:>6} {:>6} {:>7} {:>6} {:>6}",
        "week", "seconds", "rounds", "columns", "rows", "cells", "cost", "bound", "gap"
    );
    for week in fixtures::real() {
        let mut draft = week.draft();
        draft.weights.table_noise = 0;
        row(&week.week, draft);
        row(&format!("{}, tables", week.week), week.draft());
    }
    row("60 persons", large());
}

/// Sixty people with a load of four for five days of six slots with eight lines: 240 cells. Each is busy, or would rather be
/// free, now and then.
fn large() -> Draft {
    // A generator that is the same everywhere.
    let mut state = 20_260_301_u64;
    let mut chance = |percent: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 100 < percent
    };
    let slots = fixtures::slots(fixtures::DAYS, 6, 8);
    let mut busy = Vec::new();
    for person in 0..60 {
        for slot in 0..slots.len() {
            let kind = if chance(25) { Some(BusyKind::Required) } else { chance(10).then_some(BusyKind::Optional) };
            busy.extend(kind.map(|kind| Busy { turn: Turn::new(person, slot), kind, reason: "busy".to_owned() }));
        }
    }
    let person = |number: u32| Person { name: format!("p{number:02}"), load: 4, max_per_day: 2, table: None };
    let standing = (0..30).map(|person| Turn::new(person, (person * 7) % 30)).collect();
    Draft { slots, persons: (0..60).map(person).collect(), busy, standing, empty_load: Some(0), ..Draft::default() }
}

fn row(name: &str, draft: Draft) {
    let problem = Problem::new(draft).expect("a sound week");
    let options = Options { time_limit: Duration::from_secs(60), ..Options::default() };
    let solution = solve(&problem, &options, &mut |_| ControlFlow::Continue(())).expect("a rota");
    let progress = solution.progress;
    println!(
        "{name:<22} {:>8.2} {:>7} {:>8} {:>6} {:>6} {:>7} {:>6} {:>5.1}%",
        progress.seconds,
        progress.rounds,
        solution.columns,
        solution.rows,
        problem.cell_count(),
        progress.cost,
        progress.bound,
        100.0 * progress.gap()
    );
}
