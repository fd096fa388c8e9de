//! A timetable with what it owes to every rule.

use std::{collections::HashMap, sync::Arc};

use entity::{
    id::{PersonId, TurnId},
    timetable,
};
use rota::{Assignment, Explanation, Turn, explain};
use sea_orm::{ConnectionTrait, DbErr};

use super::constraint::RotaCost;
use crate::{
    error::Fault,
    turns::solve::problem::{Planned, Purpose, Unplannable},
};

/// A timetable with what it owes to every rule.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The timetable.
    pub timetable: timetable::Model,
    /// As the solver sees it.
    pub planned: Planned,
    /// What it owes.
    pub explanation: Explanation,
}

impl Judged {
    /// Reads and judges a timetable. `also` are looked at besides those who have a part in it. Nothing, if it has no slots, or
    /// more than can be judged.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(db: &impl ConnectionTrait, timetable: timetable::Model, also: Vec<PersonId>) -> Result<Option<Self>, DbErr> {
        let planned = match Planned::read(db, &timetable, &Purpose::Judge(also)).await {
            Ok(planned) => planned,
            Err(Unplannable::Faults(_)) => return Ok(None),
            Err(Unplannable::Database(error)) => return Err(error),
        };
        let explained = blocking(move || (explain(&planned.problem, &planned.rota), planned)).await;
        let (explanation, planned) = explained.map_err(|fault| DbErr::Custom(fault.message()))?;
        Ok(Some(Self { timetable, planned, explanation }))
    }

    /// What a turn costs; nothing, if it is empty.
    pub fn costs(&self, turn: TurnId) -> Vec<RotaCost> {
        let Some(turn) = self.turn(turn) else { return Vec::new() };
        let borne = self.explanation.turns().into_iter().find(|cost| cost.turn == turn);
        let mut costs: Vec<RotaCost> = borne
            .iter()
            .flat_map(|cost| &cost.shares)
            .filter_map(|(place, share)| Some(RotaCost::share(self.explanation.charges.get(*place)?, *share)))
            .collect();
        // Rules that must hold have no price: they are told nonetheless.
        let broken = self.explanation.charges.iter().filter(|charge| charge.severity.is_hard() && charge.turns.contains(&turn));
        costs.extend(broken.map(RotaCost::of));
        costs
    }

    /// A turn as the solver sees it; nothing, if it is empty.
    fn turn(&self, id: TurnId) -> Option<Turn> {
        let cell = self.planned.facts.cells.iter().find(|cell| cell.turn == id)?;
        Some(Turn { person: self.planned.person(cell.person?)?, slot: self.planned.slot(cell.slot)? })
    }

    /// The turns as they would be after changes.
    pub fn after(&self, changes: &[(TurnId, Option<PersonId>)]) -> Assignment {
        let changes: HashMap<TurnId, Option<PersonId>> = changes.iter().copied().collect();
        let mut rota = self.planned.problem.nobody();
        for cell in &self.planned.facts.cells {
            let person = changes.get(&cell.turn).copied().unwrap_or(cell.person).and_then(|person| self.planned.person(person));
            if let (Some(person), Some(slot)) = (person, self.planned.slot(cell.slot)) {
                rota.set(Turn { person, slot }, true);
            }
        }
        rota
    }
}

/// Does what takes the processor for a while, beside those who serve requests.
///
/// # Errors
/// When it failed, which it should not.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::Internal(anyhow::Error::new(error)))
}

/// Shared by all who ask for the same timetable.
pub type Shared = Arc<Judged>;
