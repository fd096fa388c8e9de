//! Reading calendars of one account, as far as somebody may.

use std::collections::HashMap;

use entity::{
    calendar, calendar_settings, calendar_settings_flow, calendar_settings_provider, calendar_user,
    id::{AccountId, CalendarId, CalendarSettingsId, FlowId, PersonId, ProviderId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, sea_query::LockType,
    sea_query::SelectStatement,
};

use crate::{auth::Permit, graphql::connection::PageRequest};

/// Calendars that somebody may see, or change.
#[derive(Clone, Copy, Debug)]
pub struct Calendars {
    /// Of which account.
    pub account_id: AccountId,
    /// Only this person's.
    person: Option<PersonId>,
    /// Only this user's.
    user: Option<UserId>,
}

/// Whose calendars are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only this calendar user's.
    pub user: Option<UserId>,
}

impl Calendars {
    /// Those that the permit is for: all of the account, or its caller's own.
    pub fn of(permit: &Permit<'_>) -> Self {
        Self { account_id: permit.account_id(), person: permit.held_to(), user: permit.only_calendars_of() }
    }

    /// All of an account.
    pub fn in_account(account_id: AccountId) -> Self {
        Self { account_id, person: None, user: None }
    }

    /// Whether some of the account's are not among them.
    pub fn is_limited(&self) -> bool {
        self.person.is_some() || self.user.is_some()
    }

    fn all(self) -> Select<calendar::Entity> {
        let mut rows = calendar::Entity::find().filter(calendar::Column::AccountId.eq(self.account_id));
        if let Some(person) = self.person {
            rows = rows.filter(calendar::Column::OwnerPersonId.eq(person));
        }
        if let Some(user) = self.user {
            rows = rows.filter(calendar::Column::OwnerUserId.eq(user));
        }
        rows
    }

    /// Their ids, to choose among what is in them.
    pub fn ids(self) -> SelectStatement {
        self.all().select_only().column(calendar::Column::Id).into_query()
    }

    /// The calendar, if it is one of them.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: CalendarId) -> Result<Option<calendar::Model>, DbErr> {
        self.all().filter(calendar::Column::Id.eq(id)).one(db).await
    }

    /// The row, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, db: &impl ConnectionTrait, id: CalendarId) -> Result<Option<calendar::Model>, DbErr> {
        self.all().filter(calendar::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// A page, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        wanted: Wanted,
        request: &PageRequest<CalendarId>,
    ) -> Result<Vec<calendar::Model>, DbErr> {
        let mut rows = self.all();
        if let Some(person) = wanted.person {
            rows = rows.filter(calendar::Column::OwnerPersonId.eq(person));
        }
        if let Some(user) = wanted.user {
            rows = rows.filter(calendar::Column::OwnerUserId.eq(user));
        }
        if let Some(after) = request.after {
            rows = rows.filter(calendar::Column::Id.gt(after));
        }
        rows.order_by_asc(calendar::Column::Id).limit(request.limit()).all(db).await
    }
}

/// The settings of that id in the account.
///
/// # Errors
/// The database's.
pub async fn settings(
    db: &impl ConnectionTrait,
    account_id: AccountId,
    id: CalendarSettingsId,
) -> Result<Option<calendar_settings::Model>, DbErr> {
    calendar_settings::Entity::find_by_id(id).filter(calendar_settings::Column::AccountId.eq(account_id)).one(db).await
}

/// A page of an account's settings, the oldest first.
///
/// # Errors
/// The database's.
pub async fn settings_page(
    db: &impl ConnectionTrait,
    account_id: AccountId,
    request: &PageRequest<CalendarSettingsId>,
) -> Result<Vec<calendar_settings::Model>, DbErr> {
    let mut rows = calendar_settings::Entity::find().filter(calendar_settings::Column::AccountId.eq(account_id));
    if let Some(after) = request.after {
        rows = rows.filter(calendar_settings::Column::Id.gt(after));
    }
    rows.order_by_asc(calendar_settings::Column::Id).limit(request.limit()).all(db).await
}

