//! Use cases of settings: each checks, then writes rows and audit entry in one transaction.

use std::collections::BTreeSet;

use entity::{
    calendar, calendar_settings, calendar_settings_flow, calendar_settings_provider, calendar_user, flow,
    id::{CalendarSettingsId, FlowId, ProviderId},
    provider,
    stored::MachineBehavior,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use serde_json::{Value, json};

use super::{check::Check, repository};
use crate::{
    app::App,
    audit,
    auth::Permit,
    contacts::number,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
};

/// Characters of a name at the most.
const NAME: usize = 80;
/// Seconds that a telephone may ring.
const RING: std::ops::RangeInclusive<i32> = 5..=120;
/// Providers at the most.
const PROVIDERS: usize = 20;
/// Flows at the most.
const FLOWS: usize = 50;

/// What is wanted of settings: `None` keeps.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Shown to people.
    pub name: Option<String>,
    /// Number that is shown to whoever is called.
    pub caller_id: Option<Option<String>>,
    /// How long a telephone rings.
    pub ring_seconds: Option<i32>,
    /// What becomes of a call that a machine answers.
    pub machine_behavior: Option<MachineBehavior>,
    /// Providers that may be called over; none: all.
    pub providers: Option<Vec<ProviderId>>,
    /// Flows by which calls may be led; none: all.
    pub flows: Option<Vec<FlowId>>,
}

/// What settings allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Allowed {
    providers: Vec<ProviderId>,
    flows: Vec<FlowId>,
}

impl Allowed {
    async fn of(tx: &Tx, id: CalendarSettingsId) -> Result<Self, DbErr> {
        Ok(Self {
            providers: repository::providers(&**tx, [id]).await?.remove(&id).unwrap_or_default(),
            flows: repository::flows(&**tx, [id]).await?.remove(&id).unwrap_or_default(),
        })
    }
}

/// Makes settings.
///
/// # Errors
/// Every field that cannot be right, and `TAKEN` for a name that others have.
pub async fn create(app: &App, permit: Permit<'_>, wish: Wish) -> Outcome<calendar_settings::Model> {
    let now = app.clock.now();
    let mut row = calendar_settings::Model {
        id: CalendarSettingsId::new(),
        account_id: permit.account_id(),
        name: String::new(),
        caller_id: None,
        ring_seconds: 45,
        machine_behavior: MachineBehavior::Always,
        created_at: now,
        updated_at: now,
    };
    let tx = app.db.begin().await?;
    let wish = Wish { name: Some(wish.name.unwrap_or_default()), ..wish };
    let allowed = applied(&tx, &permit, &mut row, wish, Allowed::default()).await?;
    calendar_settings::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(taken)?;
    allow(&tx, &row, &allowed).await?;
    let after = Some(described(&row, &allowed));
    let change = audit::Change { subject_id: Some(row.id.to_string()), after, ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes settings. They count from now on for all calendars that have them.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: CalendarSettingsId, wish: Wish) -> Outcome<calendar_settings::Model> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id).await?;
    let allowed = Allowed::of(&tx, id).await?;
    let mut after = before.clone();
    let wanted = applied(&tx, &permit, &mut after, wish, allowed.clone()).await?;
    if after == before && wanted == allowed {
        return Ok(before);
    }
    after.updated_at = app.clock.now();
    after.clone().into_active_model().reset_all().update(&*tx).await.map_err(taken)?;
    forget(&tx, id).await?;
    allow(&tx, &after, &wanted).await?;
    let change = audit::Change {
        subject_id: Some(id.to_string()),
        before: Some(described(&before, &allowed)),
        after: Some(described(&after, &wanted)),
        ..audit::Change::default()
    };
    audit::record(&tx, &permit, after.updated_at, change).await?;
    tx.commit().await?;
    Ok(after)
}

/// Deletes settings that nobody has.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while a calendar or a calendar user has them.
pub async fn delete(app: &App, permit: Permit<'_>, id: CalendarSettingsId) -> Outcome<CalendarSettingsId> {
    let tx = app.db.begin().await?;
    let row = locked(&tx, &permit, id).await?;
    let calendars = calendar::Entity::find().filter(calendar::Column::SettingsId.eq(id)).count(&*tx).await?;
    let users = calendar_user::Entity::find().filter(calendar_user::Column::SettingsId.eq(id)).count(&*tx).await?;
    if calendars + users > 0 {
        let message = format!("They cannot be deleted: {calendars} calendars and {users} calendar users have them.");
        return Err(Problem::new(ProblemCode::Conflict, &["id"], message).into());
    }
    let allowed = Allowed::of(&tx, id).await?;
    forget(&tx, id).await?;
    calendar_settings::Entity::delete_by_id(id).exec(&*tx).await?;
    let before = Some(described(&row, &allowed));
    let change = audit::Change { subject_id: Some(id.to_string()), before, ..audit::Change::default() };
    audit::record(&tx, &permit, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(id)
}

async fn locked(tx: &Tx, permit: &Permit<'_>, id: CalendarSettingsId) -> Outcome<calendar_settings::Model> {
    let row = calendar_settings::Entity::find_by_id(id).filter(calendar_settings::Column::AccountId.eq(permit.account_id()));
    row.lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::not_found("settings", &["id"]).into())
}

