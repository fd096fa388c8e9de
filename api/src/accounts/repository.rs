//! Rows of one account: no query here can reach another's.

use chrono::{DateTime, Utc};
use entity::{
    account, api_key, audit_entry,
    id::{AccountId, ApiKeyId, AuditEntryId, PersonId, UserId},
    person,
    stored::{ActorKind, Role},
    user,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::graphql::connection::PageRequest;

/// Where an audit entry lies in its list.
pub(super) type AuditKey = (DateTime<Utc>, AuditEntryId);

/// Which audit entries are wanted; what is absent does not matter.
#[derive(Clone, Debug, Default)]
pub struct AuditWanted {
    /// Of what was changed.
    pub subject_id: Option<String>,
    /// Of who did it.
    pub user_id: Option<UserId>,
    /// What was done.
    pub action: Option<String>,
    /// From this instant, with it, to that, without it.
    pub between: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

pub(super) struct Repository<'a, C> {
    db: &'a C,
    account_id: AccountId,
}

impl<'a, C: ConnectionTrait> Repository<'a, C> {
    pub(super) fn new(db: &'a C, account_id: AccountId) -> Self {
        Self { db, account_id }
    }

    pub(super) async fn account(&self) -> Result<Option<account::Model>, DbErr> {
        account::Entity::find_by_id(self.account_id).one(self.db).await
    }

    /// Holds off whoever else changes the account's users, until the transaction ends.
    pub(super) async fn lock(&self) -> Result<(), DbErr> {
        account::Entity::find_by_id(self.account_id).lock_exclusive().one(self.db).await?;
        Ok(())
    }

    fn users(&self) -> sea_orm::Select<user::Entity> {
        user::Entity::find().filter(user::Column::AccountId.eq(self.account_id))
    }

    pub(super) async fn user(&self, id: UserId) -> Result<Option<user::Model>, DbErr> {
        self.users().filter(user::Column::Id.eq(id)).one(self.db).await
    }

    pub(super) async fn user_locked(&self, id: UserId) -> Result<Option<user::Model>, DbErr> {
        self.users().filter(user::Column::Id.eq(id)).lock_exclusive().one(self.db).await
    }

    /// By e-mail address.
    pub(super) async fn users_page(&self, request: &PageRequest<String>) -> Result<Vec<user::Model>, DbErr> {
        let mut find = self.users();
        if let Some(email) = &request.after {
            find = find.filter(user::Column::Email.gt(email));
        }
        find.order_by_asc(user::Column::Email).limit(request.limit()).all(self.db).await
    }

    pub(super) async fn has_admin_beside(&self, id: UserId) -> Result<bool, DbErr> {
        let others = self.users().filter(user::Column::Role.eq(Role::Admin)).filter(user::Column::Active.eq(true));
        Ok(others.filter(user::Column::Id.ne(id)).count(self.db).await? > 0)
    }

    pub(super) async fn has_person(&self, id: PersonId) -> Result<bool, DbErr> {
        let found = person::Entity::find().filter(person::Column::AccountId.eq(self.account_id)).filter(person::Column::Id.eq(id));
        Ok(found.count(self.db).await? > 0)
    }

    fn api_keys(&self) -> sea_orm::Select<api_key::Entity> {
        api_key::Entity::find().filter(api_key::Column::AccountId.eq(self.account_id))
    }

    pub(super) async fn api_key(&self, id: ApiKeyId) -> Result<Option<api_key::Model>, DbErr> {
        self.api_keys().filter(api_key::Column::Id.eq(id)).one(self.db).await
    }

    /// Newest first.
    pub(super) async fn api_keys_page(&self, request: &PageRequest<ApiKeyId>) -> Result<Vec<api_key::Model>, DbErr> {
        let mut find = self.api_keys();
        if let Some(id) = request.after {
            find = find.filter(api_key::Column::Id.lt(id));
        }
        find.order_by_desc(api_key::Column::Id).limit(request.limit()).all(self.db).await
    }

    fn audit_entries(&self) -> sea_orm::Select<audit_entry::Entity> {
        audit_entry::Entity::find().filter(audit_entry::Column::AccountId.eq(self.account_id))
    }

    pub(super) async fn audit_entry(&self, id: AuditEntryId) -> Result<Option<audit_entry::Model>, DbErr> {
        self.audit_entries().filter(audit_entry::Column::Id.eq(id)).one(self.db).await
    }

    /// Newest first.
    pub(super) async fn audit_entries_page(
        &self,
        wanted: AuditWanted,
        request: &PageRequest<AuditKey>,
    ) -> Result<Vec<audit_entry::Model>, DbErr> {
        use audit_entry::Column;
        let mut find = self.audit_entries();
        if let Some(subject_id) = wanted.subject_id {
            find = find.filter(Column::SubjectId.eq(subject_id));
        }
        if let Some(user_id) = wanted.user_id {
            find = find.filter(Column::ActorKind.eq(ActorKind::User)).filter(Column::ActorId.eq(user_id.0));
        }
        if let Some(action) = wanted.action {
            find = find.filter(Column::Action.eq(action));
        }
        if let Some((starts_at, ends_at)) = wanted.between {
            find = find.filter(Column::OccurredAt.gte(starts_at)).filter(Column::OccurredAt.lt(ends_at));
        }
        if let Some((at, id)) = request.after {
            let before = Condition::all().add(Column::OccurredAt.eq(at)).add(Column::Id.lt(id));
            find = find.filter(Condition::any().add(Column::OccurredAt.lt(at)).add(before));
        }
        find.order_by_desc(Column::OccurredAt).order_by_desc(Column::Id).limit(request.limit()).all(self.db).await
    }
}
