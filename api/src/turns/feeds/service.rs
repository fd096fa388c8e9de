//! Use cases of feeds: made, listed, revoked.

use entity::{
    feed,
    id::{CalendarId, FeedId, PersonId, QueueId},
    person, queue,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};
use serde_json::{Value, json};

use crate::{
    app::App,
    audit,
    auth::Permit,
    calendars::repository::Calendars,
    db::Tx,
    error::{Fault, Outcome, Problem, ProblemCode},
    graphql::connection::PageRequest,
    ical::secret,
    turns::check::Check,
};

/// Characters of a name at the most.
const LONGEST_NAME: usize = 100;
/// Feeds of one person, and of one queue, that are not revoked, at the most.
const MOST: u64 = 20;

/// A feed about to be created.
#[derive(Clone, Debug)]
pub struct NewFeed {
    /// Whose turns.
    pub person_id: Option<PersonId>,
    /// Or which queue's.
    pub queue_id: Option<QueueId>,
    /// Or which calendar's events.
    pub calendar_id: Option<CalendarId>,
    /// For people; none: the person's, the queue's or the calendar's.
    pub name: Option<String>,
}

/// Which feeds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub person_id: Option<PersonId>,
    /// Only this queue's.
    pub queue_id: Option<QueueId>,
    /// Only this calendar's.
    pub calendar_id: Option<CalendarId>,
}

