//! The rota: who answers when.

mod desk;
mod duty;
mod editing;
mod errors;
mod explaining;
mod feeds;
mod import;
mod notices;
mod people;
mod shape;
mod solving;
mod swaps;
mod timetable;
