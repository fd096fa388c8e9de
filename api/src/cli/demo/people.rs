//! Who is in the demo. Nobody of these exists.

use entity::stored::Role;

use crate::turns::weekday::Weekday;

/// Everybody's.
pub(super) const PASSWORD: &str = "demo-switchboard";
/// The account's name.
pub(super) const ACCOUNT: &str = "Demo";

/// One of the team.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) extension: &'static str,
    pub(super) colour: &'static str,
    pub(super) groups: &'static [&'static str],
}

const fn person(name: &'static str, extension: &'static str, colour: &'static str, groups: &'static [&'static str]) -> Person {
    Person { name, extension, colour, groups }
}

pub(super) const TEAM: [Person; 12] = [
    person("Ana Ferrer", "1001", "#c0392b", &["Invoicing"]),
    person("Bruno Salas", "1002", "#2980b9", &["Contracts"]),
    person("Carla Puig", "1003", "#27ae60", &["Contracts", "Invoicing"]),
    person("David Roca", "1004", "#8e44ad", &["Invoicing"]),
    person("Elena Vidal", "1005", "#d35400", &["Supply"]),
    person("Ferran Coll", "1006", "#16a085", &["Supply"]),
    person("Gemma Riera", "1007", "#7f8c8d", &["Contracts"]),
    person("Hugo Serra", "1008", "#2c3e50", &["Invoicing"]),
    person("Irene Mas", "1009", "#b7950b", &["Sales"]),
    person("Jordi Pons", "1010", "#6c3483", &["Sales"]),
    person("Laia Bosch", "1011", "#117864", &["Sales", "Contracts"]),
    person("Marc Soler", "1012", "#943126", &["Sales"]),
];

/// One of the queues.
pub(super) struct Queue {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    /// Who is in it, by extension, and how soon each is rung; nobody: whoever is on duty.
    pub(super) members: &'static [(&'static str, i32)],
}

pub(super) const QUEUES: [Queue; 3] = [
    Queue {
        key: "support",
        name: "Support",
        members: &[("1001", 0), ("1002", 0), ("1003", 0), ("1004", 0), ("1005", 0), ("1006", 0), ("1007", 1), ("1008", 1)],
    },
    Queue { key: "sales", name: "Sales", members: &[("1009", 0), ("1010", 0), ("1011", 0), ("1012", 0), ("1003", 1)] },
    Queue { key: "technical", name: "Technical help", members: &[] },
];

/// Turns that everybody carries in a week: together just as many as there are.
pub(super) const LOAD: i32 = 7;

/// A day of the week on which somebody cannot be on duty, or would rather not.
pub(super) struct Busy {
    pub(super) extension: &'static str,
    pub(super) weekday: Weekday,
    pub(super) required: bool,
    pub(super) reason: &'static str,
}

const fn busy(extension: &'static str, weekday: Weekday, required: bool, reason: &'static str) -> Busy {
    Busy { extension, weekday, required, reason }
}

pub(super) const BUSY: [Busy; 5] = [
    busy("1001", Weekday::Wednesday, true, "Training"),
    busy("1004", Weekday::Friday, true, "Does not work on Fridays"),
    busy("1006", Weekday::Monday, false, "Choir in the evening"),
    busy("1009", Weekday::Saturday, true, "Family"),
    busy("1012", Weekday::Sunday, false, "Would like to sleep in"),
];

/// One who logs in.
pub(super) struct User {
    pub(super) email: &'static str,
    pub(super) role: Role,
    /// The person it is, by extension.
    pub(super) extension: Option<&'static str>,
    pub(super) about: &'static str,
}

/// The first is the admin who founds the account.
pub(super) const USERS: [User; 4] = [
    User { email: "admin@demo.example", role: Role::Admin, extension: None, about: "everything" },
    User {
        email: "coordinator@demo.example",
        role: Role::Coordinator,
        extension: None,
        about: "runs the team: persons, queues, everybody's pauses",
    },
    User { email: "agent@demo.example", role: Role::Agent, extension: Some("1001"), about: "is Ana Ferrer: sees the team, pauses herself" },
    User { email: "viewer@demo.example", role: Role::Viewer, extension: None, about: "sees, and changes nothing" },
];
