//! The rota: who answers when.

mod errors;
mod people;
mod shape;
