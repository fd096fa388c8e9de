//! Alarms: who is reminded, how, when, and what came of it.

mod answers;
mod defined;
mod desk;
mod following;
mod lab;
mod late;
mod limits;
mod machines;
mod messages;
mod sent;
mod shared;