/// Providers that each of the settings allows, by id; without any, all.
///
/// # Errors
/// The database's.
pub async fn providers(
    db: &impl ConnectionTrait,
    settings: impl IntoIterator<Item = CalendarSettingsId>,
) -> Result<HashMap<CalendarSettingsId, Vec<ProviderId>>, DbErr> {
    let rows = calendar_settings_provider::Entity::find()
        .filter(calendar_settings_provider::Column::SettingsId.is_in(settings))
        .order_by_asc(calendar_settings_provider::Column::ProviderId)
        .all(db)
        .await?;
    let mut found: HashMap<CalendarSettingsId, Vec<ProviderId>> = HashMap::new();
    for row in rows {
        found.entry(row.settings_id).or_default().push(row.provider_id);
    }
    Ok(found)
}

/// Flows by which calls may be led for each of the settings, by id; without any, by all.
///
/// # Errors
/// The database's.
pub async fn flows(
    db: &impl ConnectionTrait,
    settings: impl IntoIterator<Item = CalendarSettingsId>,
) -> Result<HashMap<CalendarSettingsId, Vec<FlowId>>, DbErr> {
    let rows = calendar_settings_flow::Entity::find()
        .filter(calendar_settings_flow::Column::SettingsId.is_in(settings))
        .order_by_asc(calendar_settings_flow::Column::FlowId)
        .all(db)
        .await?;
    let mut found: HashMap<CalendarSettingsId, Vec<FlowId>> = HashMap::new();
    for row in rows {
        found.entry(row.settings_id).or_default().push(row.flow_id);
    }
    Ok(found)
}

/// Whether calls for a calendar may be led by a flow: it is among those that the settings allow that count for the calendar, or these allow
/// all.
///
/// # Errors
/// The database's.
pub async fn may_be_led_by(db: &impl ConnectionTrait, account: AccountId, calendar: CalendarId, flow: FlowId) -> Result<bool, DbErr> {
    let Some(settings) = settings_of(db, &[(account, calendar)]).await?.remove(&(account, calendar)) else { return Ok(true) };
    let allowed = flows(db, [settings.id]).await?.remove(&settings.id);
    Ok(allowed.is_none_or(|allowed| allowed.contains(&flow)))
}

/// The settings that count for calendars: their own, or their calendar user's.
///
/// # Errors
/// The database's.
pub async fn settings_of(
    db: &impl ConnectionTrait,
    calendars: &[(AccountId, CalendarId)],
) -> Result<HashMap<(AccountId, CalendarId), calendar_settings::Model>, DbErr> {
    let ids = calendars.iter().map(|(_, id)| *id);
    let rows = calendar::Entity::find().filter(calendar::Column::Id.is_in(ids)).all(db).await?;
    let users: Vec<UserId> = rows.iter().filter_map(|row| row.owner_user_id).collect();
    let of_users = calendar_user::Entity::find().filter(calendar_user::Column::UserId.is_in(users)).all(db).await?;
    let of_users: HashMap<UserId, CalendarSettingsId> = of_users.into_iter().map(|row| (row.user_id, row.settings_id)).collect();
    let counting = |row: &calendar::Model| row.owner_user_id.and_then(|user| of_users.get(&user).copied()).or(row.settings_id);
    let wanted: Vec<CalendarSettingsId> = rows.iter().filter_map(counting).collect();
    let found = calendar_settings::Entity::find().filter(calendar_settings::Column::Id.is_in(wanted)).all(db).await?;
    let found: HashMap<CalendarSettingsId, calendar_settings::Model> = found.into_iter().map(|row| (row.id, row)).collect();
    Ok(rows.iter().filter_map(|row| Some(((row.account_id, row.id), found.get(&counting(row)?)?.clone()))).collect())
}
