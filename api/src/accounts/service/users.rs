//! Users: created and changed by admins.

use entity::{
    id::{AccountId, PersonId, UserId},
    stored::Role,
    user,
};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::{
    accounts::repository::Repository,
    audit,
    auth::{
        Access, Permit,
        caller::Credential,
        email::Email,
        password,
        revocation::EndReason,
        session::{self, Which},
    },
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
};

/// A user about to be created.
pub struct NewUser {
    /// To log in with.
    pub email: String,
    /// The first password.
    pub password: String,
    /// What the user may do.
    pub role: Role,
    /// The person the user is.
    pub person_id: Option<PersonId>,
}

/// What is to change of a user; what is absent stays.
#[derive(Default)]
pub struct UserChanges {
    /// To log in with.
    pub email: Option<String>,
    /// A new password.
    pub password: Option<String>,
    /// What the user may do.
    pub role: Option<Role>,
    /// The person the user is, or none.
    pub person_id: Option<Option<PersonId>>,
    /// Whether the user may log in.
    pub active: Option<bool>,
}

/// Creates a user.
///
/// # Errors
/// `INVALID` address or password, `TAKEN` address, `NOT_FOUND` person; all that are found.
pub async fn create(access: &Access, permit: Permit<'_>, input: NewUser) -> Outcome<user::Model> {
    if input.role == Role::CalendarUser {
        let message = "A calendar user is made together with settings: use `calendarUserCreate`.";
        return Err(Problem::invalid(&["input", "role"], message).into());
    }
    let row = new_row(access, permit.account_id(), &input).await?;
    let tx = access.app().db.begin().await?;
    check_person(&Repository::new(&*tx, permit.account_id()), input.person_id).await?;
    user::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(taken)?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(shown(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, row.created_at, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// A user as it will be: address and password are checked.
///
/// # Errors
/// `INVALID` address or password.
pub async fn new_row(access: &Access, account_id: AccountId, input: &NewUser) -> Outcome<user::Model> {
    let email = read_email(&input.email)?;
    check_password(&input.password, &email)?;
    let now = access.app().clock.now();
    Ok(user::Model {
        id: UserId::new(),
        account_id,
        email: email.to_string(),
        password_hash: access.passwords().hash(&input.password).await?,
        role: input.role,
        person_id: input.person_id,
        active: true,
        created_at: now,
        last_login_at: None,
    })
}

/// Changes a user. Whatever makes the user's tokens wrong ends the user's sessions at once.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` address or password; `TAKEN` address; `FORBIDDEN` for one's own password, which needs the current
/// one; `CONFLICT` when the account would be left without an admin who can log in.
pub async fn update(access: &Access, permit: Permit<'_>, id: UserId, changes: UserChanges) -> Outcome<user::Model> {
    let app = access.app();
    let known = Repository::new(app.db.read(), permit.account_id()).user(id).await?.ok_or_else(no_user)?;
    let email = changes.email.as_deref().map(read_email).transpose()?;
    let new_hash = match &changes.password {
        Some(_) if is_self(&permit, id) => return Err(own_password().into()),
        Some(new) => {
            let name = email.clone().or_else(|| Email::parse(&known.email));
            if let Some(name) = name {
                check_password(new, &name)?;
            }
            Some(access.passwords().hash(new).await?)
        }
        None => None,
    };

    let tx = app.db.begin().await?;
    let rows = Repository::new(&*tx, permit.account_id());
    rows.lock().await?;
    let before = rows.user_locked(id).await?.ok_or_else(no_user)?;
    let after = user::Model {
        email: email.map_or_else(|| before.email.clone(), |email| email.to_string()),
        password_hash: new_hash.unwrap_or_else(|| before.password_hash.clone()),
        role: changes.role.unwrap_or(before.role),
        person_id: changes.person_id.unwrap_or(before.person_id),
        active: changes.active.unwrap_or(before.active),
        ..before.clone()
    };
    if after == before {
        return Ok(before);
    }
    if (after.role == Role::CalendarUser) != (before.role == Role::CalendarUser) {
        let message = "Nobody becomes a calendar user, or ceases to be one: make another user.";
        return Err(Problem::new(ProblemCode::Conflict, &["input", "role"], message).into());
    }
    if after.person_id.is_some() && after.role == Role::CalendarUser {
        let message = "A calendar user is no person of the team.";
        return Err(Problem::new(ProblemCode::Conflict, &["input", "personId"], message).into());
    }
    if after.person_id != before.person_id {
        check_person(&rows, after.person_id).await?;
    }
    if is_admin(&before) && !is_admin(&after) && !rows.has_admin_beside(id).await? {
        return Err(last_admin(&after).into());
    }
    after.clone().into_active_model().reset_all().update(&*tx).await.map_err(taken)?;

    let now = app.clock.now();
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(shown(&before)),
        after: Some(shown_change(&before, &after)),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, now, change).await?;
    match end_reason(&before, &after) {
        Some(reason) => {
            let which = Which::OfUser { user_id: id, except: None };
            let ended = session::end(&tx, permit.account_id(), which, reason, now).await?;
            access.commit(tx, ended).await?;
        }
        None => tx.commit().await?,
    }
    Ok(after)
}

/// Why the sessions of a user end who was changed so.
fn end_reason(before: &user::Model, after: &user::Model) -> Option<EndReason> {
    let claimed = |user: &user::Model| (user.email.clone(), user.role, user.person_id);
    if before.active && !after.active {
        Some(EndReason::UserDeactivated)
    } else if before.password_hash != after.password_hash {
        Some(EndReason::PasswordChanged)
    } else {
        (claimed(before) != claimed(after)).then_some(EndReason::UserChanged)
    }
}

fn is_admin(user: &user::Model) -> bool {
    user.active && user.role == Role::Admin
}

fn is_self(permit: &Permit<'_>, id: UserId) -> bool {
    matches!(permit.caller().credential, Credential::Session { user_id, .. } if user_id == id)
}

/// A user as the audit log keeps it.
pub fn shown(user: &user::Model) -> Value {
    json!({ "email": user.email, "role": user.role, "personId": user.person_id, "active": user.active })
}

fn shown_change(before: &user::Model, after: &user::Model) -> Value {
    let mut shown = shown(after);
    if before.password_hash != after.password_hash {
        shown["passwordChanged"] = Value::Bool(true);
    }
    shown
}

pub(super) fn read_email(text: &str) -> Result<Email, Problem> {
    Email::parse(text).ok_or_else(|| Problem::invalid(&["input", "email"], "This is no e-mail address."))
}

pub(super) fn check_password(text: &str, email: &Email) -> Result<(), Problem> {
    password::check(text, email).map_err(|message| Problem::invalid(&["input", "password"], message))
}

async fn check_person<C: sea_orm::ConnectionTrait>(rows: &Repository<'_, C>, person_id: Option<PersonId>) -> Outcome<()> {
    match person_id {
        Some(id) if !rows.has_person(id).await? => Err(Problem::not_found("person", &["input", "personId"]).into()),
        _ => Ok(()),
    }
}

/// What a user is told when the database refuses to write one.
pub fn taken(error: DbErr) -> Refusal {
    if is_taken(&error, "user_email_key", "user.email") {
        return Problem::new(ProblemCode::Taken, &["input", "email"], "Somebody already logs in with this address.").into();
    }
    error.into()
}

fn no_user() -> Problem {
    Problem::not_found("user", &["id"])
}

fn own_password() -> Problem {
    let message = "Your own password needs the current one: use `passwordChange`.";
    Problem::new(ProblemCode::Forbidden, &["input", "password"], message)
}

fn last_admin(after: &user::Model) -> Problem {
    let field = if after.active { "role" } else { "active" };
    Problem::new(ProblemCode::Conflict, &["input", field], "This is the account's only active admin: make somebody else one first.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> user::Model {
        user::Model {
            id: UserId::new(),
            account_id: AccountId::new(),
            email: "ana@example.org".to_owned(),
            password_hash: "$argon2id$first".to_owned(),
            role: Role::Agent,
            person_id: None,
            active: true,
            created_at: "2026-11-21T10:00:00Z".parse().unwrap(),
            last_login_at: None,
        }
    }

    #[test]
    fn whatever_makes_a_token_wrong_ends_the_sessions() {
        let before = user();
        let changed = |change: fn(&mut user::Model)| {
            let mut after = before.clone();
            change(&mut after);
            end_reason(&before, &after)
        };

        assert_eq!(changed(|user| user.active = false), Some(EndReason::UserDeactivated));
        assert_eq!(changed(|user| user.password_hash = "$argon2id$second".to_owned()), Some(EndReason::PasswordChanged));
        assert_eq!(changed(|user| user.role = Role::Admin), Some(EndReason::UserChanged));
        assert_eq!(changed(|user| user.person_id = Some(PersonId::new())), Some(EndReason::UserChanged));
        assert_eq!(changed(|user| user.email = "pau@example.org".to_owned()), Some(EndReason::UserChanged));
        assert_eq!(changed(|user| user.last_login_at = Some(user.created_at)), None);
    }

    #[test]
    fn what_the_audit_log_keeps_of_a_user_holds_no_hash() {
        let before = user();
        let after = user::Model { password_hash: "$argon2id$second".to_owned(), ..before.clone() };

        let kept = shown_change(&before, &after);

        assert!(!kept.to_string().contains("argon2"), "{kept}");
        assert_eq!(kept["passwordChanged"], true);
    }
}
