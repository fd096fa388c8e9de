//! From one slice's type to another's. A slice imports only leftward; what points both ways is joined here.

mod attempt;
mod call;
mod contact;
mod person;
mod flow_run;
mod queue;
mod user;