/// Writes what is wished into the row; told is what is allowed then.
async fn applied(tx: &Tx, permit: &Permit<'_>, row: &mut calendar_settings::Model, wish: Wish, mut allowed: Allowed) -> Outcome<Allowed> {
    let mut check = Check::at(&["input"]);
    if let Some(name) = wish.name {
        row.name = check.line("name", &name, NAME);
    }
    if let Some(caller_id) = wish.caller_id {
        row.caller_id = match caller_id.as_deref().map(|text| number::read(text, None)) {
            None => None,
            Some(Ok(number)) => Some(number.into()),
            Some(Err(error)) => {
                check.invalid("callerId", format!("This is no number with country code: {error}."));
                None
            }
        };
    }
    if let Some(seconds) = wish.ring_seconds {
        row.ring_seconds = check.number("ringSeconds", seconds, RING);
    }
    if let Some(behavior) = wish.machine_behavior {
        row.machine_behavior = behavior;
    }
    if let Some(wanted) = wish.providers {
        allowed.providers = once(wanted);
        if allowed.providers.len() > PROVIDERS {
            check.fault(ProblemCode::LimitReached, "providerIds", format!("There are at most {PROVIDERS}."));
        } else if known(&**tx, permit, &allowed.providers).await? != allowed.providers.len() {
            check.fault(ProblemCode::NotFound, "providerIds", "One of these is no provider.");
        }
    }
    if let Some(wanted) = wish.flows {
        allowed.flows = once(wanted);
        if allowed.flows.len() > FLOWS {
            check.fault(ProblemCode::LimitReached, "flowIds", format!("There are at most {FLOWS}."));
        } else if sealed(&**tx, permit, &allowed.flows).await? != allowed.flows.len() {
            check.fault(ProblemCode::NotFound, "flowIds", "One of these is no flow, or none of which a version is sealed.");
        }
    }
    check.done()?;
    Ok(allowed)
}

/// Each once, in the order in which they are kept.
fn once<T: Ord>(given: Vec<T>) -> Vec<T> {
    given.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many of these are flows by which calls can be led. Such a flow is never deleted.
async fn sealed(db: &impl ConnectionTrait, permit: &Permit<'_>, ids: &[FlowId]) -> Result<usize, DbErr> {
    let rows = flow::Entity::find().filter(flow::Column::AccountId.eq(permit.account_id())).filter(flow::Column::Sealed.gt(0));
    let count = rows.filter(flow::Column::Id.is_in(ids.iter().copied())).count(db).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

async fn known(db: &impl ConnectionTrait, permit: &Permit<'_>, ids: &[ProviderId]) -> Result<usize, DbErr> {
    let rows = provider::Entity::find().filter(provider::Column::AccountId.eq(permit.account_id()));
    let count = rows.filter(provider::Column::Id.is_in(ids.iter().copied())).count(db).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

async fn forget(tx: &Tx, id: CalendarSettingsId) -> Result<(), DbErr> {
    let rows = calendar_settings_provider::Entity::delete_many().filter(calendar_settings_provider::Column::SettingsId.eq(id));
    rows.exec(&**tx).await?;
    let rows = calendar_settings_flow::Entity::delete_many().filter(calendar_settings_flow::Column::SettingsId.eq(id));
    rows.exec(&**tx).await.map(drop)
}

async fn allow(tx: &Tx, row: &calendar_settings::Model, allowed: &Allowed) -> Result<(), DbErr> {
    let (settings_id, account_id) = (row.id, row.account_id);
    if !allowed.providers.is_empty() {
        let rows = allowed.providers.iter().map(|provider_id| {
            calendar_settings_provider::Model { settings_id, provider_id: *provider_id, account_id }.into_active_model()
        });
        calendar_settings_provider::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    if !allowed.flows.is_empty() {
        let rows = allowed.flows.iter();
        let rows = rows.map(|flow_id| calendar_settings_flow::Model { settings_id, flow_id: *flow_id, account_id }.into_active_model());
        calendar_settings_flow::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn taken(error: DbErr) -> Refusal {
    if is_taken(&error, "calendar_settings_name_key", "calendar_settings.account_id, calendar_settings.name") {
        return Problem::new(ProblemCode::Taken, &["input", "name"], "Other settings have this name.").into();
    }
    error.into()
}

/// Settings as the audit log keeps them: the schema's names.
fn described(row: &calendar_settings::Model, allowed: &Allowed) -> Value {
    json!({
        "name": row.name,
        "callerId": row.caller_id,
        "ringSeconds": row.ring_seconds,
        "machineBehavior": row.machine_behavior,
        "providerIds": allowed.providers,
        "flowIds": allowed.flows,
    })
}
