//! From one slice's type to another's. A slice imports only leftward; what points both ways is joined here.

mod alarm;
mod attempt;
mod calendar;
mod call;
mod contact;
mod event;
mod flow_run;
mod person;
mod queue;
mod user;