/// Creates a feed. The path of its address is given out here, and never again.
///
/// # Errors
/// `INVALID` when it is not of a person, of a queue or of a calendar, or its name cannot be one; `NOT_FOUND`; `FORBIDDEN` to an agent for what
/// is not his; `LIMIT_REACHED`.
pub async fn create(app: &App, permit: Permit<'_>, new: NewFeed) -> Outcome<(feed::Model, String)> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let usual = owner(&tx, &permit, &new).await?;
    let mut check = Check::at(&["input"]);
    let name = new.name.as_deref().map(|name| check.line("name", name, LONGEST_NAME));
    check.done()?;
    if live(&tx, &permit, &new).await? >= MOST {
        let message = format!("There are {MOST} such feeds already: revoke one that nobody reads any more.");
        return Err(Problem::new(ProblemCode::LimitReached, &[], message).into());
    }
    let secret = secret::mint();
    let actor = permit.actor();
    let row = feed::Model {
        id: FeedId::new(),
        account_id: permit.account_id(),
        person_id: new.person_id,
        queue_id: new.queue_id,
        calendar_id: new.calendar_id,
        name: name.unwrap_or(usual),
        secret_hash: secret::hash(&secret),
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        created_at: now,
        revoked_at: None,
        last_used_at: None,
    };
    feed::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(shown(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok((row, format!("/feeds/{secret}.ics")))
}

/// Name of the person, queue or calendar that the feed is to be of.
async fn owner(tx: &Tx, permit: &Permit<'_>, new: &NewFeed) -> Outcome<String> {
    match (new.person_id, new.queue_id, new.calendar_id) {
        (Some(id), None, None) => {
            if !permit.covers(id) || permit.only_calendars_of().is_some() {
                return Err(foreign(&["input", "personId"]).into());
            }
            let found = person::Entity::find_by_id(id).filter(person::Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
            Ok(found.ok_or_else(|| Problem::not_found("person", &["input", "personId"]))?.name)
        }
        (None, Some(id), None) => {
            if permit.held_to().is_some() || permit.only_calendars_of().is_some() {
                return Err(foreign(&["input", "queueId"]).into());
            }
            let found = queue::Entity::find_by_id(id).filter(queue::Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
            Ok(found.ok_or_else(|| Problem::not_found("queue", &["input", "queueId"]))?.name)
        }
        (None, None, Some(id)) => {
            // Locked, so that it does not go without its feed.
            let found = Calendars::of(permit).locked(&**tx, id).await?;
            Ok(found.ok_or_else(|| Problem::not_found("calendar", &["input", "calendarId"]))?.name)
        }
        _ => Err(Problem::invalid(&["input"], "Give `personId`, `queueId` or `calendarId`: a feed is of one of them.").into()),
    }
}

fn foreign(path: &[&str]) -> Problem {
    Problem::new(
        ProblemCode::Forbidden,
        path,
        "An agent may do this only for the person the agent is, a calendar user only for the own calendars.",
    )
}

async fn live(tx: &Tx, permit: &Permit<'_>, new: &NewFeed) -> Result<u64, DbErr> {
    let mut rows = feed::Entity::find().filter(feed::Column::AccountId.eq(permit.account_id())).filter(feed::Column::RevokedAt.is_null());
    if let Some(id) = new.person_id {
        rows = rows.filter(feed::Column::PersonId.eq(id));
    }
    if let Some(id) = new.queue_id {
        rows = rows.filter(feed::Column::QueueId.eq(id));
    }
    if let Some(id) = new.calendar_id {
        rows = rows.filter(feed::Column::CalendarId.eq(id));
    }
    rows.count(&**tx).await
}

/// Feeds that the caller may see and end: all of the account; the agent's own, and those of the agent's calendars; those of the calendar
/// user's.
fn theirs(permit: &Permit<'_>) -> Condition {
    let in_account = Condition::all().add(feed::Column::AccountId.eq(permit.account_id()));
    let of_calendars = || feed::Column::CalendarId.in_subquery(Calendars::of(permit).ids());
    match (permit.held_to(), permit.only_calendars_of()) {
        (Some(own), _) => in_account.add(Condition::any().add(feed::Column::PersonId.eq(own)).add(of_calendars())),
        (None, Some(_)) => in_account.add(of_calendars()),
        (None, None) => in_account,
    }
}

/// Ends a feed at once. One that has ended stays as it is.
///
/// # Errors
/// `NOT_FOUND`, also for a feed that is not the agent's.
pub async fn revoke(app: &App, permit: Permit<'_>, id: FeedId) -> Outcome<feed::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = feed::Entity::find_by_id(id).filter(theirs(&permit)).lock_exclusive().one(&*tx).await?;
    let row = row.ok_or_else(|| Problem::not_found("feed", &["id"]))?;
    if row.revoked_at.is_some() {
        return Ok(row);
    }
    let before = shown(&row);
    let changed = feed::ActiveModel { id: Set(id), revoked_at: Set(Some(now)), ..Default::default() };
    let row = changed.update(&*tx).await?;
    let change =
        audit::Change { subject_id: Some(id.to_string()), before: Some(before), after: Some(shown(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// A page, newest first; one row more than wanted.
///
/// # Errors
/// The database's.
pub async fn page(app: &App, permit: Permit<'_>, wanted: Wanted, request: &PageRequest<FeedId>) -> Result<Vec<feed::Model>, Fault> {
    let mut rows = feed::Entity::find().filter(theirs(&permit));
    if let Some(person) = wanted.person_id {
        rows = rows.filter(feed::Column::PersonId.eq(person));
    }
    if let Some(calendar) = wanted.calendar_id {
        rows = rows.filter(feed::Column::CalendarId.eq(calendar));
    }
    if let Some(queue) = wanted.queue_id {
        rows = rows.filter(feed::Column::QueueId.eq(queue));
    }
    if let Some(id) = request.after {
        rows = rows.filter(feed::Column::Id.lt(id));
    }
    Ok(rows.order_by_desc(feed::Column::Id).limit(request.limit()).all(app.db.read()).await?)
}

/// The feed, if the caller may see it.
///
/// # Errors
/// The database's.
pub async fn find(app: &App, permit: Permit<'_>, id: FeedId) -> Result<Option<feed::Model>, Fault> {
    let row = feed::Entity::find_by_id(id).filter(theirs(&permit));
    Ok(row.one(app.db.read()).await?)
}

/// A feed as the audit log keeps it: the schema's names, without the secret.
fn shown(row: &feed::Model) -> Value {
    json!({
        "name": row.name,
        "personId": row.person_id.map(|id| id.to_string()),
        "queueId": row.queue_id.map(|id| id.to_string()),
        "calendarId": row.calendar_id.map(|id| id.to_string()),
        "revokedAt": row.revoked_at,
    })
}
