//! What the schema takes for users and API keys, read into what the services take.

use async_graphql::{ID, InputObject, MaybeUndefined};
use chrono::{DateTime, Utc};
use entity::id::PersonId;

use super::{
    service::{AuditWanted, NewApiKey, NewUser, UserChanges},
    types::{Role, Scope},
};
use crate::{
    error::{Fault, Problem},
    graphql::{id, interval::IntervalInput},
};

/// User to create.
#[derive(InputObject)]
pub struct UserCreateInput {
    /// E-mail address to log in with; unique in the installation.
    pub email: String,
    /// First password, of 12 to 128 characters.
    pub password: String,
    /// What the user may do.
    pub role: Role,
    /// The person the user is, if any.
    pub person_id: Option<ID>,
}

impl UserCreateInput {
    pub(super) fn read(self) -> Result<NewUser, Problem> {
        let person_id = self.person_id.as_ref().map(read_person).transpose()?;
        Ok(NewUser { email: self.email, password: self.password, role: self.role.into(), person_id })
    }
}

/// What to change of a user: what is absent stays as it is.
#[derive(InputObject)]
pub struct UserUpdateInput {
    /// E-mail address to log in with; unique in the installation; not null.
    pub email: MaybeUndefined<String>,
    /// New password, of 12 to 128 characters, for another user than oneself; not null.
    pub password: MaybeUndefined<String>,
    /// What the user may do; not null.
    pub role: MaybeUndefined<Role>,
    /// The person the user is; null: none.
    pub person_id: MaybeUndefined<ID>,
    /// Whether the user may log in; not null.
    pub active: MaybeUndefined<bool>,
}

impl UserUpdateInput {
    pub(super) fn read(self) -> Result<UserChanges, Problem> {
        let person_id = match self.person_id {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(id) => Some(Some(read_person(&id)?)),
        };
        Ok(UserChanges {
            email: not_null(self.email, "email")?,
            password: not_null(self.password, "password")?,
            role: not_null(self.role, "role")?.map(Into::into),
            person_id,
            active: not_null(self.active, "active")?,
        })
    }
}

fn not_null<T>(value: MaybeUndefined<T>, field: &str) -> Result<Option<T>, Problem> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err(Problem::invalid(&["input", field], format!("`{field}` cannot be null: leave it out to keep it."))),
        MaybeUndefined::Value(value) => Ok(Some(value)),
    }
}

fn read_person(id: &ID) -> Result<PersonId, Problem> {
    id::parse(id, &["input", "personId"])
}

/// API key to create.
#[derive(InputObject)]
pub struct ApiKeyCreateInput {
    /// Name, for people; 1 to 100 characters.
    pub name: String,
    /// What the key may do at the most.
    pub role: Role,
    /// What the key is limited to; one or more.
    pub scopes: Vec<Scope>,
    /// When the key ends; none: never.
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<ApiKeyCreateInput> for NewApiKey {
    fn from(input: ApiKeyCreateInput) -> Self {
        let scopes = input.scopes.into_iter().map(Into::into).collect();
        Self { name: input.name, role: input.role.into(), scopes, expires_at: input.expires_at }
    }
}

/// Which audit entries are wanted: those for which all that is given holds.
#[derive(Default, InputObject)]
pub struct AuditFilter {
    /// Id of what was changed.
    pub subject_id: Option<ID>,
    /// Id of the user who changed it.
    pub user_id: Option<ID>,
    /// What was done: the mutation's or the job's name, e.g. `queueMemberPause`.
    pub action: Option<String>,
    /// When it was changed.
    pub between: Option<IntervalInput>,
}

impl AuditFilter {
    pub(super) fn read(self) -> Result<AuditWanted, Fault> {
        let user_id = match self.user_id {
            Some(id) => Some(id.parse().map_err(|error| Fault::BadRequest(format!("`filter.userId` is no id of a user: {error}.")))?),
            None => None,
        };
        let between = self.between.map(IntervalInput::check).transpose()?.map(|between| (between.starts_at, between.ends_at));
        Ok(AuditWanted { subject_id: self.subject_id.map(|id| id.0), user_id, action: self.action, between })
    }
}
