//! Use cases of queues: what is wanted is written with its audit entry and its news in one transaction; the exchange
//! carries it out. Nothing is promised that the provider cannot do, and nothing is written while it cannot be reached.

mod checks;
mod define;
pub mod duty;
mod membership;
mod shown;

pub use define::{QueueEdit, update};
pub use membership::{add, order, pause, remove, resume, set_penalty};
