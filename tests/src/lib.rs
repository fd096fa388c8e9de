//! The harness of the acceptance tests: the whole application in process, over a database of its own, with a clock that is
//! moved by hand.
//!
//! A test is an `async fn(app: TestApp)` named by [`on_both!`], which runs it on SQLite and, where
//! `SWITCHBOARD_TEST_POSTGRES` names a server, on PostgreSQL:
//!
//! ```ignore
//! on_both!(a_person_is_found_by_id);
//! async fn a_person_is_found_by_id(app: TestApp) {
//!     let ana = app.person("Ana").extension("1001").create().await;
//!     let viewer = app.as_role(Role::Viewer).await;
//!
//!     let answer = viewer.query("query ($id: ID!) { person(id: $id) { name } }", json!({ "id": ana.id })).await;
//!
//!     assert_eq!(answer, json!({ "person": { "name": "Ana" } }));
//! }
//! ```

// The answers of the whole schema are deep types, and are laid out here.
#![recursion_limit = "256"]
// A harness speaks to tests: what goes wrong in it is a panic with its reason.
#![expect(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a harness fails its test")]

mod account;
mod app;
mod attempt;
mod calendar;
mod call;
pub mod callouts;
pub mod carrier;
mod client;
mod contact;
pub mod courier;
mod database;
mod hooks;
mod lab;
mod mail;
mod person;
mod rota;
mod solver;
mod statements;
mod telephones;
pub mod twilio;
mod week;
pub mod workers;

pub use account::TestAccount;
pub use app::{TestApp, run};
pub use call::CallBuilder;
pub use client::{Client, Refused, Subscribed, code};
pub use database::Backend;
pub use hooks::{Got, Listener, Poster, Reply};
pub use lab::{Cable, Caller, Lab, LabLink, ShownMember, ShownQueue};
pub use mail::{Mail, MailServer, Manner, Sender};
pub use person::PersonBuilder;
pub use rota::QueueBuilder;
pub use solver::Solver;
pub use telephones::{SOON, Telephones, extension, news};
pub use week::{DutyKeeper, Week, WeekSlot};

/// Runs an `async fn(app: TestApp)` on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($name:ident) => {
        mod $name {
            #[test]
            fn sqlite() {
                $crate::run($crate::Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                if let Some(backend) = $crate::Backend::postgres() {
                    $crate::run(backend, super::$name);
                }
            }
        }
    };
}
