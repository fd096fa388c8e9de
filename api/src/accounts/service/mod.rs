//! The use cases of accounts.

mod api_keys;
mod founding;
mod password;
mod read;
mod users;

pub use api_keys::{NewApiKey, create as create_api_key, revoke as revoke_api_key};
pub use founding::{TokenWanted, found, issue_token};
pub use password::change as change_password;
pub use read::{account, api_key, api_keys, audit_entries, audit_entry, user, users, viewer};
pub use users::{
    NewUser, UserChanges, create as create_user, new_row as new_user, shown as shown_user, taken as user_taken, update as update_user,
};

pub use super::repository::AuditWanted;
