//! The rota: who answers when.

mod copies;
mod desk;
mod drafts;
mod duty;
mod editing;
mod errors;
mod explaining;
pub(crate) mod feeds;
mod given;
mod import;
mod loads;
mod mails;
mod notices;
mod overtaken;
mod people;
mod shape;
mod solving;
mod swaps;
mod timetable;
