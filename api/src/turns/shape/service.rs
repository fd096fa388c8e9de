//! Use cases of a queue's week: each checks, then writes rows, audit entry, the queues' history and news in one transaction.

mod days;
mod hours;
mod rules;
mod settings;
mod standing;
mod told;

pub use days::{add as add_closed_day, remove as remove_closed_day};
pub use hours::set as set_hours;
pub use rules::{add as add_rule, remove as remove_rule};
pub use settings::update as update_settings;
pub use standing::{add as add_standing_turn, remove as remove_standing_turn};
