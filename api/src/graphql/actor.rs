//! Who did something, as the schema shows it.

use async_graphql::{Enum, ID, SimpleObject};
use entity::{id::UserId, stored};

use crate::auth;

/// Kind of whoever did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ActorKind")]
pub enum ActorKind {
    /// A user who logged in.
    User,
    /// A program with an API key.
    ApiKey,
    /// Switchboard itself.
    System,
    /// Someone at the telephone system: at a phone, at its console.
    Provider,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// E-mail address, name of the key or of the provider, as it was then.
    pub name: String,
    /// Id of the user; null for other kinds.
    pub user_id: Option<ID>,
}

impl From<auth::Actor> for Actor {
    fn from(actor: auth::Actor) -> Self {
        let user_id = actor.id.filter(|_| actor.kind == stored::ActorKind::User).map(|id| ID(UserId(id).to_string()));
        Self { kind: actor.kind.into(), name: actor.name, user_id }
    }
}
